import { z } from 'zod';
import type { RuleSet } from '../core/access/rules.ts';
import { ruleSchema } from './access-rules.ts';
import { count, line, mailAddress, oneOf } from './fields.ts';
import { staffSignInSchema } from './staff-sign-in.ts';

const LONGEST_CONFIRMATION_MINUTES = 10;

/** Acts that a company may want a second person for: a new live version, a change of roles, acts on many at once. */
export const TWO_PERSONS = ['publish', 'roles', 'bulk'] as const;

/**
 * `content/access.yaml`: the rules of access. PRIVATE: the Worker reads them, the site never does. There is no field for
 * a plan, a price or a size of company, and there must never be one.
 */
export const accessSchema = z.strictObject({
  grantDays: count(1, 730).describe('For how many days a reader may download after access was given.'),
  downloads: count(1, 10_000)
    .nullable()
    .default(null)
    .describe(
      'How many downloads a grant allows; any number without. A report, or a rule, may say otherwise.',
    ),
  expiringDays: count(1, 60)
    .default(14)
    .describe(
      'How many days before access ends its reader is told, once; not where it is given for less than twice that.',
    ),
  ndaGraceDays: count(0, 365)
    .default(0)
    .describe(
      'For how many days from a new text’s effective day an acceptance of the text before still opens reports.',
    ),
  newVersionMonths: count(1, 60)
    .default(15)
    .describe(
      'For how many months after a download whoever had an older version of a report is told, once, that a newer one is out.',
    ),
  confirmationMinutes: count(1, LONGEST_CONFIRMATION_MINUTES).describe(
    'For how many minutes the link and the code in a mail work.',
  ),
  customerClaim: z
    .strictObject({
      claim: line.describe('The claim of the identity token.'),
      equals: line.describe('Its value, or one of its values if it is a list.'),
    })
    .nullable()
    .default(null)
    .describe('Narrows who is a customer; without it every account at the identity provider is one.'),
  staffGroup: line.describe('The value of the groups claim that makes somebody staff.'),
  staffSignIn: staffSignInSchema
    .nullable()
    .default(null)
    .describe('How staff have to sign in; without it as the identity provider sees fit.'),
  administratorGroup: line.describe(
    'The value of the groups claim that makes somebody of the staff an administrator of the console, who gives the others their roles.',
  ),
  twoPersons: z
    .array(oneOf(TWO_PERSONS), { error: 'a list' })
    .default([])
    .describe('What one person of the staff proposes and another one approves.'),
  waitingDays: count(1, 365)
    .default(30)
    .describe('After how many days a request that nobody decided expires, and its reader is told.'),
  remindHours: count(1, 720)
    .default(24)
    .describe(
      'After how many hours of working days (Monday to Friday, UTC) staff is reminded, once, of a request that waits.',
    ),
  requestsNotify: mailAddress.describe('Where we hear of requests that wait for a person.'),
  rules: z
    .array(ruleSchema, { error: 'a list' })
    .default([])
    .describe('Who is treated otherwise than everybody else; the first rule that matches decides.'),
});

/** The rules of access, as `schema/load-access.ts` read them. */
export interface Access extends Omit<z.infer<typeof accessSchema>, 'rules'> {
  readonly rules: RuleSet;
}
