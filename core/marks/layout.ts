import { ByteSink } from '../pdf/byte-sink.ts';
import { deflate } from '../pdf/deflate.ts';
import { PdfError } from '../pdf/limits.ts';
import { type PdfValue, Stream } from '../pdf/objects.ts';
import { writeObject } from '../pdf/write-object.ts';
import type { Collected } from './collect.ts';
import type { Slot } from './manifest.ts';
import { slotLengths } from './slots.ts';

/** A slot within an object of the head. */
export interface HeadSlot {
  readonly kind: Slot['kind'];
  /** Where it begins: in the data of a stream; in a dictionary counted back from its end, so below zero. */
  readonly at: number;
}

/** What is to be laid out. */
export interface LayoutInput {
  /** Version of the header, such as `1.7`. */
  readonly version: string;
  /** Objects in the order in which they are numbered and written. */
  readonly objects: readonly Collected[];
  /** Numbers (in the graph) of streams and dictionaries that go into the head, with the slots that each holds. */
  readonly head: ReadonlyMap<number, readonly HeadSlot[]>;
  readonly root: number;
  readonly info: number | undefined;
  /** Whether the version has object streams and a cross-reference stream (1.5 and up, not PDF/A-1). */
  readonly compact: boolean;
  /** Most bytes to write: a source of this size has no more to say. */
  readonly limit: number;
}

/** A file laid out: one piece of memory, of which head and body are parts. */
export interface Layout {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly headLength: number;
  readonly slots: readonly Slot[];
}

/** Where an object ends up: at an offset of head or body, or in an object stream. */
type Place =
  | { readonly part: 'head' | 'body'; readonly offset: number }
  | { readonly container: number; readonly index: number };

/** Objects to an object stream: more compress a little better, and cost readers more for each look-up. */
const OBJECTS_IN_A_STREAM = 128;
/** Bytes by which the compressed cross-reference may outgrow its first estimate. */
const XREF_SLACK = 64;
const ID = ' '.repeat(slotLengths.id);
/** Four bytes above 127 tell transfer programs that the file is not text (ISO 32000-2, 7.5.2). */
const BINARY_COMMENT = '%\xe2\xe3\xcf\xd3\n';

/**
 * Writes the file: first all that differs between readers and the cross-reference (the head), then all the rest (the
 * body), which ends with `startxref`. See docs/formats/marks.md.
 */
export async function layOut(input: LayoutInput): Promise<Layout> {
  const numbers = new Map(input.objects.map(({ num }, i) => [num, i + 1]));
  const renumber = (num: number) => numbers.get(num);
  const places: Place[] = [];
  const slots: Slot[] = [];
  const write = (sink: ByteSink, number: number, value: PdfValue) => {
    sink.text(`${number} 0 obj\n`);
    writeObject(sink, value, renumber);
    sink.text('\nendobj\n');
    if (sink.length > input.limit) throw new PdfError('bomb', `more than ${input.limit} bytes to write`);
  };

  const head = new ByteSink();
  head.text(`%PDF-${input.version}\n${BINARY_COMMENT}`);
  const body = new ByteSink();
  const packed: { readonly number: number; readonly value: PdfValue }[] = [];
  input.objects.forEach(({ num, value }, i) => {
    const number = i + 1;
    const own = input.head.get(num);
    if (own !== undefined) {
      places[number] = { part: 'head', offset: head.length };
      write(head, number, value);
      const origin =
        value instanceof Stream
          ? head.length - '\nendstream\nendobj\n'.length - value.data.length
          : head.length - '\nendobj\n'.length;
      for (const { kind, at } of own) slots.push({ kind, offset: origin + at, length: slotLengths[kind] });
    } else if (input.compact && !(value instanceof Stream)) packed.push({ number, value });
    else {
      places[number] = { part: 'body', offset: body.length };
      write(body, number, value);
    }
  });
  let last = input.objects.length;
  let unpacked = 0;
  for (let i = 0; i < packed.length; i += OBJECTS_IN_A_STREAM) {
    const container = ++last;
    const members = packed.slice(i, i + OBJECTS_IN_A_STREAM);
    members.forEach(({ number }, index) => {
      places[number] = { container, index };
    });
    places[container] = { part: 'body', offset: body.length };
    unpacked += await writeObjectStream(body, container, members, renumber);
    if (unpacked > input.limit) throw new PdfError('bomb', `more than ${input.limit} bytes to write`);
  }

  const references = `/Root ${renumber(input.root)} 0 R${input.info === undefined ? '' : ` /Info ${renumber(input.info)} 0 R`}`;
  const start = head.length;
  const section = input.compact
    ? await xrefStream(places, last + 1, start, body.length, references)
    : xrefTable(places, last, start, references);
  for (const at of section.ids) slots.push({ kind: 'id', offset: start + at, length: slotLengths.id });
  head.bytes(section.bytes);
  body.text(`startxref\n${start}\n%%EOF\n`);

  const file = new Uint8Array(head.length + body.length);
  head.copyTo(file);
  body.copyTo(file, head.length);
  return { file, headLength: head.length, slots: slots.sort((a, b) => a.offset - b.offset) };
}

