/** Words as they are looked for: of names in every script, whatever their case and accents, and the parts of a domain. */

/** What Unicode has as a letter of its own, and keyboards elsewhere do not have. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** Protects the index: more than that, and longer ones, tell nobody apart. */
const MOST_WORDS = 24;
const LONGEST_WORD = 64;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** A text without case and accents. */
const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøđðłþı]/g, (letter) => LETTERS[letter] ?? letter);

/**
 * The words of a text, each once. Where a script does not part its words, those that it is made of are words besides the
 * whole (Unicode UAX #29).
 *
 * @param text - a name, as somebody wrote it
 */
export function wordsOf(text: string): string[] {
  const runs = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const words = runs.flatMap((run) => [run, ...Array.from(segmenter.segment(run), ({ segment }) => segment)]);
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS);
}

/**
 * A domain from each of its parts on: `eu.acme-corp.example`, `acme-corp.example`, `corp.example`, `example`. So it is found by
 * the beginning of any part.
 *
 * @param domain - ASCII, lower case
 */
export function partsOf(domain: string): string[] {
  const begins = [0, ...Array.from(domain.matchAll(/[.-]/g), ({ index }) => index + 1)];
  return begins.slice(0, MOST_WORDS).map((at) => domain.slice(at).slice(0, 4 * LONGEST_WORD));
}

/**
 * What somebody looks for, as it stands in the index: what has a dot, a hyphen or an at-sign is part of a domain, and
 * everything else words.
 *
 * @param typed - attacker-controlled
 * @param most - how many words count
 */
export function soughtIn(typed: string, most: number): string[] {
  const sought = typed
    .split(/\s+/)
    .flatMap((piece) =>
      /^[A-Za-z0-9@.-]*[@.-][A-Za-z0-9@.-]*$/.test(piece)
        ? [piece.slice(piece.lastIndexOf('@') + 1).toLowerCase()]
        : (folded(piece).match(/[\p{L}\p{N}]+/gu) ?? []),
    )
    .filter((word) => word !== '');
  return [...new Set(sought)].slice(0, most);
}
