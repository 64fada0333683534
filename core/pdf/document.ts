import { indexOfBytes, latin1Bytes, latin1Text } from './chars.ts';
import { type Decryption, openEncryption } from './encryption.ts';
import { decodeStream } from './filters.ts';
import { readIndirectObject } from './indirect-object.ts';
import type { Decoded } from './inflate.ts';
import { Lexer } from './lexer.ts';
import {
  FREE_DECODED,
  FREE_WORK,
  MAX_DECODED_TIMES,
  MAX_DECODED_TOTAL,
  MAX_OBJECTS,
  MAX_READINGS,
  MAX_SOURCE_BYTES,
  PdfError,
} from './limits.ts';
import { Dict, dictOf, isName, numberOf, PdfString, type PdfValue, Ref, Stream } from './objects.ts';
import { Parser } from './parser.ts';
import { type Recovered, recover } from './recover.ts';
import { readXref, type XrefEntry } from './xref.ts';

const HEADER = latin1Bytes('%PDF-');
/** How far into a file readers look for its header. */
const HEADER_WINDOW = 8192;
/** Longest chain of references that lead to references. */
const MAX_REFERENCES = 32;

/** An object stream, taken apart (ISO 32000-2, 7.5.7). */
interface ObjectStream {
  readonly bytes: Uint8Array;
  /** Object number and offset in `bytes`, in the order of the stream. */
  readonly members: readonly { readonly num: number; readonly offset: number }[];
}

/** A PDF file opened for reading: object numbers in, objects out. Objects are read when asked for, and kept. */
export class PdfDocument {
  /** The file from its header on. */
  readonly bytes: Uint8Array;
  /** Version of the header, such as `1.7`. */
  readonly version: string;
  /** The trailer in force. */
  trailer: Dict;
  /** Whether the file was encrypted; it reads as if it were not. */
  encrypted = false;
  /** What was malformed and had to be guessed, in words, once each. */
  readonly repairs = new Set<string>();
  #entries: Map<number, XrefEntry>;
  #complete: boolean;
  #recovered: Recovered | undefined;
  #decryption: Decryption | undefined;
  readonly #objects = new Map<number, PdfValue>();
  readonly #reading = new Set<number>();
  readonly #objectStreams = new Map<number, ObjectStream | undefined>();
  #decodedTotal = 0;
  #readTotal = 0;

