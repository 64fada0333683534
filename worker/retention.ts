/**
 * Keeps the tables bounded: what has served its purpose goes, at the ages that docs/storage.md promises. Idempotent, so
 * that a missed or doubled run ends in the same state.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Deletes expired rows.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function sweepExpired(env: Env, now: number): Promise<void> {
  await env.DB.batch([
    env.DB.prepare('DELETE FROM confirmations WHERE expires_at < ?1').bind(now - DAY),
    env.DB.prepare(
      `DELETE FROM requests WHERE state = 'confirming' AND created_at < ?1
         AND NOT EXISTS (SELECT 1 FROM confirmations WHERE request_id = requests.id)`,
    ).bind(now - 7 * DAY),
    env.DB.prepare(
      `DELETE FROM visits WHERE created_at < ?1
         AND NOT EXISTS (SELECT 1 FROM confirmations WHERE visit_id = visits.id)`,
    ).bind(now - DAY),
    env.DB.prepare(
      'DELETE FROM invitations WHERE joined_at IS NULL AND coalesce(ended_at, expires_at) < ?1',
    ).bind(now - 30 * DAY),
    // Invited, confirmed, and nothing else.
    env.DB.prepare(
      `DELETE FROM people WHERE name = address AND created_at < ?1 AND kind = 'prospect'
         AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.address = people.address)
         AND NOT EXISTS (SELECT 1 FROM requests WHERE person_id = people.id)
         AND NOT EXISTS (SELECT 1 FROM visits WHERE person_id = people.id)
         AND NOT EXISTS (SELECT 1 FROM grants WHERE person_id = people.id)
         AND NOT EXISTS (SELECT 1 FROM sessions WHERE person_id = people.id)`,
    ).bind(now - 30 * DAY),
    env.DB.prepare('DELETE FROM sessions WHERE expires_at < ?1').bind(now),
    env.DB.prepare('DELETE FROM logins WHERE used_at < ?1').bind(now - DAY),
    env.DB.prepare('DELETE FROM provider_logouts WHERE received_at < ?1').bind(now - DAY),
    env.DB.prepare('DELETE FROM counters WHERE window_end < ?1').bind(now - DAY),
    env.DB.prepare("DELETE FROM mails WHERE state IN ('sent', 'dead') AND created_at < ?1").bind(
      now - 90 * DAY,
    ),
    env.DB.prepare('DELETE FROM subscription_requests WHERE expires_at < ?1').bind(now - DAY),
    env.DB.prepare('DELETE FROM webhook_deliveries WHERE tried_at < ?1').bind(now - 30 * DAY),
  ]);
}
