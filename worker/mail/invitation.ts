import { INVITATION_DAYS } from '../companies/invite.ts';
import { findInvitation } from '../companies/store.ts';
import { content, reportOf } from '../content.ts';
import { pageUrl } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells somebody that a colleague brings them in. Who invites is named by address alone, which was confirmed; a name is
 * whatever was typed, and is not mailed to others. The link gives nothing by itself.
 *
 * @returns the mail, or null where the invitation is over
 */
export async function composeInvitation({ db, config, row, words, now }: Composing): Promise<Letter | null> {
  const invitation = await findInvitation(db, row.subject_id);
  if (!invitation || invitation.joined_at !== null || invitation.ended_at !== null) return null;
  const report = reportOf(invitation.acceptance.report);
  if (!report || invitation.expires_at <= now) return null;
  const href = new URL(pageUrl(config, words, '/my-access'));
  href.searchParams.set('invitation', invitation.id);
  const { invitation: about } = words.m.mail;
  return {
    subject: about.subject(report.title, content.company.name),
    parts: [
      { kind: 'text', text: about.text(invitation.acceptance.signer.address, report.title) },
      { kind: 'action', note: about.steps(INVITATION_DAYS), label: about.on, href: href.href },
      { kind: 'text', text: about.ignore },
    ],
    because: about.because,
  };
}
