import type { Locale } from '../../words/locale.ts';
import { withdrawnFrom } from './revoke.ts';

/** The tables of the way to a report: requests, confirmations, acceptances and the people of confirmed addresses. */

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

/** Somebody who asked for their own page ("My access"), with no report in mind. */
export interface Visit {
  readonly id: string;
  readonly address: string;
  readonly browser_hash: string;
  readonly locale: Locale;
  /** Whom the address was confirmed to be, if we know anybody by it. */
  readonly person_id: string | null;
  readonly created_at: number;
  readonly confirmed_at: number | null;
}

/** One token and code that were mailed, for a request or for a visit. */
export interface Confirmation {
  readonly id: string;
  readonly request_id: string | null;
  readonly visit_id: string | null;
  readonly code_hash: string;
  readonly tries: number;
  readonly created_at: number;
  readonly expires_at: number;
  readonly used_at: number | null;
  readonly used_by: 'link' | 'code' | null;
}

/** How often a code may be guessed. */
export const MAX_TRIES = 5;

/** Inserts a request, once: a doubled submission has the same id. */
export function insertRequest(db: D1DatabaseSession, request: AccessRequest): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO requests
         (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, locale, created_at, changed_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12) ON CONFLICT (id) DO NOTHING`,
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

/** Inserts a visit, once: a doubled submission has the same id. */
export function insertVisit(
  db: D1DatabaseSession,
  visit: Pick<Visit, 'id' | 'address' | 'browser_hash' | 'locale' | 'created_at'>,
): D1PreparedStatement {
  return db
    .prepare(
      'INSERT INTO visits (id, address, browser_hash, locale, created_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO NOTHING',
    )
    .bind(visit.id, visit.address, visit.browser_hash, visit.locale, visit.created_at);
}

export async function findVisit(db: D1DatabaseSession, id: string): Promise<Visit | null> {
  return await db.prepare('SELECT * FROM visits WHERE id = ?1').bind(id).first<Visit>();
}

/** The last visit that a browser asked for, whatever became of it. */
export async function findVisitOfBrowser(db: D1DatabaseSession, browserHash: string): Promise<Visit | null> {
  return await db
    .prepare('SELECT * FROM visits WHERE browser_hash = ?1 ORDER BY created_at DESC, rowid DESC LIMIT 1')
    .bind(browserHash)
    .first<Visit>();
}

/** Statements that make a new token and code the only live ones of an address. */
export function insertConfirmation(
  db: D1DatabaseSession,
  confirmation: {
    readonly id: string;
    /** One of the two is null. */
    readonly requestId: string | null;
    readonly visitId: string | null;
    readonly address: string;
    readonly tokenHash: string;
    readonly codeHash: string;
    readonly expiresAt: number;
  },
  now: number,
): D1PreparedStatement[] {
  return [
    db
      .prepare(
        'UPDATE confirmations SET expires_at = ?2 WHERE address = ?1 AND used_at IS NULL AND expires_at > ?2',
      )
      .bind(confirmation.address, now),
    db
      .prepare(
        `INSERT INTO confirmations (id, request_id, visit_id, address, token_hash, code_hash, created_at, expires_at)
         VALUES (?1, ?2, ?8, ?3, ?4, ?5, ?6, ?7)`,
      )
      .bind(
        confirmation.id,
        confirmation.requestId,
        confirmation.address,
        confirmation.tokenHash,
        confirmation.codeHash,
        now,
        confirmation.expiresAt,
        confirmation.visitId,
      ),
  ];
}

/**
 * The confirmation that a link's token belongs to, live or not, if it is for this report.
 *
 * @param reportId - null for a visit
 */
export async function findConfirmationByToken(
  db: D1DatabaseSession,
  reportId: string | null,
  tokenHash: string,
): Promise<{ confirmation: Confirmation; asked: AccessRequest | Visit } | null> {
  const confirmation = await db
    .prepare('SELECT * FROM confirmations WHERE token_hash = ?1')
    .bind(tokenHash)
    .first<Confirmation>();
  if (!confirmation) return null;
  if (confirmation.visit_id !== null) {
    const visit = reportId === null ? await findVisit(db, confirmation.visit_id) : null;
    return visit && { confirmation, asked: visit };
  }
  const request = await findRequest(db, confirmation.request_id ?? '');
  return request && request.report_id === reportId ? { confirmation, asked: request } : null;
}

/** The newest confirmation that was mailed for a request or for a visit. */
export async function findConfirmationOf(db: D1DatabaseSession, id: string): Promise<Confirmation | null> {
  return await db
    .prepare(
      `SELECT * FROM confirmations WHERE request_id = ?1 OR visit_id = ?1
       ORDER BY created_at DESC, rowid DESC LIMIT 1`,
    )
    .bind(id)
    .first<Confirmation>();
}

/** The confirmation that an address was last confirmed by: the one behind its newest session. */
export async function findUsedConfirmation(
  db: D1DatabaseSession,
  address: string,
): Promise<Confirmation | null> {
  return await db
    .prepare(
      'SELECT * FROM confirmations WHERE address = ?1 AND used_at IS NOT NULL ORDER BY used_at DESC LIMIT 1',
    )
    .bind(address)
    .first<Confirmation>();
}

/**
 * Takes one try at a code. The count goes up before anything is compared, so that parallel guesses cannot share one.
 *
 * @returns the confirmation, or null where it is used, over or guessed at too often
 */
export async function takeTry(
  db: D1DatabaseSession,
  confirmationId: string,
  now: number,
): Promise<Confirmation | null> {
  return await db
    .prepare(
      `UPDATE confirmations SET tries = tries + 1
       WHERE id = ?1 AND used_at IS NULL AND expires_at > ?2 AND tries < ?3 RETURNING *`,
    )
    .bind(confirmationId, now, MAX_TRIES)
    .first<Confirmation>();
}

/**
 * Statements that use up a confirmation, and confirm what it was mailed for: a request becomes that of a person; a visitor
 * is whom we know by the address, or whom a colleague invites by it, and of anybody else nothing is kept. The first one
 * returns the confirmation's id to the one caller that used it, and the last one changes a row for the same one caller;
 * for everybody else none of them changes anything.
 *
 * @param db - the database of the batch
 * @param confirmation - which
 * @param newPersonId - the id of the person, if they are new
 * @param now - milliseconds
 */
export function confirmStatements(
  db: D1DatabaseSession,
  confirmation: Confirmation,
  usedBy: 'link' | 'code',
  newPersonId: string,
  now: number,
): D1PreparedStatement[] {
  const confirm = confirmation.visit_id === null ? confirmRequest : confirmVisit;
  return [useConfirmation(db, confirmation, usedBy, now), ...confirm(db, confirmation, newPersonId, now)];
}

function confirmRequest(
  db: D1DatabaseSession,
  { request_id: requestId }: Confirmation,
  newPersonId: string,
  now: number,
): D1PreparedStatement[] {
  return [
    db
      .prepare(
        `INSERT INTO people (id, kind, address, name, company, created_at)
         SELECT ?2, 'prospect', address, name, company, ?3 FROM requests
         WHERE id = ?1 AND state = 'confirming' AND changes() > 0
         ON CONFLICT (address) WHERE kind = 'prospect' DO UPDATE SET name = excluded.name, company = excluded.company, words_at = NULL`,
      )
      .bind(requestId, newPersonId, now),
    db
      .prepare(
        `UPDATE requests SET state = 'confirmed', changed_at = ?2, person_id = p.id,
           earlier_id = ${earlierRequest('p.id', 'requests.report_id', 'requests.id')}
         FROM people p WHERE requests.id = ?1 AND requests.state = 'confirming' AND changes() > 0
           AND p.kind = 'prospect' AND p.address = requests.address`,
      )
      .bind(requestId, now),
  ];
}

function confirmVisit(
  db: D1DatabaseSession,
  { id, visit_id: visitId }: Confirmation,
  newPersonId: string,
  now: number,
): D1PreparedStatement[] {
  return [
    db
      .prepare(
        `INSERT INTO people (id, kind, address, name, company, created_at)
         SELECT ?2, 'prospect', v.address, v.address, '', ?3 FROM visits v
         WHERE v.id = ?1 AND v.confirmed_at IS NULL AND changes() > 0 AND EXISTS (
           SELECT 1 FROM invitations i WHERE i.address = v.address
             AND i.joined_at IS NULL AND i.ended_at IS NULL AND i.expires_at > ?3)
         ON CONFLICT (address) WHERE kind = 'prospect' DO NOTHING`,
      )
      .bind(visitId, newPersonId, now),
    db
      .prepare(
        `UPDATE visits SET confirmed_at = ?2,
           person_id = (SELECT p.id FROM people p WHERE p.kind = 'prospect' AND p.address = visits.address)
         WHERE id = ?1 AND confirmed_at IS NULL
           AND EXISTS (SELECT 1 FROM confirmations WHERE id = ?3 AND used_at = ?2)`,
      )
      .bind(visitId, now, id),
  ];
}

function useConfirmation(
  db: D1DatabaseSession,
  confirmation: Confirmation,
  usedBy: 'link' | 'code',
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE confirmations SET used_at = ?2, used_by = ?3
       WHERE id = ?1 AND used_at IS NULL AND expires_at > ?2 RETURNING id`,
    )
    .bind(confirmation.id, now, usedBy);
}

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
  return `acceptances a JOIN requests signed ON signed.id = a.request_id
    WHERE (a.person_id = ${person} OR a.id IN (SELECT i.acceptance_id FROM invitations i
             WHERE i.person_id = ${person} AND i.joined_at IS NOT NULL AND i.ended_at IS NULL))
      AND signed.company = ${company} AND a.ended_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > ${now})`;
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
