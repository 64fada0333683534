import type { Locale } from '../../words/locale.ts';
import type { Evidence } from '../access/evidence.ts';
import { withdrawnFrom } from '../access/withdrawn.ts';
import { eventIfChanged } from '../events.ts';

/** The table of invitations: colleagues whom a signer brings in. The console lists companies by itself. */

/** A colleague whom a signer brings in, or wants to. */
export interface Invitation {
  readonly id: string;
  readonly acceptance_id: string;
  readonly invited_by: string;
  readonly address: string;
  readonly person_id: string | null;
  readonly invited_at: number;
  readonly expires_at: number;
  readonly joined_at: number | null;
  readonly ended_at: number | null;
}

/** An acceptance under which its signer may bring in colleagues. */
export interface OwnAcceptance {
  readonly id: string;
  readonly company: string;
  readonly report_id: string;
}

/** An invitation with the acceptance that it rests on. */
export interface OpenInvitation extends Invitation {
  /** JSON; see ../access/evidence.ts. */
  readonly acceptance: Evidence;
}

/** SQL for an acceptance that neither its term nor either party has ended. */
const holds = (now: string): string => `a.ended_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > ${now})`;

/** SQL for an acceptance whose signer may bring somebody in: staff has not taken the report back from them. */
const BRINGS = `NOT ${withdrawnFrom('a.person_id', '(SELECT s.report_id FROM requests s WHERE s.id = a.request_id)')}`;

/** SQL for an invitation that can be joined. ?2 is now. */
const OPEN = 'i.joined_at IS NULL AND i.ended_at IS NULL AND i.expires_at > ?2';

/** The newest acceptance of a text that a person gave in their own name for their company. */
export async function findOwnAcceptance(
  db: D1DatabaseSession,
  personId: string,
  ndaHash: string,
  now: number,
): Promise<OwnAcceptance | null> {
  return await db
    .prepare(
      `SELECT a.id, a.evidence ->> '$.signer.company' AS company, r.report_id FROM acceptances a JOIN requests r ON r.id = a.request_id
       WHERE a.person_id = ?1 AND a.nda_sha256 = ?2 AND ${holds('?3')} AND ${BRINGS} ORDER BY a.accepted_at DESC LIMIT 1`,
    )
    .bind(personId, ndaHash, now)
    .first<OwnAcceptance>();
}

/** A colleague as the signer sees them: what they have by the signer's acceptance, and nothing else. */
export interface Colleague {
  readonly id: string;
  readonly address: string;
  readonly name: string | null;
  readonly invited_at: number;
  readonly expires_at: number;
  readonly joined_at: number | null;
  /** Reports that are open to them under the acceptance, comma-separated ids; null where none is. */
  readonly reports: string | null;
}

/** The colleagues of a signer, invited and joined, by all of their acceptances. */
export async function listColleagues(
  db: D1DatabaseSession,
  personId: string,
  now: number,
): Promise<Colleague[]> {
  const { results } = await db
    .prepare(
      `SELECT i.id, i.address, p.name, i.invited_at, i.expires_at, i.joined_at,
         (SELECT group_concat(DISTINCT g.report_id) FROM grants g
          WHERE g.person_id = i.person_id AND g.acceptance_id = i.acceptance_id
            AND g.revoked_at IS NULL AND g.starts_at <= ?2 AND g.expires_at > ?2) AS reports
       FROM invitations i LEFT JOIN people p ON p.id = i.person_id
       WHERE i.invited_by = ?1 AND i.ended_at IS NULL ORDER BY i.invited_at, i.id`,
    )
    .bind(personId, now)
    .all<Colleague>();
  return results;
}

/** One colleague of a signer, invited or joined. */
export async function findColleague(
  db: D1DatabaseSession,
  id: string,
  signerId: string,
): Promise<Invitation | null> {
  return await db
    .prepare('SELECT * FROM invitations WHERE id = ?1 AND invited_by = ?2 AND ended_at IS NULL')
    .bind(id, signerId)
    .first<Invitation>();
}

