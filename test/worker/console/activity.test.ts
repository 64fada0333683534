import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { niceTop } from '../../../worker/console/activity/chart.tsx';
import { COUNTS, countDays, DAY, dayOf } from '../../../worker/console/activity/count-days.ts';
import { DAYS, readActivity, TIMES, WEEKS } from '../../../worker/console/activity/read-activity.ts';
import { content } from '../../../worker/content.ts';
import { openBrowser, textOf } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';

/** A Wednesday at noon. */
const NOW = Date.UTC(2026, 10, 25, 12);
let made = 0;

async function addRequest(at: number, took: number, report = 'soc2-type2'): Promise<void> {
  const id = `activity-${++made}`;
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO people (id, kind, address, name, created_at) VALUES (?1, 'prospect', ?2, 'A', ?3)",
    ).bind(id, `${id}@activity.example`, at),
    env.DB.prepare(
      `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
       VALUES (?1, ?2, ?1, 'A', 'A', ?1, 'x', 'granted', 'x', 'x', ?3, ?4)`,
    ).bind(id, report, at, at + took),
    env.DB.prepare(
      `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, request_id, copy_id, mark, starts_at, expires_at)
       VALUES (?1, ?1, ?2, 'nda', '{}', ?1, ?1, '{}', ?3, ?4)`,
    ).bind(id, report, at + took, at + 90 * DAY),
    ...[0, 5_000].map((first) =>
      env.DB.prepare(
        `INSERT INTO downloads (id, grant_id, revision, first_byte, last_byte, started_at)
         VALUES (?1, ?2, 'r', ?3, 9999, ?4)`,
      ).bind(`${id}-${first}`, id, first, at + took),
    ),
  ]);
}

describe('the activity of the console', () => {
  it('F8: counts each day once, whether the sweep missed runs or ran twice; a page adds what is not over', async () => {
    for (const [daysAgo, took] of [
      [0, 60_000],
      [1, 30_000],
      [9, 40_000],
      [9, 80_000],
      [9, 3_600_000],
      [40, 50_000],
    ] as const)
      await addRequest(NOW - daysAgo * DAY, took);
    await addRequest(NOW - 9 * DAY, 20_000, 'pentest-letter');

    await countDays(env, NOW - 20 * DAY);
    await countDays(env, NOW);
    await Promise.all([countDays(env, NOW), countDays(env, NOW)]);
    expect(
      await rows('SELECT day, kind, n FROM activity_days WHERE day = ?1 ORDER BY kind', dayOf(NOW) - 40),
    ).toEqual(['downloads', 'grants', 'requests'].map((kind) => ({ day: dayOf(NOW) - 40, kind, n: 1 })));
    expect(await rows('SELECT day FROM activity_counted WHERE day >= ?1', dayOf(NOW))).toEqual([]);

    const weeks = await readActivity(
      env.DB.withSession('first-primary'),
      ['soc2-type2', 'pentest-letter'],
      NOW,
    );
    expect(weeks).toHaveLength(WEEKS);
    const sum = (kind: 'requests' | 'downloads') =>
      weeks.flatMap((week) => Object.values(week[kind])).reduce((a, b) => a + b, 0);
    expect([sum('requests'), sum('downloads')]).toEqual([7, 7]);
    expect(weeks.at(-1)).toEqual({
      from: '2026-11-23',
      requests: { 'soc2-type2': 2 },
      downloads: { 'soc2-type2': 2 },
      medianSeconds: 45,
    });
    expect(weeks.find(({ from }) => from === '2026-11-16')).toEqual({
      from: '2026-11-16',
      requests: { 'soc2-type2': 3, 'pentest-letter': 1 },
      downloads: { 'soc2-type2': 3, 'pentest-letter': 1 },
      medianSeconds: 60,
    });
  });

  it('a colleague who joins an agreement asks for nothing, and makes no figure look better', async () => {
    const at = NOW - 3 * 7 * DAY;
    const before = await readActivity(env.DB.withSession('first-primary'), ['soc2-type2'], NOW);
    await addRequest(at, 500);
    await addRequest(at + 1, 40_000);
    const joined = `activity-${made - 1}`;
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO acceptances (id, request_id, person_id, nda_id, nda_version, nda_sha256, evidence, accepted_at)
         VALUES ('joining', ?1, ?1, 'n', '1', 'x', '{}', ?2)`,
      ).bind(`activity-${made}`, at),
      env.DB.prepare(
        `INSERT INTO invitations (id, acceptance_id, invited_by, address, person_id, evidence, invited_at, expires_at, joined_at)
         VALUES ('joining', 'joining', ?1, 'a@activity.example', ?2, '{}', ?3, ?3, ?3)`,
      ).bind(`activity-${made}`, joined, at),
    ]);
    await env.DB.prepare('DELETE FROM activity_counted').run();
    await countDays(env, NOW);
    const weeks = await readActivity(env.DB.withSession('first-primary'), ['soc2-type2'], NOW);
    const week = weeks.find(({ from }) => from === '2026-11-02');
    const earlier = before.find(({ from }) => from === '2026-11-02');
    expect([week?.requests, week?.medianSeconds, earlier?.requests]).toEqual([{ 'soc2-type2': 1 }, 40, {}]);
    expect(week?.downloads).toEqual({ 'soc2-type2': 2 });
  });

  it('D9: reads what is bounded, in indices', async () => {
    const statements = [DAYS, TIMES, ...Object.values(COUNTS)];
    for (const sql of statements) {
      const plan = await rows<{ detail: string }>(
        `EXPLAIN QUERY PLAN ${sql}`,
        ...(sql === TIMES ? ['x', 1, 2] : [1, 2]),
      );
      expect(plan.map(({ detail }) => detail).join('; '), sql).not.toMatch(/\bSCAN\b/);
    }
  });

  it('draws charts without a program or a style of its own, and says the same in a table', async () => {
    const browser = openBrowser();
    await signIn(browser, { kind: 'staff', groups: [content.access.staffGroup] });
    const html = await (await browser.get('/console/activity')).text();
    expect(html.match(/<svg /g)?.length).toBeGreaterThanOrEqual(3);
    expect(html).not.toMatch(/<script|style=/);
    expect(textOf(html)).toContain('Median time from the form to the report');
    expect(html.match(/<th scope="row">/g)).toHaveLength(WEEKS);
    expect([1, 3, 7, 12, 430].map(niceTop)).toEqual([1, 5, 10, 20, 500]);
  });
});
