import type { Report } from '../../schema/reports.ts';
import { reportOf } from '../content.ts';

/** What a mail about a grant speaks of. */
export interface HeldGrant {
  readonly report: Report;
  readonly startsAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  /** What staff had to say about it. */
  readonly message: string | null;
  /** Whether its holder has another one for the same report that lasts longer. */
  readonly replaced: boolean;
}

/**
 * The grant that a mail speaks of, as it is at the moment of sending.
 *
 * @param db - primary database session
 * @param grantId - the mail's subject
 * @param now - milliseconds
 * @returns null where there is none, or its report is no longer in the catalogue
 */
export async function findHeldGrant(
  db: D1DatabaseSession,
  grantId: string,
  now: number,
): Promise<HeldGrant | null> {
  const row = await db
    .prepare(
      `SELECT g.report_id, g.starts_at, g.expires_at, g.revoked_at, v.message, EXISTS (
         SELECT 1 FROM grants o WHERE o.person_id = g.person_id AND o.report_id = g.report_id AND o.id <> g.id
           AND o.revoked_at IS NULL AND o.expires_at > max(?2, g.expires_at)) AS replaced
       FROM grants g LEFT JOIN revocations v ON v.id = g.revocation_id WHERE g.id = ?1`,
    )
    .bind(grantId, now)
    .first<{
      report_id: string;
      starts_at: number;
      expires_at: number;
      revoked_at: number | null;
      message: string | null;
      replaced: number;
    }>();
  const report = row && reportOf(row.report_id);
  if (!report) return null;
  return {
    report,
    startsAt: row.starts_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    message: row.message,
    replaced: row.replaced === 1,
  };
}
