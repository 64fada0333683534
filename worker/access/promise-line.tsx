import type { ReportPromise } from '../../schema/promise.ts';
import { useWords } from '../localised.tsx';
import { DAYS } from '../promise.ts';

/** How long readers took to have a report, and how many wait now: counted as the page is made. */
export function PromiseLine({ figures }: { figures: ReportPromise }) {
  const { given, medianSeconds, waiting } = figures;
  const { promise } = useWords().m;
  return (
    <p class="hint">
      {medianSeconds === null ? promise.unknown(DAYS) : promise.measured(given, medianSeconds)}{' '}
      {promise.waiting(waiting)}
    </p>
  );
}
