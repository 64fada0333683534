import { z } from 'zod';
import { ACCESS_LEVELS } from '../core/access/rules.ts';
import { criterion } from './criteria.ts';
import {
  count,
  date,
  httpsUrl,
  line,
  list,
  month,
  oneOf,
  pdfName,
  prose,
  reportName,
  slug,
} from './fields.ts';
import { markSchema } from './mark.ts';
import { unmarkedSchema } from './unmarked.ts';

/** The five trust services criteria of the AICPA (TSP section 100), in their usual order. */
export const CRITERIA = [
  'Security',
  'Availability',
  'Processing Integrity',
  'Confidentiality',
  'Privacy',
] as const;

const criteria = z.array(oneOf(CRITERIA), { error: `a list of ${CRITERIA.join(', ')}` });

/** What is said of every report, whether it can be had or was superseded. */
const facts = {
  title: line.describe('The name of the report, as in "SOC 2 Type II".'),
  kind: oneOf(['soc2', 'soc3', 'pentest']).describe('What it is.'),
  type: oneOf(['I', 'II'])
    .nullable()
    .default(null)
    .describe('SOC reports: I looks at one day, II at a period. Leave it out otherwise.'),
  asOf: date
    .nullable()
    .default(null)
    .describe('SOC reports of type I: the day that was examined. Leave it out otherwise.'),
  period: z
    .strictObject({
      from: date.describe('The first day that was examined.'),
      to: date.describe('The last day that was examined.'),
    })
    .nullable()
    .default(null)
    .describe('The period that was examined.'),
  criteria: z
    .strictObject({
      inScope: criteria.describe('The trust services criteria that were examined.'),
      notInScope: criteria.describe('Those that were not; both lists together name all five.'),
    })
    .nullable()
    .default(null)
    .describe('The trust services criteria, for SOC reports.'),
  auditor: z
    .strictObject({
      name: line.describe('The firm that signed.'),
      url: httpsUrl.optional().describe('The firm’s own site.'),
    })
    .describe('Who examined.'),
  opinion: line.describe('The result in a few words, exceptions included.'),
  exceptions: count(0, 999)
    .nullable()
    .default(null)
    .describe('How many exceptions the auditor noted; leave it out where none are counted.'),
  issued: date.describe('The date of the auditor’s signature.'),
  sample: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe('Whether it is made up, and says so.'),
};

/** `content/reports/superseded/<id>.yaml`: a report that a newer one took the place of. It is named, and not handed out. */
export const supersededReportSchema = z.strictObject({
  ...facts,
  supersededBy: slug.describe('The id of the report that took its place, superseded itself or not.'),
  note: prose.nullable().default(null).describe('What a reader of the series should know about it.'),
});

/** What a long report holds, so that a reader knows before asking for it. In our own words, never the auditor's. */
const digest = z.strictObject({
  parts: list(
    z.strictObject({
      title: line.describe('The name of the part.'),
      page: count(1, 10_000).describe('The page on which it begins, as the PDF counts.'),
      what: prose.describe('What stands there.'),
    }),
  ).describe('The parts of the report, in order.'),
  controlsTested: count(1, 9_999).describe('How many controls the auditor tested.'),
  exceptions: z
    .array(
      z.strictObject({
        control: line.describe('The short name of the control in the report.'),
        found: prose.describe('What the auditor found.'),
        effect: prose.describe('What it could have meant.'),
        answer: prose.describe('What we did about it, and when.'),
      }),
      { error: 'a list of exceptions' },
    )
    .describe('Every exception; as many as the field exceptions counts.'),
  customerControls: z
    .array(
      z.strictObject({
        id: line.describe('Its short name in the report.'),
        does: line.describe('What customers are expected to do.'),
        criteria: list(criterion).describe('The criteria that depend on it.'),
      }),
      { error: 'a list of controls' },
    )
    .describe('Complementary user entity controls.'),
  subserviceOrganisations: z
    .array(
      z.strictObject({
        name: line.describe('The organisation.'),
        service: line.describe('What it does for us.'),
        data: line.describe('What it may see.'),
        method: oneOf(['carve-out', 'inclusive']).describe('Whether its controls were left out or examined.'),
      }),
      { error: 'a list of organisations' },
    )
    .describe('Suppliers whose own controls are needed to meet a criterion.'),
});

