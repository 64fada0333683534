const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The moment since when so many hours of working days have passed: of Monday to Friday, in UTC. What waits for longer is overdue.
 *
 * @param now - milliseconds
 * @param hours - of working days
 * @returns milliseconds
 */
export function overdueSince(now: number, hours: number): number {
  let left = hours * HOUR;
  let at = now;
  while (left > 0) {
    // The day that ends at `at`, or is under way then.
    const begins = Math.floor((at - 1) / DAY) * DAY;
    const works = ![0, 6].includes(new Date(begins).getUTCDay());
    const step = works ? Math.min(left, at - begins) : at - begins;
    at -= step;
    if (works) left -= step;
  }
  return at;
}
