import * as jose from 'jose';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import type { SeenRequest } from '../../support/provided.ts';
import { type Browser, fieldsOf, openBrowser } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { AtProvider } from './at-provider.ts';
import { json, ScriptedProvider } from './scripted-login.ts';
import { rowsIn, serverWith } from './server.ts';

/** O23: a provider says that somebody signed out there, or was disabled, and their sessions here end. */

const provider = await ScriptedProvider.start();
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const MINUTE_S = 60;

afterEach(() => void vi.useRealTimers());

const signedIn = async (browser: Browser) =>
  (await (await browser.get('/logout')).text()).includes('You are signed in');

/** Signs somebody in whose provider session has this id. */
async function login(sub: string, sid?: string, role: 'customer' | 'staff' = 'customer', by = provider) {
  const token = ({ claims }: { claims: jose.JWTPayload }) =>
    by.sign({ ...claims, sub, ...(sid === undefined ? {} : { sid }) });
  const { browser } = await by.login({ role, token });
  expect(await signedIn(browser)).toBe(true);
  return browser;
}

/** What is undefined is left out when it is signed. */
type Claims = Record<string, unknown>;

function claims(changes: Record<string, unknown> = {}, by = provider): Claims {
  const iat = Math.floor(Date.now() / 1000);
  const all = {
    iss: by.issuer,
    aud: 'vitrine',
    iat,
    exp: iat + 120,
    jti: crypto.randomUUID(),
    events: { [EVENT]: {} },
    ...changes,
  };
  return all;
}

const sign = (payload: Claims, header: Record<string, unknown> = {}) =>
  provider.sign(payload, { typ: 'logout+jwt', ...header });

/** Sends as a provider does: no Origin, no cookie. */
async function send(token: string, to = 'customer', by = provider, headers: Record<string, string> = {}) {
  await by.publish();
  return await openBrowser(by.server).send(
    'POST',
    `/api/backchannel-logout/${to}`,
    { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    new URLSearchParams({ logout_token: token }).toString(),
  );
}

test('O5 F10: twenty forged logouts at once, in an isolate that knows nothing yet, ask for the keys once', async () => {
  const other = await ScriptedProvider.start();
  const forged = () => other.sign(claims({}, other), { typ: 'logout+jwt', kid: crypto.randomUUID() });
  const tokens = await Promise.all(Array.from({ length: 20 }, forged));
  const answers = await Promise.all(tokens.map((token) => send(token, 'customer', other)));
  expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 400));
  expect(await other.seen('/.well-known/openid-configuration')).toHaveLength(1);
  expect(await other.seen('/jwks')).toHaveLength(1);
  expect((await send(await forged(), 'customer', other)).status).toBe(400);
  expect(await other.seen('/jwks')).toHaveLength(1);
});

