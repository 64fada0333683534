import type { MailMessage } from './message.ts';

/** Sends what is due; the cron's sweep behind the queue. */
export async function deliverDueMail(_env: Env, _now: number): Promise<void> {}

/** Sends what the queue hands over. */
export async function deliverQueuedMail(_batch: MessageBatch<MailMessage>, _env: Env): Promise<void> {}
