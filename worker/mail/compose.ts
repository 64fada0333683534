import type { Config } from '../config.ts';
import { content } from '../content.ts';
import { type Localised, localised } from '../localised.tsx';
import { composeConfirmation } from './confirmation.ts';
import { composeDecision } from './decision.ts';
import { composeExpired } from './expired.ts';
import { composeExpiring } from './expiring.ts';
import { composeInvitation } from './invitation.ts';
import { mailLocale } from './language.ts';
import { type Letter, letterHtml, letterText } from './letter.ts';
import { composeNewVersion } from './new-version.ts';
import { composeNews } from './news.ts';
import { composeNotice } from './notice.ts';
import { composeProposal } from './proposal.ts';
import type { Mail } from './provider.ts';
import { composeRecalled } from './recalled.ts';
import { composeAcknowledgement, composeReceipt } from './receipt.ts';
import { composeReminder } from './reminder.ts';
import { composeRemoved } from './removed.ts';
import { composeRevoked } from './revoked.ts';
import { isForStaff, type MailRow, type Template } from './store.ts';
import { composeSubscription } from './subscription.ts';
import { composeWebhookDisabled } from './webhook-disabled.ts';

/** What a mail is composed from. */
export interface Composing {
  readonly db: D1DatabaseSession;
  readonly config: Config;
  readonly row: MailRow;
  /** In the reader's language. */
  readonly words: Localised;
  /** Milliseconds. */
  readonly now: number;
}

/** Their keys are made when they are sent. */
const CARRIES_KEYS: ReadonlySet<Template> = new Set(['confirmation', 'subscription']);

/**
 * Composes a mail at the moment of sending, from what the database says then.
 *
 * @returns the mail, or null where its reason has gone
 */
export async function composeMail(known: Omit<Composing, 'words'>): Promise<Mail | null> {
  const { row, config } = known;
  const words = localised(await mailLocale(known.db, row));
  const letter = await composeLetter({ ...known, words });
  if (!letter) return null;
  const domain = config.MAIL_FROM.slice(config.MAIL_FROM.lastIndexOf('@') + 1);
  // Two tries of a confirmation are two mails, of which the newer one counts; of anything else they are one.
  const name = CARRIES_KEYS.has(row.template) ? `${row.id}.${row.tries}` : row.id;
  return {
    id: row.id,
    to: row.recipient,
    subject: letter.subject,
    // Readers can answer; who sends is a program.
    replyTo: isForStaff(row.template) ? null : content.company.contacts.access,
    text: letterText(letter, words),
    html: letterHtml(letter, words),
    messageId: `${name}@${domain}`,
    headers: {
      // No reply is wanted from vacation programs (RFC 3834 section 5).
      'Auto-Submitted': 'auto-generated',
      'Content-Language': words.locale,
      // One click in a mail program ends it, without a page (RFC 8058 section 3.1).
      ...(letter.unsubscribe && {
        'List-Unsubscribe': `<${letter.unsubscribe.oneClick}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}

async function composeLetter(composing: Composing): Promise<Letter | null> {
  switch (composing.row.template) {
    case 'confirmation':
      return await composeConfirmation(composing);
    case 'receipt':
      return await composeReceipt(composing);
    case 'invitation':
      return await composeInvitation(composing);
    case 'acknowledgement':
      return await composeAcknowledgement(composing);
    case 'removed':
      return await composeRemoved(composing);
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
    case 'subscription':
      return await composeSubscription(composing);
    case 'news':
      return await composeNews(composing);
    case 'proposal':
    case 'proposal-reminder':
      return await composeProposal(composing);
    case 'reminder':
      return await composeReminder(composing);
    case 'webhook-disabled':
      return await composeWebhookDisabled(composing);
  }
}
