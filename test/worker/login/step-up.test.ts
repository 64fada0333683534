import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { STEP_UPS, type StaffSignIn } from '../../../schema/staff-sign-in.ts';
import { content } from '../../../worker/content.ts';
import { fieldsOf, openBrowser } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { AtProvider } from './at-provider.ts';
import { ScriptedProvider } from './scripted-login.ts';
import { serverWith } from './server.ts';

/** O24: staff sign in as strongly, and for sensitive acts as recently, as content/access.yaml asks. */

const provider = await ScriptedProvider.start();
const MINUTE = 60_000;

const written = content.access;
const asks = (staffSignIn: Partial<StaffSignIn>) =>
  Object.assign(content, {
    access: {
      ...written,
      staffSignIn: { acr: [], amr: [], maxAgeMinutes: null, recentFor: [...STEP_UPS], ...staffSignIn },
    },
  });
beforeEach(() => void asks({ acr: ['phr', 'phrh'], amr: ['hwk', 'face'], maxAgeMinutes: 15 }));
afterEach(() => {
  Object.assign(content, { access: written });
  vi.useRealTimers();
});

/** A staff sign-in with these claims about itself. */
const signInWith = (claims: (seconds: number) => Record<string, unknown>) =>
  provider.login({
    role: 'staff',
    token: (facts) => provider.sign({ ...facts.claims, ...claims(facts.claims.iat ?? 0) }),
  });
/** Gives the staff of this provider the role that publishing needs. */
const makePublisher = () =>
  rows(
    `INSERT OR IGNORE INTO staff_roles (person_id, role, given_by, given_at)
     SELECT id, 'publisher', 'operator:test', 0 FROM people WHERE issuer = ?1 AND kind = 'staff'`,
    provider.issuer,
  );
const right = (seconds: number) => ({ acr: 'phr', amr: ['pwd', 'hwk'], auth_time: seconds - 60 });

test('O24: the provider is asked for the class and for the age', async () => {
  await provider.publish();
  const staff = await openBrowser(provider.server).post('/login/staff', {});
  const query = new URL(staff.headers.get('Location') ?? '').searchParams;
  expect(query.get('acr_values')).toBe('phr phrh');
  expect(query.get('max_age')).toBe('900');
  const customer = await openBrowser(provider.server).post('/login/customer', {});
  expect(new URL(customer.headers.get('Location') ?? '').searchParams.has('acr_values')).toBe(false);
});

test('O24: what is asked for opens the console', async () => {
  const { response, browser } = await signInWith(right);
  expect(response.headers.get('Location')).toBe('/console');
  expect((await browser.get('/console')).status).toBe(200);
});

describe('O24 a provider that ignores what it is asked for: no session, and the way to a stronger one', () => {
  test.each<[string, (seconds: number) => Record<string, unknown>]>([
    ['no acr', (s) => ({ ...right(s), acr: undefined })],
    ['another acr', (s) => ({ ...right(s), acr: 'password' })],
    ['a longer acr', (s) => ({ ...right(s), acr: 'phr2' })],
    ['a list of acr', (s) => ({ ...right(s), acr: ['phr'] })],
    ['no amr', (s) => ({ ...right(s), amr: undefined })],
    ['another amr', (s) => ({ ...right(s), amr: ['pwd'] })],
    ['an amr that is text', (s) => ({ ...right(s), amr: 'hwk' })],
    ['no auth_time', (s) => ({ ...right(s), auth_time: undefined })],
    ['an old auth_time', (s) => ({ ...right(s), auth_time: s - 16 * 60 - 1 })],
    ['an auth_time to come', (s) => ({ ...right(s), auth_time: s + 180 })],
  ])('%s', async (_name, claims) => {
    const { response, browser } = await signInWith(claims);
    expect(response.status).toBe(401);
    expect(browser.cookies.size).toBe(0);
    const page = await response.text();
    expect(page).toContain('action="/login/staff"');
    expect(fieldsOf(page)).toMatchObject({ another: '1' });
  });

  test('claims of the userinfo endpoint do not count', async () => {
    provider.script['/me'] = { body: JSON.stringify({ sub: 'subject-1', acr: 'phr', amr: ['hwk'] }) };
    const { response } = await provider.login({
      role: 'staff',
      token: ({ claims }) => {
        const { name: _, ...rest } = claims;
        return provider.sign({ ...rest, auth_time: claims.iat });
      },
    });
    expect(response.status).toBe(401);
    delete provider.script['/me'];
  });
});

test('O24: a session from before a stricter rule does not open the console any more', async () => {
  asks({});
  const browser = openBrowser(provider.server);
  await signIn(browser, { kind: 'staff', groups: ['trust-staff'] });
  expect((await browser.get('/console')).status).toBe(200);
  asks({ acr: ['phr'] });
  expect((await browser.get('/console')).status).toBe(401);
});

describe('O24 a sensitive act needs a recent proof', () => {
  const publish = (browser: Awaited<ReturnType<typeof signInWith>>['browser'], person: string) =>
    browser.post(
      '/console/reports/soc2-type2/live',
      { person, revision: 'a'.repeat(64) },
      { Referer: 'http://127.0.0.1:8787/console/reports' },
    );
  const personIn = async () =>
    (
      await rows<{ id: string }>(
        "SELECT id FROM people WHERE issuer = ?1 AND kind = 'staff'",
        provider.issuer,
      )
    )[0]?.id ?? '';

  test('within the limit it goes on; past it there is one button, and afterwards it goes on again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { browser } = await signInWith(right);
    await makePublisher();
    const person = await personIn();
    // 409: let in, and told that there is no such version.
    expect((await publish(browser, person)).status).toBe(409);

    vi.setSystemTime(Date.now() + 16 * MINUTE);
    expect((await browser.get('/console')).status).toBe(200);
    const refused = await publish(browser, person);
    expect(refused.status).toBe(401);
    const form = fieldsOf(await refused.text());
    expect(form).toMatchObject({ return_to: '/console/reports', another: '1' });

    const again = await provider.login(
      {
        role: 'staff',
        form,
        token: ({ claims }) => provider.sign({ ...claims, ...right(claims.iat ?? 0) }),
      },
      browser,
    );
    expect(again.response.headers.get('Location')).toBe('/console/reports');
    expect((await publish(browser, person)).status).toBe(409);
  });

  test('a program of the page is told in words', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { browser } = await signInWith(right);
    await makePublisher();
    vi.setSystemTime(Date.now() + 16 * MINUTE);
    const response = await browser.sendAsPage(
      'POST',
      '/console/api/reports/soc2-type2/versions',
      new Uint8Array(),
    );
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ type: 'about:blank#sign-in-again' });
  });
});

describe('O24 at a real provider', () => {
  const issuer = inject('realIssuer');
  const server = serverWith({ OIDC_ISSUER: issuer, STAFF_OIDC_ISSUER: issuer });

  test('a password is asked for more, and does not do; a security key does', async () => {
    asks({ acr: ['phr'], amr: ['hwk'], maxAgeMinutes: 15 });
    const browser = openBrowser(server);
    const at = new AtProvider(issuer);
    const callback = async (account: string) => {
      const sign = await browser.post('/login/staff', {});
      const page = await at.follow(sign.headers.get('Location') ?? '');
      const back = new URL((await at.choose(page, account)).url);
      return await browser.get(back.pathname + back.search);
    };
    expect((await callback('approver-password')).status).toBe(401);
    // The provider still knows somebody, and asks anew all the same: the class is not the wanted one.
    const done = await callback('approver');
    expect(done.headers.get('Location')).toBe('/console');
    expect((await browser.get('/console')).status).toBe(200);
  });
});
