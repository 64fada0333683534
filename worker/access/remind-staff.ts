import { content } from '../content.ts';
import { enqueueMails } from '../mail/outbox.ts';
import { lastReminder, mailIdsOf, queueReminder } from '../mail/store.ts';
import { overdueSince } from './overdue.ts';

/** However many requests come to be overdue one after the other, this long lies between two mails. */
const PAUSE_MS = 4 * 3_600_000;

/**
 * Reminds staff of requests that are overdue, once of each and of all at once: the sweep. Missed or doubled runs end in the
 * same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function remindStaff(env: Env, now: number): Promise<void> {
  const { remindHours, requestsNotify } = content.access;
  const db = env.DB.withSession('first-primary');
  const last = await lastReminder(db);
  if (last !== null && now - last < PAUSE_MS) return;
  const overdue = {
    until: overdueSince(now, remindHours),
    // What was overdue at the last reminder was in it.
    after: last === null ? 0 : overdueSince(last, remindHours),
  };
  const queued = await queueReminder(db, overdue, requestsNotify, now).run();
  await enqueueMails(env, mailIdsOf(queued));
}
