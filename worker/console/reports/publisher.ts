import { createMiddleware } from 'hono/factory';
import { requireSamePerson } from '../../login/session.ts';
import { requireRecentSignIn } from '../../login/step-up.ts';
import { Failure } from '../../problem.ts';
import type { Publisher } from '../../reports/publisher.ts';
import { requireRole } from '../staff.ts';

/** The field by which the page that publishes names the person it was made for. */
const PERSON_FIELD = 'X-Publisher';

/**
 * Lets publishers publish from the console. That the request came from a page of ours has been checked before, as for
 * every unsafe method; the field is one that no other site's page can send either.
 *
 * @throws Failure signed-out, forbidden, or conflict where somebody else has signed in meanwhile
 */
export const requirePublisher = createMiddleware<Publisher>(async (c, next) => {
  if (!c.var.session) {
    throw new Failure('signed-out', {
      detail: 'You are signed out: sign in to the console in another tab, then go on here.',
    });
  }
  const session = await requireRole(c, 'publisher');
  requireRecentSignIn(c, 'publish');
  requireSamePerson(session, c.req.header(PERSON_FIELD));
  c.set('publisher', session.person.id);
  await next();
});
