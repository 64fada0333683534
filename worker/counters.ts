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
  const windowEnd = (Math.floor(now / limit.windowMs) + 1) * limit.windowMs;
  const row = await db
    .prepare(
      `INSERT INTO counters (key, window_end, count) VALUES (?1, ?2, 1)
       ON CONFLICT (key, window_end) DO UPDATE SET count = count + 1 RETURNING count`,
    )
    .bind(key, windowEnd)
    .first<{ count: number }>();
  return row !== null && row.count <= limit.most;
}

/**
 * The first line: refuses a client address that floods this location.
 *
 * @param binding - the `[[ratelimits]]` binding
 * @param address - the client's IP address, as the platform reports it
 * @throws Failure too-many-requests
 */
export async function guardFlood(binding: RateLimit, address: string): Promise<void> {
  const { success } = await binding.limit({ key: address });
  if (!success) throw new Failure('too-many-requests', { headers: { 'Retry-After': '60' } });
}
