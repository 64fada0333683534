/**
 * The languages of the interface. English has the plain addresses; another language has the same below its name, as
 * /de/policies/. What is only there in English is said by {@link localPath}.
 */

/** The languages, the one of the plain addresses first. */
export const LOCALES = ['en'] as const;

/** One of the languages, as a tag (BCP 47). */
export type Locale = (typeof LOCALES)[number];

/** The language of the plain addresses. */
export const DEFAULT_LOCALE = LOCALES[0];

/** What stands in English alone: comparisons of texts that are in English themselves, and what the Worker fills. */
const ENGLISH_ONLY = /^\/(policies\/[^/]+\/(history|versions)|shell)\//;

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
