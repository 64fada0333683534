import { parseMailAddress } from '../../core/mail-address.ts';
import type { Report } from '../../schema/reports.ts';
import { content } from '../content.ts';
import { eventIfChanged } from '../events.ts';
import { queueMailIfChanged } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { newId } from '../random.ts';
import { type Decision, decideAccess } from './decide.ts';
import { type Basis, draftGrant, grantForRequest } from './grant.ts';
import { withdrawnFrom } from './revoke.ts';
import { type AccessRequest, findAcceptanceInForce, moveRequest, type RequestState } from './store.ts';

/** Nobody decides twice what staff took back: such a request stays where it is. */
const NOT_WITHDRAWN = `NOT ${withdrawnFrom('requests.person_id', 'requests.report_id')}`;

/**
 * Decides a confirmed request as far as its reader need not be asked anything: by the rules, and by the acceptance of the
 * NDA in force that they gave for the same company before. Does nothing where the NDA is still to be read. What decided
 * is recorded with the decision. One batch; any number of calls end in one decision.
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
  const decision = decideAccess(access.rules, { address: request.address, reportId: report.id });
  const denied = decision.outcome === 'deny';
  const asksNothing = denied || decision.outcome === 'grant';
  const acceptanceId = asksNothing
    ? null
    : await findAcceptanceInForce(db, personId, request.company, nda.sha256);
  if (!asksNothing && acceptanceId === null) return [];

  const waits = !denied && staffDecides(decision, report);
  const state: RequestState = denied ? 'denied' : waits ? 'pending' : 'granted';
  const decided = [
    moveRequest(
      db,
      request.id,
      ['confirmed'],
      { state, ...(denied ? { decidedBy: 'rule', reason: decision.rule?.reason ?? '' } : {}) },
      now,
      NOT_WITHDRAWN,
    ),
    eventIfChanged(db, {
      at: now,
      type: waits ? 'request.pending' : denied ? 'request.denied' : 'request.granted',
      actor: 'system',
      object: request.id,
      detail: { report: report.id, acceptance: acceptanceId, ...decision.record },
    }),
  ];
  if (state === 'granted') {
    const grant = await draftGrant(
      env,
      { id: personId, name: request.name, company: request.company, address: request.address },
      report.id,
      { ...basisOf(decision), acceptanceId, requestId: request.id, days: decision.rule?.days ?? null },
      now,
    );
    await db.batch([...decided, ...grantForRequest(db, grant)]);
    return [];
  }
  const mail = {
    id: newId(),
    template: denied ? 'decision' : 'notice',
    recipient: denied ? request.address : access.requestsNotify,
    subjectId: request.id,
  } as const;
  const [moved] = await db.batch([...decided, queueMailIfChanged(db, mail, now)]);
  return moved?.meta.changes === 1 ? [mail.id] : [];
}

/** Whether a person releases the report: because a rule says so, or because the report is given on request only. */
export function staffDecides(decision: Decision, report: Report): boolean {
  return decision.outcome === 'review' || report.access === 'on-request';
}

/** What somebody denied is told where there is no request to deny: the reason, and whom to answer. */
export function refusedBy({ rule }: Decision): Failure {
  const contact = content.company.contacts.access;
  return new Failure('forbidden', { detail: `${rule?.reason ?? ''} If that is wrong, write to ${contact}.` });
}

/**
 * Holds a signed-in customer against the rules that name people and domains: the terms of service cover nobody who is
 * denied.
 *
 * @param address - what the identity provider vouches for, if anything
 * @param reportId - the report
 * @throws Failure forbidden, with the reason of the rule
 */
export function refuseDenied(address: string | null, reportId: string): void {
  const known = parseMailAddress(address ?? '')?.address;
  if (known === undefined) return;
  const decision = decideAccess(content.access.rules, { address: known, reportId });
  const named = decision.match === 'person' || decision.match === 'domain';
  if (decision.outcome === 'deny' && named) throw refusedBy(decision);
}

/** On what a grant stands, with the facts that prove it and the rule that decided. */
function basisOf({ rule, record }: Decision): { basis: Basis; detail: Record<string, unknown> } {
  if (rule?.basis === 'customer') {
    const { version, effective, clause, url } = content.company.terms;
    return { basis: 'terms', detail: { version, effective, clause, url, ...record } };
  }
  if (rule?.basis === 'partner') {
    const { reason, reference } = rule;
    return { basis: 'nda', detail: { agreement: reference, reason, ...record } };
  }
  const { id, version, sha256 } = content.nda;
  return { basis: 'nda', detail: { nda: id, version, sha256, renews: null, ...record } };
}
