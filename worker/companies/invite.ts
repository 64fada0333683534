import type { MailAddress } from '../../core/mail-address.ts';
import type { Locale } from '../../words/locale.ts';
import { keepAndMail } from '../access/mailbox-limit.ts';
import { type Limit, withinLimit } from '../counters.ts';
import { findMail } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { hashOf, newId } from '../random.ts';
import { findInvitation, insertInvitation, type OwnAcceptance } from './store.ts';

const DAY = 86_400_000;
/** For how long an invitation can be joined. */
export const INVITATION_DAYS = 14;
/** What one signer may send: a team, and no flood. */
const PER_SIGNER: Limit = { most: 20, windowMs: DAY };

/**
 * Invites a colleague. The mail alone gives nothing: whoever has it confirms the address before they see anything. A
 * doubled click, and somebody who is invited already, get no second mail; a mailbox that has had enough gets none, and
 * looks to the signer like any other.
 *
 * @param db - primary database session
 * @param acceptance - the signer's own, in force
 * @param signerId - who invites
 * @param address - of the same domain
 * @param attempt - the form's own random token
 * @param locale - the signer's language: they know their colleague
 * @param now - milliseconds
 * @returns the id of a mail to send, or null
 * @throws Failure too-many-requests for a signer who floods
 */
export async function inviteColleague(
  db: D1DatabaseSession,
  acceptance: OwnAcceptance,
  signerId: string,
  address: MailAddress,
  attempt: string,
  locale: Locale,
  now: number,
): Promise<string | null> {
  const id = (await hashOf(JSON.stringify([attempt, acceptance.id, address.address]))).slice(0, 32);
  if ((await findInvitation(db, id)) === null) {
    if (!(await withinLimit(db, `invite:person:${signerId}`, PER_SIGNER, now)))
      throw new Failure('too-many-requests', {
        detail: ({ m }) => m.problem.invitesPerDay(PER_SIGNER.most),
        headers: { 'Retry-After': '86400' },
      });
    const mail = { id: newId(), template: 'invitation', recipient: address.address, subjectId: id } as const;
    const insert = insertInvitation(
      db,
      {
        id,
        acceptanceId: acceptance.id,
        invitedBy: signerId,
        address: address.address,
        expiresAt: now + INVITATION_DAYS * DAY,
        locale,
      },
      now,
    );
    const isNew = 'NOT EXISTS (SELECT 1 FROM invitations WHERE id = ?3)';
    await db.batch(await keepAndMail(db, mail, address.mailbox, isNew, insert, now));
  }
  return (await findMail(db, 'invitation', id))?.id ?? null;
}
