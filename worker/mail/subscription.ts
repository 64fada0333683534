import { content } from '../content.ts';
import { hashOf, newToken } from '../random.ts';
import { findSubscriptionRequest, keepToken } from '../subscriptions/store.ts';
import { titlesOf } from '../subscriptions/topics.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * The mail that confirms a subscription. Its token is made here and stored as a hash only, and ends the older ones of
 * its address.
 *
 * @returns the mail, or null where it was confirmed meanwhile, or is over
 */
export async function composeSubscription({ db, config, row, now }: Composing): Promise<Letter | null> {
  const request = await findSubscriptionRequest(db, row.subject_id);
  if (!request || request.expires_at <= now) return null;
  const token = newToken();
  await db.batch(keepToken(db, request, await hashOf(token)));
  const href = new URL('/subscribe/confirm', config.ORIGIN);
  href.searchParams.set('token', token);
  return {
    subject: `Confirm that you want news from ${content.company.name}`,
    parts: [
      {
        kind: 'text',
        text: `Somebody asked us to tell this address of ${titlesOf(request.topics)}. If it was you, confirm it.`,
      },
      { kind: 'action', label: 'Confirm', href: href.href },
      {
        kind: 'text',
        text: 'The link works once, for two days. If it was not you, do nothing: no further mail comes of it.',
      },
    ],
    because: `You get this mail because somebody entered your address at ${new URL(config.ORIGIN).host}.`,
  };
}
