import { inWords, lengthInWords, monthsInWords, shortDate } from '../../words/dates.ts';
import { type Html, html, text } from '../../words/html.ts';
import { intlTag, type Locale, localPath } from '../../words/locale.ts';
import { company } from './content.ts';
import { localeOf, messages } from './locale.ts';

/**
 * What a page or a component says in the language of its address.
 *
 * @param astro - the component's own `Astro`
 */
export function localised({ params }: { params: Readonly<Record<string, string | undefined>> }) {
  const locale = localeOf(params);
  /** For elements that hold the company's own words: its language, where that is not the page's. */
  const lang = locale === company.language ? undefined : company.language;
  const to = (path: string) => localPath(path, locale) as Html;
  const content = (rendered: string): Html =>
    rendered.replaceAll(/href="(\/[^"]*)"/g, (_, path: string) => `href="${to(path)}"`) as Html;
  const marked = (words: Html): Html =>
    lang === undefined ? words : html`<span lang="${text(lang)}">${words}</span>`;
  return {
    locale,
    lang,
    /** The catalogue. */
    m: messages(locale),
    /** Where a path of ours leads to in this language. */
    to,
    /** The language of a path's target, where that is not the page's: for `hreflang`. */
    langOf: (path: string): Locale | undefined => (locale !== 'en' && to(path) === path ? 'en' : undefined),
    /** HTML of the content, its links led to pages in this language; for an element that has `lang`. */
    content,
    /** The company's own words among ours. */
    own: (words: string): Html => marked(text(words)),
    /** The same where they are HTML. */
    ownHtml: (rendered: string): Html => marked(content(rendered)),
    /** What a language is called in this one. */
    languageName: (tag: string): string =>
      new Intl.DisplayNames(intlTag(locale), { type: 'language' }).of(tag) ?? tag,
    inWords: (date: string) => inWords(date, locale),
    shortDate: (date: string) => shortDate(date, locale),
    lengthInWords: (period: { from: string; to: string }) => lengthInWords(period, locale),
    months: (count: number) => monthsInWords(count, locale),
    /** A day inside a sentence of ours. */
    time: (date: string): Html => html`<time datetime="${text(date)}">${text(inWords(date, locale))}</time>`,
  };
}
