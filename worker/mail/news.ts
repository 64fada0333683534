import { content } from '../content.ts';
import { itemOf } from '../subscriptions/items.ts';
import { findSubscription } from '../subscriptions/store.ts';
import { subscriptionToken } from '../subscriptions/token.ts';
import { namesOf } from '../subscriptions/topics.ts';
import { pageUrl } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';
import { newsSubject } from './subjects.ts';

/**
 * Tells a subscriber of one thing that is new on the site.
 *
 * @returns the mail, or null where they want it no longer, or the site no longer says it
 */
export async function composeNews({ db, config, row, words }: Composing): Promise<Letter | null> {
  const { subscriptionId, itemId } = newsSubject(row.subject_id);
  const item = itemOf(itemId);
  const subscription = await findSubscription(db, subscriptionId);
  if (!item || !subscription?.topics.includes(item.topic)) return null;
  const link = async (path: string) => {
    const url = new URL(pageUrl(config, words, path));
    url.searchParams.set('token', await subscriptionToken(config.SESSION_SECRET, subscription.id));
    return url.href;
  };
  const { news } = words.m.mail;
  const { title, text } = item.say(words);
  return {
    subject: title,
    parts: [
      { kind: 'text', text },
      { kind: 'action', label: news.more, href: pageUrl(config, words, item.path) },
    ],
    because: news.because(content.company.name, namesOf(words.m, [item.topic])),
    unsubscribe: { page: await link('/subscribe/manage'), oneClick: await link('/api/unsubscribe') },
  };
}
