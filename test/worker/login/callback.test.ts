import * as jose from 'jose';
import { describe, expect, test } from 'vitest';
import { openBrowser } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { json, ScriptedProvider } from './scripted-login.ts';
import { copyOf, rowsIn } from './server.ts';

const provider = await ScriptedProvider.start();

test('O14 the question: code flow, PKCE S256 and nothing plainer, a new state and nonce each time', async () => {
  const browser = openBrowser(provider.server);
  await provider.publish();
  const seen = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const response = await browser.post('/login/customer', {});
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('Location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe(`${provider.issuer}/auth`);
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(location.searchParams);
    expect(rest).toEqual({
      client_id: 'vitrine',
      redirect_uri: 'http://127.0.0.1:8787/login/callback',
      response_type: 'code',
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    });
    for (const value of [state, nonce, code_challenge]) seen.add(value ?? '');
  }
  expect(seen.size).toBe(9);
});

test('O14 the verifier that redeems the code belongs to the challenge; the client authenticates', async () => {
  const { facts, response } = await provider.login();
  expect(response.status).toBe(303);
  const [request] = (await provider.seen('/token')).slice(-1);
  const sent = new URLSearchParams(request?.body);
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(sent.get('code_verifier') ?? ''),
  );
  expect(jose.base64url.encode(new Uint8Array(digest))).toBe(facts.challenge);
  expect(sent.get('redirect_uri')).toBe('http://127.0.0.1:8787/login/callback');
  expect(atob(request?.authorization?.replace('Basic ', '') ?? '')).toMatch(/^vitrine:demo/);
});

test('D4 starting a sign-in leaves no row', async () => {
  const tables = ['sessions', 'logins', 'people', 'events'] as const;
  const count = () => Promise.all(tables.map((table) => rowsIn(table)));
  const counters = () => rows('SELECT key FROM counters');
  const before = [await count(), await counters()];
  await provider.publish();
  for (let i = 0; i < 50; i++) {
    expect((await openBrowser(provider.server).post('/login/customer', {})).status).toBe(303);
  }
  expect([await count(), await counters()]).toEqual(before);
});

