import { content } from '../content.ts';
import { Failure } from '../problem.ts';
import { identitiesOf } from './identities.ts';

/** What a revocation means for those whom it struck. */

/**
 * SQL that holds where staff took a report back from a person and has not lifted that: nothing but staff gives it again,
 * whichever tag the address has.
 *
 * @param person - SQL for the person's id
 * @param report - SQL for the report's id
 */
export function withdrawnFrom(person: string, report: string): string {
  return `(EXISTS (SELECT 1 FROM grants w LEFT JOIN revocations v ON v.id = w.revocation_id
      WHERE w.person_id IN ${identitiesOf(person)} AND w.report_id = ${report} AND w.revoked_at IS NOT NULL AND v.lifted_at IS NULL)
    OR EXISTS (SELECT 1 FROM revocations v
      WHERE v.scope = 'person' AND v.target IN ${identitiesOf(person)} AND v.lifted_at IS NULL)
    OR EXISTS (SELECT 1 FROM people w JOIN revocations v ON v.scope = 'company'
        AND v.target = lower(substr(w.address, instr(w.address, '@') + 1))
      WHERE w.id = ${person} AND v.lifted_at IS NULL))`;
}

/**
 * Why somebody from whom a report was taken back does not get it, in the words that staff left for them.
 *
 * @returns the failure to throw
 */
export async function explainRevoked(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
): Promise<Failure> {
  const row = await db
    .prepare(
      `SELECT v.message FROM grants g JOIN revocations v ON v.id = g.revocation_id
       WHERE g.person_id = ?1 AND g.report_id = ?2 ORDER BY v.created_at DESC LIMIT 1`,
    )
    .bind(personId, reportId)
    .first<{ message: string | null }>();
  const contact = content.company.contacts.access;
  const message = row?.message;
  return new Failure(
    'grant-revoked',
    message ? { detail: ({ m }) => m.problem.revoked(message, contact) } : {},
  );
}
