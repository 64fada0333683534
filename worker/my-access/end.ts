import { startRevocation } from '../access/revoke.ts';
import { endColleague } from '../companies/end.ts';
import { listInvitationsOf } from '../companies/store.ts';
import { eventIfChanged, eventStatement } from '../events.ts';

/**
 * Ends everything that a reader may do here: their grants, a download under way, requests that wait, their place under a
 * colleague's agreement, invitations that nobody has taken up, and their sessions. Colleagues whom they brought in stay:
 * the company accepted the agreement, and still does. Nothing of it bars them from asking again.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param personId - who leaves
 * @param now - milliseconds
 */
export async function endAccess(
  env: Env,
  db: D1DatabaseSession,
  personId: string,
  now: number,
): Promise<void> {
  for (const invitation of await listInvitationsOf(db, personId)) {
    const endedBy = invitation.person_id === personId ? 'colleague' : 'signer';
    await endColleague(env, db, invitation, endedBy, personId, now);
  }
  const by = { actor: personId, reason: 'The reader ended their own access.', own: true };
  await startRevocation(env, db, { scope: 'person', target: personId }, by, now);
  const waiting = "person_id = ?1 AND state IN ('confirming', 'confirmed', 'pending', 'declined')";
  await db.batch([
    db
      .prepare(
        `INSERT INTO events (at, type, actor, object, detail)
         SELECT ?2, 'request.withdrawn', ?1, id, json_object('report', report_id) FROM requests WHERE ${waiting}`,
      )
      .bind(personId, now),
    db
      .prepare(`UPDATE requests SET state = 'withdrawn', changed_at = ?2 WHERE ${waiting}`)
      .bind(personId, now),
    db.prepare('DELETE FROM sessions WHERE person_id = ?1').bind(personId),
    eventIfChanged(db, {
      at: now,
      type: 'session.ended',
      actor: personId,
      object: personId,
      detail: { all: true },
    }),
    eventStatement(db, { at: now, type: 'access.ended', actor: personId, object: personId }),
  ]);
}
