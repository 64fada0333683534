import * as jose from 'jose';
import { describe, expect, test } from 'vitest';
import { json, type LoginFacts, ScriptedProvider } from './scripted-login.ts';
import { rowsIn } from './server.ts';

const provider = await ScriptedProvider.start();
const WEEK_S = 7 * 86_400;

const encoded = (value: unknown) => jose.base64url.encode(JSON.stringify(value));
const without = (facts: LoginFacts, claim: string) => {
  const { [claim]: _, ...rest } = facts.claims;
  return provider.sign(rest);
};
const having = (facts: LoginFacts, claims: Record<string, unknown>) =>
  provider.sign({ ...facts.claims, ...claims });
const later = (facts: LoginFacts, seconds: number) => (facts.claims.iat ?? 0) + seconds;

const refused: Record<string, (facts: LoginFacts) => string | Promise<string>> = {
  'O1 alg none without a signature': ({ claims }) => `${encoded({ alg: 'none' })}.${encoded(claims)}.`,
  'O1 alg None with a signature': async (facts) => {
    const [, payload, signature] = (await provider.sign(facts.claims)).split('.');
    return `${encoded({ alg: 'None', kid: 'key-1' })}.${payload}.${signature}`;
  },
  'O1 alg null': ({ claims }) => `${encoded({ alg: null })}.${encoded(claims)}.AA`,
  'O2 HS256 with the public key as secret': async ({ claims }) =>
    provider.sign(
      claims,
      { alg: 'HS256' },
      new TextEncoder().encode(await jose.exportSPKI(provider.key.publicKey)),
    ),
  'O2 HS256 with the client secret': ({ claims }) =>
    provider.sign(claims, { alg: 'HS256' }, new TextEncoder().encode('demo-only-customer-client-secret')),
  'O3 PS256, which the provider offers and we do not allow': async ({ claims }) => {
    const key = await jose.importJWK(await jose.exportJWK(provider.key.privateKey), 'PS256');
    return provider.sign(claims, { alg: 'PS256' }, key);
  },
  'O4 its own key in the header (jwk)': async ({ claims }) => {
    const own = await jose.generateKeyPair('RS256', { extractable: true });
    const jwk = await jose.exportJWK(own.publicKey);
    return provider.sign(claims, { jwk }, own.privateKey);
  },
  'O4 a key set of its own (jku)': async ({ claims, issuer }) => {
    const own = await jose.generateKeyPair('RS256', { extractable: true });
    return provider.sign(claims, { jku: `${issuer}/elsewhere`, x5u: `${issuer}/elsewhere` }, own.privateKey);
  },
  'O4 an unknown critical header': async (facts) => {
    const input = `${encoded({ alg: 'RS256', kid: 'key-1', crit: ['surprise'], surprise: 1 })}.${encoded(facts.claims)}`;
    const signature = await crypto.subtle.sign(
      'RSASSA-PKCS1-v1_5',
      provider.key.privateKey,
      new TextEncoder().encode(input),
    );
    return `${input}.${jose.base64url.encode(new Uint8Array(signature))}`;
  },
  'a signature of somebody else': async ({ claims }) =>
    provider.sign(claims, {}, (await jose.generateKeyPair('RS256')).privateKey),
  'a signature that is cut off': async ({ claims }) => (await provider.sign(claims)).slice(0, -20),
  'a signature that is not base64url': async ({ claims }) => `${await provider.sign(claims)}!`,
  'claims altered after signing': async (facts) => {
    const [header, , signature] = (await provider.sign(facts.claims)).split('.');
    return `${header}.${encoded({ ...facts.claims, sub: 'somebody-else' })}.${signature}`;
  },
  'an encrypted token': () => 'a.b.c.d.e',
  'no token at all': () => '',
  'O9 another issuer': (facts) => having(facts, { iss: 'https://evil.example' }),
  'O9 the issuer with a slash behind': (facts) => having(facts, { iss: `${facts.issuer}/` }),
  'O9 the issuer in upper case': (facts) => having(facts, { iss: facts.issuer.toUpperCase() }),
  'O9 another tenant of the same provider': (facts) =>
    having(facts, { iss: facts.issuer.replace(/.$/, '_') }),
  'O9 no issuer': (facts) => without(facts, 'iss'),
  'O10 another audience': (facts) => having(facts, { aud: 'somebody-else' }),
  'O10 the staff client’s audience': (facts) => having(facts, { aud: 'vitrine-staff' }),
  'O10 no audience': (facts) => without(facts, 'aud'),
  'O10 a second audience without azp': (facts) => having(facts, { aud: [facts.clientId, 'other'] }),
  'O10 a second audience and its azp': (facts) =>
    having(facts, { aud: [facts.clientId, 'other'], azp: 'other' }),
  'O11 no expiry': (facts) => without(facts, 'exp'),
  'O11 expired': (facts) => having(facts, { exp: later(facts, -3600) }),
  'O11 an expiry that is text': (facts) => having(facts, { exp: '9999999999' }),
  'O11 not valid before some minutes': (facts) => having(facts, { nbf: later(facts, 180) }),
  'O11 issued in the future': (facts) => having(facts, { iat: later(facts, 180) }),
  'O11 issued a week ago': (facts) => having(facts, { iat: later(facts, -WEEK_S) }),
  'O11 issued before this sign-in began': (facts) => having(facts, { iat: later(facts, -300) }),
  'O11 no time of issue': (facts) => without(facts, 'iat'),
  'O12 no nonce': (facts) => without(facts, 'nonce'),
  'O12 another nonce': (facts) => having(facts, { nonce: 'x'.repeat(43) }),
  'no subject': (facts) => without(facts, 'sub'),
  'a subject that is a list': (facts) => having(facts, { sub: ['subject-1'] }),
  'a subject of 300 characters': (facts) => having(facts, { sub: 's'.repeat(300) }),
};

