import { INVITATION_DAYS } from '../companies/invite.ts';
import { findInvitation } from '../companies/store.ts';
import { content, reportOf } from '../content.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells somebody that a colleague brings them in. Who invites is named by address alone, which was confirmed; a name is
 * whatever was typed, and is not mailed to others. The link gives nothing by itself.
 *
 * @returns the mail, or null where the invitation is over
 */
export async function composeInvitation({ db, config, row, now }: Composing): Promise<Letter | null> {
  const invitation = await findInvitation(db, row.subject_id);
  if (!invitation || invitation.joined_at !== null || invitation.ended_at !== null) return null;
  const report = reportOf(invitation.acceptance.report);
  if (!report || invitation.expires_at <= now) return null;
  const href = new URL('/my-access', config.ORIGIN);
  href.searchParams.set('invitation', invitation.id);
  const { company } = content;
  return {
    subject: `A colleague invites you to read ${report.title} of ${company.name}`,
    parts: [
      {
        kind: 'text',
        text: `${invitation.acceptance.signer.address} accepted our NDA for your company, and invites you to read the report “${report.title}” under it. You need not sign anything again.`,
      },
      {
        kind: 'action',
        note: `You confirm this address, see the agreement, and have a copy of your own. The invitation is good for ${INVITATION_DAYS} days:`,
        label: 'Go on',
        href: href.href,
      },
      {
        kind: 'text',
        text: 'If you do not want it, do nothing: nothing is given to anybody, and what we hold of the invitation is deleted.',
      },
    ],
    because: 'You get this mail because a colleague entered your address.',
  };
}