/** A letter by management about the time since a period ended. */
const bridge = z.strictObject({
  from: date.describe('The first day it speaks of: the day after the period.'),
  to: date.describe('The last day it speaks of.'),
  issued: date.describe('The day of its signature.'),
  says: prose.describe('What it says, in our own words.'),
  changes: z.array(prose, { error: 'a list of changes' }).default([]).describe('Changes it names.'),
  renewed: line.describe('How often it is renewed.'),
  where: line.describe('Where the reader finds it.'),
});

/** `content/reports/<id>.yaml`: one report of the catalogue. The file's name is the report's id. */
export const reportSchema = z.strictObject({
  ...facts,
  summary: prose.describe('What a reader learns from it, in a sentence or two.'),
  scope: prose.describe('The systems and services that were examined.'),
  notExamined: z
    .array(
      z.strictObject({
        what: line.describe('What a reader may expect to be examined, and was not.'),
        why: line.describe('Why it was not.'),
        instead: line
          .nullable()
          .default(null)
          .describe('What stands in for it; leave it out where nothing does.'),
      }),
      { error: 'a list of what was not examined' },
    )
    .default([])
    .describe('What the report leaves out, all that it names itself; criteria are in the field criteria.'),
  opinionDetail: prose.describe('What the result means, in our own words.'),
  pages: count(1, 10_000)
    .nullable()
    .default(null)
    .describe(
      'The number of pages of the PDF, as the auditor made it; needed unless the report is unmarked.',
    ),
  nextExpected: month.nullable().default(null).describe('The month in which the next one is expected.'),
  access: oneOf(ACCESS_LEVELS).describe(
    'Who may have it: anyone; signed-in customers alone; customers and whoever accepts the NDA; or whom a person releases it to.',
  ),
  whyGated: prose.nullable().default(null).describe('Why it is not public; needed unless it is.'),
  decision: z
    .strictObject({
      by: line.describe('The role that decides.'),
      usualTime: line.describe('How long that usually takes, as in "within one business day".'),
    })
    .nullable()
    .default(null)
    .describe('Who releases it, when access is on-request.'),
  inside: list(line).describe('What is inside that this site does not say.'),
  downloads: count(1, 10_000)
    .nullable()
    .default(null)
    .describe('Gated reports: how many downloads a grant allows; what content/access.yaml says without.'),
  superseded: oneOf(['keep', 'withdraw'])
    .default('withdraw')
    .describe(
      'Gated reports, once a newer version is published: keep lets whoever had an older version download it again while their access lasts; withdraw hands out the newest alone.',
    ),
  fileName: reportName.describe('The name under which it reaches the reader.'),
  unmarked: unmarkedSchema
    .nullable()
    .default(null)
    .describe(
      'Gated reports that are no PDF (Word, Excel, ZIP, PNG, JPEG, GIF): says that copies carry no visible mark, and why.',
    ),
  file: pdfName.nullable().default(null).describe('Public reports: the PDF in content/files/.'),
  bridge: bridge
    .nullable()
    .default(null)
    .describe('The bridge letter, for a report of type II; leave it out where there is none.'),
  bridgedBy: slug
    .nullable()
    .default(null)
    .describe(
      'The report of the same examination whose bridge letter speaks of this one too; leave it out where it has its own.',
    ),
  digest: digest.nullable().default(null).describe('What a long report holds; leave it out for a short one.'),
  mark: markSchema
    .nullable()
    .default(null)
    .describe(
      'Gated reports: where the mark stands, how dark it is and what it says; leave it out for the usual one.',
    ),
  cover: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe(
      'Gated reports: whether each copy begins with a page that says whose it is. `pages` does not count it.',
    ),
});

/** A report as its file says it. */
export type ReportSource = z.infer<typeof reportSchema>;

/** A report that a newer one took the place of. */
export interface SupersededReport extends z.infer<typeof supersededReportSchema> {
  readonly id: string;
}

/** How far reports and letters reach towards the day on which the content was read. */
export interface Coverage {
  /** The last day that an examination covers. */
  readonly examinedTo: string;
  /** The last day that a bridge letter speaks of, if it reaches farther. */
  readonly bridgedTo: string | null;
  /** The id of the report that holds that letter, where it is another one. */
  readonly letterIn: string | null;
  /** How many days between then and now no report and no letter covers. */
  readonly uncoveredDays: number;
  /** The day for which this was reckoned. */
  readonly on: string;
}

/** A report of the catalogue. */
export interface Report extends Omit<ReportSource, 'file'> {
  readonly id: string;
  /** Public reports: the path of the PDF on the site. Null for everything that is gated. */
  readonly file: string | null;
  /** For reports of type II. */
  readonly coverage: Coverage | null;
}
