import { networkOf } from './network.ts';
import { Failure } from './problem.ts';

/** A limit of `most` uses of a key in each fixed window. */
export interface Limit {
  readonly most: number;
  readonly windowMs: number;
}

/**
 * Counts one use of a key, exactly, in D1: the rate-limit bindings are per location and approximate, and stand before
 * this only to keep floods away from the database.
 *
 * @param db - primary database session
 * @param key - what is limited, such as `mail:address:<hash>`
 * @param limit - how many uses, in what window
 * @param now - milliseconds
 * @returns whether this use is within the limit
 */
export async function withinLimit(
  db: D1DatabaseSession,
  key: string,
  limit: Limit,
  now: number,
): Promise<boolean> {
  const row = await countUseIf(db, key, limit, now, 'true').first<{ count: number }>();
  return row !== null && row.count <= limit.most;
}

/**
 * The statement that counts one use of a key, for a batch in which the count decides what else is written.
 *
 * @param db - the database of the batch
 * @param key - as in {@link withinLimit}
 * @param limit - of which only the window matters here
 * @param now - milliseconds
 * @param condition - SQL that has to hold for the use to count; its parameters begin at ?3
 * @param values - of the condition
 */
export function countUseIf(
  db: D1DatabaseSession,
  key: string,
  limit: Limit,
  now: number,
  condition: string,
  ...values: unknown[]
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO counters (key, window_end, count) SELECT ?1, ?2, 1 WHERE ${condition}
       ON CONFLICT (key, window_end) DO UPDATE SET count = count + 1 RETURNING count`,
    )
    .bind(key, windowEnd(limit, now), ...values);
}

/** When the window of a limit ends that a moment lies in, in milliseconds: the other half of a counter's key. */
export function windowEnd({ windowMs }: Limit, now: number): number {
  return (Math.floor(now / windowMs) + 1) * windowMs;
}

/**
 * The first line: refuses a network that floods this location.
 *
 * @param binding - the `[[ratelimits]]` binding
 * @param address - the client's IP address, as the platform reports it
 * @throws Failure too-many-requests
 */
export async function guardFlood(binding: RateLimit, address: string): Promise<void> {
  const { success } = await binding.limit({ key: networkOf(address) });
  if (!success) throw new Failure('too-many-requests', { headers: { 'Retry-After': '60' } });
}
