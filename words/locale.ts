/**
 * The languages of the interface and their addresses. English has the plain addresses of the site; another language has the same
 * below its name, as /de/policies/. What the Worker answers is there below the name of every language, as /en/access/soc2-type2:
 * without one, the reader's browser is asked.
 */

/** The languages as tags (BCP 47), that of the plain addresses first. A new one needs a catalogue in `site/` and one in `worker/`. */
export const LOCALES = ['en', 'de', 'fr'] as const;

/** One of the languages. */
export type Locale = (typeof LOCALES)[number];

/** The language of the plain addresses. */
export const DEFAULT_LOCALE: Locale = 'en';

/** What stands in English alone: comparisons of texts that are in English themselves, and what the Worker fills for staff. */
const ENGLISH_ONLY = /^\/(policies\/[^/]+\/(history|versions)|shell\/(console|publish))\//;

/** Where the Worker answers readers; `wrangler.toml` names the same places, below every language. */
export const READER_PLACES = ['access', 'my-access', 'login', 'logout', 'subscribe'] as const;

const READERS = new RegExp(`^/(${READER_PLACES.join('|')})(?=[/?#]|$)`);

/** The language with its conventions for dates and numbers: English is British here. */
export function intlTag(locale: Locale): string {
  return locale === 'en' ? 'en-GB' : locale;
}

/** The language of a tag such as `de-AT`, or undefined where it is none of ours. */
export function localeOfTag(tag: string): Locale | undefined {
  return LOCALES.find((one) => one === tag.split('-')[0]?.toLowerCase());
}

/** Whether the Worker answers readers at a path, as it is without a language. */
export function isForReaders(path: string): boolean {
  return READERS.test(path);
}

/**
 * Where a path leads to in a language.
 *
 * @param path - an address of ours as it is without a language, with its query and fragment
 * @param locale - the language
 * @returns the address of the page in that language; what is no page, or is there in English alone, stays as it is
 */
export function localPath(path: string, locale: Locale): string {
  if (isForReaders(path)) return `/${locale}${path}`;
  const isPage = /^\/([^?#]*\/)?([?#]|$)/.test(path);
  return locale === DEFAULT_LOCALE || !isPage || ENGLISH_ONLY.test(path) ? path : `/${locale}${path}`;
}

/** The language that a path names, or undefined where it names none. */
export function namedLocale(path: string): Locale | undefined {
  const locale = LOCALES.find((one) => path.startsWith(`/${one}/`));
  return locale !== DEFAULT_LOCALE || isForReaders(path.slice(locale.length + 1)) ? locale : undefined;
}

/** The language of the page at a path. */
export function localeOfPath(path: string): Locale {
  return namedLocale(path) ?? DEFAULT_LOCALE;
}

/** A path of any language as it is without one: the reverse of {@link localPath}. */
export function plainPath(path: string): string {
  const locale = namedLocale(path);
  return locale === undefined ? path : path.slice(locale.length + 1);
}
