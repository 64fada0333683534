import type { Change, PolicyVersion } from '../../../schema/history/policy-history.ts';
import { inWords } from '../../../words/dates.ts';

/** What is said of a text that bound before it came into this repository, in English. */

/** Since when its text is here, after a clause. */
export function textSince({ changes: [change] }: PolicyVersion): string {
  return change ? `; its text is here since ${inWords(change.date)}` : '';
}

/** A sentence about the days from which it bound, where the repository stated more than one; empty where it did not. */
export function daysStated({ inForce }: Pick<PolicyVersion, 'inForce'>): string {
  const days = inForce?.stated ?? [];
  if (!inForce || days.length === 0) return '';
  const said = days.map(({ day }, index) => {
    const next = days[index + 1];
    const what = day === null ? 'not at all' : `as ${inWords(day)}`;
    if (next) return `${index === 0 ? 'Stated' : 'then'} ${what} until ${commitOf(next.by)}`;
    return `since then ${what}`;
  });
  const correctedBy = days.findLast(
    (one) => one.correctedBy !== null && one.day === inForce.from,
  )?.correctedBy;
  const why = correctedBy
    ? `Version ${correctedBy} puts it right`
    : 'No approved version puts it right, so that the day stated first counts';
  return `${said.join(', ')}. ${why}.`;
}

function commitOf(change: Change | null): string {
  return change === null
    ? 'the text that is not committed yet'
    : `commit ${change.commit.slice(0, 10)} of ${inWords(change.date)}`;
}
