import * as jose from 'jose';
import { inject } from 'vitest';
import type { ScriptedAnswer, SeenRequest } from '../../support/provided.ts';
import { type Browser, openBrowser, type Server } from '../access/browser.ts';
import { serverWith } from './server.ts';

/** What a sign-in carries that a provider would know when it answers. */
export interface LoginFacts {
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  readonly state: string;
  readonly challenge: string;
  /** Claims that are right. */
  readonly claims: jose.JWTPayload;
}

/** What a test changes about an otherwise right sign-in. */
export interface LoginChanges {
  readonly role?: 'customer' | 'staff';
  /** The path at which the sign-in starts, where it is not the role's own. */
  readonly at?: string;
  readonly form?: Record<string, string>;
  /** The ID token instead of the right one. */
  readonly token?: (facts: LoginFacts) => string | Promise<string>;
  /** The token endpoint's answer instead of the right one. */
  readonly tokenAnswer?: (idToken: string) => ScriptedAnswer;
  /** The callback's parameters instead of the right ones. */
  readonly callback?: (parameters: URLSearchParams, facts: LoginFacts) => void;
}

export const json = (value: unknown, status = 200): ScriptedAnswer => ({
  status,
  body: JSON.stringify(value),
});

/** A provider of one test's own, that is right unless told otherwise. */
export class ScriptedProvider {
  readonly issuer: string;
  readonly script: Record<string, ScriptedAnswer>;
  readonly key: jose.GenerateKeyPairResult;
  readonly kid = 'key-1';
  /** Further settings of the Worker. */
  settings: Record<string, string> = {};

  private constructor(issuer: string, key: jose.GenerateKeyPairResult, jwk: jose.JWK) {
    this.issuer = issuer;
    this.key = key;
    this.script = {
      '/.well-known/openid-configuration': json(this.metadata()),
      '/jwks': json({ keys: [{ ...jwk, kid: this.kid, use: 'sig' }] }),
      '/me': json({ sub: 'subject-1' }),
    };
  }

  static async start(algorithm = 'RS256'): Promise<ScriptedProvider> {
    const key = await jose.generateKeyPair(algorithm, { extractable: true });
    const issuer = `${inject('scriptedProvider')}/${crypto.randomUUID()}`;
    return new ScriptedProvider(issuer, key, await jose.exportJWK(key.publicKey));
  }

  metadata(changes: Record<string, unknown> = {}) {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/me`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'none', 'HS256', 'PS256'],
      code_challenge_methods_supported: ['plain', 'S256'],
      authorization_response_iss_parameter_supported: true,
      ...changes,
    };
  }

  /** A Worker that trusts this provider. */
  get server(): Server {
    return serverWith({ OIDC_ISSUER: this.issuer, STAFF_OIDC_ISSUER: this.issuer, ...this.settings });
  }

  async publish(): Promise<void> {
    await fetch(`${this.issuer}/script`, { method: 'PUT', body: JSON.stringify(this.script) });
  }

  async seen(path?: string): Promise<SeenRequest[]> {
    const log = await (await fetch(`${this.issuer}/log`)).json<SeenRequest[]>();
    return path === undefined ? log : log.filter((request) => request.path === path);
  }

  /** An ID token as it ought to be, or with other claims and header. */
  async sign(
    claims: jose.JWTPayload,
    header: {
      readonly [Name in keyof jose.JWTHeaderParameters]?: jose.JWTHeaderParameters[Name] | undefined;
    } = {},
    key: jose.CryptoKey | Uint8Array = this.key.privateKey,
  ): Promise<string> {
    return await new jose.SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: this.kid, ...header } as jose.JWTHeaderParameters)
      .sign(key);
  }

  /** From the button to the provider. */
  async start(browser: Browser, changes: LoginChanges = {}): Promise<LoginFacts> {
    await this.publish();
    const role = changes.role ?? 'customer';
    const response = await browser.post(changes.at ?? `/login/${role}`, changes.form ?? {});
    if (response.status !== 303) throw new Error(`the sign-in did not start: ${response.status}`);
    const query = new URL(response.headers.get('Location') ?? '').searchParams;
    const field = (name: string) => query.get(name) ?? '';
    const seconds = Math.floor(Date.now() / 1000);
    return {
      issuer: this.issuer,
      clientId: field('client_id'),
      nonce: field('nonce'),
      state: field('state'),
      challenge: field('code_challenge'),
      claims: {
        iss: this.issuer,
        sub: 'subject-1',
        aud: field('client_id'),
        nonce: field('nonce'),
        iat: seconds,
        exp: seconds + 300,
        name: 'Scripted Customer',
        email: 'customer@example.test',
        email_verified: true,
        company: 'Scripted Example Ltd',
        groups: ['trust-staff'],
      },
    };
  }

  /** What the provider will answer, and the address that it sends the browser back to. */
  async answer(facts: LoginFacts, changes: LoginChanges = {}): Promise<string> {
    const idToken = await (changes.token?.(facts) ?? this.sign(facts.claims));
    this.script['/token'] =
      changes.tokenAnswer?.(idToken) ??
      json({ access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: idToken });
    await this.publish();
    const parameters = new URLSearchParams({ code: 'code-1', state: facts.state, iss: this.issuer });
    changes.callback?.(parameters, facts);
    const below = changes.at ?? (changes.role === 'staff' ? '/login/staff' : '/login');
    return `${below}/callback?${parameters}`;
  }

  /** The whole sign-in. */
  async login(changes: LoginChanges = {}, browser: Browser = openBrowser(this.server)) {
    const facts = await this.start(browser, changes);
    const path = await this.answer(facts, changes);
    return { browser, facts, path, response: await browser.get(path) };
  }
}