  private constructor(bytes: Uint8Array, version: string) {
    this.bytes = bytes;
    this.version = version;
    const xref = readXref(bytes);
    this.#entries = xref?.entries ?? new Map();
    this.#complete = xref?.complete ?? false;
    this.trailer = xref?.trailer ?? new Dict();
    if (!this.#complete) this.repairs.add('the cross-reference table is damaged');
  }

  /**
   * Opens a file: finds its objects, repairs what readers repair, and lifts an encryption that needs no password.
   *
   * @param source - the whole file
   * @throws PdfError with one of its reasons
   */
  static async open(source: Uint8Array): Promise<PdfDocument> {
    if (source.length > MAX_SOURCE_BYTES)
      throw new PdfError('too-large', `more than ${MAX_SOURCE_BYTES} bytes`);
    const header = indexOfBytes(source, HEADER, 0, Math.min(source.length, HEADER_WINDOW));
    const version = header === -1 ? null : /^\d\.\d/.exec(latin1Text(source, header + 5, header + 8));
    const document = new PdfDocument(source.subarray(Math.max(0, header)), version?.[0] ?? '1.4');
    if (header === -1) document.repairs.add('the header is missing');
    await document.#unlock();
    if (document.#pagesRoot() === undefined) await document.#recoverAll();
    // Readers show a file that lacks nothing but its header; without one, only a catalogue makes it a PDF.
    if (header === -1 && document.#pagesRoot() === undefined)
      throw new PdfError('not-a-pdf', 'no %PDF- header');
    return document;
  }

  /** The document catalogue. @throws PdfError `damaged` if there is none */
  get catalog(): Dict {
    const root = this.resolve(this.trailer.get('Root'));
    if (root instanceof Dict) return root;
    throw new PdfError('damaged', 'no document catalogue');
  }

  /** Numbers of all objects that the cross-reference (or the search) knows. */
  get objectNumbers(): number[] {
    return [...this.#entries].flatMap(([num, entry]) => (entry.kind === 'free' ? [] : [num]));
  }

  /** Follows a reference, or a chain of them, to an object; anything else is itself. A dangling one is null. */
  readonly resolve = (value: PdfValue | undefined): PdfValue | undefined => {
    let found = value;
    for (let i = 0; found instanceof Ref; i++) {
      if (i > MAX_REFERENCES) return null;
      found = this.object(found.num);
    }
    return found;
  };

  /** The object of a number; null if there is none. */
  object(num: number): PdfValue {
    const known = this.#objects.get(num);
    if (known !== undefined) return known;
    // An object that needs itself to be read (a stream's own /Length) does not exist.
    if (this.#reading.has(num)) return null;
    this.#reading.add(num);
    try {
      const value = this.#read(num);
      this.#objects.set(num, value);
      return value;
    } finally {
      this.#reading.delete(num);
    }
  }

  /** Decodes a stream. @returns undefined if a filter is one that we do not decode */
  decode(stream: Stream): Decoded | undefined {
    const decoded = decodeStream(stream.dict, stream.data, this.resolve);
    this.#decodedTotal += decoded?.bytes.length ?? 0;
    const limit = Math.min(MAX_DECODED_TOTAL, FREE_DECODED + MAX_DECODED_TIMES * this.bytes.length);
    if (this.#decodedTotal > limit)
      throw new PdfError('bomb', `the file decodes to more than ${limit} bytes`);
    return decoded;
  }

  #read(num: number): PdfValue {
    const entry = this.#entries.get(num);
    if (entry?.kind === 'offset') {
      const value = this.#readAt(entry.offset, num);
      if (value !== undefined) return value;
    }
    if (entry?.kind === 'compressed') {
      const value = this.#readCompressed(entry.container, entry.index, num);
      if (value !== undefined) return value;
    }
    if (entry === undefined ? this.#complete : entry.kind === 'free') return null;
    const found = this.#search().objects.get(num);
    if (found === undefined) return null;
    this.repairs.add('objects are not where the cross-reference table says');
    return this.#readAt(found.offset, num) ?? null;
  }

  #readAt(offset: number, num: number): PdfValue | undefined {
    const decryption = this.#decryption;
    const object = readIndirectObject(this.bytes, offset, {
      resolve: this.resolve,
      ...(decryption && {
        decryptString: (string: PdfString, n: number, gen: number) =>
          PdfString.of(decryption.string(string.value, n, gen)),
        decryptStream: (data: Uint8Array, n: number, gen: number, dict: Dict) =>
          decryption.stream(data, n, gen, dict),
      }),
    });
    if (object === undefined) return undefined;
    this.#account(object.end - offset);
    if (object.num !== num) return undefined;
    if (object.faulty) this.repairs.add('some objects are malformed');
    return object.value;
  }

  #readCompressed(container: number, index: number, num: number): PdfValue | undefined {
    const stream = this.#objectStream(container);
    if (stream === undefined) return undefined;
    let member = stream.members[index];
    if (member?.num !== num) member = stream.members.findLast((candidate) => candidate.num === num);
    if (member === undefined) return undefined;
    const lexer = new Lexer(stream.bytes, member.offset);
    const value = new Parser(lexer).value();
    this.#account(lexer.pos - member.offset);
    return value;
  }

  #account(bytes: number): void {
    this.#readTotal += Math.max(0, bytes);
    if (this.#readTotal > MAX_READINGS * (this.bytes.length + this.#decodedTotal) + FREE_WORK)
      throw new PdfError('bomb', 'objects lie inside one another');
  }

  #objectStream(num: number): ObjectStream | undefined {
    if (this.#objectStreams.has(num)) return this.#objectStreams.get(num);
    this.#objectStreams.set(num, undefined);
    const stream = this.object(num);
    const decoded = stream instanceof Stream ? this.decode(stream) : undefined;
    if (!(stream instanceof Stream) || decoded === undefined) return undefined;
    if (!decoded.complete) this.repairs.add('some streams are cut off');
    const first = numberOf(this.resolve(stream.dict.get('First'))) ?? 0;
    const count = numberOf(this.resolve(stream.dict.get('N'))) ?? 0;
    const lexer = new Lexer(decoded.bytes, 0, Math.min(first, decoded.bytes.length));
    const members: { num: number; offset: number }[] = [];
    for (let i = 0; i < count; i++) {
      const member = lexer.next();
      const offset = lexer.next();
      if (typeof member !== 'number' || typeof offset !== 'number') break;
      members.push({ num: member, offset: first + offset });
    }
    const taken = { bytes: decoded.bytes, members };
    this.#objectStreams.set(num, taken);
    return taken;
  }

  async #unlock(): Promise<void> {
    const encrypt = this.resolve(this.trailer.get('Encrypt'));
    if (!(encrypt instanceof Dict)) return;
    const id = this.resolve(this.trailer.get('ID'));
    const first = Array.isArray(id) ? this.resolve(id[0]) : undefined;
    this.#decryption = await openEncryption(
      encrypt,
      first instanceof PdfString ? first.value : new Uint8Array(),
      this.resolve,
    );
    this.encrypted = true;
    this.#forget();
  }

  #forget(): void {
    this.#objects.clear();
    this.#objectStreams.clear();
  }

  #pagesRoot(): Dict | undefined {
    const root = this.resolve(this.trailer.get('Root'));
    return root instanceof Dict ? dictOf(this.resolve(root.get('Pages'))) : undefined;
  }

