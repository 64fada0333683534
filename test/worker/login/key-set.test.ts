import * as jose from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ScriptedAnswer } from '../../support/provided.ts';
import { openBrowser } from '../access/browser.ts';
import { json, type LoginFacts, ScriptedProvider } from './scripted-login.ts';
import { copyOf, rowsIn } from './server.ts';

const MINUTE = 60_000;
/** So that a provider that never answers does not hold the suite up. */
const IMPATIENT = { OIDC_TIMEOUT_MS: '400' };

afterEach(() => void vi.useRealTimers());

async function newKey(kid: string) {
  const { publicKey, privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await jose.exportJWK(publicKey)), kid, use: 'sig' } };
}

describe('O5 an unknown kid', () => {
  test('a hundred of them ask for the key set once, and once more after the cooldown', async () => {
    const provider = await ScriptedProvider.start();
    const unknown = () =>
      provider.login({ token: ({ claims }) => provider.sign(claims, { kid: crypto.randomUUID() }) });
    vi.useFakeTimers({ toFake: ['Date'] });
    for (let i = 0; i < 50; i++) expect((await unknown()).response.status).toBe(401);
    expect(await provider.seen('/jwks')).toHaveLength(1);
    vi.setSystemTime(Date.now() + 2 * MINUTE);
    for (let i = 0; i < 50; i++) expect((await unknown()).response.status).toBe(401);
    expect(await provider.seen('/jwks')).toHaveLength(2);
  });
});

describe('O5 F10 at once, in an isolate that knows nothing yet', () => {
  const METADATA = '/.well-known/openid-configuration';
  const asked = async (provider: ScriptedProvider) => [
    (await provider.seen(METADATA)).length,
    (await provider.seen('/jwks')).length,
  ];

  test('twenty sign-ins, right or forged, ask for the metadata once and for the keys once', async () => {
    const provider = await ScriptedProvider.start();
    await provider.publish();
    const browsers = Array.from({ length: 20 }, () => openBrowser(provider.server));
    const started = await Promise.all(browsers.map((browser) => browser.post('/login/customer', {})));
    expect(started.map(({ status }) => status)).toEqual(browsers.map(() => 303));
    expect(await asked(provider)).toEqual([1, 0]);
    const browser = openBrowser(provider.server);
    const facts = await provider.start(browser);
    const path = await provider.answer(facts, {
      token: () => provider.sign(facts.claims, { kid: 'forged' }),
    });
    const again = () => copyOf(browser, provider.server).get(path);
    const ended = await Promise.all(Array.from({ length: 20 }, again));
    expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 401));
    expect(await asked(provider)).toEqual([1, 1]);
  });

  test('a provider that fails fails for all of them at once, and is asked again by the next', async () => {
    const provider = await ScriptedProvider.start();
    const good = provider.script[METADATA];
    provider.script[METADATA] = json({}, 500);
    await provider.publish();
    const start = () => openBrowser(provider.server).post('/login/customer', {});
    const failed = await Promise.all(Array.from({ length: 20 }, start));
    expect(failed.map(({ status }) => status)).toEqual(failed.map(() => 503));
    expect(await asked(provider)).toEqual([1, 0]);
    if (good) provider.script[METADATA] = good;
    await provider.publish();
    expect((await start()).status).toBe(303);
    expect(await asked(provider)).toEqual([2, 0]);
  });
});

test('O6 rotation: the new key is fetched once and accepted, the old one is refused from then on', async () => {
  const provider = await ScriptedProvider.start();
  expect((await provider.login()).response.status).toBe(303);
  const next = await newKey('key-2');
  provider.script['/jwks'] = json({ keys: [next.jwk] });
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + 2 * MINUTE);
  const rotated = await provider.login({
    token: ({ claims }) => provider.sign(claims, { kid: 'key-2' }, next.privateKey),
  });
  expect(rotated.response.status).toBe(303);
  expect((await provider.login()).response.status).toBe(401);
  expect(await provider.seen('/jwks')).toHaveLength(2);
});

test('O8 the last good key set serves while it is fresh, though the provider’s is broken', async () => {
  const provider = await ScriptedProvider.start();
  expect((await provider.login()).response.status).toBe(303);
  provider.script['/jwks'] = json({}, 500);
  expect((await provider.login()).response.status).toBe(303);
  expect(await provider.seen('/jwks')).toHaveLength(1);
});

describe('O7 which keys count', () => {
  const right = async (provider: ScriptedProvider) => ({
    ...(await jose.exportJWK(provider.key.publicKey)),
    kid: provider.kid,
  });
  const withoutKid = (provider: ScriptedProvider) => (facts: LoginFacts) =>
    provider.sign(facts.claims, { kid: undefined });

  test.each<[string, (provider: ScriptedProvider) => Promise<unknown[]>, number]>([
    [
      'an EC key beside the RSA key',
      async (provider) => {
        const { publicKey } = await jose.generateKeyPair('ES256');
        return [await jose.exportJWK(publicKey), await right(provider)];
      },
      303,
    ],
    [
      'a symmetric key beside it',
      async (provider) => [{ kty: 'oct', k: 'AAAA' }, await right(provider)],
      303,
    ],
    [
      'an encryption key beside it',
      async (provider) => {
        const { jwk } = await newKey('other');
        return [{ ...jwk, use: 'enc' }, await right(provider)];
      },
      303,
    ],
    [
      'two RSA keys and no kid',
      async (provider) => [(await newKey('other')).jwk, await right(provider)],
      401,
    ],
    [
      'the right key, marked for encryption',
      async (provider) => [{ ...(await right(provider)), use: 'enc' }],
      401,
    ],
    [
      'the right key, for another algorithm',
      async (provider) => [{ ...(await right(provider)), alg: 'RS512' }],
      401,
    ],
    ['the private key', async (provider) => [await jose.exportJWK(provider.key.privateKey)], 401],
    ['none', async () => [], 401],
  ])('%s', async (_name, keys, status) => {
    const provider = await ScriptedProvider.start();
    provider.script['/jwks'] = json({ keys: await keys(provider) });
    expect((await provider.login({ token: withoutKid(provider) })).response.status).toBe(status);
  });
});

