import { hashOfCode } from '../access/code.ts';
import { findRequest, findVisit, insertConfirmation } from '../access/store.ts';
import { content, reportOf } from '../content.ts';
import { hashOf, newCode, newId, newToken } from '../random.ts';
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
export async function composeConfirmation({ db, config, row, now }: Composing): Promise<Letter | null> {
  const wanted = await findWanted(db, row.subject_id);
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
  const href = new URL(`${wanted.path}/confirm`, config.ORIGIN);
  href.searchParams.set('token', token);
  return {
    subject: `Confirm your address for ${wanted.name}`,
    parts: [
      {
        kind: 'text',
        text: `${wanted.sentence} If it was you, confirm it.`,
      },
      {
        kind: 'action',
        note: 'Open this in the browser that you asked with:',
        label: 'Confirm this address',
        href: href.href,
      },
      {
        kind: 'code',
        label: 'Or type this code into the page that waits there',
        code: `${code.slice(0, 4)} ${code.slice(4)}`,
      },
      { kind: 'text', text: `Both work once, within ${minutes} minutes of this mail.` },
      {
        kind: 'text',
        text: 'If it was not you, do nothing: nothing is given or shown to anybody. Never pass the code on.',
      },
    ],
    because: `You get this mail because somebody entered your address at ${new URL(config.ORIGIN).host}.`,
  };
}

/** What an address is to be confirmed for. */
interface Wanted {
  readonly requestId: string | null;
  readonly visitId: string | null;
  readonly address: string;
  readonly path: string;
  readonly name: string;
  readonly sentence: string;
}

/** The request or the visit that a confirmation is about, while it still waits for one. */
async function findWanted(db: D1DatabaseSession, id: string): Promise<Wanted | null> {
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
      name: report.title,
      sentence: `Somebody asked for the report “${report.title}” and gave this address.`,
    };
  }
  const visit = await findVisit(db, id);
  if (!visit || visit.confirmed_at !== null) return null;
  return {
    requestId: null,
    visitId: id,
    address: visit.address,
    path: '/my-access',
    name: `your access at ${company.name}`,
    sentence: `Somebody wants to see what ${company.name} holds about this address, and what it has access to.`,
  };
}
