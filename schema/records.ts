import { z } from 'zod';
import { date, line, list, oneOf, prose } from './fields.ts';

/**
 * `content/records/<id>.yaml`: a series of dated records, each of one time that something was done. What a page says of
 * last and next is reckoned from them. They are public: figures and roles, never names of people or of systems that an attacker
 * should not hear of.
 */
export const recordsSchema = z.strictObject({
  title: line.describe('What the records are of, in the plural, as in "Restore tests".'),
  summary: prose.describe('What is done each time, and what is compared with what.'),
  runs: list(
    z.strictObject({
      date: date.describe('The day on which it was done.'),
      result: oneOf(['passed', 'passed with findings', 'failed']).describe('How it came out.'),
      note: prose.describe('What happened, in a sentence or two.'),
      measures: z
        .array(
          z.strictObject({
            name: line.describe('What was measured.'),
            value: line.describe('What came out, with its unit.'),
            target: line.optional().describe('What it is compared with.'),
          }),
          { error: 'a list of measures' },
        )
        .default([])
        .describe('What was measured.'),
    }),
  ).describe('Newest first.'),
});

/** A series as its file says it. */
export type RecordsSource = z.infer<typeof recordsSchema>;

/** A series of dated records, with what follows from how often a control asks for one. */
export interface Records extends Omit<RecordsSource, 'runs'> {
  readonly id: string;
  readonly runs: readonly Run[];
}

/** One time that something was done. The note is HTML. */
type Run = RecordsSource['runs'][number] & {
  /** The day by which it was due, reckoned from the time before; null for the first on record. */
  readonly due: string | null;
};
