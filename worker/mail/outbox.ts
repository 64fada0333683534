import { type Config, readConfig } from '../config.ts';
import { Failure } from '../problem.ts';
import { composeMail } from './compose.ts';
import type { MailMessage } from './message.ts';
import { MailRefused, mailProvider, RecipientRefused } from './provider.ts';
import {
  claimMail,
  dueMails,
  mailDueAt,
  NO_LONGER_WANTED,
  refuseMail,
  settleMail,
  type Template,
} from './store.ts';
import { isSuppressed } from './suppressions.ts';

/**
 * Sends what the `mails` table wants sent, at least once.
 *
 * A mail is claimed, composed, handed over, and marked. Whoever dies between handing over and marking leaves a mail that
 * is sent again when its lease is over: a confirmation then carries a new token and ends the old one, any other mail has
 * the same Message-ID, by which mail programs show it once. Nothing is marked as sent that was not handed over.
 */

/** How long a reader waits for the first try; after that the page says that we keep trying. */
const READER_PATIENCE_MS = 5_000;
const BACKGROUND_PATIENCE_MS = 30_000;
/** Longer than any patience: a claim outlives its try. */
const LEASE_MS = 60_000;

/** About four hours of trying. */
export const MAX_TRIES = 12;
const FIRST_DELAY_MS = 15_000;
const LONGEST_DELAY_MS = 3_600_000;

const SWEEP_SIZE = 25;
/** Of one call of the queue. */
const MOST_MESSAGES = 100;

/** What an address gets although mail to it came back: whoever reads it can say so in no other way. */
const ASKED_FOR: ReadonlySet<Template> = new Set(['confirmation', 'subscription']);

/** How a try ended; `not-due` when another one has the mail, or has sent it. */
export type Delivery = 'sent' | 'queued' | 'dead' | 'not-due';

/**
 * Tries to send one mail now. Never throws for what the mail server does.
 *
 * @param env - bindings
 * @param mailId - a row of `mails`
 * @param now - milliseconds
 * @param patienceMs - how long the try may take
 */
export async function deliverMail(
  env: Env,
  mailId: string,
  now: number,
  patienceMs = BACKGROUND_PATIENCE_MS,
): Promise<Delivery> {
  const config = checkedConfig(env);
  const db = env.DB.withSession('first-primary');
  const row = await claimMail(db, mailId, now, LEASE_MS);
  if (!row) return 'not-due';
  try {
    if (!ASKED_FOR.has(row.template) && (await isSuppressed(db, row.recipient))) {
      await settleMail(db, row.id, { state: 'dead', error: 'mail to this address came back' });
      return 'dead';
    }
    const mail = await composeMail({ db, config, row, now });
    if (!mail) {
      await settleMail(db, row.id, { state: 'dead', error: NO_LONGER_WANTED });
      return 'dead';
    }
    const { messageId } = await mailProvider(env, config, patienceMs).send(mail);
    await settleMail(db, row.id, { state: 'sent', at: now, messageId });
    return 'sent';
  } catch (error) {
    const reason = describe(error);
    console.error(
      JSON.stringify({ problem: 'mail-not-sent', mail: row.id, tries: row.tries, cause: reason }),
    );
    if (error instanceof RecipientRefused) {
      await refuseMail(db, row, reason, now);
      return 'dead';
    }
    if (error instanceof MailRefused || row.tries >= MAX_TRIES) {
      await settleMail(db, row.id, { state: 'dead', error: reason });
      return 'dead';
    }
    const nextAt = now + retryDelay(row.tries, Math.random());
    await settleMail(db, row.id, { state: 'queued', nextAt, error: reason });
    return 'queued';
  }
}

/**
 * Tries a mail while its reader waits, and hands it to the queue where that does not work.
 *
 * @param env - bindings
 * @param mailId - a row of `mails`
 * @param now - milliseconds
 */
