import { type MailAddress, parseMailAddress } from '../../core/mail-address.ts';
import { type Client, limitRequests } from '../access/submit.ts';
import { type Limit, withinLimit } from '../counters.ts';
import { findMail, queueMailIfChanged } from '../mail/store.ts';
import type { Messages } from '../messages/en.ts';
import { hashOf, newId } from '../random.ts';
import {
  confirmSubscription,
  findSubscriptionOf,
  findSubscriptionRequest,
  findSubscriptionRequestByToken,
  insertSubscriptionRequest,
  type SubscriptionRequest,
} from './store.ts';
import { type TopicId, topicsOf } from './topics.ts';

const HOUR = 3_600_000;
/** A link may lie in a mailbox over night: it opens nothing that is secret. */
const LIFETIME_MS = 48 * HOUR;

/** What one mailbox has to bear of this, whoever asks. */
const PER_MAILBOX = {
  hour: { most: 3, windowMs: HOUR },
  day: { most: 6, windowMs: 24 * HOUR },
} satisfies Record<string, Limit>;

/** The form as it was sent. */
export interface SubscriptionEntries {
  readonly address: string;
  readonly topics: readonly TopicId[];
}

/** One sentence for each field that has to be entered again. */
export type SubscriptionErrors = Partial<Record<'address' | 'topics', string>>;

/**
 * Checks the form.
 *
 * @param entries - what was entered
 * @param messages - in the reader's language
 */
export function validateSubscription(
  entries: SubscriptionEntries,
  { subscribe, fields }: Messages,
): { address: MailAddress; topics: readonly TopicId[] } | { errors: SubscriptionErrors } {
  const address = parseMailAddress(entries.address);
  const topics = topicsOf(entries.topics);
  if (address && topics.length > 0) return { address, topics };
  return {
    errors: {
      ...(topics.length > 0 ? {} : { topics: subscribe.noTopic }),
      ...(address ? {} : { address: fields.addressWrong }),
    },
  };
}

/**
 * Keeps what was asked for and queues the mail that confirms it; a doubled click is one mail. Whether the address is
 * subscribed, unknown, or has had enough mail for a while makes no difference to what the asker sees.
 *
 * @param db - primary database session
 * @param subscription - the checked form
 * @param attempt - the form's own random token
 * @param client - from where
 * @param now - milliseconds
 * @returns the id of the mail to send, or null where there is none
 * @throws Failure too-many-requests for a network that floods
 */
export async function askForSubscription(
  db: D1DatabaseSession,
  { address, topics }: { readonly address: MailAddress; readonly topics: readonly TopicId[] },
  attempt: string,
  client: Client,
  now: number,
): Promise<string | null> {
  const id = (await hashOf(JSON.stringify([attempt, address.address, topics]))).slice(0, 32);
  if ((await findSubscriptionRequest(db, id)) === null) {
    await limitRequests(db, client, now);
    const mailbox = await hashOf(address.mailbox);
    const isBearable =
      (await withinLimit(db, `subscribe:hour:${mailbox}`, PER_MAILBOX.hour, now)) &&
      (await withinLimit(db, `subscribe:day:${mailbox}`, PER_MAILBOX.day, now));
    const request = {
      id,
      address: address.address,
      topics,
      expires_at: now + LIFETIME_MS,
      locale: client.locale,
    };
    const mail = {
      id: newId(),
      template: 'subscription',
      recipient: address.address,
      subjectId: id,
    } as const;
    if (isBearable) {
      await db.batch([insertSubscriptionRequest(db, request, now), queueMailIfChanged(db, mail, now)]);
    }
  }
  return (await findMail(db, 'subscription', id))?.id ?? null;
}

/**
 * What a link confirms, while it can. Changes nothing.
 *
 * @param db - primary database session
 * @param token - from the link
 * @param now - milliseconds
 */
export async function findPendingSubscription(
  db: D1DatabaseSession,
  token: string,
  now: number,
): Promise<SubscriptionRequest | null> {
  return await findSubscriptionRequestByToken(db, await hashOf(token), now);
}

/**
 * Confirms a subscription, once.
 *
 * @param db - primary database session
 * @param secret - SESSION_SECRET
 * @param token - from the link
 * @param now - milliseconds
 * @returns the subscription's id, or null where the link is used, over or none of ours
 */
export async function confirmByToken(
  db: D1DatabaseSession,
  secret: string,
  token: string,
  now: number,
): Promise<string | null> {
  const request = await findPendingSubscription(db, token, now);
  if (!request) return null;
  const id = (await findSubscriptionOf(db, request.address))?.id ?? newId();
  return (await confirmSubscription(db, secret, request, id, now)) ? id : null;
}
