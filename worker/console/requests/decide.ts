import { draftGrant } from '../../access/draft-grant.ts';
import { grantByStaff } from '../../access/issue-grant.ts';
import { plainLine } from '../../access/plain-line.ts';
import { moveRequest } from '../../access/request-store.ts';
import { reportOf } from '../../content.ts';
import { eventIfChanged } from '../../events.ts';
import { queueMailIfChanged } from '../../mail/store.ts';
import { Failure } from '../../problem.ts';
import { newId } from '../../random.ts';
import { type DecidedBy, refuseOwn } from '../own.ts';
import { coverOf } from './cover.ts';
import type { RequestFacts, WaitingRequest } from './store.ts';

/** What staff are told where nothing covers whoever asks. */
const UNCOVERED =
  'No NDA covers this reader any longer, and no rule names an agreement with them, so nothing can be released. Deny it with that reason: they can ask again, and are shown the NDA then.';

const LONGEST_REASON = 1000;

/**
 * Checks the reason of a denial: the reader will see it.
 *
 * @param typed - what staff entered
 * @returns the reason, or one sentence about what is wrong with it
 */
export function validateReason(typed: string): { reason: string } | { error: string } {
  const reason = plainLine(typed);
  if (reason === '') return { error: 'Enter the reason; the reader will see it.' };
  if (reason.length > LONGEST_REASON) return { error: `Use at most ${LONGEST_REASON} characters.` };
  return { reason };
}

const DAY = 86_400_000;
const LONGEST_WAIT = 366 * DAY;

/**
 * Reads the day from which a report is released.
 *
 * @param typed - what staff entered; empty for at once
 * @param now - milliseconds
 * @returns the day's first millisecond (UTC), null for at once; or one sentence about what is wrong
 */
export function readBeginning(typed: string, now: number): { begins: number | null } | { error: string } {
  if (typed === '') return { begins: null };
  const begins = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Date.parse(`${typed}T00:00:00Z`) : Number.NaN;
  if (!(begins > now - DAY && begins < now + LONGEST_WAIT))
    return { error: 'Enter a day from today on, within a year; or none, to release at once.' };
  return { begins };
}

/** As many as a rule of `content/access.yaml` may give. */
export const MOST_DAYS = 730;

/**
 * Reads for how many days a report is released.
 *
 * @param typed - what staff entered; empty for as many as the rule or the general time gives
 * @returns the days, null for those; or one sentence about what is wrong
 */
export function readDays(typed: string): { days: number | null } | { error: string } {
  if (typed === '') return { days: null };
  if (!/^[1-9][0-9]{0,2}$/.test(typed) || Number(typed) > MOST_DAYS)
    return { error: `Enter a number of days from 1 to ${MOST_DAYS}; or none, for the usual time.` };
  return { days: Number(typed) };
}

/**
 * Why a release would open nothing, in a sentence for staff; null where it opens the report. A report can have become one for
 * signed-in customers alone while somebody waited who is none.
 *
 * @param request - whose
 */
export function whyUseless(request: RequestFacts): string | null {
  const forCustomers = reportOf(request.report_id)?.access === 'customers';
  if (!forCustomers || request.kind === 'customer') return coverOf(request) === null ? UNCOVERED : null;
  return 'This report is given to signed-in customers only, and this reader is not signed in as one: a release would open nothing. Deny the request with a reason, or change the level of the report first.';
}

/** What a release may say besides yes. */
export interface ReleaseTerms {
  /** From when on, in milliseconds; null for at once. */
  readonly begins: number | null;
  /** For how long; null for as long as the rule says that decided, or else the general time. */
  readonly days: number | null;
}

/**
 * Releases a report to whoever waits for it: grant, decision, event and mail are one batch. Of two decisions at once
 * the first one counts.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param request - which waits
 * @param by - who decides
 * @param now - milliseconds
 * @param terms - from when on and for how long
 * @returns the id of the mail to the reader, or null where there is no address to write to
 * @throws Failure forbidden for one's own request, conflict where it was decided meanwhile, would open nothing, or
 * where nothing covers whoever asks
 */
export async function releaseReport(
  env: Env,
  db: D1DatabaseSession,
  request: WaitingRequest,
  by: DecidedBy,
  now: number,
  terms: ReleaseTerms = { begins: null, days: null },
): Promise<string | null> {
  await refuseOwn(db, personOf(request), by);
  const useless = whyUseless(request);
  const cover = coverOf(request);
  if (useless !== null || !cover) throw new Failure('conflict', { detail: useless ?? UNCOVERED });
  const staffId = by.actor;
  const grant = await draftGrant(
    env,
    { id: request.person_id, name: request.name, company: request.company, address: request.address },
    request.report_id,
    {
      basis: 'staff',
      detail: { ...cover.detail, by: staffId, rule: request.rule, rules: request.rule_set },
      acceptanceId: cover.acceptanceId,
      requestId: request.id,
      // As the rule said when the request began to wait, whatever it says today.
      days: terms.days ?? request.grant_days,
      downloads: request.grant_downloads ?? undefined,
      from: terms.begins,
    },
    now,
  );
  return await write(
    db,
    request,
    [
      ...grantByStaff(db, grant, staffId, now),
      moveRequest(db, request.id, ['pending'], { state: 'granted', decidedBy: staffId }, now),
      eventIfChanged(db, {
        at: now,
        type: 'request.released',
        actor: staffId,
        object: request.id,
        detail: { report: request.report_id, grant: grant.id, rule: request.rule, rules: request.rule_set },
      }),
    ],
    now,
  );
}

/**
 * Denies a request, with a reason that the reader sees.
 *
 * @param db - primary database session
 * @param request - which waits
 * @param by - who decides
 * @param reason - from {@link validateReason}
 * @param now - milliseconds
 * @returns the id of the mail to the reader, or null where there is no address to write to
 * @throws Failure forbidden for one's own request, conflict where it was decided meanwhile
 */
export async function denyRequest(
  db: D1DatabaseSession,
  request: WaitingRequest,
  by: DecidedBy,
  reason: string,
  now: number,
): Promise<string | null> {
  await refuseOwn(db, personOf(request), by);
  const staffId = by.actor;
  return await write(
    db,
    request,
    [
      moveRequest(db, request.id, ['pending'], { state: 'denied', decidedBy: staffId, reason }, now),
      eventIfChanged(db, {
        at: now,
        type: 'request.denied',
        actor: staffId,
        object: request.id,
        detail: { report: request.report_id },
      }),
    ],
    now,
  );
}

/** The last statement before the mail is the decision's event: it, and so the mail, is of one decision only. */
async function write(
  db: D1DatabaseSession,
  request: WaitingRequest,
  statements: D1PreparedStatement[],
  now: number,
): Promise<string | null> {
  const mail = {
    id: newId(),
    template: 'decision',
    recipient: request.address,
    subjectId: request.id,
  } as const;
  const results = await db.batch([
    ...statements,
    ...(mail.recipient === '' ? [] : [queueMailIfChanged(db, mail, now)]),
  ]);
  if (results[statements.length - 1]?.meta.changes !== 1) throw new Failure('conflict');
  return mail.recipient === '' ? null : mail.id;
}

/** Whoever asks, as they are compared with who decides. */
function personOf({ issuer, subject, address, person_address }: WaitingRequest) {
  return { issuer, subject, addresses: [address, person_address] };
}
