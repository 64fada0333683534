import { Failure } from '../problem.ts';

/** How long storage may take to answer before the reader is told to come back. */
const PATIENCE_MS = 8_000;

/** A reader or a store slower than this (64 KB/s, after a minute) is cut off, and can resume with a Range. */
export const SLOWEST_BYTES_PER_MS = 64;
export const HEAD_START_MS = 60_000;

/**
 * Waits for storage, but not for ever: a hung store must become an answer while there still is one to give.
 *
 * @param answer - what storage was asked
 * @param patienceMs - how long to wait
 * @throws Failure storage-unavailable where it fails or does not answer in time
 */
export async function within<T>(answer: Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  let timer: number | null = null;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`storage did not answer in ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } catch (cause) {
    throw new Failure('storage-unavailable', { cause });
  } finally {
    clearTimeout(timer);
  }
}
