import type { Config } from '../config.ts';
import { Failure } from '../problem.ts';
import { bindingProvider } from './binding.ts';
import { httpApiProvider } from './http-api.ts';
import { smtpProvider } from './smtp.ts';

/** One mail to one recipient. */
export interface Mail {
  /** Of its row in `mails`. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Who reads the answer; null where the sender's own address stands for nobody else. */
  readonly replyTo: string | null;
  readonly text: string;
  readonly html: string;
  /** The Message-ID, without angle brackets; the same for every try of the same mail. */
  readonly messageId: string;
  /** Besides the usual ones. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Whatever hands mails over to the world. */
export interface MailProvider {
  /**
   * Hands a mail over.
   *
   * @param mail - what to send
   * @returns the id under which the provider knows it
   * @throws MailRefused where trying again is of no use; any other error where it may be
   */
  send(mail: Mail): Promise<{ messageId: string }>;
}

/** The provider will never take this mail. */
export class MailRefused extends Error {}

/** There is no such mailbox: nothing will ever be delivered to this address, whatever the mail. */
export class RecipientRefused extends MailRefused {}

/**
 * The provider that the configuration names.
 *
 * @param env - bindings
 * @param config - the checked settings
 * @param patienceMs - how long a mail may take to be handed over
 * @throws Failure configuration where the binding is missing
 */
export function mailProvider(env: Env, config: Config, patienceMs: number): MailProvider {
  if (config.MAIL_PROVIDER === 'smtp') return smtpProvider(config, patienceMs);
  if (config.MAIL_PROVIDER === 'api') return httpApiProvider(config, patienceMs);
  const { EMAIL } = env as { EMAIL?: SendEmail };
  if (!EMAIL)
    throw new Failure('configuration', { cause: 'MAIL_PROVIDER is binding, but there is no EMAIL binding' });
  return bindingProvider(EMAIL, config.MAIL_FROM);
}
