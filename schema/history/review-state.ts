import { broughtBy, type PolicyHistory, type Review } from './policy-history.ts';

/** Where a policy stands between two reviews. */
export interface ReviewState {
  readonly last: Review | null;
  /** The day by which the next one is due, ISO 8601. */
  readonly due: string;
  /** For how many days it has been due; 0 while it is not. */
  readonly overdueDays: number;
}

const DAY_MS = 86_400_000;

/**
 * Whether a review is due. Without any review, time counts from the day on which the policy came into the repository.
 *
 * @param history - the policy's history
 * @param asOf - the day to judge by, ISO 8601
 */
export function reviewState(history: PolicyHistory, asOf: string): ReviewState {
  const last = history.reviews[0] ?? null;
  const since = last?.by.date ?? broughtBy(history)?.date ?? asOf;
  const due = monthsLater(since, history.reviewEveryMonths);
  const late = Math.round((Date.parse(asOf) - Date.parse(due)) / DAY_MS);
  return { last, due, overdueDays: Math.max(0, late) };
}

/** The same day some months later, or the last day of a month that has no such day. */
function monthsLater(date: string, months: number): string {
  const then = new Date(date);
  const day = then.getUTCDate();
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() + months + 1, 0);
  then.setUTCDate(Math.min(day, then.getUTCDate()));
  return then.toISOString().slice(0, 'yyyy-mm-dd'.length);
}