describe('a logout token', () => {
  test('O23: that names a provider’s session ends that one and no other; the answer is not stored', async () => {
    const [one, other] = [await login('ada', 'sid-1'), await login('ada', 'sid-2')];
    const response = await send(await sign(claims({ sid: 'sid-1' })));
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect([await signedIn(one), await signedIn(other)]).toEqual([false, true]);
    const [event] = await rows<{ type: string; detail: string }>(
      'SELECT * FROM events ORDER BY id DESC LIMIT 1',
    );
    expect(event).toMatchObject({ type: 'session.ended', actor: 'system' });
    expect(JSON.parse(event?.detail ?? '')).toEqual({ kind: 'customer', by: 'provider' });
  });

  test('O23: that names a subject ends all of their sessions, and nobody else’s', async () => {
    const own = [await login('bea', 'sid-3'), await login('bea', 'sid-4'), await login('bea')];
    const other = await login('cyd', 'sid-5');
    expect((await send(await sign(claims({ sub: 'bea' })))).status).toBe(200);
    expect(await Promise.all(own.map(signedIn))).toEqual([false, false, false]);
    expect(await signedIn(other)).toBe(true);
  });

  test('O23: that names both ends that session, and those of which the provider said nothing', async () => {
    const [named, other, nameless] = [await login('dan', 's6'), await login('dan', 's7'), await login('dan')];
    expect((await send(await sign(claims({ sub: 'dan', sid: 's6' })))).status).toBe(200);
    expect(await Promise.all([named, other, nameless].map(signedIn))).toEqual([false, true, false]);
  });

  test('O23: with the session of one and the subject of another ends neither', async () => {
    const [eve, fay] = [await login('eve', 's8'), await login('fay', 's9')];
    expect((await send(await sign(claims({ sub: 'eve', sid: 's9' })))).status).toBe(200);
    expect(await Promise.all([eve, fay].map(signedIn))).toEqual([true, true]);
  });

  test.each([
    ['of a session that is over', { sid: 'never-seen' }],
    ['without exp, as older providers send it', { sid: 'x', exp: undefined }],
  ])('O23: %s is accepted', async (_name, changes) => {
    expect((await send(await sign(claims(changes)))).status).toBe(200);
  });

  test.each([['logout+jwt'], ['application/logout+jwt'], ['LOGOUT+JWT'], ['JWT'], [undefined]])(
    'O23: of type %s is accepted',
    async (typ) => {
      const browser = await login('gil', 's10');
      expect((await send(await sign(claims({ sid: 's10' }), { typ }))).status).toBe(200);
      expect(await signedIn(browser)).toBe(false);
      // The same session of the provider does not come back; a new one does.
      const { response } = await provider.login({
        token: (facts) => provider.sign({ ...facts.claims, sub: 'gil', sid: 's10' }),
      });
      expect(response.status).toBe(401);
      await rows('DELETE FROM provider_logouts');
    },
  );

  test('S13 O23: of one client or issuer does not reach the sessions of another', async () => {
    const elsewhere = await ScriptedProvider.start();
    const staff = await login('hal', 's11', 'staff');
    const stranger = await login('hal', 's11', 'customer', elsewhere);
    const customer = await login('hal', 's11');
    expect((await send(await sign(claims({ sub: 'hal', sid: 's11' })))).status).toBe(200);
    expect(await Promise.all([staff, stranger, customer].map(signedIn))).toEqual([true, true, false]);
    const forStaff = await sign(claims({ sub: 'hal', aud: 'vitrine-staff' }));
    expect((await send(forStaff, 'customer')).status).toBe(400);
    expect(await signedIn(staff)).toBe(true);
    expect((await send(forStaff, 'staff')).status).toBe(200);
    expect(await signedIn(staff)).toBe(false);
  });
});

