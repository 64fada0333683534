import { fontRuns, fontWidths } from './font-data.ts';

/** One code point each; the font has few enough of them to keep the whole map. */
const glyphOf = new Map<number, number>();
for (let i = 0; i < fontRuns.length; i += 3) {
  const [code = 0, glyph = 0, length = 0] = fontRuns.slice(i, i + 3);
  for (let j = 0; j < length; j++) glyphOf.set(code + j, glyph + j);
}

/**
 * The glyph of the embedded font for a code point.
 *
 * @param codePoint - a Unicode code point
 * @returns its glyph id, 0 where the font has none
 */
export function glyph(codePoint: number): number {
  return glyphOf.get(codePoint) ?? 0;
}

/** Every code point of the embedded font with its glyph id, by code point. */
export function codePoints(): IterableIterator<[codePoint: number, glyph: number]> {
  return glyphOf.entries();
}

/** Advance width of each glyph id of the embedded font, in thousandths of an em. */
export const widths: Uint16Array = Uint16Array.from(fontWidths);
