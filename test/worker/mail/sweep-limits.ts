import type { SweepLimits } from '../../../worker/mail/outbox.ts';

/** A sweep whose time is over after so many tries: no test waits for it. */
export function forTries(most: number): SweepLimits {
  let reads = 0;
  return { clock: () => (reads++ > most ? Number.MAX_SAFE_INTEGER : 0) };
}
