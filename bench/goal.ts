/** What a figure should reach. */
export interface Goal {
  readonly words: string;
  readonly met: (value: number) => boolean;
}

/** Whose goals: those of the first complete version of the main job, and those of marks, which came later. */
type Whose = 'main' | 'marks';

export const atMost = (whose: Whose, bound: number, unit = ''): Goal => ({
  words: `${whose} ≤ ${bound}${unit}`,
  met: (value) => value <= bound,
});

export const atLeast = (whose: Whose, bound: number, unit = ''): Goal => ({
  words: `${whose} ≥ ${bound}${unit}`,
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
