import { content } from '../content.ts';
import { enqueueMails } from '../mail/outbox.ts';
import { mailIdsOf, queueForGrants } from '../mail/store.ts';
import { SUBJECT_OF_END } from '../mail/subjects.ts';
import { BEGAN_AT } from './renew.ts';

const DAY = 86_400_000;
const CHUNK = 200;
/** Of one sweep: the rest is told by the next. */
const MOST_CHUNKS = 50;

/**
 * Tells readers whose access ends soon, once for each grant and end: the sweep. Not where it was given for so short a time that its
 * end is no news, nor where it went on under a newer text since the notice was due. Missed or doubled runs end in the same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function warnExpiring(env: Env, now: number): Promise<void> {
  const db = env.DB.withSession('first-primary');
  const soon = content.access.expiringDays * DAY;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const { results } = await db
      .prepare(
        `SELECT g.id FROM grants g JOIN people p ON p.id = g.person_id
         WHERE g.revoked_at IS NULL AND g.expires_at > ?1 AND g.expires_at <= ?1 + ?2
           AND g.expires_at - ${BEGAN_AT} >= 2 * ?2 AND g.expires_at - g.starts_at >= ?2 AND coalesce(p.address, '') <> ''
           AND NOT EXISTS (SELECT 1 FROM mails m WHERE m.template = 'expiring' AND m.subject_id = ${SUBJECT_OF_END})
         LIMIT ${CHUNK}`,
      )
      .bind(now, soon)
      .all<{ id: string }>();
    if (results.length === 0) return;
    const grantIds = results.map(({ id }) => id);
    const queued = await queueForGrants(db, { template: 'expiring' }, grantIds, now).run();
    await enqueueMails(env, mailIdsOf(queued));
  }
}
