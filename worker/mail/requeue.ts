import { eventIfChanged } from '../events.ts';
import { Failure } from '../problem.ts';
import { findSuppression } from './suppressions.ts';

/** SQL for a mail that did not reach its reader. Whoever called one spam has read it. */
const FAILED = "(state = 'dead' OR (state = 'sent' AND bounce = 'bounced'))";

/**
 * Has a mail that was given up, or came back, tried again from the beginning. Its reason is looked at again when it is sent.
 *
 * @param db - primary database session
 * @param secret - SESSION_SECRET
 * @param mailId - which
 * @param staffId - who wants it
 * @param now - milliseconds; it is due at once
 * @throws Failure conflict where it is neither, or its address gets no mail
 */
export async function requeueMail(
  db: D1DatabaseSession,
  secret: string,
  mailId: string,
  staffId: string,
  now: number,
): Promise<void> {
  const mail = await db
    .prepare(`SELECT recipient, template FROM mails WHERE id = ?1 AND ${FAILED}`)
    .bind(mailId)
    .first<{ recipient: string; template: string }>();
  if (mail && (await findSuppression(db, secret, mail.recipient))) {
    throw new Failure('conflict', {
      detail:
        'Mail to this address came back. Nothing is sent there until its reader confirms it again, or staff allows mail to it.',
    });
  }
  const [moved] = await db.batch([
    db
      .prepare(
        `UPDATE mails SET state = 'queued', tries = 0, next_at = ?2, error = NULL, sent_at = NULL, message_id = NULL,
           bounced_at = NULL, bounce = NULL WHERE id = ?1 AND ${FAILED}`,
      )
      .bind(mailId, now),
    eventIfChanged(db, {
      at: now,
      type: 'mail.requeued',
      actor: staffId,
      object: mailId,
      detail: { template: mail?.template ?? null },
    }),
  ]);
  if (moved?.meta.changes !== 1) throw new Failure('conflict');
}
