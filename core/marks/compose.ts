import { parseCopyId } from './copy-id.ts';
import { fontName } from './font-data.ts';
import { glyph, widths } from './glyphs.ts';
import { graphemes } from './graphemes.ts';
import { outlineOperators } from './outline.ts';
import { printableAddress, printableName, shorten, withCodePoints } from './reader-text.ts';
import type { Shaper } from './shape.ts';
import { slotLengths } from './slots.ts';

/** For whom a copy is made, and when. */
export interface Reader {
  readonly name: string;
  /** May be empty: a customer's provider need not tell it. */
  readonly company: string;
  /** E-mail address. */
  readonly address: string;
  /** The day of the grant, not of a download, `YYYY-MM-DD`: all downloads of one grant are the same bytes. */
  readonly date: string;
  /** From newCopyId. */
  readonly copyId: string;
}

/**
 * What is written into a copy for its reader, ready to be written: content-stream operators, in ASCII. Made once, when
 * the copy is granted, and kept with the grant; a download only pastes it in. At most 34 KB as JSON.
 */
export interface Mark {
  readonly v: 1;
  /** The embedded font whose glyph ids the operators hold. */
  readonly font: string;
  readonly copyId: string;
  /** Contents of the slots of these kinds; shorter than the slots, which are padded. */
  readonly diagonal: string;
  readonly foot: string;
  readonly name: string;
  readonly company: string;
}

/** Sizes are in the units of the forms, in which a line is at most 1000 wide. */
const LINE = 1000;
const DIAGONAL_NAME = 84;
const DIAGONAL_REST = 40;
const FOOT = 16;
/** Smaller than this in one line, and the foot is set in two. */
const FOOT_TWO_LINES = 12;
const LEADING = 1.35;
const SEPARATOR = ' · ';
/** Points of an em that outlines are rounded to, finest first; the next is taken when a drawing does not fit. */
const GRIDS = [500, 250, 200, 125, 100];
const SPACE = glyph(0x20);
/**
 * Text across the page would be strewn over the report's own lines when these are selected or searched. The diagonal
 * says the same as the foot, so it is given nothing to be read as (ISO 32000-2, 14.9.4).
 */
const UNREAD = '/Span <</ActualText <FEFF>>> BDC\n';

/**
 * Composes the visible mark of one copy. The reader's text becomes glyph ids of the embedded font, or the outlines of a
 * shaped line where that font lacks a character, or code points to be read where no font has it; it never becomes PDF
 * syntax, and it is never left out silently.
 *
 * @param reader - for whom; the name, the company and the address are whatever was typed
 * @param shaper - draws other scripts; without one their characters are printed as code points
 * @returns the mark; the same for the same reader
 * @throws TypeError when the copy id or the date is not one
 */
export async function composeMark(reader: Reader, shaper?: Shaper): Promise<Mark> {
  if (parseCopyId(reader.copyId) !== reader.copyId)
    throw new TypeError('The copy id is not one of newCopyId.');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(reader.date))
    throw new TypeError('The date of a mark is written YYYY-MM-DD.');
  const name = await pieceOf(printableName(reader.name) || '(no name)', 'N', slotLengths.name, shaper);
  const company = await pieceOf(printableName(reader.company), 'C', slotLengths.company, shaper);
  const address = text(printableAddress(reader.address));
  const id = text(reader.copyId);

  const upper = [name];
  const lower = joined([address, id]);
  const upperSize = sizeOf(upper, DIAGONAL_NAME);
  const lowerSize = sizeOf(lower, DIAGONAL_REST);
  const diagonal = [
    line(upper, upperSize, 0.12 * upperSize, false),
    line(lower, lowerSize, -0.95 * lowerSize, false),
  ];

  const who = joined([name, company]);
  const which = joined([address, text(reader.date), text(`Copy ${reader.copyId}`)]);
  const all = joined([name, company, address, text(reader.date), text(`Copy ${reader.copyId}`)]);
  const single = sizeOf(all, FOOT);
  const size = Math.min(sizeOf(who, FOOT), sizeOf(which, FOOT));
  const foot =
    single >= FOOT_TWO_LINES
      ? [line(all, single, 0, true)]
      : [line(who, size, LEADING * size, true), line(which, size, 0, true)];

  return {
    v: 1,
    font: fontName,
    copyId: reader.copyId,
    diagonal: checked('diagonal', `/G gs\n${UNREAD}${diagonal.join('')}EMC\n`),
    foot: checked('foot', `/G gs 0 g\n${foot.join('')}`),
    name: checked('name', name.form),
    company: checked('company', company.form),
  };
}

/** A part of a line. `form` is what the outline form holds that it is drawn by, empty where it is set in the font. */
interface Piece {
  readonly text: string;
  /** Width in thousandths of an em. */
  readonly advance: number;
  readonly form: string;
  readonly key: 'N' | 'C' | null;
}

const inFont = (grapheme: string): boolean =>
  Array.from(grapheme).every((character) => glyph(character.codePointAt(0) ?? 0) !== 0);

function text(content: string): Piece {
  const advance = Array.from(content).reduce(
    (sum, character) => sum + (widths[glyph(character.codePointAt(0) ?? 0)] ?? 0),
    0,
  );
  return { text: content, advance, form: '', key: null };
}

async function pieceOf(
  content: string,
  key: 'N' | 'C',
  capacity: number,
  shaper: Shaper | undefined,
): Promise<Piece> {
  if (inFont(content)) return text(content);
  const drawn = shaper ? await outlined(content, key, capacity, shaper) : null;
  return drawn ?? text(withCodePoints(content, inFont));
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
    if (inFont(drawable)) return text(drawable);
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

function joined(pieces: readonly Piece[]): Piece[] {
  return pieces
    .filter((piece) => piece.text !== '')
    .flatMap((piece, i) => (i === 0 ? [piece] : [text(SEPARATOR), piece]));
}

const widthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { advance }) => sum + advance, 0);

/** In hundredths, rounded down, so that the line never grows beyond its width. */
function sizeOf(pieces: readonly Piece[], max: number): number {
  return Math.min(max, Math.floor((100 * 1000 * LINE) / Math.max(1, widthOf(pieces))) / 100);
}

/** A line centred on x = 0. Neighbouring pieces of the font are one string; each outline is a form, scaled to the size. */
function line(pieces: readonly Piece[], size: number, y: number, extractable: boolean): string {
  let x = (-widthOf(pieces) * size) / 2000;
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

/** A wrong one is our own mistake; better no copy than a broken or a nameless one. */
function checked(kind: keyof typeof slotLengths, content: string): string {
  if (content.length > slotLengths[kind])
    throw new RangeError(`The ${kind} of a mark does not fit its slot.`);
  if (!/^[\x20-\x7e\n]*$/.test(content) || content.includes('endstream')) {
    throw new RangeError(`The ${kind} of a mark holds bytes that no mark is made of.`);
  }
  return content;
}
