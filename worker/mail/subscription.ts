import { content } from '../content.ts';
import { hashOf, newToken } from '../random.ts';
import { findSubscriptionRequest, keepToken } from '../subscriptions/store.ts';
import { namesOf } from '../subscriptions/topics.ts';
import { pageUrl } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * The mail that confirms a subscription. Its token is made here and stored as a hash only, and ends the older ones of
 * its address.
 *
 * @returns the mail, or null where it was confirmed meanwhile, or is over
 */
export async function composeSubscription({
  db,
  config,
  row,
  words,
  now,
}: Composing): Promise<Letter | null> {
  const request = await findSubscriptionRequest(db, row.subject_id);
  if (!request || request.expires_at <= now) return null;
  const token = newToken();
  await db.batch(keepToken(db, request, await hashOf(token)));
  const href = new URL(pageUrl(config, words, '/subscribe/confirm'));
  href.searchParams.set('token', token);
  const { subscription, becauseEntered } = words.m.mail;
  return {
    subject: subscription.subject(content.company.name),
    parts: [
      { kind: 'text', text: subscription.text(namesOf(words.m, request.topics)) },
      { kind: 'action', label: subscription.confirm, href: href.href },
      { kind: 'text', text: subscription.once },
    ],
    because: becauseEntered(new URL(config.ORIGIN).host),
  };
}
