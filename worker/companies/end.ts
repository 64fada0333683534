import { startRevocation } from '../access/revoke.ts';
import { enqueueMail } from '../mail/outbox.ts';
import { queueMailIfChanged } from '../mail/store.ts';
import { hashOf, newId } from '../random.ts';
import { type EndedBy, endInvitation, type Invitation, listUncovered } from './store.ts';

/**
 * Ends a colleague's place under somebody's acceptance, and every grant that rests on it; what they have in their own
 * name stays. They may ask again: staff took nothing from them. Whoever dies between the two leaves the grants to the
 * sweep.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param invitation - joined or not
 * @param endedBy - who or what
 * @param actor - a person's id, or `system`
 * @param now - milliseconds
 * @returns the id of a mail to send, or null where there is nobody to tell
 */
export async function endColleague(
  env: Env,
  db: D1DatabaseSession,
  invitation: Invitation,
  endedBy: EndedBy,
  actor: string,
  now: number,
): Promise<string | null> {
  const mail = {
    id: newId(),
    template: 'removed',
    recipient: invitation.address,
    subjectId: invitation.id,
  } as const;
  const tells = invitation.joined_at !== null && endedBy !== 'colleague';
  const ends = endInvitation(db, invitation.id, endedBy, actor, now);
  const results = await db.batch([...ends, ...(tells ? [queueMailIfChanged(db, mail, now)] : [])]);
  if (invitation.person_id !== null)
    await revokeStranded(env, db, await findStranded(db, now, invitation.person_id), now);
  return tells && results.at(-1)?.meta.changes === 1 ? mail.id : null;
}

const MOST_PER_SWEEP = 200;

/**
 * Ends what nothing holds any longer, for the sweep: colleagues of an acceptance that was withdrawn or is over, and grants
 * that {@link endColleague} did not come to. Missed or doubled runs end in the same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function endStranded(env: Env, now: number): Promise<void> {
  const db = env.DB.withSession('first-primary');
  for (const invitation of await listUncovered(db, now, MOST_PER_SWEEP)) {
    const mailId = await endColleague(env, db, invitation, 'withdrawal', 'system', now);
    if (mailId !== null) await enqueueMail(env, mailId);
  }
  await revokeStranded(env, db, await findStranded(db, now, null), now);
}

/** Grants that are open under somebody else's acceptance, of whom no invitation holds any longer. */
async function findStranded(db: D1DatabaseSession, now: number, personId: string | null): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT DISTINCT g.id FROM invitations i
       JOIN grants g ON g.person_id = i.person_id AND g.acceptance_id = i.acceptance_id
       WHERE ${personId === null ? 'i.ended_at > ?1 - ?3 AND ?2 IS NULL' : 'i.person_id = ?2 AND ?3 = ?3'}
         AND i.ended_at IS NOT NULL AND g.revoked_at IS NULL AND g.expires_at > ?1
         AND NOT EXISTS (SELECT 1 FROM invitations o WHERE o.person_id = g.person_id
           AND o.acceptance_id = g.acceptance_id AND o.joined_at IS NOT NULL AND o.ended_at IS NULL)
       LIMIT ${MOST_PER_SWEEP}`,
    )
    .bind(now, personId, RECENT_MS)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** How far back the sweep looks; longer than any outage that it has to make up for. */
const RECENT_MS = 30 * 86_400_000;

async function revokeStranded(
  env: Env,
  db: D1DatabaseSession,
  grantIds: readonly string[],
  now: number,
): Promise<void> {
  for (const target of grantIds) {
    const id = (await hashOf(`colleague\n${target}`)).slice(0, 22);
    const by = { actor: 'system', reason: 'The invitation that it rests on has ended.', own: true, id };
    await startRevocation(env, db, { scope: 'grant', target }, by, now);
  }
}
