import { z } from 'zod';
import { date, line, list, moment, oneOf, prose } from './fields.ts';

/** What updates are about, each with a feed of its own. */
export const UPDATE_TOPICS = ['incidents', 'bulletins', 'reports', 'practice'] as const;

/** One of the topics. */
export type UpdateTopic = (typeof UPDATE_TOPICS)[number];

/** How bad an incident was, by the incident response policy, or a flaw, by the usual words. */
export const SEVERITIES = {
  incidents: ['severity 1', 'severity 2', 'severity 3', 'severity 4'],
  bulletins: ['critical', 'high', 'medium', 'low'],
} as const;

/**
 * The front matter of `content/updates/<id>.md`. The file's name is the update's id; the text below is Markdown, and may be empty
 * where the fields say all.
 */
export const updateSchema = z.strictObject({
  title: line.describe('What happened, in a few words.'),
  published: date.describe('The day on which it was published.'),
  topic: oneOf(UPDATE_TOPICS).describe('What it is about; each topic has a feed.'),
  summary: prose.describe('What a reader has to know, in a sentence or two.'),
  severity: oneOf([...SEVERITIES.incidents, ...SEVERITIES.bulletins])
    .nullable()
    .default(null)
    .describe('How bad it was. Needed for incidents and bulletins, and for nothing else.'),
  affected: z
    .array(line, { error: 'a list of who or what was affected' })
    .default([])
    .describe('Who or what was affected, versions included. Needed for incidents and bulletins.'),
  action: prose
    .nullable()
    .default(null)
    .describe('What readers have to do; leave it out where they need not do anything.'),
  timeline: z
    .array(
      z.strictObject({
        at: moment.describe('When, in UTC.'),
        what: prose.describe('What happened.'),
      }),
      { error: 'a list of moments' },
    )
    .default([])
    .describe('What happened when, oldest first.'),
  postMortem: z
    .strictObject({
      impact: prose.describe('What it meant for customers.'),
      causes: list(prose).describe('Why it happened.'),
      wentWell: z.array(prose, { error: 'a list of sentences' }).default([]).describe('What went well.'),
      followUps: z
        .array(
          z.strictObject({
            what: prose.describe('What will be, or was, done.'),
            ownerRole: line.describe('The role that answers for it.'),
            by: date.describe('The day by which.'),
            done: date.optional().describe('The day on which it was done; leave it out until then.'),
          }),
          { error: 'a list of follow-ups' },
        )
        .describe('What follows from it.'),
    })
    .nullable()
    .default(null)
    .describe('Needed for incidents.'),
  amended: z
    .array(
      z.strictObject({
        on: date.describe('The day.'),
        what: prose.describe('What was added or put right.'),
      }),
      { error: 'a list of amendments' },
    )
    .default([])
    .describe('A published text stays. What was changed in it later, oldest first.'),
});

/** What the fields of an update say. */
export type UpdateSource = z.infer<typeof updateSchema>;

/** An update. The longer texts of its fields are HTML. */
export interface Update extends UpdateSource {
  readonly id: string;
  /** The day of the last amendment, else that of publication. */
  readonly changed: string;
  readonly html: string;
}