describe('an ID token is refused', () => {
  test.each(Object.entries(refused))('%s', async (_name, token) => {
    const before = await rowsIn('sessions');
    const events = await rowsIn('events');
    const { response, browser } = await provider.login({ token });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('You are not signed in');
    expect(browser.cookies.size).toBe(0);
    expect(await rowsIn('sessions')).toBe(before);
    expect(await rowsIn('events')).toBe(events + 1);
    expect(await provider.seen('/elsewhere')).toEqual([]);
  });
});

describe('an ID token is accepted', () => {
  test.each<[string, (facts: LoginFacts) => string | Promise<string>]>([
    ['as it ought to be', (facts) => provider.sign(facts.claims)],
    ['O10 with our client in a list of one', (facts) => having(facts, { aud: [facts.clientId] })],
    [
      'O10 with two audiences and our azp',
      (facts) => having(facts, { aud: [facts.clientId, 'other'], azp: facts.clientId }),
    ],
    [
      'O11 within the tolerance of clocks',
      (facts) => having(facts, { iat: later(facts, 30), nbf: later(facts, 30) }),
    ],
    ['O7 without kid where one key fits', (facts) => provider.sign(facts.claims, { kid: undefined })],
  ])('%s', async (_name, token) => {
    const { response, browser } = await provider.login({ token });
    expect(response.status).toBe(303);
    expect([...browser.cookies.keys()]).toEqual(['__Host-session']);
  });

  test('ES256, which is allowed too', async () => {
    const other = await ScriptedProvider.start('ES256');
    const { response } = await other.login({ token: ({ claims }) => other.sign(claims, { alg: 'ES256' }) });
    expect(response.status).toBe(303);
  });
});

describe('O19 the token endpoint’s answer', () => {
  const rest = (idToken: string) => ({ access_token: 'a', token_type: 'Bearer', id_token: idToken });
  test.each([
    ['token_type in odd case', (t: string) => json({ ...rest(t), token_type: 'bEARER' }), 303],
    ['no expires_in, and fields of its own', (t: string) => json({ ...rest(t), surprise: { a: [1] } }), 303],
    ['no token_type', (t: string) => json({ access_token: 'a', id_token: t }), 401],
    ['no ID token', () => json({ access_token: 'a', token_type: 'Bearer' }), 401],
    ['status 400 invalid_grant', () => json({ error: 'invalid_grant' }, 400), 401],
    ['status 401 invalid_client', () => json({ error: 'invalid_client' }, 401), 503],
    ['status 500', () => json({}, 500), 503],
    ['status 200 and HTML', () => ({ body: '<html>', headers: { 'Content-Type': 'text/html' } }), 503],
    ['a redirect', () => ({ status: 307, headers: { Location: '/elsewhere' } }), 503],
  ])('%s', async (_name, tokenAnswer, status) => {
    const { response, browser } = await provider.login({ tokenAnswer });
    expect(response.status).toBe(status);
    expect(browser.cookies.has('__Host-session')).toBe(status === 303);
  });
});

describe('the userinfo endpoint', () => {
  const bare = (facts: LoginFacts) => {
    const { name: _n, email: _e, company: _c, groups: _g, ...rest } = facts.claims;
    return provider.sign(rest);
  };
  test.each([
    ['of the same subject', json({ sub: 'subject-1', name: 'From Userinfo' }), 303],
    ['of another subject', json({ sub: 'subject-2', name: 'Somebody Else' }), 401],
    ['without a subject', json({ name: 'Nobody' }), 401],
    ['that is down', json({}, 500), 503],
  ])('%s', async (_name, me, status) => {
    provider.script['/me'] = me;
    const { response } = await provider.login({ token: bare });
    expect(response.status).toBe(status);
  });
});
