import type { Report } from '../../schema/reports.ts';
import type { Messages } from './messages/en.ts';

/**
 * What the facts of a report are called: an audit has a period and an opinion, a test has days and a result.
 *
 * @param m - the language's catalogue
 */
export function factNames(
  { kind }: Report,
  { reports }: Messages,
): { period: string; opinion: string; auditor: string } {
  return kind === 'pentest'
    ? { period: reports.tested, opinion: reports.result, auditor: reports.tester }
    : { period: reports.period, opinion: reports.opinion, auditor: reports.auditor };
}
