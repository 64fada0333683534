import { daysBetween } from './calendar.ts';
import type { Coverage, Report, ReportSource } from './reports.ts';

/**
 * How far an examination and the letter after it reach, and how many days are left that nothing covers.
 *
 * @param report - a report; only one of type II covers a time
 * @param today - the day up to which to reckon
 * @param other - the report of the same examination that holds the letter, where it is not this one
 * @returns the coverage, or null for a report that covers no time
 */
export function coverageOf(
  { type, period, bridge }: Pick<ReportSource, 'type' | 'period' | 'bridge'>,
  today: string,
  other: Pick<Report, 'id' | 'bridge'> | null = null,
): Coverage | null {
  if (type !== 'II' || period === null) return null;
  const letter = bridge ?? other?.bridge;
  const bridgedTo = letter?.to ?? null;
  return {
    examinedTo: period.to,
    bridgedTo,
    letterIn: bridge === null && other?.bridge ? other.id : null,
    uncoveredDays: Math.max(0, daysBetween(bridgedTo ?? period.to, today)),
    on: today,
  };
}
