import {
  BACKSLASH,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  CR,
  DOT,
  GREATER,
  isDigit,
  isRegular,
  isWhitespace,
  LESS,
  LF,
  MINUS,
  PAREN_CLOSE,
  PAREN_OPEN,
  PERCENT,
  PLUS,
  SLASH,
} from './chars.ts';
import { isWellFormed, OPERAND, packOperator } from './content-operators.ts';
import { endOfInlineImage } from './inline-image.ts';

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
  /** Pairs of start and end: operators that PDF does not have or whose operands are wrong, with their operands. */
  readonly malformed: readonly number[];
  readonly hasInlineImages: boolean;
  /** The last thing in it is an inline image. */
  readonly endsWithImage: boolean;
  /** The data end between tokens: not inside a string, an array, a dictionary or an inline image. */
  readonly whole: boolean;
  /** Where the last operator at top level ends: what can be kept if the rest is broken. */
  readonly safeEnd: number;
}

const SAVE = packOperator('q');
const RESTORE = packOperator('Q');
const BEGIN_TEXT = packOperator('BT');
const END_TEXT = packOperator('ET');
const BEGIN_MARKED = packOperator('BMC');
const BEGIN_MARKED_PROPERTIES = packOperator('BDC');
const END_MARKED = packOperator('EMC');
const BEGIN_IMAGE = packOperator('BI');
const IMAGE_DATA = packOperator('ID');
const NO_OPERATOR = -1;
/** Words that are operands; they are longer than operators, so that their first letters and length tell them apart. */
const WORD_OPERANDS = new Set(
  ['true', 'false', 'null'].map((word) => packOperator(word.slice(0, 3)) * 8 + word.length),
);
/** Readers keep this many operands at most. */
const MAX_OPERANDS = 33;

