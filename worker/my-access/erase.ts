import { content } from '../content.ts';
import { eventIfChanged } from '../events.ts';
import { releaseAddress } from '../mail/suppressions.ts';
import { type Holder, holdings } from './holdings.ts';

/**
 * What deletion means for one reader. What proves who was given which report under which agreement stays: the
 * acceptance with its evidence, the grant with the words that stand on the copy, the downloads. It stays untouched, so
 * that no hash of it and nothing that was signed over it breaks; until claims can no longer be raised. Everything else
 * goes at once.
 */
export interface ErasurePlan {
  readonly acceptances: number;
  readonly grants: number;
  readonly downloads: number;
  /** Whether any of these, or a colleague's part in them, is there. */
  readonly keeps: boolean;
  /** Milliseconds: when what stays is deleted. */
  readonly until: number;
  /**
   * Whether staff withdrew access: then the address or account stays with that, or whoever was shut out would come back
   * as somebody new.
   */
  readonly barred: boolean;
}

interface Counted {
  readonly acceptances: number;
  readonly grants: number;
  readonly downloads: number;
  readonly colleagues: number;
  readonly newest: number | null;
  readonly barred: number;
}

/**
 * Says what of a reader's data would stay, why and until when. Changes nothing.
 *
 * @param db - primary database session
 * @param personId - whose
 * @param now - milliseconds
 */
export async function planErasure(
  db: D1DatabaseSession,
  personId: string,
  now: number,
): Promise<ErasurePlan> {
  const row = await db
    .prepare(
      `SELECT
         (SELECT count(*) FROM acceptances WHERE person_id = ?1) AS acceptances,
         (SELECT count(*) FROM grants WHERE person_id = ?1) AS grants,
         (SELECT count(*) FROM downloads d JOIN grants g ON g.id = d.grant_id WHERE g.person_id = ?1) AS downloads,
         (SELECT count(*) FROM invitations
          WHERE joined_at IS NOT NULL AND (person_id = ?1 OR invited_by = ?1)) AS colleagues,
         (SELECT max(at) FROM (
            SELECT max(accepted_at) AS at FROM acceptances WHERE person_id = ?1
            UNION ALL SELECT max(starts_at) FROM grants WHERE person_id = ?1
            UNION ALL SELECT max(joined_at) FROM invitations WHERE person_id = ?1
            UNION ALL SELECT max(d.started_at) FROM downloads d JOIN grants g ON g.id = d.grant_id
                      WHERE g.person_id = ?1)) AS newest,
         EXISTS (SELECT 1 FROM grants g LEFT JOIN revocations v ON v.id = g.revocation_id
                 WHERE g.person_id = ?1 AND g.revoked_at IS NOT NULL AND v.lifted_at IS NULL)
           OR EXISTS (SELECT 1 FROM revocations WHERE scope = 'person' AND target = ?1 AND lifted_at IS NULL) AS barred`,
    )
    .bind(personId)
    .first<Counted>();
  const { acceptances = 0, grants = 0, downloads = 0, colleagues = 0, newest = null, barred = 0 } = row ?? {};
  return {
    acceptances,
    grants,
    downloads,
    keeps: acceptances + grants + colleagues + barred > 0,
    until: monthsAfter(newest ?? now, content.nda.termMonths + content.nda.claimMonths),
    barred: barred === 1,
  };
}

/** A day in a month that has no such day is the last one of it. */
function monthsAfter(milliseconds: number, months: number): number {
  const date = new Date(milliseconds);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}

/**
 * Deletes a reader's data as far as it may go: one batch, after {@link endAccess}. A later sign-in of the same person
 * is a new person to us, unless their access was withdrawn by staff.
 *
 * @param db - primary database session
 * @param secret - SESSION_SECRET
 * @param holder - whose
 * @param plan - from {@link planErasure}, after access had ended
 * @param now - milliseconds
 */
