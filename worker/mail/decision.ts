import { findRequest } from '../access/request-store.ts';
import { plainReason } from '../access/settle.ts';
import { content, reportOf } from '../content.ts';
import { basisInWords } from '../my-access/words.ts';
import { accessPage, pageUrl } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

/**
 * Tells a reader what staff decided. A denial always carries its reason, and leads to the form for a new request.
 *
 * @returns the mail, or null where nothing is decided
 */
export async function composeDecision({ db, config, row, words, now }: Composing): Promise<Letter | null> {
  const request = await findRequest(db, row.subject_id);
  const report = request && reportOf(request.report_id);
  if (!report) return null;
  const { title } = report;
  const { decision, expired, becauseAsked } = words.m.mail;
  const because = becauseAsked(title);
  if (request.state === 'granted') {
    const grant = await db
      .prepare('SELECT starts_at, expires_at, basis, basis_detail FROM grants WHERE request_id = ?1')
      .bind(request.id)
      .first<{ starts_at: number; expires_at: number; basis: string; basis_detail: string }>();
    if (!grant) return null;
    const later = grant.starts_at > now;
    const begins = words.day(grant.starts_at);
    return {
      subject: later ? decision.later(title, begins) : decision.ready(title),
      parts: [
        { kind: 'text', text: later ? decision.mayHaveFrom(title, begins) : decision.mayHave(title) },
        {
          kind: 'text',
          text: decision.standsOn(basisInWords(words, grant.basis, grant.basis_detail)),
        },
        {
          kind: 'action',
          label: later ? decision.page : decision.get,
          href: accessPage(config, words, report.id),
        },
        { kind: 'text', text: decision.again(words.day(grant.expires_at)) },
      ],
      because,
    };
  }
  if (request.state !== 'denied') return null;
  return {
    subject: decision.denied(title),
    parts: [
      { kind: 'text', text: decision.cannot(title) },
      { kind: 'quote', text: plainReason(words.m, request.reason) },
      { kind: 'text', text: decision.answer(content.company.contacts.access) },
      {
        kind: 'action',
        label: expired.again,
        href: pageUrl(config, words, `/access/${report.id}?again`),
      },
    ],
    because,
  };
}
