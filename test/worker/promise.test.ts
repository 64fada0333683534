import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { promiseSchema } from '../../schema/promise.ts';
import { content } from '../../worker/content.ts';
import { countPromise, DAYS, TIMES, WAITING } from '../../worker/promise.ts';
import { openBrowser, textOf } from './access/browser.ts';
import { rows } from './access/rows.ts';

const NOW = Date.now();
const MINUTE = 60_000;
const DAY = 86_400_000;
const report = 'soc2-type2';
const db = env.DB.withSession('first-primary');

/** Requests that took so many milliseconds, each decided a moment after the one before. */
async function insert(state: string, times: readonly number[], decided = NOW - DAY): Promise<void> {
  await env.DB.batch(
    times.map((took, index) =>
      env.DB.prepare(
        `INSERT INTO requests (id, report_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
         VALUES (?1, ?2, 'Secret Name', 'Secret Ltd', 'secret@prospect.example', '', ?3, '192.0.2.9', 'ua', ?4, ?5)`,
      ).bind(crypto.randomUUID(), report, state, decided + index - took, decided + index),
    ),
  );
}

const figuresOf = async (id = report) => (await countPromise(db, [id], NOW))[0];

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM requests').run();
});

describe('the service promise', () => {
  it('is the middle of those who have it, and what waits', async () => {
    expect(await figuresOf()).toEqual({ report, given: 0, medianSeconds: null, waiting: 0 });
    await insert('granted', [40_000]);
    expect(await figuresOf()).toMatchObject({ given: 1, medianSeconds: 40 });
    await insert('granted', [10 * MINUTE, 60_001]);
    expect(await figuresOf()).toMatchObject({ given: 3, medianSeconds: 61 });
    await insert('granted', [2 * MINUTE]);
    expect(await figuresOf()).toMatchObject({ given: 4, medianSeconds: 91 });
    await insert('pending', [0, 0]);
    for (const state of ['confirming', 'confirmed', 'declined', 'denied', 'withdrawn', 'expired'])
      await insert(state, [5 * DAY]);
    expect(await figuresOf()).toEqual({ report, given: 4, medianSeconds: 91, waiting: 2 });
    expect(await figuresOf('pentest-letter')).toMatchObject({ given: 0, waiting: 0 });
  });

  it('leaves out who waited for nothing, and what is long ago', async () => {
    await insert('granted', [0, 0, 0, MINUTE]);
    await insert('granted', [DAY], NOW - (DAYS + 1) * DAY);
    expect(await figuresOf()).toMatchObject({ given: 1, medianSeconds: 60 });
  });

  it('D9: reads an index and no more than the newest few hundred rows, however many there are', async () => {
    for (const [sql, values] of [
      [TIMES, [report, 0, 200]],
      [WAITING, [report]],
    ] as const) {
      const plan = await rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
      const text = plan.map(({ detail }) => detail).join('; ');
      expect(text).toMatch(/SEARCH requests USING (COVERING )?INDEX requests_(given|queue)/);
      expect(text).not.toMatch(/SCAN|TEMP B-TREE/);
    }
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
       INSERT INTO requests (id, report_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
       SELECT 'many' || i, ?1, '', '', '', '', 'granted', '', '', ?2 - i - 60000, ?2 - i FROM n`,
    )
      .bind(report, NOW)
      .run();
    const { meta } = await env.DB.prepare(TIMES).bind(report, 0, 200).run();
    expect(meta.rows_read).toBeLessThanOrEqual(400);
    expect(await figuresOf()).toMatchObject({ given: 200, medianSeconds: 60 });
  });

  it('is told to anybody, without anything about a person, and may be kept for some minutes', async () => {
    await insert('granted', [MINUTE]);
    await insert('pending', [0]);
    const answer = await openBrowser().get('/api/promise');
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=300']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const text = await answer.text();
    expect(text).not.toMatch(/secret|192\.0\.2/i);
    const figures = promiseSchema.parse(JSON.parse(text));
    expect(figures.reports.map((one) => one.report).sort()).toEqual(
      content.reports
        .filter(({ access }) => access !== 'public')
        .map(({ id }) => id)
        .sort(),
    );
    expect(figures.reports.find((one) => one.report === report)).toEqual({
      report,
      given: 1,
      medianSeconds: 60,
      waiting: 1,
    });
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await openBrowser().send(method, '/api/promise', {})).status).toBe(405);
  });

  it('stands, live, on the page where the report is asked for', async () => {
    const page = async () => textOf(await (await openBrowser().get(`/access/${report}`)).text());
    expect(await page()).toContain(
      `nobody was given it on request in the last ${DAYS} days. No request waits now.`,
    );
    await insert('granted', [MINUTE, 2 * MINUTE, 3 * MINUTE]);
    await insert('pending', [0]);
    expect(await page()).toContain(
      'Of the last 3 who were given it on request, half had it within 2 minutes. 1 request waits now.',
    );
  });
});

describe('the migration of requests', () => {
  const migrations = env.TEST_MIGRATIONS;
  beforeAll(() => {
    expect(migrations[1]?.name).toBe('0002_requests.sql');
  });

  it('F13: keeps every row and what refers to it, in its order', async () => {
    const tables = await rows<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    );
    await env.DB.batch([
      env.DB.prepare('PRAGMA defer_foreign_keys = on'),
      ...tables.map(({ name }) => env.DB.prepare(`DROP TABLE IF EXISTS "${name}"`)),
    ]);
    const run = async (index: number) =>
      await env.DB.batch((migrations[index]?.queries ?? []).map((query) => env.DB.prepare(query)));
    await run(0);
    await env.DB.batch([
      env.DB.prepare(
        "INSERT INTO people (id, kind, address, name, created_at) VALUES ('p', 'prospect', 'a@b.example', 'N', 0)",
      ),
      ...['z', 'a', 'm'].map((id) =>
        env.DB.prepare(
          `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, reason, ip, user_agent, created_at, changed_at)
           VALUES (?1, 'r', 'p', 'N', 'C', 'a@b.example', '', 'denied', 'Because.', 'ip', 'ua', 7, 8)`,
        ).bind(id),
      ),
      env.DB.prepare(
        `INSERT INTO confirmations (id, request_id, address, token_hash, code_hash, created_at, expires_at) VALUES ('c', 'a', 'a@b.example', 't', 'h', 0, 0)`,
      ),
      env.DB.prepare(
        `INSERT INTO acceptances (id, request_id, person_id, nda_id, nda_version, nda_sha256, evidence, accepted_at) VALUES ('x', 'z', 'p', 'n', '1.0', 's', '{}', 0)`,
      ),
      env.DB.prepare(
        `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, acceptance_id, request_id, copy_id, mark, starts_at, expires_at)
         VALUES ('g', 'p', 'r', 'nda', '{}', 'x', 'm', 'copy', '{}', 0, 1)`,
      ),
    ]);
    const before = await rows('SELECT * FROM requests ORDER BY rowid');
    await run(1);
    const after = await rows('SELECT * FROM requests ORDER BY rowid');
    const added = { rule: null, rule_set: null, grant_days: null, earlier_id: null };
    expect(after).toEqual(before.map((row) => ({ ...row, ...added })));
    expect(await rows('PRAGMA foreign_key_check')).toEqual([]);
    await expect(env.DB.prepare("DELETE FROM requests WHERE id = 'z'").run()).rejects.toThrow(/FOREIGN KEY/);
    await expect(env.DB.prepare("UPDATE requests SET state = 'lost'").run()).rejects.toThrow(/CHECK/);
    await env.DB.prepare("UPDATE requests SET state = 'withdrawn'").run();
  });
});
