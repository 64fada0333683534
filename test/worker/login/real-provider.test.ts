import { describe, expect, inject, test } from 'vitest';
import { fieldsOf, openBrowser } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { AtProvider } from './at-provider.ts';
import { serverWith } from './server.ts';

const issuer = inject('realIssuer');
const server = serverWith({ OIDC_ISSUER: issuer, STAFF_OIDC_ISSUER: issuer });

describe('a sign-in at a real provider', () => {
  test('a customer: two clicks, then none while the provider still knows them', async () => {
    const browser = openBrowser(server);
    const provider = new AtProvider(issuer);
    const sign = await browser.post('/login/customer', { return_to: '/access/soc2-type2' });
    expect(sign.status).toBe(303);
    const page = await provider.follow(sign.headers.get('Location') ?? '');
    expect(page.page).not.toContain('approver');
    const back = await provider.choose(page, 'customer-two');
    const done = await browser.get(new URL(back.url).pathname + new URL(back.url).search);
    expect(done.status).toBe(303);
    expect(done.headers.get('Location')).toBe('/access/soc2-type2');
    const [person] = await rows(
      'SELECT kind, subject, name, company, address FROM people WHERE issuer = ?1',
      issuer,
    );
    expect(person).toEqual({
      kind: 'customer',
      subject: 'customer-two',
      name: 'Kundin Zwei – お客様',
      company: 'Birke Beispiel GmbH',
      address: 'kundin.zwei@birke.example',
    });

    const again = await browser.post('/login/customer', {});
    const straightBack = await provider.follow(again.headers.get('Location') ?? '');
    expect(straightBack.page).toBe(null);
  });

  test('O18 a code that was redeemed is refused by the provider, and we say so kindly', async () => {
    const browser = openBrowser(server);
    const provider = new AtProvider(issuer);
    const sign = await browser.post('/login/customer', {});
    const back = await provider.choose(
      await provider.follow(sign.headers.get('Location') ?? ''),
      'customer-one',
    );
    const path = new URL(back.url).pathname + new URL(back.url).search;
    const late = openBrowser(server);
    for (const [name, value] of browser.cookies) late.cookies.set(name, value);
    expect((await browser.get(path)).status).toBe(303);
    const response = await late.get(path);
    expect(response.status).toBe(401);
    const text = await response.text();
    expect(text).toContain('took its answer back');
    expect(text).toContain('Sign in again');
  });

  test('O14 without the verifier the provider gives nothing', async () => {
    const browser = openBrowser(server);
    const provider = new AtProvider(issuer);
    const mine = await browser.post('/login/customer', {});
    const location = new URL(mine.headers.get('Location') ?? '');
    location.searchParams.set('code_challenge', 'x'.repeat(43));
    const back = await provider.choose(await provider.follow(location.href), 'customer-one');
    const response = await browser.get(new URL(back.url).pathname + new URL(back.url).search);
    expect(response.status).toBe(401);
    expect(browser.cookies.size).toBe(0);
  });

  test('staff: the group decides, and another account can be chosen', async () => {
    const browser = openBrowser(server);
    const provider = new AtProvider(issuer);
    const sign = await browser.post('/login/staff', {});
    const back = await provider.choose(await provider.follow(sign.headers.get('Location') ?? ''), 'support');
    const refused = await browser.get(new URL(back.url).pathname + new URL(back.url).search);
    expect(refused.status).toBe(403);
    const form = fieldsOf(await refused.text());
    const other = await browser.post('/login/staff', form);
    const choice = await provider.follow(other.headers.get('Location') ?? '');
    const approved = await provider.choose(choice, 'approver');
    const done = await browser.get(new URL(approved.url).pathname + new URL(approved.url).search);
    expect(done.headers.get('Location')).toBe('/console');
  });

  test('C1: a link to a page of the console goes there by way of the provider; a scanner of mail starts nothing', async () => {
    const opening = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'none' };
    const path = '/console/mails?state=dead';
    const browser = openBrowser(server);
    const provider = new AtProvider(issuer);
    const sent = await browser.get(path, opening);
    expect(sent.status).toBe(303);
    const choice = await provider.follow(sent.headers.get('Location') ?? '');
    const back = new URL((await provider.choose(choice, 'approver')).url);
    const done = await browser.get(back.pathname + back.search);
    expect(done.headers.get('Location')).toBe(path);
    expect((await browser.get(path, opening)).status).toBe(200);

    for (const [to, headers] of [
      [path, {}],
      [path, { ...opening, 'Sec-Fetch-Dest': 'image' }],
      ['/console', opening],
    ] as const) {
      const asked = await openBrowser(server).get(to, headers);
      expect([asked.status, asked.headers.getSetCookie()], to).toEqual([401, []]);
    }
  });
});

test('O9 an issuer is compared as text: with a slash behind it is another one, and no sign-in starts', async () => {
  const slashed = serverWith({ OIDC_ISSUER: `${issuer}/`, STAFF_OIDC_ISSUER: issuer });
  expect((await openBrowser(slashed).post('/login/customer', {})).status).toBe(503);
  expect((await openBrowser(slashed).post('/login/staff', {})).status).toBe(303);
});

test('F5 with the provider down: customers wait, prospects and the rest do not', async () => {
  const nobody = 'http://127.0.0.1:9';
  const browser = openBrowser(serverWith({ OIDC_ISSUER: nobody, STAFF_OIDC_ISSUER: nobody }));
  const sign = await browser.post('/login/customer', { report: 'soc2-type2' });
  expect(sign.status).toBe(503);
  expect(await sign.text()).toContain('confirm your work e-mail instead');
  expect((await browser.get('/access/soc2-type2')).status).toBe(200);
  expect((await browser.get('/version')).status).toBe(200);
});

test('A2 a customer gets the report’s grant with the sign-in, once, and on the terms of service', async () => {
  const provider = new AtProvider(issuer);
  for (let i = 0; i < 2; i++) {
    const browser = openBrowser(server);
    const sign = await browser.post('/login/customer', { report: 'soc2-type2' });
    const at = await provider.follow(sign.headers.get('Location') ?? '');
    const back = at.page === null ? at : await provider.choose(at, 'customer-three');
    const done = await browser.get(new URL(back.url).pathname + new URL(back.url).search);
    expect(done.headers.get('Location')).toBe('/access/soc2-type2/copy');
  }
  const grants = await rows<{ basis: string; report_id: string }>(
    "SELECT basis, report_id FROM grants g JOIN people p ON p.id = g.person_id WHERE p.subject = 'customer-three'",
  );
  expect(grants).toEqual([{ basis: 'terms', report_id: 'soc2-type2' }]);
});

test('an on-request report gives a customer no grant by signing in', async () => {
  const provider = new AtProvider(issuer);
  const browser = openBrowser(server);
  const sign = await browser.post('/login/customer', { report: 'pentest-letter' });
  const back = await provider.choose(
    await provider.follow(sign.headers.get('Location') ?? ''),
    'customer-one',
  );
  const done = await browser.get(new URL(back.url).pathname + new URL(back.url).search);
  expect(done.headers.get('Location')).toBe('/access/pentest-letter');
  expect(await rows("SELECT 1 FROM grants WHERE report_id = 'pentest-letter'")).toEqual([]);
});
