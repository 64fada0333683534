/** Character classes and byte searches of PDF syntax (ISO 32000-2, 7.2). */

export const NUL = 0x00;
export const TAB = 0x09;
export const LF = 0x0a;
const FF = 0x0c;
export const CR = 0x0d;
export const SPACE = 0x20;
export const PERCENT = 0x25;
export const PAREN_OPEN = 0x28;
export const PAREN_CLOSE = 0x29;
export const PLUS = 0x2b;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
const ZERO = 0x30;
const NINE = 0x39;
export const LESS = 0x3c;
export const GREATER = 0x3e;
export const BRACKET_OPEN = 0x5b;
export const BACKSLASH = 0x5c;
export const BRACKET_CLOSE = 0x5d;
export const BRACE_OPEN = 0x7b;
export const BRACE_CLOSE = 0x7d;

const REGULAR = 0;
const WHITESPACE = 1;
const DELIMITER = 2;

const CLASSES = new Uint8Array(256);
for (const byte of [NUL, TAB, LF, FF, CR, SPACE]) CLASSES[byte] = WHITESPACE;
for (const byte of [
  PAREN_OPEN,
  PAREN_CLOSE,
  LESS,
  GREATER,
  BRACKET_OPEN,
  BRACKET_CLOSE,
  BRACE_OPEN,
  BRACE_CLOSE,
  SLASH,
  PERCENT,
])
  CLASSES[byte] = DELIMITER;

/** @param byte - a byte, or undefined past the end of the data */
export function isWhitespace(byte: number | undefined): boolean {
  return byte !== undefined && CLASSES[byte] === WHITESPACE;
}

/** A regular character: neither white space nor delimiter; what names, numbers and keywords are made of. */
export function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && CLASSES[byte] === REGULAR;
}

/** @param byte - a byte, or undefined past the end of the data */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** The value of a hexadecimal digit, or -1. */
export function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= ZERO && byte <= NINE) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Bytes of a string whose characters are all below U+0100. */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A string with one character for each byte. */
export function latin1Text(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (let i = start; i < end; i += 4096)
    text += String.fromCharCode(...bytes.subarray(i, Math.min(end, i + 4096)));
  return text;
}

/** Whether `word` stands at `at`. */
export function startsWith(bytes: Uint8Array, word: Uint8Array, at: number): boolean {
  if (at < 0 || at + word.length > bytes.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

/** Offset of the first `word` at or after `from` and before `end`, or -1. */
export function indexOfBytes(bytes: Uint8Array, word: Uint8Array, from = 0, end = bytes.length): number {
  const first = word[0];
  if (first === undefined) return -1;
  for (
    let at = bytes.indexOf(first, from);
    at !== -1 && at + word.length <= end;
    at = bytes.indexOf(first, at + 1)
  )
    if (startsWith(bytes, word, at)) return at;
  return -1;
}

/** Offset of the last `word` at or before `from`, or -1. */
export function lastIndexOfBytes(bytes: Uint8Array, word: Uint8Array, from = bytes.length): number {
  const first = word[0];
  if (first === undefined) return -1;
  for (
    let at = bytes.lastIndexOf(first, from);
    at !== -1;
    at = at === 0 ? -1 : bytes.lastIndexOf(first, at - 1)
  )
    if (startsWith(bytes, word, at)) return at;
  return -1;
}
