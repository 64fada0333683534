import { content } from '../content.ts';
import { itemOf } from '../subscriptions/items.ts';
import { findSubscription } from '../subscriptions/store.ts';
import { subscriptionToken } from '../subscriptions/token.ts';
import { titlesOf } from '../subscriptions/topics.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';
import { newsSubject } from './subjects.ts';

/**
 * Tells a subscriber of one thing that is new on the site.
 *
 * @returns the mail, or null where they want it no longer, or the site no longer says it
 */
export async function composeNews({ db, config, row }: Composing): Promise<Letter | null> {
  const { subscriptionId, itemId } = newsSubject(row.subject_id);
  const item = itemOf(itemId);
  const subscription = await findSubscription(db, subscriptionId);
  if (!item || !subscription?.topics.includes(item.topic)) return null;
  const link = async (path: string) => {
    const url = new URL(path, config.ORIGIN);
    url.searchParams.set('token', await subscriptionToken(config.SESSION_SECRET, subscription.id));
    return url.href;
  };
  return {
    subject: item.title,
    parts: [
      { kind: 'text', text: item.text },
      { kind: 'action', label: 'Read more', href: new URL(item.path, config.ORIGIN).href },
    ],
    because: `You get this mail because you asked ${content.company.name} for news about ${titlesOf([item.topic])}.`,
    unsubscribe: { page: await link('/subscribe/manage'), oneClick: await link('/api/unsubscribe') },
  };
}
