import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import { findHeldGrant } from './held-grant.ts';
import type { Letter } from './letter.ts';
import { endSubject } from './subjects.ts';

/**
 * Tells a reader that their access is about to end, while they can still do something about it.
 *
 * @returns the mail, or null where it has ended, was withdrawn, or lasts longer by now
 */
export async function composeExpiring({ db, config, row, words, now }: Composing): Promise<Letter | null> {
  const { grantId, endsAt } = endSubject(row.subject_id);
  const grant = await findHeldGrant(db, grantId, now);
  if (!grant || grant.revokedAt !== null || grant.replaced || grant.expiresAt <= now) return null;
  // It was renewed since.
  if (grant.expiresAt !== endsAt) return null;
  const { id, title } = grant.report;
  const day = words.day(grant.expiresAt);
  const { expiring, becauseHave } = words.m.mail;
  return {
    subject: expiring.subject(title, day),
    parts: [
      { kind: 'text', text: expiring.text(title, day) },
      { kind: 'action', label: expiring.open, href: accessPage(config, words, id) },
      { kind: 'text', text: expiring.nothing },
    ],
    because: becauseHave(title),
  };
}
