import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { securityHeaders } from '../../core/headers.ts';
import type { App } from '../app.ts';
import { guardFlood } from '../counters.ts';
import { clientAddress } from '../guard.ts';
import { Failure } from '../problem.ts';
import { logFailure } from '../respond.tsx';
import { boundedFetch, ProviderUnavailable } from './bounded-fetch.ts';
import { LogoutTokenRefused, readLogoutToken } from './logout-token.ts';
import { discover, registrationsOf } from './provider.ts';
import { endProviderSessions } from './provider-logout.ts';

/** Bytes. A form with one token. */
const LARGEST_FORM = 32 * 1024;

/**
 * `/api/backchannel-logout/:provider`: where identity providers say that somebody signed out there (OpenID Connect
 * Back-Channel Logout 1.0). The signed token is all the authority; no cookie is read, and the answer says nothing of sessions.
 */
export const backchannelLogout = new Hono<App>().post(
  '/:provider',
  bodyLimit({
    maxSize: LARGEST_FORM,
    onError: () => {
      throw new Failure('too-large');
    },
  }),
  async (c) => {
    const { config, db, now } = c.var;
    await guardFlood(c.env.LOGIN_LIMIT, clientAddress(c));
    const registration = registrationsOf(config).find(({ id }) => id === c.req.param('provider'));
    if (!registration) throw new Failure('not-found');
    const fetch = () => boundedFetch(config.OIDC_TIMEOUT_MS);
    try {
      const token = await readToken(c);
      const logout = await readLogoutToken(
        registration,
        () => discover(registration, fetch(), now),
        token,
        fetch,
        now,
      );
      if (!(await endProviderSessions(db, logout, now))) throw new LogoutTokenRefused('used before');
    } catch (error) {
      if (error instanceof LogoutTokenRefused) return refuse(c, 'invalid_request', error);
      // Section 2.8 has no other status for a logout that did not succeed.
      if (error instanceof ProviderUnavailable) return refuse(c, 'temporarily_unavailable', error);
      throw error;
    }
    return c.body(null, 200, headers);
  },
);

const headers = { ...securityHeaders(), 'Cache-Control': 'no-store' };

/** Section 2.5: a form with the one parameter; others are ignored. */
async function readToken(c: Context<App>): Promise<string> {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') throw new LogoutTokenRefused('content type');
  const [token, ...others] = new URLSearchParams(await c.req.text()).getAll('logout_token');
  if (token === undefined || others.length > 0) throw new LogoutTokenRefused('logout_token');
  return token;
}

/** The provider is told which of us is to act; why a token was refused is in the log alone. */
function refuse(c: Context<App>, error: string, cause: Error): Response {
  logFailure(new Failure('bad-request', { cause }), c);
  return c.json({ error, error_description: 'The logout token was not accepted.' }, 400, headers);
}
