import { isDigit, lastIndexOfBytes, latin1Bytes } from './chars.ts';
import { decodeStream } from './filters.ts';
import { readIndirectObject } from './indirect-object.ts';
import { Keyword, Lexer } from './lexer.ts';
import { MAX_DECODED_STREAM, MAX_OBJECTS, MAX_XREF_SECTIONS, PdfError } from './limits.ts';
import { Dict, numberOf, type PdfValue, Stream } from './objects.ts';
import { Parser } from './parser.ts';

/** Where an object is: at a byte offset, in an object stream, or nowhere. */
export type XrefEntry =
  | { readonly kind: 'offset'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'compressed'; readonly container: number; readonly index: number }
  | { readonly kind: 'free' };

/** The cross-reference information of a file, all revisions merged, newest first. */
export interface Xref {
  readonly entries: Map<number, XrefEntry>;
  /** The newest trailer (or dictionary of a cross-reference stream) that names a /Root. */
  readonly trailer: Dict;
  /** Whether every section could be read. */
  readonly complete: boolean;
}

type Entries = Map<number, XrefEntry>;

interface Section {
  readonly entries: Entries;
  readonly trailer: Dict;
  /** Bytes that were read for it. */
  readonly size: number;
}

const STARTXREF = latin1Bytes('startxref');
const FREE: XrefEntry = { kind: 'free' };

/** Cross-reference streams stand alone: nothing in them may be a reference that we would have to look up. */
const unresolved = (value: PdfValue | undefined) => value;

/**
 * Reads the cross-reference sections from the last `startxref` on: tables, streams, hybrids of both, and the chain of
 * earlier revisions (ISO 32000-2, 7.5.4 to 7.5.8).
 *
 * @param bytes - the file, from its header on
 * @returns undefined if not even the newest section can be read
 */
export function readXref(bytes: Uint8Array): Xref | undefined {
  const start = lastIndexOfBytes(bytes, STARTXREF);
  if (start === -1) return undefined;
  const offset = new Lexer(bytes, start + STARTXREF.length).next();
  if (typeof offset !== 'number') return undefined;
  const entries: Entries = new Map();
  let trailer: Dict | undefined;
  let complete = true;
  let rows = 0;
  const seen = new Set<number>();
  let at: number | undefined = offset;
  while (at !== undefined) {
    if (seen.has(at) || seen.size >= MAX_XREF_SECTIONS) {
      complete = false;
      break;
    }
    seen.add(at);
    const section = readSection(bytes, at);
    if (section === undefined) {
      complete = false;
      break;
    }
    addHybrid(bytes, section);
    rows += section.size;
    if (rows > MAX_DECODED_STREAM) throw new PdfError('bomb', 'endless cross-reference sections');
    for (const [num, entry] of section.entries) if (!entries.has(num)) entries.set(num, entry);
    if (trailer === undefined || (!trailer.has('Root') && section.trailer.has('Root')))
      trailer = section.trailer;
    const previous = section.trailer.get('Prev');
    at = numberOf(previous);
    if (previous !== undefined && at === undefined) complete = false;
  }
  return trailer && { entries, trailer, complete };
}

/** In a hybrid file the objects of the stream are listed as free in the table (ISO 32000-2, 7.5.8.4). */
function addHybrid(bytes: Uint8Array, section: Section): void {
  const at = numberOf(section.trailer.get('XRefStm'));
  const hidden = at === undefined ? undefined : readSection(bytes, at);
  for (const [num, entry] of hidden?.entries ?? []) {
    const visible = section.entries.get(num);
    if (visible === undefined || visible.kind === 'free') section.entries.set(num, entry);
  }
}

function readSection(bytes: Uint8Array, at: number): Section | undefined {
  if (at < 0 || at >= bytes.length) return undefined;
  const lexer = new Lexer(bytes, at);
  lexer.skipSpace();
  if (isDigit(bytes[lexer.pos])) return readXrefStream(bytes, lexer.pos);
  const word = lexer.next();
  return word instanceof Keyword && word.word === 'xref' ? readTable(lexer) : undefined;
}

function readTable(lexer: Lexer): Section | undefined {
  const start = lexer.pos;
  const entries: Entries = new Map();
  for (;;) {
    const token = lexer.next();
    if (token instanceof Keyword && token.word === 'trailer') break;
    const count = lexer.next();
    if (typeof token !== 'number' || typeof count !== 'number' || token < 0) return undefined;
    let first = token;
    for (let i = 0; i < count; i++) {
      const before = lexer.pos;
      const offset = numberOf(asNumber(lexer.next()));
      const gen = numberOf(asNumber(lexer.next()));
      const kind = lexer.next();
      if (
        offset === undefined ||
        gen === undefined ||
        !(kind instanceof Keyword) ||
        !/^[nf]$/.test(kind.word)
      ) {
        // The count was too high; the trailer may follow all the same.
        lexer.pos = before;
        break;
      }
      // Some writers number the head of the free list 1.
      if (i === 0 && first === 1 && kind.word === 'f' && gen === 65535) first = 0;
      if (entries.size >= MAX_OBJECTS) throw new PdfError('bomb', `more than ${MAX_OBJECTS} objects`);
      entries.set(first + i, kind.word === 'n' && offset > 0 ? { kind: 'offset', offset, gen } : FREE);
    }
  }
  const trailer = new Parser(lexer).value();
  return trailer instanceof Dict ? { entries, trailer, size: lexer.pos - start } : undefined;
}

function asNumber(token: ReturnType<Lexer['next']>): PdfValue | undefined {
  return token instanceof Keyword || token === '[' || token === ']' || token === '<<' || token === '>>'
    ? undefined
    : token;
}

function readXrefStream(bytes: Uint8Array, at: number): Section | undefined {
  const object = readIndirectObject(bytes, at, { resolve: unresolved });
  if (!(object?.value instanceof Stream) || !object.value.dict.has('W')) return undefined;
  const { dict } = object.value;
  const decoded = decodeStream(dict, object.value.data, unresolved);
  const widths = dict.get('W');
  if (decoded === undefined || !Array.isArray(widths)) return undefined;
  const [w0, w1, w2] = [0, 1, 2].map((i) => numberOf(widths[i]) ?? 0) as [number, number, number];
  const size = w0 + w1 + w2;
  if (size <= 0 || [w0, w1, w2].some((w) => w < 0 || w > 8)) return undefined;
  const index = dict.get('Index');
  const ranges = Array.isArray(index)
    ? index.map((value) => numberOf(value) ?? 0)
    : [0, numberOf(dict.get('Size')) ?? 0];
  const entries: Entries = new Map();
  const data = decoded.bytes;
  let pos = 0;
  const field = (width: number, otherwise: number) => {
    if (width === 0) return otherwise;
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 256 + (data[pos++] ?? 0);
    return value;
  };
  for (let r = 0; r + 1 < ranges.length; r += 2) {
    const first = ranges[r] ?? 0;
    for (let i = 0; i < (ranges[r + 1] ?? 0) && pos + size <= data.length; i++) {
      const type = field(w0, 1);
      const second = field(w1, 0);
      const third = field(w2, 0);
      if (entries.size >= MAX_OBJECTS) throw new PdfError('bomb', `more than ${MAX_OBJECTS} objects`);
      if (type === 1 && second > 0) entries.set(first + i, { kind: 'offset', offset: second, gen: third });
      else if (type === 2) entries.set(first + i, { kind: 'compressed', container: second, index: third });
      else entries.set(first + i, FREE);
    }
  }
  return { entries, trailer: dict, size: data.length };
}
