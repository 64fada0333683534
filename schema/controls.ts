import { z } from 'zod';
import { FREQUENCIES, type Frequency } from './calendar.ts';
import { criterion } from './criteria.ts';
import { line, list, month, oneOf, prose, slug, text } from './fields.ts';
import type { Records } from './records.ts';

/** Whether something is so today. */
export const STATUSES = ['in place', 'planned', 'not in place'] as const;

/** What else than records of its own may say when a control was carried out. */
export const DATES_FROM = ['policies', 'vendors'] as const;

/** `content/controls/<id>.yaml`: one control, in our own words. The file's name is the control's id. */
export const controlSchema = z.strictObject({
  title: line.describe('What it is called, in a few words.'),
  alsoCalled: z
    .array(line, { error: 'a list of names' })
    .default([])
    .describe('What reviewers call it as well, such as SSO; it is shown, and searched.'),
  statement: prose.describe('What is done, by whom, and within what time.'),
  area: slug.describe('The area of content/security.yaml to which it belongs.'),
  criteria: list(criterion).describe('The trust services criteria that it serves, the main one first.'),
  ownerRole: line.describe('The role that answers for it; a role, never a person.'),
  frequency: oneOf(FREQUENCIES).describe(
    'How often it is carried out; machines that always watch are continuous.',
  ),
  status: oneOf(STATUSES).describe('Whether it is so today.'),
  plan: prose.nullable().default(null).describe('Planned: what will be done. Not in place: why not.'),
  by: month.nullable().default(null).describe('Planned: the month by which; leave it out without a date.'),
  policies: z
    .array(
      z.strictObject({
        policy: slug.describe('The id of the policy.'),
        section: slug.describe('The heading of the paragraph, as in the address of the page.'),
        says: line.describe(
          'Words that stand there; when the policy changes them, the control has to be looked at.',
        ),
      }),
      { error: 'a list of paragraphs' },
    )
    .describe('The paragraphs of our policies that the control carries out.'),
  evidence: z
    .array(prose, { error: 'a list of paragraphs' })
    .default([])
    .describe('What shows that it is done; links are welcome.'),
  records: slug
    .nullable()
    .default(null)
    .describe('The series in content/records/ that says when it was done.'),
  datesFrom: oneOf(DATES_FROM)
    .nullable()
    .default(null)
    .describe(
      'In place of records: whether the reviews of the policies, or those in the register of vendors, say when it was done.',
    ),
  inReport: text('the short name of a control in the report such as ACC-06', (value) =>
    /^[A-Z]{2,5}-\d{1,3}$/.test(value),
  )
    .nullable()
    .default(null)
    .describe('Under what name the auditor’s report lists and tests it.'),
  exception: prose
    .nullable()
    .default(null)
    .describe('What the auditor found against it in the report of today, and what we did.'),
});

/** A control as its file says it. */
export type ControlSource = z.infer<typeof controlSchema>;

/** A control, with what follows from the rest of the content. */
export interface Control extends Omit<ControlSource, 'records' | 'policies'> {
  readonly id: string;
  readonly frequency: Frequency;
  /** HTML. */
  readonly statement: string;
  readonly policies: readonly PolicyParagraph[];
  readonly records: Records | null;
  /** The day on which it was carried out last, from its records. */
  readonly lastRun: string | null;
  /** The day by which it has to be carried out again. */
  readonly nextDue: string | null;
  /** Whether that day had passed when the content was read. */
  readonly overdue: boolean;
  /** Whether it is in place and follows a calendar, and nothing published says when it was carried out. */
  readonly unrecorded: boolean;
}

/** A paragraph of a policy that a control carries out. */
export interface PolicyParagraph {
  readonly policy: string;
  readonly title: string;
  readonly section: string;
  readonly heading: string;
}