describe('O23 a forged logout token ends nothing: 400, not stored', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const encoded = (value: unknown) => jose.base64url.encode(JSON.stringify(value));
  const forged: Record<string, (right: Claims) => string | Promise<string>> = {
    'typ of an access token': (right) => sign(right, { typ: 'at+jwt' }),
    'typ of another event': (right) => sign(right, { typ: 'secevent+jwt' }),
    'no events': (right) => sign({ ...right, events: undefined }),
    'events that are a list': (right) => sign({ ...right, events: [EVENT] }),
    'another event': (right) => sign({ ...right, events: { 'urn:other': {} } }),
    'the event as text': (right) => sign({ ...right, events: { [EVENT]: 'x' } }),
    'the event as null': (right) => sign({ ...right, events: { [EVENT]: null } }),
    'a nonce': (right) => sign({ ...right, nonce: 'n' }),
    'a nonce that is null': (right) => sign({ ...right, nonce: null }),
    'an ID token': ({ events: _, ...right }) => provider.sign({ ...right, nonce: 'n' }),
    'alg none': (right) => `${encoded({ alg: 'none', typ: 'logout+jwt' })}.${encoded(right)}.`,
    'HS256 with the client secret': (right) =>
      provider.sign(right, { alg: 'HS256' }, new TextEncoder().encode('demo-only-customer-client-secret')),
    'PS256, which we do not allow': async (right) => {
      const key = await jose.importJWK(await jose.exportJWK(provider.key.privateKey), 'PS256');
      return provider.sign(right, { alg: 'PS256' }, key);
    },
    'somebody else’s signature': async (right) =>
      provider.sign(right, {}, (await jose.generateKeyPair('RS256')).privateKey),
    'its own key in the header': async (right) => {
      const own = await jose.generateKeyPair('RS256', { extractable: true });
      return provider.sign(right, { jwk: await jose.exportJWK(own.publicKey) }, own.privateKey);
    },
    'an unknown critical header': (right) => {
      const input = `${encoded({ alg: 'RS256', kid: 'key-1', crit: ['x'], x: 1 })}.${encoded(right)}`;
      return `${input}.AAAA`;
    },
    'another issuer': (right) => sign({ ...right, iss: 'https://evil.example' }),
    'the issuer with a slash': (right) => sign({ ...right, iss: `${right.iss}/` }),
    'no issuer': (right) => sign({ ...right, iss: undefined }),
    'another audience': (right) => sign({ ...right, aud: 'other' }),
    'the staff’s audience': (right) => sign({ ...right, aud: 'vitrine-staff' }),
    'no audience': (right) => sign({ ...right, aud: undefined }),
    'a second audience': (right) => sign({ ...right, aud: ['vitrine', 'other'] }),
    'no jti': (right) => sign({ ...right, jti: undefined }),
    'an empty jti': (right) => sign({ ...right, jti: '' }),
    'a jti that is a number': (right) => sign({ ...right, jti: 7 }),
    'no iat': (right) => sign({ ...right, iat: undefined }),
    'an iat as text': (right) => sign({ ...right, iat: '1' }),
    'issued an hour ago': (right) => sign({ ...right, iat: now() - 3600 }),
    'issued in the future': (right) => sign({ ...right, iat: now() + 3 * MINUTE_S }),
    expired: (right) => sign({ ...right, exp: now() - 2 * MINUTE_S }),
    'neither sub nor sid': (right) => sign({ ...right, sub: undefined, sid: undefined }),
    'a sub that is a list': (right) => sign({ ...right, sub: ['ivy'] }),
    'an empty sub': (right) => sign({ ...right, sub: '' }),
    'a sid of 300 characters': (right) => sign({ ...right, sid: 's'.repeat(300) }),
    'claims altered after signing': async (right) => {
      const [header, , signature] = (await sign(right)).split('.');
      return `${header}.${encoded({ ...right, sub: 'jan' })}.${signature}`;
    },
    '20 kB': () => 'a'.repeat(20_000),
    'no token': () => '',
    'an encrypted token': () => 'a.b.c.d.e',
  };

  test('each of them', async () => {
    const victims = [await login('ivy', 's12'), await login('jan', 's13')];
    const counts = async () => [await rowsIn('sessions'), await rowsIn('events')];
    const before = await counts();
    for (const [name, forge] of Object.entries(forged)) {
      const response = await send(await forge(claims({ sub: 'ivy' })));
      expect([name, response.status]).toEqual([name, 400]);
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(await response.json()).toEqual({
        error: 'invalid_request',
        error_description: 'The logout token was not accepted.',
      });
    }
    expect(await counts()).toEqual(before);
    expect(await Promise.all(victims.map(signedIn))).toEqual([true, true]);
    expect(await rows("SELECT 1 FROM provider_logouts WHERE subject IN ('ivy', 'jan')")).toEqual([]);
  });

  test('a token that was used: what began since stays', async () => {
    await login('kim', 's14');
    const token = await sign(claims({ sub: 'kim', iat: Math.floor(Date.now() / 1000) - 5 }));
    expect((await send(token)).status).toBe(200);
    const again = await login('kim', 's15');
    expect((await send(token)).status).toBe(400);
    const twenty = await Promise.all(Array.from({ length: 20 }, () => send(token)));
    expect(new Set(twenty.map(({ status }) => status))).toEqual(new Set([400]));
    expect(await signedIn(again)).toBe(true);
  });

  test('twenty times at once it works once', async () => {
    const token = await sign(claims({ sub: 'lea' }));
    const twenty = await Promise.all(Array.from({ length: 20 }, () => send(token)));
    expect(twenty.map(({ status }) => status).toSorted()).toEqual([200, ...Array(19).fill(400)]);
  });

  test.each<[string, string, Record<string, string>]>([
    ['JSON', '{"logout_token":"a.b.c"}', { 'Content-Type': 'application/json' }],
    ['no content type', 'logout_token=a.b.c', {}],
    [
      'the token twice',
      'logout_token=a&logout_token=b',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
    ],
    ['another parameter', 'token=a.b.c', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['nothing', '', { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ])('a request that is none: %s', async (_name, body, headers) => {
    const browser = openBrowser(provider.server);
    const response = await browser.send('POST', '/api/backchannel-logout/customer', headers, body);
    expect(response.status).toBe(400);
  });

  test('40 kB are not read; other methods and providers are nothing', async () => {
    const browser = openBrowser(provider.server);
    const path = '/api/backchannel-logout/customer';
    expect((await browser.send('POST', path, {}, 'x'.repeat(40_000))).status).toBe(413);
    expect((await browser.get(path)).status).toBe(405);
    expect((await browser.post('/api/backchannel-logout/nobody', {})).status).toBe(404);
  });
});

describe('S8 the exemption from Origin is this narrow', () => {
  test('a page of another site can send only what a provider signed, and no cookie counts', async () => {
    const browser = await login('mia', 's16');
    const response = await browser.send(
      'POST',
      '/api/backchannel-logout/customer',
      {
        Origin: 'https://evil.example',
        'Sec-Fetch-Site': 'cross-site',
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      'logout_token=a.b.c',
    );
    expect(response.status).toBe(400);
    expect(await signedIn(browser)).toBe(true);
  });

  test.each(['/login/customer', '/logout', '/login/backchannel-logout', '/console/api/backchannel-logout'])(
    '%s still wants our Origin',
    async (path) => {
      const response = await openBrowser(provider.server).send('POST', path, {}, 'logout_token=a.b.c');
      expect(response.status).toBe(403);
    },
  );
});

describe('S11 a sign-in under way when its provider signs out never becomes a session', () => {
  test.each([
    ['its session', (sub: string) => ({ sub, sid: `of ${sub}` })],
    ['all of its subject', (sub: string) => ({ sub })],
  ])('%s', async (_name, named) => {
    for (let round = 0; round < 6; round++) {
      const sub = `racer-${_name}-${round}`;
      const browser = openBrowser(provider.server);
      const facts = await provider.start(browser);
      const path = await provider.answer(facts, {
        token: () => provider.sign({ ...facts.claims, sub, sid: `of ${sub}` }),
      });
      const token = await sign(claims(named(sub)));
      const acts = [() => browser.get(path), () => send(token)];
      await Promise.all((round % 2 ? acts : acts.toReversed()).map((act) => act()));
      expect(await signedIn(browser)).toBe(false);
    }
  });

  test('a new sign-in afterwards does', async () => {
    const iat = Math.floor(Date.now() / 1000) - 5;
    expect((await send(await sign(claims({ sub: 'nia', iat })))).status).toBe(200);
    expect(await signedIn(await login('nia', 'new'))).toBe(true);
  });
});

describe('O5 O8 D4 a flood of logout tokens', () => {
  test('two hundred forgeries ask for no keys beyond those at hand and leave no row', async () => {
    const own = await ScriptedProvider.start();
    expect((await send(await own.sign(claims({ sub: 'y' }, own)), 'customer', own)).status).toBe(200);
    const before = await Promise.all([rows('SELECT key FROM counters'), rowsIn('events')]);
    await own.publish();
    const { privateKey } = await jose.generateKeyPair('RS256');
    for (let i = 0; i < 200; i += 20) {
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          const token = await own.sign(claims({ sub: 'x' }, own), { kid: crypto.randomUUID() }, privateKey);
          expect((await send(token, 'customer', own)).status).toBe(400);
        }),
      );
    }
    expect(await own.seen('/jwks')).toHaveLength(1);
    expect(await Promise.all([rows('SELECT key FROM counters'), rowsIn('events')])).toEqual(before);
    expect(await rows('SELECT 1 FROM provider_logouts WHERE issuer = ?1', own.issuer)).toHaveLength(1);
  });

  test('one network is slowed down before anything is looked at', async () => {
    const refusing = serverWith({ LOGIN_LIMIT: { limit: async () => ({ success: false }) } });
    const response = await openBrowser(refusing).send('POST', '/api/backchannel-logout/customer', {}, 'x');
    expect(response.status).toBe(429);
  });

  test('what nobody of that name could have signed asks nobody for anything', async () => {
    const own = await ScriptedProvider.start();
    for (const token of ['a.b.c', await own.sign(claims({ iss: 'https://evil.example' }, own))])
      expect((await send(token, 'customer', own)).status).toBe(400);
    expect((await own.seen()).filter(({ path }) => path !== '/script')).toEqual([]);
  });

  test.each([
    ['keys that are down', '/jwks', json({}, 500)],
    ['keys that are HTML', '/jwks', { body: '<html>' }],
    ['discovery that is down', '/.well-known/openid-configuration', json({}, 500)],
  ])('O8: %s: 400, nothing ends, and the next try works', async (_name, path, answer) => {
    const own = await ScriptedProvider.start();
    const right = own.script[path] ?? {};
    own.script[path] = answer;
    const token = await own.sign(claims({ sub: 'x' }, own));
    const response = await send(token, 'customer', own);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: 'temporarily_unavailable' },
    ]);
    own.script[path] = right;
    expect((await send(token, 'customer', own)).status).toBe(200);
  });

  test('O6: keys that were rotated are fetched once and count', async () => {
    const own = await ScriptedProvider.start();
    expect((await send(await own.sign(claims({ sub: 'x' }, own)), 'customer', own)).status).toBe(200);
    const next = await jose.generateKeyPair('RS256', { extractable: true });
    own.script['/jwks'] = json({ keys: [{ ...(await jose.exportJWK(next.publicKey)), kid: 'key-2' }] });
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 2 * MINUTE_S * 1000);
    const rotated = await own.sign(claims({ sub: 'x' }, own), { kid: 'key-2' }, next.privateKey);
    expect((await send(rotated, 'customer', own)).status).toBe(200);
    expect((await send(await own.sign(claims({ sub: 'x' }, own)), 'customer', own)).status).toBe(400);
  });
});

