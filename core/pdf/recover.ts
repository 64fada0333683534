import {
  indexOfBytes,
  isDigit,
  isRegular,
  isWhitespace,
  lastIndexOfBytes,
  latin1Bytes,
  latin1Text,
  startsWith,
} from './chars.ts';
import { Lexer } from './lexer.ts';
import { MAX_OBJECTS, MAX_TRAILER, MAX_XREF_SECTIONS, PdfError } from './limits.ts';
import { Dict } from './objects.ts';
import { Parser } from './parser.ts';

/** What a search through the whole file finds. */
export interface Recovered {
  /** Offset and generation of each object number; the last definition in the file counts. */
  readonly objects: Map<number, { readonly offset: number; readonly gen: number }>;
  /** Trailer dictionaries, in file order. */
  readonly trailers: readonly Dict[];
}

const OBJ = latin1Bytes('obj');
const TRAILER = latin1Bytes('trailer');
const STREAM = latin1Bytes('stream');
const ENDSTREAM = latin1Bytes('endstream');
const LOWER_D = 0x64;
const LOWER_O = 0x6f;
const LOWER_T = 0x74;
const LOWER_S = 0x73;
/** How far before `stream` its /Length is looked for. */
const DICTIONARY_WINDOW = 2048;

/**
 * Finds objects by their `num gen obj`, for files whose cross-reference is missing or wrong. Stream data are skipped, so
 * that files inside the file are not taken for its own objects.
 *
 * @param bytes - the file
 */
export function recover(bytes: Uint8Array): Recovered {
  const objects = new Map<number, { offset: number; gen: number }>();
  const trailers: Dict[] = [];
  let objectStart = 0;
  let seenTrailers = 0;
  const lastEnd = lastIndexOfBytes(bytes, ENDSTREAM);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === LOWER_O && startsWith(bytes, OBJ, i)) {
      const header = objectHeader(bytes, i);
      if (header === undefined) continue;
      if (objects.size >= MAX_OBJECTS) throw new PdfError('bomb', `more than ${MAX_OBJECTS} objects`);
      objects.set(header.num, header);
      objectStart = i;
      i += 2;
    } else if (byte === LOWER_T && startsWith(bytes, TRAILER, i)) {
      const from = i + TRAILER.length;
      if (++seenTrailers <= MAX_XREF_SECTIONS) {
        const dict = new Parser(new Lexer(bytes, from, Math.min(bytes.length, from + MAX_TRAILER))).value();
        if (dict instanceof Dict) trailers.push(dict);
      }
      i += TRAILER.length - 1;
    } else if (byte === LOWER_S && startsWith(bytes, STREAM, i) && bytes[i - 1] !== LOWER_D && i < lastEnd) {
      i = streamEnd(bytes, objectStart, i);
    }
  }
  return { objects, trailers };
}

/** The numbers that stand before `obj` at `at`. */
function objectHeader(
  bytes: Uint8Array,
  at: number,
): { num: number; gen: number; offset: number } | undefined {
  let i = at - 1;
  const back = (test: (byte: number | undefined) => boolean) => {
    const from = i;
    while (i >= 0 && test(bytes[i])) i--;
    return from - i;
  };
  const number = (digits: number) => Number(latin1Text(bytes, i + 1, i + 1 + digits));
  if (back(isWhitespace) === 0) return undefined;
  const genDigits = back(isDigit);
  if (genDigits === 0 || genDigits > 5) return undefined;
  const gen = number(genDigits);
  if (back(isWhitespace) === 0) return undefined;
  const numDigits = back(isDigit);
  if (numDigits === 0 || numDigits > 10) return undefined;
  return { num: number(numDigits), gen, offset: i + 1 };
}

/** @param at - offset of the word `stream` @returns offset of the last byte to skip */
function streamEnd(bytes: Uint8Array, objectStart: number, at: number): number {
  if (isRegular(bytes[at + STREAM.length])) return at;
  const from = Math.max(objectStart, at - DICTIONARY_WINDOW);
  const length = /\/Length\s+(\d{1,10})(?!\s+\d+\s+R|\d)/.exec(latin1Text(bytes, from, at))?.[1];
  if (length !== undefined) {
    let end = at + STREAM.length + Number(length);
    // One or two bytes end the line before the data; white space may stand after them.
    for (let slack = 0; slack < 6 && !startsWith(bytes, ENDSTREAM, end); slack++) end++;
    if (startsWith(bytes, ENDSTREAM, end)) return end + ENDSTREAM.length - 1;
  }
  const end = indexOfBytes(bytes, ENDSTREAM, at);
  return end === -1 ? at : end + ENDSTREAM.length - 1;
}
