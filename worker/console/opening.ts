import type { Context } from 'hono';
import type { App } from '../app.ts';
import { eventStatement } from '../events.ts';
import type { Staff } from './staff.ts';

/**
 * Puts on record that somebody on the staff looked at a page about a person, as taking a list away is on record.
 *
 * @param c - the request's context
 * @param staff - who looks
 * @param type - of the event
 * @param object - whose page it is: an id, or `company:<domain>`
 */
export async function recordOpening(
  c: Context<App>,
  staff: Staff,
  type: 'person.opened' | 'request.opened' | 'grant.opened' | 'company.opened' | 'agreement.opened',
  object: string,
): Promise<void> {
  if (c.req.method !== 'GET') return;
  await eventStatement(c.var.db, { at: c.var.now, type, actor: staff.person.id, object }).run();
}
