import * as oauth from 'oauth4webapi';
import { content } from '../content.ts';
import type { PendingLogin } from './pending.ts';
import type { Registration } from './provider.ts';
import { askedOfStaff } from './strength.ts';

/**
 * Makes a new sign-in: authorization code with PKCE S256, state and nonce (OpenID Connect Core 1.0 section 3.1.2.1).
 *
 * @param registration - through which of our registrations
 * @param server - the provider's metadata
 * @param wanted - where the reader goes afterwards, for what report, and whether they want to choose their account anew
 * @param now - milliseconds
 * @returns the provider's address to go to, and what to keep until the answer comes
 */
export async function startLogin(
  registration: Registration,
  server: oauth.AuthorizationServer,
  wanted: { readonly returnTo: string; readonly report: string | null; readonly another: boolean },
  now: number,
): Promise<{ location: URL; pending: PendingLogin }> {
  const pending: PendingLogin = {
    provider: registration.id,
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    returnTo: wanted.returnTo,
    report: wanted.report,
    startedAt: now,
  };
  const location = new URL(server.authorization_endpoint as string);
  const parameters = {
    client_id: registration.client.client_id,
    redirect_uri: registration.redirectUri,
    response_type: 'code',
    scope: registration.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    ...(wanted.another ? { prompt: 'login' } : {}),
    ...(registration.role === 'staff' ? askedOfStaff(content.access.staffSignIn) : {}),
  };
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  return { location, pending };
}
