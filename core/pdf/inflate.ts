import {
  CODE_LENGTH_ORDER,
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  END_OF_BLOCK,
  fixedLengths,
  LENGTH_BASE,
  LENGTH_EXTRA,
  reversedBits,
} from './deflate-codes.ts';
import { PdfError } from './limits.ts';

/** What came out of a decoder: all of it, or what could be had before the data broke off. */
export interface Decoded {
  readonly bytes: Uint8Array;
  readonly complete: boolean;
}

/** A prefix code as a table: index by the next `bits` input bits, get length << 16 | symbol; 0 is no code. */
interface Code {
  readonly table: Int32Array;
  readonly bits: number;
}

function buildCode(lengths: Uint8Array): Code {
  let bits = 0;
  for (const length of lengths) if (length > bits) bits = length;
  const table = new Int32Array(1 << bits);
  let code = 0;
  for (let length = 1; length <= bits; length++, code <<= 1)
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      for (let i = reversedBits(code, length); i < table.length; i += 1 << length)
        table[i] = (length << 16) | symbol;
      code++;
    }
  return { table, bits };
}

let fixed: readonly [Code, Code] | undefined;

/** Signals broken input inside this file; what was decoded before it is kept. */
class Broken extends Error {}

class Inflater {
  readonly #input: Uint8Array;
  readonly #limit: number;
  #pos: number;
  #hold = 0;
  #held = 0;
  #out: Uint8Array;
  #length = 0;

  constructor(input: Uint8Array, start: number, limit: number) {
    this.#input = input;
    this.#pos = start;
    this.#limit = limit;
    this.#out = new Uint8Array(Math.min(limit, Math.max(1024, input.length * 4)));
  }

  get output(): Uint8Array {
    return this.#out.subarray(0, this.#length);
  }

  run(): void {
    let last: number;
    do {
      last = this.#take(1);
      const type = this.#take(2);
      if (type === 0) this.#stored();
      else if (type === 1) {
        fixed ??= [buildCode(fixedLengths()), buildCode(new Uint8Array(30).fill(5))];
        this.#compressed(fixed[0], fixed[1]);
      } else if (type === 2) this.#compressed(...this.#dynamicCodes());
      else throw new Broken();
    } while (last === 0);
  }

  #take(count: number): number {
    while (this.#held < count) {
      const byte = this.#input[this.#pos++];
      if (byte === undefined) throw new Broken();
      this.#hold |= byte << this.#held;
      this.#held += 8;
    }
    const value = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#held -= count;
    return value;
  }

  #symbol({ table, bits }: Code): number {
    while (this.#held < bits && this.#pos < this.#input.length) {
      this.#hold |= (this.#input[this.#pos++] ?? 0) << this.#held;
      this.#held += 8;
    }
    const entry = table[this.#hold & ((1 << bits) - 1)] ?? 0;
    const length = entry >> 16;
    if (length === 0 || length > this.#held) throw new Broken();
    this.#hold >>>= length;
    this.#held -= length;
    return entry & 0xffff;
  }

  #room(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#out.length) return;
    if (needed > this.#limit)
      throw new PdfError('bomb', `a stream decodes to more than ${this.#limit} bytes`);
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, this.#out.length * 2)));
    grown.set(this.output);
    this.#out = grown;
  }

  #stored(): void {
    // Bits held beyond the current byte are whole bytes already read.
    this.#pos -= this.#held >> 3;
    this.#hold = 0;
    this.#held = 0;
    const low = this.#input[this.#pos] ?? 0;
    const high = this.#input[this.#pos + 1];
    if (high === undefined) throw new Broken();
    this.#pos += 4;
    const count = low | (high << 8);
    const block = this.#input.subarray(this.#pos, this.#pos + count);
    this.#room(block.length);
    this.#out.set(block, this.#length);
    this.#length += block.length;
    this.#pos += count;
    if (block.length < count) throw new Broken();
  }

  #dynamicCodes(): [Code, Code] {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const count = this.#take(4) + 4;
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < count; i++) codeLengths[CODE_LENGTH_ORDER[i] ?? 0] = this.#take(3);
    const code = buildCode(codeLengths);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      const value = symbol === 16 ? (lengths[i - 1] ?? 0) : 0;
      const repeat =
        symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      for (let k = 0; k < repeat && i < lengths.length; k++) lengths[i++] = value;
    }
    return [buildCode(lengths.subarray(0, literals)), buildCode(lengths.subarray(literals))];
  }

  #compressed(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol < END_OF_BLOCK) {
        if (this.#length >= this.#out.length) this.#room(1);
        this.#out[this.#length++] = symbol;
        continue;
      }
      if (symbol === END_OF_BLOCK) return;
      const length = (LENGTH_BASE[symbol - 257] ?? 0) + this.#take(LENGTH_EXTRA[symbol - 257] ?? 0);
      const code = this.#symbol(distances);
      const distance = (DISTANCE_BASE[code] ?? 0) + this.#take(DISTANCE_EXTRA[code] ?? 0);
      if (length < 3 || distance === 0 || distance > this.#length) throw new Broken();
      this.#room(length);
      const out = this.#out;
      const from = this.#length - distance;
      for (let i = 0; i < length; i++) out[this.#length + i] = out[from + i] ?? 0;
      this.#length += length;
    }
  }
}

/**
 * Decodes zlib data (RFC 1950, RFC 1951) as far as it goes. The checksum is not compared: readers show the page all the
 * same.
 *
 * @param input - encoded bytes, with the two bytes of the zlib header
 * @param limit - most bytes to put out
 * @returns what was decoded, and whether the data were whole
 * @throws PdfError `bomb` if the output would be longer than `limit`
 */
export function inflate(input: Uint8Array, limit: number): Decoded {
  if (input.length === 0) return { bytes: input, complete: true };
  if (((input[0] ?? 0) & 0x0f) !== 8) return { bytes: new Uint8Array(), complete: false };
  const inflater = new Inflater(input, 2, limit);
  try {
    inflater.run();
    return { bytes: inflater.output, complete: true };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { bytes: inflater.output, complete: false };
  }
}
