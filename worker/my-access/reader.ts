import type { Context } from 'hono';
import type { App } from '../app.ts';
import { readForm } from '../form.ts';
import { requireSamePerson, requireSession, type Session } from '../login/session.ts';
import type { Holder } from './holdings.ts';

/** The session of a reader: nobody else has a page of their own here. */
export function requireReader(c: Context<App>): Session {
  return requireSession(c, 'customer', 'prospect');
}

/**
 * Reads a form of a page that was made for the person who sends it.
 *
 * @param c - the request's context
 * @throws Failure signed-out, forbidden, conflict where somebody else has signed in since, bad-request
 */
export async function readOwnForm(
  c: Context<App>,
): Promise<{ session: Session; fields: ReadonlyMap<string, string> }> {
  const session = requireReader(c);
  const fields = await readForm(c);
  requireSamePerson(session, fields.get('person'));
  return { session, fields };
}

/**
 * Whose holdings a session opens. An address counts only where it was confirmed to us: what an identity provider says
 * of a customer's address opens nothing that was sent there.
 */
export function holderOf({ kind, person }: Session): Holder {
  return { id: person.id, confirmedAddress: kind === 'prospect' ? person.address : null };
}
