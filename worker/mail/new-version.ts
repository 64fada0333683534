import { explainNoGrant, findLiveGrant } from '../access/grant.ts';
import { idsOfSeries, reportOf } from '../content.ts';
import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';
import { versionSubject } from './subjects.ts';

/**
 * Tells whoever had an older version of a report, under whichever id, that a newer one came out.
 *
 * @returns the mail, or null where staff took the report back from them, or an even newer version is live
 */
export async function composeNewVersion({ db, config, row, words, now }: Composing): Promise<Letter | null> {
  const { grantId, revision } = versionSubject(row.subject_id);
  const had = await db
    .prepare(
      `SELECT g.person_id, g.report_id, p.report_id AS live_id
       FROM grants g JOIN report_pointers p ON p.revision = ?2 WHERE g.id = ?1`,
    )
    .bind(grantId, revision)
    .first<{ person_id: string; report_id: string; live_id: string }>();
  const report = had && reportOf(had.live_id);
  if (!report || !idsOfSeries(report.id).includes(had.report_id)) return null;
  const { id, title } = report;
  const { newVersion } = words.m.mail;
  const isLive = (await findLiveGrant(db, had.person_id, id, now)) !== null;
  if (!isLive && (await explainNoGrant(db, had.person_id, id, now)).code === 'grant-revoked') return null;
  const isKept = isLive && report.superseded === 'keep';
  return {
    subject: newVersion.subject(title),
    parts: [
      { kind: 'text', text: isLive ? newVersion.text(title) : newVersion.ended(title) },
      {
        kind: 'action',
        label: isLive ? newVersion.get : newVersion.ask,
        href: accessPage(config, words, id),
      },
      { kind: 'text', text: isKept ? `${newVersion.copies} ${newVersion.kept}` : newVersion.copies },
    ],
    because: newVersion.because(title),
  };
}
