import type { APIRoute, GetStaticPaths } from 'astro';
import { DEFAULT_LOCALE } from '../../../../../words/locale.ts';
import { origin, today } from '../../../content.ts';
import { escapeHtml, FEED_FORMATS, type FeedFormat, feedOf } from '../../../feed.ts';
import { messages } from '../../../locale.ts';
import { feedPath, type UpdateFeed, updateFeeds, updateId, updateInWords } from '../../../update-feeds.ts';

const { topics } = messages(DEFAULT_LOCALE);

interface Props {
  feed: UpdateFeed;
  format: FeedFormat;
}

export const getStaticPaths = (() =>
  updateFeeds.flatMap((feed) =>
    (Object.keys(FEED_FORMATS) as FeedFormat[]).map((format) => ({
      params: { name: `${feed.id}.${format}` },
      props: { feed, format } satisfies Props,
    })),
  )) satisfies GetStaticPaths;

/** Updates, of one topic or all, as a feed. */
export const GET: APIRoute<Props> = ({ props: { feed, format } }) => {
  const { id, title, updates } = feed;
  const changed = updates.map((update) => update.changed).toSorted();
  const made = feedOf({
    id: `updates/${id}`,
    title: title.toLowerCase(),
    page: '/updates/',
    updated: changed.at(-1) ?? today,
    paths: { atom: feedPath(id, 'atom'), rss: feedPath(id, 'rss'), json: feedPath(id, 'json') },
  });
  for (const update of updates) {
    made.addItem({
      id: updateId(update),
      title: escapeHtml(update.title),
      link: `${origin}/updates/${update.id}/`,
      published: new Date(update.published),
      // The day of the last amendment (RFC 4287, section 4.2.15).
      date: new Date(update.changed),
      description: escapeHtml(updateInWords(update)),
      category: [{ name: topics[update.topic], term: update.topic }],
    });
  }
  return new Response(FEED_FORMATS[format].render(made));
};
