import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { holdings, notHeld, selectOf } from '../../../worker/my-access/holdings.ts';
import { fieldsOf, openBrowser, textOf } from '../access/browser.ts';
import { newAddress, newProspect, type Prospect } from '../access/prospect.ts';
import { eventsAbout, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { publish } from '../reports/exit.ts';
import { askToVisit, comeBack, keysTo } from './coming-back.ts';

const REPORT = 'soc2-type2';

beforeAll(async () => {
  await publish({ bodyLength: 2_000 });
});

/** Somebody who has the report, and has downloaded it once. */
async function reader(options: { address?: string; name?: string } = {}): Promise<Prospect> {
  const prospect = newProspect(REPORT, options);
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  await (await prospect.browser.get(`/access/${REPORT}/file`)).arrayBuffer();
  // How it ended is recorded after the last byte.
  const ended =
    'SELECT 1 FROM downloads d JOIN grants g ON g.id = d.grant_id WHERE g.person_id = ?1 AND d.ended_at > 0';
  const person = await personOf(prospect.address);
  while ((await rows(ended, person)).length === 0) await scheduler.wait(10);
  return prospect;
}

async function personOf(address: string): Promise<string> {
  const [person] = await rows<{ id: string }>('SELECT id FROM people WHERE address = ?1', address);
  return person?.id ?? '';
}

async function exportFrom(prospect: Pick<Prospect, 'browser'>): Promise<Record<string, unknown[]>> {
  const response = await prospect.browser.get('/my-access/export');
  expect(response.status).toBe(200);
  return await response.json();
}

describe('coming back without a session', () => {
  it('takes the address alone, by code or by link in the same browser', async () => {
    const { address } = await reader();
    const byCode = await comeBack(address);
    expect([byCode.confirmed.status, byCode.confirmed.headers.get('Location')]).toEqual([303, '/my-access']);
    expect(textOf(await (await byCode.browser.get('/my-access')).text())).toContain('Sample Reader');

    const browser = openBrowser();
    await askToVisit(browser, address);
    const { path, token } = await keysTo(address);
    expect(await (await browser.get(path)).text()).not.toContain('name="code"');
    await browser.post('/my-access/confirm', { token });
    expect(textOf(await (await browser.get('/my-access')).text())).toContain('Sample Reader');
  });

  it('M7: known or not, the answers are the same until the address is confirmed', async () => {
    const { address: known } = await reader();
    const unknown = newAddress();
    const answers = [];
    for (const address of [known, unknown]) {
      const browser = openBrowser();
      const sent = await askToVisit(browser, address);
      const page = await (await browser.get('/my-access/confirm')).text();
      const [letter] = await rows(
        'SELECT template, state FROM mails WHERE recipient = ?1 ORDER BY created_at DESC, rowid DESC',
        address,
      );
      answers.push([sent.status, sent.headers.get('Location'), page.replaceAll(address, 'ADDRESS'), letter]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('keeps nothing about an address by which it knows nobody, and says so', async () => {
    const address = newAddress();
    const { browser, confirmed } = await comeBack(address);
    expect(confirmed.status).toBe(200);
    expect(textOf(await confirmed.text())).toContain('We hold nothing about this address');
    expect(browser.cookies.has('__Host-session')).toBe(false);
    expect(await rows('SELECT 1 FROM people WHERE address = ?1', address)).toEqual([]);
  });

  it('M1 M13: fifty openings of the link consume nothing, and elsewhere it takes the code', async () => {
    const { address } = await reader();
    const browser = openBrowser();
    await askToVisit(browser, address);
    const { path, token } = await keysTo(address);
    for (let opening = 0; opening < 50; opening++) {
      const scanner = openBrowser();
      const response = opening % 2 ? await scanner.get(path) : await scanner.head(path);
      expect([response.status, scanner.cookies.has('__Host-session')]).toEqual([200, false]);
    }
    const elsewhere = openBrowser();
    const refused = await elsewhere.post('/my-access/confirm', { token });
    expect([refused.status, elsewhere.cookies.size]).toEqual([400, 0]);
    const [visit] = await rows<{ id: string }>(
      'SELECT id FROM visits WHERE address = ?1 AND confirmed_at IS NULL',
      address,
    );
    expect(await eventsAbout(visit?.id ?? '')).toEqual([]);
    expect((await browser.post('/my-access/confirm', { token })).status).toBe(303);
  });

  it('M4 M3: of 20 confirmations at once one succeeds; the link is then of no use', async () => {
    const { address } = await reader();
    const browser = openBrowser();
    await askToVisit(browser, address);
    const { token, path } = await keysTo(address);
    const cookie = { Cookie: `__Host-browser=${browser.cookies.get('__Host-browser')}` };
    const tries = await Promise.all(
      Array.from({ length: 20 }, () => openBrowser().post('/my-access/confirm', { token }, cookie)),
    );
    expect(tries.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
    expect((await browser.get(path)).status).toBe(410);
  });

  it('M14: a link of a report confirms no visit, and the other way round', async () => {
    const prospect = newProspect(REPORT);
    await prospect.ask();
    const { token: forReport } = await prospect.keys();
    expect((await prospect.browser.post('/my-access/confirm', { token: forReport })).status).toBe(410);
    await askToVisit(prospect.browser, prospect.address);
    const { token: forVisit } = await keysTo(prospect.address);
    expect((await prospect.browser.post(`/access/${REPORT}/confirm`, { token: forVisit })).status).toBe(410);
  });

  it('M8 M17: a mailbox gets five mails an hour, from whatever pages; a doubled click is one', async () => {
    const address = newAddress();
    const browser = openBrowser();
    const { attempt } = fieldsOf(await (await browser.get('/my-access')).text());
    for (let click = 0; click < 3; click++)
      expect((await browser.post('/my-access', { attempt: attempt ?? '', address })).status).toBe(303);
    for (let more = 0; more < 4; more++) await askToVisit(openBrowser(), address);
    const prospect = newProspect(REPORT, { address });
    expect((await prospect.ask()).status).toBe(303);
    expect(await rows('SELECT 1 FROM mails WHERE recipient = ?1', address)).toHaveLength(5);
  });

  it('M9 M10: what is no address comes back with one sentence, and mails nobody', async () => {
    for (const address of ['a@x.example\r\nBcc: b@x.example', 'a@@x.example', '', '"a b"@x.example']) {
      const response = await askToVisit(openBrowser(), address);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('id="address-error"');
    }
  });

  it('S13: staff have no page of their own here', async () => {
    const browser = openBrowser();
    await signIn(browser, { kind: 'staff', groups: ['trust-staff'] });
    expect(textOf(await (await browser.get('/my-access')).text())).toContain('You are signed in as staff');
    expect((await browser.get('/my-access/export')).status).toBe(403);
  });
});

describe('the export', () => {
  /** What the database has, read from it and not from our idea of it. */
  async function columnsOf(table: string): Promise<string[]> {
    return (await rows<{ name: string }>('SELECT name FROM pragma_table_info(?1)', table)).map(
      ({ name }) => name,
    );
  }

  async function tables(): Promise<string[]> {
    const all = await rows<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table'
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name <> 'd1_migrations'`,
    );
    return all.map(({ name }) => name);
  }

  it('knows every table and every column that the migrations made', async () => {
    const known = new Map<string, Set<string>>();
    for (const { table, columns, ...rest } of Object.values(holdings)) {
      const omitted = 'omitted' in rest ? Object.keys(rest.omitted) : [];
      known.set(table, new Set([...Object.keys(columns), ...omitted]));
    }
    const missing = [];
    for (const table of await tables()) {
      if (table in notHeld) continue;
      for (const column of await columnsOf(table))
        if (!known.get(table)?.has(column)) missing.push(`${table}.${column}`);
    }
    expect(missing, 'say in worker/my-access/holdings.ts what they are to a reader').toEqual([]);
  });

  it('has every row in which the database mentions the reader', async () => {
    const prospect = await reader();
    await askToVisit(openBrowser(), prospect.address);
    const other = await reader();
    const id = await personOf(prospect.address);
    const exported = JSON.stringify(await exportFrom(prospect));
    expect(exported).not.toContain(other.address);
    expect(exported).not.toContain(await personOf(other.address));
    const found: string[] = [];
    for (const table of await tables()) {
      const columns = await columnsOf(table);
      for (const row of await rows(`SELECT * FROM ${table}`)) {
        const text = columns.map((column) => String(row[column])).join('\n');
        if (!text.includes(id) && !text.includes(prospect.address)) continue;
        found.push(table);
        if (table in notHeld) continue;
        const key = String(row.id ?? row.id_hash);
        expect(exported, `${table} ${key}`).toContain(table === 'events' ? `"id":${key},` : key);
      }
    }
    expect(new Set(found)).toEqual(
      new Set([
        'people',
        'sessions',
        'requests',
        'visits',
        'confirmations',
        'acceptances',
        'grants',
        'mails',
        'events',
      ]),
    );
  });

  it('D9: is read from indexes, whoever else is in the tables', async () => {
    for (const [part, holding] of Object.entries(holdings)) {
      const plan = await rows<{ detail: string }>(
        `EXPLAIN QUERY PLAN ${selectOf(holding)}`,
        'id',
        'address',
        100,
      );
      for (const { detail } of plan) expect(detail, part).not.toMatch(/^SCAN/);
    }
  });

  it('is of the documented form', async () => {
    const prospect = await reader();
    const response = await prospect.browser.get('/my-access/export');
    expect(response.headers.get('Content-Type')).toBe('application/json');
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="my-access.json"');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const data = (await response.json()) as Record<string, Record<string, unknown>[]>;
    expect(data).toMatchObject({ format: 'vitrine-my-access', version: 1, origin: env.ORIGIN });
    expect(data.person).toMatchObject({ kind: 'prospect', address: prospect.address, name: 'Sample Reader' });
    expect(data.grants?.[0]).toMatchObject({
      report: REPORT,
      basis: 'nda',
      basisDetail: { nda: 'mutual' },
      printed: { address: prospect.address },
    });
    expect(data.downloads?.[0]).toMatchObject({ grant: data.grants?.[0]?.id, outcome: 'complete' });
    expect(data.acceptances?.[0]?.evidence).toMatchObject({ signer: { address: prospect.address } });
    for (const moment of [data.grants?.[0]?.startsAt, data.downloads?.[0]?.startedAt, data.events?.[0]?.at])
      expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('A1: is of the session’s person alone; a customer gets nothing by an address that nobody confirmed to us', async () => {
    const prospect = await reader();
    const customer = openBrowser();
    await signIn(customer, { kind: 'customer', address: prospect.address });
    const data = await exportFrom({ browser: customer });
    expect([data.requests, data.mails, data.confirmations, data.grants]).toEqual([[], [], [], []]);
    expect((await openBrowser().get('/my-access/export')).status).toBe(401);
  });
});

describe('the page', () => {
  it('shows grants with a way to the copy, agreements, downloads, requests, sessions and mails', async () => {
    const prospect = await reader();
    const html = await (await prospect.browser.get('/my-access')).text();
    const text = textOf(html);
    const [grant] = await rows<{ copy_id: string }>(
      'SELECT copy_id FROM grants WHERE person_id = ?1',
      await personOf(prospect.address),
    );
    expect(html).toContain(`href="/access/${REPORT}/copy"`);
    for (const words of [
      grant?.copy_id ?? 'no copy id',
      'Mutual Non-Disclosure Agreement, version 1.0',
      'accepted it for Sample Prospect Ltd',
      ' bytes complete',
      'Your copy of the NDA',
      'this one',
      prospect.address,
    ])
      expect(text).toContain(words);
  });

  it('A1: a receipt is its signer’s alone, and says what was recorded', async () => {
    const prospect = await reader();
    const [acceptance] = await rows<{ id: string }>(
      'SELECT id FROM acceptances WHERE person_id = ?1',
      await personOf(prospect.address),
    );
    const path = `/my-access/receipts/${acceptance?.id}`;
    const own = await prospect.browser.get(path);
    expect(own.status).toBe(200);
    expect(textOf(await own.text())).toContain('I am authorised to accept it');
    const other = await reader();
    expect((await other.browser.get(path)).status).toBe(404);
    expect((await other.browser.get('/my-access/receipts/missing')).status).toBe(404);
    expect((await openBrowser().get(path)).status).toBe(401);
  });

  it('ends other sessions, one or all, and no session of anybody else', async () => {
    const prospect = await reader();
    const { browser: second } = await comeBack(prospect.address);
    const { browser: third } = await comeBack(prospect.address);
    const other = await reader();
    const person = await personOf(prospect.address);
    const [foreign] = await rows<{ id_hash: string }>(
      'SELECT id_hash FROM sessions WHERE person_id = ?1',
      await personOf(other.address),
    );
    const end = (fields: Record<string, string>) =>
      prospect.browser.post('/my-access/sessions', { person, ...fields });
    await end({ session: foreign?.id_hash ?? '' });
    expect((await other.browser.get('/my-access/export')).status).toBe(200);
    const page = await (await prospect.browser.get('/my-access')).text();
    const [first] = [...page.matchAll(/name="session" value="([0-9a-f]{64})"/g)];
    await end({ session: first?.[1] ?? '' });
    const left = async () =>
      [
        await second.get('/my-access/export'),
        await third.get('/my-access/export'),
        await prospect.browser.get('/my-access/export'),
      ].map(({ status }) => status);
    expect((await left()).filter((status) => status === 200)).toHaveLength(2);
    await end({});
    expect(await left()).toEqual([401, 401, 200]);
    expect((await eventsAbout(person)).filter((type) => type === 'session.ended')).toHaveLength(2);
  });

  it('S14: a form made for another person changes nothing', async () => {
    const prospect = await reader();
    const other = await personOf((await reader()).address);
    expect((await prospect.browser.post('/my-access/sessions', { person: other })).status).toBe(409);
  });
});
