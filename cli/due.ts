import { addDays, iso } from '../schema/calendar.ts';
import { UsageError } from './command.ts';

/** What the commands share that list what is due, so that each can run every night and tell by its exit code. */

/** Something that has to be done. */
export interface Due {
  /** The day by which, ISO 8601. */
  readonly by: string;
  /** Of what; duties of one day are listed by it. */
  readonly id: string;
  /** All of it in one line. */
  readonly line: string;
}

/** The option `--within`, for `parseArgs`. */
export const WITHIN = { type: 'string', default: '0' } as const;

/** The last day that `--within` looks at. */
export function lastDay(within: string): string {
  if (!/^(0|[1-9][0-9]{0,2})$/.test(within) || Number(within) > 366) {
    throw new UsageError('--within is 0 to 366.');
  }
  return addDays(iso(Date.now()), Number(within));
}

/**
 * Lists what is due, the most urgent first.
 *
 * @param duties - all that will ever be due
 * @param until - the last day to look at
 * @param all - of how many what, such as "3 vendors"
 * @returns the exit code: 0 when nothing is due, 1 when something is
 */
export function listDue(duties: readonly Due[], until: string, all: string): number {
  const today = iso(Date.now());
  const list = duties
    .filter(({ by }) => by <= until)
    .sort((a, b) => a.by.localeCompare(b.by) || a.id.localeCompare(b.id));
  for (const { by, line } of list) console.log(`${by < today ? 'overdue' : 'due    '} ${by}  ${line}`);
  console.log(`${list.length === 0 ? 'Nothing is' : list.length} due up to ${until}, of ${all}.`);
  return list.length === 0 ? 0 : 1;
}
