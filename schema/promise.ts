import { z } from 'zod';
import { count, slug, text } from './fields.ts';

/** A moment as programs write it: UTC, to the second or finer (RFC 3339). */
const instant = text('a moment in UTC such as 2026-11-02T09:12:00.000Z', (value) => {
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
});

const LONGEST_SECONDS = 366 * 86_400;

/**
 * `content/promise.json`, and what the Worker answers at `/api/promise`: how long readers took to have a report behind the
 * gate, and how many wait now. Counts only; nothing about a person.
 */
export const promiseSchema = z.strictObject({
  sample: z
    .literal(true)
    .optional()
    .describe(
      'That they are made up, for a sample company; nothing was counted. `trust promise` writes counted ones.',
    ),
  asOf: instant.describe('When it was counted.'),
  days: count(1, 366).describe('Over how many days before.'),
  reports: z
    .array(
      z.strictObject({
        report: slug.describe('The report.'),
        given: count(0, 1_000_000).describe('How many requests of those days led to it, of the newest ones.'),
        medianSeconds: count(0, LONGEST_SECONDS)
          .nullable()
          .describe('From the form to the report, in the middle of them: the NDA is read in between.'),
        waiting: count(0, 1_000_000).describe('How many requests wait for a person.'),
      }),
      { error: 'a list' },
    )
    .describe('One entry for each report behind the gate.'),
});

/** What was counted. */
export type ServicePromise = z.infer<typeof promiseSchema>;

/** What was counted of one report. */
export type ReportPromise = ServicePromise['reports'][number];

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A length of time in its largest unit, rounded up: `2 minutes`. No promise is made to look shorter than it was. */
export function lengthInUnits(seconds: number): readonly [count: number, unit: (typeof UNITS)[number][0]] {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? UNITS[3];
  const rounded = Math.max(1, Math.ceil(seconds / length));
  const above = UNITS.findLast(([, other]) => other > length);
  return above && rounded * length >= above[1] ? [1, above[0]] : [rounded, unit];
}
