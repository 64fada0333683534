import type { Evidence } from '../../access/evidence.ts';
import type { Acknowledgement } from '../../companies/acknowledgement.ts';
import type { MailState } from '../../mail/store.ts';
import { listInvitations, type ShownInvitation } from '../companies/store.ts';
import type { AgreementFacts } from './state.ts';

/** What the console reads of one acceptance of the NDA. */

/** An acceptance with its evidence. */
export interface Agreement extends AgreementFacts {
  readonly id: string;
  readonly request_id: string;
  readonly person_id: string;
  readonly nda_id: string;
  readonly nda_version: string;
  readonly accepted_at: number;
  readonly ended_at: number | null;
  readonly evidence: Evidence;
  /** Who ended it, where that was somebody on the staff who is known. */
  readonly ended_by_name: string | null;
  /** The revocation by which staff ended it; null where there is none. */
  readonly revocation: string | null;
}

/** A grant that stands on an acceptance. */
interface GrantUnder {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly report_id: string;
  readonly copy_id: string;
  readonly starts_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
}

/** The mail with the signer's own copy. */
export interface Receipt {
  readonly state: MailState;
  readonly sent_at: number | null;
  readonly message_id: string | null;
}

/** Everything that is on record about an acceptance. */
export interface AgreementRecord {
  readonly agreement: Agreement;
  readonly receipt: Receipt | null;
  readonly grants: readonly GrantUnder[];
  readonly invitations: readonly (ShownInvitation & { readonly evidence: Acknowledgement | null })[];
}

/** More than that are in the list of grants. */
const MOST_GRANTS = 100;

/** Statements of an acceptance's record; ?1 is its id. */
export const RECORD = {
  agreement: `SELECT a.id, a.request_id, a.person_id, a.nda_id, a.nda_version, a.nda_sha256, a.evidence, a.accepted_at,
      a.ends_at, a.ended_at, a.ended_by, p.name AS ended_by_name, e.detail ->> '$.revocation' AS revocation
    FROM acceptances a
      LEFT JOIN events e ON e.id = (SELECT max(id) FROM events WHERE object = a.id AND type = 'nda.ended')
      LEFT JOIN people p ON p.id = e.actor AND p.kind = 'staff'
    WHERE a.id = ?1`,
  receipt: "SELECT state, sent_at, message_id FROM mails WHERE subject_id = ?1 AND template = 'receipt'",
  grants: `SELECT g.id, p.name, p.address, g.report_id, g.copy_id, g.starts_at, g.expires_at, g.revoked_at
    FROM grants g JOIN people p ON p.id = g.person_id
    WHERE g.acceptance_id = ?1 ORDER BY g.starts_at DESC LIMIT ${MOST_GRANTS}`,
} as const;

/**
 * Everything that is on record about an acceptance.
 *
 * @returns null where there is none of this id
 */
export async function findAgreement(db: D1DatabaseSession, id: string): Promise<AgreementRecord | null> {
  const [agreements, receipts, grants] = await db.batch(
    [RECORD.agreement, RECORD.receipt, RECORD.grants].map((sql) => db.prepare(sql).bind(id)),
  );
  const row = agreements?.results[0] as (Omit<Agreement, 'evidence'> & { evidence: string }) | undefined;
  if (!row) return null;
  const invitations = await listInvitations(db, 'acceptance', id);
  return {
    agreement: { ...row, evidence: JSON.parse(row.evidence) as Evidence },
    receipt: (receipts?.results[0] as Receipt | undefined) ?? null,
    grants: (grants?.results ?? []) as unknown as GrantUnder[],
    invitations: invitations.map(({ evidence, ...invitation }) => ({
      ...invitation,
      evidence: evidence === null ? null : (JSON.parse(evidence) as Acknowledgement),
    })),
  };
}
