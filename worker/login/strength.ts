import type { StaffSignIn } from '../../schema/staff-sign-in.ts';

/**
 * How staff have to have signed in: strongly enough, and for sensitive acts a short while ago. What the provider is asked
 * for it may ignore; what its ID token says counts (OpenID Connect Core 1.0 sections 3.1.2.1 and 2).
 */

/** Claims of an ID token, checked. */
type Claims = Readonly<Record<string, unknown>>;

const MINUTE_S = 60;
/** For providers whose clock differs from ours. */
const CLOCK_TOLERANCE_S = 60;

/**
 * The parameters of a staff sign-in that ask for what the rules need.
 *
 * @param rules - `staffSignIn` of content/access.yaml
 */
export function askedOfStaff(rules: StaffSignIn | null): Record<string, string> {
  return {
    ...(rules?.acr.length ? { acr_values: rules.acr.join(' ') } : {}),
    ...(rules?.maxAgeMinutes ? { max_age: String(rules.maxAgeMinutes * MINUTE_S) } : {}),
  };
}

/**
 * What a staff sign-in lacks at the moment of signing in.
 *
 * @param rules - `staffSignIn` of content/access.yaml
 * @param claims - of the ID token
 * @param now - milliseconds
 * @returns the claim that is missing or does not do, or null
 */
export function weaknessOf(
  rules: StaffSignIn | null,
  claims: Claims,
  now: number,
): 'acr' | 'amr' | 'auth_time' | null {
  if (rules?.acr.length && !rules.acr.includes(claims.acr as string)) return 'acr';
  // A list, never a text that happens to be the method (RFC 8176 section 1).
  const methods: unknown[] = Array.isArray(claims.amr) ? claims.amr : [];
  if (rules?.amr.length && !methods.some((method) => rules.amr.includes(method as string))) return 'amr';
  return isRecent(rules, claims, now) ? null : 'auth_time';
}

/**
 * Whether the rules of today would let a staff session begin; when it began is not looked at.
 *
 * @param rules - `staffSignIn` of content/access.yaml
 * @param claims - that the session keeps
 */
export function isStrong(rules: StaffSignIn | null, claims: Claims): boolean {
  return !rules || weaknessOf({ ...rules, maxAgeMinutes: null }, claims, 0) === null;
}

/**
 * Whether staff proved who they are as short a while ago as the rules want.
 *
 * @param rules - `staffSignIn` of content/access.yaml
 * @param claims - of the ID token, or as the session keeps them
 * @param now - milliseconds
 */
export function isRecent(rules: StaffSignIn | null, { auth_time }: Claims, now: number): boolean {
  if (!rules?.maxAgeMinutes) return true;
  if (typeof auth_time !== 'number') return false;
  const age = now / 1000 - auth_time;
  return age >= -CLOCK_TOLERANCE_S && age <= rules.maxAgeMinutes * MINUTE_S + CLOCK_TOLERANCE_S;
}
