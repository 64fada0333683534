import type { Locale } from '../../words/locale.ts';

/** Requests for reports, as they are stored. */

export type RequestState =
  | 'confirming'
  | 'confirmed'
  | 'pending'
  | 'granted'
  | 'declined'
  | 'denied'
  | 'withdrawn'
  | 'expired';

/** One submission of the form for one report. */
export interface AccessRequest {
  readonly id: string;
  readonly report_id: string;
  readonly person_id: string | null;
  readonly name: string;
  readonly company: string;
  /** Empty for a customer whose provider tells no address. */
  readonly address: string;
  readonly browser_hash: string;
  readonly state: RequestState;
  readonly reason: string | null;
  readonly ip: string;
  readonly user_agent: string;
  /** The language in which the reader asked. */
  readonly locale: Locale;
  readonly created_at: number;
}

/** A request as its row has it, with what became of it. */
export interface RequestRow extends AccessRequest {
  readonly decided_by: string | null;
  /** What decided: the rule's name and the rule set's SHA-256. Null until something has. */
  readonly rule: string | null;
  readonly rule_set: string | null;
  /** For how many days the rule that decided gives; null for the general time. */
  readonly grant_days: number | null;
  /** How many downloads it gives; null for what the report says. */
  readonly grant_downloads: number | null;
  /** The request of the same person for the same report before this one. */
  readonly earlier_id: string | null;
  /** When it came to its state. */
  readonly changed_at: number;
}

/**
 * Inserts a request, once: a doubled submission has the same id.
 *
 * @param request - whose time is the moment
 * @param renews - the id of a grant that has to be live still; null where there is none to go on with
 */
export function insertRequest(
  db: D1DatabaseSession,
  request: AccessRequest,
  renews: string | null = null,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO requests
         (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, locale, created_at, changed_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12
       WHERE ?13 IS NULL OR EXISTS (SELECT 1 FROM grants WHERE id = ?13 AND revoked_at IS NULL AND expires_at > ?12)
       ON CONFLICT (id) DO NOTHING`,
    )
    .bind(
      request.id,
      request.report_id,
      request.person_id,
      request.name,
      request.company,
      request.address,
      request.browser_hash,
      request.state,
      request.ip,
      request.user_agent,
      request.locale,
      request.created_at,
      renews,
    );
}

export async function findRequest(db: D1DatabaseSession, id: string): Promise<RequestRow | null> {
  return await db.prepare('SELECT * FROM requests WHERE id = ?1').bind(id).first<RequestRow>();
}

/** What a browser last asked for of a report, whatever became of it. */
export async function findRequestOfBrowser(
  db: D1DatabaseSession,
  reportId: string,
  browserHash: string,
): Promise<AccessRequest | null> {
  return await db
    .prepare(
      `SELECT * FROM requests WHERE browser_hash = ?1 AND report_id = ?2 ORDER BY created_at DESC, rowid DESC LIMIT 1`,
    )
    .bind(browserHash, reportId)
    .first<AccessRequest>();
}

/** What a person last asked for of a report, after confirming who they are. */
export async function findRequestOfPerson(
  db: D1DatabaseSession,
  reportId: string,
  personId: string,
): Promise<RequestRow | null> {
  return await db
    .prepare(
      `SELECT * FROM requests WHERE person_id = ?1 AND report_id = ?2 ORDER BY created_at DESC, rowid DESC LIMIT 1`,
    )
    .bind(personId, reportId)
    .first<RequestRow>();
}

/** Requests that have waited for staff since a moment or before, the longest waiting first. */
export async function listWaitedSince(
  db: D1DatabaseSession,
  since: number,
  most: number,
): Promise<Pick<RequestRow, 'id' | 'report_id' | 'address' | 'changed_at'>[]> {
  const { results } = await db
    .prepare(
      `SELECT id, report_id, address, changed_at FROM requests
       WHERE state = 'pending' AND changed_at <= ?1 ORDER BY changed_at LIMIT ?2`,
    )
    .bind(since, most)
    .all<Pick<RequestRow, 'id' | 'report_id' | 'address' | 'changed_at'>>();
  return results;
}

/** How many requests have waited since then. */
export async function countOverdue(db: D1DatabaseSession, since: number): Promise<number> {
  const row = await db
    .prepare("SELECT count(*) AS n FROM requests WHERE state = 'pending' AND changed_at <= ?1")
    .bind(since)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

/** What is kept of a decision on the row of its request; see `core/access/decide.ts`. */
export interface DecidedBy {
  readonly days: number | null;
  readonly downloads: number | null;
  readonly record: { readonly rules: string; readonly rule: string };
}

/**
 * Moves a request on, if it is in one of the given states.
 *
 * @param to - the new state, and what the rules said where they were asked; what they said before stands otherwise
 * @param condition - SQL that has to hold besides
 */
export function moveRequest(
  db: D1DatabaseSession,
  id: string,
  from: readonly RequestState[],
  to: {
    readonly state: RequestState;
    readonly decidedBy?: string;
    readonly reason?: string;
    readonly decision?: DecidedBy;
  },
  now: number,
  condition = 'true',
): D1PreparedStatement {
  const { decision } = to;
  const states = from.map((_, i) => `?${10 + i}`).join(', ');
  return db
    .prepare(
      `UPDATE requests SET state = ?2, changed_at = ?3, decided_by = ?4, reason = ?5,
         rule = coalesce(?6, rule), rule_set = coalesce(?7, rule_set),
         grant_days = CASE WHEN ?6 IS NULL THEN grant_days ELSE ?8 END,
         grant_downloads = CASE WHEN ?6 IS NULL THEN grant_downloads ELSE ?9 END
       WHERE id = ?1 AND state IN (${states}) AND ${condition}`,
    )
    .bind(
      id,
      to.state,
      now,
      to.decidedBy ?? null,
      to.reason ?? null,
      decision?.record.rule ?? null,
      decision?.record.rules ?? null,
      decision?.days ?? null,
      decision?.downloads ?? null,
      ...from,
    );
}

/** SQL for the request that somebody last made for a report, before the row that is being written. */
export function earlierRequest(person: string, report: string, not: string): string {
  return `(SELECT e.id FROM requests e WHERE e.person_id = ${person} AND e.report_id = ${report} AND e.id <> ${not}
             AND e.state <> 'confirming' ORDER BY e.created_at DESC, e.rowid DESC LIMIT 1)`;
}
