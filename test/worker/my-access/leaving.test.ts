import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { startRevocation } from '../../../worker/access/revoke.ts';
import { content } from '../../../worker/content.ts';
import { findSuppression, suppressIfChanged } from '../../../worker/mail/suppressions.ts';
import { deleteKept } from '../../../worker/my-access/erase.ts';
import { type Browser, fieldsOf, openBrowser, textOf } from '../access/browser.ts';
import { newProspect, type Prospect } from '../access/prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { copyOf } from '../login/server.ts';
import { overtaken } from '../overtaken.ts';
import { quiet } from '../quiet.ts';
import { publish } from '../reports/exit.ts';
import { askToVisit, comeBack, keysTo } from './coming-back.ts';

const REPORT = 'soc2-type2';
const ON_REQUEST = 'pentest-letter';
const DAY = 86_400_000;
const inForce = content.nda;

beforeAll(async () => {
  await publish({ bodyLength: 2_000 });
});

async function granted(options: { address?: string } = {}): Promise<Prospect & { person: string }> {
  const prospect = newProspect(REPORT, options);
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  const [request] = await requestsOf(prospect.address);
  return { ...prospect, person: request?.person_id ?? '' };
}

const file = (browser: Browser) => browser.get(`/access/${REPORT}/file`);
const end = ({ browser, person }: Prospect & { person: string }) =>
  browser.post('/my-access/end', { person });
const erase = ({ browser, person }: { browser: Browser; person: string }) =>
  browser.post('/my-access/delete', { person });

/** Every place in the database where a text stands, as table.column. */
async function placesOf(text: string): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%cf\\_%' ESCAPE '\\'",
  );
  const places = new Set<string>();
  for (const { name } of tables)
    for (const row of await rows(`SELECT * FROM ${name}`))
      for (const [column, value] of Object.entries(row))
        if (String(value).includes(text)) places.add(`${name}.${column}`);
  return [...places].sort();
}

describe('ending one’s access', () => {
  it('S9: says what it does, and does nothing by being looked at', async () => {
    const prospect = await granted();
    const page = await prospect.browser.get('/my-access/end');
    expect(textOf(await page.text())).toContain('Every report closes to you at once');
    expect((await file(prospect.browser)).status).toBe(200);
  });

  it('P5: closes every report, withdraws what waits, signs out everywhere; and bars nobody from coming again', async () => {
    const prospect = await granted();
    await prospect.browser.post(`/access/${ON_REQUEST}/prospect`, { person: prospect.person });
    const { browser: second } = await comeBack(prospect.address);
    const ended = await end(prospect);
    expect(ended.status).toBe(200);
    expect(ended.headers.get('Clear-Site-Data')).toContain('"storage"');
    for (const browser of [prospect.browser, second]) {
      expect(browser === prospect.browser && browser.cookies.has('__Host-session')).toBe(false);
      expect((await file(browser)).status).toBe(401);
    }
    expect((await requestsOf(prospect.address)).map(({ state }) => state)).toEqual(['granted', 'withdrawn']);
    const [grant] = await grantsOf(prospect.address);
    expect(await eventsAbout(grant?.id ?? '')).toEqual(['grant.made', 'grant.revoked']);
    expect(await eventsAbout(prospect.person)).toContain('access.ended');
    expect(
      await rows("SELECT 1 FROM mails WHERE template = 'revoked' AND recipient = ?1", prospect.address),
    ).toEqual([]);

    const again = await granted({ address: prospect.address });
    expect(again.person).toBe(prospect.person);
    expect((await file(again.browser)).status).toBe(200);
  });

  it('S14 A1: a page made for another person ends nobody’s access', async () => {
    const [one, two] = [await granted(), await granted()];
    for (const path of ['end', 'delete', 'sessions', 'colleagues'])
      expect((await one.browser.post(`/my-access/${path}`, { person: two.person })).status, path).toBe(409);
    expect((await openBrowser().post('/my-access/end', { person: two.person })).status).toBe(401);
    for (const { browser } of [one, two]) expect((await file(browser)).status).toBe(200);
  });

  it('S8: a form from another site changes nothing', async () => {
    const prospect = await granted();
    for (const path of [
      '',
      '/confirm',
      '/sessions',
      '/end',
      '/delete',
      '/colleagues',
      '/colleagues/x',
      '/invitations/x',
    ])
      for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }])
        expect(
          (await prospect.browser.post(`/my-access${path}`, { person: prospect.person }, headers)).status,
          path,
        ).toBe(403);
    expect((await file(prospect.browser)).status).toBe(200);
  });
});

