import { content } from '../content.ts';
import { Failure } from '../problem.ts';
import { requireSession, type WithSession } from './session.ts';
import { isRecent } from './strength.ts';

/**
 * For acts that matter beyond one request: lets staff go on only if they proved who they are a short while ago.
 *
 * @param c - the request's context
 * @throws Failure signed-out or forbidden without a staff session, sign-in-again where the proof is too old
 */
export function requireRecentSignIn(c: WithSession & { readonly var: { readonly now: number } }): void {
  const { claims } = requireSession(c, 'staff');
  if (!isRecent(content.access.staffSignIn, claims, c.var.now)) throw new Failure('sign-in-again');
}
