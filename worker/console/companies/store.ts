import { DOMAIN } from '../domain.ts';
import type { INVITATION_STATES } from '../words.ts';

/** What the console reads of one company, and of whom its people brought in. */

/** Somebody of a company, with what is open to them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string;
  readonly kind: string;
  /** Grants that are live. */
  readonly live: number;
  /** When they last accepted an NDA that has not ended; null where there is none. */
  readonly accepted_at: number | null;
  readonly acceptance_id: string | null;
  /** When they last accepted one that has; null where there is none. */
  readonly over_at: number | null;
  /** Who accepted the NDA that covers them as a colleague; null where none does. */
  readonly cover_name: string | null;
  readonly cover_address: string | null;
  readonly cover_at: number | null;
  readonly cover_id: string | null;
}

/** More than that are listed under People. */
export const MOST_MEMBERS = 100;

const HOLDS = 'a.ended_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > ?2)';

/** Statement of the people of a domain. ?1 is the domain, ?2 is now. */
export const MEMBERS = `
  SELECT p.id, p.name, p.company, p.address, p.kind,
    (SELECT count(*) FROM grants g WHERE g.person_id = p.id AND g.revoked_at IS NULL
       AND g.starts_at <= ?2 AND g.expires_at > ?2) AS live,
    own.id AS acceptance_id, own.accepted_at,
    (SELECT max(a.accepted_at) FROM acceptances a WHERE a.person_id = p.id) AS over_at,
    cover.evidence ->> '$.signer.name' AS cover_name,
    cover.evidence ->> '$.signer.address' AS cover_address, cover.accepted_at AS cover_at, cover.id AS cover_id
  FROM people p
    LEFT JOIN acceptances own ON own.id = (SELECT a.id FROM acceptances a
      WHERE a.person_id = p.id AND ${HOLDS} ORDER BY a.accepted_at DESC, a.id DESC LIMIT 1)
    LEFT JOIN acceptances cover ON cover.id = (SELECT a.id FROM invitations i JOIN acceptances a ON a.id = i.acceptance_id
      WHERE i.person_id = p.id AND i.joined_at IS NOT NULL AND i.ended_at IS NULL AND ${HOLDS}
      ORDER BY a.accepted_at DESC LIMIT 1)
  WHERE p.address IS NOT NULL AND ${DOMAIN} = ?1 ORDER BY p.id LIMIT ${MOST_MEMBERS}`;

/** The people of a domain. */
export async function listMembers(db: D1DatabaseSession, domain: string, now: number): Promise<Member[]> {
  const { results } = await db.prepare(MEMBERS).bind(domain, now).all<Member>();
  return results;
}

/** A colleague whom a signer brought in, or wanted to. */
export interface ShownInvitation {
  readonly id: string;
  readonly acceptance_id: string;
  readonly address: string;
  readonly person_id: string | null;
  /** The colleague's, once they have joined. */
  readonly name: string | null;
  readonly signer_id: string;
  readonly signer_name: string;
  readonly signer_address: string;
  readonly accepted_at: number;
  readonly invited_at: number;
  readonly expires_at: number;
  readonly joined_at: number | null;
  readonly ended_at: number | null;
}

/** More than that nobody reads. */
const MOST_INVITATIONS = 100;

const SHOWN = `SELECT i.id, i.acceptance_id, i.address, i.person_id, c.name, i.invited_by AS signer_id,
    a.evidence ->> '$.signer.name' AS signer_name, a.evidence ->> '$.signer.address' AS signer_address, a.accepted_at, i.invited_at, i.expires_at, i.joined_at, i.ended_at, i.evidence
  FROM invitations i JOIN acceptances a ON a.id = i.acceptance_id LEFT JOIN people c ON c.id = i.person_id`;

/** Statements of invitations, the newest first; ?1 is a domain, an acceptance, or the person who invites. */
export const INVITATIONS = {
  company: `${SHOWN} WHERE i.invited_by IN (SELECT p.id FROM people p WHERE p.address IS NOT NULL AND ${DOMAIN} = ?1)
    ORDER BY i.invited_at DESC, i.id LIMIT ${MOST_INVITATIONS}`,
  acceptance: `${SHOWN} WHERE i.acceptance_id = ?1 ORDER BY i.invited_at DESC, i.id DESC LIMIT ${MOST_INVITATIONS}`,
  signer: `${SHOWN} WHERE i.invited_by = ?1 ORDER BY i.invited_at DESC, i.id LIMIT ${MOST_INVITATIONS}`,
} as const;

/**
 * Invitations under the NDA of a signer, open, joined and ended, the newest first.
 *
 * @param db - primary database session
 * @param of - what `key` is: see {@link INVITATIONS}
 * @param key - a domain or an id
 */
export async function listInvitations(
  db: D1DatabaseSession,
  of: keyof typeof INVITATIONS,
  key: string,
): Promise<(ShownInvitation & { readonly evidence: string | null })[]> {
  const { results } = await db
    .prepare(INVITATIONS[of])
    .bind(key)
    .all<ShownInvitation & { evidence: string | null }>();
  return results;
}

/** What an invitation is at a moment. */
export function invitationState(invitation: ShownInvitation, now: number): keyof typeof INVITATION_STATES {
  if (invitation.ended_at !== null) return 'ended';
  if (invitation.joined_at !== null) return 'joined';
  return invitation.expires_at > now ? 'open' : 'lapsed';
}
