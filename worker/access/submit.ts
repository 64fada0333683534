import { countUseIf, type Limit, windowEnd, withinLimit } from '../counters.ts';
import { findMail, queueMailIfChanged } from '../mail/store.ts';
import { networkOf } from '../network.ts';
import { Failure } from '../problem.ts';
import { hashOf, newId } from '../random.ts';
import type { ValidRequest } from './request.ts';
import { findRequest, insertRequest } from './store.ts';

const HOUR = 3_600_000;
/** What one network may ask for: an office behind one address, not a script. */
const PER_CLIENT: Limit = { most: 60, windowMs: HOUR };
/** What one mailbox has to bear, whoever asks. */
const PER_MAILBOX = {
  hour: { most: 5, windowMs: HOUR },
  day: { most: 15, windowMs: 24 * HOUR },
} satisfies Record<string, Limit>;

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

/**
 * Statements that keep a request and want its mail, once. What counts, what is kept and what is mailed is one batch: of
 * submissions at the same moment, none can keep the request that another one's mail belongs to.
 */
async function newRequest(
  db: D1DatabaseSession,
  id: string,
  reportId: string,
  { name, company, address }: ValidRequest,
  browserHash: string,
  client: Client,
  now: number,
): Promise<D1PreparedStatement[]> {
  const mailbox = await hashOf(address.mailbox);
  const { hour, day } = PER_MAILBOX;
  const hourKey = `mail:hour:${mailbox}`;
  const dayKey = `mail:day:${mailbox}`;
  const isNew = 'NOT EXISTS (SELECT 1 FROM requests WHERE id = ?3)';
  const mail = { id: newId(), template: 'confirmation', recipient: address.address, subjectId: id } as const;
  return [
    countUseIf(db, hourKey, hour, now, isNew, id),
    // A mail that one limit stops is not counted against the next.
    countUseIf(
      db,
      dayKey,
      day,
      now,
      `${isNew} AND (SELECT count FROM counters WHERE key = ?4 AND window_end = ?5) <= ?6`,
      id,
      hourKey,
      windowEnd(hour, now),
      hour.most,
    ),
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
    queueMailIfChanged(db, mail, now),
    // The mail that is too much goes again before anybody has seen it.
    db
      .prepare(
        `DELETE FROM mails WHERE id = ?1 AND EXISTS (
           SELECT 1 FROM counters WHERE (key = ?2 AND window_end = ?3 AND count > ?4)
                                     OR (key = ?5 AND window_end = ?6 AND count > ?7))`,
      )
      .bind(mail.id, hourKey, windowEnd(hour, now), hour.most, dayKey, windowEnd(day, now), day.most),
  ];
}