describe('O13 O15 O17 an answer that does not fit is refused, and the cookie of the sign-in goes', () => {
  test.each<[string, (parameters: URLSearchParams) => void, number]>([
    ['O13 no state', (p) => p.delete('state'), 401],
    ['O13 another state', (p) => p.set('state', 'x'.repeat(43)), 401],
    ['O15 no iss although the provider sends it', (p) => p.delete('iss'), 401],
    ['O15 the iss of another provider', (p) => p.set('iss', 'https://other.example'), 401],
    ['an ID token in the address', (p) => p.set('id_token', 'a.b.c'), 401],
    ['a response object', (p) => p.set('response', 'a.b.c'), 401],
    ['O17 code and error', (p) => p.set('error', 'access_denied'), 400],
    ['O17 code twice', (p) => p.append('code', 'code-2'), 400],
    ['O17 state twice', (p) => p.append('state', 'x'), 400],
    ['O17 iss twice', (p) => p.append('iss', provider.issuer), 400],
    ['neither code nor error', (p) => p.delete('code'), 400],
    ['20 kB', (p) => p.set('code', 'c'.repeat(20_000)), 400],
  ])('%s', async (_name, callback, status) => {
    const sessions = await rowsIn('sessions');
    const asked = (await provider.seen('/token')).length;
    const { response, browser } = await provider.login({ callback });
    expect(response.status).toBe(status);
    expect(browser.cookies.has('__Host-session')).toBe(false);
    if (status === 401) expect(browser.cookies.has('__Host-login')).toBe(false);
    expect(await rowsIn('sessions')).toBe(sessions);
    expect(await provider.seen('/token')).toHaveLength(asked);
  });

  test('O13 the address of another browser’s sign-in (login CSRF)', async () => {
    const attacker = openBrowser(provider.server);
    const facts = await provider.start(attacker);
    const path = await provider.answer(facts);
    const victim = openBrowser(provider.server);
    await provider.start(victim);
    const response = await victim.get(path);
    expect(response.status).toBe(401);
    expect(victim.cookies.size).toBe(0);
  });

  test('O15 a customer’s answer at the staff’s address', async () => {
    const browser = openBrowser(provider.server);
    const facts = await provider.start(browser);
    const path = await provider.answer(facts, { role: 'staff' });
    expect((await browser.get(path)).status).toBe(401);
  });

  test.each([
    ['cut', (cookie: string) => cookie.slice(0, -8)],
    [
      'altered',
      (cookie: string) =>
        cookie.replace(/\.([^.])([^.]*)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`),
    ],
    ['empty', () => ''],
    ['8 kB long', () => 'A'.repeat(8192)],
    ['of another shape', () => 'a.b.c.d.e'],
  ])('S4 the sign-in’s cookie, %s', async (_name, change) => {
    const browser = openBrowser(provider.server);
    const facts = await provider.start(browser);
    const path = await provider.answer(facts);
    browser.cookies.set('__Host-login', change(browser.cookies.get('__Host-login') ?? ''));
    const response = await browser.get(path);
    expect(response.status).toBe(401);
    expect(browser.cookies.size).toBe(0);
  });
});

test('O16 an error of the provider is told in our own words', async () => {
  const { response } = await provider.login({
    callback: (parameters) => {
      parameters.delete('code');
      parameters.set('error', 'access_denied');
      parameters.set('error_description', '<script>alert(1)</script>');
    },
  });
  expect(response.status).toBe(401);
  const page = await response.text();
  expect(page).toContain('cancelled');
  expect(page).not.toContain('access_denied');
  expect(page).not.toContain('alert(1)');
});

test('a provider that says it is down is down', async () => {
  const { response } = await provider.login({
    callback: (parameters) => {
      parameters.delete('code');
      parameters.set('error', 'temporarily_unavailable');
    },
  });
  expect(response.status).toBe(503);
});

describe('O18 an answer works once', () => {
  test('reloading the address afterwards: no second session, a friendly page', async () => {
    const { browser, path } = await provider.login();
    const sessions = await rowsIn('sessions');
    const session = browser.cookies.get('__Host-session');
    const again = await browser.get(path);
    expect(again.status).toBe(200);
    expect(await again.text()).toContain('You are signed in');
    expect(browser.cookies.get('__Host-session')).toBe(session);
    expect(await rowsIn('sessions')).toBe(sessions);
  });

  test('O12 the same answer with the same cookie, one after the other', async () => {
    const browser = openBrowser(provider.server);
    const facts = await provider.start(browser);
    const path = await provider.answer(facts);
    const thief = copyOf(browser, provider.server);
    expect((await browser.get(path)).status).toBe(303);
    expect((await thief.get(path)).status).toBe(401);
    expect(thief.cookies.size).toBe(0);
  });

  test('O12 the same answer ten times at once, at a provider that takes a code ten times', async () => {
    const sessions = await rowsIn('sessions');
    const first = openBrowser(provider.server);
    const facts = await provider.start(first);
    const path = await provider.answer(facts);
    const browsers = Array.from({ length: 10 }, () => copyOf(first, provider.server));
    const statuses = await Promise.all(browsers.map(async (browser) => (await browser.get(path)).status));
    expect(statuses.toSorted()).toEqual([303, ...Array(9).fill(401)]);
    expect(await rowsIn('sessions')).toBe(sessions + 1);
    expect(browsers.filter(({ cookies }) => cookies.has('__Host-session'))).toHaveLength(1);
  });

  test('S9 HEAD, as a scanner sends it, finishes nothing', async () => {
    const browser = openBrowser(provider.server);
    const facts = await provider.start(browser);
    const path = await provider.answer(facts);
    expect((await copyOf(browser, provider.server).head(path)).status).toBe(405);
    expect((await browser.get(path)).status).toBe(303);
  });
});

test('L15 failed sign-ins cannot fill the ledger', async () => {
  const before = (await rows("SELECT id FROM events WHERE type = 'login.failed'")).length;
  const strangers = openBrowser(provider.server);
  for (let i = 0; i < 5; i++) await strangers.get(`/login/callback?code=${i}&state=x`);
  await provider.login({ callback: (parameters) => parameters.set('state', 'x') }, strangers);
  const after = await rows<{ detail: string }>("SELECT detail FROM events WHERE type = 'login.failed'");
  expect(after).toHaveLength(before);

  await provider.login({ tokenAnswer: () => json({ error: 'invalid_grant' }, 400) });
  const [last] = await rows<{ actor: string; detail: string }>(
    'SELECT * FROM events ORDER BY id DESC LIMIT 1',
  );
  expect(last).toMatchObject({
    actor: 'system',
    detail: '{"role":"customer","provider":"customer","reason":"code-refused"}',
  });
});
