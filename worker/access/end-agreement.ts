import { Failure } from '../problem.ts';
import { tagsOf } from './identities.ts';
import { DOMAIN } from './revocation-target.ts';

/**
 * Ends an agreement: the signer's notice or ours, by which nothing more is given under it. Evidence and receipts stay; what
 * was given stays confidential for as long as the text says.
 */

/** Whose agreement: one signer's, or that of everybody with a confirmed address at a domain. */
export type Signers = { readonly personId: string } | { readonly domain: string };

/**
 * SQL for the acceptances of signers, in every name of their mailbox.
 *
 * @returns the SQL, and the value of its parameter 1
 */
export function signersWithTags(signers: Signers): { readonly sql: string; readonly value: string } {
  return 'personId' in signers
    ? { sql: `person_id IN ${tagsOf('?1')}`, value: signers.personId }
    : {
        sql: `person_id IN (SELECT id FROM people WHERE address IS NOT NULL AND ${DOMAIN} = ?1)`,
        value: signers.domain,
      };
}

/**
 * Ends whatever they accepted, and all that was given under it, to colleagues too. One batch; it does nothing the second
 * time.
 *
 * @param db - primary database session
 * @param signers - whose
 * @param by - `signer` for themselves, `us` for staff
 * @param actor - who ends it
 * @param now - milliseconds
 * @param revocation - the act of taking access back that it is part of; null for a signer's own
 * @returns how many acceptances ended; 0 where none held any more
 * @throws Failure storage-unavailable where it could not be written
 */
export async function endAgreement(
  db: D1DatabaseSession,
  signers: Signers,
  by: 'signer' | 'us',
  actor: string,
  now: number,
  revocation: string | null = null,
): Promise<number> {
  const { value: who, sql } = signersWithTags(signers);
  // Their own notice is about what they see themselves: one address.
  const holding = `${by === 'signer' && 'personId' in signers ? 'person_id = ?1' : sql} AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > ?2)`;
  const standing = `revoked_at IS NULL AND expires_at > ?2
    AND acceptance_id IN (SELECT id FROM acceptances WHERE ${holding})`;
  const statements = [
    db
      .prepare(
        `INSERT INTO events (at, type, actor, object, detail)
           SELECT ?2, 'grant.ended', ?3, id, json_object('acceptance', acceptance_id) FROM grants WHERE ${standing}`,
      )
      .bind(who, now, actor),
    db.prepare(`UPDATE grants SET expires_at = ?2 WHERE ${standing}`).bind(who, now),
    db
      .prepare(
        `INSERT INTO events (at, type, actor, object, detail)
           SELECT ?2, 'nda.ended', ?3, id, json_object('by', ?4, 'nda', nda_id, 'version', nda_version, 'revocation', ?5)
           FROM acceptances WHERE ${holding}`,
      )
      .bind(who, now, actor, by, revocation),
    db.prepare(`UPDATE acceptances SET ended_at = ?2, ended_by = ?3 WHERE ${holding}`).bind(who, now, by),
  ];
  try {
    const results = await db.batch(statements);
    return results.at(-1)?.meta.changes ?? 0;
  } catch (cause) {
    throw new Failure('storage-unavailable', { cause });
  }
}
