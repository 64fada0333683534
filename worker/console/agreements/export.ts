import { agreementState } from './state.ts';
import type { AgreementRecord } from './store.ts';

/**
 * Everything that is on record about an acceptance, in the format of docs/formats/agreement.md: stable names, UTC.
 *
 * @param record - from {@link findAgreement}
 * @param origin - of this deployment
 * @param now - milliseconds
 */
export function exportAgreement(
  { agreement, receipt, grants, invitations }: AgreementRecord,
  origin: string,
  now: number,
): Record<string, unknown> {
  const { evidence } = agreement;
  return {
    format: 'vitrine-agreement',
    version: 1,
    origin,
    exportedAt: utc(now),
    id: agreement.id,
    state: agreementState(agreement, now),
    acceptedAt: utc(agreement.accepted_at),
    termEndsAt: utc(agreement.ends_at),
    endedAt: utc(agreement.ended_at),
    endedBy: agreement.ended_by,
    revocation: agreement.revocation,
    text: new URL(evidence.nda.path, origin).href,
    evidence,
    receipt: receipt && {
      state: receipt.state,
      sentAt: utc(receipt.sent_at),
      messageId: receipt.message_id,
    },
    grants: grants.map((grant) => ({
      id: grant.id,
      name: grant.name,
      report: grant.report_id,
      copyId: grant.copy_id,
      startsAt: utc(grant.starts_at),
      endsAt: utc(grant.expires_at),
      revokedAt: utc(grant.revoked_at),
    })),
    colleagues: invitations.map((invitation) => ({
      id: invitation.id,
      address: invitation.address,
      invitedAt: utc(invitation.invited_at),
      joinedAt: utc(invitation.joined_at),
      endedAt: utc(invitation.ended_at),
      evidence: invitation.evidence,
    })),
  };
}

const utc = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();
