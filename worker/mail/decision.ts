import { findRequest } from '../access/store.ts';
import { content, reportOf } from '../content.ts';
import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a reader what staff decided. A denial always carries its reason.
 *
 * @returns the mail, or null where nothing is decided
 */
export async function composeDecision({ db, config, row }: Composing): Promise<Letter | null> {
  const request = await findRequest(db, row.subject_id);
  const report = request && reportOf(request.report_id);
  if (!report) return null;
  const because = `You get this mail because you asked for “${report.title}”.`;
  if (request.state === 'granted') {
    return {
      subject: `Your report is ready: ${report.title}`,
      parts: [
        { kind: 'text', text: `You may now have “${report.title}”.` },
        { kind: 'action', label: 'Get the report', href: accessPage(config, report.id) },
        {
          kind: 'text',
          text: `If you are no longer signed in, sign in or confirm this address again; the NDA is not asked for a second time. Access ends after ${request.grant_days ?? content.access.grantDays} days.`,
        },
      ],
      because,
    };
  }
  if (request.state !== 'denied') return null;
  return {
    subject: `About your request for ${report.title}`,
    parts: [
      { kind: 'text', text: `We cannot give you “${report.title}”. The reason:` },
      { kind: 'quote', text: request.reason ?? '' },
      {
        kind: 'text',
        text: `If that is wrong, or something changed, write to ${content.company.contacts.access}.`,
      },
    ],
    because,
  };
}
