import { type Limit, withinLimit } from '../counters.ts';
import { eventIfChanged } from '../events.ts';
import { releaseAddress } from '../mail/suppressions.ts';
import { networkOf } from '../network.ts';
import { Failure } from '../problem.ts';
import { hashOf, newId } from '../random.ts';
import { hashOfCode, readCode } from './code.ts';
import {
  type Confirmation,
  confirmStatements,
  findConfirmationByToken,
  findConfirmationOf,
  findVisit,
  findVisitOfBrowser,
  MAX_TRIES,
  takeTry,
  type Visit,
} from './confirmation-store.ts';
import { type AccessRequest, findRequest, findRequestOfBrowser } from './request-store.ts';

/**
 * Confirming an address: evidence that somebody reads mail there, which is low assurance and never called more
 * (NIST SP 800-63B-4 section 3.1.3.1).
 *
 * The link confirms with one click in the browser that asked. Anywhere else, and without the link, it takes the code. A
 * GET never consumes anything, so that a scanner that opens links, or a forwarded mail, confirms nothing.
 */

const HOUR = 3_600_000;
/** Guesses from one network, at whatever requests. With 10^8 codes and 5 tries each, chance stays below one in 10^6. */
const GUESSES_PER_CLIENT: Limit = { most: 60, windowMs: HOUR };
/** Codes that everybody together may try: many networks that guess at many addresses share it. The link still works. */
const CODES_OF_ALL: Limit = { most: 2_000, windowMs: HOUR };

/** Who has come to confirm, with what. */
export interface Attempt {
  /** Null for whoever wants their own page ("My access") and no report. */
  readonly reportId: string | null;
  readonly browserHash: string | null;
  /** From the link, if they came by it. */
  readonly token: string | null;
  /** As typed, if they typed any. */
  readonly code: string | null;
}

/** What came of it. Every refusal but `code-needed` and `wrong-code` means: start again. */
export type Outcome =
  | { readonly confirmed: AccessRequest | Visit }
  | { readonly refused: 'code-needed' | 'used' | 'over' | 'unknown' }
  | { readonly refused: 'wrong-code'; readonly triesLeft: number };

/** What a confirmation page has to ask of whoever opens it. */
export interface Standing {
  readonly asked: AccessRequest | Visit;
  /** Null while the mail is still on its way. */
  readonly confirmation: Confirmation | null;
  /** Whether this is the browser that asked. */
  readonly sameBrowser: boolean;
}

/**
 * Finds what there is to confirm. Changes nothing.
 *
 * @param db - primary database session
 * @param attempt - who has come, with what
 */
export async function findStanding(
  db: D1DatabaseSession,
  { reportId, browserHash, token }: Pick<Attempt, 'reportId' | 'browserHash' | 'token'>,
): Promise<Standing | null> {
  if (token !== null) {
    const found = await findConfirmationByToken(db, reportId, await hashOf(token));
    return found && { ...found, sameBrowser: found.asked.browser_hash === browserHash };
  }
  if (browserHash === null) return null;
  const asked =
    reportId === null
      ? await findVisitOfBrowser(db, browserHash)
      : await findRequestOfBrowser(db, reportId, browserHash);
  return asked && { asked, confirmation: await findConfirmationOf(db, asked.id), sameBrowser: true };
}

/** Why a confirmation can no longer be used, or null while it can. */
export function ended(confirmation: Confirmation, now: number): 'used' | 'over' | null {
  if (confirmation.used_at !== null) return 'used';
  return now >= confirmation.expires_at || confirmation.tries >= MAX_TRIES ? 'over' : null;
}

/**
 * Confirms an address, once: of any number of parallel attempts one succeeds.
 *
 * @param db - primary database session
 * @param secret - SESSION_SECRET, the key of the hashes of codes and addresses
 * @param attempt - who has come, with what
 * @param ip - from where, for the limit on guesses
 * @param now - milliseconds
 * @throws Failure too-many-requests for a network that guesses
 */
export async function confirmAddress(
  db: D1DatabaseSession,
  secret: string,
  attempt: Attempt,
  ip: string,
  now: number,
): Promise<Outcome> {
  if (!(await withinLimit(db, `confirm:ip:${await hashOf(networkOf(ip))}`, GUESSES_PER_CLIENT, now)))
    throw new Failure('too-many-requests', { headers: { 'Retry-After': '3600' } });
  const standing = await findStanding(db, attempt);
  if (!standing?.confirmation) return { refused: 'unknown' };
  const { confirmation, asked, sameBrowser } = standing;
  const over = ended(confirmation, now);
  if (over) return { refused: over };

  if (attempt.token !== null && sameBrowser && attempt.code === null)
    return await consume(db, secret, confirmation, asked.address, 'link', now);

  const code = attempt.code === null ? null : readCode(attempt.code);
  if (code === null) return { refused: 'code-needed' };
  if (!(await withinLimit(db, 'confirm:codes', CODES_OF_ALL, now))) {
    throw new Failure('too-many-requests', {
      detail: ({ m }) => m.problem.tooManyCodes,
      headers: { 'Retry-After': '3600' },
    });
  }
  const tried = await takeTry(db, confirmation.id, now);
  if (!tried) return { refused: 'over' };
  if ((await hashOfCode(secret, tried.id, code)) !== tried.code_hash) {
    const triesLeft = MAX_TRIES - tried.tries;
    return triesLeft > 0 ? { refused: 'wrong-code', triesLeft } : { refused: 'over' };
  }
  return await consume(db, secret, tried, asked.address, 'code', now);
}

async function consume(
  db: D1DatabaseSession,
  secret: string,
  confirmation: Confirmation,
  address: string,
  usedBy: 'link' | 'code',
  now: number,
): Promise<Outcome> {
  const { request_id: requestId, visit_id: visitId } = confirmation;
  const [used] = await db.batch([
    ...confirmStatements(db, confirmation, usedBy, newId(), now),
    eventIfChanged(db, {
      at: now,
      type: 'address.confirmed',
      actor: 'system',
      object: visitId ?? requestId ?? '',
      detail: { by: usedBy, confirmation: confirmation.id },
    }),
    await releaseAddress(db, secret, address),
  ]);
  if (used?.results.length !== 1) return { refused: 'used' };
  const confirmed = visitId === null ? await findRequest(db, requestId ?? '') : await findVisit(db, visitId);
  if (!confirmed) throw new Failure('internal', { cause: 'what was confirmed is gone' });
  return { confirmed };
}
