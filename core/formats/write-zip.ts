import { ByteSink } from '../pdf/byte-sink.ts';
import type { ZipEntry } from './read-zip.ts';

/** Version 2.0 of the format: folders and Deflate. */
const VERSION_NEEDED = 20;
const UTF8 = 0x0800;

/** An entry written plainly; the data of an entry that differs between readers are its blank form. */
export type NewEntry = Omit<ZipEntry, 'madeBy' | 'attributes' | 'time'> &
  Partial<Pick<ZipEntry, 'madeBy' | 'attributes' | 'time'>>;

/** 1 January 1980, midnight: the first moment of MS-DOS, for entries of our own. */
const NO_TIME = 0x00210000;

/**
 * Writes an archive: no descriptors, no extra fields, no comments, each name once in each place.
 *
 * @param entries - in order
 * @param headEntries - how many of them go into the head
 * @returns head and body, and where the data of each entry begin, counted from the first byte of the head
 */
export function writeZip(
  entries: readonly NewEntry[],
  headEntries: number,
): { head: Uint8Array<ArrayBuffer>; body: Uint8Array<ArrayBuffer>; dataOffsets: number[] } {
  const head = new ByteSink();
  const body = new ByteSink();
  const directory = new ByteSink();
  const dataOffsets: number[] = [];
  let at = 0;
  entries.forEach((entry, i) => {
    const sink = i < headEntries ? head : body;
    const name = new TextEncoder().encode(entry.name);
    const common = commonFields(entry, name.length);
    sink.bytes(fields([0x04034b50, 4], [VERSION_NEEDED, 2]));
    sink.bytes(common);
    sink.bytes(name);
    sink.bytes(entry.data);
    directory.bytes(fields([0x02014b50, 4], [entry.madeBy ?? VERSION_NEEDED, 2], [VERSION_NEEDED, 2]));
    directory.bytes(common);
    directory.bytes(fields([0, 2], [0, 2], [0, 2], [entry.attributes ?? 0, 4], [at, 4]));
    directory.bytes(name);
    dataOffsets.push(at + 30 + name.length);
    at += 30 + name.length + entry.data.length;
  });
  const { length } = directory;
  body.bytes(directory.take());
  body.bytes(
    fields(
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [entries.length, 2],
      [entries.length, 2],
      [length, 4],
      [at, 4],
      [0, 2],
    ),
  );
  return { head: head.take(), body: body.take(), dataOffsets };
}

/** What local header and directory say in the same words. */
function commonFields(entry: NewEntry, nameLength: number): Uint8Array {
  return fields(
    [UTF8, 2],
    [entry.method, 2],
    [entry.time ?? NO_TIME, 4],
    [entry.crc, 4],
    [entry.data.length, 4],
    [entry.size, 4],
    [nameLength, 2],
    [0, 2],
  );
}

/** Numbers, lowest byte first. */
function fields(...values: readonly (readonly [value: number, bytes: number])[]): Uint8Array {
  return Uint8Array.from(
    values.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff)),
  );
}
