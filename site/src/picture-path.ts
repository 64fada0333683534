/**
 * Where the picture of a page is, for other sites that show a link to it. What stands below a report or a policy, as its
 * history, shares its picture.
 *
 * @param path - the path of a page
 * @param own - the whole path counts: the picture that this page would have alone
 */
export function picturePath(path: string, own = false): string {
  const names = path.split('/').filter(Boolean);
  return `/pictures/${(own ? names : names.slice(0, 2)).join('-') || 'security'}.png`;
}
