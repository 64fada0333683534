import type { GRANT_STATES } from '../words.ts';

/** What a grant is at a moment. */
export function grantState(
  grant: { readonly starts_at: number; readonly expires_at: number; readonly revoked_at: number | null },
  now: number,
): keyof typeof GRANT_STATES {
  if (grant.revoked_at !== null) return 'revoked';
  if (grant.expires_at <= now) return 'expired';
  return grant.starts_at > now ? 'not-begun' : 'live';
}
