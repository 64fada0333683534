import { hashOfCode } from '../access/code.ts';
import { findVisit, insertConfirmation } from '../access/confirmation-store.ts';
import { findRequest } from '../access/request-store.ts';
import { content, reportOf } from '../content.ts';
import type { Messages } from '../messages/en.ts';
import { hashOf, newCode, newId, newToken } from '../random.ts';
import { pageUrl } from './access-page.ts';
import type { Composing } from './compose.ts';
import type { Letter } from './letter.ts';

const MINUTE = 60_000;

/**
 * The mail that confirms an address. Its token and code are made here and stored as hashes only; they are live from now
 * on, and whatever was sent to the address before is not.
 *
 * Nothing that the asker typed is in it but the address it goes to: whoever asked may not be who reads it.
 *
 * @returns the mail, or null where the request was confirmed meanwhile
 */
export async function composeConfirmation({
  db,
  config,
  row,
  words,
  now,
}: Composing): Promise<Letter | null> {
  const { mail } = words.m;
  const wanted = await findWanted(db, row.subject_id, mail.confirmation);
  if (!wanted) return null;

  const minutes = content.access.confirmationMinutes;
  const [id, token, code] = [newId(), newToken(), newCode()];
  await db.batch(
    insertConfirmation(
      db,
      {
        id,
        requestId: wanted.requestId,
        visitId: wanted.visitId,
        address: wanted.address,
        tokenHash: await hashOf(token),
        codeHash: await hashOfCode(config.SESSION_SECRET, id, code),
        expiresAt: now + minutes * MINUTE,
      },
      now,
    ),
  );
  const href = new URL(pageUrl(config, words, `${wanted.path}/confirm`));
  href.searchParams.set('token', token);
  return {
    subject: wanted.subject,
    parts: [
      { kind: 'text', text: wanted.sentence },
      {
        kind: 'action',
        note: mail.confirmation.open,
        label: mail.confirmation.button,
        href: href.href,
      },
      {
        kind: 'code',
        label: mail.confirmation.code,
        code: `${code.slice(0, 4)} ${code.slice(4)}`,
      },
      { kind: 'text', text: mail.confirmation.once(minutes) },
      { kind: 'text', text: mail.confirmation.ignore },
    ],
    because: mail.becauseEntered(new URL(config.ORIGIN).host),
  };
}

/** What an address is to be confirmed for. */
interface Wanted {
  readonly requestId: string | null;
  readonly visitId: string | null;
  readonly address: string;
  readonly path: string;
  readonly subject: string;
  readonly sentence: string;
}

/** The request or the visit that a confirmation is about, while it still waits for one. */
async function findWanted(
  db: D1DatabaseSession,
  id: string,
  words: Messages['mail']['confirmation'],
): Promise<Wanted | null> {
  const { company } = content;
  const request = await findRequest(db, id);
  if (request) {
    const report = reportOf(request.report_id);
    if (!report || request.state !== 'confirming') return null;
    return {
      requestId: id,
      visitId: null,
      address: request.address,
      path: `/access/${report.id}`,
      subject: words.subject(report.title),
      sentence: words.asked(report.title),
    };
  }
  const visit = await findVisit(db, id);
  if (!visit || visit.confirmed_at !== null) return null;
  return {
    requestId: null,
    visitId: id,
    address: visit.address,
    path: '/my-access',
    subject: words.subjectOwn(company.name),
    sentence: words.askedOwn(company.name),
  };
}
