import { findRequest } from '../access/request-store.ts';
import { content, reportOf } from '../content.ts';
import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a reader that nobody decided about their request in time, which is our fault and not theirs.
 *
 * @returns the mail, or null where it was decided after all
 */
export async function composeExpired({ db, config, row, words }: Composing): Promise<Letter | null> {
  const request = await findRequest(db, row.subject_id);
  const report = request && reportOf(request.report_id);
  if (!report || request.state !== 'expired') return null;
  const { expired, becauseAsked } = words.m.mail;
  return {
    subject: expired.subject(report.title),
    parts: [
      { kind: 'text', text: expired.text(report.title) },
      { kind: 'action', label: expired.again, href: accessPage(config, words, report.id) },
      { kind: 'text', text: expired.urgent(content.company.contacts.access) },
    ],
    because: becauseAsked(report.title),
  };
}