  #search(): Recovered {
    this.#recovered ??= recover(this.bytes);
    return this.#recovered;
  }

  /** Gives up on the cross-reference: takes every object found, and the best trailer. */
  async #recoverAll(): Promise<void> {
    this.repairs.add('the cross-reference table is damaged');
    this.#complete = false;
    const { objects, trailers } = this.#search();
    this.#entries = new Map(
      [...objects].map(([num, { offset, gen }]) => [num, { kind: 'offset', offset, gen }]),
    );
    this.#forget();
    const candidates: Dict[] = [...trailers];
    for (const num of this.#entries.keys()) {
      const value = this.object(num);
      if (value instanceof Stream && isName(value.dict.get('Type'), 'XRef')) candidates.push(value.dict);
    }
    const newest = candidates.findLast((dict) => dict.has('Root')) ?? candidates.at(-1) ?? new Dict();
    this.trailer = newest.copy();
    const encrypt = candidates.findLast((dict) => dict.has('Encrypt'));
    if (encrypt !== undefined && !this.trailer.has('Encrypt'))
      for (const key of ['Encrypt', 'ID']) {
        const value = encrypt.get(key);
        if (value !== undefined) this.trailer.set(key, value);
      }
    if (!this.encrypted) await this.#unlock();
    this.#addObjectStreamMembers();
    if (this.#pagesRoot() === undefined) this.#findCatalog();
  }

  #addObjectStreamMembers(): void {
    for (const num of [...this.#entries.keys()]) {
      const value = this.object(num);
      if (!(value instanceof Stream) || !isName(this.resolve(value.dict.get('Type')), 'ObjStm')) continue;
      this.#objectStream(num)?.members.forEach((member, index) => {
        if (this.#entries.get(member.num)?.kind === 'offset') return;
        if (this.#entries.size >= MAX_OBJECTS) throw new PdfError('bomb', `more than ${MAX_OBJECTS} objects`);
        this.#entries.set(member.num, { kind: 'compressed', container: num, index });
        this.#objects.delete(member.num);
      });
    }
  }

  #findCatalog(): void {
    for (const num of [...this.#entries.keys()].reverse()) {
      const value = this.object(num);
      if (!(value instanceof Dict) || !isName(this.resolve(value.get('Type')), 'Catalog')) continue;
      if (dictOf(this.resolve(value.get('Pages'))) === undefined) continue;
      this.trailer.set('Root', new Ref(num));
      return;
    }
  }
}
