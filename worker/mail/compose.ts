import type { Config } from '../config.ts';
import { composeConfirmation } from './confirmation.ts';
import { composeDecision } from './decision.ts';
import { composeExpired } from './expired.ts';
import { composeExpiring } from './expiring.ts';
import { type Letter, letterHtml, letterText } from './letter.ts';
import { composeNewVersion } from './new-version.ts';
import { composeNotice } from './notice.ts';
import type { Mail } from './provider.ts';
import { composeRecalled } from './recalled.ts';
import { composeReceipt } from './receipt.ts';
import { composeRevoked } from './revoked.ts';
import type { MailRow } from './store.ts';

/** What a mail is composed from. */
export interface Composing {
  readonly db: D1DatabaseSession;
  readonly config: Config;
  readonly row: MailRow;
  /** Milliseconds. */
  readonly now: number;
}

/**
 * Composes a mail at the moment of sending, from what the database says then.
 *
 * @returns the mail, or null where its reason has gone
 */
export async function composeMail(composing: Composing): Promise<Mail | null> {
  const letter = await composeLetter(composing);
  if (!letter) return null;
  const { row, config } = composing;
  const domain = config.MAIL_FROM.slice(config.MAIL_FROM.lastIndexOf('@') + 1);
  // Two tries of a confirmation are two mails, of which the newer one counts; of anything else they are one.
  const name = row.template === 'confirmation' ? `${row.id}.${row.tries}` : row.id;
  return {
    to: row.recipient,
    subject: letter.subject,
    text: letterText(letter),
    html: letterHtml(letter),
    messageId: `${name}@${domain}`,
  };
}

async function composeLetter(composing: Composing): Promise<Letter | null> {
  switch (composing.row.template) {
    case 'confirmation':
      return await composeConfirmation(composing);
    case 'receipt':
      return await composeReceipt(composing);
    case 'notice':
      return await composeNotice(composing);
    case 'decision':
      return await composeDecision(composing);
    case 'expired':
      return await composeExpired(composing);
    case 'revoked':
      return await composeRevoked(composing);
    case 'recalled':
      return await composeRecalled(composing);
    case 'expiring':
      return await composeExpiring(composing);
    case 'new-version':
      return await composeNewVersion(composing);
  }
}
