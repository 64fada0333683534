import type { Manifest, UnmarkedManifest } from '../marks/manifest.ts';
import { type PrepareOptions, prepare } from '../marks/prepare.ts';
import { PrepareRefusal } from '../marks/refusal.ts';
import { sha256Hex } from '../marks/sha256-hex.ts';
import { stampHead } from '../marks/stamp.ts';
import { MAX_SOURCE_BYTES } from '../pdf/limits.ts';
import { type Format, kindOfBytes, type UnmarkedFormat } from './format.ts';
import { layOutGif } from './gif.ts';
import { layOutJpeg } from './jpeg.ts';
import { layOutOffice } from './office.ts';
import { layOutPng } from './png.ts';
import { inOnePiece, type LaidOut } from './unmarked.ts';
import { unmarkedContents } from './unmarked-contents.ts';
import { layOutZip } from './zip.ts';

/** A report of any format, ready to be stored: a copy is the head, stamped for its reader, and the body. */
export interface PreparedReport {
  readonly head: Uint8Array;
  readonly body: Uint8Array;
  readonly manifest: Manifest;
}

const LAY_OUT: Readonly<Record<UnmarkedFormat, (file: Uint8Array) => LaidOut | Promise<LaidOut>>> = {
  docx: (file) => layOutOffice(file, 'docx'),
  xlsx: (file) => layOutOffice(file, 'xlsx'),
  zip: layOutZip,
  png: layOutPng,
  jpeg: layOutJpeg,
  gif: layOutGif,
};

/**
 * Prepares a report of whatever format: a PDF for the mark on every page, anything else for its copy id. The one way in,
 * for the command line and the browser.
 *
 * @param source - the whole file
 * @param format - that the report is handed out in; other than `pdf` only where its front matter says `unmarked`
 * @param options - for a PDF
 * @throws PrepareRefusal with one of its reasons
 */
export async function prepareReport(
  source: Uint8Array,
  format: Format,
  options: PrepareOptions = {},
): Promise<PreparedReport> {
  if (format !== 'pdf') return await prepareUnmarked(source, format);
  try {
    return await prepare(source, options);
  } catch (error) {
    const kind = error instanceof PrepareRefusal && error.reason === 'not-a-pdf' ? kindOfBytes(source) : null;
    throw kind === null ? error : new PrepareRefusal('unmarkable', `it is a ${kind}`);
  }
}

async function prepareUnmarked(source: Uint8Array, format: UnmarkedFormat): Promise<PreparedReport> {
  if (source.length > MAX_SOURCE_BYTES) throw new PrepareRefusal('too-large');
  const laidOut = await LAY_OUT[format](source);
  const { slots, notes } = laidOut;
  const whole = inOnePiece([laidOut.head, laidOut.body]);
  const head = whole.subarray(0, laidOut.head.length);
  const body = whole.subarray(head.length);
  const manifest: UnmarkedManifest = {
    v: 1,
    format,
    revision: await sha256Hex(whole),
    source: { sha256: await sha256Hex(source), size: source.length },
    class: 'ok',
    notes: ['It carries no visible mark.', ...notes],
    length: whole.length,
    head: { length: head.length, sha256: await sha256Hex(head) },
    body: { length: body.length, sha256: await sha256Hex(body) },
    slots,
  };
  await checkCopy({ head, body, manifest }, format);
  return { head, body, manifest };
}

/** Reads a copy back as strictly as any file is read: what was laid out must pass for what was taken in. */
async function checkCopy({ head, body, manifest }: PreparedReport, format: UnmarkedFormat): Promise<void> {
  const contents = unmarkedContents(manifest as UnmarkedManifest, SOME_COPY);
  const stamp = { revision: manifest.revision, etag: '""', contents };
  try {
    await LAY_OUT[format](inOnePiece([stampHead(head, manifest, stamp), body]));
  } catch (cause) {
    throw new PrepareRefusal('unverified', cause);
  }
}

const SOME_COPY = '0123-4567-89AB';
