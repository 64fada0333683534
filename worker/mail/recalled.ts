import { content } from '../content.ts';
import type { Composing } from './compose.ts';
import { findHeldGrant } from './held-grant.ts';
import type { Letter } from './letter.ts';
import { versionSubject } from './subjects.ts';

/**
 * Tells a reader that a version which they took a copy of was taken back. Their access is not.
 *
 * @returns the mail, or null where it was not, or where their access was
 */
export async function composeRecalled({ db, row, words, now }: Composing): Promise<Letter | null> {
  const { grantId, revision } = versionSubject(row.subject_id);
  const grant = await findHeldGrant(db, grantId, now);
  if (!grant || grant.revokedAt !== null) return null;
  const { id, title } = grant.report;
  const act = await db
    .prepare(
      `SELECT message FROM revocations WHERE scope = 'version' AND target = ?1 ORDER BY created_at DESC LIMIT 1`,
    )
    .bind(`${id}/${revision}`)
    .first<{ message: string | null }>();
  if (!act) return null;
  const { recalled } = words.m.mail;
  return {
    subject: recalled.subject(title),
    parts: [
      { kind: 'text', text: recalled.text(title) },
      ...(act.message === null ? [] : [{ kind: 'text', text: act.message } as const]),
      { kind: 'text', text: recalled.goesOn(content.company.contacts.access) },
    ],
    because: recalled.because(title),
  };
}
