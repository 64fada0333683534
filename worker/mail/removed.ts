import { findInvitation } from '../companies/store.ts';
import { content } from '../content.ts';
import { pageUrl } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a colleague that they are no longer covered by the acceptance of whoever brought them in.
 *
 * @returns the mail, or null where they left by themselves
 */
export async function composeRemoved({ db, config, row, words }: Composing): Promise<Letter | null> {
  const invitation = await findInvitation(db, row.subject_id);
  if (invitation?.joined_at == null || invitation.ended_at === null || invitation.ended_by === 'colleague')
    return null;
  const { removed } = words.m.mail;
  return {
    subject: removed.subject(content.company.name),
    parts: [
      { kind: 'text', text: removed.text(invitation.acceptance.signer.address) },
      { kind: 'text', text: removed.goesOn },
      { kind: 'action', label: removed.page, href: pageUrl(config, words, '/my-access') },
    ],
    because: removed.because,
  };
}
