import { hexValue, latin1Bytes } from './chars.ts';

/**
 * The eight kinds of PDF object (ISO 32000-2, 7.3). Names, numbers and strings keep the spelling of their source, so
 * that what we do not touch is written back as it was.
 */
export type PdfValue = null | boolean | number | Real | PdfString | Name | Ref | PdfValue[] | Dict | Stream;

/** A number whose spelling is not that of a JavaScript integer: `0.50`, `-.5`, `007`, and odd ones such as `--5`. */
export class Real {
  readonly raw: string;
  readonly value: number;

  constructor(raw: string) {
    this.raw = raw;
    this.value = looseNumber(raw);
  }
}

/** Readers take what number they can find in a malformed one; so do we. */
function looseNumber(raw: string): number {
  const found = /^([+-]*)(\d*\.?\d*)/.exec(raw);
  const magnitude = Number.parseFloat(found?.[2] ?? '');
  if (!Number.isFinite(magnitude)) return 0;
  return found?.[1]?.includes('-') ? -magnitude : magnitude;
}

/** A name without its slash, as spelt in the file (`A#20B`). */
export class Name {
  readonly raw: string;

  constructor(raw: string) {
    this.raw = raw;
  }

  /** The name meant, with `#xx` decoded. */
  get value(): string {
    return decodeName(this.raw);
  }
}

/** Decodes the `#xx` escapes of a name; a stray `#` stands for itself. */
function decodeName(raw: string): string {
  if (!raw.includes('#')) return raw;
  return raw.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Spells any name so that a PDF lexer reads it back. */
export function encodeName(value: string): string {
  return value.replace(
    /[^!$&'*+,\-.0-9:;=?@A-Z\\^_`a-z|~"]/g,
    (char) => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** A string, with its delimiters, as spelt in the file: `(text)` or `<48656c6c6f>`. */
export class PdfString {
  readonly raw: Uint8Array;

  constructor(raw: Uint8Array) {
    this.raw = raw;
  }

  /** Spells bytes as a hexadecimal string. */
  static of(bytes: Uint8Array): PdfString {
    let hex = '<';
    for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
    return new PdfString(latin1Bytes(`${hex}>`));
  }

  /** The bytes meant (ISO 32000-2, 7.3.4). */
  get value(): Uint8Array {
    return this.raw[0] === 0x3c ? decodeHexString(this.raw) : decodeLiteralString(this.raw);
  }
}

function decodeHexString(raw: Uint8Array): Uint8Array {
  const digits: number[] = [];
  for (const byte of raw) {
    const digit = hexValue(byte);
    if (digit >= 0) digits.push(digit);
  }
  if (digits.length % 2 === 1) digits.push(0);
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (digits[2 * i] ?? 0) * 16 + (digits[2 * i + 1] ?? 0);
  return bytes;
}

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/**
 * A bare line end stands for itself, as in all readers, not for a line feed: encrypted strings hold them unescaped.
 */
function decodeLiteralString(raw: Uint8Array): Uint8Array {
  const out: number[] = [];
  const end = raw.length - 1;
  for (let i = 1; i < end; i++) {
    const byte = raw[i] ?? 0;
    if (byte !== 0x5c) out.push(byte);
    else {
      const next = raw[++i] ?? 0;
      const octal = /^[0-7]{1,3}/.exec(String.fromCharCode(next, raw[i + 1] ?? 0, raw[i + 2] ?? 0))?.[0];
      if (octal !== undefined) {
        out.push(Number.parseInt(octal, 8) & 0xff);
        i += octal.length - 1;
      } else if (next === 0x0d) {
        if (raw[i + 1] === 0x0a) i++;
      } else if (next !== 0x0a) out.push(ESCAPES[String.fromCharCode(next)] ?? next);
    }
  }
  return Uint8Array.from(out);
}

/** An indirect reference, `12 0 R`. */
export class Ref {
  readonly num: number;
  readonly gen: number;

  constructor(num: number, gen = 0) {
    this.num = num;
    this.gen = gen;
  }
}

/** A dictionary; keys keep their spelling, look-ups are by the name meant. */
export class Dict {
  /** By the spelling of the key. Add to it with {@link put} only. */
  readonly entries = new Map<string, PdfValue>();
  /** Spellings of the keys that have a `#`, by the name meant; what was deleted may still be in it. */
  #escaped: Map<string, string> | undefined;

  constructor(entries: Iterable<readonly [string, PdfValue]> = []) {
    for (const [key, value] of entries) this.put(key, value);
  }

  /** @param key - as spelt in the file */
  put(key: string, value: PdfValue): void {
    this.entries.set(key, value);
    if (!key.includes('#')) return;
    this.#escaped ??= new Map();
    this.#escaped.set(decodeName(key), key);
  }

  #spelling(name: string): string | undefined {
    if (this.entries.has(name)) return name;
    const key = this.#escaped?.get(name);
    return key !== undefined && this.entries.has(key) ? key : undefined;
  }

  /** The value as it stands, perhaps a reference. Keys that are absent and keys that are null are the same. */
  get(name: string): PdfValue | undefined {
    const direct = this.entries.get(name);
    if (direct !== undefined) return direct;
    const key = this.#spelling(name);
    return key === undefined ? undefined : this.entries.get(key);
  }

  has(name: string): boolean {
    return this.#spelling(name) !== undefined;
  }

  set(name: string, value: PdfValue): void {
    this.put(this.#spelling(name) ?? encodeName(name), value);
  }

  delete(name: string): void {
    const key = this.#spelling(name);
    if (key !== undefined) this.entries.delete(key);
  }

  /** A dictionary of its own with the same values. */
  copy(): Dict {
    return new Dict(this.entries);
  }
}

/** A stream: its dictionary and its encoded bytes, without encryption. */
export class Stream {
  readonly dict: Dict;
  readonly data: Uint8Array;

  constructor(dict: Dict, data: Uint8Array) {
    this.dict = dict;
    this.data = data;
  }
}

/** The number meant, or undefined for anything that is not a number. */
export function numberOf(value: PdfValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return value instanceof Real ? value.value : undefined;
}

/** Whether a value is the name `name`. */
export function isName(value: PdfValue | undefined, name: string): boolean {
  return value instanceof Name && value.value === name;
}

/** The dictionary of a dictionary or of a stream. */
export function dictOf(value: PdfValue | undefined): Dict | undefined {
  if (value instanceof Dict) return value;
  return value instanceof Stream ? value.dict : undefined;
}
