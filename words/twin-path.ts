/**
 * Where the Markdown twin of a page lies: `/policies/testing.md` for `/policies/testing/`, `/index.md` for the first page.
 *
 * @param path - the page's path, with the slash at its end
 */
export function twinPath(path: string): string {
  return path === '/' ? '/index.md' : `${path.replace(/\/$/, '')}.md`;
}
