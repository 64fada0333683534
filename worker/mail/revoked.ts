import { content } from '../content.ts';
import type { Composing } from './compose.ts';
import { findHeldGrant } from './held-grant.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a reader that their access was withdrawn, and what still holds: what they agreed to about the copies they have.
 *
 * @returns the mail, or null where the grant is live again or another one took its place
 */
export async function composeRevoked({ db, row, now }: Composing): Promise<Letter | null> {
  const grant = await findHeldGrant(db, row.subject_id, now);
  if (!grant || grant.revokedAt === null || grant.replaced) return null;
  const { title } = grant.report;
  return {
    subject: `Your access to ${title} was withdrawn`,
    parts: [
      {
        kind: 'text',
        text: `Your access to “${title}” was withdrawn. You can no longer download it, and a download under way was stopped.`,
      },
      ...(grant.message === null ? [] : [{ kind: 'text', text: grant.message } as const]),
      {
        kind: 'text',
        text: 'What you agreed to goes on for the copies that you have: keep them confidential, and destroy them where the agreement says so.',
      },
      {
        kind: 'text',
        text: `If you think that this is a mistake, write to ${content.company.contacts.access}.`,
      },
    ],
    because: `You get this mail because you had access to “${title}”.`,
  };
}
