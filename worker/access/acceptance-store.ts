import { withdrawnFrom } from './withdrawn.ts';

/** Acceptances of the NDA, as they are stored. */

/** An acceptance as it is written, once per request. */
export interface Acceptance {
  readonly id: string;
  readonly requestId: string;
  readonly personId: string;
  readonly nda: { readonly id: string; readonly version: string; readonly sha256: string };
  /** JSON; see evidence.ts. */
  readonly evidence: string;
  /** When it ends by its term, in milliseconds; null where that has none. */
  readonly endsAt: number | null;
}

/**
 * Inserts an acceptance if its request, of this person, is still to be decided by its reader, and nobody has withdrawn
 * the report from them meanwhile: what staff took back, only staff gives again.
 */
export function insertAcceptance(
  db: D1DatabaseSession,
  acceptance: Acceptance,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO acceptances
         (id, request_id, person_id, nda_id, nda_version, nda_sha256, evidence, accepted_at, ends_at)
       SELECT ?1, id, person_id, ?4, ?5, ?6, ?7, ?8, ?9 FROM requests
       WHERE id = ?2 AND person_id = ?3 AND state IN ('confirmed', 'declined')
         AND NOT ${withdrawnFrom('requests.person_id', 'requests.report_id')}
       ON CONFLICT (request_id) DO NOTHING`,
    )
    .bind(
      acceptance.id,
      acceptance.requestId,
      acceptance.personId,
      acceptance.nda.id,
      acceptance.nda.version,
      acceptance.nda.sha256,
      acceptance.evidence,
      now,
      acceptance.endsAt,
    );
}

/**
 * SQL for the acceptances `a`, of whatever text, that cover a person for a company and hold: FROM and WHERE.
 *
 * @param person - SQL for the person's id
 * @param company - SQL for the company, as it is spelt in the request
 * @param now - SQL for the moment
 */
export function coveringAcceptances(person: string, company: string, now: string): string {
  return `acceptances a
    WHERE (a.person_id = ${person} OR a.id IN (SELECT i.acceptance_id FROM invitations i
             WHERE i.person_id = ${person} AND i.joined_at IS NOT NULL AND i.ended_at IS NULL))
      AND a.evidence ->> '$.signer.company' = ${company} AND a.ended_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > ${now})`;
}

/**
 * The newest acceptance of a text by a person for a company, or by the colleague who brought them in: it covers every
 * report. Who signs for another company signs anew. One that has ended, by its term or by either party, covers nothing.
 *
 * @returns its id, or null
 */
export async function findAcceptanceInForce(
  db: D1DatabaseSession,
  personId: string,
  company: string,
  ndaHash: string,
  now: number,
): Promise<string | null> {
  const row = await db
    .prepare(
      `SELECT a.id FROM ${coveringAcceptances('?1', '?3', '?4')}
         AND a.nda_sha256 = ?2 ORDER BY a.accepted_at DESC LIMIT 1`,
    )
    .bind(personId, ndaHash, company, now)
    .first<{ id: string }>();
  return row?.id ?? null;
}

/** An acceptance's evidence, for its receipt. */
export async function findAcceptance(
  db: D1DatabaseSession,
  acceptanceId: string,
): Promise<{ evidence: string } | null> {
  return await db
    .prepare('SELECT evidence FROM acceptances WHERE id = ?1')
    .bind(acceptanceId)
    .first<{ evidence: string }>();
}
