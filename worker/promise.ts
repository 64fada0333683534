import { Hono } from 'hono';
import type { ReportPromise, ServicePromise } from '../schema/promise.ts';
import type { App } from './app.ts';
import { NOT_BY_JOINING } from './companies/joining.ts';
import { content } from './content.ts';

/**
 * The service promise, counted: how long readers took to have a report, and how many wait now. The Worker tells it to anybody;
 * the site, which asks no Worker, shows what `trust promise` last fetched.
 */

/** Over how many days it is counted. */
export const DAYS = 90;
const DAY = 86_400_000;
/** The newest ones of those days: enough for a median, and no more rows to read than this. */
const MOST_COUNTED = 200;
const CACHED_SECONDS = 300;

/**
 * Counts for some reports.
 *
 * Customers who sign in are not among them, nor is whoever had it at once because they had accepted the NDA before, or by
 * joining a colleague's agreement: none of them waits for anything, so that they would only make the figure look better.
 *
 * @param db - primary database session
 * @param reportIds - which reports
 * @param now - milliseconds
 */
export async function countPromise(
  db: D1DatabaseSession,
  reportIds: readonly string[],
  now: number,
): Promise<ReportPromise[]> {
  if (reportIds.length === 0) return [];
  const results = await db.batch<{ n: number }>(
    reportIds.flatMap((id) => [
      db.prepare(TIMES).bind(id, now - DAYS * DAY, MOST_COUNTED),
      db.prepare(WAITING).bind(id),
    ]),
  );
  return reportIds.map((report, index) => {
    const times = (results[2 * index]?.results ?? []).map(({ n }) => n);
    const waiting = results[2 * index + 1]?.results[0]?.n ?? 0;
    return { report, given: times.length, medianSeconds: median(times), waiting };
  });
}

/** Milliseconds from the form to the report. */
export const TIMES = `SELECT changed_at - created_at AS n FROM requests
  WHERE report_id = ?1 AND state = 'granted' AND changed_at >= ?2 AND changed_at > created_at
    AND ${NOT_BY_JOINING}
  ORDER BY changed_at DESC LIMIT ?3`;

export const WAITING = `SELECT count(*) AS n FROM requests WHERE report_id = ?1 AND state = 'pending'`;

/** In seconds, rounded up. */
function median(milliseconds: readonly number[]): number | null {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : Math.ceil((upper + lower) / 2 / 1000);
}

/** `/api/promise`: public, without anything about a person. */
export const promise = new Hono<App>().get('/', async (c) => {
  const { db, now } = c.var;
  const gated = content.reports.filter(({ access }) => access !== 'public').map(({ id }) => id);
  const answer: ServicePromise = {
    asOf: new Date(now).toISOString(),
    days: DAYS,
    reports: await countPromise(db, gated, now),
  };
  return c.json(answer, 200, { 'Cache-Control': `public, max-age=${CACHED_SECONDS}` });
});
