import * as oauth from 'oauth4webapi';
import type { Config } from '../config.ts';
import { type BoundedFetch, ProviderUnavailable } from './bounded-fetch.ts';

/**
 * Our registrations at identity providers: the company's own for customers, further ones of customers, and the staff's.
 * Each has a redirect address of its own, so that an answer meant for one is never taken for another (RFC 9700 section 4.4).
 */

/** Who signs in through it. */
export type Role = 'customer' | 'staff';

/** One registration. */
export interface Registration {
  /** `customer` for the company's own, `staff`, or the id that `OIDC_PROVIDERS` gives. */
  readonly id: string;
  readonly role: Role;
  /** What readers know it by; null for the company's own and the staff's. */
  readonly name: string | null;
  readonly issuer: string;
  readonly client: oauth.Client;
  readonly secret: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** Algorithms that an ID token may be signed with, whatever its header or the provider's metadata say. */
  readonly algorithms: readonly string[];
  /** True on a loopback origin only: the demo's provider speaks plain http. */
  readonly insecure: boolean;
}

/** For tokens of a provider whose clock differs from ours. */
const CLOCK_TOLERANCE_S = 60;

const DISCOVERY_MAX_AGE_MS = 10 * 60_000;

/** Metadata is kept per isolate, once it is an answer; whoever asks meanwhile shares the request (bounded-fetch.ts). */
const discovered = new Map<string, { server: oauth.AuthorizationServer; until: number }>();

/** The path at which a sign-in through a registration starts; its answer comes back to one below. */
export function loginPath(id: string): string {
  return id === 'customer' || id === 'staff' ? `/login/${id}` : `/login/providers/${id}`;
}

/** All registrations, the company's own first. */
export function registrationsOf(config: Config): Registration[] {
  const registration = (
    own: Pick<Registration, 'id' | 'role' | 'name' | 'issuer' | 'secret' | 'scope'>,
    clientId: string,
    algorithms: readonly string[] = config.OIDC_ALGORITHMS,
  ): Registration => ({
    ...own,
    client: { client_id: clientId, [oauth.clockTolerance]: CLOCK_TOLERANCE_S },
    redirectUri: `${config.ORIGIN}${own.id === 'customer' ? '/login' : loginPath(own.id)}/callback`,
    algorithms,
    insecure: config.local,
  });
  return [
    registration(
      {
        id: 'customer',
        role: 'customer',
        name: null,
        issuer: config.OIDC_ISSUER,
        secret: config.OIDC_CLIENT_SECRET,
        scope: config.OIDC_SCOPE,
      },
      config.OIDC_CLIENT_ID,
    ),
    ...config.OIDC_PROVIDERS.map(({ id, name, issuer, clientId, clientSecret, scope, algorithms }) =>
      registration({ id, role: 'customer', name, issuer, secret: clientSecret, scope }, clientId, algorithms),
    ),
    registration(
      {
        id: 'staff',
        role: 'staff',
        name: null,
        issuer: config.STAFF_OIDC_ISSUER,
        secret: config.STAFF_OIDC_CLIENT_SECRET,
        scope: config.STAFF_OIDC_SCOPE,
      },
      config.STAFF_OIDC_CLIENT_ID,
    ),
  ];
}

/**
 * The registration of an id.
 *
 * @param config - in which it is
 * @param id - `customer`, `staff`, or one of `OIDC_PROVIDERS`
 */
export function registrationOf(config: Config, id: string): Registration {
  const registration = registrationsOf(config).find((one) => one.id === id);
  if (!registration) throw new Error(`there is no provider ${id}`);
  return registration;
}

/** What every request to the provider is made with; the only place that lets plain http through. */
export function requestOptions(registration: Registration, fetch: BoundedFetch) {
  return {
    [oauth.customFetch]: fetch,
    [oauth.allowInsecureRequests]: registration.insecure,
  };
}

/**
 * For the key set alone: refuses what is not one, so that a provider that is broken is not taken for a token that is.
 *
 * @param fetch - bounded
 * @returns a fetch that rejects with ProviderUnavailable unless it gets a JWK Set (RFC 7517 section 5)
 */
export function keySetFetch(fetch: BoundedFetch): BoundedFetch {
  return async (url, request) => {
    const response = await fetch(url, request);
    const set = response.status === 200 ? await response.clone().json<{ keys?: unknown }>() : {};
    if (!Array.isArray(set.keys)) throw new ProviderUnavailable(`${url}: not a key set`);
    return response;
  };
}

/**
 * The provider's metadata (OpenID Connect Discovery 1.0), from this isolate's memory or from the provider.
 *
 * @param registration - whose provider
 * @param fetch - bounded
 * @param now - milliseconds
 * @throws ProviderUnavailable without usable metadata of exactly this issuer
 */
export async function discover(
  registration: Registration,
  fetch: BoundedFetch,
  now: number,
): Promise<oauth.AuthorizationServer> {
  const { issuer, algorithms } = registration;
  const key = JSON.stringify([issuer, algorithms]);
  const known = discovered.get(key);
  if (known && now < known.until) return known.server;
  const url = new URL(issuer);
  const options = { algorithm: 'oidc' as const, ...requestOptions(registration, fetch) };
  let metadata: oauth.AuthorizationServer;
  try {
    metadata = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
  } catch (cause) {
    if (cause instanceof ProviderUnavailable) throw cause;
    throw new ProviderUnavailable(`${issuer}: discovery failed: ${String(cause)}`, { cause });
  }
  // Compared as text: the library compares URLs, to which a trailing slash makes no difference at the root.
  if (metadata.issuer !== issuer) {
    throw new ProviderUnavailable(`${issuer}: the provider calls itself ${metadata.issuer}`);
  }
  for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) {
    if (!isUsable(metadata[endpoint], registration.insecure)) {
      throw new ProviderUnavailable(`${issuer}: ${endpoint} is missing or not https`);
    }
  }
  const server = { ...metadata, id_token_signing_alg_values_supported: [...algorithms] };
  discovered.set(key, { server, until: now + DISCOVERY_MAX_AGE_MS });
  return server;
}

/** How we prove to the provider who asks: Basic where it is taken, as RFC 6749 section 2.3.1 wants. */
export function clientAuthentication(
  registration: Registration,
  server: oauth.AuthorizationServer,
): oauth.ClientAuth {
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic')
    ? oauth.ClientSecretBasic(registration.secret)
    : oauth.ClientSecretPost(registration.secret);
}

function isUsable(endpoint: string | undefined, insecure: boolean): boolean {
  const url = endpoint === undefined ? null : URL.parse(endpoint);
  return url !== null && (url.protocol === 'https:' || (insecure && url.protocol === 'http:'));
}
