import { dictOf, isName, numberOf, type PdfValue } from '../pdf/objects.ts';
import { type Box, readBox } from './geometry.ts';
import type { Graph } from './graph.ts';

/** Flags of annotations that are not shown: Hidden and NoView (ISO 32000-2, table 167). */
const NOT_SHOWN = 2 | 32;
/** Kinds that draw nothing over the page, or only while somebody points at them. */
const WITHOUT_LOOKS = ['Link', 'Popup'];
/** Annotations are looked at up to this many; a page has a few dozen. */
const MAX_LOOKED_AT = 200;

/**
 * Whether an annotation covers half of the page or more. Readers paint annotations above all content, and such a one may
 * hide the mark from the eye.
 *
 * @param annotations - the page's /Annots
 * @param box - what is seen of the page
 */
export function isCovered(annotations: PdfValue | undefined, box: Box, resolve: Graph['resolve']): boolean {
  const items = resolve(annotations);
  if (!Array.isArray(items)) return false;
  const half = area(box) / 2;
  return items.slice(0, MAX_LOOKED_AT).some((item) => {
    const annotation = dictOf(resolve(item));
    if (annotation === undefined || !annotation.has('AP')) return false;
    if (((numberOf(resolve(annotation.get('F'))) ?? 0) & NOT_SHOWN) !== 0) return false;
    if (WITHOUT_LOOKS.some((kind) => isName(resolve(annotation.get('Subtype')), kind))) return false;
    const rectangle = readBox(annotation.get('Rect'), resolve);
    return rectangle !== undefined && overlap(rectangle, box) >= half;
  });
}

function area({ x0, y0, x1, y1 }: Box): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
  const height = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
  return width > 0 && height > 0 ? width * height : 0;
}
