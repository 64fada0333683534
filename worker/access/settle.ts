import type { Report } from '../../schema/reports.ts';
import { content } from '../content.ts';
import { eventIfChanged } from '../events.ts';
import { queueMailIfChanged } from '../mail/store.ts';
import { newId } from '../random.ts';
import { draftGrant, grantForRequest } from './grant.ts';
import { type AccessRequest, findAcceptanceInForce, moveRequest } from './store.ts';

/** Nobody decides twice what staff took back: such a request stays where it is. */
const NOT_WITHDRAWN = `NOT EXISTS (SELECT 1 FROM grants g WHERE g.person_id = requests.person_id
  AND g.report_id = requests.report_id AND g.revoked_at IS NOT NULL)`;

/**
 * Decides a confirmed request whose reader need not read the NDA, because they accepted the text in force for the same
 * company before: the grant follows at once and stands on that acceptance, or the request waits for staff. Does nothing
 * where the NDA is still to be read. One batch; any number of calls end in one decision.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param personId - whose
 * @param request - confirmed, and theirs
 * @param report - what it is for
 * @param now - milliseconds
 * @returns ids of the mails to send
 */
export async function settleRequest(
  env: Env,
  db: D1DatabaseSession,
  personId: string,
  request: AccessRequest,
  report: Report,
  now: number,
): Promise<string[]> {
  const { nda, access } = content;
  const acceptanceId = await findAcceptanceInForce(db, personId, request.company, nda.sha256);
  if (acceptanceId === null) return [];
  const waits = report.access === 'on-request';
  const decide = moveRequest(
    db,
    request.id,
    ['confirmed'],
    { state: waits ? 'pending' : 'granted' },
    now,
    NOT_WITHDRAWN,
  );
  if (waits) {
    const notice = {
      id: newId(),
      template: 'notice',
      recipient: access.requestsNotify,
      subjectId: request.id,
    } as const;
    const pending = {
      at: now,
      type: 'request.pending',
      actor: personId,
      object: request.id,
      detail: { report: report.id, acceptance: acceptanceId },
    };
    const [moved] = await db.batch([
      decide,
      eventIfChanged(db, pending),
      queueMailIfChanged(db, notice, now),
    ]);
    return moved?.meta.changes === 1 ? [notice.id] : [];
  }
  const grant = await draftGrant(
    env,
    { id: personId, name: request.name, company: request.company, address: request.address },
    report.id,
    {
      basis: 'nda',
      detail: { nda: nda.id, version: nda.version, sha256: nda.sha256, renews: null },
      acceptanceId,
      requestId: request.id,
    },
    now,
  );
  await db.batch([decide, ...grantForRequest(db, grant)]);
  return [];
}
