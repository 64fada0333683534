import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { content } from '../../worker/content.ts';
import { MOST_MANIFEST_BYTES } from '../../worker/reports/manifest.ts';
import { openBrowser } from './access/browser.ts';
import { newProspect } from './access/prospect.ts';
import { rows } from './access/rows.ts';
import { signIn } from './access/sign-in.ts';
import { serverWith } from './login/server.ts';

/** D1 takes rows of 2 MB and 100 parameters for a statement: neither is ever near. */

const MOST_PARAMETERS = 100;
const LARGEST_ROW = 2_000_000;

/** A database that tells how many parameters each statement is given. */
function counting(): { db: D1Database; most: () => number } {
  let most = 0;
  const wrap = <T extends D1Database | D1DatabaseSession>(inner: T): T =>
    new Proxy(inner, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        if (property === 'withSession')
          return (...args: []) => wrap((target as D1Database).withSession(...args));
        if (property !== 'prepare') return value.bind(target);
        return (sql: string) => {
          const statement = target.prepare(sql);
          const bind = statement.bind.bind(statement);
          statement.bind = (...values: unknown[]) => {
            most = Math.max(most, values.length);
            return bind(...values);
          };
          return statement;
        };
      },
    });
  return { db: wrap(env.DB), most: () => most };
}

describe('F14: what D1 takes', () => {
  it('parameters: an act on as many requests as a page takes, and a list with every filter, stay far below the limit', async () => {
    const { db, most } = counting();
    const staff = openBrowser(serverWith({ DB: db }));
    const person = await signIn(staff, {
      kind: 'staff',
      groups: [content.access.staffGroup],
      roles: ['approver'],
    });
    const ids = Array.from({ length: 300 }, (_, i) => `request-${i}`);
    const form = new URLSearchParams([
      ['person', person],
      ['decision', 'deny'],
      ['reason', 'x'],
      ...ids.map((id): [string, string] => ['request', id]),
    ]);
    expect((await staff.post('/console/requests/several', form)).status).toBeLessThan(500);
    const everything =
      'q=a&since=2026-01-01&until=2026-12-31&state=granted&report=soc2-type2&domain=a.example&type=grant.made';
    for (const list of ['requests', 'people', 'grants', 'downloads', 'events', 'mails', 'companies'])
      expect((await staff.get(`/console/${list}?${everything}`)).status).toBeLessThan(500);
    expect(most()).toBeGreaterThan(3);
    expect(most()).toBeLessThan(MOST_PARAMETERS / 2);
  });

  it('rows: the longest that anybody may enter makes none that is near the limit', async () => {
    expect(MOST_MANIFEST_BYTES).toBeLessThan(LARGEST_ROW / 4);
    const name = '𝄞'.repeat(90);
    const prospect = newProspect('soc2-type2', { name, company: 'Ж'.repeat(190) });
    const { browser } = prospect;
    const page = await browser.get('/access/soc2-type2', { 'User-Agent': 'u'.repeat(60_000) });
    expect(page.status).toBe(200);
    await prospect.ask();
    await prospect.confirm();
    await prospect.agree();
    const tables = await rows<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`,
    );
    const largest: [string, number][] = [];
    for (const { name: table } of tables) {
      const columns = await rows<{ name: string }>('SELECT name FROM pragma_table_info(?1)', table);
      const size = columns
        .map(({ name: column }) => `coalesce(length(CAST("${column}" AS BLOB)), 0)`)
        .join(' + ');
      const [row] = await rows<{ n: number | null }>(`SELECT max(${size}) AS n FROM "${table}"`);
      largest.push([table, row?.n ?? 0]);
    }
    expect(largest.some(([table, n]) => table === 'acceptances' && n > 1_000)).toBe(true);
    for (const [table, n] of largest) expect([table, n < LARGEST_ROW / 4]).toEqual([table, true]);
  });
});
