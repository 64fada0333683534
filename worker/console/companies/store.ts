import { DOMAIN } from '../domain.ts';

/** What the console reads of one company. */

/** Somebody of a company, with what is open to them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string;
  readonly kind: string;
  /** Grants that are live. */
  readonly live: number;
  /** When they last accepted an NDA; null where they did not. */
  readonly accepted_at: number | null;
}

/** More than that are listed under People. */
export const MOST_MEMBERS = 100;

/** Statement of the people of a domain. ?1 is the domain, ?2 is now. */
export const MEMBERS = `
  SELECT p.id, p.name, p.company, p.address, p.kind,
    (SELECT count(*) FROM grants g WHERE g.person_id = p.id AND g.revoked_at IS NULL
       AND g.starts_at <= ?2 AND g.expires_at > ?2) AS live,
    (SELECT max(a.accepted_at) FROM acceptances a WHERE a.person_id = p.id) AS accepted_at
  FROM people p WHERE p.address IS NOT NULL AND ${DOMAIN} = ?1 ORDER BY p.id LIMIT ${MOST_MEMBERS}`;

/** The people of a domain. */
export async function listMembers(db: D1DatabaseSession, domain: string, now: number): Promise<Member[]> {
  const { results } = await db.prepare(MEMBERS).bind(domain, now).all<Member>();
  return results;
}
