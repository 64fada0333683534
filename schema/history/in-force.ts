import type { PolicyHistory, PolicyVersion } from './policy-history.ts';

/** A version that bound, and for how long. */
export interface Validity {
  readonly version: PolicyVersion;
  readonly from: string;
  /** The first day on which it no longer bound; null while it does. */
  readonly until: string | null;
}

/**
 * The versions that ever bound, oldest first. A version that nobody approved, and that no earlier record speaks for, never
 * did: the one before goes on.
 *
 * @param history - a policy's history
 */
function validities(history: PolicyHistory): Validity[] {
  const bound = history.versions.flatMap((version) =>
    version.inForce === null ? [] : [{ version, from: version.inForce.from }],
  );
  const end = history.withdrawn?.date ?? null;
  return bound.map((entry, index) => ({ ...entry, until: bound[index + 1]?.from ?? end }));
}

/**
 * The versions that bound at some time during a period.
 *
 * @param history - a policy's history
 * @param period - both days included
 */
export function inForceDuring(history: PolicyHistory, period: { from: string; to: string }): Validity[] {
  return validities(history).filter(
    ({ from, until }) => from <= period.to && (until === null || until > period.from) && from !== until,
  );
}

/**
 * The version that binds on a day.
 *
 * @param history - a policy's history
 * @param day - ISO 8601
 */
export function inForceOn(history: PolicyHistory, day: string): PolicyVersion | null {
  return inForceDuring(history, { from: day, to: day }).at(-1)?.version ?? null;
}