const broken: Record<string, ScriptedAnswer> = {
  'status 500': json({}, 500),
  'status 429': json({}, 429),
  HTML: { body: '<html></html>', headers: { 'Content-Type': 'text/html' } },
  'invalid JSON': { body: '{"keys": [' },
  'a JSON list': json([]),
  'a redirect to where it would be right': { status: 302, headers: { Location: 'elsewhere' } },
  '10 MB around what would be right': { padding: 10 * 1024 * 1024 },
  'no headers, ever': { stall: 'headers' },
  'a body that never ends': { stall: 'body' },
};

/** Answers wrongly at a path; what would be right is still to be had elsewhere. */
function breakAt(provider: ScriptedProvider, path: string, answer: ScriptedAnswer): void {
  const right = provider.script[path] ?? {};
  if (answer.stall) provider.settings = IMPATIENT;
  provider.script[new URL('elsewhere', `http://x${path}`).pathname] = right;
  provider.script[path] = answer.padding ? { ...right, ...answer } : answer;
}

describe('O8 F5 a key set that is not one: no session, "try later", in time', () => {
  test.each(Object.entries({ ...broken, 'no keys in it': json({ key: [] }) }))(
    '%s',
    async (_name, answer) => {
      const provider = await ScriptedProvider.start();
      breakAt(provider, '/jwks', answer);
      const sessions = await rowsIn('sessions');
      const { response, browser } = await provider.login();
      expect(response.status).toBe(503);
      expect(response.headers.get('Retry-After')).toBe('60');
      expect(await response.text()).toContain('Sign-in does not answer');
      expect(browser.cookies.size).toBe(0);
      expect(await rowsIn('sessions')).toBe(sessions);
    },
  );
});

describe('O8 O9 F5 a discovery document that is not one: the sign-in does not start', () => {
  const metadata = (changes: (provider: ScriptedProvider) => Record<string, unknown>) => changes;
  test.each(Object.entries(broken))('%s', async (_name, answer) => {
    const provider = await ScriptedProvider.start();
    breakAt(provider, '/.well-known/openid-configuration', answer);
    await provider.publish();
    const browser = openBrowser(provider.server);
    const response = await browser.post('/login/customer', {});
    expect(response.status).toBe(503);
    expect(browser.cookies.size).toBe(0);
  });

  test.each([
    ['O9 of another issuer', metadata(() => ({ issuer: 'https://other.example' }))],
    ['O9 of the issuer with a slash behind', metadata((provider) => ({ issuer: `${provider.issuer}/` }))],
    ['without a token endpoint', metadata(() => ({ token_endpoint: undefined }))],
    ['without a key set', metadata(() => ({ jwks_uri: undefined }))],
    [
      'with an endpoint that is a script',
      metadata(() => ({ authorization_endpoint: 'javascript:alert(1)' })),
    ],
  ])('%s', async (_name, changes) => {
    const provider = await ScriptedProvider.start();
    const document = provider.metadata(changes(provider));
    provider.script['/.well-known/openid-configuration'] = json(document);
    await provider.publish();
    expect((await openBrowser(provider.server).post('/login/customer', {})).status).toBe(503);
  });

  test('it is asked again at the next try, and once it answers not for ten minutes', async () => {
    const provider = await ScriptedProvider.start();
    const good = provider.script['/.well-known/openid-configuration'];
    provider.script['/.well-known/openid-configuration'] = json({}, 500);
    await provider.publish();
    const browser = openBrowser(provider.server);
    expect((await browser.post('/login/customer', {})).status).toBe(503);
    if (good) provider.script['/.well-known/openid-configuration'] = good;
    await provider.publish();
    for (let i = 0; i < 3; i++) expect((await browser.post('/login/customer', {})).status).toBe(303);
    expect(await provider.seen('/.well-known/openid-configuration')).toHaveLength(2);
  });
});

test('a sign-in page on another origin than the issuer: the form’s redirect is not stopped by form-action', async () => {
  const provider = await ScriptedProvider.start();
  const elsewhere = 'http://127.0.0.1:9/auth';
  const document = provider.metadata({ authorization_endpoint: elsewhere });
  provider.script['/.well-known/openid-configuration'] = json(document);
  await provider.publish();
  const browser = openBrowser(provider.server);
  const response = await browser.post('/login/customer', {});
  expect(response.status).toBe(200);
  expect(response.headers.get('Refresh')).toMatch(`0; url=${elsewhere}?client_id=vitrine&`);
  expect(await response.text()).toContain(`href="${elsewhere}?client_id=vitrine&amp;`);
  expect(browser.cookies.has('__Host-login')).toBe(true);
});
