import type { Manifest } from '../../core/marks/manifest.ts';
import type { Segments } from '../../core/marks/range.ts';
import { headIsIntact } from '../../core/marks/stamp.ts';
import type { Report } from '../../schema/reports.ts';
import { formatOf } from '../../schema/unmarked.ts';
import { Failure } from '../problem.ts';
import { readManifest } from './manifest.ts';
import { within } from './patience.ts';
import { findKeptVersions, findLiveVersion, objectKey, type VersionRow, wasPublished } from './store.ts';

/** A version of a report, ready to be copied: what is needed but the body, which stays in storage. */
export interface Version {
  readonly reportId: string;
  readonly manifest: Manifest;
  /** The head with blank slots. Shared by all readers: copied, never written to. */
  readonly template: Uint8Array;
  readonly bodyKey: string;
  readonly bodyEtag: string;
}

/**
 * The last version of each report that this isolate has loaded. A version never changes, so this can be old but not
 * wrong; that it is still the live one is decided by the statement that records the download.
 */
const loaded = new Map<string, Version>();

/** The version that this isolate has at hand, which may have been superseded; or undefined. */
export function versionAtHand(report: Report): Version | undefined {
  const version = loaded.get(report.id);
  return version?.manifest.format === formatOf(report) ? version : undefined;
}

/**
 * Forgets a version of which an object could not be had: publishing it again may have given the same bytes another ETag.
 *
 * @param version - as it was at hand
 */
export function forgetVersion(version: Version): void {
  if (loaded.get(version.reportId) === version) loaded.delete(version.reportId);
}

/**
 * The live version of a report, as the primary knows it.
 *
 * @param db - primary database session
 * @param bucket - where its head is, if this isolate does not have it yet
 * @param report - of the catalogue
 * @throws Failure not-found before the first publish, report-withdrawn where every version was taken back,
 * storage-unavailable where what is stored is not what was published
 */
export async function loadLiveVersion(
  db: D1DatabaseSession,
  bucket: R2Bucket,
  report: Report,
): Promise<Version> {
  const reportId = report.id;
  const row = await findLiveVersion(db, reportId).catch((cause: unknown) => {
    throw new Failure('storage-unavailable', { cause });
  });
  if (!row) {
    const code = (await wasPublished(db, reportId)) ? 'report-withdrawn' : 'not-found';
    throw new Failure(code, { cause: `${reportId} has no live version` });
  }
  const known = loaded.get(reportId);
  if (known?.manifest.revision === row.revision && known.bodyEtag === row.body_etag)
    if (known.manifest.format === formatOf(report)) return known;

  const version = await openVersion(bucket, report, row);
  loaded.set(reportId, version);
  return version;
}

/**
 * An older version of a report that a person had, where content/ keeps it for them.
 *
 * @param db - primary database session
 * @param bucket - where its head is
 * @param report - of the catalogue
 * @param personId - who asks for it
 * @param revision - which, as the request says it
 * @throws Failure not-found where it is not theirs to have, or not any more; storage-unavailable
 */
export async function loadKeptVersion(
  db: D1DatabaseSession,
  bucket: R2Bucket,
  report: Report,
  personId: string,
  revision: string,
): Promise<Version> {
  if (report.superseded !== 'keep') throw notKept();
  const kept = await findKeptVersions(db, personId, report.id).catch((cause: unknown) => {
    throw new Failure('storage-unavailable', { cause });
  });
  const row = kept.find((version) => version.revision === revision);
  if (!row) throw notKept();
  return await openVersion(bucket, report, row);
}

/** What whoever asks for a version is told that is not, or no longer, theirs to have. */
export function notKept(): Failure {
  return new Failure('not-found', {
    detail: ({ m }) => m.problem.versionNotKept,
  });
}

async function openVersion(bucket: R2Bucket, report: Report, row: VersionRow): Promise<Version> {
  const reportId = report.id;
  const read = readManifest(row.manifest);
  if ('finding' in read) throw broken(row.revision, read.finding);
  const { manifest } = read;
  if (manifest.revision !== row.revision) throw broken(row.revision, 'the manifest is of another version');
  // What content/ says now counts, not what it said when the version was published.
  if (manifest.format !== formatOf(report)) throw broken(row.revision, `it is a ${manifest.format}`);
  return {
    reportId,
    manifest,
    template: await loadTemplate(bucket, reportId, manifest),
    bodyKey: objectKey(reportId, row.revision, 'body'),
    bodyEtag: row.body_etag,
  };
}

async function loadTemplate(bucket: R2Bucket, reportId: string, manifest: Manifest): Promise<Uint8Array> {
  const { revision, head } = manifest;
  const object = await within(bucket.get(objectKey(reportId, revision, 'head')));
  if (!object) throw broken(revision, 'the head is missing');
  if (object.size !== head.length) throw broken(revision, 'the head has another length');
  const template = new Uint8Array(await within(object.arrayBuffer()));
  if (!(await headIsIntact(template, manifest))) throw broken(revision, 'the head has another SHA-256');
  if (!hasBlankSlots(template, manifest)) throw broken(revision, 'the slots are not where the manifest says');
  return template;
}

/** Whether every slot of a head is blank, as prepare leaves it: a slot elsewhere would write over something else. */
export function hasBlankSlots(head: Uint8Array, manifest: Manifest): boolean {
  const SPACE = 0x20;
  return manifest.slots.every(({ offset, length }) =>
    head.subarray(offset, offset + length).every((byte) => byte === SPACE),
  );
}

/**
 * A part of the body, of exactly the object that was published.
 *
 * @param bucket - where it is
 * @param version - of which
 * @param part - of the body, in bytes
 * @throws Failure storage-unavailable where that object is not there, not whole, or does not answer
 */
export async function openBody(
  bucket: R2Bucket,
  version: Version,
  part: NonNullable<Segments['body']>,
): Promise<ReadableStream> {
  const { manifest, bodyKey, bodyEtag } = version;
  const object = await within(bucket.get(bodyKey, { range: part, onlyIf: { etagMatches: bodyEtag } }));
  if (!object) throw broken(manifest.revision, 'the body is missing');
  if (!('body' in object) || object.etag !== bodyEtag || object.size !== manifest.body.length) {
    throw broken(manifest.revision, 'the body was replaced');
  }
  return object.body;
}

function broken(revision: string, finding: string): Failure {
  return new Failure('storage-unavailable', { cause: `version ${revision}: ${finding}` });
}
