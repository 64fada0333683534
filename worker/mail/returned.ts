import { checkedConfig } from '../config.ts';
import { content } from '../content.ts';
import { recordBounce } from './bounce.ts';
import { readDeliveryReport } from './delivery-report.ts';
import { returnedId } from './return-address.ts';
import { meansNobody } from './status-code.ts';

/** Bytes. A report returns our mail at most once, and the longest one, the receipt, is a tenth of that. */
const LARGEST_MAIL = 1024 * 1024;

/**
 * Takes what the mail servers of readers send back, once the platform routes the address of MAIL_FROM or MAIL_RETURN to the Worker.
 *
 * A report is not signed, so its word is taken for one thing only: that the mail which it names came back. It has to name
 * one that we sent, by an id of 128 random bits which nobody knows but those who handled that mail; and it is the
 * address in our own row that gets no more mail, not one that the report names. So whoever forges a report shuts out themselves.
 *
 * @param message - attacker-controlled
 * @param env - bindings
 * @throws where the database is away: the sender's server then tries again
 */
export async function takeReturnedMail(message: ForwardableEmailMessage, env: Env): Promise<void> {
  const config = checkedConfig(env);
  const report =
    message.rawSize > LARGEST_MAIL
      ? null
      : await readDeliveryReport(new Uint8Array(await new Response(message.raw).arrayBuffer()));
  if (!report) {
    // A report has no sender (RFC 5321 section 4.5.5), and nobody waits for an answer to it.
    if (message.from !== '' && message.from !== '<>')
      message.setReject(`This address takes no mail. Write to ${content.company.contacts.access}.`);
    return;
  }
  const ids = [report.messageId, ownId(report.messageId), returnedId(message.to)];
  const bounce = {
    ids: ids.filter((id) => id !== null),
    kind: 'bounced',
    lasting: meansNobody(report.status),
  } as const;
  await recordBounce(env.DB.withSession('first-primary'), config.SESSION_SECRET, bounce, Date.now());
}

/** The id of the row, which our Message-IDs begin with (compose.ts). */
const ownId = (messageId: string | null): string | null =>
  /^[A-Za-z0-9_-]{22,32}/.exec(messageId ?? '')?.[0] ?? null;