/** Reads content for its balance and its form; it builds no objects, since reports have megabytes of it. */
class Scanner {
  readonly surplusRestores: number[] = [];
  readonly malformed: number[] = [];
  saves = 0;
  text = false;
  marked = 0;
  whole = true;
  safeEnd = 0;
  hasInlineImages = false;
  /** Where the last inline image ends. */
  imageEnd = -1;
  readonly #bytes: Uint8Array;
  readonly #operands = new Uint8Array(MAX_OPERANDS);
  #count = 0;
  #operandsStart = -1;
  #inImage = false;
  /** Open arrays and dictionaries: true for an array. */
  readonly #open: boolean[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  run(): void {
    const bytes = this.#bytes;
    const end = bytes.length;
    let pos = 0;
    while (pos < end && pos >= 0) {
      const byte = bytes[pos] ?? 0;
      if (isWhitespace(byte)) pos++;
      else if (isRegular(byte)) pos = this.#word(pos, byte);
      else if (byte === PERCENT) pos = endOfLine(bytes, pos);
      else pos = this.#delimited(pos, byte);
    }
    this.whole &&= pos >= 0 && this.#open.length === 0 && !this.#inImage;
  }

  #operand(kind: number, start: number): void {
    if (this.#open.length > 0) return;
    if (this.#count === 0) this.#operandsStart = start;
    if (this.#count < MAX_OPERANDS) this.#operands[this.#count] = kind;
    this.#count++;
  }

  /** Strings, names, arrays, dictionaries. @returns where to go on; -1 if the data end inside */
  #delimited(start: number, byte: number): number {
    const bytes = this.#bytes;
    if (byte === SLASH) {
      let pos = start + 1;
      while (isRegular(bytes[pos])) pos++;
      this.#operand(OPERAND.name, start);
      return pos;
    }
    if (byte === PAREN_OPEN) {
      this.#operand(OPERAND.string, start);
      return endOfString(bytes, start);
    }
    if (byte === LESS && bytes[start + 1] !== LESS) {
      this.#operand(OPERAND.string, start);
      const close = bytes.indexOf(GREATER, start);
      return close === -1 ? -1 : close + 1;
    }
    if (byte === BRACKET_OPEN || byte === LESS) {
      this.#operand(byte === LESS ? OPERAND.dictionary : OPERAND.array, start);
      this.#open.push(byte === BRACKET_OPEN);
      return start + (byte === LESS ? 2 : 1);
    }
    const closesDictionary = byte === GREATER && bytes[start + 1] === GREATER;
    if (byte === BRACKET_CLOSE || closesDictionary) {
      const next = start + (closesDictionary ? 2 : 1);
      if (this.#open.at(-1) === (byte === BRACKET_CLOSE)) this.#open.pop();
      else if (this.#open.length === 0) this.#fault(start, next);
      return next;
    }
    if (byte === PAREN_CLOSE || byte === GREATER) this.#operand(OPERAND.other, start);
    else this.#fault(start, start + 1);
    return start + 1;
  }

  /** A number, a keyword, or a number that a keyword follows without a space. */
  #word(start: number, first: number): number {
    const bytes = this.#bytes;
    let pos = start;
    if (isDigit(first) || first === DOT || first === MINUS || first === PLUS) {
      let kind: number = OPERAND.integer;
      for (let byte: number | undefined = first; isNumeric(byte); byte = bytes[++pos])
        if (byte === DOT) kind = OPERAND.real;
      this.#operand(kind, start);
      if (!isRegular(bytes[pos])) return pos;
    }
    const from = pos;
    let packed = 0;
    while (isRegular(bytes[pos])) {
      if (pos - from < 3) packed = packed * 256 + (bytes[pos] ?? 0);
      pos++;
    }
    const length = pos - from;
    if (length > 3 && WORD_OPERANDS.has(packed * 8 + length)) {
      this.#operand(OPERAND.other, from);
      return pos;
    }
    if (this.#open.length > 0) {
      // Some readers take it for an operator, some for an element.
      this.#fault(from, pos);
      return pos;
    }
    return this.#operator(length > 3 ? NO_OPERATOR : packed, from, pos);
  }

  #operator(operator: number, start: number, end: number): number {
    if (this.#inImage) {
      if (operator !== IMAGE_DATA) return end;
      this.#inImage = false;
      this.#count = 0;
      const after = endOfInlineImage(this.#bytes, end + 1);
      if (after >= 0) this.safeEnd = after;
      this.imageEnd = after;
      return after;
    }
    if (!isWellFormed(operator, this.#operands, this.#count)) this.#fault(start, end);
    this.#count = 0;
    if (operator === SAVE) this.saves++;
    else if (operator === RESTORE) {
      if (this.saves > 0) this.saves--;
      else this.surplusRestores.push(start);
    } else if (operator === BEGIN_TEXT) this.text = true;
    else if (operator === END_TEXT) this.text = false;
    else if (operator === BEGIN_MARKED || operator === BEGIN_MARKED_PROPERTIES) this.marked++;
    else if (operator === END_MARKED) {
      if (this.marked > 0) this.marked--;
    } else if (operator === BEGIN_IMAGE) {
      this.#inImage = true;
      this.hasInlineImages = true;
      return end;
    }
    this.safeEnd = end;
    return end;
  }

  #fault(start: number, end: number): void {
    this.malformed.push(this.#count > 0 ? Math.min(start, this.#operandsStart) : start, end);
    if (this.#open.length === 0) this.#count = 0;
  }
}

/**
 * Reads a content stream for its balance only.
 *
 * @param bytes - decoded content
 */
export function scanContent(bytes: Uint8Array): ContentState {
  const scanner = new Scanner(bytes);
  scanner.run();
  return {
    openSaves: scanner.saves,
    surplusRestores: scanner.surplusRestores,
    openText: scanner.text,
    openMarkedContent: scanner.marked,
    malformed: scanner.malformed,
    hasInlineImages: scanner.hasInlineImages,
    endsWithImage: scanner.imageEnd === scanner.safeEnd,
    whole: scanner.whole,
    safeEnd: scanner.safeEnd,
  };
}

function isNumeric(byte: number | undefined): byte is number {
  return isDigit(byte) || byte === DOT || byte === MINUS || byte === PLUS;
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
