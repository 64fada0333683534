import { indexOfBytes, latin1Bytes, latin1Text, SPACE } from '../pdf/chars.ts';
import { scanContent } from '../pdf/content.ts';
import { PdfDocument } from '../pdf/document.ts';
import { Dict, dictOf, isName, type PdfValue, Ref, Stream } from '../pdf/objects.ts';
import { listPages, type Page } from '../pdf/page-tree.ts';
import type { MarkedManifest, Slot } from './manifest.ts';
import { PrepareRefusal } from './refusal.ts';
import { sha256Hex } from './sha256-hex.ts';
import { slotLengths } from './slots.ts';

const END_OF_FILE = latin1Bytes('%%EOF');
const ENDING = /startxref\n(\d+)\n%%EOF\n$/;
/** What the last content stream of every page ends with. */
const MARK = /\/Artifact BMC\nq [-\d. ]+ cm \/(Tc\d+) Do Q\nEMC\n$/;
/** What stands before a slot for the copy id. */
const COPY_SLOT = /(?:\/CopyId \(|<dc:identifier>|<\w+:li>)$/;
/** Keys that only files with more than one revision, or with a lock, have. */
const FORBIDDEN_TRAILER_KEYS = ['Prev', 'XRefStm', 'Encrypt'];

/**
 * Reads a prepared report back and checks what it promises: one revision, blank slots where the manifest says, every
 * object reachable, and on every page the mark, drawn last, in the state in which the page began.
 *
 * @param head, body - as stored, slots blank
 * @param manifest - that describes them
 * @throws PrepareRefusal `unverified`; the cause says which promise is broken
 */
export async function verifyPrepared(
  head: Uint8Array,
  body: Uint8Array,
  manifest: MarkedManifest,
): Promise<void> {
  const file = inOnePiece(head, body);
  await checkHashes(file, head, body, manifest);
  checkSlots(head, manifest);
  const ending = ENDING.exec(latin1Text(file, Math.max(0, file.length - 64)));
  check(
    ending !== null && Number(ending[1]) < head.length,
    'the file does not end with startxref into the head',
  );
  const document = await PdfDocument.open(file);
  check(document.repairs.size === 0, `reading it back needed repairs: ${[...document.repairs].join(', ')}`);
  for (const key of FORBIDDEN_TRAILER_KEYS) check(!document.trailer.has(key), `the trailer has /${key}`);
  checkCopySlots(document, head, manifest.slots);
  checkObjects(document);
  const pages = listPages(document);
  check(pages.length === manifest.pages, `${pages.length} pages instead of ${manifest.pages}`);
  const scanned = new Map<string, string>();
  for (const [index, page] of pages.entries()) checkPage(document, page, index, manifest, scanned);
  check(document.repairs.size === 0, `reading its pages needed repairs: ${[...document.repairs].join(', ')}`);
}

function check(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new PrepareRefusal('unverified', otherwise);
}

/** Head and body are often two views of one piece of memory already. */
function inOnePiece(head: Uint8Array, body: Uint8Array): Uint8Array {
  if (head.buffer === body.buffer && head.byteOffset + head.length === body.byteOffset)
    return new Uint8Array(head.buffer, head.byteOffset, head.length + body.length);
  const file = new Uint8Array(head.length + body.length);
  file.set(head);
  file.set(body, head.length);
  return file;
}

async function checkHashes(
  file: Uint8Array,
  head: Uint8Array,
  body: Uint8Array,
  manifest: MarkedManifest,
): Promise<void> {
  check(manifest.length === file.length, 'its length is not the one of the manifest');
  check(
    manifest.head.length === head.length && manifest.body.length === body.length,
    'head or body have another length',
  );
  const hashes = [await sha256Hex(file), await sha256Hex(head), await sha256Hex(body)];
  const expected = [manifest.revision, manifest.head.sha256, manifest.body.sha256];
  check(hashes.join() === expected.join(), 'its hash is not the one of the manifest');
}

function checkSlots(head: Uint8Array, { slots, cover }: MarkedManifest): void {
  let end = 0;
  for (const { kind, offset, length } of slots) {
    check(
      offset >= end && offset + length <= head.length,
      `the ${kind} slot is not inside the head, in order`,
    );
    check(length === slotLengths[kind], `the ${kind} slot has another length`);
    check(
      head.subarray(offset, offset + length).every((byte) => byte === SPACE),
      `the ${kind} slot is not blank`,
    );
    end = offset + length;
  }
  const count = (kind: Slot['kind']) => slots.filter((slot) => slot.kind === kind).length;
  check(count('id') === 2, 'there are not two id slots');
  for (const kind of ['diagonal', 'foot', 'name', 'company'] as const)
    check(count(kind) === 1, `there is not one ${kind} slot`);
  check(count('cover') === (cover ? 1 : 0), 'there is not one cover slot for each cover');
}

/** The copy id is written where it says what it is: in the document information and in metadata, nowhere else. */
function checkCopySlots(document: PdfDocument, head: Uint8Array, slots: readonly Slot[]): void {
  const named = slots
    .filter(({ kind }) => kind === 'copy')
    .map(({ offset }) => COPY_SLOT.exec(latin1Text(head, Math.max(0, offset - 24), offset))?.[0]);
  check(!named.includes(undefined), 'a copy slot is none of Info and none of metadata');
  const info = document.resolve(document.trailer.get('Info'));
  const expected = info instanceof Dict && info.has('CopyId') ? 1 : 0;
  check(named.filter((name) => name === '/CopyId (').length === expected, 'Info does not hold its copy slot');
}

/** Every object in the cross-reference can be reached, none is a page outside the tree, none hides a second end. */
function checkObjects(document: PdfDocument): void {
  const reached = new Set<number>();
  const pending: PdfValue[] = [document.trailer];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value instanceof Ref) {
      if (reached.has(value.num)) continue;
      reached.add(value.num);
      pending.push(document.object(value.num));
    } else if (Array.isArray(value)) for (const item of value) pending.push(item);
    else for (const item of dictOf(value)?.entries.values() ?? []) pending.push(item);
  }
  for (const num of document.objectNumbers) {
    const value = document.object(num);
    const container =
      value instanceof Stream &&
      (isName(value.dict.get('Type'), 'ObjStm') || isName(value.dict.get('Type'), 'XRef'));
    check(container || reached.has(num), `object ${num} cannot be reached`);
    if (value instanceof Stream && !value.dict.has('Filter'))
      check(indexOfBytes(value.data, END_OF_FILE) === -1, `object ${num} holds an end-of-file marker`);
  }
}

