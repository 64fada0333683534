import { addDays } from '../calendar.ts';
import type { SubprocessorChange } from './subprocessor-changes.ts';

/**
 * The notice that customers are promised, as it was promised: a shorter one is a change like any other. It has to be announced
 * itself, and counts for what is announced after the notice of its own is over; what was announced before keeps its deadlines.
 */

/** How many days of notice `content/vendors.yaml` promised from a day on. */
export interface NoticePromise {
  /** The day on which the main line said it, UTC. */
  readonly day: string;
  readonly days: number;
  /** Null for what is not committed yet. */
  readonly commit: string | null;
}

/**
 * The notice that a change announced on a day has to keep.
 *
 * @param promises - oldest first, one at least
 * @param day - ISO 8601
 */
export function bindingNotice(promises: readonly NoticePromise[], day: string): number {
  const binding = endsOf(promises).filter(
    ({ from, until }) => from <= day && (until === null || day < until),
  );
  return Math.max(...(binding.length > 0 ? binding : promises.slice(0, 1)).map(({ days }) => days));
}

/**
 * The changes of the notice itself, to be shown among those of subprocessors.
 *
 * @param promises - oldest first
 * @returns the changes, oldest first
 */
export function noticeChanges(promises: readonly NoticePromise[]): SubprocessorChange[] {
  return promises.flatMap(({ day, days, commit }, index) => {
    const before = promises[index - 1];
    if (!before || before.days === days) return [];
    const binding = bindingNotice(promises.slice(0, index), day);
    const effective = days < binding ? addDays(day, binding) : day;
    return {
      vendor: 'notice-period',
      name: 'All subprocessors',
      kind: 'notice' as const,
      detail: [`from then on ${days} days`, `until then ${binding} days`],
      announced: day,
      effective,
      objectUntil: days < binding ? effective : null,
      shortNotice: null,
      commit,
      entry: null,
      inPlace: false,
    };
  });
}

/** From when until when each promise binds: a longer one ends those before at once, a shorter one after the notice of its day. */
function endsOf(
  promises: readonly NoticePromise[],
): { readonly days: number; readonly from: string; readonly until: string | null }[] {
  return promises.map(({ day, days }, index) => {
    const ends = promises.slice(index + 1).map((next, offset) => {
      const before = promises.slice(0, index + 1 + offset);
      return next.days >= days ? next.day : addDays(next.day, bindingNotice(before, next.day));
    });
    return { days, from: day, until: ends.sort()[0] ?? null };
  });
}
