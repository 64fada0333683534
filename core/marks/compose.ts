import { composeCover } from './compose-cover.ts';
import { parseCopyId } from './copy-id.ts';
import { fontName } from './font-data.ts';
import { inFont, joined, type Piece, sizeOf, textPiece, typedPiece, widthOf } from './pieces.ts';
import { printableAddress, printableName, printableSentence, withCodePoints } from './reader-text.ts';
import { setLine } from './set-line.ts';
import type { Shaper } from './shape.ts';
import { slotLengths } from './slots.ts';
import { defaultTemplate, type Field, type MarkTemplate, piecesOf, templateProblem } from './template.ts';

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
  /** Under which agreement, for the cover page. */
  readonly agreement?: string;
}

/**
 * What is written into a copy for its reader, ready to be written: content-stream operators, in ASCII. Made once, when
 * the copy is granted, and kept with the grant; a download only pastes it in. At most 40 KB as JSON.
 */
export interface Mark {
  readonly v: 1;
  /** The embedded font whose glyph ids the operators hold. */
  readonly font: string;
  readonly copyId: string;
  /** What it was made of: enough to make it again for a report with another font. */
  readonly reader: Reader;
  readonly template: MarkTemplate;
  /** Contents of the slots of these kinds; shorter than the slots, which are padded. */
  readonly diagonal: string;
  readonly foot: string;
  readonly name: string;
  readonly company: string;
  readonly cover: string;
}

/** Sizes are in the units of the forms, in which a line is at most 1000 wide. */
const LINE = 1000;
const DIAGONAL_NAME = 84;
const DIAGONAL_REST = 40;
const FOOT = 16;
/** Smaller than this in one line, and the foot is set in two. */
const FOOT_TWO_LINES = 12;
const LEADING = 1.35;
/** Characters of the agreement’s name that a cover has room for. */
const MOST_OF_AGREEMENT = 120;
/** RFC 3696 with its errata allows 254. */
const LONGEST_ADDRESS = 320;
/**
 * Text across the page would be strewn over the report's own lines when these are selected or searched. The diagonal
 * says the same as the foot, so it is given nothing to be read as (ISO 32000-2, 14.9.4).
 */
const UNREAD = '/Span <</ActualText <FEFF>>> BDC\n';

/**
 * Composes what one copy says of its reader: the lines of the visible mark, and the reader's part of a cover page. The
 * reader's text becomes glyph ids of the embedded font, or the outlines of a shaped line where that font lacks a
 * character, or code points to be read where no font has it; it never becomes PDF syntax, and it is never left out silently.
 *
 * @param reader - for whom; the name, the company and the address are whatever was typed
 * @param shaper - draws other scripts; without one their characters are printed as code points
 * @param template - what the lines say
 * @returns the mark; the same for the same reader and template
 * @throws TypeError when the copy id, the date or the template is not one
 */
export async function composeMark(
  reader: Reader,
  shaper?: Shaper,
  template: MarkTemplate = defaultTemplate,
): Promise<Mark> {
  if (parseCopyId(reader.copyId) !== reader.copyId)
    throw new TypeError('The copy id is not one of newCopyId.');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(reader.date))
    throw new TypeError('The date of a mark is written YYYY-MM-DD.');
  const problem = templateProblem(template);
  if (problem !== null)
    throw new TypeError(`The template’s ${problem.line} line is wrong: expected ${problem.expected}.`);

  const kept = printableReader(reader);
  const name = await typedPiece(kept.name || '(no name)', 'N', slotLengths.name, shaper);
  const company = await typedPiece(kept.company, 'C', slotLengths.company, shaper);
  const address = textPiece(printableAddress(kept.address));
  const fields = { name, company, address, date: textPiece(reader.date) };
  const agreement = withCodePoints(kept.agreement, inFont, MOST_OF_AGREEMENT);

  const { copyId } = reader;
  return {
    v: 1,
    font: fontName,
    copyId,
    reader: kept,
    template,
    diagonal: checked('diagonal', `/G gs\n${UNREAD}${largeLines(template, fields, copyId)}EMC\n`),
    foot: checked('foot', `/G gs 0 g\n${footLines(filled(template.foot, fields), copyId)}`),
    name: checked('name', name.form),
    company: checked('company', company.form),
    cover: checked(
      'cover',
      composeCover({
        name,
        company: company.text === '' ? null : company,
        address: address.text === '' ? null : address,
        date: reader.date,
        copyId,
        agreement: agreement || '(not stated)',
      }),
    ),
  };
}

/** What is kept of a reader: no more than is printed, and enough to print the same again. */
function printableReader(reader: Reader): Required<Reader> {
  const { date, copyId } = reader;
  return {
    name: printableName(reader.name),
    company: printableName(reader.company),
    address: reader.address.slice(0, LONGEST_ADDRESS),
    date,
    copyId,
    agreement: printableSentence(reader.agreement ?? '').slice(0, 4 * MOST_OF_AGREEMENT),
  };
}

type Fields = Readonly<Record<Field, Piece>>;

/** Parts of a line with the reader's facts in them; a part with a fact that is missing is left out. */
function filled(line: readonly string[], fields: Fields): Piece[][] {
  return line
    .map((part) =>
      piecesOf(part).map((piece) => ('field' in piece ? fields[piece.field] : textPiece(piece.text))),
    )
    .filter((pieces) => pieces.every(({ text }) => text !== ''));
}

function largeLines({ across, beneath }: MarkTemplate, fields: Fields, copyId: string): string {
  const upper = joined(filled(across, fields));
  const lower = joined([...filled(beneath, fields), [textPiece(copyId)]]);
  const upperSize = sizeOf(upper, DIAGONAL_NAME, LINE);
  const lowerSize = sizeOf(lower, DIAGONAL_REST, LINE);
  return (
    centred(upper, upperSize, 0.12 * upperSize, false) + centred(lower, lowerSize, -0.95 * lowerSize, false)
  );
}

/** One line, or two where that would be too small: broken between parts, where the longer one is shortest. */
function footLines(parts: readonly Piece[][], copyId: string): string {
  const all = [...parts, [textPiece(`Copy ${copyId}`)]];
  const single = sizeOf(joined(all), FOOT, LINE);
  if (single >= FOOT_TWO_LINES) return centred(joined(all), single, 0, true);
  const breaks = parts.map((_, i) => [joined(all.slice(0, i + 1)), joined(all.slice(i + 1))] as const);
  const longer = ([upper, lower]: (typeof breaks)[number]) => Math.max(widthOf(upper), widthOf(lower));
  const [best] = breaks.toSorted((a, b) => longer(a) - longer(b));
  if (best === undefined) return centred(joined(all), single, 0, true);
  const size = Math.min(...best.map((line) => sizeOf(line, FOOT, LINE)));
  return centred(best[0], size, LEADING * size, true) + centred(best[1], size, 0, true);
}

function centred(pieces: readonly Piece[], size: number, y: number, extractable: boolean): string {
  return setLine(pieces, size, (-widthOf(pieces) * size) / 2000, y, extractable);
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
