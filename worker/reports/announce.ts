import { addMonths } from '../access/agreement.ts';
import { withdrawnFrom } from '../access/withdrawn.ts';
import { content, idsOfSeries } from '../content.ts';
import { enqueueMails } from '../mail/outbox.ts';
import { mailIdsOf, queueForGrants } from '../mail/store.ts';

/**
 * Tells whoever had an older version that another one is live, whether or not their access lasts. Publishing makes rows of
 * `announcements` with the pointer, one for each id under which the report was ever handed out; the sweep works them off in
 * chunks, each with how far it has come in one batch, so that a crash anywhere is gone on with and nobody is told twice.
 */

const CHUNK = 200;
/** Of one sweep: the rest is told by the next. */
const MOST_CHUNKS = 100;

interface Announcement {
  readonly report_id: string;
  readonly revision: string;
  readonly last_grant: string;
}

/**
 * The statement that makes the announcements, if the statement before it in the batch switched the pointer.
 *
 * @param db - the database of the batch
 * @param reportId - of which report
 * @param revision - that went live
 * @param now - milliseconds
 */
export function announceIfChanged(
  db: D1DatabaseSession,
  reportId: string,
  revision: string,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO announcements (report_id, revision, created_at)
       SELECT value, ?2, ?3 FROM json_each(?1) WHERE changes() > 0
       ON CONFLICT (report_id, revision) DO NOTHING`,
    )
    .bind(JSON.stringify(idsOfSeries(reportId)), revision, now);
}

/**
 * Goes on with every announcement: the sweep. Missed or doubled runs end in the same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function announceVersions(env: Env, now: number): Promise<void> {
  const db = env.DB.withSession('first-primary');
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const announcement = await db
      .prepare('SELECT * FROM announcements WHERE finished_at IS NULL ORDER BY created_at LIMIT 1')
      .first<Announcement>();
    if (!announcement) return;
    await enqueueMails(env, await tellChunk(db, announcement, now));
  }
}

/** @returns the ids of the mails to send */
async function tellChunk(
  db: D1DatabaseSession,
  { report_id, revision, last_grant }: Announcement,
  now: number,
): Promise<string[]> {
  const had = (grant: string) => `${grant}.revoked_at IS NULL AND EXISTS (SELECT 1 FROM downloads d
    WHERE d.grant_id = ${grant}.id AND d.revision <> ?4 AND d.started_at > ?2)`;
  const { results } = await db
    .prepare(
      // The last grant of each who had one, unless they were told of this version by another.
      `SELECT g.id FROM grants g JOIN report_pointers p ON p.revision = ?4
       WHERE g.report_id = ?1 AND g.id > ?3 AND ${had('g')}
         AND NOT EXISTS (SELECT 1 FROM grants o
           WHERE o.person_id = g.person_id AND o.report_id = ?1 AND o.id > g.id AND ${had('o')})
         AND NOT EXISTS (SELECT 1 FROM grants o JOIN mails m
             ON m.template = 'new-version' AND m.subject_id = o.id || '.' || ?4
           WHERE o.person_id = g.person_id)
         AND NOT ${withdrawnFrom('g.person_id', 'g.report_id')} AND NOT ${withdrawnFrom('g.person_id', 'p.report_id')}
       ORDER BY g.id LIMIT ${CHUNK}`,
    )
    .bind(report_id, addMonths(now, -content.access.newVersionMonths), last_grant, revision)
    .all<{ id: string }>();
  const ids = results.map(({ id }) => id);
  const finished = ids.length < CHUNK;
  const [queued] = await db.batch([
    queueForGrants(db, { template: 'new-version', revision }, ids, now),
    db
      .prepare(
        `UPDATE announcements SET last_grant = max(last_grant, ?3), finished_at = ?4
         WHERE report_id = ?1 AND revision = ?2 AND finished_at IS NULL`,
      )
      .bind(report_id, revision, ids.at(-1) ?? last_grant, finished ? now : null),
  ]);
  return mailIdsOf(queued);
}
