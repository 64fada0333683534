import type { Manifest } from '../../core/marks/manifest.ts';
import { eventIfChanged, eventStatement } from '../events.ts';
import { announceIfChanged } from './announce.ts';

/**
 * The tables and the bucket of prepared reports. Keys are made here and nowhere else, of ids that were checked against
 * the catalogue and of hashes: no part of a key is anybody's free text.
 */

export type Part = 'head' | 'body';

/** A published version as its row says it. */
export interface VersionRow {
  readonly revision: string;
  readonly manifest: string;
  /** The ETag that storage gave the body: a stream is pinned to exactly that object. */
  readonly body_etag: string;
  /** When it was taken back; null where it was not. */
  readonly withdrawn_at: number | null;
}

/**
 * The key of one of the two objects of a version.
 *
 * @param reportId - id of a report of the catalogue
 * @param revision - SHA-256 of the prepared file, hex
 * @param part - which of the two
 */
export function objectKey(reportId: string, revision: string, part: Part): string {
  return `reports/${reportId}/${revision}/${part}`;
}

/** The live version of a report, or null before its first publish. */
export function findLiveVersion(db: D1DatabaseSession, reportId: string): Promise<VersionRow | null> {
  return db
    .prepare(
      `SELECT v.revision, v.manifest, v.body_etag, v.withdrawn_at FROM report_pointers p
       JOIN report_versions v ON v.report_id = p.report_id AND v.revision = p.revision
       WHERE p.report_id = ?1`,
    )
    .bind(reportId)
    .first<VersionRow>();
}

/**
 * The SHA-256 of the signed file that the live version of a report was made of.
 *
 * @returns hex; null where it was not signed, or nothing is published
 */
export async function findSignedOriginal(db: D1DatabaseSession, reportId: string): Promise<string | null> {
  const live = await findLiveVersion(db, reportId);
  if (!live) return null;
  const manifest = JSON.parse(live.manifest) as Manifest;
  return manifest.format === 'pdf' && manifest.signed ? manifest.source.sha256 : null;
}

/** An older version that somebody may have again. */
export interface KeptVersion extends VersionRow {
  /** When it was stored completely, in milliseconds. */
  readonly published_at: number;
}

/**
 * The older versions of a report that a person had and that were not taken back, newest first: what they may have again
 * where content/ keeps superseded versions.
 *
 * @param db - primary database session
 * @param personId - who had them
 * @param reportId - of which report
 */
export async function findKeptVersions(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
): Promise<KeptVersion[]> {
  const { results } = await db
    .prepare(
      `SELECT v.revision, v.manifest, v.body_etag, v.withdrawn_at, v.published_at
       FROM report_pointers p JOIN report_versions v ON v.report_id = p.report_id AND v.revision <> p.revision
       WHERE p.report_id = ?2 AND v.withdrawn_at IS NULL
         AND EXISTS (SELECT 1 FROM grants h JOIN downloads d ON d.grant_id = h.id
           WHERE h.person_id = ?1 AND h.report_id = ?2 AND d.revision = v.revision)
       ORDER BY v.published_at DESC, v.rowid DESC`,
    )
    .bind(personId, reportId)
    .all<KeptVersion>();
  return results;
}

/** A version that is completely stored, live or not; null otherwise. */
export function findVersion(
  db: D1DatabaseSession,
  reportId: string,
  revision: string,
): Promise<VersionRow | null> {
  return db
    .prepare(
      `SELECT revision, manifest, body_etag, withdrawn_at FROM report_versions
       WHERE report_id = ?1 AND revision = ?2`,
    )
    .bind(reportId, revision)
    .first<VersionRow>();
}

/** Who publishes what, and when. */
export interface Publication {
  readonly reportId: string;
  readonly revision: string;
  /** `operator:<token id>`, or the id of a person on the staff. */
  readonly actor: string;
  readonly now: number;
}

/**
 * Records that a version is completely stored. Doing it again pins the object that is stored now: its bytes were
 * compared, so only storage's name for them can differ.
 */
export async function insertVersion(
  db: D1DatabaseSession,
  publication: Publication,
  manifest: string,
  bodyEtag: string,
): Promise<void> {
  const { reportId, revision, actor, now } = publication;
  await db.batch([
    db
      .prepare(
        `INSERT INTO report_versions (report_id, revision, manifest, body_etag, published_at, published_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (report_id, revision) DO UPDATE SET body_etag = ?4`,
      )
      .bind(reportId, revision, manifest, bodyEtag, now, actor),
    eventStatement(db, { at: now, type: 'report.stored', actor, object: reportId, detail: { revision } }),
  ]);
}

/**
 * Makes a stored version the live one.
 *
 * @returns whether it is; not where it was taken back
 */
export async function switchPointer(db: D1DatabaseSession, publication: Publication): Promise<boolean> {
  const { reportId, revision, actor, now } = publication;
  const [switched] = await db.batch([
    db
      .prepare(
        `INSERT INTO report_pointers (report_id, revision, switched_at)
         SELECT report_id, revision, ?3 FROM report_versions
         WHERE report_id = ?1 AND revision = ?2 AND withdrawn_at IS NULL
         ON CONFLICT (report_id) DO UPDATE SET revision = ?2, switched_at = ?3`,
      )
      .bind(reportId, revision, now),
    eventIfChanged(db, { at: now, type: 'report.published', actor, object: reportId, detail: { revision } }),
    announceIfChanged(db, reportId, revision, now),
  ]);
  return switched?.meta.changes === 1;
}

/** Whether a report ever had a version, live or not. */
export async function wasPublished(db: D1DatabaseSession, reportId: string): Promise<boolean> {
  return (
    (await db.prepare('SELECT 1 FROM report_versions WHERE report_id = ?1').bind(reportId).first()) !== null
  );
}
