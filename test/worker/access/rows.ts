import { env } from 'cloudflare:workers';

/** Rows of a query, for tests that look behind the pages. */
export async function rows<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row[]> {
  const { results } = await env.DB.prepare(sql)
    .bind(...values)
    .all<Row>();
  return results;
}

/** The requests of an address, oldest first. */
export function requestsOf(
  address: string,
): Promise<{ id: string; state: string; person_id: string | null }[]> {
  return rows(
    'SELECT id, state, person_id FROM requests WHERE address = ?1 ORDER BY created_at, rowid',
    address,
  );
}

/** The acceptances of an address, oldest first. */
export function acceptancesOf(
  address: string,
): Promise<{ id: string; evidence: string; request_id: string; nda_sha256: string }[]> {
  return rows(
    `SELECT a.* FROM acceptances a JOIN people p ON p.id = a.person_id
     WHERE p.kind = 'prospect' AND p.address = ?1 ORDER BY a.accepted_at, a.rowid`,
    address,
  );
}

/** The grants of an address, oldest first. */
export function grantsOf(
  address: string,
): Promise<
  { id: string; basis: string; basis_detail: string; copy_id: string; mark: string; expires_at: number }[]
> {
  return rows(
    `SELECT g.* FROM grants g JOIN people p ON p.id = g.person_id
     WHERE p.address = ?1 ORDER BY g.starts_at, g.rowid`,
    address,
  );
}

/** The types of all events about an object, in order. */
export async function eventsAbout(object: string): Promise<string[]> {
  const events = await rows<{ type: string }>(
    'SELECT type FROM events WHERE object = ?1 ORDER BY id',
    object,
  );
  return events.map(({ type }) => type);
}
