import { describe, expect, it } from 'vitest';
import { decideAccess, UNRULED } from '../../../core/access/decide.ts';
import { hashRules, isWhole, type RuleSet } from '../../../core/access/rules.ts';
import { parseMailAddress } from '../../../core/mail-address.ts';
import { ruleOf, ruleSetOf } from '../../support/access-rule.ts';
import { DECISIONS, LEVELS, type Level, LISTS, NO_ADDRESSES, RULES } from '../../vectors/access-matrix.ts';

const ruleSet = await ruleSetOf(RULES, LISTS);
const levels = Object.entries(LEVELS) as [Level, string][];

describe('A2 M10 C14 N18: who may have what', () => {
  it.each(DECISIONS)('$who $address', ({ who, address, rule, outcomes }) => {
    if (who === 'prospect') expect(parseMailAddress(address ?? '')).not.toBeNull();
    for (const [level, reportId] of levels) {
      const customer = who === 'customer';
      const decision = decideAccess(ruleSet, { address, reportId, level, customer });
      const nda = decision.nda ? 'nda, ' : '';
      const ends = { deny: 'denied', review: `${nda}waits`, nda: `${nda}copy`, grant: `${nda}copy` };
      expect(`${level}: ${ends[decision.outcome]}`).toBe(`${level}: ${outcomes[level]}`);
      const onlyCustomers = level === 'customers' && !customer;
      const reports = RULES.find(({ name }) => name === rule)?.reports;
      const named = reports && !reports.includes(reportId) ? UNRULED.default : rule;
      expect(decision.record).toEqual({
        rules: ruleSet.sha256,
        rule: onlyCustomers ? UNRULED.customersOnly : named,
      });
      expect(decision.reason === null).toBe(decision.outcome !== 'deny');
      if (decision.outcome === 'deny') expect(decision.reason).toMatch(/\w/);
    }
  });

  it.each(NO_ADDRESSES)('M10: %j is no address', (typed) => expect(parseMailAddress(typed)).toBeNull());

  it('the first rule that matches wins, in whatever order they stand', async () => {
    const of = async (...names: string[]) => {
      const rules = names.map((name) => ruleOf(RULES.find((rule) => rule.name === name) ?? { name: '?' }));
      const set = await ruleSetOf(rules, LISTS);
      const facts = {
        reportId: LEVELS['customer-or-nda'],
        level: 'customer-or-nda',
        customer: false,
      } as const;
      return decideAccess(set, { ...facts, address: 'ann@acme.example' }).record.rule;
    };
    expect(await of('customers', 'free-mail', 'too-late')).toBe('customers');
    expect(await of('free-mail', 'customers', 'too-late')).toBe('free-mail');
    expect(await of('too-late', 'customers', 'free-mail')).toBe('too-late');
    expect(await of('rivals', 'watched')).toBe('default');
  });

  it('a grant to a person is for their very address; a denial is for the mailbox', async () => {
    const set = await ruleSetOf([
      { name: 'ann', people: ['ann@acme.example'], outcome: 'grant', basis: 'customer' },
      { name: 'mal', people: ['mal@acme.example'], outcome: 'deny', reason: 'No.' },
    ]);
    const of = (address: string) =>
      decideAccess(set, { address, reportId: 'r', level: 'customer-or-nda', customer: false }).record.rule;
    expect(
      ['ann@acme.example', 'ann+x@acme.example', 'mal+x@acme.example', 'malx@acme.example'].map(of),
    ).toEqual(['ann', 'default', 'mal', 'default']);
  });
});

describe('C14: the version of a rule set', () => {
  it('changes with every rule, its order and every list', async () => {
    const first = { ...ruleSet, rules: ruleSet.rules.slice(1) };
    const variants: RuleSet[] = [
      ruleSet,
      first,
      { ...ruleSet, rules: ruleSet.rules.toReversed() },
      { ...ruleSet, rules: ruleSet.rules.map((rule) => ({ ...rule, days: 1 })) },
      { ...ruleSet, freeMailDomains: [] },
      { ...ruleSet, disposableDomains: LISTS.freeMailDomains },
      { ...ruleSet, freeMailDomains: LISTS.disposableDomains, disposableDomains: LISTS.freeMailDomains },
    ];
    const hashes = await Promise.all(variants.map(hashRules));
    expect(new Set(hashes).size).toBe(variants.length);
    expect(await Promise.all(variants.map(isWhole))).toEqual([true, ...variants.slice(1).map(() => false)]);
  });
});
