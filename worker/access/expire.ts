import { content } from '../content.ts';
import { eventIfChanged } from '../events.ts';
import { enqueueMails } from '../mail/outbox.ts';
import { queueMailIfChanged } from '../mail/store.ts';
import { newId } from '../random.ts';
import { listWaitedSince, moveRequest } from './request-store.ts';

const DAY = 86_400_000;
/** Requests of one run: three statements each, well below what one batch may hold. */
const RUN_SIZE = 100;

/**
 * Ends requests that waited for longer than we let anybody wait, the oldest first, and tells their readers. Idempotent: a
 * missed or doubled run ends in the same state, and what staff decides at the same moment stands. What is left over after one
 * run is the next one's.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function expireRequests(env: Env, now: number): Promise<void> {
  const db = env.DB.withSession('first-primary');
  const { waitingDays } = content.access;
  const found = await listWaitedSince(db, now - waitingDays * DAY, RUN_SIZE);
  if (found.length === 0) return;
  const overdue = found.map((request) => ({ ...request, mailId: newId() }));
  await db.batch(
    overdue.flatMap(({ id, report_id, address, changed_at, mailId }) => [
      moveRequest(
        db,
        id,
        ['pending'],
        { state: 'expired', decidedBy: 'time' },
        now,
        `changed_at = ${changed_at}`,
      ),
      eventIfChanged(db, {
        at: now,
        type: 'request.expired',
        actor: 'system',
        object: id,
        detail: { report: report_id, days: waitingDays },
      }),
      ...(address === ''
        ? []
        : [
            queueMailIfChanged(
              db,
              { id: mailId, template: 'expired', recipient: address, subjectId: id },
              now,
            ),
          ]),
    ]),
  );
  // The id of a mail that was not queued, because staff decided meanwhile, is no mail's: it is passed over.
  await enqueueMails(
    env,
    overdue.map(({ mailId }) => mailId),
  );
}
