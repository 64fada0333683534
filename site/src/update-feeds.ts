import { plainText } from '../../schema/plain-text.ts';
import { UPDATE_TOPICS, type Update, type UpdateTopic } from '../../schema/updates.ts';
import { DEFAULT_LOCALE } from '../../words/locale.ts';
import { company, updates } from './content.ts';
import { FEED_FORMATS, type FeedFormat } from './feed.ts';
import { messages } from './locale.ts';

/** The feeds of updates, in English: one of all, and one of each topic, each in every format. */

const { topics, updates: words } = messages(DEFAULT_LOCALE);

/** A feed of updates. */
export interface UpdateFeed {
  readonly id: UpdateTopic | 'all';
  readonly title: string;
  /** Newest first. */
  readonly updates: readonly Update[];
}

/** All of them. A topic has its feed before it has an update. */
export const updateFeeds: readonly UpdateFeed[] = [
  { id: 'all', title: topics.all, updates },
  ...UPDATE_TOPICS.map((id) => ({
    id,
    title: topics[id],
    updates: updates.filter(({ topic }) => topic === id),
  })),
];

/** Where a feed lies. */
export function feedPath(id: UpdateFeed['id'], format: FeedFormat): string {
  return `/updates/feeds/${id}.${format}`;
}

/** An identifier that stays the same in every build and every feed: a tag URI (RFC 4151). */
export function updateId({ id, published }: Update): string {
  return `tag:${company.domain},${published}:updates/${id}`;
}

/** What an entry of a feed says: the summary, how bad it is, whom it is about, what is to be done, and how far we have come. */
export function updateInWords({ summary, severity, affected, action, postMortem }: Update): string {
  const facts = [severity, affected.length > 0 ? `affected: ${affected.join('; ')}` : ''].filter(Boolean);
  const followUps = postMortem?.followUps ?? [];
  return [
    facts.length > 0 ? `${summary} (${facts.join('; ')})` : summary,
    action === null ? (severity === null ? '' : words.noAction) : `${words.action}: ${plainText(action)}`,
    followUps.length === 0
      ? ''
      : `${words.followUps}: ${followUps.filter(({ done }) => done).length} of ${followUps.length} done.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The feeds of all updates, for the head of pages. */
export const feedLinks = Object.entries(FEED_FORMATS).map(([format, { name, type }]) => ({
  type,
  title: `${company.name}: updates (${name})`,
  path: feedPath('all', format as FeedFormat),
}));
