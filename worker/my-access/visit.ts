import type { MailAddress } from '../../core/mail-address.ts';
import { findVisit, insertVisit } from '../access/confirmation-store.ts';
import { keepAndMail } from '../access/mailbox-limit.ts';
import { type Client, limitRequests } from '../access/submit.ts';
import { findMail } from '../mail/store.ts';
import { hashOf, newId } from '../random.ts';

/**
 * Keeps the wish of somebody without a session to see their own page, and queues the mail that confirms their address; a
 * doubled click is one wish and one mail. Whether we know the address is not looked at: only whoever reads its mail
 * learns that.
 *
 * @param db - primary database session
 * @param address - checked
 * @param browserHash - of the browser that asks
 * @param attempt - the form's own random token
 * @param client - from where
 * @param now - milliseconds
 * @returns the id of a mail to send now, or null where the mailbox has had enough
 * @throws Failure too-many-requests for a network that floods
 */
export async function submitVisit(
  db: D1DatabaseSession,
  address: MailAddress,
  browserHash: string,
  attempt: string,
  client: Client,
  now: number,
): Promise<string | null> {
  const identity = JSON.stringify([attempt, browserHash, 'my-access', address.address]);
  const id = (await hashOf(identity)).slice(0, 32);
  if ((await findVisit(db, id)) === null) {
    await limitRequests(db, client, now);
    const mail = {
      id: newId(),
      template: 'confirmation',
      recipient: address.address,
      subjectId: id,
    } as const;
    const visit = {
      id,
      address: address.address,
      browser_hash: browserHash,
      locale: client.locale,
      created_at: now,
    };
    const isNew = 'NOT EXISTS (SELECT 1 FROM visits WHERE id = ?3)';
    await db.batch(await keepAndMail(db, mail, address.mailbox, isNew, [insertVisit(db, visit)], now));
  }
  return (await findMail(db, 'confirmation', id))?.id ?? null;
}
