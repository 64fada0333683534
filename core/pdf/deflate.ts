import {
  CODE_LENGTH_ORDER,
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  END_OF_BLOCK,
  fixedLengths,
  LENGTH_BASE,
  LENGTH_EXTRA,
} from './deflate-codes.ts';
import { canonicalCode, codeLengths, type PrefixCode } from './prefix-code.ts';

/**
 * Our own Deflate, because a revision is the hash of what it writes: the platforms' compressors differ from each other,
 * and from one machine to the next, and one report would have as many revisions. This one writes the same everywhere.
 */

const WINDOW = 32_768;
const LONGEST = 258;
const HASH_BITS = 15;
/** Earlier places that are looked at for a match: more of them cost more time than they save bytes. */
const MOST_LOOKS = 48;
/** A match this long is taken at once. */
const LONG_ENOUGH = 64;
const TOKENS_IN_A_BLOCK = 32_768;
const MOST_STORED = 65_535;

/** The code of each length and distance, and what is left of it in extra bits. */
const LENGTH_CODE = Uint8Array.from({ length: LONGEST + 1 }, (_, length) =>
  Math.max(
    0,
    LENGTH_BASE.findLastIndex((base) => base <= length),
  ),
);
const DISTANCE_CODE = Uint8Array.from({ length: WINDOW + 1 }, (_, distance) =>
  Math.max(
    0,
    DISTANCE_BASE.findLastIndex((base) => base <= distance),
  ),
);
const FIXED = canonicalCode(fixedLengths());
const FIXED_DISTANCES = canonicalCode(new Uint8Array(30).fill(5));

/**
 * Encodes bytes for /FlateDecode. The same bytes give the same data on every platform.
 *
 * @param bytes - what to encode
 * @returns zlib data (RFC 1950)
 */
export function deflate(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new BitWriter();
  // 32 KiB of window, the default level, no dictionary.
  out.bytes(Uint8Array.of(0x78, 0x9c));
  const block = new Block(bytes, out);
  findMatches(bytes, block);
  block.write(true);
  out.align();
  const sum = adler32(bytes);
  out.bytes(Uint8Array.of(sum >>> 24, sum >>> 16, sum >>> 8, sum));
  return out.take();
}

/** Greedy, with one look ahead: a literal is sent instead of a match where the next place has a longer one. */
function findMatches(bytes: Uint8Array, block: Block): void {
  const heads = new Int32Array(1 << HASH_BITS).fill(-1);
  const earlier = new Int32Array(WINDOW);
  const insert = (at: number): number => {
    if (at + 2 >= bytes.length) return -1;
    const three =
      ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    const hash = Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
    const found = heads[hash] as number;
    earlier[at & (WINDOW - 1)] = found;
    heads[hash] = at;
    return found;
  };
  let distance = 0;
  const longest = (at: number, first: number, beat: number): number => {
    const most = Math.min(LONGEST, bytes.length - at);
    let best = beat;
    for (let from = first, looks = MOST_LOOKS; from >= 0 && at - from <= WINDOW && looks > 0; looks--) {
      if (bytes[from + best] === bytes[at + best]) {
        let length = 0;
        while (length < most && bytes[from + length] === bytes[at + length]) length++;
        if (length > best) {
          best = length;
          distance = at - from;
          if (length >= most || length >= LONG_ENOUGH) break;
        }
      }
      const next = earlier[from & (WINDOW - 1)] as number;
      if (next >= from) break;
      from = next;
    }
    return best;
  };
  for (let at = 0; at < bytes.length; ) {
    let length = longest(at, insert(at), 2);
    if (length < 3) {
      block.literal(bytes[at++] as number);
      continue;
    }
    let back = distance;
    let inserted = at + 1;
    if (length < LONG_ENOUGH && at + 1 < bytes.length) {
      const better = longest(at + 1, insert(at + 1), length);
      inserted++;
      if (better > length) {
        block.literal(bytes[at++] as number);
        length = better;
        back = distance;
      }
    }
    block.match(length, back);
    for (at += length; inserted < at; inserted++) insert(inserted);
  }
}

