import { enqueueMails } from '../mail/outbox.ts';
import { mailIdsOf, queueNews } from '../mail/store.ts';
import { type Item, sayableItems } from './items.ts';

/**
 * Tells subscribers what is new on the site, each of them of each item once.
 *
 * The site is static, so the Worker compares what it was built with against what it has seen before. What stood there
 * when it first looked, nobody is told of; and nobody of what was there when they subscribed. A run tells a bounded
 * number of subscribers, and the next one goes on where it stopped.
 */

/** Mails that one run may queue: a hundred fit into one call of the queue. */
const MOST_PER_RUN = 500;

/**
 * Queues the mails about what is new.
 *
 * @param env - bindings
 * @param now - milliseconds
 * @returns how many mails were queued
 */
export async function announceNews(env: Env, now: number): Promise<number> {
  const db = env.DB.withSession('first-primary');
  await noteItems(db, await sayableItems(db), now);
  const mailIds: string[] = [];
  for (const { item, topic, seen_at, told_to } of await openNews(db)) {
    const most = MOST_PER_RUN - mailIds.length;
    if (most <= 0) break;
    const { results: chunk } = await db
      .prepare(
        `SELECT subscription_id AS id FROM subscription_topics
         WHERE topic = ?1 AND subscription_id > ?2 AND since < ?3 ORDER BY subscription_id LIMIT ?4`,
      )
      .bind(topic, told_to, seen_at, most)
      .all<{ id: string }>();
    const ids = chunk.map(({ id }) => id);
    const [queued] = await db.batch([
      queueNews(db, item, ids, now),
      db
        .prepare('UPDATE news SET told_to = ?2, done_at = ?3 WHERE item = ?1 AND told_to <= ?2')
        .bind(item, ids.at(-1) ?? told_to, ids.length < most ? now : null),
    ]);
    mailIds.push(...mailIdsOf(queued));
  }
  await enqueueMails(env, mailIds);
  return mailIds.length;
}

/** Remembers what is said for the first time. On the very first look that is everything, and none of it is news. */
async function noteItems(db: D1DatabaseSession, items: readonly Item[], now: number): Promise<void> {
  await db
    .prepare(
      `INSERT INTO news (item, topic, seen_at, done_at)
       SELECT j.value ->> 'id', j.value ->> 'topic', ?2, iif(EXISTS (SELECT 1 FROM news), NULL, ?2)
       FROM json_each(?1) j WHERE true ON CONFLICT (item) DO NOTHING`,
    )
    .bind(JSON.stringify(items.map(({ id, topic }) => ({ id, topic }))), now)
    .run();
}

async function openNews(
  db: D1DatabaseSession,
): Promise<{ item: string; topic: string; seen_at: number; told_to: string }[]> {
  const { results } = await db
    .prepare(
      'SELECT item, topic, seen_at, told_to FROM news WHERE done_at IS NULL ORDER BY seen_at, item LIMIT 50',
    )
    .all<{ item: string; topic: string; seen_at: number; told_to: string }>();
  return results;
}
