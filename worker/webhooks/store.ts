import { eventIfChanged, eventStatement } from '../events.ts';
import type { Kind } from './kinds.ts';
import type { RecordedEvent } from './message.ts';

/** The tables of endpoints, and of what was posted to them. */

/** Where events are posted to. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly kinds: readonly Kind[];
  /** The last event that was dealt with. */
  readonly cursor: number;
  readonly created_at: number;
  readonly next_at: number;
  /** Failed tries at the event that is next. */
  readonly tries: number;
  readonly failing_since: number | null;
  readonly disabled_at: number | null;
}

/** One event posted to one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly endpoint_id: string;
  readonly event_id: number;
  readonly type: Kind;
  readonly state: 'failing' | 'delivered' | 'given-up';
  readonly tries: number;
  /** What came back, in a few words. */
  readonly answer: string;
  readonly tried_at: number;
}

function endpointOf(row: unknown): Endpoint {
  const { types, ...rest } = row as { types: string };
  return { ...rest, kinds: JSON.parse(types) as Kind[] } as unknown as Endpoint;
}

/** All endpoints, the oldest first. */
export async function listEndpoints(db: D1DatabaseSession): Promise<Endpoint[]> {
  const { results } = await db.prepare('SELECT * FROM webhook_endpoints ORDER BY created_at, id').all();
  return results.map(endpointOf);
}

export async function findEndpoint(db: D1DatabaseSession, id: string): Promise<Endpoint | null> {
  const row = await db.prepare('SELECT * FROM webhook_endpoints WHERE id = ?1').bind(id).first();
  return row === null ? null : endpointOf(row);
}

/** Adds an endpoint, once; it is told of what happens from now on. */
export async function insertEndpoint(
  db: D1DatabaseSession,
  { id, url, kinds, by }: { id: string; url: string; kinds: readonly Kind[]; by: string },
  now: number,
): Promise<void> {
  await db.batch([
    db
      .prepare(
        `INSERT INTO webhook_endpoints (id, url, types, cursor, created_at, created_by, next_at)
         SELECT ?1, ?2, ?3, coalesce((SELECT max(id) FROM events), 0), ?4, ?5, ?4 WHERE true ON CONFLICT (id) DO NOTHING`,
      )
      .bind(id, url, JSON.stringify(kinds), now, by),
    eventIfChanged(db, {
      at: now,
      type: 'webhook.added',
      actor: by,
      object: id,
      detail: { kinds: kinds.join(' ') },
    }),
  ]);
}

/** Removes an endpoint with the record of what was posted there; what it was told of stays in the events. */
export async function deleteEndpoint(
  db: D1DatabaseSession,
  id: string,
  by: string,
  now: number,
): Promise<boolean> {
  const [deleted] = await db.batch([
    db.prepare('DELETE FROM webhook_endpoints WHERE id = ?1').bind(id),
    eventIfChanged(db, { at: now, type: 'webhook.removed', actor: by, object: id }),
  ]);
  // What went with it counts as changed too.
  return (deleted?.meta.changes ?? 0) > 0;
}

/** Has a disabled endpoint tried again from where it stopped. */
export async function enableEndpoint(
  db: D1DatabaseSession,
  id: string,
  by: string,
  now: number,
): Promise<boolean> {
  const [enabled] = await db.batch([
    db
      .prepare(
        `UPDATE webhook_endpoints SET disabled_at = NULL, failing_since = NULL, tries = 0, next_at = ?2
         WHERE id = ?1 AND disabled_at IS NOT NULL`,
      )
      .bind(id, now),
    eventIfChanged(db, { at: now, type: 'webhook.enabled', actor: by, object: id }),
  ]);
  return enabled?.meta.changes === 1;
}