/** Gathers literals and matches, and writes each block in the shortest of the three ways (RFC 1951, section 3.2.3). */
class Block {
  readonly #source: Uint8Array;
  readonly #out: BitWriter;
  /** 0 for a literal, which is then in #values; otherwise the distance is there. */
  readonly #lengths = new Uint16Array(TOKENS_IN_A_BLOCK);
  readonly #values = new Uint16Array(TOKENS_IN_A_BLOCK);
  #count = 0;
  /** The part of the source that the tokens stand for. */
  #start = 0;
  #end = 0;

  constructor(source: Uint8Array, out: BitWriter) {
    this.#source = source;
    this.#out = out;
  }

  literal(byte: number): void {
    this.#add(0, byte, 1);
  }

  match(length: number, distance: number): void {
    this.#add(length, distance, length);
  }

  #add(length: number, value: number, bytes: number): void {
    this.#lengths[this.#count] = length;
    this.#values[this.#count] = value;
    this.#end += bytes;
    if (++this.#count === TOKENS_IN_A_BLOCK) this.write(false);
  }

  write(last: boolean): void {
    const [literals, distances] = this.#histogram();
    const code = canonicalCode(codeLengths(literals, 15));
    const distanceCode = canonicalCode(codeLengths(distances, 15));
    const lengths = describeLengths(code.lengths, distanceCode.lengths);
    const dynamic = lengths.bits + costOf(literals, code.lengths) + costOf(distances, distanceCode.lengths);
    const fixed = costOf(literals, FIXED.lengths) + costOf(distances, FIXED_DISTANCES.lengths);
    const stored = 8 * (this.#end - this.#start) + 40;
    const final = last ? 1 : 0;
    if (stored < Math.min(dynamic, fixed)) this.#store(final);
    else if (fixed <= dynamic) {
      this.#out.bits(final | (1 << 1), 3);
      this.#tokens(FIXED, FIXED_DISTANCES);
    } else {
      this.#out.bits(final | (2 << 1), 3);
      lengths.write(this.#out);
      this.#tokens(code, distanceCode);
    }
    this.#count = 0;
    this.#start = this.#end;
  }

  #histogram(): [literals: Uint32Array, distances: Uint32Array] {
    const literals = new Uint32Array(286);
    const distances = new Uint32Array(30);
    const count = (counts: Uint32Array, symbol: number) => {
      counts[symbol] = (counts[symbol] as number) + 1;
    };
    for (let i = 0; i < this.#count; i++) {
      const [length, value] = [this.#lengths[i] as number, this.#values[i] as number];
      if (length === 0) count(literals, value);
      else {
        count(literals, 257 + (LENGTH_CODE[length] as number));
        count(distances, DISTANCE_CODE[value] as number);
      }
    }
    count(literals, END_OF_BLOCK);
    return [literals, distances];
  }

  #tokens(code: PrefixCode, distances: PrefixCode): void {
    const out = this.#out;
    const symbol = ({ bits, lengths }: PrefixCode, number: number) =>
      out.bits(bits[number] as number, lengths[number] as number);
    for (let i = 0; i < this.#count; i++) {
      const [length, value] = [this.#lengths[i] as number, this.#values[i] as number];
      if (length === 0) {
        symbol(code, value);
        continue;
      }
      const long = LENGTH_CODE[length] as number;
      symbol(code, 257 + long);
      out.bits(length - (LENGTH_BASE[long] as number), LENGTH_EXTRA[long] as number);
      const far = DISTANCE_CODE[value] as number;
      symbol(distances, far);
      out.bits(value - (DISTANCE_BASE[far] as number), DISTANCE_EXTRA[far] as number);
    }
    symbol(code, END_OF_BLOCK);
  }

  #store(final: number): void {
    for (let at = this.#start; at < this.#end; at += MOST_STORED) {
      const part = this.#source.subarray(at, Math.min(at + MOST_STORED, this.#end));
      this.#out.bits(at + part.length === this.#end ? final : 0, 3);
      this.#out.align();
      const { length } = part;
      this.#out.bytes(Uint8Array.of(length, length >> 8, ~length, ~length >> 8));
      this.#out.bytes(part);
    }
  }
}

/** Bits that symbols take, without their extra bits, which all ways of writing them have. */
function costOf(counts: Uint32Array, lengths: Uint8Array): number {
  let extra = 0;
  counts.forEach((count, symbol) => {
    extra += count * (lengths[symbol] ?? 0);
  });
  return extra;
}

/** The head of a dynamic block, in which the lengths of both codes are coded themselves (section 3.2.7). */
function describeLengths(literals: Uint8Array, distances: Uint8Array) {
  const used = (lengths: Uint8Array, least: number) =>
    Math.max(least, lengths.findLastIndex((length) => length > 0) + 1);
  const [literalCount, distanceCount] = [used(literals, 257), used(distances, 1)];
  const all = [...literals.subarray(0, literalCount), ...distances.subarray(0, distanceCount)];
  const symbols: { readonly symbol: number; readonly extra: number; readonly extraBits: number }[] = [];
  for (let i = 0; i < all.length; ) {
    const length = all[i] ?? 0;
    let run = 1;
    while (all[i + run] === length) run++;
    if (length === 0 && run >= 3) {
      run = Math.min(run, 138);
      symbols.push(
        run < 11
          ? { symbol: 17, extra: run - 3, extraBits: 3 }
          : { symbol: 18, extra: run - 11, extraBits: 7 },
      );
    } else if (i > 0 && all[i - 1] === length && run >= 3) {
      run = Math.min(run, 6);
      symbols.push({ symbol: 16, extra: run - 3, extraBits: 2 });
    } else {
      run = 1;
      symbols.push({ symbol: length, extra: 0, extraBits: 0 });
    }
    i += run;
  }
  const counts = new Uint32Array(19);
  for (const { symbol } of symbols) counts[symbol] = (counts[symbol] ?? 0) + 1;
  const code = canonicalCode(codeLengths(counts, 7));
  const codeCount = Math.max(
    4,
    CODE_LENGTH_ORDER.findLastIndex((symbol) => (code.lengths[symbol] ?? 0) > 0) + 1,
  );
  const extraBits = symbols.reduce((sum, symbol) => sum + symbol.extraBits, 0);
  return {
    bits: 14 + 3 * codeCount + costOf(counts, code.lengths) + extraBits,
    write(out: BitWriter): void {
      out.bits(literalCount - 257, 5);
      out.bits(distanceCount - 1, 5);
      out.bits(codeCount - 4, 4);
      for (const symbol of CODE_LENGTH_ORDER.slice(0, codeCount)) out.bits(code.lengths[symbol] ?? 0, 3);
      for (const { symbol, extra, extraBits } of symbols) {
        out.bits(code.bits[symbol] ?? 0, code.lengths[symbol] ?? 0);
        out.bits(extra, extraBits);
      }
    },
  };
}

/** Bytes, filled from their lowest bit (section 3.1.1). */
class BitWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #pending = 0;
  #pendingBits = 0;

  /** @param count - 0 to 16 */
  bits(value: number, count: number): void {
    this.#pending |= value << this.#pendingBits;
    this.#pendingBits += count;
    if (this.#pendingBits < 8) return;
    this.#reserve(3);
    while (this.#pendingBits >= 8) {
      this.#bytes[this.#length++] = this.#pending;
      this.#pending >>>= 8;
      this.#pendingBits -= 8;
    }
  }

  /** Goes to the next whole byte. */
  align(): void {
    if (this.#pendingBits > 0) this.bits(0, 8 - this.#pendingBits);
  }

  /** To be called at a whole byte. */
  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** RFC 1950, section 8.2. */
function adler32(bytes: Uint8Array): number {
  const MOD = 65_521;
  /** Additions after which the second sum still fits 32 bits. */
  const AT_ONCE = 5552;
  let [a, b] = [1, 0];
  for (let start = 0; start < bytes.length; start += AT_ONCE) {
    const end = Math.min(start + AT_ONCE, bytes.length);
    for (let i = start; i < end; i++) {
      a += bytes[i] as number;
      b += a;
    }
    a %= MOD;
    b %= MOD;
  }
  return ((b << 16) | a) >>> 0;
}