describe('deleting one’s data', () => {
  it('says before and after what stays, why and until when', async () => {
    const prospect = await granted();
    await (await file(prospect.browser)).arrayBuffer();
    const before = textOf(await (await prospect.browser.get('/my-access/delete')).text());
    const after = textOf(await (await erase(prospect)).text());
    const { termMonths, claimMonths } = content.nda;
    const until = new Date();
    until.setUTCMonth(until.getUTCMonth() + termMonths + claimMonths);
    for (const text of [before, after]) {
      expect(text).toContain('your acceptance of the agreement');
      expect(text).toContain(`for ${termMonths} months after it was received`);
      expect(text).toContain(
        `Until: ${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(until)}`,
      );
    }
  });

  it('P6: leaves address, name, company, network address and browser in the evidence and on the copy alone, and these untouched', async () => {
    const name = `Erased ${crypto.randomUUID()}`;
    const company = `Sole Trader ${crypto.randomUUID()}`;
    const prospect = newProspect(REPORT, { name, company });
    await prospect.ask();
    await prospect.confirm();
    await prospect.agree();
    await askToVisit(openBrowser(), prospect.address);
    const [acceptance] = await acceptancesOf(prospect.address);
    const [grant] = await grantsOf(prospect.address);
    const { ip } = (JSON.parse(acceptance?.evidence ?? '{}') as { signer: { ip: string } }).signer;
    const [request] = await requestsOf(prospect.address);
    const person = request?.person_id ?? '';
    expect(await placesOf(prospect.address)).toContain('people.address');
    expect((await erase({ browser: prospect.browser, person })).status).toBe(200);

    for (const text of [prospect.address, name, company])
      expect(await placesOf(text), text).toEqual(['acceptances.evidence', 'grants.mark']);
    expect(await placesOf(ip)).toEqual(['acceptances.evidence']);
    expect(await rows('SELECT evidence FROM acceptances WHERE id = ?1', acceptance?.id)).toEqual([
      { evidence: acceptance?.evidence },
    ]);
    expect(await rows('SELECT mark, copy_id FROM grants WHERE id = ?1', grant?.id)).toEqual([
      { mark: grant?.mark, copy_id: grant?.copy_id },
    ]);
    expect(await eventsAbout(person)).toContain('person.erased');
    expect(await eventsAbout(grant?.id ?? '')).toEqual(['grant.made', 'grant.revoked']);
  });

  it('O21: makes whoever comes again a new person, who inherits nothing', async () => {
    const prospect = await granted();
    await erase(prospect);
    const { browser, confirmed } = await comeBack(prospect.address);
    expect(textOf(await confirmed.text())).toContain('We hold nothing about this address');
    expect(browser.cookies.has('__Host-session')).toBe(false);
    const again = newProspect(REPORT, { address: prospect.address });
    await again.ask();
    expect((await again.confirm()).headers.get('Location')).toBe(`/access/${REPORT}/nda`);
    expect((await requestsOf(prospect.address))[0]?.person_id).not.toBe(prospect.person);
    const held = JSON.stringify(await (await again.browser.get('/my-access/export')).json());
    expect(held).not.toContain(prospect.person);
  });

  it('leaves nothing at all of somebody who has no agreement and no copy', async () => {
    const prospect = newProspect(REPORT);
    await prospect.ask();
    await prospect.confirm();
    const [request] = await requestsOf(prospect.address);
    const person = request?.person_id ?? '';
    const page = textOf(await (await prospect.browser.get('/my-access/delete')).text());
    expect(page).not.toContain('Until:');
    await erase({ browser: prospect.browser, person });
    expect(await placesOf(prospect.address)).toEqual([]);
    for (const place of await placesOf(person)) expect(place).toMatch(/^(events|revocations)\./);
  });

  it('P6 F9: takes with it what their other tab is asking for at the same moment', async () => {
    const prospect = await granted();
    const other = copyOf(
      prospect.browser,
      overtaken(async (batch) => void (batch === 0 && (await erase(prospect)))),
    );
    const asked = await other.post(`/access/${ON_REQUEST}/prospect`, { person: prospect.person });
    expect(asked.status).toBeLessThan(500);
    expect(await rows('SELECT 1 FROM requests WHERE address = ?1', prospect.address)).toEqual([]);
    expect(
      await rows('SELECT 1 FROM grants WHERE person_id = ?1 AND revoked_at IS NULL', prospect.person),
    ).toEqual([]);

    const subject = crypto.randomUUID();
    const customer = openBrowser();
    const person = await signIn(customer, { kind: 'customer', subject });
    await customer.post(`/access/${REPORT}/customer`, { person });
    const tab = copyOf(
      customer,
      overtaken(async (batch) => void (batch === 0 && (await erase({ browser: customer, person })))),
    );
    for (const report of ['soc2-type2', ON_REQUEST]) {
      const answer = await tab.post(`/access/${report}/customer`, { person });
      expect(answer.status, report).toBeLessThan(500);
    }
    expect(await rows('SELECT 1 FROM grants WHERE person_id = ?1 AND revoked_at IS NULL', person)).toEqual(
      [],
    );
  });

  it('N4 F9: gives nothing to whoever accepts a newer text at the same moment', async () => {
    for (const leave of [end, erase]) {
      const prospect = await granted();
      Object.assign(content, {
        nda: {
          ...inForce,
          sha256: 'c'.repeat(64),
          versions: [
            ...inForce.versions,
            { ...inForce.versions[0], version: inForce.version, sha256: 'c'.repeat(64) },
          ],
        },
      });
      try {
        const form = await prospect.agreement();
        const signing = overtaken(async (batch) => void (batch === 0 && (await leave(prospect))));
        const answer = await copyOf(prospect.browser, signing).post(`/access/${REPORT}/nda`, form);
        expect(answer.status).toBeLessThan(500);
        expect(
          await rows(
            'SELECT 1 FROM grants WHERE person_id = ?1 AND revoked_at IS NULL AND expires_at > ?2',
            prospect.person,
            Date.now(),
          ),
        ).toEqual([]);
        if (leave === erase)
          expect(await rows('SELECT 1 FROM requests WHERE address = ?1', prospect.address)).toEqual([]);
      } finally {
        Object.assign(content, { nda: inForce });
      }
    }
  });

  it('O21: a customer’s account is then a new person too', async () => {
    const customer = openBrowser();
    const subject = crypto.randomUUID();
    const person = await signIn(customer, { kind: 'customer', subject });
    await customer.post(`/access/${REPORT}/customer`, { person });
    expect((await file(customer)).status).toBe(200);
    await erase({ browser: customer, person });
    expect(await placesOf(subject)).toEqual([]);
    const again = openBrowser();
    expect(await signIn(again, { kind: 'customer', subject })).not.toBe(person);
  });

  it('A3: does not wash off what staff took back', async () => {
    const prospect = await granted();
    const db = env.DB.withSession('first-primary');
    await startRevocation(
      quiet,
      db,
      { scope: 'person', target: prospect.person },
      { actor: 'staff', reason: 'r' },
      Date.now(),
    );
    const page = textOf(await (await prospect.browser.get('/my-access/delete')).text());
    expect(page).toContain('because we withdrew access from you');
    await erase(prospect);
    const again = newProspect(REPORT, { address: prospect.address });
    await again.ask();
    expect((await again.confirm()).status).toBe(403);
    expect((await file(again.browser)).status).toBe(403);
  });

  it('P5: cuts a download that is on its way, and keeps its record', async () => {
    await publish({ bodyLength: 8_000_000 });
    const prospect = await granted();
    const response = await file(prospect.browser);
    const reader = response.body?.getReader();
    await reader?.read();
    await erase(prospect);
    // The reader pauses, so that the stream is still under way at the next look.
    const ended = `SELECT d.outcome FROM downloads d JOIN grants g ON g.id = d.grant_id
      WHERE g.person_id = ?1 AND d.ended_at > 0`;
    let outcome = await rows(ended, prospect.person);
    while (outcome.length === 0) {
      await scheduler.wait(20);
      outcome = await rows(ended, prospect.person);
    }
    expect(outcome).toEqual([{ outcome: 'revoked' }]);
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(rest()).rejects.toThrow();
    await publish({ bodyLength: 2_000 });
  });

  it('F2 M4: pressed twenty times at once it is done once; a link under way is of no use', async () => {
    const prospect = await granted();
    const waiting = openBrowser();
    await askToVisit(waiting, prospect.address);
    const { token } = await keysTo(prospect.address);
    const cookie = { Cookie: `__Host-session=${prospect.browser.cookies.get('__Host-session')}` };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        openBrowser().post('/my-access/delete', { person: prospect.person }, cookie),
      ),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    for (const { status } of answers) expect([200, 401]).toContain(status);
    expect(
      (await eventsAbout(prospect.person)).filter((type) => type === 'person.erased').length,
    ).toBeGreaterThan(0);
    expect((await waiting.post('/my-access/confirm', { token })).status).toBe(410);
    expect(await placesOf(prospect.address)).toEqual(['acceptances.evidence', 'grants.mark']);
  });

  it('takes what is known of mail that came back from the address with it', async () => {
    const prospect = await granted();
    const db = env.DB.withSession('first-primary');
    const known = async () => await findSuppression(db, env.SESSION_SECRET, prospect.address);
    await db.batch([
      db.prepare('UPDATE people SET name = name WHERE id = ?1').bind(prospect.person),
      ...(await suppressIfChanged(db, env.SESSION_SECRET, prospect.address, 'bounced', Date.now())),
    ]);
    expect(await known()).not.toBeNull();
    await erase(prospect);
    expect(await known()).toBeNull();
  });

  it('deletes what stayed when its time has come, and leaves the bare events', async () => {
    const prospect = await granted();
    await (await file(prospect.browser)).arrayBuffer();
    await erase(prospect);
    const [{ until } = { until: 0 }] = await rows<{ until: number }>(
      'SELECT kept_until AS until FROM people WHERE id = ?1',
      prospect.person,
    );
    expect(until).toBeGreaterThan(Date.now() + 2_000 * DAY);
    await deleteKept(env, until - 1);
    expect(await placesOf(prospect.address)).toEqual(['acceptances.evidence', 'grants.mark']);
    await deleteKept(env, until);
    await deleteKept(env, until);
    expect(await placesOf(prospect.address)).toEqual([]);
    expect(await eventsAbout(prospect.person)).toContain('person.deleted');
  });

  it('S9: fields of the confirmation pages carry the person and nothing else', async () => {
    const prospect = await granted();
    for (const path of ['end', 'delete']) {
      const html = await (await prospect.browser.get(`/my-access/${path}`)).text();
      expect(fieldsOf(html)).toEqual({ person: prospect.person });
      expect(html).not.toContain('<script');
    }
  });
});
