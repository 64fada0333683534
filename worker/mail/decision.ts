import { dayInWords } from '../access/day.ts';
import { findRequest } from '../access/store.ts';
import { content, reportOf } from '../content.ts';
import { basisInWords } from '../my-access/words.ts';
import { accessPage } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a reader what staff decided. A denial always carries its reason.
 *
 * @returns the mail, or null where nothing is decided
 */
export async function composeDecision({ db, config, row, now }: Composing): Promise<Letter | null> {
  const request = await findRequest(db, row.subject_id);
  const report = request && reportOf(request.report_id);
  if (!report) return null;
  const because = `You get this mail because you asked for “${report.title}”.`;
  if (request.state === 'granted') {
    const grant = await db
      .prepare('SELECT starts_at, expires_at, basis, basis_detail FROM grants WHERE request_id = ?1')
      .bind(request.id)
      .first<{ starts_at: number; expires_at: number; basis: string; basis_detail: string }>();
    if (!grant) return null;
    const later = grant.starts_at > now;
    return {
      subject: later
        ? `You will have ${report.title} on ${dayInWords(grant.starts_at)}`
        : `Your report is ready: ${report.title}`,
      parts: [
        {
          kind: 'text',
          text: later
            ? `You may have “${report.title}” from ${dayInWords(grant.starts_at)} on.`
            : `You may now have “${report.title}”.`,
        },
        { kind: 'text', text: `What it stands on: ${basisInWords(grant.basis, grant.basis_detail)}.` },
        { kind: 'action', label: later ? 'Its page' : 'Get the report', href: accessPage(config, report.id) },
        {
          kind: 'text',
          text: `If you are no longer signed in, sign in or confirm this address again; the NDA is not asked for a second time. Access ends on ${dayInWords(grant.expires_at)}.`,
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
