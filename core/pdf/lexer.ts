import {
  BACKSLASH,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  CR,
  GREATER,
  hexValue,
  isDigit,
  isRegular,
  isWhitespace,
  LESS,
  LF,
  latin1Bytes,
  latin1Text,
  PAREN_CLOSE,
  PAREN_OPEN,
  PERCENT,
  SLASH,
} from './chars.ts';
import { Name, PdfString, Real } from './objects.ts';

/** A bare word: `obj`, `stream`, `true`, or rubbish. */
export class Keyword {
  readonly word: string;

  constructor(word: string) {
    this.word = word;
  }
}

/** One token; undefined at the end of the data. */
export type Token = number | Real | Name | PdfString | Keyword | '[' | ']' | '<<' | '>>' | undefined;

const INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const NUMBER_LIKE = /^[+\-.\d][+\-.\deE]*$/;
/** A longer run of regular characters is binary rubbish, not a word. */
const MAX_WORD = 256;
const EMPTY_STRING = latin1Bytes('()');

/** Reads tokens of PDF syntax (ISO 32000-2, 7.2). Tolerant: what is malformed is read as readers do, and counted. */
export class Lexer {
  readonly bytes: Uint8Array;
  pos: number;
  readonly end: number;
  /** How many malformed tokens were met. */
  faults = 0;

  /**
   * @param bytes - the data
   * @param pos - where to begin
   * @param end - where the data end for this reader
   */
  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  /** Skips white space and comments. */
  skipSpace(): void {
    const { bytes, end } = this;
    while (this.pos < end) {
      const byte = bytes[this.pos];
      if (byte === PERCENT) {
        while (this.pos < end && bytes[this.pos] !== LF && bytes[this.pos] !== CR) this.pos++;
      } else if (isWhitespace(byte)) this.pos++;
      else return;
    }
  }

  /** The next token. */
  next(): Token {
    this.skipSpace();
    if (this.pos >= this.end) return undefined;
    const byte = this.bytes[this.pos];
    switch (byte) {
      case SLASH:
        return this.#name();
      case PAREN_OPEN:
        return this.#literalString();
      case LESS:
        if (this.bytes[this.pos + 1] !== LESS || this.pos + 1 >= this.end) return this.#hexString();
        this.pos += 2;
        return '<<';
      case GREATER:
        if (this.bytes[this.pos + 1] === GREATER && this.pos + 1 < this.end) {
          this.pos += 2;
          return '>>';
        }
        return this.#stray('>');
      case BRACKET_OPEN:
        this.pos++;
        return '[';
      case BRACKET_CLOSE:
        this.pos++;
        return ']';
      case PAREN_CLOSE:
        return this.#stray(')');
      case BRACE_OPEN:
        return this.#stray('{');
      case BRACE_CLOSE:
        return this.#stray('}');
      default:
        return this.#word();
    }
  }

  #stray(char: string): Keyword {
    this.pos++;
    this.faults++;
    return new Keyword(char);
  }

  #regularRun(): string {
    const start = this.pos;
    while (this.pos < this.end && isRegular(this.bytes[this.pos])) this.pos++;
    return latin1Text(this.bytes, start, this.pos);
  }

  #name(): Name {
    this.pos++;
    return new Name(this.#regularRun());
  }

  #word(): Token {
    const start = this.pos;
    if (!isRegular(this.bytes[this.pos])) return this.#stray('?');
    const word = this.#regularRun();
    if (isDigit(this.bytes[start]) || NUMBER_LIKE.test(word)) {
      if (INTEGER.test(word)) return Number(word);
      if (NUMBER_LIKE.test(word)) return new Real(word);
    }
    if (word.length > MAX_WORD) this.faults++;
    return new Keyword(word);
  }

  #literalString(): PdfString {
    const { bytes, end } = this;
    const start = this.pos;
    let depth = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      if (byte === BACKSLASH) i++;
      else if (byte === PAREN_OPEN) depth++;
      else if (byte === PAREN_CLOSE && --depth === 0) {
        this.pos = i + 1;
        return new PdfString(bytes.subarray(start, i + 1));
      }
    }
    this.faults++;
    this.pos = end;
    return new PdfString(EMPTY_STRING);
  }

  #hexString(): PdfString {
    const { bytes, end } = this;
    const start = this.pos;
    let clean = true;
    for (let i = start + 1; i < end; i++) {
      const byte = bytes[i];
      if (byte === GREATER) {
        this.pos = i + 1;
        const string = new PdfString(bytes.subarray(start, i + 1));
        if (clean) return string;
        this.faults++;
        return PdfString.of(string.value);
      }
      if (hexValue(byte) < 0 && !isWhitespace(byte)) clean = false;
    }
    this.faults++;
    this.pos = end;
    return new PdfString(EMPTY_STRING);
  }
}
