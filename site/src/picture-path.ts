import { DEFAULT_LOCALE, localeOfPath, plainPath } from '../../words/locale.ts';

/**
 * Where the picture of a page is, for other sites that show a link to it. What stands below a report or a policy, as its
 * history, shares its picture. A page in another language has its English picture too, if that shows the company's own words.
 *
 * @param path - the path of a page
 * @param own - the whole path counts: the picture that this page would have alone
 */
export function picturePath(path: string, own = false): string {
  const locale = localeOfPath(path);
  const names = plainPath(path).split('/').filter(Boolean);
  const shown = own ? names : names.slice(0, 2);
  const name = shown.join('-') || 'security';
  return `/pictures/${locale === DEFAULT_LOCALE || shown.length > 1 ? name : `${name}-${locale}`}.png`;
}
