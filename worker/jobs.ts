/**
 * Does one job after the other; where one fails the others are done all the same.
 *
 * @param jobs - in their order
 * @throws AggregateError afterwards, with everything that went wrong
 */
export async function alone(jobs: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const job of jobs) await job().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('; '));
}
