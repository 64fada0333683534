import { content } from '../content.ts';
import { eventIfChanged } from '../events.ts';
import { macOf } from '../mac.ts';
import { Failure } from '../problem.ts';

/**
 * The table of addresses that get no mail until they confirm again, because mail to them came back or was called spam.
 * Only what an address asks for itself, to confirm it, is sent there. It holds hashes under SESSION_SECRET: who has a
 * copy of the table alone cannot try addresses against it.
 *
 * The address of the staff (`requestsNotify`) is never among them: nobody could confirm it, and no request would be told of.
 */

/** Why nothing is sent to an address. */
export type SuppressionReason = 'refused' | 'bounced' | 'complained';

/** That nothing is sent to an address. */
export interface Suppression {
  readonly reason: SuppressionReason;
  readonly since: number;
}

/**
 * Why nothing may be sent to an address, or null where mail may be.
 *
 * @param db - primary database session
 * @param secret - SESSION_SECRET
 * @param address - whose
 */
export async function findSuppression(
  db: D1DatabaseSession,
  secret: string,
  address: string,
): Promise<Suppression | null> {
  if (isStaffAddress(address)) return null;
  return await db
    .prepare('SELECT reason, since FROM suppressions WHERE address_hash = ?1')
    .bind(await hashOfAddress(secret, address))
    .first<Suppression>();
}

/** The statements that suppress an address if the statement before them in the batch changed a row. */
export async function suppressIfChanged(
  db: D1DatabaseSession,
  secret: string,
  address: string,
  reason: SuppressionReason,
  now: number,
): Promise<D1PreparedStatement[]> {
  if (isStaffAddress(address)) return [];
  return [
    db
      .prepare(
        `INSERT INTO suppressions (address_hash, reason, since) SELECT ?1, ?2, ?3 WHERE changes() > 0
         ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason, since = excluded.since`,
      )
      .bind(await hashOfAddress(secret, address), reason, now),
  ];
}

/** The statement that lifts it: somebody confirmed that they read mail there. */
export async function releaseAddress(
  db: D1DatabaseSession,
  secret: string,
  address: string,
): Promise<D1PreparedStatement> {
  return db
    .prepare('DELETE FROM suppressions WHERE address_hash = ?1')
    .bind(await hashOfAddress(secret, address));
}

/**
 * Lifts it because staff knows better: the mailbox exists again, or came back by mistake.
 *
 * @param db - primary database session
 * @param secret - SESSION_SECRET
 * @param address - whose
 * @param act - who lifts it, and about which person or mail
 * @param now - milliseconds
 * @throws Failure conflict where mail may be sent there already
 */
export async function liftSuppression(
  db: D1DatabaseSession,
  secret: string,
  address: string,
  act: { readonly actor: string; readonly object: string },
  now: number,
): Promise<void> {
  const [lifted] = await db.batch([
    await releaseAddress(db, secret, address),
    eventIfChanged(db, { at: now, type: 'suppression.lifted', ...act }),
  ]);
  if (lifted?.meta.changes !== 1)
    throw new Failure('conflict', { detail: 'Mail is sent to this address already.' });
}

/** Whether an address is where staff hears of what needs attention. */
export const isStaffAddress = (address: string): boolean => address === content.access.requestsNotify;

const hashOfAddress = (secret: string, address: string): Promise<string> =>
  macOf(secret, `suppression\n${address}`);
