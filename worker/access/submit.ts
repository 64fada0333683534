import type { Locale } from '../../words/locale.ts';
import { type Limit, withinLimit } from '../counters.ts';
import { findMail } from '../mail/store.ts';
import { networkOf } from '../network.ts';
import { Failure } from '../problem.ts';
import { hashOf, newId } from '../random.ts';
import { keepAndMail } from './mailbox-limit.ts';
import type { ValidRequest } from './request.ts';
import { findRequest, insertRequest } from './request-store.ts';

const HOUR = 3_600_000;
/** What one network may ask for: an office behind one address, not a script. */
const PER_CLIENT: Limit = { most: 60, windowMs: HOUR };

/** From where a request comes: facts for the evidence, and the language in which its reader is written to. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
  readonly locale: Locale;
}

/**
 * Keeps a request and queues its mail; a doubled click is one request and one mail.
 *
 * A mailbox that has had enough gets no further mail, and the request is kept all the same: the page is the same for
 * everybody, so that it tells nothing about an address.
 *
 * @param db - primary database session
 * @param reportId - for which report
 * @param request - the checked form
 * @param browserHash - of the browser that asks
 * @param attempt - the form's own random token: the same for a doubled click, new for a new form
 * @param client - from where
 * @param now - milliseconds
 * @returns the id of a mail to send now, or null where there is none
 * @throws Failure too-many-requests for a network that floods
 */
export async function submitRequest(
  db: D1DatabaseSession,
  reportId: string,
  request: ValidRequest,
  browserHash: string,
  attempt: string,
  client: Client,
  now: number,
): Promise<string | null> {
  const { name, company, address } = request;
  // Going back and mending an entry is a new request; sending the same form again is not.
  const identity = JSON.stringify([attempt, browserHash, reportId, name, company, address.address]);
  const id = (await hashOf(identity)).slice(0, 32);
  const isKept = (await findRequest(db, id)) !== null;
  if (!isKept) await limitRequests(db, client, now);
  if (!isKept) await db.batch(await newRequest(db, id, reportId, request, browserHash, client, now));
  // Whoever comes second may find the mail unsent, because the first one died: only one of them gets to send it.
  return (await findMail(db, 'confirmation', id))?.id ?? null;
}

/**
 * Counts a request against what its network may ask for.
 *
 * @throws Failure too-many-requests
 */
export async function limitRequests(db: D1DatabaseSession, client: Client, now: number): Promise<void> {
  if (await withinLimit(db, `request:ip:${await hashOf(networkOf(client.ip))}`, PER_CLIENT, now)) return;
  throw new Failure('too-many-requests', { headers: { 'Retry-After': '3600' } });
}

/** Statements that keep a request and want its mail, once. */
async function newRequest(
  db: D1DatabaseSession,
  id: string,
  reportId: string,
  { name, company, address }: ValidRequest,
  browserHash: string,
  client: Client,
  now: number,
): Promise<D1PreparedStatement[]> {
  const mail = { id: newId(), template: 'confirmation', recipient: address.address, subjectId: id } as const;
  const insert = insertRequest(db, {
    id,
    report_id: reportId,
    person_id: null,
    name,
    company,
    address: address.address,
    browser_hash: browserHash,
    state: 'confirming',
    reason: null,
    ip: client.ip,
    user_agent: client.userAgent,
    locale: client.locale,
    created_at: now,
  });
  const isNew = 'NOT EXISTS (SELECT 1 FROM requests WHERE id = ?3)';
  return await keepAndMail(db, mail, address.mailbox, isNew, [insert], now);
}
