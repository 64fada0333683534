/** How long what has to come some day is waited for, in milliseconds. A limit for what hangs: no test is decided by it. */
export const PATIENCE_MS = 120_000;

/**
 * Looks again and again until there is something.
 *
 * @param what - what is waited for, for the error
 * @param look - undefined as long as there is nothing
 * @throws Error where {@link PATIENCE_MS} are over
 */
export async function until<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
