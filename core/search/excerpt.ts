/** A piece of text; `found` where it is a word that was looked for. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

const LENGTH = 180;
/** How much stands before the first word that was found. */
const BEFORE = 50;

/**
 * The piece of a text around the first word that was found.
 *
 * @param text - the whole text
 * @param words - words as they stand in the text, in any case
 * @returns the excerpt in order, cut at spaces, with an ellipsis where it is cut
 */
export function excerpt(text: string, words: readonly string[]): Piece[] {
  const pattern = new RegExp(`(${[...words, '(?!)'].map(escaped).join('|')})`, 'giu');
  const at = Math.max(0, text.search(pattern));
  const start = at <= BEFORE ? 0 : text.indexOf(' ', at - BEFORE) + 1;
  const last = text.length - start <= LENGTH ? text.length : text.lastIndexOf(' ', start + LENGTH);
  const end = last > start ? last : Math.min(text.length, start + LENGTH);
  const shown = `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
  return shown
    .split(pattern)
    .map((piece, index) => ({ text: piece, found: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

function escaped(word: string): string {
  return word === '(?!)'
    ? word
    : `(?<![\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}[\\p{L}\\p{N}]*`;
}
