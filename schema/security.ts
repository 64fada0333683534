import { z } from 'zod';
import { STATUSES } from './controls.ts';
import { date, language, line, list, month, oneOf, prose, slug } from './fields.ts';

/** `content/security.yaml`: the security page. Fields called detail, and all longer ones, are inline Markdown. */
export const securitySchema = z.strictObject({
  title: line.describe('The heading of the page.'),
  lead: prose.describe('Two or three sentences that open it.'),
  mainReport: slug.describe('The id of the report whose facts stand at the top.'),
  certified: list(
    z.strictObject({
      name: line.describe('What was examined or certified.'),
      since: month.describe('Since when without a gap.'),
      detail: prose.describe('By whom, how often, how far.'),
      report: slug.optional().describe('The id of its report.'),
    }),
  ).describe('What is certified, and since when. Nothing that is only planned.'),
  areas: list(
    z.strictObject({
      id: slug.describe('The fragment of the page’s address.'),
      title: line.describe('The heading.'),
      rows: list(
        z.strictObject({
          claim: line.describe('What we say we do, in a few words.'),
          detail: prose.describe('How, how often, and where it ends.'),
          status: oneOf(STATUSES).default('in place').describe('Whether it is so today.'),
          control: slug.optional().describe('The id of the control behind it.'),
        }),
      ).describe('Claim and detail.'),
    }),
  ).describe('A table per area.'),
  patching: z
    .strictObject({
      intro: prose.describe('What is counted, and from when.'),
      rows: list(
        z.strictObject({
          severity: line.describe('How bad.'),
          within: line.describe('The time allowed.'),
          ensuredBy: line.describe('What makes sure that it is kept.'),
        }),
      ),
    })
    .describe('How fast known flaws are mended.'),
  negatives: list(
    z.strictObject({
      claim: line.describe('What we do not do.'),
      goodReason: prose.describe('The reason that does us credit.'),
      badReason: prose.describe('The reason that does not.'),
      instead: prose.describe('What limits the damage meanwhile.'),
      plan: prose.describe('What will change, and when; or that nothing will.'),
    }),
  ).describe('Honest negatives.'),
  gaps: list(
    z.strictObject({
      gap: line.describe('What is missing.'),
      effect: prose.describe('What that means for a customer.'),
      plan: prose.describe('What we do about it.'),
      by: month.nullable().default(null).describe('The month by which; leave it out without a date.'),
    }),
  ).describe('Known gaps.'),
  vulnerabilities: z
    .strictObject({
      intro: prose.describe('Where to report to.'),
      weDo: list(prose).describe('What a reporter may expect of us.'),
      youDo: list(prose).describe('What we ask of a reporter.'),
      languages: list(language).describe('The languages in which we can answer, the best first.'),
    })
    .describe('How to report a vulnerability.'),
  reviewed: date.describe('The day on which the owner last read the whole page against practice.'),
  verifiedUntil: date.describe(
    'The day by which the owner reads it again, a year later at most: security.txt expires on it, and the check fails when it comes near.',
  ),
  ownerRole: line.describe('The role that answers for the page.'),
});

/** The security page; its longer texts are rendered to HTML. */
export type Security = z.infer<typeof securitySchema>;
