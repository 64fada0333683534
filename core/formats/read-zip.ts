import { PrepareRefusal } from '../marks/refusal.ts';
import { MAX_DECODED_RATIO, RATIO_CHECKED_FROM } from '../pdf/limits.ts';
import { crc32, crcStep } from './crc32.ts';
import { plainPath } from './plain-path.ts';

/**
 * Reads a ZIP archive (APPNOTE 6.3) and nothing but one: directory and entries must say the same, and together they must be
 * the whole file, byte for byte. What one program would see and another would not has no room in it.
 *
 *     entries      local header (30 + name + extra), data, sometimes a data descriptor (12 or 16)
 *     directory    46 + name + extra + comment for each entry
 *     end          22 + comment
 */

/** One entry, as it may be written again. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: Deflate. */
  readonly method: 0 | 8;
  readonly crc: number;
  readonly size: number;
  readonly data: Uint8Array;
  /** Time and date as MS-DOS has them. */
  readonly time: number;
  /** What system made it, and its attributes there. */
  readonly madeBy: number;
  readonly attributes: number;
}

/** Protects time and the directory that is written; a report has some dozens. */
const MOST_ENTRIES = 20_000;
/** Protects whoever unpacks it. */
const MOST_UNPACKED = 4 * 1024 ** 3;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DESCRIPTOR = 0x08074b50;
const [ENCRYPTED, HAS_DESCRIPTOR, UTF8] = [0x0001, 0x0008, 0x0800];
/** Bits that change nothing for a reader: Deflate's level, and the two above. */
const KNOWN_FLAGS = HAS_DESCRIPTOR | UTF8 | 0x0006;
const [UNIX, TYPE_MASK, REGULAR, DIRECTORY] = [3, 0o170000, 0o100000, 0o040000];

/**
 * @param file - the whole archive
 * @returns its entries, in the order of the directory; each one was unpacked once, and is what its CRC says
 * @throws PrepareRefusal archive, archive-password, archive-path or bomb
 */
export async function readZip(file: Uint8Array): Promise<{ entries: ZipEntry[]; comment: boolean }> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const [length, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const disks = view.getUint16(end + 4, true) + view.getUint16(end + 6, true);
  check(disks === 0 && view.getUint16(end + 8, true) === count, 'it has several disks');
  check(count > 0 && count <= MOST_ENTRIES, `it has ${count} entries`);
  check(start + length === end, 'its directory is not in front of its end');

  const records = readDirectory(file, view, start, end, count);
  const unpacked = records.reduce((sum, { entry }) => sum + entry.size, 0);
  if (unpacked > MOST_UNPACKED) throw new PrepareRefusal('bomb', `${unpacked} bytes unpacked`);
  // Side by side, from the first byte to the directory: nothing hides between entries, and none lies inside another.
  let at = 0;
  for (const record of records.toSorted((a, b) => a.offset - b.offset)) {
    check(record.offset === at, `there are other bytes in front of ${record.entry.name}`);
    at = endOfEntry(file, view, record);
  }
  check(at === start, 'there are other bytes in front of its directory');
  refuseSameNames(records.map(({ entry }) => entry.name));
  const entries: ZipEntry[] = [];
  for (const { entry, offset, packed } of records) {
    const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    const whole = { ...entry, data: file.subarray(start, start + packed) };
    await checkData(whole);
    entries.push(whole);
  }
  return { entries, comment: view.getUint16(end + 20, true) > 0 };
}

function check(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new PrepareRefusal('archive', otherwise);
}

/** The end record whose comment ends where the file does; a second one would be another archive. */
function findEnd(view: DataView): number {
  const found: number[] = [];
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 0xffff; at--)
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength)
      found.push(at);
  const [end] = found;
  check(end !== undefined && found.length === 1, 'it does not end with one end record');
  return end;
}

interface CentralRecord {
  readonly entry: Omit<ZipEntry, 'data'>;
  readonly packed: number;
  readonly offset: number;
  readonly flags: number;
  readonly rawName: Uint8Array;
}

function readDirectory(
  file: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  count: number,
): CentralRecord[] {
  const records: CentralRecord[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    check(at + 46 <= end && view.getUint32(at, true) === CENTRAL, 'its directory is broken');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((n) =>
      view.getUint16(at + n, true),
    ) as [number, number, number];
    const rawName = file.subarray(at + 46, at + 46 + nameLength);
    const extra = file.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const flags = view.getUint16(at + 8, true);
    if (flags & ENCRYPTED) throw new PrepareRefusal('archive-password', 'an entry is encrypted');
    const method = view.getUint16(at + 10, true);
    const name = plainPath(rawName, extra);
    check((flags & ~KNOWN_FLAGS) === 0, `${name} has flags of an unknown kind`);
    check(method === 0 || method === 8, `${name} is packed with method ${method}`);
    const [packed, size, offset] = [20, 24, 42].map((n) => view.getUint32(at + n, true)) as [
      number,
      number,
      number,
    ];
    check(Math.max(packed, size, offset) < 0xffffffff, `${name} needs ZIP64`);
    check(view.getUint16(at + 34, true) === 0, `${name} is on another disk`);
    const madeBy = view.getUint16(at + 4, true);
    const attributes = view.getUint32(at + 38, true);
    refuseSpecialFile(name, madeBy, attributes);
    const entry = {
      name,
      method: method as 0 | 8,
      crc: view.getUint32(at + 16, true),
      size,
      time: view.getUint32(at + 12, true),
      madeBy,
      attributes,
    };
    records.push({ entry, packed, offset, flags, rawName });
    at += 46 + nameLength + extraLength + commentLength;
  }
  check(at === end, 'its directory has more than its entries');
  return records;
}

