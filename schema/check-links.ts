import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Control } from './controls.ts';
import { type BuiltPlaces, brokenLinks, type CrossLink } from './cross-links.ts';
import { ContentError } from './finding.ts';

/**
 * The last part of `npm run build`: follows the links within the site that texts of `content/` make, in the site as it was
 * built. What leads nowhere is said with file, line and field.
 *
 *     node schema/check-links.ts [ROOT]      ROOT is the folder that holds content/ and site/, by default the project's own
 */

const root = process.argv[2] ?? join(import.meta.dirname, '..');
const dist = join(root, 'site/dist');

async function generated(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(root, '.generated', name), 'utf8')) as unknown;
}

const links = (await generated('links.json')) as CrossLink[];
const { controls } = (await generated('public.json')) as { controls: readonly Control[] };
const findings = await brokenLinks(links, await builtPlaces(), pageOf);
if (findings.length > 0) {
  console.error(new ContentError(findings).message);
  process.exitCode = 1;
}

/** The page on which the text of a file stands. */
function pageOf(file: string): string {
  const [, noun = '', id = ''] = /^content\/([^/.]+)(?:\/(?:.*\/)?([^/]+))?\.[a-z]+$/.exec(file) ?? [];
  switch (noun) {
    case 'policies':
    case 'reports':
    case 'updates':
      return `/${noun}/${id}/`;
    case 'controls':
      return `/controls/${controls.find((control) => control.id === id)?.area}/`;
    case 'records':
      return `/controls/${controls.find(({ records }) => records?.id === id)?.area}/`;
    case 'vendors':
      return '/subprocessors/';
    case 'security':
      return '/';
    default:
      return `/${noun}/`;
  }
}

async function builtPlaces(): Promise<BuiltPlaces> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length).replaceAll('\\', '/'));
  const anchors = new Map<string, Promise<string[]>>();
  const read = async (path: string): Promise<string[]> => {
    if (!path.endsWith('/')) return [];
    const html = await readFile(join(dist, path, 'index.html'), 'utf8');
    const [, main = ''] = /<main[^>]*>([\s\S]*)<\/main>/.exec(html) ?? [];
    return [...main.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id);
  };
  return {
    paths: files.map((file) => file.replace(/\/index\.html$/, '/')),
    anchorsOf: (path) => {
      const known = anchors.get(path) ?? read(path);
      anchors.set(path, known);
      return known;
    },
  };
}
