import type { Manifest } from '../../core/marks/manifest.ts';
import { headIsIntact } from '../../core/marks/stamp.ts';
import { formatOf } from '../../schema/unmarked.ts';
import { reportOf } from '../content.ts';
import { Failure } from '../problem.ts';
import {
  findLiveVersion,
  findVersion,
  insertVersion,
  objectKey,
  type Publication,
  switchPointer,
} from './store.ts';
import { hasBlankSlots } from './version.ts';

/**
 * How a prepared report becomes the live one: objects first, then its row, then the pointer. Stopping anywhere leaves
 * the old version live, and doing any step again ends in the same state. The unmarked source is not a part of it.
 */

/** The most that one request may carry; the platform's own limit is 100 MB. */
export const MOST_PUT_BYTES = 95 * 1024 * 1024;
/** The length of every part but the last of a body that is longer than that. */
export const PART_BYTES = 32 * 1024 * 1024;

/** What storage answers when bytes do not have the hash that was announced. */
const BAD_DIGEST = /\b10037\b|checksum you specified did not match/i;

/** How far a version has come. */
export type State = 'new' | 'stored' | 'live';

interface Stores {
  readonly db: D1DatabaseSession;
  readonly bucket: R2Bucket;
}

/**
 * How far a version has come. A version of which an object is lost or was replaced counts as new: publishing it again
 * mends it.
 *
 * @param stores - database and bucket
 * @param reportId - a report of the catalogue
 * @param revision - the version
 */
export async function stateOf({ db, bucket }: Stores, reportId: string, revision: string): Promise<State> {
  const row = await findVersion(db, reportId, revision);
  if (!row) return 'new';
  const manifest = JSON.parse(row.manifest) as Manifest;
  const [head, body] = await Promise.all([
    bucket.head(objectKey(reportId, revision, 'head')),
    bucket.head(objectKey(reportId, revision, 'body')),
  ]);
  const intact =
    head?.size === manifest.head.length && body?.size === manifest.body.length && body.etag === row.body_etag;
  if (!intact) return 'new';
  const live = await findLiveVersion(db, reportId);
  return live?.revision === revision ? 'live' : 'stored';
}

/**
 * Stores an object whole. Storage compares the hash and keeps nothing that differs.
 *
 * @param bucket - where
 * @param key - from objectKey
 * @param bytes - of known length
 * @param sha256 - that the sender announced for them
 * @throws Failure bad-request where the bytes are not the announced ones
 */
export async function storeObject(
  bucket: R2Bucket,
  key: string,
  bytes: ReadableStream,
  sha256: ArrayBuffer,
): Promise<void> {
  try {
    await bucket.put(key, bytes, { sha256 });
  } catch (cause) {
    if (BAD_DIGEST.test(String(cause))) {
      throw new Failure('bad-request', {
        detail: 'The bytes do not have the SHA-256 that Content-Digest announced; send them again.',
        cause,
      });
    }
    throw new Failure('storage-unavailable', { cause });
  }
}

/** A body that came in parts: storage's id of the upload, and what it answered for each part. */
export interface PartsList {
  readonly upload: string;
  readonly parts: readonly R2UploadedPart[];
}

/**
 * Completes a version: joins the parts if there are any, reads both objects back, and records the version only if they
 * are the bytes that the manifest describes.
 *
 * @param stores - database and bucket
 * @param publication - who, what, when
 * @param manifest - checked by readManifest
 * @param parts - for a body that was sent in parts
 * @throws Failure conflict where an object is missing or differs
 */
export async function completeVersion(
  { db, bucket }: Stores,
  publication: Publication,
  manifest: Manifest,
  parts: PartsList | null,
): Promise<void> {
  const { reportId, revision } = publication;
  const bodyKey = objectKey(reportId, revision, 'body');
  if (parts) await joinParts(bucket, bodyKey, parts);

  const head = await bucket.get(objectKey(reportId, revision, 'head'));
  if (head?.size !== manifest.head.length) throw unlike('head');
  const template = new Uint8Array(await head.arrayBuffer());
  if (!(await headIsIntact(template, manifest))) throw unlike('head');
  if (!hasBlankSlots(template, manifest)) {
    throw new Failure('bad-request', { detail: 'The slots of the head are not blank; prepare it again.' });
  }

  const body = await bucket.get(bodyKey);
  if (body?.size !== manifest.body.length) throw unlike('body');
  // One read, two hashes, no byte of it in JavaScript: the body's own, and that of the whole prepared file.
  const [first, second] = body.body.tee();
  const [bodyHash, revisionHash] = await Promise.all([digest(first), digest(second, template)]);
  if (bodyHash !== manifest.body.sha256 || revisionHash !== revision) throw unlike('body');

  await insertVersion(db, publication, JSON.stringify(manifest), body.etag);
}

/**
 * Switches readers to a version.
 *
 * @throws Failure conflict where it is not completely stored, or was taken back
 */
export async function goLive(stores: Stores, publication: Publication): Promise<void> {
  const state = await stateOf(stores, publication.reportId, publication.revision);
  if (state === 'new') {
    throw new Failure('conflict', { detail: 'This version is not completely stored; publish it again.' });
  }
  const report = reportOf(publication.reportId);
  const row = await findVersion(stores.db, publication.reportId, publication.revision);
  const format = row && (JSON.parse(row.manifest) as Manifest).format;
  // content/ may have changed since it was stored: every reader would be answered with an error.
  if (!report || format !== formatOf(report)) {
    throw new Failure('conflict', {
      detail: `This version is ${format}, and content/reports/ says that the report is handed out as ${report && formatOf(report)}.`,
    });
  }
  if (state === 'stored' && !(await switchPointer(stores.db, publication))) {
    throw new Failure('conflict', { detail: 'This version was taken back and is not handed out again.' });
  }
}

async function joinParts(bucket: R2Bucket, key: string, { upload, parts }: PartsList): Promise<void> {
  try {
    await bucket.resumeMultipartUpload(key, upload).complete([...parts]);
  } catch (cause) {
    // Joined before, and the answer was lost: what counts is the object, which is read back next.
    if ((await bucket.head(key)) === null) {
      throw new Failure('conflict', {
        detail: 'The parts of the body cannot be joined; send it again.',
        cause,
      });
    }
  }
}

async function digest(bytes: ReadableStream, prefix?: Uint8Array): Promise<string> {
  const stream = new crypto.DigestStream('SHA-256');
  if (prefix) {
    const writer = stream.getWriter();
    await writer.write(prefix);
    writer.releaseLock();
  }
  await bytes.pipeTo(stream);
  const hash = new Uint8Array(await stream.digest);
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function unlike(part: 'head' | 'body'): Failure {
  return new Failure('conflict', {
    detail: `The stored ${part} is not what the manifest describes; send it again.`,
  });
}
