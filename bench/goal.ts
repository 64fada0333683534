/** What a figure should reach. */
export interface Goal {
  readonly words: string;
  readonly met: (value: number) => boolean;
}

export const atMost = (bound: number, unit = ''): Goal => ({
  words: `≤ ${bound}${unit}`,
  met: (value) => value <= bound,
});

export const atLeast = (bound: number, unit = ''): Goal => ({
  words: `≥ ${bound}${unit}`,
  met: (value) => value >= bound,
});

/**
 * Goals beside a figure, each with its verdict.
 *
 * @param value - the figure
 * @param goals - what it should reach; none for a figure that is told and not judged
 */
export function judge(value: number, ...goals: readonly Goal[]): string {
  return goals.map((goal) => `${goal.words} ${goal.met(value) ? '✓' : '✗'}`).join(', ');
}
