import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The built site, as files. */

export const ROOT = join(import.meta.dirname, '../..');
export const DIST = join(ROOT, 'site/dist');

if (!existsSync(join(DIST, 'index.html')))
  throw new Error('There is no built site; run npm run build first.');

/** Every file of the built site, relative to `site/dist`. */
export const files: readonly string[] = readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => !entry.isDirectory())
  .map((entry) => relative(DIST, join(entry.parentPath, entry.name)))
  .sort();

/** A page, by the path a reader asks for. */
export interface BuiltPage {
  readonly path: string;
  readonly html: string;
}

/** Every page of the built site, the empty shell and 404 included. */
export const pages: readonly BuiltPage[] = files
  .filter((file) => file.endsWith('.html'))
  .map((file) => ({ path: `/${file.replace(/index\.html$/, '')}`, html: read(file).toString('utf8') }));

/** What kind of page stands at a path: pages of one kind come from one template, and differ in their words alone. */
function kindOf(path: string): string {
  return path
    .replace(/^(\/[a-z]{2})?\/(policies|updates)\/[^/]+\//, '$1/$2/*/')
    .replace(/versions\/[^/]+\//, 'versions/*/')
    .replace(/^(\/[a-z]{2})?\/controls\/(criteria\/)?(?!criteria\/)[^/]+\//, '$1/controls/$2*/');
}

/** Of each kind the largest page, so that what costs time is done once for each template and language. */
export function largestOfEachKind(all: readonly BuiltPage[]): BuiltPage[] {
  const largest = new Map<string, BuiltPage>();
  for (const page of all) {
    const kind = kindOf(page.path);
    if (page.html.length > (largest.get(kind)?.html.length ?? 0)) largest.set(kind, page);
  }
  return [...largest.values()];
}

/** The text of a page, as a reader has it. */
export function textOf(path: string): string {
  const html = pages.find((page) => page.path === path)?.html ?? '';
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#38;', '&')
    .replace(/\s+/g, ' ');
}

/** A file's bytes. */
export function read(file: string): Buffer {
  return readFileSync(join(DIST, file));
}

/** Whether the platform would serve something at a path. */
export function isServed(path: string): boolean {
  const file = join(DIST, path.endsWith('/') ? `${path}index.html` : path);
  return existsSync(file) && statSync(file).isFile();
}

/** An element as it stands in HTML. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The tags of a page that Astro wrote: attributes in double quotes or bare. */
export function tags(html: string): Tag[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:="[^"]*"|=[^\s">]+)?)*)\s*\/?>/g)].map(
    ([, name = '', list = '']) => ({
      name,
      attributes: Object.fromEntries(
        [...list.matchAll(/([^\s=>/]+)(?:="([^"]*)"|=([^\s">]+))?/g)].map(([, key = '', quoted, bare]) => [
          key,
          (quoted ?? bare ?? '').replaceAll('&amp;', '&').replaceAll('&#38;', '&'),
        ]),
      ),
    }),
  );
}
