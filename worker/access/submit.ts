import { type Limit, withinLimit } from '../counters.ts';
import { queueMailIfChanged } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { hashOf, newId } from '../random.ts';
import type { ValidRequest } from './request.ts';
import { findRequest, insertRequest } from './store.ts';

const HOUR = 3_600_000;
/** What one network may ask for: an office behind one address, not a script. */
const PER_CLIENT: Limit = { most: 60, windowMs: HOUR };
/** What one mailbox has to bear, whoever asks. */
const PER_MAILBOX: readonly (readonly [name: string, limit: Limit])[] = [
  ['hour', { most: 5, windowMs: HOUR }],
  ['day', { most: 15, windowMs: 24 * HOUR }],
];

/** From where a request comes: facts for the evidence. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
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
  if (await findRequest(db, id)) return null;
  if (!(await withinLimit(db, `request:ip:${await hashOf(client.ip)}`, PER_CLIENT, now)))
    throw new Failure('too-many-requests', { headers: { 'Retry-After': '3600' } });

  const mailbox = await hashOf(address.mailbox);
  let mayMail = true;
  for (const [window, limit] of PER_MAILBOX) {
    // A mail that one limit stops is not counted against the next.
    mayMail &&= await withinLimit(db, `mail:${window}:${mailbox}`, limit, now);
  }
  const mailId = newId();
  const wanted = { id: mailId, template: 'confirmation', recipient: address.address, subjectId: id } as const;
  await db.batch([
    insertRequest(db, {
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
      created_at: now,
    }),
    ...(mayMail ? [queueMailIfChanged(db, wanted, now)] : []),
  ]);
  return mayMail ? mailId : null;
}