/** Links and devices would unpack as something else than what they are packed as. */
function refuseSpecialFile(name: string, madeBy: number, attributes: number): void {
  if (madeBy >> 8 !== UNIX) return;
  const type = (attributes >>> 16) & TYPE_MASK;
  if (type !== 0 && type !== REGULAR && type !== DIRECTORY)
    throw new PrepareRefusal('archive-path', `${name} is a link or a device`);
}

function endOfEntry(file: Uint8Array, view: DataView, record: CentralRecord): number {
  const { entry, packed, offset, flags, rawName } = record;
  const { name } = entry;
  check(
    offset + 30 <= file.length && view.getUint32(offset, true) === LOCAL,
    `${name} is not where it should be`,
  );
  const nameLength = view.getUint16(offset + 26, true);
  const local = file.subarray(offset + 30, offset + 30 + nameLength);
  check(
    local.length === rawName.length && local.every((byte, i) => byte === rawName[i]),
    `${name} has two names`,
  );
  const localFlags = view.getUint16(offset + 6, true);
  check(((localFlags ^ flags) & (ENCRYPTED | HAS_DESCRIPTOR | UTF8)) === 0, `${name} has two sets of flags`);
  check(view.getUint16(offset + 8, true) === entry.method, `${name} has two methods`);
  const numbers = [entry.crc, packed, entry.size];
  const matches = (at: number, blankAllowed: boolean) =>
    numbers.every((number, i) => {
      const found = view.getUint32(at + 4 * i, true);
      return found === number || (blankAllowed && found === 0);
    });
  const described = (flags & HAS_DESCRIPTOR) !== 0;
  check(matches(offset + 14, described), `${name} has two sizes or sums`);
  const end = offset + 30 + nameLength + view.getUint16(offset + 28, true) + packed;
  check(end <= file.length, `${name} goes beyond the end`);
  if (!described) return end;
  if (end + 16 <= file.length && view.getUint32(end, true) === DESCRIPTOR && matches(end + 4, false))
    return end + 16;
  check(end + 12 <= file.length && matches(end, false), `${name} has a wrong descriptor`);
  return end + 12;
}

function refuseSameNames(names: readonly string[]): void {
  // Windows and macOS unpack names that differ in case, or in how accents are written, over each other.
  const seen = new Set<string>();
  for (const name of names) {
    const same = name.normalize('NFC').toLowerCase().replace(/\/$/, '');
    if (seen.has(same)) throw new PrepareRefusal('archive-path', `${name} is there twice`);
    seen.add(same);
  }
}

/** Unpacks without keeping: only size and sum count. */
async function checkData(entry: ZipEntry): Promise<void> {
  const { name, method, data, size, crc } = entry;
  if (name.endsWith('/')) check(size === 0, `${name} is a folder with contents`);
  if (method === 0) {
    check(data.length === size && crc32(data) === crc, `${name} is not what its sum says`);
    return;
  }
  if (size > RATIO_CHECKED_FROM && size > MAX_DECODED_RATIO * data.length)
    throw new PrepareRefusal('bomb', `${name} unpacks to ${size} bytes`);
  let [length, state] = [0, 0xffffffff];
  try {
    for await (const chunk of unpacked(data)) {
      length += chunk.length;
      if (length > size) break;
      state = crcStep(state, chunk);
    }
  } catch (cause) {
    throw new PrepareRefusal('archive', new Error(`${name} cannot be unpacked`, { cause }));
  }
  check(length === size && ~state >>> 0 === crc, `${name} is not what its size and sum say`);
}

async function* unpacked(data: Uint8Array): AsyncGenerator<Uint8Array> {
  const reader = new Blob([data as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * The unpacked bytes of a small entry.
 *
 * @param entry - from {@link readZip}
 * @param limit - most bytes
 */
export async function unpack(entry: ZipEntry, limit: number): Promise<Uint8Array> {
  check(entry.size <= limit, `${entry.name} is larger than such a part ever is`);
  if (entry.method === 0) return entry.data;
  const whole = new Uint8Array(entry.size);
  let at = 0;
  for await (const chunk of unpacked(entry.data)) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
