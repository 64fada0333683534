import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import { content } from '../content.ts';
import { type MailProvider, RecipientRefused } from './provider.ts';
import { returnAddress } from './return-address.ts';
import { repliesNobody } from './status-code.ts';

/**
 * Sends over SMTP. TLS is on from the first byte (RFC 8314 section 3.3), so that nobody on the way can talk it down;
 * only the local system, whose mailbox is on the same machine, does without.
 *
 * @param config - the checked settings
 * @param patienceMs - how long a mail may take to be handed over
 */
export function smtpProvider(config: Config, patienceMs: number): MailProvider {
  return {
    async send({ id, to, subject, replyTo, text, html, messageId, headers }) {
      const transport = createTransport({
        host: config.SMTP_HOST,
        port: config.SMTP_PORT,
        secure: !config.local,
        ignoreTLS: config.local,
        ...(config.SMTP_USER ? { auth: { user: config.SMTP_USER, pass: config.SMTP_PASSWORD } } : {}),
        name: new URL(config.ORIGIN).hostname,
        connectionTimeout: patienceMs,
        greetingTimeout: patienceMs,
        socketTimeout: patienceMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      let timer: ReturnType<typeof setTimeout> | null = null;
      const tooLate = new Promise<never>((_, reject) => {
        const error = new Error(`the mail server took longer than ${patienceMs} ms`);
        timer = setTimeout(() => reject(error), patienceMs);
      });
      try {
        const sending = transport.sendMail({
          from: { name: content.company.name, address: config.MAIL_FROM },
          to: { name: '', address: to },
          envelope: { from: returnAddress(config, id), to: [to] },
          subject,
          ...(replyTo === null ? {} : { replyTo }),
          text,
          html,
          messageId: `<${messageId}>`,
          headers: { ...headers },
        });
        await Promise.race([sending, tooLate]);
        return { messageId };
      } catch (error) {
        if (isRefusal(error))
          throw new RecipientRefused('the mail server knows no such recipient', { cause: error });
        throw error;
      } finally {
        clearTimeout(timer);
        transport.close();
      }
    },
  };
}

/** To anything but RCPT TO a server's answer speaks of us (RFC 5321 section 4.2.1), and to that it may. */
function isRefusal(error: unknown): boolean {
  const { command, response } = error as { command?: string; response?: string };
  return command === 'RCPT TO' && response !== undefined && repliesNobody(response);
}
