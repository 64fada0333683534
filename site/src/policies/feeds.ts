import { broughtBy, type Change, type PolicyHistory } from '../../../schema/history/policy-history.ts';
import { DEFAULT_LOCALE } from '../../../words/locale.ts';
import { company, origin } from '../content.ts';
import { escapeHtml, feedOf } from '../feed.ts';
import { messages } from '../locale.ts';
import { all, asOf } from './histories.ts';

/** Feeds of what became of the policies, in English, so that a reader can follow them without an account at a forge. */

const { signatures } = messages(DEFAULT_LOCALE);

/** Something that became of a policy. */
interface PolicyEvent {
  /** Unique among the events of the policy, and the same in every build. */
  readonly key: string;
  readonly date: string;
  readonly title: string;
  /** In words; no HTML. */
  readonly what: string;
  /** The fragment of the history page. */
  readonly at: string;
}

/** Where the feed of all policies lies. */
export const POLICIES_FEED = '/policies/changes.atom';

/** Where a policy's feed lies. */
export function policyFeedPath({ id }: { readonly id: string }): string {
  return `/policies/${id}/changes.atom`;
}

/** The feed of one policy, Atom. */
export function policyFeed(history: PolicyHistory): string {
  return atom(
    `policies/${history.id}`,
    `changes of ${history.title}`,
    `/policies/${history.id}/history/`,
    policyFeedPath(history),
    [history],
  );
}

/** The feed of all policies, those withdrawn included, Atom. */
export function policiesFeed(): string {
  return atom('policies', 'changes of policies', '/policies/', POLICIES_FEED, all);
}

function atom(
  id: string,
  title: string,
  page: string,
  path: string,
  histories: readonly PolicyHistory[],
): string {
  const events = histories
    .flatMap((history) => eventsOf(history).map((event) => ({ ...event, history })))
    .sort((a, b) => b.date.localeCompare(a.date));
  const feed = feedOf({ id, title, page, updated: events[0]?.date ?? asOf, paths: { atom: path } });
  for (const { key, date, title: said, what, at, history } of events) {
    feed.addItem({
      id: `tag:${company.domain},2026:policies/${history.id}/${key}`,
      title: escapeHtml(`${history.title}: ${said}`),
      link: `${origin}/policies/${history.id}/history/${at}`,
      date: new Date(date),
      description: escapeHtml(what),
    });
  }
  return feed.atom1();
}

function eventsOf(history: PolicyHistory): PolicyEvent[] {
  const { title, versions, reviews, withdrawn } = history;
  const first = broughtBy(history);
  return [
    ...versions.flatMap(({ version, kind, summary, changes, approval }): PolicyEvent[] => {
      const at = `#v${version}`;
      const last = changes.at(-1);
      const isNew = last !== undefined && last === first;
      const changed = last && {
        key: `versions/${version}`,
        date: last.date,
        title: isNew ? `added, version ${version}` : `version ${version}${kind === null ? '' : `, ${kind}`}`,
        what: `${summary ?? 'A new text.'} ${isNew ? 'Added' : 'Changed'} by ${by(last)}.`,
        at,
      };
      const approved = approval && {
        key: `approvals/${version}`,
        date: approval.by.date,
        title: approval.independent ? `version ${version} approved` : `version ${version} not approved`,
        what: `${approval.role}${approval.sample ? ' (sample record)' : ''}, recorded by ${by(approval.by)}.${
          approval.independent ? '' : ' Whoever recorded it wrote the text as well.'
        }`,
        at,
      };
      return [changed, approved].filter((event) => event != null);
    }),
    ...reviews.map(({ role, version, outcome, note, sample, by: change }) => ({
      key: `reviews/${change.commit.slice(0, 10)}-${version}`,
      date: change.date,
      title: `reviewed, ${outcome}`,
      what: `${role}${sample ? ' (sample record)' : ''}, version ${version}: ${outcome}.${note ? ` ${note}` : ''} Recorded by ${by(change)}.`,
      at: '#reviews',
    })),
    ...(withdrawn
      ? [
          {
            key: 'withdrawn',
            date: withdrawn.date,
            title: 'withdrawn',
            what: `${title} was withdrawn by ${by(withdrawn)}.`,
            at: '',
          },
        ]
      : []),
  ];
}

function by({ author, coAuthors, commit, signature }: Change): string {
  return `${[author, ...coAuthors].join(', ')} in commit ${commit.slice(0, 10)} (${signatures[signature]})`;
}
