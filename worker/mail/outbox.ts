import { checkedConfig } from '../config.ts';
import { composeMail } from './compose.ts';
import type { MailMessage } from './message.ts';
import { MailRefused, mailProvider, RecipientRefused } from './provider.ts';
import {
  claimMail,
  dueMails,
  mailDueAt,
  NO_LONGER_WANTED,
  refuseMail,
  SUPPRESSED,
  settleMail,
  type Template,
} from './store.ts';
import { findSuppression, isStaffAddress } from './suppressions.ts';

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

/** Of one look at what is due. */
const SWEEP_SIZE = 100;
/** Connections that the sweep has open at once; a Worker may have six. */
const SENDERS = 4;
/** After which the sweep begins no further try: with a server that hangs, the last one ends a patience later. */
const SWEEP_BUDGET_MS = 60_000;
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
    if (!ASKED_FOR.has(row.template) && (await findSuppression(db, config.SESSION_SECRET, row.recipient))) {
      await settleMail(db, row.id, { state: 'dead', error: SUPPRESSED });
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
    // What the staff's own address is refused for may be mended in its mailbox: it is tried to the end.
    const refused = error instanceof MailRefused && !isStaffAddress(row.recipient);
    if (refused && error instanceof RecipientRefused) {
      await refuseMail(db, config.SESSION_SECRET, row, reason, now);
      return 'dead';
    }
    if (refused || row.tries >= MAX_TRIES) {
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

/** How long the sweep may take, for tests to say otherwise. */
export interface SweepLimits {
  /** Reads the time that has passed; milliseconds. */
  readonly clock?: () => number;
  readonly patienceMs?: number;
}

/**
 * Sends the mails that are due: the sweep behind the queue, a few at once, until none is left or its time is over. Missed
 * or doubled runs end in the same state.
 *
 * @param env - bindings
 * @param now - milliseconds
 * @param limits - see {@link SweepLimits}
 */
export async function deliverDueMail(
  env: Env,
  now: number,
  { clock = Date.now, patienceMs = BACKGROUND_PATIENCE_MS }: SweepLimits = {},
): Promise<void> {
  const end = clock() + SWEEP_BUDGET_MS;
  const db = env.DB.withSession('first-primary');
  // A mail that was tried is not due any more at this `now`, whatever came of it: the rounds end.
  for (
    let due = await dueMails(db, now, SWEEP_SIZE);
    due.length > 0;
    due = await dueMails(db, now, SWEEP_SIZE)
  ) {
    const waiting = due.values();
    const sendOn = async () => {
      for (const mailId of waiting) {
        if (clock() >= end) return;
        await deliverMail(env, mailId, now, patienceMs);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sendOn));
    if (clock() >= end) return;
  }
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

/** For the log and the row. What a mail server says may quote the recipient, so only its codes are kept. */
function describe(error: unknown): string {
  const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number };
  if (code === undefined) return String(error).slice(0, 200);
  return [code, command, responseCode].filter((part) => part !== undefined).join(' ');
}
