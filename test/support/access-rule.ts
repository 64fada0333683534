import { type AccessRule, hashRules, type RuleSet } from '../../core/access/rules.ts';

/**
 * A rule that says no more than a test needs.
 *
 * @param facts - its name, whom it matches, and what follows
 */
export function ruleOf(facts: Partial<AccessRule>): AccessRule {
  return {
    name: 'the-rule',
    domains: [],
    people: [],
    list: null,
    freeMail: false,
    disposable: false,
    everybody: false,
    reports: null,
    outcome: 'nda',
    days: null,
    basis: null,
    reason: null,
    reference: null,
    downloads: null,
    ...facts,
  };
}

/**
 * A rule set under its own hash, as the loader makes one.
 *
 * @param rules - in their order
 * @param lists - the kept lists
 */
export async function ruleSetOf(
  rules: readonly Partial<AccessRule>[],
  lists: { freeMailDomains?: readonly string[]; disposableDomains?: readonly string[] } = {},
): Promise<RuleSet> {
  const contents = { rules: rules.map(ruleOf), freeMailDomains: [], disposableDomains: [], ...lists };
  return { ...contents, sha256: await hashRules(contents) };
}
