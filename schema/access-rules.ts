import { z } from 'zod';
import { count, line, list, oneOf, slug, text } from './fields.ts';

/** What a rule does. */
const OUTCOMES = ['nda', 'grant', 'review', 'deny'] as const;

const csvName = text('a file name such as customers.csv', (value) =>
  /^[a-z0-9][a-z0-9.-]*\.csv$/.test(value),
);

/**
 * One rule as its author writes it: whom it matches, and what follows. A rule matches if any of its `domains`, `people`,
 * `list`, `freeMail` and `everybody` does, and the report is one of `reports`.
 */
export const ruleSchema = z.strictObject({
  name: slug.describe('Names the rule in the record of each decision.'),
  domains: list(line).default([]).describe('Domains of mail addresses, matched exactly: no subdomains.'),
  people: list(line).default([]).describe('Mail addresses.'),
  list: csvName.nullable().default(null).describe('A file in content/access/ with a column "domain".'),
  freeMail: z
    .literal(true, { error: 'true' })
    .nullable()
    .default(null)
    .describe('Free-mail and disposable domains.'),
  everybody: z
    .literal(true, { error: 'true' })
    .nullable()
    .default(null)
    .describe('Matches whoever comes so far.'),
  reports: list(slug).nullable().default(null).describe('Ids of reports; without, the rule is for all.'),
  outcome: oneOf(OUTCOMES).describe('What follows.'),
  days: count(1, 730).nullable().default(null).describe('With grant: for how many days; grantDays without.'),
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

/** A rule as it is decided by: every list read, every address and domain in its one form. */
export interface AccessRule {
  readonly name: string;
  readonly domains: readonly string[];
  readonly people: readonly string[];
  /** The list that some of the domains came from. */
  readonly list: string | null;
  readonly freeMail: boolean;
  readonly everybody: boolean;
  /** Null for all reports. */
  readonly reports: readonly string[] | null;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly days: number | null;
  readonly basis: 'customer' | 'partner' | null;
  readonly reason: string | null;
  readonly reference: string | null;
}

/** The rules in their order, under the hash that decisions are recorded with. */
export interface RuleSet {
  readonly rules: readonly AccessRule[];
  /** Free-mail and disposable domains; empty unless a rule asks for them. */
  readonly freeMailDomains: readonly string[];
  /** SHA-256 of the rules and every list they read. */
  readonly sha256: string;
}
