import type { Locale } from '../../words/locale.ts';
import { type AccessRequest, earlierRequest, findRequest } from './request-store.ts';

/** Visits, and the confirmations of addresses for them and for requests, as they are stored. */

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
