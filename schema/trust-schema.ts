import { z } from 'zod';
import { ACCESS_LEVELS } from '../core/access/rules.ts';
import { FREQUENCIES } from './calendar.ts';
import { STATUSES } from './controls.ts';
import { SHORT_ANSWERS } from './questions.ts';
import { CRITERIA } from './reports.ts';
import { SEVERITIES, UPDATE_TOPICS } from './updates.ts';
import { TIERS } from './vendors.ts';

/** What `trust.json` may say. Published as a JSON Schema at `/trust.schema.json`; what does not fit it is not built. */

const day = z.iso.date();
const month = z.string().regex(/^\d{4}-\d{2}$/);
const url = z.url();
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const text = z.string().min(1);
const period = z.strictObject({ from: day, to: day });

const report = z.strictObject({
  id,
  title: text,
  kind: z.enum(['soc2', 'soc3', 'pentest']),
  type: z.enum(['I', 'II']).nullable().describe('SOC reports: I looks at one day, II at a period.'),
  url,
  period: period.nullable().describe('The days examined, both included.'),
  asOf: day.nullable().describe('Type I: the day that was examined.'),
  scope: text,
  notExamined: z
    .array(z.strictObject({ what: text, why: text, instead: text.nullable() }))
    .describe('What the report leaves out, beside criteria.'),
  criteria: z
    .strictObject({ inScope: z.array(z.enum(CRITERIA)), notInScope: z.array(z.enum(CRITERIA)) })
    .nullable()
    .describe('Trust services criteria examined, and not.'),
  auditor: text,
  opinion: text,
  exceptions: z.int().nullable(),
  issued: day,
  pages: z.int().nullable(),
  access: z
    .enum(ACCESS_LEVELS)
    .describe(
      'Anyone; signed-in customers alone; customers and whoever accepts the NDA; or whom a person releases it to.',
    ),
  whyGated: text.nullable(),
  get: url.describe('Where the report is had: the file itself where it is public, else the way to it.'),
  nextExpected: month.nullable(),
  coverage: z
    .strictObject({
      examinedTo: day,
      bridgedTo: day.nullable(),
      letterIn: id.nullable(),
      uncoveredDays: z.int(),
      on: day,
    })
    .nullable()
    .describe('How far the examination and the bridge letter reach.'),
  supersedes: z
    .array(z.strictObject({ id, title: text, issued: day, period: period.nullable(), opinion: text }))
    .describe('Reports whose place it took, the last one first.'),
  sample: z.boolean().describe('Whether it is made up, and says so.'),
});

const policy = z.strictObject({
  id,
  title: text,
  url,
  markdown: url.describe('The same page as Markdown.'),
  summary: text,
  ownerRole: text,
  version: text.describe('Of the text that is shown.'),
  versionKind: z
    .enum(['substantive', 'editorial'])
    .nullable()
    .describe('Whether it asks something else than the version before; null where no entry says so.'),
  blob: z.string().describe('The Git blob of that text.'),
  changed: z.strictObject({ on: day, commit: text }).nullable().describe('Null before it is committed.'),
  standing: z
    .enum(['approved', 'earlier records', 'only its author', 'not approved', 'not committed'])
    .describe(
      'Who answers for that text: somebody else than its author, records from before this repository, or nobody.',
    ),
  approved: z
    .strictObject({ on: day, role: text, sample: z.boolean() })
    .nullable()
    .describe('The approval of that text by somebody who did not write it.'),
  inForce: z
    .strictObject({
      version: text,
      since: day,
      ground: z.enum(['approval', 'earlier records']).describe('What says so.'),
    })
    .nullable()
    .describe('The version that binds.'),
  reviewed: z
    .strictObject({ on: day, role: text, outcome: text, sample: z.boolean() })
    .nullable()
    .describe('The last review.'),
  nextReview: day,
  overdue: z.boolean(),
});

