import type { PublicContent } from './content.ts';
import { fieldName } from './explain.ts';
import type { Finding } from './finding.ts';

/**
 * Finds plans whose month is over: what is still called planned, or is still a gap, after the month by which it was meant to be
 * done.
 *
 * @param content - the content
 * @param day - the day to judge by, ISO 8601
 */
export function missedPlans({ controls, security }: PublicContent, day: string): Finding[] {
  const month = day.slice(0, 'yyyy-mm'.length);
  const plans = [
    ...controls.map(({ id, by }) => ({ file: `content/controls/${id}.yaml`, field: 'by', by })),
    ...security.gaps.map(({ by }, index) => ({
      file: 'content/security.yaml',
      field: fieldName(['gaps', index, 'by']),
      by,
    })),
  ];
  return plans.flatMap(({ file, field, by }) =>
    by === null || by >= month
      ? []
      : [
          {
            file,
            field,
            message: `expected a month that is not over, found "${by}": say what became of the plan`,
          },
        ],
  );
}
