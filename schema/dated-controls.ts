import type { Control, DATES_FROM } from './controls.ts';
import type { PolicyHistory } from './history/policy-history.ts';
import { reviewState } from './history/review-state.ts';
import type { Vendor } from './vendors.ts';

/** When a control was carried out last, and by when it has to be again. */
export type ControlDates = Pick<Control, 'lastRun' | 'nextDue'>;

/**
 * Gives controls the dates that other parts of the content hold: of many reviews the latest was last, and the earliest
 * that is due is next.
 *
 * @param controls - the controls; those whose `datesFrom` says something else stay as they are
 * @param from - what the dates are those of
 * @param dates - the dates
 * @param today - the day for which to say what is overdue
 */
export function datedControls(
  controls: readonly Control[],
  from: (typeof DATES_FROM)[number],
  dates: ControlDates,
  today: string,
): Control[] {
  return controls.map((control) => {
    if (control.datesFrom !== from) return control;
    const overdue = control.status === 'in place' && dates.nextDue !== null && dates.nextDue < today;
    return { ...control, ...dates, overdue };
  });
}

/** The dates of the active vendors: reviews, and what else the rules ask of each by a day. */
export function vendorDates(vendors: readonly Vendor[]): ControlDates {
  const active = vendors.filter(({ status }) => status === 'active');
  return {
    lastRun: latest(active.flatMap(({ reviews }) => reviews.map(({ date }) => date))),
    nextDue: earliest(active.flatMap(({ due }) => due.map(({ by }) => by))),
  };
}

/**
 * The dates of the policies’ reviews.
 *
 * @param histories - of all policies; those withdrawn need no review
 * @param asOf - the day to judge by, ISO 8601
 */
export function policyDates(histories: readonly PolicyHistory[], asOf: string): ControlDates {
  const states = histories
    .filter(({ withdrawn }) => withdrawn === null)
    .map((history) => reviewState(history, asOf));
  return {
    lastRun: latest(states.flatMap(({ last }) => last?.by.date ?? [])),
    nextDue: earliest(states.map(({ due }) => due)),
  };
}

function latest(days: readonly string[]): string | null {
  return days.toSorted().at(-1) ?? null;
}

function earliest(days: readonly string[]): string | null {
  return days.toSorted()[0] ?? null;
}
