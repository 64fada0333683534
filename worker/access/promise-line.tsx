import { lengthInUnits, type ReportPromise } from '../../schema/promise.ts';
import { DAYS } from '../promise.ts';

/** How long readers took to have a report, and how many wait now: counted as the page is made. */
export function PromiseLine({ figures }: { figures: ReportPromise }) {
  const { given, medianSeconds, waiting } = figures;
  const [count, unit] = lengthInUnits(medianSeconds ?? 0);
  const length = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return (
    <p class="hint">
      {medianSeconds === null
        ? `How long it takes others is not known yet: nobody was given it on request in the last ${DAYS} days.`
        : given === 1
          ? `The last one who was given it on request had it within ${length}.`
          : `Of the last ${given} who were given it on request, half had it within ${length}.`}{' '}
      {waiting === 0
        ? 'No request waits now.'
        : `${waiting} request${waiting === 1 ? ' waits' : 's wait'} now.`}
    </p>
  );
}
