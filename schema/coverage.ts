import { daysBetween } from './calendar.ts';
import type { Coverage, ReportSource } from './reports.ts';

/**
 * How far an examination and the letter after it reach, and how many days are left that nothing covers.
 *
 * @param report - a report; only one of type II covers a time
 * @param today - the day up to which to reckon
 * @returns the coverage, or null for a report that covers no time
 */
export function coverageOf(
  { type, period, bridge }: Pick<ReportSource, 'type' | 'period' | 'bridge'>,
  today: string,
): Coverage | null {
  if (type !== 'II' || period === null) return null;
  const bridgedTo = bridge?.to ?? null;
  return {
    examinedTo: period.to,
    bridgedTo,
    uncoveredDays: Math.max(0, daysBetween(bridgedTo ?? period.to, today)),
    on: today,
  };
}