/** @returns bytes before compression */
async function writeObjectStream(
  body: ByteSink,
  number: number,
  members: readonly { readonly number: number; readonly value: PdfValue }[],
  renumber: (num: number) => number | undefined,
): Promise<number> {
  const content = new ByteSink();
  const offsets = members.map((member) => {
    const offset = content.length;
    writeObject(content, member.value, renumber);
    content.text('\n');
    return `${member.number} ${offset}`;
  });
  const index = `${offsets.join(' ')}\n`;
  const whole = new ByteSink();
  whole.text(index);
  whole.bytes(content.take());
  const data = deflate(whole.take());
  body.text(
    `${number} 0 obj\n<</Type/ObjStm/N ${members.length}/First ${index.length}/Filter/FlateDecode/Length ${data.length}>>\nstream\n`,
  );
  body.bytes(data);
  body.text('\nendstream\nendobj\n');
  return content.length;
}

interface Section {
  readonly bytes: Uint8Array;
  /** Offsets of the two /ID slots. */
  readonly ids: readonly number[];
}

function offsetOf(place: { part: 'head' | 'body'; offset: number }, headLength: number): number {
  return place.part === 'head' ? place.offset : headLength + place.offset;
}

function xrefTable(places: readonly Place[], last: number, start: number, references: string): Section {
  const trailer = `trailer\n<</Size ${last + 1} ${references} /ID [<${ID}><${ID}>]>>\n`;
  const opening = `xref\n0 ${last + 1}\n0000000000 65535 f \n`;
  const headLength = start + opening.length + 20 * last + trailer.length;
  const sink = new ByteSink();
  sink.text(opening);
  for (let number = 1; number <= last; number++) {
    const place = places[number];
    const offset = place && 'part' in place ? offsetOf(place, headLength) : 0;
    sink.text(`${String(offset).padStart(10, '0')} 00000 n \n`);
  }
  sink.text(trailer);
  const first = sink.length - trailer.length + trailer.indexOf('[<') + 2;
  return { bytes: sink.take(), ids: [first, first + ID.length + 2] };
}

/**
 * A cross-reference stream. It tells where the body's objects are, which depends on how long it gets itself: its length
 * is estimated, and white space makes up the difference.
 */
async function xrefStream(
  places: readonly Place[],
  number: number,
  start: number,
  bodyLength: number,
  references: string,
): Promise<Section> {
  const width = bodyLength + start + 32 * number < 2 ** 24 ? 3 : 4;
  const rows = (headLength: number): Uint8Array => {
    const rowLength = 1 + width + 2;
    const data = new Uint8Array((number + 1) * (rowLength + 1));
    const previous = new Uint8Array(rowLength);
    const row = new Uint8Array(rowLength);
    for (let n = 0; n <= number; n++) {
      const place: Place | undefined = n === number ? { part: 'head', offset: start } : places[n];
      const inFile = place !== undefined && 'part' in place;
      row[0] = place === undefined ? 0 : inFile ? 1 : 2;
      const second = place === undefined ? 0 : inFile ? offsetOf(place, headLength) : place.container;
      for (let i = 0; i < width; i++) row[1 + i] = Math.floor(second / 256 ** (width - 1 - i)) & 0xff;
      const third = place === undefined ? 0xffff : inFile ? 0 : place.index;
      row[1 + width] = third >> 8;
      row[2 + width] = third & 0xff;
      const at = n * (rowLength + 1);
      // PNG predictor "up": each row is written as its difference from the one above.
      data[at] = 2;
      for (let i = 0; i < rowLength; i++) data[at + 1 + i] = (row[i] ?? 0) - (previous[i] ?? 0);
      previous.set(row);
    }
    return data;
  };
  const build = async (headLength: number) => {
    const data = deflate(rows(headLength));
    const parameters = `/DecodeParms<</Predictor 12/Columns ${3 + width}>>`;
    const opening =
      `${number} 0 obj\n<</Type/XRef/Size ${number + 1} ${references} /W[1 ${width} 2]` +
      `/Filter/FlateDecode${parameters}/Length ${data.length}/ID[<${ID}><${ID}>]>>\nstream\n`;
    const sink = new ByteSink();
    sink.text(opening);
    sink.bytes(data);
    sink.text('\nendstream\nendobj\n');
    const first = opening.indexOf('[<') + 2;
    return { sink, ids: [first, first + ID.length + 2] };
  };
  let length = (await build(start)).sink.length;
  for (let slack = XREF_SLACK; ; slack *= 4) {
    length += slack;
    const { sink, ids } = await build(start + length);
    const missing = length - sink.length;
    if (missing < 0) continue;
    sink.text(`${' '.repeat(Math.max(0, missing - 1))}${missing > 0 ? '\n' : ''}`);
    return { bytes: sink.take(), ids };
  }
}
