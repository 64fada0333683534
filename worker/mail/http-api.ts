import type { Config } from '../config.ts';
import { content } from '../content.ts';
import { postJson } from '../outbound.ts';
import { type Mail, type MailProvider, MailRefused, RecipientRefused } from './provider.ts';

/**
 * Sends through a mail service's HTTP API: JSON over https, one request for each mail. The services differ in names and
 * in how they take the key, which is data; what is done with their answers is the same for all.
 */

interface Format {
  readonly headers: (key: string) => Record<string, string>;
  readonly body: (mail: Mail, from: string) => unknown;
  /** The field of the answer under which the service knows the mail. */
  readonly id: string;
  /** Whether a refusal speaks of the recipient. */
  readonly refusesRecipient: (answer: Readonly<Record<string, unknown>>) => boolean;
}

const FORMATS: Readonly<Record<Config['MAIL_API_FORMAT'], Format>> = {
  // resend.com/docs/api-reference/emails/send-email; others take the same.
  resend: {
    headers: (key) => ({ Authorization: `Bearer ${key}` }),
    body: ({ to, subject, replyTo, text, html, messageId, headers }, from) => ({
      from: `"${content.company.name.replaceAll(/["\\]/g, '')}" <${from}>`,
      to: [to],
      subject,
      ...(replyTo === null ? {} : { reply_to: replyTo }),
      text,
      html,
      headers: { 'Message-ID': `<${messageId}>`, ...headers },
    }),
    id: 'id',
    refusesRecipient: () => false,
  },
  // postmarkapp.com/developer/api/email-api; 406 is a recipient that bounced or complained before.
  postmark: {
    headers: (key) => ({ 'X-Postmark-Server-Token': key, Accept: 'application/json' }),
    body: ({ to, subject, replyTo, text, html, messageId, headers }, from) => ({
      From: `"${content.company.name.replaceAll(/["\\]/g, '')}" <${from}>`,
      To: to,
      Subject: subject,
      ...(replyTo === null ? {} : { ReplyTo: replyTo }),
      TextBody: text,
      HtmlBody: html,
      TrackOpens: false,
      TrackLinks: 'None',
      Headers: Object.entries({ 'Message-ID': `<${messageId}>`, ...headers }).map(([Name, Value]) => ({
        Name,
        Value,
      })),
    }),
    id: 'MessageID',
    refusesRecipient: ({ ErrorCode }) => ErrorCode === 406,
  },
};

/** The request itself cannot be accepted, however often it is sent (RFC 9110 sections 15.5.1, 15.5.14, 15.5.21). */
const REFUSALS = new Set([400, 413, 422]);

/**
 * Sends through the configured HTTP API.
 *
 * A service that is down, slow, busy, or that does not know our key any more is tried again: what is wrong with the
 * configuration must not cost a mail. The idempotency key is the Message-ID, which is the same for every try of a mail.
 *
 * @param config - the checked settings
 * @param patienceMs - how long a mail may take to be handed over
 */
export function httpApiProvider(config: Config, patienceMs: number): MailProvider {
  const format = FORMATS[config.MAIL_API_FORMAT];
  return {
    async send(mail) {
      const { status, text } = await postJson(
        config.MAIL_API_URL,
        JSON.stringify(format.body(mail, config.MAIL_FROM)),
        { ...format.headers(config.MAIL_API_KEY), 'Idempotency-Key': mail.messageId },
        patienceMs,
      );
      const answer = readObject(text);
      if (status >= 200 && status < 300) {
        const id = answer[format.id];
        return { messageId: typeof id === 'string' && id !== '' ? id : mail.messageId };
      }
      // What a service says may quote the recipient: only its status is kept.
      if (!REFUSALS.has(status)) throw new Error(`the mail service answered ${status}`);
      const reason = `the mail service refuses it: ${status}`;
      throw format.refusesRecipient(answer) ? new RecipientRefused(reason) : new MailRefused(reason);
    },
  };
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
