import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hashOf } from '../../../worker/random.ts';
import { type Browser, openBrowser } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { ScriptedProvider } from './scripted-login.ts';
import { copyOf, rowsIn, serverWith } from './server.ts';

const provider = await ScriptedProvider.start();
const server = serverWith({});
const HOUR = 3_600_000;
const SESSION = '__Host-session';

afterEach(() => void vi.useRealTimers());

/** Whom the Worker takes a browser for, as its sign-out page says. */
async function whoIs(browser: Browser): Promise<string | null> {
  const response = await browser.get('/logout');
  if (response.status === 401) return null;
  return /You are signed in as ([^<]*)\.</.exec(await response.text())?.[1] ?? null;
}

test('S1 a session is made anew at sign-in, and the old id is dead', async () => {
  const browser = openBrowser(provider.server);
  await signIn(browser, { kind: 'customer', name: 'Before' });
  const before = copyOf(browser, provider.server);
  const { response } = await provider.login({}, browser);
  expect(response.status).toBe(303);
  expect(browser.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION));
  expect(await whoIs(browser)).toBe('Scripted Customer');
  expect(await whoIs(before)).toBe(null);
});

test('S1 an id that somebody planted is not taken over', async () => {
  const browser = openBrowser(provider.server);
  const planted = 'P'.repeat(43);
  browser.cookies.set(SESSION, planted);
  await provider.login({}, browser);
  expect(browser.cookies.get(SESSION)).not.toBe(planted);
});

test('S2 every cookie that signing in and out sets is host-bound, Secure, HttpOnly and Lax', async () => {
  const browser = openBrowser(provider.server);
  await provider.publish();
  const started = await browser.post('/login/customer', {});
  const { response: finished, browser: other } = await provider.login();
  const responses = [
    started,
    finished,
    await other.post('/logout', {}),
    await browser.get('/login/callback?code=a'),
  ];
  const cookies = responses.flatMap((response) => response.headers.getSetCookie());
  expect(cookies.length).toBeGreaterThanOrEqual(5);
  for (const cookie of cookies) {
    expect(cookie).toMatch(
      /^__Host-(session|login|browser)=[A-Za-z0-9._-]*; Path=\/; Secure; HttpOnly; SameSite=Lax(; Max-Age=\d+)?$/,
    );
  }
});

describe('S3 S4 a cookie that is not one of ours', () => {
  test.each([
    ['S3 twice, the right one first', (own: string) => `${SESSION}=${own}; ${SESSION}=${'A'.repeat(43)}`],
    ['S3 twice, the right one last', (own: string) => `${SESSION}=${'A'.repeat(43)}; ${SESSION}=${own}`],
    ['S3 twice the same', (own: string) => `${SESSION}=${own}; ${SESSION}=${own}`],
    ['S4 cut', (own: string) => `${SESSION}=${own.slice(0, -1)}`],
    ['S4 8 kB', () => `${SESSION}=${'A'.repeat(8192)}`],
    ['S4 empty', () => `${SESSION}=`],
    ['S4 of odd characters', () => `${SESSION}=%00%0d%0a' OR 1=1 --`],
  ])('%s: 401, and cleared', async (_name, header) => {
    const browser = openBrowser(server);
    await signIn(browser, { kind: 'customer' });
    const response = await browser.get('/logout', { Cookie: header(browser.cookies.get(SESSION) ?? '') });
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual([
      `${SESSION}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`,
    ]);
  });

  test.each([
    ['S3 the name without its prefix', (own: string) => `session=${own}`],
    ['S3 the name in lower case', (own: string) => `__host-session=${own}`],
    ['S4 altered', (own: string) => `${SESSION}=${own.startsWith('A') ? 'B' : 'A'}${own.slice(1)}`],
  ])('%s: signed out', async (_name, header) => {
    const browser = openBrowser(server);
    await signIn(browser, { kind: 'customer' });
    const page = await browser.get('/logout', { Cookie: header(browser.cookies.get(SESSION) ?? '') });
    expect(await page.text()).toContain('You are signed out');
  });
});

describe('S5 limits', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));

  test.each([
    ['customer', 2 * HOUR, 12 * HOUR],
    ['staff', HOUR / 2, 8 * HOUR],
  ] as const)('%s: idle and absolute', async (role, idle, absolute) => {
    const sign = async () => (await provider.login({ role })).browser;
    const start = Date.now();

    const idler = await sign();
    vi.setSystemTime(start + idle - 1);
    expect(await whoIs(idler)).not.toBe(null);
    vi.setSystemTime(start + idle - 1 + idle);
    expect(await whoIs(idler)).toBe(null);

    vi.setSystemTime(start);
    const busy = await sign();
    for (let at = start; at < start + absolute; at += idle / 2) {
      vi.setSystemTime(at);
      expect(await whoIs(busy)).not.toBe(null);
    }
    vi.setSystemTime(start + absolute);
    expect(await whoIs(busy)).toBe(null);
    expect(
      await rows('SELECT 1 FROM sessions WHERE id_hash = ?1', await hashOf(busy.cookies.get(SESSION) ?? '')),
    ).toEqual([]);
  });
});

test('S6 H4 sign-out: the row is gone, a copied cookie is worth nothing, pages were never stored', async () => {
  const { browser } = await provider.login();
  const thief = copyOf(browser, provider.server);
  const page = await browser.get('/logout');
  expect(page.headers.get('Cache-Control')).toBe('no-store');
  const sessions = await rowsIn('sessions');
  const response = await browser.post('/logout', {});
  expect(response.status).toBe(303);
  expect(response.headers.get('Location')).toBe('/logout');
  expect(response.headers.get('Clear-Site-Data')).toBe('"cache", "storage"');
  expect(browser.cookies.size).toBe(0);
  expect(await rowsIn('sessions')).toBe(sessions - 1);
  expect(await whoIs(thief)).toBe(null);
});

