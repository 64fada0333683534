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
export async function composeNewVersion({ db, config, row, now }: Composing): Promise<Letter | null> {
  const { grantId, revision } = versionSubject(row.subject_id);
  const grant = await findHeldGrant(db, grantId, now);
  if (!grant || grant.revokedAt !== null || grant.expiresAt <= now) return null;
  const live = await db
    .prepare('SELECT 1 FROM report_pointers WHERE report_id = ?1 AND revision = ?2')
    .bind(grant.report.id, revision)
    .first();
  if (!live) return null;
  const { id, title } = grant.report;
  return {
    subject: `A new version of ${title}`,
    parts: [
      {
        kind: 'text',
        text: `A newer version of “${title}” is out. From now on, a download gives you that one.`,
      },
      { kind: 'action', label: 'Get the new version', href: accessPage(config, id) },
      {
        kind: 'text',
        text: `Copies that you have stay what they are, and so does what you agreed to about them.${
          grant.report.superseded === 'keep'
            ? ' The version that you had stays on the same page, for as long as your access lasts.'
            : ''
        }`,
      },
    ],
    because: `You get this mail because you have access to “${title}”.`,
  };
}
