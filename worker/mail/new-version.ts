import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import { findHeldGrant } from './held-grant.ts';
import type { Letter } from './letter.ts';
import { versionSubject } from './subjects.ts';

/**
 * Tells a reader that a report which they may have came out in a newer version.
 *
 * @returns the mail, or null where they may no longer have it, or an even newer version is live
 */
export async function composeNewVersion({ db, config, row, words, now }: Composing): Promise<Letter | null> {
  const { grantId, revision } = versionSubject(row.subject_id);
  const grant = await findHeldGrant(db, grantId, now);
  if (!grant || grant.revokedAt !== null || grant.expiresAt <= now) return null;
  const live = await db
    .prepare('SELECT 1 FROM report_pointers WHERE report_id = ?1 AND revision = ?2')
    .bind(grant.report.id, revision)
    .first();
  if (!live) return null;
  const { id, title } = grant.report;
  const { newVersion, becauseHave } = words.m.mail;
  const isKept = grant.report.superseded === 'keep';
  return {
    subject: newVersion.subject(title),
    parts: [
      { kind: 'text', text: newVersion.text(title) },
      { kind: 'action', label: newVersion.get, href: accessPage(config, words, id) },
      { kind: 'text', text: isKept ? `${newVersion.copies} ${newVersion.kept}` : newVersion.copies },
    ],
    because: becauseHave(title),
  };
}
