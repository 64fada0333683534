const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const short = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const monthOfYear = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/**
 * A date in words.
 *
 * @param date - `2026-11-02`, or a month `2026-11`
 * @returns "2 November 2026" or "November 2026"
 */
export function inWords(date: string): string {
  const format = date.length === 'yyyy-mm'.length ? monthOfYear : day;
  return format.format(new Date(date));
}

/**
 * A date for a table.
 *
 * @param date - `2026-11-02`
 * @returns "2 Nov 2026"
 */
export function shortDate(date: string): string {
  return short.format(new Date(date));
}

/**
 * The length of a period, both days included.
 *
 * @returns "12 months" where it is whole months, else "12 days"
 */
export function lengthInWords({ from, to }: { from: string; to: string }): string {
  const start = new Date(from);
  const end = new Date(to);
  end.setUTCDate(end.getUTCDate() + 1);
  const months =
    (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  if (months > 0 && start.getUTCDate() === end.getUTCDate())
    return months === 1 ? '1 month' : `${months} months`;
  const days = Math.round((end.getTime() - start.getTime()) / 86_400_000);
  return daysInWords(days);
}

/** A number of days in words, as in "9 days". */
export function daysInWords(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