const control = z.strictObject({
  id,
  title: text,
  url,
  area: id,
  statement: text,
  status: z.enum(STATUSES),
  plan: text.nullable(),
  by: month.nullable(),
  criteria: z.array(text),
  ownerRole: text,
  frequency: z.enum(FREQUENCIES),
  policies: z.array(id),
  inReport: text.nullable().describe('The short name under which the report tests it.'),
  exception: text.nullable(),
  lastRun: day.nullable(),
  nextDue: day.nullable(),
  overdue: z.boolean(),
  unrecorded: z.boolean().describe('Follows a calendar, and nothing published says when it was done.'),
});

const processing = z.strictObject({ from: day, data: z.array(text), regions: z.array(text) });

const subprocessor = z.strictObject({
  id,
  name: text,
  purpose: text,
  safeguards: text,
  url: url.nullable(),
  now: processing.nullable().describe('Null before its first day.'),
  next: z.array(processing).describe('Announced.'),
  since: day,
  until: day.nullable(),
});

const subprocessorChange = z.strictObject({
  subprocessor: id,
  name: text.describe('As it was called then.'),
  kind: z.enum(['added', 'extended', 'narrowed', 'ends', 'withdrawn', 'renamed', 'notice']),
  detail: z.array(text),
  announced: day,
  effective: day,
  objectUntil: day.nullable(),
});

const vendors = z.strictObject({
  byStatus: z.strictObject({ evaluating: z.int(), active: z.int(), ended: z.int() }),
  byTier: z
    .array(
      z.strictObject({
        tier: z.enum(TIERS),
        count: z.int(),
        current: z.int().describe('How many have a review that is not overdue.'),
        withReport: z.int().describe('How many gave an audit report.'),
      }),
    )
    .describe('Of active vendors.'),
  overdue: z.int().describe('Active vendors about which something is overdue.'),
  on: day.describe('The day for which this was counted.'),
});

const question = z.strictObject({
  id,
  topic: text,
  question: text,
  short: z.enum(SHORT_ANSWERS).nullable(),
  answer: text.describe('Markdown.'),
  customer: text.nullable().describe('What is left to the customer.'),
  ownerRole: text,
  verified: day,
  due: day,
  overdue: z.boolean(),
  controls: z.array(id),
  policies: z.array(id),
  ccm: z
    .array(text)
    .describe('Controls of the CSA Cloud Controls Matrix, version 4, that the question belongs to.'),
  url,
});

const update = z.strictObject({
  id,
  title: text,
  url,
  topic: z.enum(UPDATE_TOPICS),
  published: day,
  changed: day,
  summary: text,
  severity: z.enum([...SEVERITIES.incidents, ...SEVERITIES.bulletins]).nullable(),
  affected: z.array(text),
  action: text.nullable(),
  timeline: z.array(z.strictObject({ at: text, what: text })),
  postMortem: z
    .strictObject({
      impact: text,
      causes: z.array(text),
      wentWell: z.array(text),
      followUps: z.array(z.strictObject({ what: text, ownerRole: text, by: day, done: day.nullable() })),
    })
    .nullable(),
});

/** The schema of `trust.json`. */
export const trustSchema = z.strictObject({
  $schema: url,
  mcp: url.describe('Where programs ask for the same in the Model Context Protocol.'),
  built: z.strictObject({
    on: day.describe('The day for which due dates were reckoned.'),
    commit: z.string().nullable().describe('The Git commit of the content.'),
  }),
  company: z.strictObject({
    name: text,
    legalName: text,
    url,
    founded: day,
    sample: z.boolean().describe('Whether the company is made up.'),
    contacts: z.strictObject({ security: z.email(), access: z.email(), privacy: z.email() }),
  }),
  reports: z.array(report),
  policies: z.array(policy),
  controls: z.array(control),
  subprocessors: z.array(subprocessor),
  subprocessorChanges: z.array(subprocessorChange),
  vendors: vendors.describe('All vendors, subprocessors or not, in numbers.'),
  questions: z.array(question),
  updates: z.array(update),
});

/** What `trust.json` says. */
export type TrustDocument = z.infer<typeof trustSchema>;
