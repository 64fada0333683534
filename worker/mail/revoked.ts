import { content } from '../content.ts';
import type { Composing } from './compose.ts';
import { findHeldGrant } from './held-grant.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a reader that their access was withdrawn, and what still holds: what they agreed to about the copies they have.
 *
 * @returns the mail, or null where the grant is live again or another one took its place
 */
export async function composeRevoked({ db, row, words, now }: Composing): Promise<Letter | null> {
  const grant = await findHeldGrant(db, row.subject_id, now);
  if (!grant || grant.revokedAt === null || grant.replaced) return null;
  const { title } = grant.report;
  const { mail } = words.m;
  return {
    subject: mail.revoked.subject(title),
    parts: [
      { kind: 'text', text: mail.revoked.text(title) },
      ...(grant.message === null ? [] : [{ kind: 'text', text: grant.message } as const]),
      { kind: 'text', text: mail.revoked.stays },
      { kind: 'text', text: mail.mistake(content.company.contacts.access) },
    ],
    because: mail.becauseHad(title),
  };
}
