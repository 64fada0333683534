/** What the console reads: requests that wait, and who is behind them. */

/** A request that waits for staff. */
export interface WaitingRequest {
  readonly id: string;
  readonly report_id: string;
  readonly person_id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string;
  readonly ip: string;
  readonly user_agent: string;
  readonly created_at: number;
  readonly changed_at: number;
  readonly kind: 'customer' | 'prospect';
  readonly issuer: string | null;
  readonly subject: string | null;
  /** The address that the identity provider vouches for, or the confirmed one. */
  readonly person_address: string | null;
  readonly acceptance_id: string | null;
  readonly nda_version: string | null;
}

const WAITING = `
  SELECT r.id, r.report_id, r.person_id, r.name, r.company, r.address, r.ip, r.user_agent, r.created_at, r.changed_at,
         p.kind, p.issuer, p.subject, p.address AS person_address, a.id AS acceptance_id, a.nda_version
  FROM requests r JOIN people p ON p.id = r.person_id
  LEFT JOIN acceptances a ON a.id = (
    -- The request's own, or the one for the same company that it rests on.
    SELECT b.id FROM acceptances b JOIN requests s ON s.id = b.request_id
    WHERE b.person_id = r.person_id AND s.company = r.company
    ORDER BY b.accepted_at DESC LIMIT 1)
  WHERE r.state = 'pending'`;

const PAGE_SIZE = 100;

/** Requests that wait, the longest waiting first. */
export async function listWaiting(db: D1DatabaseSession): Promise<WaitingRequest[]> {
  const { results } = await db
    .prepare(`${WAITING} ORDER BY r.created_at LIMIT ${PAGE_SIZE}`)
    .all<WaitingRequest>();
  return results;
}

/** One request, if it still waits. */
export async function findWaiting(db: D1DatabaseSession, id: string): Promise<WaitingRequest | null> {
  return await db.prepare(`${WAITING} AND r.id = ?1`).bind(id).first<WaitingRequest>();
}

/** Who a staff member is, for comparison with who asks. */
export async function findIdentity(
  db: D1DatabaseSession,
  personId: string,
): Promise<{ issuer: string | null; subject: string | null; address: string | null } | null> {
  return await db
    .prepare('SELECT issuer, subject, address FROM people WHERE id = ?1')
    .bind(personId)
    .first<{ issuer: string | null; subject: string | null; address: string | null }>();
}
