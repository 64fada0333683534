import { glyph, widths } from './glyphs.ts';
import { graphemes } from './graphemes.ts';
import { outlineOperators } from './outline.ts';
import { shorten, withCodePoints } from './reader-text.ts';
import type { Shaper } from './shape.ts';

/** A part of a line. `form` is what the outline form holds that it is drawn by, empty where it is set in the font. */
export interface Piece {
  readonly text: string;
  /** Width in thousandths of an em. */
  readonly advance: number;
  readonly form: string;
  readonly key: 'N' | 'C' | null;
}

const SEPARATOR = ' · ';
/** Points of an em that outlines are rounded to, finest first; the next is taken when a drawing does not fit. */
const GRIDS = [500, 250, 200, 125, 100];

/** Whether the embedded font has all of a text. */
export const inFont = (text: string): boolean =>
  Array.from(text).every((character) => glyph(character.codePointAt(0) ?? 0) !== 0);

/** A piece set in the embedded font, which has all its characters. */
export function textPiece(content: string): Piece {
  const advance = Array.from(content).reduce(
    (sum, character) => sum + (widths[glyph(character.codePointAt(0) ?? 0)] ?? 0),
    0,
  );
  return { text: content, advance, form: '', key: null };
}

/**
 * A piece for what somebody typed: set in the font, or drawn, or with code points where no font has a character.
 *
 * @param content - printable, on one line
 * @param key - the form that may hold a drawing of it
 * @param capacity - bytes of that form
 * @param shaper - draws; without one there are code points
 */
export async function typedPiece(
  content: string,
  key: 'N' | 'C',
  capacity: number,
  shaper: Shaper | undefined,
): Promise<Piece> {
  if (inFont(content)) return textPiece(content);
  const drawn = shaper ? await outlined(content, key, capacity, shaper) : null;
  return drawn ?? textPiece(withCodePoints(content, inFont));
}

async function outlined(
  content: string,
  key: 'N' | 'C',
  capacity: number,
  shaper: Shaper,
): Promise<Piece | null> {
  let drawable = content;
  const first = await shaper.shape(content);
  if ('missing' in first) {
    drawable = withCodePoints(content, (grapheme) => !first.missing.includes(grapheme));
    if (inFont(drawable)) return textPiece(drawable);
  }
  // Each pass cuts to what fitted of the one before, so a few are enough; when they are not, code points are printed.
  for (let pass = 0; pass < 6; pass++) {
    const outline = await shaper.shape(drawable);
    if ('missing' in outline || outline.contours.length === 0) return null;
    let shortest = Number.POSITIVE_INFINITY;
    for (const grid of GRIDS) {
      const form = outlineOperators(outline, grid);
      if (form.length <= capacity) return { text: content, advance: outline.advance, form, key };
      shortest = Math.min(shortest, form.length);
    }
    const count = graphemes(drawable).length;
    drawable = shorten(drawable, Math.min(count - 1, Math.floor((count * capacity) / shortest)));
  }
  return null;
}

/** Parts of a line with a dot between them. */
export function joined(parts: readonly (readonly Piece[])[]): Piece[] {
  return parts.flatMap((part, i) => (i === 0 ? [...part] : [textPiece(SEPARATOR), ...part]));
}

/** Width of a line in thousandths of an em. */
export const widthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { advance }) => sum + advance, 0);

/**
 * The largest size at which a line fits, in hundredths, rounded down, so that it never grows beyond its width.
 *
 * @param pieces - of the line
 * @param max - the size that it has where there is room
 * @param width - of the room
 */
export function sizeOf(pieces: readonly Piece[], max: number, width: number): number {
  return Math.min(max, Math.floor((100 * 1000 * width) / Math.max(1, widthOf(pieces))) / 100);
}
