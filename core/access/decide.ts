import { parseMailAddress } from '../mail-address.ts';
import type { AccessLevel, AccessRule, RuleSet } from './rules.ts';

/** What is known of whoever asks when it is decided. */
export interface Facts {
  /**
   * Confirmed, or vouched for by the identity provider of a customer; null for a customer of whom it tells none. One that
   * is no address in its one form (core/mail-address.ts) counts as none.
   */
  readonly address: string | null;
  readonly reportId: string;
  readonly level: Exclude<AccessLevel, 'public'>;
  /** Whether they are signed in as a customer. */
  readonly customer: boolean;
}

/** By what a rule matched. */
type Match = 'person' | 'domain' | 'free-mail' | 'disposable' | 'everybody';

/** What follows for somebody, and what is recorded of it. */
export interface Decision {
  /** Null where no rule decided. */
  readonly rule: AccessRule | null;
  readonly match: Match | null;
  /** `nda`: after the NDA they have it. `review`: a person decides. */
  readonly outcome: AccessRule['outcome'];
  /** Whether they accept the NDA before anything else follows. */
  readonly nda: boolean;
  /** Under what the report is given: the terms of service, an agreement made elsewhere, or the NDA. */
  readonly basis: 'terms' | 'partner' | 'nda';
  /** For how many days; null for the general time. */
  readonly days: number | null;
  /** How many downloads the grant allows; null for what the report says. */
  readonly downloads: number | null;
  /** Why nothing is given: what the person is told. Null unless it is denied. */
  readonly reason: string | null;
  /** The rule set's SHA-256, and the rule's name or, where none decided, one of {@link UNRULED}. */
  readonly record: { readonly rules: string; readonly rule: string };
}

/** How the record calls what was decided by no rule. No rule may have one of these names. */
export const UNRULED = {
  /** An address that no rule matched. */
  default: 'default',
  /** A signed-in customer whom no rule names. */
  customer: 'customer',
  /** Somebody who is not signed in as a customer, where only customers are given the report. */
  customersOnly: 'customers-only',
} as const;

/** What a prospect is told of a report that only customers are given. */
export const CUSTOMERS_ONLY = 'This report is given to signed-in customers only.';

/**
 * Decides who may have a report, and how. The first rule that matches wins. Domains match exactly, so that neither a subdomain
 * nor a longer name that looks like one is taken for a company. What is on request is never given without a person, and what is
 * for customers only goes to nobody else, whatever a rule says.
 *
 * A signed-in customer is known by the identity provider and not by an address, so that only rules which name their address
 * or domain count for them.
 *
 * @param ruleSet - the rules in their order
 * @param facts - who asks, for what
 */
export function decideAccess(ruleSet: RuleSet, facts: Facts): Decision {
  if (facts.level === 'customers' && !facts.customer)
    return denied(ruleSet, null, null, UNRULED.customersOnly, CUSTOMERS_ONLY);
  const address = parseMailAddress(facts.address ?? '');
  for (const rule of ruleSet.rules) {
    const match = address && matchOf(ruleSet, rule, facts, address);
    if (!match) continue;
    if (rule.outcome === 'deny') return denied(ruleSet, rule, match, rule.name, rule.reason ?? '');
    return given(ruleSet, rule, match, facts, rule.name);
  }
  return given(ruleSet, null, null, facts, facts.customer ? UNRULED.customer : UNRULED.default);
}

function denied(
  { sha256 }: RuleSet,
  rule: AccessRule | null,
  match: Match | null,
  name: string,
  reason: string,
): Decision {
  const record = { rules: sha256, rule: name };
  return {
    rule,
    match,
    outcome: 'deny',
    nda: false,
    basis: 'nda',
    days: null,
    downloads: null,
    reason,
    record,
  };
}

function given(
  { sha256 }: RuleSet,
  rule: AccessRule | null,
  match: Match | null,
  { customer, level }: Facts,
  name: string,
): Decision {
  const covered = customer || rule?.outcome === 'grant';
  const reviewed = level === 'on-request' || rule?.outcome === 'review';
  return {
    rule,
    match,
    outcome: reviewed ? 'review' : covered ? 'grant' : 'nda',
    nda: !covered,
    basis: customer || rule?.basis === 'customer' ? 'terms' : rule?.basis === 'partner' ? 'partner' : 'nda',
    days: rule?.days ?? null,
    downloads: rule?.downloads ?? null,
    reason: null,
    record: { rules: sha256, rule: name },
  };
}

/**
 * By what a rule matches.
 *
 * @returns null where it does not
 */
function matchOf(
  ruleSet: RuleSet,
  rule: AccessRule,
  { reportId, customer }: Facts,
  { address, mailbox }: { readonly address: string; readonly mailbox: string },
): Match | null {
  if (rule.reports !== null && !rule.reports.includes(reportId)) return null;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  // A tag does not lead around a denial; nor does it earn what was given to the address without it.
  if (rule.people.includes(address) || (rule.outcome !== 'grant' && rule.people.includes(mailbox)))
    return 'person';
  if (rule.domains.includes(domain)) return 'domain';
  if (customer) return null;
  if (rule.disposable && ruleSet.disposableDomains.includes(domain)) return 'disposable';
  if (rule.freeMail && ruleSet.freeMailDomains.includes(domain)) return 'free-mail';
  return rule.everybody ? 'everybody' : null;
}
