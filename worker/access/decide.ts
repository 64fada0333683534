import type { AccessRule, RuleSet } from '../../schema/access-rules.ts';

/** What is known of whoever asks when a rule decides. */
export interface Facts {
  /** Confirmed, in its one form (core/mail-address.ts). */
  readonly address: string;
  readonly reportId: string;
}

/** By what a rule matched. */
type Match = 'person' | 'domain' | 'free-mail' | 'everybody';

/** What the rules say, and what is recorded of it. */
export interface Decision {
  /** Null where no rule matched: what everybody gets. */
  readonly rule: AccessRule | null;
  readonly match: Match | null;
  readonly outcome: AccessRule['outcome'];
  /** For the record: the rule set's SHA-256 and the rule's name. */
  readonly record: { readonly rules: string; readonly rule: string };
}

/** How the record calls what everybody gets whom no rule matched. */
const DEFAULT_RULE = 'default';

/**
 * Says which rule decides. The first match wins; domains match exactly, so that neither a subdomain nor a longer name that
 * looks like one is taken for a company.
 *
 * @param ruleSet - the rules in their order
 * @param facts - who asks, for what
 */
export function decideAccess(ruleSet: RuleSet, facts: Facts): Decision {
  for (const rule of ruleSet.rules) {
    const match = matchOf(ruleSet, rule, facts);
    if (match === null) continue;
    return { rule, match, outcome: rule.outcome, record: { rules: ruleSet.sha256, rule: rule.name } };
  }
  return { rule: null, match: null, outcome: 'nda', record: { rules: ruleSet.sha256, rule: DEFAULT_RULE } };
}

/**
 * By what a rule matches.
 *
 * @returns null where it does not
 */
function matchOf(ruleSet: RuleSet, rule: AccessRule, { address, reportId }: Facts): Match | null {
  if (rule.reports !== null && !rule.reports.includes(reportId)) return null;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (rule.people.includes(address)) return 'person';
  if (rule.domains.includes(domain)) return 'domain';
  if (rule.freeMail && ruleSet.freeMailDomains.includes(domain)) return 'free-mail';
  return rule.everybody ? 'everybody' : null;
}
