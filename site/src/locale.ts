import { DEFAULT_LOCALE, LOCALES, type Locale } from '../../words/locale.ts';
import { de } from './messages/de.ts';
import { en, type Messages } from './messages/en.ts';
import { fr } from './messages/fr.ts';

const CATALOGUES = { en, de, fr } as const satisfies Readonly<Record<Locale, Messages>>;

/** The words of the interface. */
export function messages(locale: Locale): Messages {
  return CATALOGUES[locale];
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
