import { unmarkedContents } from '../formats/unmarked-contents.ts';
import type { Mark } from './compose.ts';
import type { Manifest, Slot } from './manifest.ts';

/** What is written into one revision of a report for one reader, slot by slot, and what that copy is called. */
export interface Stamp {
  /** Of the revision that it was made for. */
  readonly revision: string;
  /** Strong entity tag, with its quotes. Names these very bytes: another reader's and another revision's differ. */
  readonly etag: string;
  readonly contents: Readonly<Partial<Record<Slot['kind'], string>>>;
}

/** What padding is made of, and what an unwritten slot holds: white space between tokens. */
const SPACE = 0x20;

/** Kinds of which every byte is written. */
const EXACT: ReadonlySet<Slot['kind']> = new Set(['id', 'xmp', 'copy', 'check']);

/** Keeps these hashes apart from any other use of the same inputs. */
const DOMAIN = 'vitrine/copy/v1';

/**
 * @param manifest - of the revision that is about to be delivered
 * @param mark - the reader's, from composeMark
 * @returns what stampHead writes; the same for the same two
 * @throws Error when the mark was made for another font than this revision embeds, or either is of an unknown version
 */
export async function prepareStamp(manifest: Manifest, mark: Mark): Promise<Stamp> {
  if (manifest.v !== 1 || mark.v !== 1)
    throw new Error('The manifest or the mark is of a version that this code does not know.');
  if (manifest.format !== 'pdf') {
    const bytes = await sha256(`${DOMAIN}/bytes\0${manifest.revision}\0${mark.copyId}`);
    const contents = unmarkedContents(manifest, mark.copyId);
    return { revision: manifest.revision, etag: `"${hex(bytes)}"`, contents };
  }
  if (mark.font !== manifest.font)
    throw new Error('The mark was composed for another font: compose it again for this grant.');
  const { diagonal, foot, name, company, cover, copyId: copy } = mark;
  const [id, bytes] = await Promise.all([
    sha256(`${DOMAIN}/id\n${manifest.revision}\n${copy}`),
    sha256([`${DOMAIN}/bytes`, manifest.revision, copy, diagonal, foot, name, company, cover].join('\0')),
  ]);
  return {
    revision: manifest.revision,
    etag: `"${hex(bytes)}"`,
    contents: { diagonal, foot, name, company, cover, id: hex(id.subarray(0, 16)), xmp: uuid(id), copy },
  };
}

/**
 * Writes a reader's stamp into the head of a prepared report. Pure and quick: it runs in every download.
 *
 * @param template - the head as it is stored, with blank slots; not changed. Check it with headIsIntact when it is read
 * @param manifest - of the same revision
 * @param stamp - from prepareStamp
 * @returns the head of the reader's copy, of the same length
 * @throws Error when something does not belong together, or a kind of slot would stay blank
 */
export function stampHead(template: Uint8Array, manifest: Manifest, stamp: Stamp): Uint8Array {
  if (stamp.revision !== manifest.revision)
    throw new Error('The stamp was made for another revision of the report.');
  if (template.length !== manifest.head.length)
    throw new Error('The head is not as long as its manifest says.');
  const head = template.slice();
  const missing = new Set(Object.keys(stamp.contents) as Slot['kind'][]);
  // Not every PDF has a cover, or metadata with room for ids.
  if (manifest.format === 'pdf') {
    if (!manifest.cover) missing.delete('cover');
    for (const kind of ['xmp', 'copy'] as const) missing.delete(kind);
  }
  let free = 0;
  for (const { kind, offset, length } of manifest.slots) {
    const content = stamp.contents[kind];
    if (content === undefined || offset < free || offset + length > head.length) {
      throw new Error(`The manifest has a ${kind} slot that is unknown or out of place.`);
    }
    if (content.length > length) throw new Error(`The ${kind} of the mark does not fit its slot.`);
    if (EXACT.has(kind) && content.length !== length) throw new Error(`The ${kind} slot has a wrong length.`);
    for (let i = 0; i < length; i++) {
      if (head[offset + i] !== SPACE) throw new Error(`The ${kind} slot of the stored head is not blank.`);
      head[offset + i] = i < content.length ? content.charCodeAt(i) : SPACE;
    }
    free = offset + length;
    missing.delete(kind);
  }
  if (missing.size > 0) throw new Error(`The manifest has no slot for: ${[...missing].join(', ')}.`);
  return head;
}

/**
 * @param template - the head as it was read from storage
 * @returns whether it is, byte for byte, the one that its manifest describes; if not, deliver nothing
 */
export async function headIsIntact(template: Uint8Array, manifest: Manifest): Promise<boolean> {
  const digest = await crypto.subtle.digest('SHA-256', template as Uint8Array<ArrayBuffer>);
  return hex(new Uint8Array(digest)) === manifest.head.sha256;
}

/** @returns the strong ETag of a reader's copy of a revision, as in its Stamp */
export async function copyEtag(manifest: Manifest, mark: Mark): Promise<string> {
  return (await prepareStamp(manifest, mark)).etag;
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** RFC 9562, section 5.8: a version 8 UUID, of the second half of the hash. */
function uuid(hash: Uint8Array): string {
  const bytes = hash.slice(16, 32);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
