import * as oauth from 'oauth4webapi';
import { type BoundedFetch, ProviderUnavailable } from './bounded-fetch.ts';
import { type Identity, identityOf } from './identity.ts';
import type { PendingLogin } from './pending.ts';
import { clientAuthentication, keySetFetch, type Registration, requestOptions } from './provider.ts';

/** Why a sign-in did not succeed. Goes to the log and the ledger; the reader is told only what to do. */
export type LoginRejection =
  | 'unknown-state'
  | 'used'
  | 'declined'
  | 'bad-response'
  | 'code-refused'
  | 'bad-token'
  | 'bad-userinfo'
  | 'not-admitted'
  | 'too-weak';

/** A sign-in that must not succeed. */
export class LoginRejected extends Error {
  readonly reason: LoginRejection;

  constructor(reason: LoginRejection, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** Claims that may come from the userinfo endpoint instead of the ID token (OpenID Connect Core 1.0 section 5.4). */
const PROFILE_CLAIMS = ['name', 'email', 'company', 'groups'];

/** Claims about the sign-in itself: the ID token alone speaks of it. */
const SIGN_IN_CLAIMS = ['acr', 'amr', 'auth_time', 'iat', 'sid'];

/** Past this an ID token was issued for something else; before it, clocks merely differ. */
const CLOCK_TOLERANCE_S = 60;

/** OpenID Connect Core 1.0 section 2. */
const LONGEST_SUBJECT = 255;

/** Errors that mean that the provider does not know us: the operator's mistake, not the reader's. */
const OUR_FAULT = new Set(['invalid_client', 'unauthorized_client']);
const PROVIDER_FAULT = new Set(['server_error', 'temporarily_unavailable']);

/**
 * Turns the provider's answer into an identity, or refuses it: authorization response, code exchange, ID token with its
 * signature, userinfo, in this order.
 *
 * @param registration - through which the sign-in was started
 * @param server - the provider's metadata
 * @param pending - what was kept since then
 * @param parameters - of the callback; attacker-controlled
 * @param fetch - bounded
 * @param now - milliseconds
 * @throws LoginRejected where anything does not hold
 * @throws ProviderUnavailable where the provider gave no usable answer
 */
export async function completeLogin(
  registration: Registration,
  server: oauth.AuthorizationServer,
  pending: PendingLogin,
  parameters: URLSearchParams,
  fetch: BoundedFetch,
  now: number,
): Promise<Identity> {
  const { client } = registration;
  const options = requestOptions(registration, fetch);

  const checked = await step('bad-response', () =>
    oauth.validateAuthResponse(server, client, parameters, pending.state),
  );
  const response = await step('code-refused', () =>
    oauth.authorizationCodeGrantRequest(
      server,
      client,
      clientAuthentication(registration, server),
      checked,
      registration.redirectUri,
      pending.verifier,
      options,
    ),
  );
  const { tokens, claims } = await step('bad-token', async () => {
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    // Core 1.0 lets TLS stand for the signature here; we check it all the same.
    await oauth.validateApplicationLevelSignature(
      server,
      response,
      requestOptions(registration, keySetFetch(fetch)),
    );
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    if (!claims || !isOfThisLogin(claims.iat, pending.startedAt, now)) {
      throw new Error('the ID token was not issued for this sign-in');
    }
    if (typeof claims.sub !== 'string' || claims.sub === '' || claims.sub.length > LONGEST_SUBJECT) {
      throw new Error('the ID token names no subject');
    }
    return { tokens, claims };
  });
  const profile = await step('bad-userinfo', () =>
    readProfile(registration, server, claims, tokens.access_token, options),
  );
  return identityOf(server.issuer, claims.sub, { ...profile, ...claims });
}

/**
 * A token is made when its code is redeemed, so after the sign-in was started and not in the future.
 *
 * @param issuedAt - seconds, the claim `iat`
 */
function isOfThisLogin(issuedAt: number, startedAt: number, now: number): boolean {
  return issuedAt >= startedAt / 1000 - CLOCK_TOLERANCE_S && issuedAt <= now / 1000 + CLOCK_TOLERANCE_S;
}

async function readProfile(
  registration: Registration,
  server: oauth.AuthorizationServer,
  claims: oauth.IDToken,
  accessToken: string,
  options: ReturnType<typeof requestOptions>,
): Promise<Record<string, unknown>> {
  if (server.userinfo_endpoint === undefined || PROFILE_CLAIMS.every((claim) => claim in claims)) return {};
  const response = await oauth.userInfoRequest(server, registration.client, accessToken, options);
  if (response.headers.get('Content-Type')?.startsWith('application/jwt')) {
    throw new Error('signed userinfo was not asked for');
  }
  const profile = await oauth.processUserInfoResponse(server, registration.client, claims.sub, response);
  return Object.fromEntries(Object.entries(profile).filter(([claim]) => !SIGN_IN_CLAIMS.includes(claim)));
}

/** Runs one step; whatever it throws refuses the sign-in for the step's reason, unless the fault lies elsewhere. */
async function step<T>(reason: LoginRejection, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProviderUnavailable) throw error;
    if (error instanceof oauth.AuthorizationResponseError) {
      if (PROVIDER_FAULT.has(error.error)) throw new ProviderUnavailable(error.error, { cause: error });
      throw new LoginRejected('declined', error);
    }
    if (error instanceof oauth.ResponseBodyError) {
      if (OUR_FAULT.has(error.error)) {
        throw new ProviderUnavailable(`the provider refuses our registration: ${error.error}`, {
          cause: error,
        });
      }
      throw new LoginRejected('code-refused', error);
    }
    if (error instanceof oauth.WWWAuthenticateChallengeError && reason !== 'bad-userinfo') {
      throw new ProviderUnavailable('the provider refuses our registration', { cause: error });
    }
    throw new LoginRejected(reason, error);
  }
}
