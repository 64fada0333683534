import type { Context } from 'hono';
import { raw } from 'hono/html';
import { createContext, useContext } from 'hono/jsx';
import { parseAccept } from 'hono/utils/accept';
import { inWords, minuteInWords } from '../words/dates.ts';
import { type Html, html, text } from '../words/html.ts';
import {
  DEFAULT_LOCALE,
  intlTag,
  isForReaders,
  type Locale,
  localeOfTag,
  localPath,
  namedLocale,
  plainPath,
} from '../words/locale.ts';
import { content } from './content.ts';
import { de } from './messages/de.ts';
import { en, type Messages } from './messages/en.ts';
import { fr } from './messages/fr.ts';

const CATALOGUES = { en, de, fr } as const satisfies Readonly<Record<Locale, Messages>>;

/** The language of the company's own words, where it is one of the interface. */
const COMPANY_LOCALE = localeOfTag(content.company.language) ?? DEFAULT_LOCALE;

/** What the Worker says to one reader, in their language. */
export type Localised = ReturnType<typeof localised>;

/**
 * What pages and mails say in a language.
 *
 * @param locale - the language
 * @param isNamed - whether the reader's address names it, so that links of ours do; mails and sites of readers always do
 */
export function localised(locale: Locale, isNamed = true) {
  /** For elements that hold the company's own words: its language, where that is not the page's. */
  const lang = locale === content.company.language ? undefined : content.company.language;
  const day = (milliseconds: number): string => inWords(new Date(milliseconds).toISOString(), locale);
  return {
    locale,
    isNamed,
    lang,
    /** The catalogue. */
    m: CATALOGUES[locale],
    /** Where a path of ours leads to for this reader, in whichever language it is written. */
    to: (path: string): string => {
      const plain = plainPath(path);
      return !isNamed && isForReaders(plain) ? plain : localPath(plain, locale);
    },
    /** The company's own words, or a reader's, in a sentence of ours. */
    own: (words: string): Html =>
      lang === undefined ? text(words) : html`<span lang="${text(lang)}">${text(words)}</span>`,
    /** The title of the agreement: that of its translation, where there is one in this language. */
    ndaTitle: ndaTitleIn(locale),
    /** A day in words, in UTC. */
    day,
    /** A day inside a sentence of ours. */
    time: (milliseconds: number): Html =>
      html`<time datetime="${text(new Date(milliseconds).toISOString())}">${text(day(milliseconds))}</time>`,
    /** A time to the minute, in UTC. */
    minute: (milliseconds: number): string => minuteInWords(milliseconds, locale),
    /** What a language is called in this one. */
    languageName: (tag: string): string =>
      new Intl.DisplayNames(intlTag(locale), { type: 'language' }).of(tag) ?? tag,
  };
}

function ndaTitleIn(locale: Locale): Html {
  const { nda } = content;
  const translated = nda.translations.find((one) => one.locale === locale)?.title;
  if (translated !== undefined || nda.locale === locale) return text(translated ?? nda.title);
  return html`<span lang="${text(nda.locale)}">${text(nda.title)}</span>`;
}

/** What staff reads, and programs: the console and its mails are in English alone. */
export const inEnglish: Localised = localised(DEFAULT_LOCALE, false);

/** Pages that staff signs in by. */
const FOR_STAFF = /^\/login\/staff(\/|$)/;

/**
 * The language of a request: what its address names; else what its reader's browser prefers (RFC 9110 section 12.5.4), and that of the
 * company for whoever prefers none of ours.
 */
export function localisedFor(c: Context): Localised {
  const path = new URL(c.req.url).pathname;
  const plain = plainPath(path);
  if (!isForReaders(plain) || FOR_STAFF.test(plain)) return inEnglish;
  const named = namedLocale(path);
  if (named !== undefined) return localised(named);
  const preferred = parseAccept(c.req.header('Accept-Language') ?? '')
    .filter(({ q }) => q > 0)
    .map(({ type }) => localeOfTag(type))
    .find((locale) => locale !== undefined);
  return localised(preferred ?? COMPANY_LOCALE, false);
}

const Words = createContext<Localised>(inEnglish);

/** Gives what is rendered inside of it its language. */
export const Speaking = Words.Provider;

/** The language of the page that a component is part of. */
export function useWords(): Localised {
  return useContext(Words);
}

/** A message with markup, in a page. */
export function written(words: Html) {
  return raw(words);
}

/** The company's own words, or a reader's, in an element of their own. */
export function Own({ children }: { children: string }) {
  return written(useWords().own(children));
}

/** Words of a reader inside a sentence: they may run in the other direction. */
export function isolated(words: string): Html {
  return html`<bdi>${text(words)}</bdi>`;
}
