import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import storage from '../../docs/storage.md?raw';
import worker from '../../worker/index.ts';
import { alone } from '../../worker/jobs.ts';
import { RUNS_OF_A_ROUND, sweepExpired } from '../../worker/retention.ts';
import { openBrowser } from './access/browser.ts';
import { rows } from './access/rows.ts';
import { signIn } from './access/sign-in.ts';
import { recording, scansOf } from './query-plans.ts';
import { quiet } from './quiet.ts';
import { newReader } from './reports/exit.ts';

/** What docs/storage.md promises to delete is deleted, with the clock moved; and nothing else is. */

const MINUTE = 60_000;
const DAY = 86_400_000;
const start = Date.UTC(2026, 10, 27);

const count = async (table: string, where = 'true') =>
  (await rows<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`))[0]?.n ?? 0;
const sql = (statement: string, ...values: unknown[]) =>
  env.DB.prepare(statement)
    .bind(...values)
    .run();

/** Every part of every table is looked at once in a round. */
async function round(now: number): Promise<void> {
  for (let run = 0; run < RUNS_OF_A_ROUND; run++) await sweepExpired(env, now + run * 5 * MINUTE);
}

const request = (id: string, facts: { state?: string; at?: number; ip?: string; person?: string } = {}) =>
  sql(
    `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
     VALUES (?1, 'soc2-type2', ?2, 'Name', 'Company', 'a@b.example', 'hash', ?3, ?4, 'Browser 1.0', ?5, ?5)`,
    id,
    facts.person ?? null,
    facts.state ?? 'confirmed',
    facts.ip ?? '192.0.2.7',
    facts.at ?? start,
  );

describe('a day of fifty thousand confirmations', () => {
  const MANY = 50_000;

  test('leaves what was confirmed, in chunks that each run limits', async () => {
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY - 1})`;
    for (const statement of [
      `INSERT INTO requests (id, report_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
         ${numbers} SELECT printf('%022x', i), 'soc2-type2', 'N', 'C', printf('p%d@flood.example', i), 'h', 'confirming', '192.0.2.1', 'UA', ?1 + i, ?1 + i FROM n`,
      `INSERT INTO confirmations (id, request_id, address, token_hash, code_hash, created_at, expires_at)
         ${numbers} SELECT printf('c%d', i), printf('%022x', i), printf('p%d@flood.example', i), printf('t%d', i), 'h', ?1 + i, ?1 + i + 600000 FROM n`,
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
         ${numbers} SELECT printf('m%d', i), 'confirmation', printf('p%d@flood.example', i), printf('%022x', i), 'sent', ?1, ?1 + i FROM n`,
      `INSERT INTO counters (key, window_end, count) ${numbers} SELECT printf('k%d', i), ?1 + i, 1 FROM n`,
      `INSERT INTO logins (state_hash, used_at) ${numbers} SELECT printf('s%d', i), ?1 + i FROM n`,
    ])
      await sql(statement, start);
    const tables = ['confirmations', 'requests', 'mails', 'counters', 'logins'];
    const left = async () =>
      Object.fromEntries(await Promise.all(tables.map(async (t) => [t, await count(t)])));

    await sweepExpired(env, start + 12 * 60 * MINUTE);
    expect(Object.values(await left())).toEqual(Array(5).fill(MANY));

    const days = start + 2 * DAY;
    await sweepExpired(env, days);
    // A run stops at twenty chunks of a thousand; three make an end of it.
    expect(await left()).toMatchObject({ confirmations: 30_000, counters: 30_000, logins: 30_000 });
    await sweepExpired(env, days);
    await sweepExpired(env, days);
    expect(await left()).toEqual({ confirmations: 0, requests: MANY, mails: MANY, counters: 0, logins: 0 });

    for (let run = 0; run < 3; run++) await sweepExpired(env, start + 8 * DAY);
    expect(await left()).toMatchObject({ requests: 0, mails: MANY });
    for (let run = 0; run < 3; run++) await sweepExpired(env, start + 91 * DAY);
    expect(await left()).toMatchObject({ mails: 0 });
  });
});

describe('what ends by itself', () => {
  /** A row of each table, and for how long after `start` it stays. */
  const ROWS: readonly [table: string, insert: string, stays: number][] = [
    [
      'visits',
      "INSERT INTO visits (id, address, browser_hash, created_at, locale) VALUES ('v', 'v@b.example', 'h', ?1, 'en')",
      DAY,
    ],
    [
      'sessions',
      "INSERT INTO sessions (id_hash, person_id, kind, created_at, seen_at, expires_at) SELECT 'old', id, 'staff', 0, 0, ?1 FROM people LIMIT 1",
      0,
    ],
    [
      'provider_logouts',
      "INSERT INTO provider_logouts (token_hash, id, issuer, kind, sid, issued_at, received_at) VALUES ('t', 'i', 'https://id.example', 'staff', 's', 0, ?1)",
      DAY,
    ],
    [
      'subscription_requests',
      "INSERT INTO subscription_requests (id, address, topics, created_at, expires_at) VALUES ('r', 's@b.example', 'updates', 0, ?1)",
      DAY,
    ],
    [
      'webhook_deliveries',
      "INSERT INTO webhook_deliveries (id, endpoint_id, event_id, type, state, tries, answer, tried_at) VALUES ('d', 'e', 1, 'grant.made', 'delivered', 1, '200', ?1)",
      30 * DAY,
    ],
    ['counters', "INSERT INTO counters (key, window_end, count) VALUES ('k', ?1, 1)", DAY],
    ['logins', "INSERT INTO logins (state_hash, used_at) VALUES ('l', ?1)", DAY],
  ];

  test.each(ROWS)('%s: stays for its time, and no longer', async (table, insert, stays) => {
    await signIn(openBrowser(), { kind: 'staff' });
    await sql(
      "INSERT OR IGNORE INTO webhook_endpoints (id, url, types, cursor, created_at, created_by, next_at) VALUES ('e', 'https://hook.example/', '[]', 0, 0, 'x', 0)",
    );
    // Other rows of the table are not asked about.
    await sql(`DELETE FROM ${table}`);
    await sql(insert, start);
    await sweepExpired(env, start + stays);
    expect(await count(table)).toBe(1);
    await sweepExpired(env, start + stays + 1);
    expect(await count(table)).toBe(0);
  });
});

describe('who asked and never had anything', () => {
  beforeEach(async () => {
    for (const table of ['grants', 'sessions', 'requests', 'people']) await sql(`DELETE FROM ${table}`);
  });

  test('is forgotten after 90 days, request and person; what is pending or granted is not', async () => {
    const person = (id: string, kind: string) =>
      sql(
        `INSERT INTO people (id, kind, issuer, subject, address, name, created_at)
         VALUES (?1, ?2, ?3, ?3, ?1 || '@b.example', 'N', ?4)`,
        id,
        kind,
        kind === 'prospect' ? null : id,
        start,
      );
    await person('prospect-old', 'prospect');
    await person('waits', 'prospect');
    await person('Customer', 'customer');
    await person('_staff', 'staff');
    for (const [id, state] of [
      ['a', 'confirmed'],
      ['B', 'declined'],
      ['-c', 'denied'],
      ['_d', 'confirmed'],
    ] as const)
      await request(id, { state, person: 'prospect-old' });
    await request('e', { state: 'pending', person: 'waits' });

    await round(start + 89 * DAY);
    expect(await count('requests')).toBe(5);
    await round(start + 91 * DAY);
    expect(await rows('SELECT id FROM requests')).toEqual([{ id: 'e' }]);
    await round(start + 92 * DAY);
    expect(await rows('SELECT id FROM people ORDER BY id')).toEqual([{ id: '_staff' }, { id: 'waits' }]);
  });

  test('A3: whom staff shut out is not forgotten, or they would come back as somebody new', async () => {
    await sql('DELETE FROM revocations');
    for (const [id, scope, target, liftedAt] of [
      ['barred', 'person', 'barred', null],
      ['lifted', 'person', 'lifted', 1],
      ['other', 'company', 'unknown', null],
    ] as const) {
      await sql(
        `INSERT INTO people (id, kind, address, name, created_at) VALUES (?1, 'prospect', ?1 || '@b.example', ?2, ?3)`,
        id,
        // Invited, and nothing else: those go sooner.
        id === 'barred' ? `${id}@b.example` : 'N',
        start,
      );
      await sql(
        `INSERT INTO revocations (id, scope, target, actor, reason, created_at, total, finished_at, lifted_at)
         VALUES (?1, ?2, ?3, 'staff', 'A test.', ?4, 0, ?4, ?5)`,
        id,
        scope,
        target,
        start,
        liftedAt,
      );
    }
    for (const days of [31, 91, 400]) await round(start + days * DAY);
    expect(await rows('SELECT id FROM people ORDER BY id')).toEqual([{ id: 'barred' }]);
    await sql("UPDATE revocations SET lifted_at = ?1 WHERE id = 'barred'", start);
    await round(start + 401 * DAY);
    expect(await count('people')).toBe(0);
  });

  test('F8: whoever any row refers to stays, whichever run comes twice or not at all', async () => {
    const { grant } = await newReader('Rae Reader');
    const session = await signIn(openBrowser(), { kind: 'customer' });
    await sql('UPDATE people SET created_at = ?1', start);
    await sql('UPDATE sessions SET expires_at = ?1 WHERE person_id = ?2', start + 200 * DAY, session);
    await sql('DELETE FROM sessions WHERE person_id = ?1', grant.personId);
    for (let twice = 0; twice < 2; twice++) await round(start + 100 * DAY);
    const ids = (await rows<{ id: string }>('SELECT id FROM people')).map(({ id }) => id);
    expect(ids.toSorted()).toEqual([grant.personId, session].toSorted());
  });
});

test('an IP address is shortened after a year, and the browser forgotten; younger ones and evidence stay', async () => {
  await sql('DELETE FROM requests');
  const addresses = {
    v4: ['198.51.100.77', '198.51.100.0/24'],
    v6: ['2001:db8:aaaa:bbbb::7', '2001:db8:aaaa::/48'],
    short: ['2001:db8::1', '2001:db8:0::/48'],
    none: ['unknown', ''],
  } as const;
  for (const [id, [ip]] of Object.entries(addresses)) await request(id, { state: 'pending', ip });
  await request('young', { state: 'pending', at: start + DAY, ip: '198.51.100.78' });
  await sweepExpired(env, start + 364 * DAY);
  expect(await count('requests', "user_agent = ''")).toBe(0);
  for (let twice = 0; twice < 2; twice++) await sweepExpired(env, start + 365 * DAY + 1);
  const found = await rows<{ id: string; ip: string; user_agent: string }>(
    'SELECT id, ip, user_agent FROM requests',
  );
  const shortened = Object.entries(addresses).map(([id, [, ip]]) => ({ id, ip, user_agent: '' }));
  const young = { id: 'young', ip: '198.51.100.78', user_agent: 'Browser 1.0' };
  expect(found.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
    [...shortened, young].toSorted((a, b) => a.id.localeCompare(b.id)),
  );
});

describe('F9 F11 a download whose end nobody recorded', () => {
  test('is given one once the slowest reader’s time is over: unknown, once, with its event', async () => {
    const { grant } = await newReader('Lou Lost');
    const megabytes = 640;
    const add = (id: string, last: number, ended: number | null = null) =>
      sql(
        `INSERT INTO downloads (id, grant_id, revision, first_byte, last_byte, started_at, ended_at, outcome)
         VALUES (?1, ?2, 'r', 0, ?3, ?4, ?5, ?6)`,
        id,
        grant.id,
        last,
        start,
        ended,
        ended === null ? null : 'complete',
      );
    await add('small', 999_999);
    await add('large', megabytes * 1_000_000 - 1);
    await add('ended', 999_999, start + 5);
    const outcomes = async () =>
      Object.fromEntries(
        (
          await rows<{ id: string; outcome: string | null }>(
            'SELECT id, outcome FROM downloads WHERE revision = ?1',
            'r',
          )
        ).map(({ id, outcome }) => [id, outcome]),
      );
    await sweepExpired(env, start + 16 * MINUTE);
    expect(await outcomes()).toEqual({ small: null, large: null, ended: 'complete' });
    await sweepExpired(env, start + 17 * MINUTE);
    expect(await outcomes()).toEqual({ small: 'unknown', large: null, ended: 'complete' });
    // 640 MB at 64 KB a millisecond are ten thousand seconds.
    for (let twice = 0; twice < 2; twice++) await sweepExpired(env, start + 184 * MINUTE);
    expect(await outcomes()).toEqual({ small: 'unknown', large: 'unknown', ended: 'complete' });
    const events = await rows("SELECT object FROM events WHERE type = 'download.lost' ORDER BY object");
    expect(events).toEqual([{ object: 'large' }, { object: 'small' }]);
  });
});

test('D9 no statement of the retention reads a whole table', async () => {
  const { db, statements } = recording();
  await request('to-shorten', { state: 'pending' });
  await sweepExpired({ ...env, DB: db }, start + 400 * DAY);
  expect(statements.size).toBeGreaterThan(12);
  for (const statement of statements) expect([statement, await scansOf(statement)]).toEqual([statement, []]);
});

test('F8 one job that fails stops none of the others, and is heard of', async () => {
  const done: string[] = [];
  const jobs = ['a', 'b', 'c'].map((name) => async () => {
    if (name === 'b') throw new Error('D1_ERROR: overloaded');
    done.push(name);
  });
  await expect(alone(jobs)).rejects.toThrow('overloaded');
  expect(done).toEqual(['a', 'c']);
});

test('a job of the clock that fails keeps no other one from its work', async () => {
  await env.DB.prepare("INSERT INTO counters (key, window_end, count) VALUES ('old', 1, 1)").run();
  await env.DB.prepare('ALTER TABLE revocations RENAME TO revocations_away').run();
  try {
    const controller = { scheduledTime: Date.now(), cron: '*/5 * * * *', type: 'scheduled', noRetry() {} };
    await expect(worker.scheduled(controller as ScheduledController, env)).rejects.toThrow('revocations');
  } finally {
    await env.DB.prepare('ALTER TABLE revocations_away RENAME TO revocations').run();
  }
  expect(await count('counters', "key = 'old'")).toBe(0);
});

test('what talks to servers elsewhere comes after all that does not: one that hangs holds up no retention', async () => {
  const now = Date.now();
  await sql(
    `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
     VALUES ('waits', 'expired', 'a@b.example', 'none', 'queued', 1, ?1)`,
    now,
  );
  const { db, statements } = recording();
  const controller = { scheduledTime: now, cron: '*/5 * * * *', type: 'scheduled', noRetry() {} };
  await worker.scheduled(controller as ScheduledController, { ...quiet, DB: db });
  const order = [...statements];
  const last = (pattern: RegExp) => order.findLastIndex((text) => pattern.test(text));
  const outward = order.findIndex((text) => /^UPDATE mails SET state = 'sending'/.test(text));
  expect(outward).toBeGreaterThan(0);
  expect(last(/^DELETE FROM/)).toBeGreaterThan(0);
  expect(last(/^DELETE FROM/)).toBeLessThan(outward);
  expect(last(/activity_/)).toBeLessThan(outward);
  expect(last(/webhook_endpoints/)).toBeGreaterThan(outward);
});

describe('docs/storage.md says of every table how long a row is kept', () => {
  const kept = new Map(
    [...storage.matchAll(/^\| (`[a-z_`, ]+`) \| .+ \| (.+) \|$/gm)].flatMap(([, names = '', words = '']) =>
      [...names.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => [name, words] as const),
    ),
  );

  test('and nothing of tables that there are not', async () => {
    const tables = await rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name <> 'd1_migrations'",
    );
    const names = tables.map(({ name }) => name).toSorted();
    expect([...kept.keys()].filter((name) => names.includes(name)).toSorted()).toEqual(names);
    expect(storage).not.toMatch(/\| as above \|/);
  });

  test('those that are swept have an end, and the others say that they have none', async () => {
    const { db, statements } = recording();
    await sweepExpired({ ...env, DB: db }, start);
    const swept = new Set(
      [...statements].map((text) => /^DELETE FROM "?(\w+)/.exec(text)?.[1]).filter(Boolean),
    );
    expect(swept.size).toBeGreaterThan(10);
    for (const table of swept)
      expect([table, kept.get(table as string)]).not.toEqual([
        table,
        expect.stringMatching(/^(not deleted|always)/),
      ]);
  });
});
