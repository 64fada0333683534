import approved from '../../.generated/policy-news.json';
import changes from '../../.generated/subprocessor-changes.json';
import type { PolicyNews } from '../../schema/history/policy-news.ts';
import type { SubprocessorChange } from '../../schema/history/subprocessor-changes.ts';
import { content } from '../content.ts';
import type { Localised } from '../localised.tsx';
import type { TopicId } from './topics.ts';

/**
 * What the site says that subscribers may want to know: the same content that the site was built from, as the build gave
 * it to the Worker. An item's id stays the same in every build, and has no dot in it.
 */

/** One thing to tell subscribers. */
export interface Item {
  readonly id: string;
  readonly topic: TopicId;
  /** What a mail says of it: what the company wrote, in its own language, and our words around that. */
  readonly say: (words: Localised) => { readonly title: string; readonly text: string };
  /** The page that says it, below our origin. */
  readonly path: string;
}

/** Everything that the site says now. What is not committed yet is not said. */
export const items: readonly Item[] = [
  ...content.updates.map(
    ({ id, title, summary }): Item => ({
      id: `updates:${id}`,
      topic: 'updates',
      say: () => ({ title, text: summary }),
      path: `/updates/${id}/`,
    }),
  ),
  ...(changes as readonly SubprocessorChange[])
    .filter(({ commit }) => commit !== null)
    .map(
      (change): Item => ({
        id: `subprocessors:${change.vendor}:${change.kind}:${change.announced}:${change.effective}`,
        topic: 'subprocessors',
        say: (words) => sayChange(change, words),
        path: '/subprocessors/#changes',
      }),
    ),
  ...content.reports.map(
    ({ id, title, issued, summary }): Item => ({
      id: `reports:${id}:${issued}`,
      topic: 'reports',
      say: ({ m }) => ({ title: m.mail.news.report(title), text: summary }),
      path: `/reports/${id}/`,
    }),
  ),
  ...(approved as readonly PolicyNews[]).map(
    ({ policy, title, version, kind, summary }): Item => ({
      id: `policies:${policy}:${version.replaceAll('.', '-')}`,
      topic: 'policies',
      say: ({ m }) => ({
        title: m.mail.news.policy(title, version),
        text: [kind && m.mail.news.policyChange[kind], summary].filter(Boolean).join(' '),
      }),
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

function sayChange(change: SubprocessorChange, { m, day }: Localised): { title: string; text: string } {
  const { news } = m.mail;
  const inWords = (date: string): string => day(Date.parse(date));
  const sentences = [
    change.detail.length > 0 ? `${capitalised(change.detail.join('; '))}.` : '',
    change.effective === change.announced ? '' : news.effect(inWords(change.effective)),
    change.objectUntil === null ? '' : news.object(inWords(change.objectUntil)),
    change.shortNotice === null ? '' : news.shortNotice(change.shortNotice),
  ];
  return { title: news.changes[change.kind](change.name), text: sentences.filter(Boolean).join(' ') };
}
