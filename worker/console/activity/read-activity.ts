import { NOT_BY_JOINING } from '../../companies/joining.ts';
import { COUNTS, type Counted, DAY, dayOf } from './count-days.ts';

/** What the charts show: numbers by week, of the days that were counted and of those since. */

/** How many weeks a chart has. */
export const WEEKS = 26;

/** The newest ones of a week and a report: enough for a median, and no more rows to read than this. */
const MOST_TIMES = 200;

/** Days that are counted for a page, where the sweep has not come to them yet. */
const MOST_LIVE_DAYS = 14;

/** Mondays: the first day of 1970 was a Thursday. */
const mondayOf = (day: number): number => day - ((day + 3) % 7);

/** One week. */
export interface Week {
  /** Its Monday, ISO 8601. */
  readonly from: string;
  /** Numbers by report. */
  readonly requests: Readonly<Record<string, number>>;
  readonly downloads: Readonly<Record<string, number>>;
  /** The median of seconds from the form to the report; null where nobody got one. */
  readonly medianSeconds: number | null;
}

/** Statement of the counted days of a kind. ?1 is the first day. */
export const DAYS = 'SELECT day, report_id, n FROM activity_days WHERE day >= ?1 AND kind = ?2';

/** Statement of how long readers of a report took in one week. */
export const TIMES = `SELECT changed_at - created_at AS ms FROM requests
  WHERE report_id = ?1 AND state = 'granted' AND changed_at >= ?2 AND changed_at < ?3 AND changed_at > created_at
    AND ${NOT_BY_JOINING}
  ORDER BY changed_at DESC LIMIT ${MOST_TIMES}`;

/**
 * Reads the last weeks, the present one among them.
 *
 * @param db - primary database session
 * @param reportIds - reports of the catalogue that are behind the gate
 * @param now - milliseconds
 */
export async function readActivity(
  db: D1DatabaseSession,
  reportIds: readonly string[],
  now: number,
): Promise<Week[]> {
  const first = mondayOf(dayOf(now)) - 7 * (WEEKS - 1);
  const weeks = Array.from({ length: WEEKS }, (_, index) => first + 7 * index);
  const counted = await db
    .prepare('SELECT max(day) AS day FROM activity_counted')
    .first<{ day: number | null }>();
  const uncounted = Math.max(first, dayOf(now) - MOST_LIVE_DAYS + 1, (counted?.day ?? 0) + 1);
  const kinds = ['requests', 'downloads'] as const satisfies readonly Counted[];
  const times = weeks.flatMap((monday) =>
    reportIds.map((id) => db.prepare(TIMES).bind(id, monday * DAY, (monday + 7) * DAY)),
  );
  // Days since the last one that was counted: today, as a rule.
  const since = Array.from(
    { length: Math.max(0, dayOf(now) - uncounted + 1) },
    (_, index) => uncounted + index,
  );
  const live = kinds.flatMap((kind) =>
    since.map((day) => db.prepare(COUNTS[kind]).bind(day * DAY, (day + 1) * DAY)),
  );
  const results = await db.batch<Record<string, unknown>>([
    ...kinds.map((kind) => db.prepare(DAYS).bind(first, kind)),
    ...live,
    ...times,
  ]);
  const rows = (index: number) => results[index]?.results ?? [];

  const sums = Object.fromEntries(
    kinds.map((kind, k) => {
      const byWeek = weeks.map((): Record<string, number> => ({}));
      const add = (day: number, row: Record<string, unknown>) => {
        const week = byWeek[Math.floor((day - first) / 7)];
        const report = String(row.report_id);
        if (week) week[report] = (week[report] ?? 0) + Number(row.n);
      };
      for (const row of rows(k)) if (Number(row.day) < uncounted) add(Number(row.day), row);
      for (const [index, day] of since.entries())
        for (const row of rows(kinds.length + k * since.length + index)) add(day, row);
      return [kind, byWeek];
    }),
  ) as Record<(typeof kinds)[number], Record<string, number>[]>;

  const timesFrom = kinds.length + live.length;
  return weeks.map((monday, index) => {
    const taken = reportIds.flatMap((_, report) =>
      rows(timesFrom + index * reportIds.length + report).map(({ ms }) => Number(ms)),
    );
    return {
      from: new Date(monday * DAY).toISOString().slice(0, 10),
      requests: sums.requests[index] ?? {},
      downloads: sums.downloads[index] ?? {},
      medianSeconds: median(taken),
    };
  });
}

function median(milliseconds: readonly number[]): number | null {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : Math.ceil((upper + lower) / 2 / 1000);
}