function checkPage(
  document: PdfDocument,
  page: Page,
  index: number,
  manifest: MarkedManifest,
  scanned: Map<string, string>,
): void {
  const where = `page ${index + 1}`;
  const contents = document.resolve(page.dict.get('Contents'));
  check(Array.isArray(contents) && contents.length > 0, `${where} has no contents`);
  const key = contents.map((item) => (item instanceof Ref ? item.num : '')).join(' ');
  const known = scanned.get(key);
  const markName = known ?? nameOfMark(document, contents, where);
  scanned.set(key, markName);
  const resources = document.resolve(page.dict.get('Resources'));
  check(resources instanceof Dict, `${where} has no resources`);
  const form = xObject(document, resources, markName);
  check(form !== undefined, `${where} has no form ${markName}`);
  const lines = document.resolve(form.dict.get('Resources'));
  check(lines instanceof Dict, `the form of ${where} has no resources`);
  const content = latin1Text(form.data);
  check(/\/D Do Q\n[^D]*\/B Do Q\n$/.test(content), `the form of ${where} does not draw both lines`);
  const places = [
    [xObject(document, lines, 'D'), 'diagonal'],
    [xObject(document, lines, 'B'), 'foot'],
  ] as const;
  for (const [slotForm, kind] of places) checkSlotForm(document, slotForm, kind, manifest, where);
  if (manifest.cover && index === 0)
    checkSlotForm(document, xObject(document, resources, 'Cv'), 'cover', manifest, where);
}

/** Decodes what the page draws, as one, and finds its last word. */
function nameOfMark(document: PdfDocument, contents: readonly PdfValue[], where: string): string {
  const parts: Uint8Array[] = [];
  for (const item of contents) {
    const stream = document.resolve(item);
    const decoded = stream instanceof Stream ? document.decode(stream) : undefined;
    check(decoded?.complete === true, `the content of ${where} cannot be decoded`);
    parts.push(decoded.bytes, latin1Bytes('\n'));
  }
  parts.pop();
  const last = parts.at(-1) ?? new Uint8Array();
  const mark = MARK.exec(latin1Text(last));
  check(mark?.[1] !== undefined, `${where} does not end with the mark`);
  parts[parts.length - 1] = last.subarray(0, mark.index);
  const state = scanContent(joined(parts));
  check(
    state.whole &&
      state.openSaves === 0 &&
      state.surplusRestores.length === 0 &&
      state.malformed.length === 0 &&
      !state.openText &&
      state.openMarkedContent === 0,
    `${where} leaves a trace in the graphics state before the mark`,
  );
  return mark[1];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function xObject(document: PdfDocument, resources: Dict, name: string): Stream | undefined {
  const form = document.resolve(dictOf(document.resolve(resources.get('XObject')))?.get(name));
  return form instanceof Stream && isName(form.dict.get('Subtype'), 'Form') ? form : undefined;
}

/** The form's data are the very bytes that the manifest names as the slot. */
function checkSlotForm(
  document: PdfDocument,
  form: Stream | undefined,
  kind: Slot['kind'],
  manifest: MarkedManifest,
  where: string,
): void {
  const slot = manifest.slots.find((candidate) => candidate.kind === kind);
  check(
    form !== undefined &&
      slot !== undefined &&
      !form.dict.has('Filter') &&
      form.data.length === slot.length &&
      form.data.byteOffset - document.bytes.byteOffset === slot.offset,
    `${where} does not draw the ${kind} slot`,
  );
  const resources = document.resolve(form.dict.get('Resources'));
  if (kind === 'name' || kind === 'company') return;
  check(resources instanceof Dict, `the ${kind} form has no resources`);
  checkSlotForm(document, xObject(document, resources, 'N'), 'name', manifest, where);
  checkSlotForm(document, xObject(document, resources, 'C'), 'company', manifest, where);
}
