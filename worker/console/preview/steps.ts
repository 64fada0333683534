import type { Decision } from '../../../core/access/decide.ts';

/** A page of the way to a report. */
export type Step = 'form' | 'nda' | 'pending' | 'denied' | 'copy';

/**
 * The pages that somebody meets of whom the rules decide so, if nobody denies them.
 *
 * @param decision - from `core/access/decide.ts`
 * @param formIsShown - whether there is a form at all: there is none where only customers are given the report
 */
export function stepsOf(decision: Pick<Decision, 'outcome' | 'nda'>, formIsShown: boolean): Step[] {
  if (decision.outcome === 'deny') return formIsShown ? ['form', 'denied'] : ['form'];
  const agreement: Step[] = decision.nda ? ['nda'] : [];
  return [
    'form',
    ...agreement,
    ...(decision.outcome === 'review' ? (['pending', 'copy'] as const) : (['copy'] as const)),
  ];
}
