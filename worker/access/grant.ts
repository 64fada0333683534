import type { Mark } from '../../core/marks/compose.ts';
import type { PERSON_OF_SESSION } from '../login/session.ts';
import { Failure } from '../problem.ts';
import { explainRevoked, withdrawnFrom } from './withdrawn.ts';

/**
 * A grant: that one person may have one report until a day, on what basis, and with what mark. It is made once, may be
 * lengthened, and ends; the mark is made with it, so that no download ever loads a font. Here it is found; draft-grant.ts says
 * what one will be, issue-grant.ts makes it, renew.ts lengthens it.
 */

/** Why a person may have a report: the Terms of Service, an accepted NDA, or a release by staff. */
export type Basis = 'terms' | 'nda' | 'staff';

/** A grant that is neither expired nor revoked. */
export interface LiveGrant {
  readonly id: string;
  readonly personId: string;
  readonly reportId: string;
  readonly basis: Basis;
  /** JSON: the terms version and clause, the NDA's version and hash, or who released it. */
  readonly basisDetail: string;
  readonly acceptanceId: string | null;
  /** The request that led to it; null for customers, who need none. */
  readonly requestId: string | null;
  /** Printed on every page of the copy; leads back to this grant. */
  readonly copyId: string;
  readonly mark: Mark;
  readonly startsAt: number;
  /** The first millisecond at which it is no longer live. */
  readonly expiresAt: number;
  /** How many downloads it allows, together with the others that count towards it; null for any number. */
  readonly quota: number | null;
  /** Grants of the same mailbox for the same report that began at this moment or later share the quota. */
  readonly quotaSince: number;
}

/** A live grant as it was found, with what it stands on. */
export interface FoundGrant extends LiveGrant {
  /** SHA-256 of the NDA that was accepted for it; null where none was. */
  readonly acceptedHash: string | null;
  /**
   * Whether that acceptance has ended, by its term or because either party ended it, or covers its holder no longer; true
   * too of a prospect's release that names none, nor anything else to stand on.
   */
  readonly acceptanceOver: boolean;
}

export interface GrantRow {
  id: string;
  person_id: string;
  report_id: string;
  basis: Basis;
  basis_detail: string;
  acceptance_id: string | null;
  request_id: string | null;
  copy_id: string;
  mark: string;
  starts_at: number;
  expires_at: number;
  quota: number | null;
  quota_since: number | null;
  revoked_at: number | null;
  accepted_hash: string | null;
  acceptance_over: number;
}

/**
 * The grant under which a person may have a report now.
 *
 * @param db - primary database session
 * @param personId - who asks
 * @param reportId - for what
 * @param now - milliseconds
 * @returns the newest live grant, or null
 */
export async function findLiveGrant(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  now: number,
): Promise<FoundGrant | null> {
  const statement = liveGrantStatement(db, '?1', personId, reportId, now);
  const row = await statement.first<GrantRow>();
  return row && foundGrant(row);
}

/** SQL for a grant `g` on the acceptance `a` of somebody whose colleague they are no longer. */
const LEFT = `(a.person_id <> g.person_id AND NOT EXISTS (SELECT 1 FROM invitations i
    WHERE i.person_id = g.person_id AND i.acceptance_id = a.id AND i.joined_at IS NOT NULL AND i.ended_at IS NULL))`;

/** SQL for a grant `g` that staff gave to a prospect, of which nothing is on record that covers it. */
const UNFOUNDED = `(g.acceptance_id IS NULL AND g.basis = 'staff'
    AND coalesce(g.basis_detail ->> '$.clause', g.basis_detail ->> '$.agreement') IS NULL
    AND coalesce((SELECT p.kind FROM people p WHERE p.id = g.person_id), '') <> 'customer')`;

/**
 * The statement that finds the newest live grant, with what it stands on.
 *
 * @param db - primary database session
 * @param person - SQL for whose grant, of the parameter ?1
 * @param key - that parameter
 * @param reportId - for what
 * @param now - milliseconds
 */
export function liveGrantStatement(
  db: D1DatabaseSession,
  person: '?1' | typeof PERSON_OF_SESSION,
  key: string,
  reportId: string,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `SELECT g.*, a.nda_sha256 AS accepted_hash,
         ${UNFOUNDED} OR a.ended_at IS NOT NULL OR coalesce(a.ends_at <= ?3, 0) OR ${LEFT} AS acceptance_over
       FROM grants g LEFT JOIN acceptances a ON a.id = g.acceptance_id
       WHERE g.person_id = ${person} AND g.report_id = ?2
         AND g.starts_at <= ?3 AND g.expires_at > ?3 AND g.revoked_at IS NULL
       ORDER BY g.starts_at DESC LIMIT 1`,
    )
    .bind(key, reportId, now);
}

/**
 * When a grant that a person has, and that is not live yet, begins.
 *
 * @returns milliseconds; null where there is none
 */
export async function findBeginning(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  now: number,
): Promise<number | null> {
  const row = await db
    .prepare(
      `SELECT min(starts_at) AS starts FROM grants
       WHERE person_id = ?1 AND report_id = ?2 AND expires_at > max(?3, starts_at) AND starts_at > ?3
         AND revoked_at IS NULL`,
    )
    .bind(personId, reportId, now)
    .first<{ starts: number | null }>();
  return row?.starts ?? null;
}

/**
 * Whether a grant stands on an agreement that holds, or on none: only then does it open anything.
 *
 * @param grant - live
 * @param texts - from openTexts in agreement.ts
 */
export function standsOn(grant: FoundGrant, texts: readonly string[]): boolean {
  if (grant.acceptanceOver) return false;
  return grant.acceptanceId === null || (grant.acceptedHash !== null && texts.includes(grant.acceptedHash));
}

/**
 * Why a person has no live grant, for the person alone.
 *
 * @param now - milliseconds
 * @returns the failure to throw: revoked, not begun, expired, or never had one
 */
export async function explainNoGrant(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  now: number,
): Promise<Failure> {
  const row = await db
    .prepare(
      `SELECT ${withdrawnFrom('?1', '?2')} AS withdrawn,
         EXISTS (SELECT 1 FROM grants WHERE person_id = ?1 AND report_id = ?2) AS any`,
    )
    .bind(personId, reportId)
    .first<{ withdrawn: number; any: number }>();
  if (row?.withdrawn) return await explainRevoked(db, personId, reportId);
  const begins = row?.any ? await findBeginning(db, personId, reportId, now) : null;
  if (begins !== null)
    return new Failure('grant-not-begun', { detail: ({ m, day }) => m.problem.begins(day(begins)) });
  return new Failure(row?.any ? 'grant-expired' : 'forbidden');
}

/** What {@link liveGrantStatement} found. */
export function foundGrant(row: GrantRow): FoundGrant {
  return {
    id: row.id,
    personId: row.person_id,
    reportId: row.report_id,
    basis: row.basis,
    basisDetail: row.basis_detail,
    acceptanceId: row.acceptance_id,
    requestId: row.request_id,
    copyId: row.copy_id,
    mark: JSON.parse(row.mark) as Mark,
    startsAt: row.starts_at,
    expiresAt: row.expires_at,
    quota: row.quota,
    quotaSince: row.quota_since ?? row.starts_at,
    acceptedHash: row.accepted_hash,
    acceptanceOver: row.acceptance_over === 1,
  };
}
