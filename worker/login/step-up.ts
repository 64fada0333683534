import type { StepUp } from '../../schema/staff-sign-in.ts';
import { content } from '../content.ts';
import { Failure } from '../problem.ts';
import { requireSession, type WithSession } from './session.ts';
import { isRecent } from './strength.ts';

/** Of a request's context: who is signed in, and the clock. */
type Acting = WithSession & { readonly var: { readonly now: number } };

/**
 * Whether staff have to prove again who they are before they do something.
 *
 * @param c - the request's context
 * @param act - what
 * @throws Failure signed-out or forbidden without a staff session
 */
export function isTooLongAgo(c: Acting, act: StepUp): boolean {
  const { claims } = requireSession(c, 'staff');
  const rules = content.access.staffSignIn;
  return rules?.recentFor.includes(act) === true && !isRecent(rules, claims, c.var.now);
}

/**
 * For acts that matter beyond one request: lets staff go on only if they proved who they are a short while ago.
 *
 * @param c - the request's context
 * @param act - what
 * @param returnTo - where a new sign-in leads back to; the page before without
 * @throws Failure signed-out or forbidden without a staff session, sign-in-again where the proof is too old
 */
export function requireRecentSignIn(c: Acting, act: StepUp, returnTo?: string): void {
  if (isTooLongAgo(c, act)) throw new Failure('sign-in-again', returnTo === undefined ? {} : { returnTo });
}
