import { type Piece, sizeOf, textPiece, widthOf } from './pieces.ts';
import { setLine } from './set-line.ts';

/** What the cover says of one reader. */
export interface CoverFacts {
  readonly name: Piece;
  /** Null where the reader named none. */
  readonly company: Piece | null;
  readonly address: Piece | null;
  readonly date: string;
  readonly copyId: string;
  /** Printable, in characters of the font. */
  readonly agreement: string;
}

/**
 * Where things stand on the cover's form, which is 1000 wide and has its origin at the left of the line above the name.
 */
export const coverPlaces = {
  width: 1000,
  name: { y: -62, size: 46 },
  company: { y: -108, size: 28 },
  address: { y: -146, size: 24 },
  /** Where values begin that have a label in front. */
  values: 150,
  date: { y: -222, size: 24 },
  copyId: { y: -264, size: 24 },
  agreement: { y: -306, size: 24, leading: 34 },
} as const;

/** Lowest of what the slot draws. */
export const COVER_DEPTH = 350;

/**
 * Operators for the reader's part of the cover.
 *
 * @param facts - of the reader
 */
export function composeCover(facts: CoverFacts): string {
  const { width, values } = coverPlaces;
  let content = '0 g\n';
  const at = ({ y, size }: { readonly y: number; readonly size: number }, left: number, pieces: Piece[]) => {
    content += setLine(pieces, sizeOf(pieces, size, width - left), left, y, true);
  };
  at(coverPlaces.name, 0, [facts.name]);
  // A company that is missing leaves no gap.
  const rest = [facts.company, facts.address].filter((piece) => piece !== null);
  const rows = [coverPlaces.company, coverPlaces.address];
  rest.forEach((piece, i) => {
    at(rows[i] ?? coverPlaces.address, 0, [piece]);
  });
  const label = (row: { readonly y: number; readonly size: number }, text: string) => {
    content += '.4 g\n';
    at(row, 0, [textPiece(text)]);
    content += '0 g\n';
  };
  label(coverPlaces.date, 'On');
  at(coverPlaces.date, values, [textPiece(facts.date)]);
  label(coverPlaces.copyId, 'Copy');
  at(coverPlaces.copyId, values, [textPiece(facts.copyId)]);
  label(coverPlaces.agreement, 'Under');
  const { y, size, leading } = coverPlaces.agreement;
  inTwo(facts.agreement, size, width - values).forEach((line, i) => {
    at({ y: y - i * leading, size }, values, [textPiece(line)]);
  });
  return content;
}

/** One line where it fits, else two, broken at the space that leaves the longer one shortest. */
function inTwo(text: string, size: number, width: number): string[] {
  const whole = widthOf([textPiece(text)]);
  if ((whole * size) / 1000 <= width) return [text];
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  const longer = (at: number) =>
    Math.max(widthOf([textPiece(text.slice(0, at))]), widthOf([textPiece(text.slice(at + 1))]));
  const [best] = spaces.toSorted((a, b) => longer(a) - longer(b));
  return best === undefined ? [text] : [text.slice(0, best), text.slice(best + 1)];
}
