import { NOT_BY_JOINING } from '../../companies/joining.ts';

/**
 * Counts each day once, when it is over: what the charts of the console are drawn from. A day that is counted again comes out
 * the same, so that a missed or doubled run of the sweep ends in the same state, and a chart reads some rows for each
 * day, however many requests and downloads that day had.
 */

export const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Days that one run of the sweep counts: a deployment that begins to count catches up within an hour. */
const MOST_DAYS_PER_RUN = 60;

/** What is counted, and by which statement. ?1 and ?2 are the first milliseconds of the day and of the next. */
export const COUNTS = {
  // Whoever never confirmed an address asked for nothing, nor did whoever joined a colleague's agreement.
  requests: `SELECT report_id, count(*) AS n FROM requests
    WHERE created_at >= ?1 AND created_at < ?2 AND person_id IS NOT NULL
      AND ${NOT_BY_JOINING} GROUP BY report_id`,
  grants: `SELECT report_id, count(*) AS n FROM grants
    WHERE starts_at >= ?1 AND starts_at < ?2 GROUP BY report_id`,
  // A download that a viewer takes in parts is one.
  downloads: `SELECT g.report_id, count(*) AS n FROM downloads d JOIN grants g ON g.id = d.grant_id
    WHERE d.started_at >= ?1 AND d.started_at < ?2 AND d.first_byte = 0 GROUP BY g.report_id`,
} as const;

/** One of the things that are counted. */
export type Counted = keyof typeof COUNTS;

/** The day of a moment, counted from 1970-01-01 UTC. */
export const dayOf = (milliseconds: number): number => Math.floor(milliseconds / DAY);

/** The last day that is over, and so are the confirmations that were mailed on it. */
const lastWholeDay = (now: number): number => dayOf(now - HOUR) - 1;

/**
 * Counts the days that are over and were not counted yet, oldest first.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function countDays(env: Env, now: number): Promise<void> {
  const db = env.DB.withSession('first-primary');
  const last = lastWholeDay(now);
  const from = await nextDay(db);
  if (from === null) return;
  for (let day = from; day <= Math.min(last, from + MOST_DAYS_PER_RUN - 1); day++) {
    await db.batch([
      ...(Object.keys(COUNTS) as Counted[]).map((kind) =>
        db
          .prepare(
            `INSERT INTO activity_days (day, kind, report_id, n) SELECT ?3, '${kind}', report_id, n FROM (${COUNTS[kind]})
             WHERE true ON CONFLICT (day, kind, report_id) DO UPDATE SET n = excluded.n`,
          )
          .bind(day * DAY, (day + 1) * DAY, day),
      ),
      db
        .prepare('INSERT INTO activity_counted (day, at) VALUES (?1, ?2) ON CONFLICT (day) DO NOTHING')
        .bind(day, now),
    ]);
  }
}

/** The day after the last one that was counted, or the first one that anything happened on. */
async function nextDay(db: D1DatabaseSession): Promise<number | null> {
  const row = await db
    .prepare(
      `SELECT (SELECT max(day) FROM activity_counted) AS counted, (SELECT min(created_at) FROM requests) AS request,
         (SELECT min(starts_at) FROM grants) AS granted`,
    )
    .first<{ counted: number | null; request: number | null; granted: number | null }>();
  if (!row) return null;
  if (row.counted !== null) return row.counted + 1;
  const firsts = [row.request, row.granted].filter((at) => at !== null);
  return firsts.length === 0 ? null : dayOf(Math.min(...firsts));
}