/** Endpoints that are due. */
export async function dueEndpoints(db: D1DatabaseSession, now: number, most: number): Promise<string[]> {
  const { results } = await db
    .prepare(
      'SELECT id FROM webhook_endpoints WHERE disabled_at IS NULL AND next_at <= ?1 ORDER BY next_at LIMIT ?2',
    )
    .bind(now, most)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Takes a due endpoint for one run: whoever else asks gets nothing until the lease is over. */
export async function claimEndpoint(
  db: D1DatabaseSession,
  id: string,
  now: number,
  leaseMs: number,
): Promise<Endpoint | null> {
  const row = await db
    .prepare(
      `UPDATE webhook_endpoints SET next_at = ?3
       WHERE id = ?1 AND disabled_at IS NULL AND next_at <= ?2 RETURNING *`,
    )
    .bind(id, now, now + leaseMs)
    .first();
  return row === null ? null : endpointOf(row);
}

/** The number of the last event; 0 where nothing has happened yet. */
export async function lastEvent(db: D1DatabaseSession): Promise<number> {
  const row = await db.prepare('SELECT max(id) AS id FROM events').first<{ id: number | null }>();
  return row?.id ?? 0;
}

/** The events of some types after one and up to another, in order. */
export async function eventsBetween(
  db: D1DatabaseSession,
  { after, last }: { readonly after: number; readonly last: number },
  types: readonly string[],
  most: number,
): Promise<RecordedEvent[]> {
  const { results } = await db
    .prepare(
      `SELECT id, at, type, object, detail FROM events
       WHERE id > ?1 AND id <= ?2 AND +type IN (SELECT value FROM json_each(?3)) ORDER BY id LIMIT ?4`,
    )
    .bind(after, last, JSON.stringify(types), most)
    .all<RecordedEvent>();
  return results;
}

/** How many events come after one. Ids are given in order and none is taken away, so nothing has to be counted. */
export async function countEventsAfter(db: D1DatabaseSession, cursor: number): Promise<number> {
  const row = await db
    .prepare('SELECT max(0, coalesce(max(id), 0) - ?1) AS n FROM events')
    .bind(cursor)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

export async function findEvent(db: D1DatabaseSession, id: number): Promise<RecordedEvent | null> {
  return await db
    .prepare('SELECT id, at, type, object, detail FROM events WHERE id = ?1')
    .bind(id)
    .first<RecordedEvent>();
}

/** Where an endpoint stands after a run, or after one event of it. */
export type Standing = Pick<Endpoint, 'cursor' | 'next_at' | 'tries' | 'failing_since'>;

/** The statement that keeps where an endpoint stands. The cursor never goes back. */
export function moveEndpoint(db: D1DatabaseSession, id: string, to: Standing): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE webhook_endpoints SET cursor = max(cursor, ?2), next_at = ?3, tries = ?4, failing_since = ?5 WHERE id = ?1`,
    )
    .bind(id, to.cursor, to.next_at, to.tries, to.failing_since);
}

/** The statements that turn an endpoint off, and say so. */
export function disableEndpoint(
  db: D1DatabaseSession,
  id: string,
  why: 'failing' | 'gone',
  now: number,
): D1PreparedStatement[] {
  return [
    db
      .prepare('UPDATE webhook_endpoints SET disabled_at = ?2 WHERE id = ?1 AND disabled_at IS NULL')
      .bind(id, now),
    eventIfChanged(db, { at: now, type: 'webhook.disabled', actor: 'system', object: id, detail: { why } }),
  ];
}

/** The statement that records a try; a further one of the same event counts up. */
export function recordDelivery(
  db: D1DatabaseSession,
  delivery: Omit<Delivery, 'tries'>,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO webhook_deliveries (id, endpoint_id, event_id, type, state, tries, answer, tried_at)
       SELECT ?1, e.id, ?3, ?4, ?5, 1, ?6, ?7 FROM webhook_endpoints e WHERE e.id = ?2
       ON CONFLICT (endpoint_id, event_id)
       DO UPDATE SET state = excluded.state, tries = tries + 1, answer = excluded.answer, tried_at = excluded.tried_at`,
    )
    .bind(
      delivery.id,
      delivery.endpoint_id,
      delivery.event_id,
      delivery.type,
      delivery.state,
      delivery.answer,
      delivery.tried_at,
    );
}

/** The last deliveries to an endpoint, the newest first. */
export async function listDeliveries(
  db: D1DatabaseSession,
  endpointId: string,
  most: number,
): Promise<Delivery[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM webhook_deliveries WHERE endpoint_id = ?1 ORDER BY tried_at DESC, event_id DESC LIMIT ?2`,
    )
    .bind(endpointId, most)
    .all<Delivery>();
  return results;
}

export async function findDelivery(db: D1DatabaseSession, id: string): Promise<Delivery | null> {
  return await db.prepare('SELECT * FROM webhook_deliveries WHERE id = ?1').bind(id).first<Delivery>();
}

/** Records that staff had something sent once more. */
export function sentAgain(
  db: D1DatabaseSession,
  delivery: Delivery,
  by: string,
  now: number,
): D1PreparedStatement {
  return eventStatement(db, {
    at: now,
    type: 'webhook.sent-again',
    actor: by,
    object: delivery.endpoint_id,
    detail: { event: delivery.event_id },
  });
}
