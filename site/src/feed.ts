import { Feed } from 'feed';
import { company, origin } from './content.ts';

/** Feeds in three formats. The same content makes the same bytes. */

/** What a feed is of. */
export interface FeedSubject {
  /** The last part of its identifier, a tag URI (RFC 4151); it never changes. */
  readonly id: string;
  readonly title: string;
  /** The path of the page that it follows. */
  readonly page: string;
  /** The day of its newest entry. */
  readonly updated: string;
  /** Where it lies, by format. */
  readonly paths: Readonly<Partial<Record<FeedFormat, string>>>;
}

/** The formats: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1. */
export const FEED_FORMATS = {
  atom: { name: 'Atom', type: 'application/atom+xml', render: (feed: Feed) => feed.atom1() },
  rss: { name: 'RSS', type: 'application/rss+xml', render: (feed: Feed) => feed.rss2() },
  json: { name: 'JSON Feed', type: 'application/feed+json', render: (feed: Feed) => feed.json1() },
} as const;

/** One of the formats; also how the names of their files end. */
export type FeedFormat = keyof typeof FEED_FORMATS;

/** A feed without entries. */
export function feedOf({ id, title, page, updated, paths }: FeedSubject): Feed {
  return new Feed({
    id: `tag:${company.domain},2026:${id}`,
    title: `${company.name}: ${title}`,
    description: `From the pages of ${company.name} on security: ${title}.`,
    link: `${origin}${page}`,
    language: 'en',
    copyright: company.legalName,
    updated: new Date(updated),
    generator: 'Vitrine',
    feedLinks: Object.fromEntries(
      Object.entries(paths).map(([format, path]) => [format, `${origin}${path}`]),
    ),
    author: { name: company.name },
  });
}

/** The library says of texts that they are HTML (RFC 4287, section 3.1.1.2), so they have to be. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
