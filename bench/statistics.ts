export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/**
 * The value below which a share of the values lies.
 *
 * @param values - in any order
 * @param share - from 0 to 1, exclusive
 */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}
