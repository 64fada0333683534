import { hashOfCode } from '../access/code.ts';
import { findRequest, insertConfirmation } from '../access/store.ts';
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
  const request = await findRequest(db, row.subject_id);
  const report = request && reportOf(request.report_id);
  if (!report || request.state !== 'confirming') return null;

  const minutes = content.access.confirmationMinutes;
  const [id, token, code] = [newId(), newToken(), newCode()];
  await db.batch(
    insertConfirmation(
      db,
      {
        id,
        requestId: request.id,
        address: request.address,
        tokenHash: await hashOf(token),
        codeHash: await hashOfCode(config.SESSION_SECRET, id, code),
        expiresAt: now + minutes * MINUTE,
      },
      now,
    ),
  );
  const href = new URL(`/access/${report.id}/confirm`, config.ORIGIN);
  href.searchParams.set('token', token);
  return {
    subject: `Confirm your address for ${report.title}`,
    parts: [
      {
        kind: 'text',
        text: `Somebody asked for the report “${report.title}” and gave this address. If it was you, confirm it.`,
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
        text: 'If it was not you, do nothing: no report is given to anybody. Never pass the code on.',
      },
    ],
    because: `You get this mail because somebody entered your address at ${new URL(config.ORIGIN).host}.`,
  };
}