describe('O23 at a real provider', () => {
  const issuer = inject('realIssuer');
  const server = serverWith({ OIDC_ISSUER: issuer, STAFF_OIDC_ISSUER: issuer });
  const heard = `${inject('scriptedProvider')}/backchannel`;

  /** What the provider has sent to us so far, in the order in which it did. */
  const sent = async () =>
    (await (await fetch(`${heard}/log`)).json<SeenRequest[]>()).map(({ body }) => body);

  test('signing out there ends the session here; the other one of the same person stays', async () => {
    const sign = async (at: AtProvider, account: string) => {
      const browser = openBrowser(server);
      const start = await browser.post('/login/customer', {});
      const page = await at.follow(start.headers.get('Location') ?? '');
      const back = new URL((await at.choose(page, account)).url);
      expect((await browser.get(back.pathname + back.search)).status).toBe(303);
      return browser;
    };
    const [laptop, phone] = [new AtProvider(issuer), new AtProvider(issuer)];
    const onLaptop = await sign(laptop, 'customer-two');
    const onPhone = await sign(phone, 'customer-two');
    const before = await sent();

    const page = await laptop.follow(`${issuer}/session/end`);
    const form = fieldsOf(page.page ?? '');
    await laptop.follow(`${issuer}/session/end/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ ...form, logout: 'yes' }),
    });
    const [body = '', ...more] = (await sent()).slice(before.length);
    expect(more).toEqual([]);
    const deliver = () =>
      openBrowser(server).send(
        'POST',
        '/api/backchannel-logout/customer',
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        body,
      );
    expect((await deliver()).status).toBe(200);
    expect([await signedIn(onLaptop), await signedIn(onPhone)]).toEqual([false, true]);
    expect((await deliver()).status).toBe(400);
  });
});

test('O23 S7: an account that its provider disables has no access past twelve hours, however busy', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const start = Date.now();
  const browser = await login('zoe');
  const HOUR = 3_600_000;
  for (let hour = 1; hour < 12; hour++) {
    vi.setSystemTime(start + hour * HOUR);
    expect(await signedIn(browser)).toBe(true);
  }
  vi.setSystemTime(start + 12 * HOUR);
  expect(await signedIn(browser)).toBe(false);
  const { response } = await provider.login(
    {
      callback: (parameters) => {
        parameters.delete('code');
        parameters.set('error', 'access_denied');
      },
    },
    browser,
  );
  expect(response.status).toBe(401);
  expect(await signedIn(browser)).toBe(false);
});
