import approved from '../../.generated/policy-news.json';
import changes from '../../.generated/subprocessor-changes.json';
import type { PolicyNews } from '../../schema/history/policy-news.ts';
import type { SubprocessorChange } from '../../schema/history/subprocessor-changes.ts';
import { dayInWords } from '../access/day.ts';
import { content } from '../content.ts';
import type { TopicId } from './topics.ts';

/**
 * What the site says that subscribers may want to know: the same content that the site was built from, as the build gave
 * it to the Worker. An item's id stays the same in every build, and has no dot in it.
 */

/** One thing to tell subscribers. */
export interface Item {
  readonly id: string;
  readonly topic: TopicId;
  readonly title: string;
  readonly text: string;
  /** The page that says it, below our origin. */
  readonly path: string;
}

const KINDS: Readonly<Record<SubprocessorChange['kind'], string>> = {
  added: 'New subprocessor',
  extended: 'Wider use of a subprocessor',
  narrowed: 'Narrower use of a subprocessor',
  ends: 'A subprocessor is no longer used',
  withdrawn: 'A change of subprocessors was withdrawn',
  reworded: 'A subprocessor is described in other words',
};

/** Everything that the site says now. What is not committed yet is not said. */
export const items: readonly Item[] = [
  ...content.updates.map(
    ({ id, title, summary }): Item => ({
      id: `updates:${id}`,
      topic: 'updates',
      title,
      text: summary,
      path: `/updates/${id}/`,
    }),
  ),
  ...(changes as readonly SubprocessorChange[])
    .filter(({ commit }) => commit !== null)
    .map(
      (change): Item => ({
        id: `subprocessors:${change.vendor}:${change.kind}:${change.announced}:${change.effective}`,
        topic: 'subprocessors',
        title: `${KINDS[change.kind]}: ${change.name}`,
        text: [
          change.detail.length > 0 ? `${capitalised(change.detail.join('; '))}.` : '',
          change.effective === change.announced ? '' : `It takes effect on ${inWords(change.effective)}.`,
          change.objectUntil === null ? '' : `You may object until ${inWords(change.objectUntil)}.`,
          change.shortNotice === null ? '' : `Short notice: ${change.shortNotice}`,
        ]
          .filter(Boolean)
          .join(' '),
        path: '/subprocessors/#changes',
      }),
    ),
  ...content.reports.map(
    ({ id, title, issued, summary }): Item => ({
      id: `reports:${id}:${issued}`,
      topic: 'reports',
      title: `New: ${title}`,
      text: summary,
      path: `/reports/${id}/`,
    }),
  ),
  ...(approved as readonly PolicyNews[]).map(
    ({ policy, title, version, kind, summary }): Item => ({
      id: `policies:${policy}:${version.replaceAll('.', '-')}`,
      topic: 'policies',
      title: `${title}: version ${version} was approved`,
      text: [kind && `The change is ${kind}.`, summary].filter(Boolean).join(' '),
      path: `/policies/${policy}/history/#v${version}`,
    }),
  ),
];

/** The item of an id, while the site says it. */
export function itemOf(id: string): Item | undefined {
  return items.find((item) => item.id === id);
}

/**
 * The items that can be told of now: a report only once its file is live, which it cannot have been before its auditor
 * signed it.
 *
 * @param db - primary database session
 */
export async function sayableItems(db: D1DatabaseSession): Promise<readonly Item[]> {
  const { results } = await db
    .prepare('SELECT report_id, switched_at FROM report_pointers')
    .all<{ report_id: string; switched_at: number }>();
  const liveSince = new Map(results.map(({ report_id, switched_at }) => [report_id, switched_at]));
  const notYet = new Set(
    content.reports
      .filter(
        ({ id, access, issued }) =>
          access !== 'public' && (liveSince.get(id) ?? Number.NEGATIVE_INFINITY) < Date.parse(issued),
      )
      .map(({ id, issued }) => `reports:${id}:${issued}`),
  );
  return items.filter(({ id }) => !notYet.has(id));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function inWords(day: string): string {
  return dayInWords(Date.parse(day));
}
