import type { Measured } from '../../../core/publish/extent.ts';

/** What the console shows of the versions that are stored. */

/** A stored version, in the words of its manifest and of who published it. */
export interface StoredVersion {
  readonly reportId: string;
  readonly revision: string;
  readonly live: boolean;
  readonly publishedAt: number;
  /** When staff withdrew it; null where nobody did. */
  readonly withdrawnAt: number | null;
  /** Name of a person on the staff or of an operator's token; the bare id where that is gone. */
  readonly publishedBy: string;
  readonly extent: Measured;
  readonly class: string;
  readonly notes: readonly string[];
  readonly length: number;
  readonly sourceSha256: string;
}

interface Row extends Omit<StoredVersion, 'live' | 'notes' | 'extent'> {
  readonly live: number;
  readonly notes: string;
  readonly extent: string;
}

const MOST_VERSIONS = 200;

/** The newest versions of all reports, newest first. */
export async function listVersions(db: D1DatabaseSession): Promise<StoredVersion[]> {
  const { results } = await db
    .prepare(
      `SELECT v.report_id AS reportId, v.revision, p.revision IS NOT NULL AS live,
         v.published_at AS publishedAt, v.withdrawn_at AS withdrawnAt, coalesce(s.name, t.name, v.published_by) AS publishedBy,
         json_object('format', v.manifest ->> 'format', 'pages', v.manifest ->> 'pages', 'cover', v.manifest -> 'cover') AS extent,
         v.manifest ->> 'class' AS class, v.manifest -> 'notes' AS notes,
         v.manifest ->> 'length' AS length, v.manifest -> 'source' ->> 'sha256' AS sourceSha256
       FROM report_versions v
         LEFT JOIN report_pointers p ON p.report_id = v.report_id AND p.revision = v.revision
         LEFT JOIN people s ON s.id = v.published_by
         LEFT JOIN operator_tokens t ON 'operator:' || t.id = v.published_by
       ORDER BY v.published_at DESC LIMIT ${MOST_VERSIONS}`,
    )
    .all<Row>();
  return results.map((row) => ({
    ...row,
    live: row.live === 1,
    notes: JSON.parse(row.notes) as string[],
    extent: JSON.parse(row.extent) as Measured,
  }));
}
