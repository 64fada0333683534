import { content } from '../content.ts';
import { requireSession, type Session, type WithSession } from '../login/session.ts';
import { Failure } from '../problem.ts';

/**
 * The staff session of a request, with the group that the rules ask for.
 *
 * @param c - the request's context
 * @throws Failure signed-out or forbidden
 */
export function requireStaff(c: WithSession): Session {
  const session = requireSession(c, 'staff');
  const { groups } = session.claims;
  if (!Array.isArray(groups) || !groups.includes(content.access.staffGroup)) throw new Failure('forbidden');
  return session;
}
