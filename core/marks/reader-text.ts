/**
 * What a reader typed, made fit to be printed: one line, in one normal form, without what cannot be seen. All of it is
 * the reader's to choose; none of it may change the direction, the place or the length of anything else.
 */
import { graphemes } from './graphemes.ts';

/** UTF-16 code units; more than this is not read at all. */
const MAX_INPUT = 4096;
/** The most of a name or a company that is printed: graphemes, and its share of a slot in UTF-16 code units. */
const MAX_GRAPHEMES = 64;
const MAX_UNITS = 96;
/** Marks on one letter: living orthographies stack up to four, and what is drawn must stay in its line. */
const EXCESS_MARKS = /(\p{M}{6})\p{M}+/gu;
/** The most of an address that is printed; of a longer one its two ends. */
const MAX_ADDRESS = 64;
const ADDRESS_END = 24;

/**
 * Default-ignorable and format characters are dropped, but for those that are at work between their neighbours: the
 * non-joiner inside Persian or Indic words, the joiner between two emoji, the emoji style of a sign; and the Arabic
 * number signs, which are format characters that can be seen.
 */
const UNSEEN = /(?![\u0600-\u0605\u06dd\u0890\u0891\u08e2])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const AT_WORK = new RegExp(
  [
    '(?<=[\\p{sc=Arab}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Mlym}]\\p{M}*)\\u200c(?=[\\p{sc=Arab}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Mlym}])',
    '(?<=\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=\\p{Extended_Pictographic})',
    '(?<=\\p{Extended_Pictographic})\\ufe0f',
  ].join('|'),
  'gu',
);
const SPACE = /[\p{Z}\t-\r\u0085]+/gu;

/**
 * @param typed - a name or a company as it was given
 * @returns it in NFC, on one line, at most 64 graphemes long; cut text ends in …
 */
export function printableName(typed: string): string {
  return cut(graphemes(clean(typed)), MAX_GRAPHEMES, MAX_UNITS);
}

/**
 * @param text - a sentence of ours that may hold what somebody typed
 * @returns it in NFC, on one line
 */
export function printableSentence(text: string): string {
  return clean(text);
}

/**
 * @param typed - an e-mail address
 * @returns it in ASCII: the domain as the mail system spells it (IDNA, punycode), any other letter of the local part
 *   as its code point; of a long one the first and the last 24 characters
 */
export function printableAddress(typed: string): string {
  const address = clean(typed);
  const at = address.lastIndexOf('@') + 1;
  const domain = at > 0 ? asciiDomain(address.slice(at)) : address;
  const ascii = asciiOrCodePoints(address.slice(0, at) + domain);
  return ascii.length <= MAX_ADDRESS ? ascii : `${ascii.slice(0, ADDRESS_END)}…${ascii.slice(-ADDRESS_END)}`;
}

/**
 * Text for a font that lacks some of it: `Ann [U+1F98A]`. Nothing is left out without being seen to be.
 *
 * @param text - a printable name
 * @param has - whether a grapheme can be drawn
 * @param most - how many graphemes the result may have
 * @returns the same with the code points of other graphemes, at most that long
 */
export function withCodePoints(
  text: string,
  has: (grapheme: string) => boolean,
  most = MAX_GRAPHEMES,
): string {
  const parts = graphemes(text).flatMap((grapheme) =>
    has(grapheme) ? [grapheme] : [...codePoints(grapheme)],
  );
  return cut(parts, most, (most * MAX_UNITS) / MAX_GRAPHEMES);
}

/** @returns the first graphemes of a text and …, for a drawing that does not fit otherwise */
export function shorten(text: string, count: number): string {
  return cut(graphemes(text), count, MAX_UNITS);
}

function clean(typed: string): string {
  const line = typed.slice(0, MAX_INPUT).toWellFormed().replace(SPACE, ' ');
  const working = new Set(Array.from(line.matchAll(AT_WORK), ({ index }) => index));
  const seen = line.replace(UNSEEN, (character, index: number) => (working.has(index) ? character : ''));
  return seen.normalize('NFC').replace(EXCESS_MARKS, '$1').replace(SPACE, ' ').trim();
}

/** Between graphemes; between code points where the first is too long by itself (emoji joined without end). */
function cut(parts: readonly string[], maxParts: number, maxUnits: number): string {
  const whole = parts.join('');
  if (parts.length <= maxParts && whole.length <= maxUnits) return whole;
  return `${(fill(parts, maxParts - 1, maxUnits - 1) || fill([...whole], maxParts - 1, maxUnits - 1)).trimEnd()}…`;
}

function fill(parts: readonly string[], maxParts: number, maxUnits: number): string {
  let kept = '';
  for (const part of parts.slice(0, maxParts)) {
    if (kept.length + part.length > maxUnits) break;
    kept += part;
  }
  return kept;
}

function codePoints(text: string): string {
  return `[${Array.from(text, (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`).join(' ')}]`;
}

function asciiOrCodePoints(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, codePoints);
}

/** The URL standard's host parser is the IDNA implementation that every runtime has; only letters are handed to it. */
function asciiDomain(domain: string): string {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return domain;
  const ascii = /^[\x20-\x7e]*$/.test(domain) || !URL.canParse(`http://${domain}`);
  return ascii ? domain.toLowerCase() : new URL(`http://${domain}`).hostname;
}
