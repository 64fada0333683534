import { formats } from '../formats/format.ts';
import type { Manifest } from '../marks/manifest.ts';

/** What of a manifest says how much of a report there is. */
export type Measured =
  | Pick<Extract<Manifest, { format: 'pdf' }>, 'format' | 'pages' | 'cover'>
  | Pick<Exclude<Manifest, { format: 'pdf' }>, 'format'>;

/** How much of a report there is, for people: pages without the cover that we add, or what kind of file it is. */
export function extentOf(manifest: Measured): string {
  if (manifest.format !== 'pdf') return formats[manifest.format].name;
  const pages = manifest.pages - (manifest.cover ? 1 : 0);
  return `${pages} ${pages === 1 ? 'page' : 'pages'}`;
}
