import type { Company } from './company.ts';
import { check } from './explain.ts';
import type { ContentFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { promiseSchema, type ServicePromise } from './promise.ts';

export const PROMISE_FILE = 'content/promise.json';

/**
 * Reads what `trust promise` fetched, if it did.
 *
 * @param files - the reader of `content/`
 * @param company - whose; null when unknown
 * @param gated - ids of the reports that are not public; null when unknown
 * @param today - the day on which the content is read
 * @param findings - takes what is wrong
 * @returns the figures, or null where there are none
 */
export async function loadPromise(
  files: ContentFiles,
  company: Pick<Company, 'sample'> | null,
  gated: readonly string[] | null,
  today: string,
  findings: Finding[],
): Promise<ServicePromise | null> {
  if (!(await files.namesIfAny('content', '.json')).includes('promise')) return null;
  const read = await files.text(PROMISE_FILE);
  if (read === null) return null;
  let data: unknown;
  try {
    data = JSON.parse(read.text);
  } catch {
    findings.push({ file: PROMISE_FILE, field: null, message: 'expected JSON; run `trust promise` again' });
    return null;
  }
  const figures = check(promiseSchema, data, PROMISE_FILE, findings);
  if (figures === null) return null;
  if (figures.sample && company?.sample === false)
    findings.push({
      file: PROMISE_FILE,
      field: 'sample',
      message: 'expected figures that were counted: run `trust promise`, or remove the file',
    });
  if (figures.asOf.slice(0, 10) > today)
    findings.push({
      file: PROMISE_FILE,
      field: 'asOf',
      message: `expected a moment that has come, today is ${today}, found "${figures.asOf}"`,
    });
  for (const [index, { report, given, medianSeconds }] of figures.reports.entries()) {
    const field = `reports[${index + 1}]`;
    if (gated && !gated.includes(report))
      findings.push({
        file: PROMISE_FILE,
        field: `${field}.report`,
        message: `expected the id of a report that is not public (${gated.join(', ')}), found "${report}"`,
      });
    if ((given === 0) !== (medianSeconds === null))
      findings.push({
        file: PROMISE_FILE,
        field: `${field}.medianSeconds`,
        message: 'expected a median where some were given, and only there',
      });
  }
  return figures;
}
