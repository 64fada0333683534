import { describe, expect, it } from 'vitest';
import { parseMailAddress } from '../../../core/mail-address.ts';
import type { AccessRule } from '../../../schema/access-rules.ts';
import { decideAccess } from '../../../worker/access/decide.ts';

const rule = (name: string, facts: Partial<AccessRule>): AccessRule => ({
  name,
  domains: [],
  people: [],
  list: null,
  freeMail: false,
  everybody: false,
  reports: null,
  outcome: 'nda',
  days: null,
  basis: null,
  reason: null,
  reference: null,
  ...facts,
});

const rules = [
  rule('denied', { domains: ['rival.example'], people: ['eve@acme.com'], outcome: 'deny', reason: 'No.' }),
  rule('customers', { domains: ['acme.com', 'xn--bcher-kva.example'], outcome: 'grant', basis: 'customer' }),
  rule('free', { freeMail: true, reports: ['soc2-type2'], outcome: 'review' }),
  rule('letter', { everybody: true, reports: ['pentest-letter'], outcome: 'review' }),
];
const ruleSet = { rules, freeMailDomains: ['freemail.example'], sha256: 'a'.repeat(64) };

describe('the rule that decides', () => {
  it.each([
    ['ann@acme.com', 'soc2-type2', 'customers', 'domain'],
    ['ANN@ACME.COM', 'soc2-type2', 'customers', 'domain'],
    ['eve@acme.com', 'soc2-type2', 'denied', 'person'],
    ['x@rival.example', 'pentest-letter', 'denied', 'domain'],
    ['x@bücher.example', 'soc2-type2', 'customers', 'domain'],
    ['x@xn--bcher-kva.example', 'soc2-type2', 'customers', 'domain'],
    // Nothing that only looks like the domain.
    ['x@evil-acme.com', 'soc2-type2', 'default', null],
    ['x@acme.com.evil', 'soc2-type2', 'default', null],
    ['x@mail.acme.com', 'soc2-type2', 'default', null],
    ['x@аcme.com', 'soc2-type2', 'default', null],
    ['acme.com@other.example', 'soc2-type2', 'default', null],
    ['eve@other.example', 'soc2-type2', 'default', null],
    ['x@freemail.example', 'soc2-type2', 'free', 'free-mail'],
    ['x@freemail.example', 'pentest-letter', 'letter', 'everybody'],
  ])('M10 C14: for %s and %s is %s', (typed, reportId, name, match) => {
    const address = parseMailAddress(typed)?.address ?? '';
    expect(address).not.toBe('');
    const decision = decideAccess(ruleSet, { address, reportId });
    expect(decision.record).toEqual({ rules: ruleSet.sha256, rule: name });
    expect([decision.match, decision.outcome]).toEqual([
      match,
      rules.find((one) => one.name === name)?.outcome ?? 'nda',
    ]);
  });
});
