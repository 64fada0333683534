import { z } from 'zod';
import { count, date, httpsUrl, line, list, month, oneOf, pdfName, prose, reportName } from './fields.ts';
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

/** `content/reports/<id>.yaml`: one report of the catalogue. The file's name is the report's id. */
export const reportSchema = z.strictObject({
  title: line.describe('The name of the report, as in "SOC 2 Type II".'),
  summary: prose.describe('What a reader learns from it, in a sentence or two.'),
  kind: oneOf(['soc2', 'soc3', 'pentest']).describe('What it is.'),
  type: oneOf(['I', 'II'])
    .nullable()
    .default(null)
    .describe('SOC reports: I looks at one day, II at a period. Leave it out otherwise.'),
  period: z
    .strictObject({
      from: date.describe('The first day that was examined.'),
      to: date.describe('The last day that was examined.'),
    })
    .nullable()
    .default(null)
    .describe('The period that was examined.'),
  scope: prose.describe('The systems and services that were examined.'),
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
  opinionDetail: prose.describe('What the result means, in our own words.'),
  issued: date.describe('The date of the auditor’s signature.'),
  pages: count(1, 10_000)
    .nullable()
    .default(null)
    .describe(
      'The number of pages of the PDF, as the auditor made it; needed unless the report is unmarked.',
    ),
  nextExpected: month.nullable().default(null).describe('The month in which the next one is expected.'),
  access: oneOf(['public', 'customer-or-nda', 'on-request']).describe(
    'Who may have it: anyone; customers and whoever accepts the NDA; or whom a person releases it to.',
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
  fileName: reportName.describe('The name under which it reaches the reader.'),
  unmarked: unmarkedSchema
    .nullable()
    .default(null)
    .describe(
      'Gated reports that are no PDF (Word, Excel, ZIP, PNG, JPEG, GIF): says that copies carry no visible mark, and why.',
    ),
  file: pdfName.nullable().default(null).describe('Public reports: the PDF in content/files/.'),
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
  sample: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe('Whether it is made up, and says so.'),
});

/** A report as its file says it. */
export type ReportSource = z.infer<typeof reportSchema>;

/** A report of the catalogue. */
export interface Report extends Omit<ReportSource, 'file'> {
  readonly id: string;
  /** Public reports: the path of the PDF on the site. Null for everything that is gated. */
  readonly file: string | null;
}
