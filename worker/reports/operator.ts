import { createMiddleware } from 'hono/factory';
import { Failure } from '../problem.ts';
import { hashOf } from '../random.ts';
import type { Publisher } from './publisher.ts';

/**
 * Operator tokens: bearer secrets for the command line (RFC 6750 section 2.1), read from the Authorization header only.
 * A token in a query string would end up in histories and logs, and is not looked at.
 */

/** What a token may do. */
export type Scope = 'publish' | 'revoke';

/** `trust_` and 256 random bits: the prefix lets secret scanners find one that leaked. */
const CREDENTIALS = /^Bearer (trust_[A-Za-z0-9_-]{43})$/i;

/**
 * Lets an operator's request through if its token is live and has the scope.
 *
 * @param scope - what the routes behind it do
 * @throws Failure operator-token without a live token, forbidden with one of another scope
 */
export function requireOperator(scope: Scope) {
  return createMiddleware<Publisher>(async (c, next) => {
    const { db, now } = c.var;
    const token = CREDENTIALS.exec(c.req.header('Authorization') ?? '')?.[1];
    const refuse = () => new Failure('operator-token', { headers: { 'WWW-Authenticate': 'Bearer' } });
    if (!token) throw refuse();
    const row = await db
      .prepare('SELECT id, scopes, expires_at, revoked_at FROM operator_tokens WHERE token_hash = ?1')
      .bind(await hashOf(token))
      .first<{ id: string; scopes: string; expires_at: number; revoked_at: number | null }>();
    if (!row || row.revoked_at !== null || now >= row.expires_at) throw refuse();
    if (!row.scopes.split(' ').includes(scope)) {
      throw new Failure('forbidden', {
        detail: `This token may not ${scope}; make one with \`trust token --scope ${scope}\`.`,
      });
    }
    c.set('publisher', `operator:${row.id}`);
    await next();
  });
}
