import * as jose from 'jose';
import type { AuthorizationServer } from 'oauth4webapi';
import { type BoundedFetch, ProviderUnavailable } from './bounded-fetch.ts';
import { keySetFetch, type Registration } from './provider.ts';

/** A logout that a provider asks for: of one of its sessions, or of all of a subject. */
export interface ProviderLogout {
  readonly issuer: string;
  readonly role: Registration['role'];
  /** Makes the token work once. */
  readonly tokenId: string;
  readonly subject: string | null;
  readonly sid: string | null;
  /** Milliseconds. */
  readonly issuedAt: number;
}

/** A logout token that ends nothing, and why; for the log. */
export class LogoutTokenRefused extends Error {}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Protects memory; a logout token is a kilobyte or two. */
const LONGEST_TOKEN = 16 * 1024;
const LONGEST_CLAIM = 255;
/** Past this a token was meant for another day; a provider that tries again makes a new one. */
const OLDEST = '5 minutes';
const CLOCK_TOLERANCE_S = 60;

/** Protects the provider: how often an unknown kid makes us ask for its keys, in milliseconds. */
const KEYS_COOLDOWN = 60_000;
const KEYS_MAX_AGE = 10 * 60_000;

/** What says by itself that it is another kind of token is none of ours; many providers say nothing, or just JWT. */
const TYPES = new Set([undefined, 'JWT', 'LOGOUT+JWT']);

/** Key sets are kept per isolate, as the metadata is. */
const keySets = new Map<string, ReturnType<typeof jose.createRemoteJWKSet>>();

/**
 * Validates a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.6). What can be refused without asking the
 * provider for its keys is refused before.
 *
 * @param registration - at whose address it came
 * @param findServer - the provider's metadata
 * @param token - attacker-controlled
 * @param fetch - starts a bounded fetch
 * @param now - milliseconds
 * @throws LogoutTokenRefused where anything does not hold
 * @throws ProviderUnavailable where the keys cannot be had
 */
export async function readLogoutToken(
  registration: Registration,
  findServer: () => Promise<AuthorizationServer>,
  token: string,
  fetch: () => BoundedFetch,
  now: number,
): Promise<ProviderLogout> {
  const { issuer, client, algorithms, role } = registration;
  if (token.length > LONGEST_TOKEN) throw new LogoutTokenRefused('too long');
  try {
    const { typ, alg } = jose.decodeProtectedHeader(token);
    if (!TYPES.has(typ?.toUpperCase().replace(/^APPLICATION\//, ''))) throw new LogoutTokenRefused('typ');
    if (alg === undefined || !algorithms.includes(alg)) throw new LogoutTokenRefused('alg');
    if (jose.decodeJwt(token).iss !== issuer) throw new LogoutTokenRefused('iss');

    const server = await findServer();
    const { payload } = await jose.jwtVerify(token, keySetOf(server.jwks_uri ?? '', fetch), {
      issuer,
      audience: client.client_id,
      algorithms: [...algorithms],
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: OLDEST,
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(now),
    });
    return logoutIn(payload, issuer, role, client.client_id);
  } catch (error) {
    if (error instanceof ProviderUnavailable || error instanceof LogoutTokenRefused) throw error;
    if (error instanceof jose.errors.JOSEError || error instanceof TypeError)
      throw new LogoutTokenRefused(error.message, { cause: error });
    throw error;
  }
}

function logoutIn(
  payload: jose.JWTPayload,
  issuer: string,
  role: Registration['role'],
  clientId: string,
): ProviderLogout {
  const { aud, events, jti, iat = 0 } = payload;
  if (Array.isArray(aud) && aud.some((one) => one !== clientId)) throw new LogoutTokenRefused('aud');
  // An ID token never has the one and always has the other: neither is taken for the other.
  if (!isObject(events) || !isObject(events[EVENT])) throw new LogoutTokenRefused('events');
  if ('nonce' in payload) throw new LogoutTokenRefused('nonce');
  const [subject, sid] = [claim(payload, 'sub'), claim(payload, 'sid')];
  if (subject === null && sid === null) throw new LogoutTokenRefused('neither sub nor sid');
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_CLAIM)
    throw new LogoutTokenRefused('jti');
  return { issuer, role, tokenId: jti, subject, sid, issuedAt: iat * 1000 };
}

function claim(payload: jose.JWTPayload, name: 'sub' | 'sid'): string | null {
  const value = payload[name];
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_CLAIM)
    throw new LogoutTokenRefused(name);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keySetOf(url: string, fetch: () => BoundedFetch) {
  const known = keySets.get(url);
  if (known) return known;
  const keys = jose.createRemoteJWKSet(new URL(url), {
    cooldownDuration: KEYS_COOLDOWN,
    cacheMaxAge: KEYS_MAX_AGE,
    // Each request for keys has a deadline of its own: this outlives the request that first needed it.
    [jose.customFetch]: (address, { headers }) =>
      keySetFetch(fetch())(address, { method: 'GET', headers: Object.fromEntries(headers) }),
  });
  keySets.set(url, keys);
  return keys;
}
