import { z } from 'zod';
import { OUTCOMES } from '../core/access/rules.ts';
import { count, line, list, oneOf, slug, text } from './fields.ts';

/** Stands there or is left out. */
const yes = z.literal(true, { error: 'true' }).nullable().default(null);

const csvName = text('a file name such as customers.csv', (value) =>
  /^[a-z0-9][a-z0-9.-]*\.csv$/.test(value),
);

/**
 * One rule as its author writes it: whom it matches, and what follows. A rule matches if any of its `domains`, `people`,
 * `list`, `freeMail`, `disposable` and `everybody` does, and the report is one of `reports`.
 */
export const ruleSchema = z.strictObject({
  name: slug.describe('Names the rule in the record of each decision.'),
  domains: list(line).default([]).describe('Domains of mail addresses, matched exactly: no subdomains.'),
  people: list(line).default([]).describe('Mail addresses.'),
  list: csvName.nullable().default(null).describe('A file in content/access/ with a column "domain".'),
  freeMail: yes.describe('Domains where anybody may have a mailbox, of the kept list free-email-domains.'),
  disposable: yes.describe('Domains of mailboxes for minutes, of the kept list disposable-email-domains-js.'),
  everybody: yes.describe('Matches whoever comes so far.'),
  reports: list(slug).nullable().default(null).describe('Ids of reports; without, the rule is for all.'),
  outcome: oneOf(OUTCOMES).describe('What follows.'),
  days: count(1, 730)
    .nullable()
    .default(null)
    .describe('For how many days access then lasts; grantDays without. Not with deny.'),
  downloads: count(1, 10_000)
    .nullable()
    .default(null)
    .describe('How many downloads a grant then allows; what the report says without. With nda and grant.'),
  basis: oneOf(['customer', 'partner'])
    .nullable()
    .default(null)
    .describe('With grant: covered by the terms of service, or by an NDA that was signed elsewhere.'),
  reason: line
    .nullable()
    .default(null)
    .describe('With deny: what the person is told. With partner: why no NDA is asked for.'),
  reference: line.nullable().default(null).describe('With partner: the agreement, so that it can be found.'),
});