export async function eraseReader(
  db: D1DatabaseSession,
  secret: string,
  { id, confirmedAddress }: Holder,
  plan: ErasurePlan,
  now: number,
): Promise<void> {
  const person = await db
    .prepare('SELECT address FROM people WHERE id = ?1')
    .bind(id)
    .first<{ address: string | null }>();
  const own = (sql: string) => db.prepare(sql).bind(id, confirmedAddress);
  await db.batch([
    own(`DELETE FROM confirmations WHERE (${holdings.confirmations.of}) AND ?2 IS ?2`),
    own(`DELETE FROM visits WHERE (${holdings.visits.of})`),
    own(`DELETE FROM mails WHERE (${holdings.mails.of})`),
    // Nothing is left that would be mailed there unasked: nobody has to know any longer that mail came back.
    await releaseAddress(db, secret, confirmedAddress ?? person?.address ?? ''),
    own('DELETE FROM subscription_requests WHERE ?1 = ?1 AND address = ?2'),
    own('DELETE FROM subscriptions WHERE ?1 = ?1 AND address = ?2'),
    own('DELETE FROM invitations WHERE joined_at IS NULL AND (invited_by = ?1 OR address = ?2)'),
    own(
      `DELETE FROM requests WHERE (${holdings.requests.of})
         AND NOT EXISTS (SELECT 1 FROM acceptances a WHERE a.request_id = requests.id)
         AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.request_id = requests.id)`,
    ),
    own(
      `UPDATE requests SET name = '', company = '', address = '', ip = '', user_agent = '', browser_hash = '', reason = NULL
       WHERE (${holdings.requests.of})`,
    ),
    own(`DELETE FROM sessions WHERE (${holdings.sessions.of}) AND ?2 IS ?2`),
    own('DELETE FROM people_words WHERE person_id = ?1 AND ?2 IS ?2'),
    plan.keeps
      ? db
          .prepare(
            `UPDATE people SET name = '(deleted)', company = '', words_at = ?2,
               address = iif(?4, address, NULL),
               issuer = iif(?4 OR issuer IS NULL, issuer, 'erased'),
               subject = iif(?4 OR subject IS NULL, subject, id),
               erased_at = iif(?4, NULL, ?2), kept_until = iif(?4, NULL, ?3)
             WHERE id = ?1`,
          )
          .bind(id, now, plan.until, plan.barred ? 1 : 0)
      : db.prepare('DELETE FROM people WHERE id = ?1').bind(id),
    eventIfChanged(db, {
      at: now,
      type: 'person.erased',
      actor: id,
      object: id,
      detail: { keeps: plan.keeps, until: plan.keeps && !plan.barred ? plan.until : null },
    }),
  ]);
}

const MOST_PER_SWEEP = 20;

/**
 * Deletes what had to stay of erased readers and need not any longer, for the sweep: except what a colleague's copy
 * still stands on. Missed or doubled runs end in the same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function deleteKept(env: Env, now: number): Promise<void> {
  const db = env.DB.withSession('first-primary');
  const { results } = await db
    .prepare(
      `SELECT p.id FROM people p WHERE p.kept_until <= ?1 AND p.erased_at IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.invited_by = p.id AND i.joined_at IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM acceptances a JOIN grants g ON g.acceptance_id = a.id
                         WHERE a.person_id = p.id AND g.person_id <> p.id)
       ORDER BY p.kept_until LIMIT ${MOST_PER_SWEEP}`,
    )
    .bind(now)
    .all<{ id: string }>();
  for (const { id } of results) {
    const own = (sql: string) => db.prepare(sql).bind(id);
    await db.batch([
      own('DELETE FROM downloads WHERE grant_id IN (SELECT id FROM grants WHERE person_id = ?1)'),
      own('DELETE FROM grants WHERE person_id = ?1'),
      own('DELETE FROM invitations WHERE person_id = ?1'),
      own('DELETE FROM acceptances WHERE person_id = ?1'),
      own('DELETE FROM requests WHERE person_id = ?1'),
      own('DELETE FROM people WHERE id = ?1'),
      eventIfChanged(db, { at: now, type: 'person.deleted', actor: 'system', object: id }),
    ]);
  }
}
