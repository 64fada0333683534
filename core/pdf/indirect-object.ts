import {
  CR,
  indexOfBytes,
  isRegular,
  isWhitespace,
  LF,
  latin1Bytes,
  SPACE,
  startsWith,
  TAB,
} from './chars.ts';
import type { Resolve } from './filters.ts';
import { Keyword, Lexer } from './lexer.ts';
import { Dict, numberOf, type PdfString, type PdfValue, Stream } from './objects.ts';
import { Parser } from './parser.ts';

/** An object as read at its place in the file. */
export interface IndirectObject {
  readonly num: number;
  readonly gen: number;
  readonly value: PdfValue;
  /** First byte after the object's value, or after its `endstream`. */
  readonly end: number;
  /** Whether something in it was malformed and had to be guessed. */
  readonly faulty: boolean;
}

/** How to read what is not plain in the object itself. */
export interface ReadOptions {
  /** Follows references: a stream's /Length may be indirect. */
  readonly resolve: Resolve;
  readonly decryptString?: (string: PdfString, num: number, gen: number) => PdfString;
  readonly decryptStream?: (data: Uint8Array, num: number, gen: number, dict: Dict) => Uint8Array;
}

const STREAM = latin1Bytes('stream');
const ENDSTREAM = latin1Bytes('endstream');
const ENDOBJ = latin1Bytes('endobj');

/**
 * Reads `num gen obj … endobj` at an offset.
 *
 * @param bytes - the file
 * @param at - offset of the object number
 * @param options - see {@link ReadOptions}
 * @returns undefined if no object begins there
 */
export function readIndirectObject(
  bytes: Uint8Array,
  at: number,
  options: ReadOptions,
): IndirectObject | undefined {
  if (at < 0 || at >= bytes.length) return undefined;
  const lexer = new Lexer(bytes, at);
  const num = numberOf(numeric(lexer.next()));
  const gen = numberOf(numeric(lexer.next()));
  if (num === undefined || gen === undefined || !readObjKeyword(lexer)) return undefined;
  const { decryptString } = options;
  const parser = new Parser(lexer, decryptString && ((string) => decryptString(string, num, gen)));
  const value = parser.value();
  const faulty = parser.faults + lexer.faults > 0;
  if (!(value instanceof Dict) || parser.ending === 'endobj')
    return { num, gen, value, end: lexer.pos, faulty };
  lexer.skipSpace();
  if (!startsWith(bytes, STREAM, lexer.pos)) return { num, gen, value, end: lexer.pos, faulty };
  const extent = streamExtent(bytes, lexer.pos + STREAM.length, value, options.resolve);
  const encoded = bytes.subarray(extent.start, extent.end);
  const data = options.decryptStream?.(encoded, num, gen, value) ?? encoded;
  return { num, gen, value: new Stream(value, data), end: extent.after, faulty: faulty || extent.guessed };
}

function numeric(token: ReturnType<Lexer['next']>): number | undefined {
  return typeof token === 'number'
    ? token
    : typeof token === 'object' && 'value' in token
      ? paddedInteger(token)
      : undefined;
}

/** `0012` is a legal object number in the eyes of most readers. */
function paddedInteger(token: { readonly value: unknown }): number | undefined {
  return typeof token.value === 'number' && Number.isInteger(token.value) && token.value >= 0
    ? token.value
    : undefined;
}

/** `obj` may touch what follows it, as in `obj12`. */
function readObjKeyword(lexer: Lexer): boolean {
  const token = lexer.next();
  if (!(token instanceof Keyword) || !token.word.startsWith('obj')) return false;
  lexer.pos -= token.word.length - 3;
  return true;
}

interface Extent {
  readonly start: number;
  readonly end: number;
  readonly after: number;
  readonly guessed: boolean;
}

/**
 * Where a stream's data begin and end. /Length is believed only if `endstream` follows it.
 *
 * @param pos - just after the keyword `stream`
 */
function streamExtent(bytes: Uint8Array, pos: number, dict: Dict, resolve: Resolve): Extent {
  let start = pos;
  while (bytes[start] === SPACE || bytes[start] === TAB) start++;
  if (bytes[start] !== CR && bytes[start] !== LF) start = pos;
  if (bytes[start] === CR) start++;
  if (bytes[start] === LF) start++;
  // Readers disagree where data begin that no line feed sets off.
  const guessed = bytes[start - 1] !== LF;
  const length = numberOf(resolve(dict.get('Length')));
  if (length !== undefined && length >= 0 && start + length <= bytes.length) {
    let after = start + length;
    while (isWhitespace(bytes[after])) after++;
    if (startsWith(bytes, ENDSTREAM, after) && !isRegular(bytes[after + ENDSTREAM.length]))
      return { start, end: start + length, after: after + ENDSTREAM.length, guessed };
  }
  let after = indexOfBytes(bytes, ENDSTREAM, start);
  let markerLength = ENDSTREAM.length;
  if (after === -1) {
    after = indexOfBytes(bytes, ENDOBJ, start);
    markerLength = 0;
  }
  if (after === -1) return { start, end: bytes.length, after: bytes.length, guessed: true };
  let end = after;
  if (end > start && bytes[end - 1] === LF) end--;
  if (end > start && bytes[end - 1] === CR) end--;
  return { start, end, after: after + markerLength, guessed: true };
}
