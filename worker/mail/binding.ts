import { content } from '../content.ts';
import type { MailProvider } from './provider.ts';

/**
 * Sends through the platform's own mail service, the `[[send_email]]` binding.
 *
 * @param binding - the binding
 * @param from - the sender's address, of a domain that the platform may send for
 */
export function bindingProvider(binding: SendEmail, from: string): MailProvider {
  return {
    async send({ to, subject, replyTo, text, html, messageId, headers }) {
      const sent = await binding.send({
        from: { name: content.company.name, email: from },
        to,
        subject,
        ...(replyTo === null ? {} : { replyTo }),
        text,
        html,
        headers: { 'Message-ID': `<${messageId}>`, ...headers },
      });
      return { messageId: sent.messageId };
    },
  };
}
