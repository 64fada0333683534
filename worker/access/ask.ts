import { content } from '../content.ts';
import { eventIfChanged } from '../events.ts';
import { queueMailIfChanged } from '../mail/store.ts';
import { newId } from '../random.ts';
import type { Recipient } from './grant.ts';
import type { Client } from './submit.ts';

/**
 * Puts a signed-in customer's request for a report that staff releases into the queue; the Terms of Service stand in
 * for the NDA. Doubled clicks are one request.
 *
 * @param db - primary database session
 * @param person - the customer
 * @param reportId - the report
 * @param client - from where
 * @param now - milliseconds
 * @returns the id of the mail to staff
 */
export async function askAsCustomer(
  db: D1DatabaseSession,
  person: Recipient,
  reportId: string,
  client: Client,
  now: number,
): Promise<string> {
  const id = newId();
  const notice = {
    id: newId(),
    template: 'notice',
    recipient: content.access.requestsNotify,
    subjectId: id,
  } as const;
  await db.batch([
    db
      .prepare(
        `INSERT INTO requests
           (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, '', 'pending', ?7, ?8, ?9, ?9
         WHERE NOT EXISTS (SELECT 1 FROM requests WHERE person_id = ?3 AND report_id = ?2 AND state = 'pending')`,
      )
      .bind(
        id,
        reportId,
        person.id,
        person.name,
        person.company,
        person.address ?? '',
        client.ip,
        client.userAgent,
        now,
      ),
    eventIfChanged(db, {
      at: now,
      type: 'request.pending',
      actor: person.id,
      object: id,
      detail: { report: reportId },
    }),
    queueMailIfChanged(db, notice, now),
  ]);
  return notice.id;
}
