import { glyph, widths } from './glyphs.ts';
import type { Piece } from './pieces.ts';

const SPACE = glyph(0x20);

/**
 * Operators that set a line of text. Neighbouring pieces of the font are one string; each outline is a form, scaled to
 * the size.
 *
 * @param pieces - of the line, from left to right
 * @param size - of the font
 * @param left - where it begins
 * @param y - of its baseline
 * @param extractable - whether a drawing says what it draws
 */
export function setLine(
  pieces: readonly Piece[],
  size: number,
  left: number,
  y: number,
  extractable: boolean,
): string {
  let x = left;
  let operators = '';
  for (let i = 0; i < pieces.length; ) {
    const piece = pieces[i];
    if (!piece) break;
    const start = x;
    if (piece.key !== null) {
      const scale = decimal(size / 1000, 5);
      const form = `q ${scale} 0 0 ${scale} ${decimal(start)} ${decimal(y)} cm /${piece.key} Do Q\n`;
      operators += extractable ? spelt(piece, size, start, y, form) : form;
      x += (piece.advance * size) / 1000;
      i++;
      continue;
    }
    let glyphs = '';
    for (let next = pieces[i]; next && next.key === null; next = pieces[++i]) {
      glyphs += hex(Array.from(next.text, (character) => glyph(character.codePointAt(0) ?? 0)));
      x += (next.advance * size) / 1000;
    }
    operators += `BT /F1 ${decimal(size)} Tf ${decimal(start)} ${decimal(y)} Td <${glyphs}> Tj ET\n`;
  }
  return operators;
}

/**
 * An outline with the text that it draws (ISO 32000-2, 14.9.4). Readers of text look for glyphs that the text replaces:
 * an invisible space, as wide as the drawing, is the one.
 */
function spelt(piece: Piece, size: number, x: number, y: number, form: string): string {
  const stretch = decimal((100 * piece.advance) / (widths[SPACE] ?? 1));
  const units = hex(Array.from({ length: piece.text.length }, (_, i) => piece.text.charCodeAt(i)));
  return (
    `/Span <</ActualText <FEFF${units}>>> BDC\n` +
    `q BT 3 Tr ${stretch} Tz /F1 ${decimal(size)} Tf ${decimal(x)} ${decimal(y)} Td <${hex([SPACE])}> Tj ET Q\n` +
    `${form}EMC\n`
  );
}

const hex = (values: readonly number[]): string =>
  values.map((value) => value.toString(16).toUpperCase().padStart(4, '0')).join('');

function decimal(value: number, digits = 2): string {
  if (!Number.isFinite(value)) throw new RangeError('A mark has a number that is not finite.');
  return String(Number(value.toFixed(digits)) + 0);
}
