/** What the console reads of one grant. */

/** A grant as staff see it. */
export interface GrantFacts {
  readonly id: string;
  readonly person_id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly report_id: string;
  readonly basis: string;
  readonly basis_detail: string;
  readonly acceptance_id: string | null;
  readonly request_id: string | null;
  readonly copy_id: string;
  readonly starts_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
  readonly revocation_id: string | null;
  /** Name of whoever on the staff approved it. */
  readonly approver: string | null;
}

export async function findGrant(db: D1DatabaseSession, id: string): Promise<GrantFacts | null> {
  return await db
    .prepare(
      `SELECT g.id, g.person_id, p.name, p.company, p.address, p.issuer, p.subject, g.report_id, g.basis, g.basis_detail,
         g.acceptance_id, g.request_id, g.copy_id, g.starts_at, g.expires_at, g.revoked_at, g.revocation_id, s.name AS approver
       FROM grants g JOIN people p ON p.id = g.person_id
         LEFT JOIN people s ON g.basis = 'staff' AND s.id = g.basis_detail ->> '$.by'
       WHERE g.id = ?1`,
    )
    .bind(id)
    .first<GrantFacts>();
}

/** A download of a grant. */
export interface GrantDownload {
  readonly id: string;
  readonly revision: string;
  readonly first_byte: number;
  readonly last_byte: number;
  readonly started_at: number;
  readonly outcome: string | null;
}

const MOST_DOWNLOADS = 50;

/** The newest downloads of a grant. */
export async function listDownloads(db: D1DatabaseSession, grantId: string): Promise<GrantDownload[]> {
  const { results } = await db
    .prepare(
      `SELECT id, revision, first_byte, last_byte, started_at, outcome FROM downloads
       WHERE grant_id = ?1 ORDER BY started_at DESC LIMIT ${MOST_DOWNLOADS}`,
    )
    .bind(grantId)
    .all<GrantDownload>();
  return results;
}
