import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { App } from '../app.ts';
import { Failure } from '../problem.ts';
import { hashOf } from '../random.ts';
import type { Publisher } from '../reports/publisher.ts';

/**
 * Operator tokens: bearer secrets for programs (RFC 6750 section 2.1), read from the Authorization header only. A token in a
 * query string would end up in histories and logs, and is not looked at.
 */

/** What a token may do. Whoever decides sees what there is to decide about, and so may read as well. */
export type Scope = 'publish' | 'revoke' | 'read' | 'decide';

/** A token that is live. */
export interface OperatorToken {
  readonly id: string;
  /** `operator:<token id>`, as events name it. */
  readonly actor: string;
  readonly scopes: readonly Scope[];
  /** The staff address of whoever uses it, or null where it was made for nobody in particular. */
  readonly madeFor: string | null;
}

/** `trust_` and 256 random bits: the prefix lets secret scanners find one that leaked. */
const CREDENTIALS = /^Bearer (trust_[A-Za-z0-9_-]{43})$/i;

/**
 * The token that a request comes with.
 *
 * @param c - the request's context
 * @param scopes - of which it has to have one; the first is named to whoever has none
 * @throws Failure operator-token without a live token, forbidden with one of another scope
 */
export async function requireToken(
  c: Context<App>,
  scopes: readonly [Scope, ...Scope[]],
): Promise<OperatorToken> {
  const { db, now } = c.var;
  const secret = CREDENTIALS.exec(c.req.header('Authorization') ?? '')?.[1];
  const refuse = () => new Failure('operator-token', { headers: { 'WWW-Authenticate': 'Bearer' } });
  if (!secret) throw refuse();
  const row = await db
    .prepare('SELECT id, scopes, made_for, expires_at, revoked_at FROM operator_tokens WHERE token_hash = ?1')
    .bind(await hashOf(secret))
    .first<{
      id: string;
      scopes: string;
      made_for: string | null;
      expires_at: number;
      revoked_at: number | null;
    }>();
  if (!row || row.revoked_at !== null || now >= row.expires_at) throw refuse();
  const has = row.scopes.split(' ') as Scope[];
  if (!scopes.some((scope) => has.includes(scope))) {
    throw new Failure('forbidden', {
      detail: `This token may not ${scopes[0]}; make one with \`trust token --scope ${scopes[0]}\`.`,
    });
  }
  return { id: row.id, actor: `operator:${row.id}`, scopes: has, madeFor: row.made_for };
}

/**
 * Lets an operator's request through if its token is live and has the scope.
 *
 * @param scope - what the routes behind it do
 * @throws Failure as {@link requireToken}
 */
export function requireOperator(scope: Scope) {
  return createMiddleware<Publisher>(async (c, next) => {
    c.set('publisher', (await requireToken(c as unknown as Context<App>, [scope])).actor);
    await next();
  });
}
