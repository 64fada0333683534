import * as jose from 'jose';
import { describe, expect, test } from 'vitest';
import { type Browser, openBrowser } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { json, type LoginChanges, type LoginFacts, ScriptedProvider } from './scripted-login.ts';
import { copyOf, rowsIn, serverWith } from './server.ts';

/**
 * Three issuers with keys of their own under the same kid: the company's for customers, partners for other customers, and
 * the staff's.
 */
const [company, partners, staff] = [
  await ScriptedProvider.start(),
  await ScriptedProvider.start(),
  await ScriptedProvider.start(),
];
const AT_PARTNERS = { at: '/login/providers/partners' } as const;
const AT_STAFF = { role: 'staff' } as const;

const server = serverWith({
  OIDC_ISSUER: company.issuer,
  OIDC_PROVIDERS: JSON.stringify([
    { id: 'partners', name: 'Partner Portal', issuer: partners.issuer, clientId: 'vitrine-partners' },
  ]),
  OIDC_CLIENT_SECRET_PARTNERS: 'the-secret-at-partners',
  STAFF_OIDC_ISSUER: staff.issuer,
});
const open = () => openBrowser(server);

const peopleOf = (provider: ScriptedProvider) =>
  rows<{ id: string; kind: string }>('SELECT id, kind FROM people WHERE issuer = ?1', provider.issuer);

