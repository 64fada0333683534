import { findRequest } from '../access/store.ts';
import { content, reportOf } from '../content.ts';
import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a reader that nobody decided about their request in time, which is our fault and not theirs.
 *
 * @returns the mail, or null where it was decided after all
 */
export async function composeExpired({ db, config, row }: Composing): Promise<Letter | null> {
  const request = await findRequest(db, row.subject_id);
  const report = request && reportOf(request.report_id);
  if (!report || request.state !== 'expired') return null;
  return {
    subject: `Your request for ${report.title} was not decided in time`,
    parts: [
      {
        kind: 'text',
        text: `You asked for “${report.title}”, and nobody here decided about it in time. We are sorry. The request has ended; you can send it again.`,
      },
      { kind: 'action', label: 'Ask again', href: accessPage(config, report.id) },
      { kind: 'text', text: `If it is urgent, write to ${content.company.contacts.access}.` },
    ],
    because: `You get this mail because you asked for “${report.title}”.`,
  };
}