/** What goes on of invitations to and from a person; of those from them, only what nobody has taken up. */
export async function listInvitationsOf(db: D1DatabaseSession, personId: string): Promise<Invitation[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM invitations
       WHERE ended_at IS NULL AND (person_id = ?1 OR (invited_by = ?1 AND joined_at IS NULL))`,
    )
    .bind(personId)
    .all<Invitation>();
  return results;
}

/**
 * Who accepted the agreement that somebody's grant stands on, where it was a colleague.
 *
 * @returns null where it was the reader, or where the grant stands on none
 */
export async function findCover(
  db: D1DatabaseSession,
  { acceptanceId, personId }: { readonly acceptanceId: string | null; readonly personId: string },
): Promise<{ name: string; company: string } | null> {
  if (acceptanceId === null) return null;
  return await db
    .prepare(
      `SELECT evidence ->> '$.signer.name' AS name, evidence ->> '$.signer.company' AS company
       FROM acceptances WHERE id = ?1 AND person_id <> ?2`,
    )
    .bind(acceptanceId, personId)
    .first<{ name: string; company: string }>();
}

/** Who brought a person in, for which company. */
export interface Membership {
  readonly id: string;
  readonly joined_at: number;
  readonly name: string;
  readonly company: string;
}

/** Under whose acceptances a person is covered. */
export async function listMemberships(db: D1DatabaseSession, personId: string): Promise<Membership[]> {
  const { results } = await db
    .prepare(
      `SELECT i.id, i.joined_at, a.evidence ->> '$.signer.name' AS name, a.evidence ->> '$.signer.company' AS company
       FROM invitations i JOIN acceptances a ON a.id = i.acceptance_id
       WHERE i.person_id = ?1 AND i.joined_at IS NOT NULL AND i.ended_at IS NULL ORDER BY i.joined_at`,
    )
    .bind(personId)
    .all<Membership>();
  return results;
}

/** Invitations that wait for the reader of an address, under the text in force. */
export async function listOpenInvitations(
  db: D1DatabaseSession,
  address: string,
  ndaHash: string,
  now: number,
): Promise<OpenInvitation[]> {
  const { results } = await db
    .prepare(
      `SELECT i.*, a.evidence AS acceptance FROM invitations i JOIN acceptances a ON a.id = i.acceptance_id
       WHERE i.address = ?1 AND ${OPEN} AND a.nda_sha256 = ?3 AND ${holds('?2')} AND ${BRINGS}
       ORDER BY i.invited_at, i.id`,
    )
    .bind(address, now, ndaHash)
    .all<Invitation & { acceptance: string }>();
  return results.map((row) => ({ ...row, acceptance: JSON.parse(row.acceptance) as Evidence }));
}

/** The address of an invitation that can be joined, to save the typing of it; null otherwise. */
export async function findInvitedAddress(
  db: D1DatabaseSession,
  id: string,
  now: number,
): Promise<string | null> {
  const row = await db
    .prepare(`SELECT i.address FROM invitations i WHERE i.id = ?1 AND ${OPEN}`)
    .bind(id, now)
    .first<{ address: string }>();
  return row?.address ?? null;
}

/** An invitation and the acceptance behind it, for its mail; whatever became of it. */
export async function findInvitation(
  db: D1DatabaseSession,
  id: string,
): Promise<(OpenInvitation & { readonly evidence: string | null; readonly ended_by: string | null }) | null> {
  const row = await db
    .prepare(
      `SELECT i.*, a.evidence AS acceptance FROM invitations i JOIN acceptances a ON a.id = i.acceptance_id
       WHERE i.id = ?1`,
    )
    .bind(id)
    .first<Invitation & { acceptance: string; evidence: string | null; ended_by: string | null }>();
  return row && { ...row, acceptance: JSON.parse(row.acceptance) as Evidence };
}

/** How many colleagues one acceptance carries at a time, invited and joined: a department, not a mailing list. */
const MOST_COLLEAGUES = 50;

/**
 * Statements that invite somebody, unless they are invited or have joined already, or the acceptance carries enough. The
 * last one changes a row if it was new.
 */
export function insertInvitation(
  db: D1DatabaseSession,
  invitation: {
    readonly id: string;
    readonly acceptanceId: string;
    readonly invitedBy: string;
    readonly address: string;
    readonly expiresAt: number;
    readonly locale: Locale;
  },
  now: number,
): D1PreparedStatement[] {
  const { id, acceptanceId, invitedBy, address, expiresAt, locale } = invitation;
  return [
    db
      .prepare(
        `UPDATE invitations SET ended_at = ?3, ended_by = 'time'
         WHERE acceptance_id = ?1 AND address = ?2 AND joined_at IS NULL AND ended_at IS NULL AND expires_at <= ?3`,
      )
      .bind(acceptanceId, address, now),
    db
      .prepare(
        `INSERT INTO invitations (id, acceptance_id, invited_by, address, invited_at, expires_at, locale)
         SELECT ?1, a.id, a.person_id, ?4, ?5, ?6, ?7 FROM acceptances a
         WHERE a.id = ?2 AND a.person_id = ?3 AND ${holds('?5')} AND ${BRINGS} AND (
           SELECT count(*) FROM invitations i WHERE i.acceptance_id = ?2 AND i.ended_at IS NULL) < ${MOST_COLLEAGUES}
         ON CONFLICT DO NOTHING`,
      )
      .bind(id, acceptanceId, invitedBy, address, now, expiresAt, locale),
    eventIfChanged(db, {
      at: now,
      type: 'invitation.made',
      actor: invitedBy,
      object: id,
      detail: { acceptance: acceptanceId },
    }),
  ];
}

/**
 * Statements by which a colleague joins; they do nothing unless the invitation is theirs and open, and nothing the
 * second time. The last one changes a row if they joined.
 *
 * @param colleague - who, with the name that their copy will carry
 * @param evidence - JSON; see acknowledgement.ts
 */
export function joinStatements(
  db: D1DatabaseSession,
  invitation: OpenInvitation,
  colleague: {
    readonly personId: string;
    readonly name: string;
    readonly company: string;
    readonly locale: Locale;
  },
  ndaHash: string,
  evidence: string,
  now: number,
): D1PreparedStatement[] {
  const { personId, name, company } = colleague;
  return [
    db
      .prepare(
        `UPDATE people SET name = ?3, company = ?4, words_at = NULL WHERE id = ?1 AND kind = 'prospect' AND EXISTS (
           SELECT 1 FROM invitations i WHERE i.id = ?5 AND i.address = people.address AND ${OPEN})`,
      )
      .bind(personId, now, name, company, invitation.id),
    db
      .prepare(
        `UPDATE invitations AS i SET person_id = ?1, evidence = ?3, joined_at = ?2, locale = ?6 WHERE i.id = ?4 AND ${OPEN}
           AND i.address = (SELECT address FROM people WHERE id = ?1 AND kind = 'prospect')
           AND EXISTS (SELECT 1 FROM acceptances a WHERE a.id = i.acceptance_id AND a.nda_sha256 = ?5 AND ${holds('?2')} AND ${BRINGS})`,
      )
      .bind(personId, now, evidence, invitation.id, ndaHash, colleague.locale),
    eventIfChanged(db, {
      at: now,
      type: 'invitation.joined',
      actor: personId,
      object: invitation.id,
      detail: { acceptance: invitation.acceptance_id, sha256: ndaHash },
    }),
  ];
}

/** Who or what ended an invitation, or what came of it. */
export type EndedBy = 'signer' | 'colleague' | 'withdrawal';

/**
 * Statements that end an invitation, joined or not. The last one changes a row if it was still going on.
 *
 * @param actor - who does it
 */
export function endInvitation(
  db: D1DatabaseSession,
  id: string,
  endedBy: EndedBy,
  actor: string,
  now: number,
): D1PreparedStatement[] {
  return [
    db
      .prepare('UPDATE invitations SET ended_at = ?2, ended_by = ?3 WHERE id = ?1 AND ended_at IS NULL')
      .bind(id, now, endedBy),
    eventIfChanged(db, {
      at: now,
      type: 'invitation.ended',
      actor,
      object: id,
      detail: { by: endedBy },
    }),
  ];
}

/** Colleagues whose company is no longer bound by the acceptance that they came in under, and open invitations to it. */
export async function listUncovered(db: D1DatabaseSession, now: number, most: number): Promise<Invitation[]> {
  const { results } = await db
    .prepare(
      `SELECT i.* FROM invitations i JOIN acceptances a ON a.id = i.acceptance_id
       WHERE i.ended_at IS NULL AND NOT (${holds('?1')}) ORDER BY i.invited_at LIMIT ?2`,
    )
    .bind(now, most)
    .all<Invitation>();
  return results;
}
