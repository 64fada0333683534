import { coveringAcceptances } from '../../access/acceptance-store.ts';
import type { RequestState } from '../../access/request-store.ts';

/** What the console reads of requests, with all that is needed to decide one. */

/** A request as staff see it. */
export interface RequestFacts {
  readonly id: string;
  readonly report_id: string;
  /** Null until an address is confirmed. */
  readonly person_id: string | null;
  readonly name: string;
  readonly company: string;
  readonly address: string;
  readonly state: RequestState;
  readonly reason: string | null;
  readonly decided_by: string | null;
  /** The name of whoever on the staff decided, if somebody did. */
  readonly decided_by_name: string | null;
  readonly ip: string;
  readonly user_agent: string;
  readonly created_at: number;
  readonly changed_at: number;
  readonly kind: 'customer' | 'prospect' | null;
  readonly issuer: string | null;
  readonly subject: string | null;
  /** The address that the identity provider tells, or the confirmed one. */
  readonly person_address: string | null;
  /** 1 where the identity provider tells it without vouching for it: it may be anybody's. */
  readonly address_unvouched: number | null;
  /** The newest acceptance that covers them and holds, of whatever text; null where none does. */
  readonly acceptance_id: string | null;
  readonly nda_id: string | null;
  readonly nda_version: string | null;
  readonly nda_sha256: string | null;
  /** Who gave it, where that was a colleague. */
  readonly signed_by: string | null;
  readonly signed_by_address: string | null;
  /** The rule by which it waits, and the SHA-256 of its rule set; null where none is on record. */
  readonly rule: string | null;
  readonly rule_set: string | null;
  /** For how many days that rule gives; null for the general time. */
  readonly grant_days: number | null;
  /** How many downloads it gives; null for what the report says. */
  readonly grant_downloads: number | null;
  /** The same person's request for the same report before this one, and what became of it. */
  readonly earlier_id: string | null;
  readonly earlier_at: number | null;
  readonly earlier_state: RequestState | null;
  readonly earlier_reason: string | null;
  /** How often the same person asked before, for whatever report. */
  readonly earlier: number;
  /** How many people with an address of the same domain have access, among its newest grants. */
  readonly colleagues: number;
}

/** A request that waits for staff: whose it is, is known. */
export type WaitingRequest = RequestFacts & { readonly person_id: string };

/** Protects the database: a domain that many people share has more grants than anybody counts. */
const MOST_COLLEAGUES = 50;

/** ?1 is now. */
const FACTS = `
  SELECT r.id, r.report_id, r.person_id, r.name, r.company, r.address, r.state, r.reason, r.decided_by,
         coalesce(d.name, t.name) AS decided_by_name, r.ip, r.user_agent, r.created_at, r.changed_at,
         p.kind, p.issuer, p.subject, p.address AS person_address, p.address_unvouched, n.id AS acceptance_id, n.nda_id, n.nda_version,
         n.nda_sha256, CASE WHEN n.person_id <> r.person_id THEN n.evidence ->> '$.signer.name' END AS signed_by,
         CASE WHEN n.person_id <> r.person_id THEN n.evidence ->> '$.signer.address' END AS signed_by_address,
         r.rule, r.rule_set, r.grant_days, r.grant_downloads,
         r.earlier_id, e.created_at AS earlier_at, e.state AS earlier_state, e.reason AS earlier_reason,
         (SELECT count(*) FROM requests o WHERE o.person_id = r.person_id AND o.created_at < r.created_at) AS earlier,
         (SELECT count(DISTINCT g.person_id) FROM (
            SELECT person_id, starts_at, expires_at, revoked_at FROM grants
            WHERE domain = lower(substr(r.address, instr(r.address, '@') + 1)) ORDER BY starts_at DESC LIMIT ${MOST_COLLEAGUES}) g
          WHERE g.revoked_at IS NULL AND g.expires_at > ?1 AND g.person_id IS NOT r.person_id) AS colleagues
  FROM requests r LEFT JOIN people p ON p.id = r.person_id LEFT JOIN people d ON d.id = r.decided_by
  LEFT JOIN operator_tokens t ON t.id = substr(r.decided_by, 10) AND r.decided_by LIKE 'operator:%'
  LEFT JOIN requests e ON e.id = r.earlier_id
  LEFT JOIN acceptances n ON n.id = (
    SELECT a.id FROM ${coveringAcceptances('r.person_id', 'r.company', '?1')} ORDER BY a.accepted_at DESC LIMIT 1)`;

const PAGE_SIZE = 100;

/** Requests that wait, the longest waiting first. */
export async function listWaiting(db: D1DatabaseSession, now: number): Promise<WaitingRequest[]> {
  const { results } = await db
    .prepare(`${FACTS} WHERE r.state = 'pending' ORDER BY r.created_at LIMIT ${PAGE_SIZE}`)
    .bind(now)
    .all<WaitingRequest>();
  return results;
}

/** How many requests wait; `most` where there are more. */
export async function countWaiting(db: D1DatabaseSession, most: number): Promise<number> {
  const row = await db
    .prepare("SELECT count(*) AS n FROM (SELECT 1 FROM requests WHERE state = 'pending' LIMIT ?1)")
    .bind(most)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

/** One request, whatever its state. */
export async function findFacts(
  db: D1DatabaseSession,
  id: string,
  now: number,
): Promise<RequestFacts | null> {
  return await db.prepare(`${FACTS} WHERE r.id = ?2`).bind(now, id).first<RequestFacts>();
}

/** Whether a request waits for staff. */
export function isWaiting(request: RequestFacts): request is WaitingRequest {
  return request.state === 'pending' && request.person_id !== null;
}

/** A request of the same person, in short. */
export interface OtherRequest {
  readonly id: string;
  readonly report_id: string;
  readonly state: RequestState;
  readonly reason: string | null;
  readonly created_at: number;
}

const MOST_OTHERS = 20;

/** What the same person asked for besides, newest first. */
export async function listOthers(db: D1DatabaseSession, request: RequestFacts): Promise<OtherRequest[]> {
  if (request.person_id === null) return [];
  const { results } = await db
    .prepare(
      `SELECT id, report_id, state, reason, created_at FROM requests
       WHERE person_id = ?1 AND id <> ?2 ORDER BY created_at DESC LIMIT ${MOST_OTHERS}`,
    )
    .bind(request.person_id, request.id)
    .all<OtherRequest>();
  return results;
}
