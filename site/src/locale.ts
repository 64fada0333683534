import { de } from './messages/de.ts';
import { en, type Messages } from './messages/en.ts';
import { fr } from './messages/fr.ts';

/**
 * The languages of the interface. English has the plain addresses; another language has the same below its name, as
 * /de/policies/. A new one is a file beside `messages/en.ts` and an entry here.
 */
const CATALOGUES = { en, de, fr } as const satisfies Readonly<Record<string, Messages>>;

/** One of the languages, as a tag (BCP 47). */
export type Locale = keyof typeof CATALOGUES;

/** The languages, that of the plain addresses first. */
export const LOCALES = Object.keys(CATALOGUES) as Locale[];

/** The language of the plain addresses. */
export const DEFAULT_LOCALE: Locale = 'en';

/** What stands in English alone: comparisons of texts that are in English themselves, and what the Worker fills. */
const ENGLISH_ONLY = /^\/(policies\/[^/]+\/(history|versions)|shell)\//;

/** The words of the interface. */
export function messages(locale: Locale): Messages {
  return CATALOGUES[locale];
}

/** The language with its conventions for dates and numbers: English is British here. */
export function intlTag(locale: Locale): string {
  return locale === 'en' ? 'en-GB' : locale;
}

/**
 * The same pages in every language, for `getStaticPaths` of pages in `pages/[...locale]/`.
 *
 * @param pages - the parameters and properties of each page; one page without any, if left out
 */
export function inEveryLocale<Page extends { params: object }>(
  pages: readonly Page[] = [{ params: {} } as Page],
): (Page & { params: Page['params'] & { locale: string | undefined } })[] {
  return LOCALES.flatMap((locale) =>
    pages.map((page) => ({
      ...page,
      params: { ...page.params, locale: locale === DEFAULT_LOCALE ? undefined : locale },
    })),
  );
}

/** The language in the parameters of a page. */
export function localeOf({ locale }: Readonly<Record<string, string | undefined>>): Locale {
  return LOCALES.find((one) => one === locale) ?? DEFAULT_LOCALE;
}

/**
 * Where a path leads to in a language.
 *
 * @param path - an address of ours as it is in English, with its fragment
 * @param locale - the language
 * @returns the address of the page in that language; what is no page, or is there in English alone, stays as it is
 */
export function localPath(path: string, locale: Locale): string {
  const isPage = /^\/([^?#]*\/)?([?#]|$)/.test(path);
  return locale === DEFAULT_LOCALE || !isPage || ENGLISH_ONLY.test(path) ? path : `/${locale}${path}`;
}

/** The language of the page at a path. */
export function localeOfPath(path: string): Locale {
  return LOCALES.find((one) => one !== DEFAULT_LOCALE && path.startsWith(`/${one}/`)) ?? DEFAULT_LOCALE;
}

/** A path of any language as it is in English: the reverse of {@link localPath}. */
export function plainPath(path: string): string {
  const locale = localeOfPath(path);
  return locale === DEFAULT_LOCALE ? path : path.slice(locale.length + 1);
}
