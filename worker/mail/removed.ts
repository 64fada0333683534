import { findInvitation } from '../companies/store.ts';
import { content } from '../content.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a colleague that they are no longer covered by the acceptance of whoever brought them in.
 *
 * @returns the mail, or null where they left by themselves
 */
export async function composeRemoved({ db, config, row }: Composing): Promise<Letter | null> {
  const invitation = await findInvitation(db, row.subject_id);
  if (invitation?.joined_at == null || invitation.ended_at === null || invitation.ended_by === 'colleague')
    return null;
  const { company } = content;
  return {
    subject: `Your access at ${company.name} under your colleague’s NDA has ended`,
    parts: [
      {
        kind: 'text',
        text: `You had access because ${invitation.acceptance.signer.address} accepted our NDA for your company. That no longer covers you, so reports are no longer open to you under it, and a download under way was stopped.`,
      },
      {
        kind: 'text',
        text: 'The agreement goes on for the copies that you have. You can ask for a report in your own name at any time.',
      },
      { kind: 'action', label: 'My access', href: new URL('/my-access', config.ORIGIN).href },
    ],
    because: 'You get this mail because a colleague had brought you in.',
  };
}
