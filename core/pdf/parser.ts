import { isDigit, isRegular, isWhitespace } from './chars.ts';
import { Keyword, type Lexer, type Token } from './lexer.ts';
import { MAX_NESTING, PdfError } from './limits.ts';
import { Dict, Name, PdfString, type PdfValue, Ref } from './objects.ts';

/** Words that end an object wherever they stand; an object open at that point was damaged. */
const ENDINGS = new Set(['endobj', 'obj', 'stream', 'endstream', 'xref', 'trailer', 'startxref']);

const CAPITAL_R = 0x52;

/** Reads PDF objects from tokens. */
export class Parser {
  readonly lexer: Lexer;
  readonly #onString: ((string: PdfString) => PdfString) | undefined;
  /** Word that ended the last object early, if one did. */
  ending: string | undefined;
  faults = 0;

  /**
   * @param lexer - placed before the first object
   * @param onString - applied to every string: decryption
   */
  constructor(lexer: Lexer, onString?: (string: PdfString) => PdfString) {
    this.lexer = lexer;
    this.#onString = onString;
  }

  /** The next object. Rubbish reads as null, and is counted in `faults`. */
  value(): PdfValue {
    return this.#value(this.lexer.next(), 0);
  }

  #value(token: Token, depth: number): PdfValue {
    if (typeof token === 'number') return this.#reference(token) ?? token;
    if (token === '[') return this.#array(depth + 1);
    if (token === '<<') return this.#dict(depth + 1);
    if (token instanceof PdfString) return this.#onString ? this.#onString(token) : token;
    if (token instanceof Keyword) {
      if (token.word === 'true') return true;
      if (token.word === 'false') return false;
      if (token.word === 'null') return null;
      if (ENDINGS.has(token.word)) this.#endEarly(token.word);
      this.faults++;
      return null;
    }
    if (token === undefined || token === ']' || token === '>>') {
      if (token === undefined) this.#endEarly('');
      this.faults++;
      return null;
    }
    return token;
  }

  #endEarly(word: string): void {
    this.ending = word;
    this.lexer.pos -= word.length;
  }

  /** Looks for `gen R` after an integer without making tokens, since references are what most objects are made of. */
  #reference(num: number): Ref | undefined {
    const { bytes, end } = this.lexer;
    let i = this.lexer.pos;
    if (num < 0 || !isWhitespace(bytes[i])) return undefined;
    while (i < end && isWhitespace(bytes[i])) i++;
    let gen = 0;
    const digits = i;
    for (; i < end && isDigit(bytes[i]); i++) gen = gen * 10 + ((bytes[i] ?? 0) - 0x30);
    if (i === digits || i - digits > 5 || !isWhitespace(bytes[i])) return undefined;
    while (i < end && isWhitespace(bytes[i])) i++;
    if (i >= end || bytes[i] !== CAPITAL_R || (i + 1 < end && isRegular(bytes[i + 1]))) return undefined;
    this.lexer.pos = i + 1;
    return new Ref(num, gen);
  }

  #deeper(depth: number): void {
    if (depth > MAX_NESTING) throw new PdfError('bomb', `objects nested deeper than ${MAX_NESTING}`);
  }

  #array(depth: number): PdfValue[] {
    this.#deeper(depth);
    const items: PdfValue[] = [];
    for (;;) {
      const token = this.lexer.next();
      if (token === ']') return items;
      if (token === '>>') {
        // A closing of the wrong kind: give it back to the dictionary around us.
        this.lexer.pos -= 2;
        this.faults++;
        return items;
      }
      const value = this.#value(token, depth);
      if (this.ending !== undefined) return items;
      items.push(value);
    }
  }

  #dict(depth: number): Dict {
    this.#deeper(depth);
    const dict = new Dict();
    for (;;) {
      const key = this.lexer.next();
      if (key === '>>') return dict;
      if (!(key instanceof Name)) {
        this.#value(key, depth);
        if (this.ending !== undefined) return dict;
        this.faults++;
        continue;
      }
      const token = this.lexer.next();
      if (token === '>>') {
        this.faults++;
        return dict;
      }
      const value = this.#value(token, depth);
      if (value !== null) dict.put(key.raw, value);
      if (this.ending !== undefined) return dict;
    }
  }
}
