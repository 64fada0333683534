import { eventIfChanged } from '../events.ts';
import { Failure } from '../problem.ts';
import { findRequest, moveRequest } from './request-store.ts';

/**
 * Takes a request that waits for staff back, at its reader's wish. Of a withdrawal and a decision at the same moment the first
 * one counts.
 *
 * @param db - primary database session
 * @param personId - who withdraws
 * @param reportId - for which report
 * @param requestId - the request that the page spoke of; attacker-controlled
 * @param now - milliseconds
 * @throws Failure forbidden where it is not theirs, conflict where it was decided or has expired meanwhile
 */
export async function withdrawRequest(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  requestId: string,
  now: number,
): Promise<void> {
  const request = await findRequest(db, requestId);
  if (request?.person_id !== personId || request.report_id !== reportId) throw new Failure('forbidden');
  // A doubled click.
  if (request.state === 'withdrawn') return;
  const [moved] = await db.batch([
    moveRequest(db, requestId, ['pending'], { state: 'withdrawn' }, now),
    eventIfChanged(db, {
      at: now,
      type: 'request.withdrawn',
      actor: personId,
      object: requestId,
      detail: { report: reportId },
    }),
  ]);
  if (moved?.meta.changes === 1) return;
  const { state } = (await findRequest(db, requestId)) ?? request;
  if (state !== 'withdrawn')
    throw new Failure('conflict', {
      detail: ({ m }) => m.problem.decidedMeanwhile,
    });
}