describe('three providers side by side', () => {
  test('O21: each signs in its own people, and the same subject is somebody else at each', async () => {
    for (const [provider, changes] of [
      [company, {}],
      [partners, AT_PARTNERS],
      [staff, AT_STAFF],
    ] as const) {
      const { response, facts } = await provider.login(changes, open());
      expect(response.status).toBe(303);
      expect(facts.claims.sub).toBe('subject-1');
    }
    const found = await Promise.all([company, partners, staff].map(peopleOf));
    expect(found.map(([person]) => person?.kind)).toEqual(['customer', 'customer', 'staff']);
    expect(new Set(found.flatMap((people) => people.map(({ id }) => id))).size).toBe(3);
  });

  test('the question and the client are the provider’s own', async () => {
    const browser = open();
    await partners.publish();
    const location = new URL((await browser.post(AT_PARTNERS.at, {})).headers.get('Location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe(`${partners.issuer}/auth`);
    expect(location.searchParams.get('client_id')).toBe('vitrine-partners');
    expect(location.searchParams.get('redirect_uri')).toBe(
      'http://127.0.0.1:8787/login/providers/partners/callback',
    );
    await partners.login(AT_PARTNERS, browser);
    const [asked] = (await partners.seen('/token')).slice(-1);
    expect(decodeURIComponent(atob(asked?.authorization?.replace('Basic ', '') ?? ''))).toBe(
      'vitrine-partners:the-secret-at-partners',
    );
  });

  test('the page offers each customers’ provider, and forms may lead to all of them', async () => {
    const page = await open().get('/access/soc2-type2');
    const html = await page.text();
    expect(html).toContain('action="/login/customer"');
    expect(html).toContain('action="/login/providers/partners"');
    expect(html).toContain('Sign in with Partner Portal');
    expect(html).not.toContain('action="/login/staff"');
    expect(page.headers.get('Content-Security-Policy')).toContain(new URL(partners.issuer).origin);
  });

  test.each(['/login/providers/customer', '/login/providers/staff', '/login/providers/nobody'])(
    'A1: %s is nothing',
    async (path) => {
      expect((await open().post(path, {})).status).toBe(404);
      expect((await open().get(`${path}/callback?code=a&state=b`)).status).toBe(404);
    },
  );

  test('S13: a customer’s provider makes nobody staff, whatever groups it claims', async () => {
    const { browser } = await partners.login(AT_PARTNERS, open());
    expect((await browser.get('/console')).status).toBe(403);
  });
});

describe('O15 mix-up: what one provider answers is never taken for another’s', () => {
  const refused = async (browser: Browser, path: string) => {
    const sessions = await rowsIn('sessions');
    const asked = (await Promise.all([company, partners, staff].map((one) => one.seen('/token')))).flat();
    const response = await browser.get(path);
    expect(response.status).toBe(401);
    expect(await rowsIn('sessions')).toBe(sessions);
    const after = (await Promise.all([company, partners, staff].map((one) => one.seen('/token')))).flat();
    expect(after).toHaveLength(asked.length);
  };

  test('the state of one with the code and the iss of another', async () => {
    const browser = open();
    const facts = await company.start(browser);
    const path = await company.answer(facts, {
      callback: (parameters) => parameters.set('iss', partners.issuer),
    });
    await refused(browser, path);
  });

  test.each<[string, LoginChanges, string]>([
    ['the company’s at the partners’', {}, '/login/providers/partners/callback'],
    ['the company’s at the staff’s', {}, '/login/staff/callback'],
  ])('an answer that comes back at another’s address: %s', async (_name, changes, address) => {
    const browser = open();
    const facts = await company.start(browser, changes);
    const path = await company.answer(facts, changes);
    await refused(browser, `${address}?${path.split('?')[1]}`);
  });

  test('the partners’ at the company’s address, with the iss taken out', async () => {
    const browser = open();
    const facts = await partners.start(browser, AT_PARTNERS);
    const path = await partners.answer(facts, AT_PARTNERS);
    const query = new URLSearchParams(path.split('?')[1]);
    query.delete('iss');
    await refused(browser, `/login/callback?${query}`);
  });

  test.each<[string, (facts: LoginFacts) => Promise<string>]>([
    ['another’s whole token', (facts) => partners.sign({ ...facts.claims, iss: partners.issuer })],
    ['a token for us, signed by another', (facts) => partners.sign(facts.claims)],
    ['our own, for another’s client', (facts) => company.sign({ ...facts.claims, aud: 'vitrine-partners' })],
  ])('O9 O10: %s at the company’s token endpoint', async (_name, token) => {
    const { response, browser } = await company.login({ token }, open());
    expect(response.status).toBe(401);
    expect(browser.cookies.has('__Host-session')).toBe(false);
  });
});

describe('O5 O6 O8 the second provider’s keys', () => {
  test('O5: fifty unknown kids ask for them once; the first provider is not asked at all', async () => {
    const [first, second] = [await ScriptedProvider.start(), await ScriptedProvider.start()];
    const both = serverWith({
      OIDC_ISSUER: first.issuer,
      OIDC_PROVIDERS: [{ id: 'partners', name: 'P', issuer: second.issuer, clientId: 'p' }],
      OIDC_CLIENT_SECRET_PARTNERS: 's',
    });
    for (let i = 0; i < 50; i++) {
      const token = ({ claims }: LoginFacts) => second.sign(claims, { kid: crypto.randomUUID() });
      const { response } = await second.login({ ...AT_PARTNERS, token }, openBrowser(both));
      expect(response.status).toBe(401);
    }
    expect(await second.seen('/jwks')).toHaveLength(1);
    expect(await first.seen()).toEqual([]);

    // O8: down, it takes nobody with it.
    second.script['/jwks'] = json({}, 500);
    second.script['/.well-known/openid-configuration'] = json({}, 500);
    await second.publish();
    expect((await first.login({}, openBrowser(both))).response.status).toBe(303);
  });

  test.each([
    ['O8 status 500', json({}, 500), 503],
    ['O8 HTML', { body: '<html></html>' }, 503],
    ['O7 no keys', json({ keys: [] }), 401],
  ])('%s: no session, and the company’s own works on', async (_name, answer, status) => {
    const second = await ScriptedProvider.start();
    second.script['/jwks'] = answer;
    const both = serverWith({
      OIDC_ISSUER: company.issuer,
      OIDC_PROVIDERS: [{ id: 'partners', name: 'P', issuer: second.issuer, clientId: 'p' }],
      OIDC_CLIENT_SECRET_PARTNERS: 's',
    });
    const { response, browser } = await second.login(AT_PARTNERS, openBrowser(both));
    expect(response.status).toBe(status);
    expect(browser.cookies.has('__Host-session')).toBe(false);
    expect((await company.login({}, openBrowser(both))).response.status).toBe(303);
  });

  test('algorithms are each provider’s own', async () => {
    const second = await ScriptedProvider.start('ES384');
    const settings = (algorithms?: string[]) => ({
      OIDC_PROVIDERS: [
        {
          id: 'partners',
          name: 'P',
          issuer: second.issuer,
          clientId: 'p',
          ...(algorithms && { algorithms }),
        },
      ],
      OIDC_CLIENT_SECRET_PARTNERS: 's',
    });
    const token = ({ claims }: LoginFacts) =>
      new jose.SignJWT(claims)
        .setProtectedHeader({ alg: 'ES384', kid: second.kid })
        .sign(second.key.privateKey);
    const sign = (algorithms?: string[]) =>
      second.login({ ...AT_PARTNERS, token }, openBrowser(serverWith(settings(algorithms))));
    expect((await sign()).response.status).toBe(401);
    expect((await sign(['ES384'])).response.status).toBe(303);
  });
});

test('S11 sign-in at the second provider and sign-out at once never leave a live session behind', async () => {
  for (let round = 0; round < 6; round++) {
    const browser = open();
    const person = await signIn(browser, { kind: 'customer' });
    const facts = await partners.start(browser, AT_PARTNERS);
    const path = await partners.answer(facts, AT_PARTNERS);
    const [one, two] = [copyOf(browser, server), copyOf(browser, server)];
    const before = await rowsIn('sessions');
    const acts = [() => one.get(path), () => two.post('/logout', {})];
    await Promise.all((round % 2 ? acts : acts.toReversed()).map((act) => act()));
    expect(await rows('SELECT 1 FROM sessions WHERE person_id = ?1', person)).toEqual([]);
    expect(await rowsIn('sessions')).toBe(before - 1);
  }
});

test('S14 two tabs, two providers: a form of the first person is not the second’s act', async () => {
  const browser = open();
  await company.login({}, browser);
  const [first] = await peopleOf(company);
  await partners.login(AT_PARTNERS, browser);
  const response = await browser.post('/access/soc2-type2/customer', { person: first?.id ?? '' });
  expect(response.status).toBe(409);
});
