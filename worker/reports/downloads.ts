import { identitiesOf } from '../access/identities.ts';
import { eventIfChanged } from '../events.ts';
import { HEAD_START_MS, SLOWEST_BYTES_PER_MS, within } from './patience.ts';

/**
 * The audit record of a download. It is written before the first byte, by a statement that writes nothing unless the
 * grant is live and the version is the published one at that very moment: check and record cannot be told apart.
 */

/** What is about to leave. */
export interface Download {
  /** Made once per request, so that a write that was retried is still one record. */
  readonly id: string;
  readonly grantId: string;
  readonly personId: string;
  readonly reportId: string;
  readonly revision: string;
  /** Whether it may be an older version than the live one, which its reader had before. */
  readonly kept: boolean;
  readonly copyId: string;
  readonly first: number;
  readonly last: number;
  /** Of the whole copy, in bytes. */
  readonly length: number;
  readonly view: 'attachment' | 'inline';
  readonly startedAt: number;
}

/**
 * How a download ended, as far as its own request says: every byte was handed over, the connection or the storage broke, or
 * the grant was revoked. On record there is also `unknown` ({@link endLostDownloads}).
 */
export type Outcome = 'complete' | 'broken' | 'revoked';

/** Downloads of one grant in one hour, parts counted singly: far above any viewer, far below a flood of ranges. */
const MOST_PER_HOUR = 5_000;
const HOUR = 3_600_000;

/**
 * Records a download, if it may take place.
 *
 * @param db - primary database session
 * @param download - what is about to leave
 * @returns whether it is recorded; only then may a byte leave
 * @throws Failure storage-unavailable where the primary does not answer
 */
export async function recordDownload(db: D1DatabaseSession, download: Download): Promise<boolean> {
  try {
    return await within(writeRecord(db, download));
  } catch {
    // The answer may have been lost after the commit: the record's own id keeps the second try from being a second one.
    return (await within(writeRecord(db, download))) || (await within(isRecorded(db, download.id)));
  }
}

async function isRecorded(db: D1DatabaseSession, id: string): Promise<boolean> {
  return (await db.prepare('SELECT 1 FROM downloads WHERE id = ?1').bind(id).first()) !== null;
}

/** SQL that holds where a version was not taken back, and the person of the grant `g` had a download of it. */
const HAD = `EXISTS (SELECT 1 FROM report_versions v
    WHERE v.report_id = g.report_id AND v.revision = ?3 AND v.withdrawn_at IS NULL)
  AND EXISTS (SELECT 1 FROM downloads d JOIN grants h ON h.id = d.grant_id
    WHERE d.revision = ?3 AND h.person_id = g.person_id AND h.report_id = g.report_id)`;

/**
 * SQL for a live grant, for the version that is live; or for one that is kept. Parameters 1 to 4: grant, report, revision,
 * now.
 */
const permitted = (kept: boolean) => `FROM grants g JOIN report_pointers p ON p.report_id = g.report_id
  WHERE g.id = ?1 AND g.report_id = ?2 AND ${kept ? HAD : 'p.revision = ?3'}
    AND g.revoked_at IS NULL AND g.starts_at <= ?4 AND g.expires_at > ?4`;

/** SQL for the downloads of a grant that count: those that began at the first byte, but for what storage did not give. */
const counted = (grant: string): string =>
  `((SELECT count(*) FROM downloads d WHERE d.grant_id = ${grant}.id AND d.first_byte = 0) - ${grant}.refunds)`;

/**
 * SQL for what was taken of the quota of the grant `g`: under it, and under the grants that share it (docs/decisions/0206).
 * Counted when a download is recorded, and by the statement that records it: what was left at any earlier moment proves
 * nothing.
 */
const TAKEN = `(SELECT coalesce(sum(${counted('h')}), 0) FROM grants h
    WHERE h.person_id IN ${identitiesOf('g.person_id')} AND h.report_id = g.report_id
      AND h.starts_at >= coalesce(g.quota_since, g.starts_at))`;

