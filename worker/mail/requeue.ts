import { eventIfChanged } from '../events.ts';
import { Failure } from '../problem.ts';
import { isSuppressed } from './suppressions.ts';

/**
 * Has a mail that was given up tried again from the beginning. Its reason is looked at again when it is sent.
 *
 * @param db - primary database session
 * @param mailId - which
 * @param staffId - who wants it
 * @param now - milliseconds; it is due at once
 * @throws Failure conflict where it is not given up, or its address has to confirm first
 */
export async function requeueMail(
  db: D1DatabaseSession,
  mailId: string,
  staffId: string,
  now: number,
): Promise<void> {
  const mail = await db
    .prepare("SELECT recipient, template FROM mails WHERE id = ?1 AND state = 'dead'")
    .bind(mailId)
    .first<{ recipient: string; template: string }>();
  if (mail && (await isSuppressed(db, mail.recipient))) {
    throw new Failure('conflict', {
      detail:
        'Mail to this address came back. Nothing is sent there until its reader confirms it again, by asking for a report or for news.',
    });
  }
  const [moved] = await db.batch([
    db
      .prepare(
        "UPDATE mails SET state = 'queued', tries = 0, next_at = ?2, error = NULL WHERE id = ?1 AND state = 'dead'",
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
