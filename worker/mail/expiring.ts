import { dayInWords } from '../access/day.ts';
import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import { findHeldGrant } from './held-grant.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a reader that their access is about to end, while they can still do something about it.
 *
 * @returns the mail, or null where it has ended, was withdrawn, or lasts longer by now
 */
export async function composeExpiring({ db, config, row, now }: Composing): Promise<Letter | null> {
  const grant = await findHeldGrant(db, row.subject_id, now);
  if (!grant || grant.revokedAt !== null || grant.replaced || grant.expiresAt <= now) return null;
  const { id, title } = grant.report;
  const day = dayInWords(grant.expiresAt);
  return {
    subject: `Your access to ${title} ends on ${day}`,
    parts: [
      {
        kind: 'text',
        text: `You can download “${title}” until ${day}. If you need it after that day, ask for it again from its page; it takes about a minute.`,
      },
      { kind: 'action', label: 'Open the report’s page', href: accessPage(config, id) },
      { kind: 'text', text: 'If you need it no longer, do nothing.' },
    ],
    because: `You get this mail because you have access to “${title}”.`,
  };
}
