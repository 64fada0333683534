import {
  BACKSLASH,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  CR,
  GREATER,
  isRegular,
  isWhitespace,
  LESS,
  LF,
  PAREN_CLOSE,
  PAREN_OPEN,
  PERCENT,
  SLASH,
} from './chars.ts';

/** In what state a content stream leaves the graphics machine (ISO 32000-2, 7.8.2 and 8.4.2). */
export interface ContentState {
  /** `q` without `Q`. */
  readonly openSaves: number;
  /** Offsets of each `Q` that has no `q` before it; readers pass over them. */
  readonly surplusRestores: readonly number[];
  /** A text object is open: `BT` without `ET`. */
  readonly openText: boolean;
  /** Marked-content sequences left open. */
  readonly openMarkedContent: number;
  /** The data end between tokens: not inside a string, an array, a dictionary or an inline image. */
  readonly whole: boolean;
  /** Where the last operator at top level ends: what can be kept if the rest is broken. */
  readonly safeEnd: number;
}

/** Operators of at most three letters, packed into a number for comparison. */
function pack(word: string): number {
  return [...word].reduce((packed, char) => packed * 256 + char.charCodeAt(0), 0);
}
const OP_SAVE = pack('q');
const OP_RESTORE = pack('Q');
const OP_BEGIN_TEXT = pack('BT');
const OP_END_TEXT = pack('ET');
const OP_BEGIN_MARKED = pack('BMC');
const OP_BEGIN_MARKED_PROPERTIES = pack('BDC');
const OP_END_MARKED = pack('EMC');
const OP_BEGIN_IMAGE = pack('BI');
const OP_IMAGE_DATA = pack('ID');
const CAPITAL_E = 0x45;
const CAPITAL_I = 0x49;
/** How many bytes after `EI` must look like text. Image data that contain `EI` seldom pass. */
const AFTER_EI = 10;

/**
 * Reads a content stream for its balance only: no operands, no allocation.
 *
 * @param bytes - decoded content
 */
export function scanContent(bytes: Uint8Array): ContentState {
  const end = bytes.length;
  const surplusRestores: number[] = [];
  let saves = 0;
  let text = false;
  let marked = 0;
  let nesting = 0;
  let inImage = false;
  let safeEnd = 0;
  let whole = true;
  let pos = 0;
  while (pos < end) {
    const byte = bytes[pos] ?? 0;
    if (isWhitespace(byte)) pos++;
    else if (byte === PERCENT) pos = endOfLine(bytes, pos);
    else if (byte === PAREN_OPEN) {
      pos = endOfString(bytes, pos);
      if (pos < 0) return state(false);
    } else if (byte === LESS && bytes[pos + 1] === LESS) {
      nesting++;
      pos += 2;
    } else if (byte === LESS) {
      pos = bytes.indexOf(GREATER, pos) + 1;
      if (pos === 0) return state(false);
    } else if (byte === GREATER && bytes[pos + 1] === GREATER) {
      if (nesting > 0) nesting--;
      pos += 2;
    } else if (byte === BRACKET_OPEN) {
      nesting++;
      pos++;
    } else if (byte === BRACKET_CLOSE) {
      if (nesting > 0) nesting--;
      pos++;
    } else if (byte === SLASH) {
      pos++;
      while (pos < end && isRegular(bytes[pos])) pos++;
    } else if (!isRegular(byte)) pos++;
    else {
      const start = pos;
      let word = 0;
      while (pos < end && isRegular(bytes[pos])) {
        if (pos - start < 3) word = word * 256 + (bytes[pos] ?? 0);
        pos++;
      }
      if (!isLetter(byte) || nesting > 0) continue;
      if (pos - start <= 3) {
        if (word === OP_SAVE) saves++;
        else if (word === OP_RESTORE) {
          if (saves > 0) saves--;
          else surplusRestores.push(start);
        } else if (word === OP_BEGIN_TEXT) text = true;
        else if (word === OP_END_TEXT) text = false;
        else if (word === OP_BEGIN_MARKED || word === OP_BEGIN_MARKED_PROPERTIES) marked++;
        else if (word === OP_END_MARKED) {
          if (marked > 0) marked--;
        } else if (word === OP_BEGIN_IMAGE) inImage = true;
        else if (word === OP_IMAGE_DATA && inImage) {
          pos = endOfImage(bytes, pos + 1);
          inImage = false;
          if (pos < 0) return state(false);
        }
      }
      if (!inImage) safeEnd = pos;
    }
  }
  whole = nesting === 0 && !inImage;
  return state(whole);

  function state(isWhole: boolean): ContentState {
    return {
      openSaves: saves,
      surplusRestores,
      openText: text,
      openMarkedContent: marked,
      whole: isWhole,
      safeEnd,
    };
  }
}

/** Operators begin with a letter or a quote; numbers do not. */
function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte === 0x27 || byte === 0x22;
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let pos = from;
  while (pos < bytes.length && bytes[pos] !== LF && bytes[pos] !== CR) pos++;
  return pos;
}

function endOfString(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let pos = from; pos < bytes.length; pos++) {
    const byte = bytes[pos];
    if (byte === BACKSLASH) pos++;
    else if (byte === PAREN_OPEN) depth++;
    else if (byte === PAREN_CLOSE && --depth === 0) return pos + 1;
  }
  return -1;
}

/** Offset after the `EI` that ends the image data which begin at `from`, or -1. */
function endOfImage(bytes: Uint8Array, from: number): number {
  let unseparated = -1;
  for (let i = bytes.indexOf(CAPITAL_E, from); i !== -1; i = bytes.indexOf(CAPITAL_E, i + 1)) {
    if (bytes[i + 1] !== CAPITAL_I || isRegular(bytes[i + 2]) || !looksLikeContent(bytes, i + 2)) continue;
    const before = bytes[i - 1];
    if (i === from || isWhitespace(before) || before === GREATER) return i + 2;
    if (unseparated === -1) unseparated = i + 2;
  }
  return unseparated;
}

function looksLikeContent(bytes: Uint8Array, from: number): boolean {
  const end = Math.min(bytes.length, from + AFTER_EI);
  for (let i = from; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if ((byte < 0x20 || byte > 0x7e) && (!isWhitespace(byte) || byte === 0)) return false;
  }
  return true;
}
