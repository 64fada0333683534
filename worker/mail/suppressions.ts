import { hashOf } from '../random.ts';

/**
 * The table of addresses that get no mail until they confirm again, because mail to them came back or was called spam.
 * Only what an address asks for itself, to confirm it, is sent there.
 */

/** Why nothing is sent to an address. */
export type SuppressionReason = 'refused' | 'bounced' | 'complained';

/** Whether nothing may be sent to an address. */
export async function isSuppressed(db: D1DatabaseSession, address: string): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 FROM suppressions WHERE address_hash = ?1')
    .bind(await hashOf(address))
    .first();
  return row !== null;
}

/** The statement that suppresses an address if the statement before it in the batch changed a row. */
export async function suppressIfChanged(
  db: D1DatabaseSession,
  address: string,
  reason: SuppressionReason,
  now: number,
): Promise<D1PreparedStatement> {
  return db
    .prepare(
      `INSERT INTO suppressions (address_hash, reason, since) SELECT ?1, ?2, ?3 WHERE changes() > 0
       ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason, since = excluded.since`,
    )
    .bind(await hashOf(address), reason, now);
}

/** The statement that lifts it: somebody confirmed that they read mail there. */
export async function releaseAddress(db: D1DatabaseSession, address: string): Promise<D1PreparedStatement> {
  return db.prepare('DELETE FROM suppressions WHERE address_hash = ?1').bind(await hashOf(address));
}