export async function deliverAtOnce(env: Env, mailId: string, now: number): Promise<void> {
  try {
    const delivery = await deliverMail(env, mailId, now, READER_PATIENCE_MS);
    if (delivery === 'queued') await enqueueMail(env, mailId, FIRST_DELAY_MS);
  } catch (cause) {
    // The row stands: the sweep finds it.
    console.error(JSON.stringify({ problem: 'mail-not-tried', mail: mailId, cause: describe(cause) }));
  }
}

/**
 * Asks the queue to send a mail soon. The queue is a nudge, the row is the truth: without the nudge the sweep sends it.
 *
 * @param env - bindings
 * @param mailId - a row of `mails`
 * @param delayMs - not before
 */
export async function enqueueMail(env: Env, mailId: string, delayMs = 0): Promise<void> {
  try {
    await env.MAIL_QUEUE.send({ mailId } satisfies MailMessage, { delaySeconds: Math.ceil(delayMs / 1000) });
  } catch (cause) {
    console.error(JSON.stringify({ problem: 'mail-not-enqueued', mail: mailId, cause: describe(cause) }));
  }
}

/**
 * Asks the queue to send many mails soon.
 *
 * @param env - bindings
 * @param mailIds - rows of `mails`
 */
export async function enqueueMails(env: Env, mailIds: readonly string[]): Promise<void> {
  try {
    for (let i = 0; i < mailIds.length; i += MOST_MESSAGES) {
      const bodies = mailIds.slice(i, i + MOST_MESSAGES).map((mailId) => ({ body: { mailId } }));
      await env.MAIL_QUEUE.sendBatch(bodies satisfies { body: MailMessage }[]);
    }
  } catch (cause) {
    console.error(JSON.stringify({ problem: 'mails-not-enqueued', cause: describe(cause) }));
  }
}

/**
 * Sends every mail that is due: the sweep behind the queue. Missed or doubled runs end in the same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function deliverDueMail(env: Env, now: number): Promise<void> {
  const due = await dueMails(env.DB.withSession('first-primary'), now, SWEEP_SIZE);
  for (const mailId of due) await deliverMail(env, mailId, now);
}

/**
 * Sends what the queue hands over. Redelivered and reordered messages change nothing; a message that is none of ours is
 * retried until the queue moves it to its dead-letter queue.
 *
 * @param batch - messages of `MAIL_QUEUE`
 * @param env - bindings
 */
export async function deliverQueuedMail(batch: MessageBatch<MailMessage>, env: Env): Promise<void> {
  for (const message of batch.messages) {
    try {
      const { mailId } = message.body;
      if (typeof mailId !== 'string') throw new TypeError('expected { mailId }');
      const now = Date.now();
      await deliverMail(env, mailId, now);
      const due = await mailDueAt(env.DB.withSession('first-primary'), mailId);
      if (due === null) message.ack();
      else message.retry({ delaySeconds: Math.max(1, Math.ceil((due - now) / 1000)) });
    } catch (cause) {
      console.error(JSON.stringify({ problem: 'mail-message', message: message.id, cause: describe(cause) }));
      message.retry();
    }
  }
}

/**
 * How long to wait after a failed try: twice as long each time, and not for everybody at the same moment.
 *
 * @param tries - tries begun so far
 * @param random - from 0 up to 1
 * @returns milliseconds
 */
export function retryDelay(tries: number, random: number): number {
  const longest = Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LONGEST_DELAY_MS);
  return Math.round(longest * (0.5 + random / 2));
}

function checkedConfig(env: Env): Config {
  const read = readConfig(env as unknown as Record<string, unknown>);
  if ('findings' in read) throw new Failure('configuration', { cause: JSON.stringify(read.findings) });
  return read.config;
}

/** For the log and the row. What a mail server says may quote the recipient, so only its codes are kept. */
function describe(error: unknown): string {
  const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number };
  if (code === undefined) return String(error).slice(0, 200);
  return [code, command, responseCode].filter((part) => part !== undefined).join(' ');
}