test('S7 ending somebody’s sessions bites on the next request', async () => {
  const browser = openBrowser(server);
  const person = await signIn(browser, { kind: 'customer', name: 'Ended' });
  expect(await whoIs(browser)).toBe('Ended');
  await env.DB.prepare('DELETE FROM sessions WHERE person_id = ?1').bind(person).run();
  expect(await whoIs(browser)).toBe(null);
});

describe('S11 sign-in and sign-out at once never leave a live session behind', () => {
  test('of a browser that is signed in, in every order', async () => {
    for (let round = 0; round < 8; round++) {
      const browser = openBrowser(provider.server);
      const person = await signIn(browser, { kind: 'customer' });
      const facts = await provider.start(browser, {});
      const path = await provider.answer(facts);
      const [one, two] = [copyOf(browser, provider.server), copyOf(browser, provider.server)];
      const before = await rowsIn('sessions');
      await Promise.all(
        round % 2 ? [one.get(path), two.post('/logout', {})] : [two.post('/logout', {}), one.get(path)],
      );
      expect(await rows('SELECT 1 FROM sessions WHERE person_id = ?1', person)).toEqual([]);
      expect(await rowsIn('sessions')).toBe(before - 1);
      expect(await whoIs(one)).toBe(null);
    }
  });

  test('the sign-in is between its first read and its write when a tab without its cookie signs out', async () => {
    const browser = openBrowser(provider.server);
    await signIn(browser, { kind: 'customer' });
    const tab = copyOf(browser, provider.server);
    const facts = await provider.start(browser);
    const path = await provider.answer(facts);
    const before = await rowsIn('sessions');
    const interrupted = serverWith({
      OIDC_ISSUER: provider.issuer,
      LOGIN_LIMIT: {
        limit: async () => ({ success: (await tab.post('/logout', {})).status === 303 }),
      },
    });
    const late = copyOf(browser, interrupted);
    expect((await late.get(path)).status).toBe(401);
    expect(await rowsIn('sessions')).toBe(before - 1);
  });

  test('the sign-in is done when a tab that has only the replaced cookie signs out', async () => {
    const browser = openBrowser(provider.server);
    await signIn(browser, { kind: 'customer' });
    const tab = copyOf(browser, provider.server);
    expect((await provider.login({}, browser)).response.status).toBe(303);
    await tab.post('/logout', {});
    expect(await whoIs(browser)).toBe(null);
  });

  test.each(['login first', 'logout first'])('of a browser that is not, %s', async (order) => {
    const browser = openBrowser(provider.server);
    const facts = await provider.start(browser);
    const path = await provider.answer(facts);
    const [one, two] = [copyOf(browser, provider.server), copyOf(browser, provider.server)];
    if (order === 'login first') {
      expect((await one.get(path)).status).toBe(303);
      await two.post('/logout', {});
    } else {
      await two.post('/logout', {});
      expect((await one.get(path)).status).toBe(401);
    }
    expect(await whoIs(one)).toBe(null);
  });
});

test('S12 the tables hold hashes: nothing in them signs anybody in', async () => {
  const { browser, facts } = await provider.login();
  const token = browser.cookies.get(SESSION) ?? '';
  const dump = JSON.stringify([
    await rows('SELECT * FROM sessions'),
    await rows('SELECT * FROM logins'),
    await rows('SELECT * FROM people'),
    await rows('SELECT * FROM events'),
    await rows('SELECT * FROM counters'),
  ]);
  expect(dump).toContain(await hashOf(token));
  for (const secret of [token, facts.state, facts.nonce, 'access']) {
    expect(dump).not.toContain(`"${secret}"`);
  }
  const thief = openBrowser(provider.server);
  thief.cookies.set(SESSION, await hashOf(token));
  expect((await thief.get('/logout')).status).toBe(401);
});

describe('S13 A2 nobody is staff without the group', () => {
  test('a customer’s session does not open the console, and decides nothing', async () => {
    const { browser } = await provider.login();
    const page = await browser.get('/console');
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('action="/login/staff"');
    expect((await browser.post('/console/requests/any/release', {})).status).toBe(403);
  });

  test.each([
    ['no groups', undefined],
    ['an empty list', []],
    ['other groups', ['support', 'trust-staff-readers']],
    ['a text that contains it', 'trust-staff support'],
    ['an object', { 'trust-staff': true }],
  ])('a staff sign-in with %s: 403, no session, another account offered', async (_name, groups) => {
    const { response, browser } = await provider.login({
      role: 'staff',
      token: ({ claims }) => provider.sign({ ...claims, groups }),
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('another account');
    expect(browser.cookies.size).toBe(0);
  });

  test('with the group: the console', async () => {
    const { response, browser } = await provider.login({ role: 'staff' });
    expect(response.headers.get('Location')).toBe('/console');
    expect((await browser.get('/console')).status).toBe(200);
  });
});

test('O23 a session ends twelve hours after the provider spoke, however busy it is', async () => {
  const { browser } = await provider.login();
  const [row] = await rows<{ created_at: number; expires_at: number }>(
    'SELECT * FROM sessions WHERE id_hash = ?1',
    await hashOf(browser.cookies.get(SESSION) ?? ''),
  );
  expect((row?.expires_at ?? 0) - (row?.created_at ?? 0)).toBe(12 * HOUR);
});
