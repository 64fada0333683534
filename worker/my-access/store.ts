import type { Evidence } from '../access/evidence.ts';
import type { Acknowledgement } from '../companies/acknowledgement.ts';
import { eventIfChanged } from '../events.ts';

/** What "My access" reads and writes of the tables of others, always for one person. */

/**
 * Ends sessions of a person other than the one they act in.
 *
 * @param db - primary database session
 * @param personId - whose
 * @param own - hash of the session that goes on
 * @param one - hash of the one to end; all others where it is null
 * @param now - milliseconds
 */
export async function endSessions(
  db: D1DatabaseSession,
  personId: string,
  own: string,
  one: string | null,
  now: number,
): Promise<void> {
  await db.batch([
    db
      .prepare('DELETE FROM sessions WHERE person_id = ?1 AND id_hash <> ?2 AND (?3 IS NULL OR id_hash = ?3)')
      .bind(personId, own, one),
    eventIfChanged(db, {
      at: now,
      type: 'session.ended',
      actor: personId,
      object: personId,
      detail: { all: one === null },
    }),
  ]);
}

/**
 * The evidence of an acceptance, or of a colleague's acknowledgement, of this person.
 *
 * @returns JSON taken apart; null where there is none of theirs
 */
export async function findEvidence(
  db: D1DatabaseSession,
  id: string,
  personId: string,
): Promise<Evidence | Acknowledgement | null> {
  const row = await db
    .prepare(
      `SELECT evidence FROM acceptances WHERE id = ?1 AND person_id = ?2
       UNION ALL SELECT evidence FROM invitations WHERE id = ?1 AND person_id = ?2 AND evidence IS NOT NULL`,
    )
    .bind(id, personId)
    .first<{ evidence: string }>();
  return row ? JSON.parse(row.evidence) : null;
}
