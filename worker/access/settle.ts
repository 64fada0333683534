import { CUSTOMERS_ONLY, type Decision, decideAccess } from '../../core/access/decide.ts';
import type { Report } from '../../schema/reports.ts';
import { type Html, text } from '../../words/html.ts';
import { content } from '../content.ts';
import { type Limit, withinLimit } from '../counters.ts';
import { eventIfChanged, eventStatement } from '../events.ts';
import type { Localised } from '../localised.tsx';
import { queueMailIfChanged } from '../mail/store.ts';
import type { Messages } from '../messages/en.ts';
import { Failure } from '../problem.ts';
import { newId } from '../random.ts';
import { findAcceptanceInForce } from './acceptance-store.ts';
import { draftGrant } from './draft-grant.ts';
import type { Basis } from './grant.ts';
import { grantForRequest } from './issue-grant.ts';
import { type AccessRequest, moveRequest, type RequestState } from './request-store.ts';
import { withdrawnFrom } from './withdrawn.ts';

/** Nobody decides twice what staff took back: such a request stays where it is. */
const NOT_WITHDRAWN = `NOT ${withdrawnFrom('requests.person_id', 'requests.report_id')}`;

/**
 * What the rules in force say of somebody.
 *
 * @param address - confirmed, or vouched for by a customer's identity provider, if it tells one
 * @param report - what they ask for: not a public one
 * @param who - whether they are signed in as a customer
 */
export function decideFor(
  address: string | null,
  { id, access }: Report,
  who: 'prospect' | 'customer' = 'prospect',
): Decision {
  if (access === 'public')
    throw new Failure('internal', { cause: `nobody decides about ${id}: it is public` });
  const facts = { address, reportId: id, level: access, customer: who === 'customer' };
  return decideAccess(content.access.rules, facts);
}

/**
 * Decides a confirmed request as far as its reader need not be asked anything: by the rules, and by the acceptance of the
 * NDA in force that they gave for the same company before. Does nothing where the NDA is still to be read. What decided
 * is recorded with the decision and on the request; while it waits for a person, no later edit of a rule changes that. One
 * batch; any number of calls end in one decision.
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
  const decision = decideFor(request.address, report);
  const denied = decision.outcome === 'deny';
  const acceptanceId = decision.nda
    ? await findAcceptanceInForce(db, personId, request.company, nda.sha256, now)
    : null;
  if (decision.nda && acceptanceId === null) return [];

  const waits = decision.outcome === 'review';
  const state: RequestState = denied ? 'denied' : waits ? 'pending' : 'granted';
  const decided = [
    moveRequest(
      db,
      request.id,
      ['confirmed'],
      { state, decision, ...(denied ? { decidedBy: 'rule', reason: decision.reason ?? '' } : {}) },
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
      {
        ...basisOf(decision),
        acceptanceId,
        requestId: request.id,
        days: decision.days,
        downloads: decision.downloads ?? undefined,
      },
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

/** Refusals of one person that the ledger takes: the first few tell the story. */
const REFUSALS_IN_LEDGER: Limit = { most: 20, windowMs: 3_600_000 };

/**
 * Records that a rule refused somebody who has no request that would bear the event: a customer, or whoever wants more time.
 *
 * @param db - primary database session
 * @param personId - whom
 * @param reportId - what
 * @param decision - of the rules
 * @param now - milliseconds
 */
export async function recordRefusal(
  db: D1DatabaseSession,
  personId: string,
  reportId: string,
  { record }: Decision,
  now: number,
): Promise<void> {
  if (!(await withinLimit(db, `access.refused:${personId}`, REFUSALS_IN_LEDGER, now))) return;
  await eventStatement(db, {
    at: now,
    type: 'access.refused',
    actor: personId,
    object: personId,
    detail: { report: reportId, ...record },
  }).run();
}

/** What somebody denied is told where there is no request to deny: the reason, and whom to answer. */
export function refusedBy({ reason }: Decision): Failure {
  const contact = content.company.contacts.access;
  return new Failure('forbidden', {
    detail: ({ m }) => m.problem.refused(plainReason(m, reason), contact),
  });
}

/** Why somebody was denied, in a sentence: our own in their language, that of a rule or of staff as it was written. */
export function plainReason(m: Messages, reason: string | null): string {
  return reason === CUSTOMERS_ONLY ? m.choose.customersOnly : (reason ?? '');
}

/** The same for a page. */
export function reasonIn({ m, own }: Localised, reason: string | null): Html {
  return reason === CUSTOMERS_ONLY ? text(m.choose.customersOnly) : own(reason ?? '');
}

/** On what a grant stands, with the facts that prove it and the rule that decided. */
export function basisOf({ rule, basis, record }: Decision): {
  basis: Basis;
  detail: Record<string, unknown>;
} {
  if (basis === 'terms') return { basis: 'terms', detail: { ...underTerms(), ...record } };
  if (basis === 'partner')
    return { basis: 'nda', detail: { agreement: rule?.reference, reason: rule?.reason, ...record } };
  const { id, version, sha256 } = content.nda;
  return { basis: 'nda', detail: { nda: id, version, sha256, renews: null, ...record } };
}

/** The Terms of Service in force, with the clause that covers reports. */
export function underTerms(): Record<string, unknown> {
  const { version, effective, clause, url } = content.company.terms;
  return { version, effective, clause, url };
}
