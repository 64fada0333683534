/** What a grant is at a moment, in a word. */
export function grantState(
  grant: { readonly starts_at: number; readonly expires_at: number; readonly revoked_at: number | null },
  now: number,
): 'revoked' | 'expired' | 'not begun' | 'live' {
  if (grant.revoked_at !== null) return 'revoked';
  if (grant.expires_at <= now) return 'expired';
  return grant.starts_at > now ? 'not begun' : 'live';
}
