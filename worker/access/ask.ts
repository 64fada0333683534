import type { Decision } from '../../core/access/decide.ts';
import { content } from '../content.ts';
import { type Limit, withinLimit } from '../counters.ts';
import { eventIfChanged } from '../events.ts';
import { signedIn } from '../login/session.ts';
import { queueMailIfChanged } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { newId } from '../random.ts';
import type { Recipient } from './draft-grant.ts';
import { earlierRequest } from './request-store.ts';
import { type Client, limitRequests } from './submit.ts';

/** How often staff is asked by one person for one report: whoever withdraws may ask again, and is not heard without end. */
const PER_REPORT: Limit = { most: 5, windowMs: 86_400_000 };

/**
 * Puts a request into the queue of staff, of somebody who need not accept the NDA first: the Terms of Service or another
 * agreement cover them, or what they accepted. Doubled clicks are one request.
 *
 * @param db - primary database session
 * @param person - who
 * @param reportId - the report
 * @param decision - that a person decides
 * @param client - from where
 * @param now - milliseconds
 * @returns the id of the mail to staff
 * @throws Failure too-many-requests where they, or their network, have asked too often
 */
export async function askForRelease(
  db: D1DatabaseSession,
  person: Recipient,
  reportId: string,
  decision: Decision,
  client: Client,
  now: number,
): Promise<string> {
  await limitRequests(db, client, now);
  if (!(await withinLimit(db, `ask:${person.id}:${reportId}`, PER_REPORT, now)))
    throw new Failure('too-many-requests', { headers: { 'Retry-After': '86400' } });
  const id = newId();
  const notice = {
    id: newId(),
    template: 'notice',
    recipient: content.access.requestsNotify,
    subjectId: id,
  } as const;
  await db.batch([
    insertOpenRequest(db, id, person, reportId, { state: 'pending', decision }, client, now),
    eventIfChanged(db, {
      at: now,
      type: 'request.pending',
      actor: person.id,
      object: id,
      detail: { report: reportId, ...decision.record },
    }),
    queueMailIfChanged(db, notice, now),
  ]);
  return notice.id;
}

/**
 * Makes a prospect's request for one more report, while the session of their confirmed address lasts: the address is not
 * asked for again. Doubled clicks are one request.
 *
 * @param db - primary database session
 * @param person - the prospect, by their session
 * @param reportId - the report
 * @param client - from where
 * @param now - milliseconds
 */
export async function askAsProspect(
  db: D1DatabaseSession,
  person: Recipient,
  reportId: string,
  client: Client,
  now: number,
): Promise<void> {
  await limitRequests(db, client, now);
  const id = newId();
  await db.batch([
    insertOpenRequest(db, id, person, reportId, { state: 'confirmed', decision: null }, client, now),
    eventIfChanged(db, {
      at: now,
      type: 'request.made',
      actor: person.id,
      object: id,
      detail: { report: reportId },
    }),
  ]);
}

/** Inserts the request of somebody signed in, unless they have an open one for the report. */
function insertOpenRequest(
  db: D1DatabaseSession,
  id: string,
  person: Recipient,
  reportId: string,
  { state, decision }: { state: 'confirmed' | 'pending'; decision: Decision | null },
  client: Client,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO requests
         (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at,
          rule, rule_set, grant_days, grant_downloads, locale, earlier_id)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, '', ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13, ?14, ?15, ${earlierRequest('?3', '?2', '?1')}
       WHERE ${signedIn('?3')} AND NOT EXISTS (
         SELECT 1 FROM requests WHERE person_id = ?3 AND report_id = ?2 AND state IN ('confirmed', 'pending'))`,
    )
    .bind(
      id,
      reportId,
      person.id,
      person.name,
      person.company,
      person.address ?? '',
      state,
      client.ip,
      client.userAgent,
      now,
      decision?.record.rule ?? null,
      decision?.record.rules ?? null,
      decision?.days ?? null,
      decision?.downloads ?? null,
      client.locale,
    );
}
