import type { Locale } from '../../words/locale.ts';
import { eventIfChanged } from '../events.ts';
import { releaseAddress } from '../mail/suppressions.ts';
import { type TopicId, topicsOf } from './topics.ts';

/** The tables of subscriptions, and of what was asked for and not confirmed yet. */

/** A confirmed subscription. */
export interface Subscription {
  readonly id: string;
  readonly locale: Locale;
  readonly address: string;
  readonly topics: readonly TopicId[];
}

/** A subscription that was asked for. */
export interface SubscriptionRequest {
  readonly id: string;
  readonly locale: Locale;
  readonly address: string;
  readonly topics: readonly TopicId[];
  readonly expires_at: number;
}

const WITH_TOPICS = `SELECT s.id, s.address, s.locale, coalesce(json_group_array(t.topic), '[]') AS topics
  FROM subscriptions s LEFT JOIN subscription_topics t ON t.subscription_id = s.id`;

export async function findSubscription(db: D1DatabaseSession, id: string): Promise<Subscription | null> {
  return withTopics(await db.prepare(`${WITH_TOPICS} WHERE s.id = ?1 GROUP BY s.id`).bind(id).first());
}

export async function findSubscriptionOf(
  db: D1DatabaseSession,
  address: string,
): Promise<Subscription | null> {
  return withTopics(
    await db.prepare(`${WITH_TOPICS} WHERE s.address = ?1 GROUP BY s.id`).bind(address).first(),
  );
}

/** Keeps what was asked for, once: a doubled submission has the same id. */
export function insertSubscriptionRequest(
  db: D1DatabaseSession,
  request: SubscriptionRequest,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO subscription_requests (id, address, topics, created_at, expires_at, locale)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING`,
    )
    .bind(
      request.id,
      request.address,
      JSON.stringify(request.topics),
      now,
      request.expires_at,
      request.locale,
    );
}

export async function findSubscriptionRequest(
  db: D1DatabaseSession,
  id: string,
): Promise<SubscriptionRequest | null> {
  return withTopics(
    await db
      .prepare('SELECT id, address, topics, expires_at, locale FROM subscription_requests WHERE id = ?1')
      .bind(id)
      .first(),
  );
}

/** What a link's token confirms, while it can. */
export async function findSubscriptionRequestByToken(
  db: D1DatabaseSession,
  tokenHash: string,
  now: number,
): Promise<SubscriptionRequest | null> {
  return withTopics(
    await db
      .prepare(
        'SELECT id, address, topics, expires_at, locale FROM subscription_requests WHERE token_hash = ?1 AND expires_at > ?2',
      )
      .bind(tokenHash, now)
      .first(),
  );
}

/** Statements that make a new token the only live one of an address. */
export function keepToken(
  db: D1DatabaseSession,
  request: SubscriptionRequest,
  tokenHash: string,
): D1PreparedStatement[] {
  return [
    db.prepare('UPDATE subscription_requests SET token_hash = NULL WHERE address = ?1').bind(request.address),
    db.prepare('UPDATE subscription_requests SET token_hash = ?2 WHERE id = ?1').bind(request.id, tokenHash),
  ];
}

/**
 * The batch that turns what was asked for into a subscription. The first statement takes the request away, and of any
 * number of parallel batches one finds it.
 *
 * @param db - primary database session
 * @param secret - SESSION_SECRET
 * @param request - what is confirmed
 * @param id - of the address's subscription, or a new one
 * @param now - milliseconds
 */
export async function confirmSubscription(
  db: D1DatabaseSession,
  secret: string,
  request: SubscriptionRequest,
  id: string,
  now: number,
): Promise<boolean> {
  const [taken] = await db.batch([
    db.prepare('DELETE FROM subscription_requests WHERE id = ?1').bind(request.id),
    db
      .prepare(
        `INSERT INTO subscriptions (id, address, confirmed_at, locale) SELECT ?1, ?2, ?3, ?4 WHERE changes() > 0
         ON CONFLICT (id) DO UPDATE SET confirmed_at = excluded.confirmed_at, locale = excluded.locale`,
      )
      .bind(id, request.address, now, request.locale),
    eventIfChanged(db, {
      at: now,
      type: 'subscription.confirmed',
      actor: 'system',
      object: id,
      detail: { topics: request.topics.join(' ') },
    }),
    ...setTopics(db, id, request.topics, now),
    await releaseAddress(db, secret, request.address),
  ]);
  return taken?.meta.changes === 1;
}

/** Statements that make these the topics of a subscription, if there is one. */
function setTopics(
  db: D1DatabaseSession,
  id: string,
  topics: readonly TopicId[],
  now: number,
): D1PreparedStatement[] {
  const wanted = JSON.stringify(topics);
  return [
    db
      .prepare(
        `DELETE FROM subscription_topics WHERE subscription_id = ?1
           AND topic NOT IN (SELECT value FROM json_each(?2))`,
      )
      .bind(id, wanted),
    db
      .prepare(
        `INSERT INTO subscription_topics (topic, subscription_id, since)
         SELECT j.value, s.id, ?3 FROM json_each(?2) j JOIN subscriptions s ON s.id = ?1
         ON CONFLICT DO NOTHING`,
      )
      .bind(id, wanted, now),
  ];
}

/** Changes what a subscriber is told of; the same again is no change. */
export async function changeTopics(
  db: D1DatabaseSession,
  id: string,
  topics: readonly TopicId[],
  now: number,
): Promise<void> {
  await db.batch([
    db
      .prepare(
        `UPDATE subscriptions SET confirmed_at = confirmed_at WHERE id = ?1
           AND (SELECT json_group_array(topic) FROM (SELECT topic FROM subscription_topics WHERE subscription_id = ?1 ORDER BY topic))
             <> (SELECT json_group_array(value) FROM (SELECT DISTINCT value FROM json_each(?2) ORDER BY value))`,
      )
      .bind(id, JSON.stringify(topics)),
    eventIfChanged(db, {
      at: now,
      type: 'subscription.changed',
      actor: 'system',
      object: id,
      detail: { topics: topics.join(' ') },
    }),
    ...setTopics(db, id, topics, now),
  ]);
}

/**
 * Statements that end a subscription and delete its address wherever it stands because of the subscription: mails that
 * were sent or wait, and what was asked for and not confirmed.
 *
 * @param db - the database of the batch
 * @param id - the subscription
 * @param now - milliseconds
 * @param by - how, for the event
 */
export function endSubscription(
  db: D1DatabaseSession,
  id: string,
  now: number,
  by: 'reader' | 'one-click' | 'complaint',
): D1PreparedStatement[] {
  const address = '(SELECT address FROM subscriptions WHERE id = ?1)';
  return [
    db
      .prepare(`DELETE FROM mails WHERE recipient = ${address} AND template IN ('subscription', 'news')`)
      .bind(id),
    db.prepare(`DELETE FROM subscription_requests WHERE address = ${address}`).bind(id),
    db.prepare('DELETE FROM subscriptions WHERE id = ?1').bind(id),
    eventIfChanged(db, { at: now, type: 'subscription.ended', actor: 'system', object: id, detail: { by } }),
  ];
}

function withTopics<Row extends { topics: readonly TopicId[] }>(row: unknown): Row | null {
  if (row === null) return null;
  const { topics, ...rest } = row as { topics: string };
  return { ...rest, topics: topicsOf(JSON.parse(topics) as string[]) } as unknown as Row;
}