/**
 * SQL that holds where a grant's quota allows a download. A whole copy, or its beginning, takes one of the quota. To go on
 * from later on takes none, as long as what was gone on with, of the same version, does not come to more than was begun with.
 *
 * @param revision - SQL for the version that it is of
 * @param first - for its first byte
 * @param last - for its last one
 * @param length - for the length of the copy
 */
function withinQuota(revision: string, first: string, last: string, length: string): string {
  const ofVersion = `FROM downloads d WHERE d.grant_id = g.id AND d.revision = ${revision} AND d.first_byte`;
  return `(g.quota IS NULL
    OR (${first} = 0 AND ${TAKEN} < g.quota)
    OR (${first} > 0 AND ${last} - ${first} + 1 + (SELECT coalesce(sum(d.last_byte - d.first_byte + 1), 0)
      ${ofVersion} > 0) <= min(${counted('g')}, (SELECT count(*) ${ofVersion} = 0)) * ${length}))`;
}

/**
 * How many downloads were taken of a grant's quota so far.
 *
 * @param db - primary database session
 * @param grantId - the grant
 */
export async function countDownloads(db: D1DatabaseSession, grantId: string): Promise<number> {
  const row = await db
    .prepare(`SELECT ${TAKEN} AS n FROM grants g WHERE g.id = ?1`)
    .bind(grantId)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

async function writeRecord(db: D1DatabaseSession, download: Download): Promise<boolean> {
  const { id, grantId, personId, reportId, revision, copyId, first, last, view, startedAt } = download;
  const PERMITTED = permitted(download.kept);
  const facts = [grantId, reportId, revision, startedAt];
  const counter = `download:grant:${grantId}`;
  const windowEnd = (Math.floor(startedAt / HOUR) + 1) * HOUR;
  const results = await db.batch([
    db
      .prepare(
        `INSERT INTO counters (key, window_end, count) SELECT ?5, ?6, 1 ${PERMITTED}
         ON CONFLICT (key, window_end) DO UPDATE SET count = count + 1`,
      )
      .bind(...facts, counter, windowEnd),
    db
      .prepare(
        `INSERT INTO downloads (id, grant_id, report_id, revision, first_byte, last_byte, started_at)
         SELECT ?5, ?1, ?2, ?3, ?6, ?7, ?4 ${PERMITTED}
           AND (SELECT count FROM counters WHERE key = ?8 AND window_end = ?9) <= ?10
           AND ${withinQuota('?3', '?6', '?7', '?11')}
         ON CONFLICT (id) DO NOTHING`,
      )
      .bind(...facts, id, first, last, counter, windowEnd, MOST_PER_HOUR, download.length),
    eventIfChanged(db, {
      at: startedAt,
      type: 'download.started',
      actor: personId,
      object: id,
      detail: { grant: grantId, report: reportId, revision, copy: copyId, first, last, view },
    }),
  ]);
  return results[1]?.meta.changes === 1;
}

/** Why a download was not recorded: the version is not, or no longer, handed out, or the failure that the reader is told. */
export type Refusal =
  | 'superseded'
  | 'grant-revoked'
  | 'grant-expired'
  | 'download-quota'
  | 'too-many-requests';

/**
 * Finds out why {@link recordDownload} recorded nothing.
 *
 * @param db - primary database session
 * @param download - what was refused
 */
export async function explainRefusal(db: D1DatabaseSession, download: Download): Promise<Refusal> {
  const row = await db
    .prepare(
      `SELECT g.revoked_at, g.starts_at <= ?2 AND g.expires_at > ?2 AS current,
         p.revision IS NOT NULL AND ${download.kept ? HAD : 'p.revision = ?3'} AS offered,
         ${withinQuota('?3', '?4', '?5', '?6')} AS allowed
       FROM grants g LEFT JOIN report_pointers p ON p.report_id = g.report_id WHERE g.id = ?1`,
    )
    .bind(
      download.grantId,
      download.startedAt,
      download.revision,
      download.first,
      download.last,
      download.length,
    )
    .first<{ revoked_at: number | null; current: number; offered: number; allowed: number }>();
  if (!row || row.revoked_at !== null) return 'grant-revoked';
  if (!row.current) return 'grant-expired';
  if (!row.offered) return 'superseded';
  return row.allowed ? 'too-many-requests' : 'download-quota';
}

/**
 * Records how a download ended; only the first ending counts.
 *
 * @param db - primary database session
 * @param download - from {@link recordDownload}
 * @param outcome - how
 * @param now - milliseconds
 * @param began - whether a byte may have left; where none did, it does not count towards the quota
 */
export async function endDownload(
  db: D1DatabaseSession,
  download: Download,
  outcome: Outcome,
  now: number,
  began = true,
): Promise<void> {
  const type = { complete: 'download.completed', broken: 'download.failed', revoked: 'download.revoked' }[
    outcome
  ];
  await db.batch([
    db
      .prepare('UPDATE downloads SET ended_at = ?2, outcome = ?3 WHERE id = ?1 AND ended_at IS NULL')
      .bind(download.id, now, outcome),
    eventIfChanged(db, { at: now, type, actor: 'system', object: download.id }),
    ...(began || download.first > 0
      ? []
      : [
          db
            .prepare('UPDATE grants SET refunds = refunds + 1 WHERE id = ?1 AND changes() > 0')
            .bind(download.grantId),
        ]),
  ]);
}

/**
 * Whether a grant or the version was taken back, or the agreement ended, while a copy was on the way.
 *
 * @param db - primary database session
 * @param download - from {@link recordDownload}
 */
export async function isRevoked(db: D1DatabaseSession, download: Download): Promise<boolean> {
  const row = await db
    .prepare(
      `SELECT 1 FROM grants WHERE id = ?1 AND revoked_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM acceptances a WHERE a.id = grants.acceptance_id AND a.ended_at IS NOT NULL)
         AND EXISTS (SELECT 1 FROM report_versions WHERE report_id = ?2 AND revision = ?3 AND withdrawn_at IS NULL)`,
    )
    .bind(download.grantId, download.reportId, download.revision)
    .first();
  return row === null;
}

/** After the time that the slowest reader is given (stream.ts): nothing is under way any more that began before. */
const LOST_AFTER_MS = 15 * 60_000;
const MOST_LOST = 500;

/**
 * Gives an end to downloads that have none although their time is over: whatever answered them died, and nobody knows how much
 * of them arrived. `ended_at` says when that was found.
 *
 * @param db - primary database session
 * @param now - milliseconds
 */
export async function endLostDownloads(db: D1DatabaseSession, now: number): Promise<void> {
  const { results } = await db
    .prepare(
      `SELECT id FROM downloads
       WHERE ended_at IS NULL AND started_at < ?1 AND started_at + (last_byte - first_byte) / ?2 < ?1
       ORDER BY started_at LIMIT ?3`,
    )
    .bind(now - HEAD_START_MS - LOST_AFTER_MS, SLOWEST_BYTES_PER_MS, MOST_LOST)
    .all<{ id: string }>();
  if (results.length === 0) return;
  const lost = 'id IN (SELECT value FROM json_each(?2)) AND ended_at IS NULL';
  const ids = JSON.stringify(results.map(({ id }) => id));
  await db.batch([
    db
      .prepare(
        `INSERT INTO events (at, type, actor, object)
         SELECT ?1, 'download.lost', 'system', id FROM downloads WHERE ${lost}`,
      )
      .bind(now, ids),
    db.prepare(`UPDATE downloads SET ended_at = ?1, outcome = 'unknown' WHERE ${lost}`).bind(now, ids),
  ]);
}
