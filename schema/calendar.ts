/** Reckoning with calendar dates, ISO 8601, without clock and time zone. */

const DAY_MS = 86_400_000;

/** How often something is done, and what that means for a due date. */
export const FREQUENCIES = [
  'continuous',
  'when it happens',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'twice a year',
  'yearly',
] as const;

/** One of the frequencies. */
export type Frequency = (typeof FREQUENCIES)[number];

/** Those that follow the calendar: how many months the part of the year is long in which it has to be done once. */
const MONTHS_OF_PART: Partial<Record<Frequency, number>> = { monthly: 1, quarterly: 3, 'twice a year': 6 };

/**
 * The day by which something has to be done again. What is done monthly, quarterly or twice a year is due by the end of
 * the next month, quarter or half-year; what is done yearly, twelve months after the last time.
 *
 * @param frequency - how often
 * @param last - the day on which it was done last
 * @returns the day, or null for what has no calendar
 */
export function dueAfter(frequency: Frequency, last: string): string | null {
  if (frequency === 'yearly') return addMonths(last, 12);
  const months = MONTHS_OF_PART[frequency];
  if (months === undefined) return null;
  const year = Number(last.slice(0, 4));
  const part = Math.floor((Number(last.slice(5, 7)) - 1) / months);
  return addDays(iso(Date.UTC(year, (part + 2) * months, 1)), -1);
}

/** @returns whether something is done at set times, so that a reader may ask when it was done last */
export function isRegular(frequency: Frequency): boolean {
  return frequency !== 'continuous' && frequency !== 'when it happens';
}

/** @returns how many days after `from` the day `to` is; negative when it is before */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** @returns the day so many days later */
export function addDays(day: string, days: number): string {
  return iso(Date.parse(day) + days * DAY_MS);
}

/** @returns the same day so many months later, or the last of that month if it is shorter */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** The day of a moment, in UTC. */
export function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
