import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isWhole } from '../../core/access/rules.ts';
import { parseMailAddress } from '../../core/mail-address.ts';
import { loadChanged } from './mutate.ts';

const written = readFileSync(join(import.meta.dirname, '../../content/access.yaml'), 'utf8');
const rules = (text: string) => ({
  file: 'access.yaml',
  write: `${written.slice(0, written.indexOf('\nrules:'))}\nrules:\n${text}\n`,
});
const list = (write: string) => ({ file: 'access/customers.csv', write });

it('C14: rules are read with their lists, in one form, under a hash that follows every change', async () => {
  const load = async (csv: string) => {
    const text =
      '  - { name: customers, domains: [BÜCHER.example], list: customers.csv, outcome: grant, basis: customer }\n' +
      '  - { name: free, freeMail: true, outcome: review }\n' +
      '  - { name: minutes, disposable: true, outcome: deny, reason: No. }';
    const content = await loadChanged(rules(text), list(csv));
    if (typeof content === 'string') throw new Error(content);
    return content.access.rules;
  };
  const one = await load('domain,since\nAcme.example,2024\n"beta.example",2025\n');
  expect(one.rules[0]?.domains).toEqual(['xn--bcher-kva.example', 'acme.example', 'beta.example']);
  expect(one.freeMailDomains).toEqual(expect.arrayContaining(['gmail.com', 'outlook.com', 'gmx.de']));
  expect(one.disposableDomains).toEqual(expect.arrayContaining(['mailinator.com', 'yopmail.com']));
  expect(one.freeMailDomains.filter((domain) => one.disposableDomains.includes(domain))).toEqual([]);
  for (const domain of [...one.freeMailDomains, ...one.disposableDomains])
    expect(parseMailAddress(`x@${domain}`)?.address).toBe(`x@${domain}`);
  expect(await isWhole(one)).toBe(true);
  expect(one.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect((await load('domain\nacme.example\n')).sha256).not.toBe(one.sha256);
});

it.each([
  ['  - { name: a, outcome: nda }', 'rules[1]: matches nobody'],
  [
    '  - { name: a, domains: [x], outcome: nda }',
    'rules[1].domains[1]: expected a domain such as example.com, found "x"',
  ],
  ['  - { name: a, people: [x.example], outcome: nda }', 'rules[1].people[1]: expected an address'],
  [
    '  - { name: a, everybody: true, outcome: deny }',
    'rules[1].reason: is missing; a rule with deny needs it',
  ],
  ['  - { name: a, domains: [a.example], outcome: grant }', 'rules[1].basis: is missing'],
  ['  - { name: a, domains: [a.example], outcome: grant, basis: partner }', 'rules[1].reference: is missing'],
  [
    '  - { name: a, domains: [a.example], outcome: deny, reason: No., days: 3 }',
    'rules[1].days: has no meaning in a rule with deny',
  ],
  [
    '  - { name: a, domains: [a.example, gmail.com], outcome: grant, basis: customer }',
    'rules[1].domains[2]: expected the domain of a company, found "gmail.com", where anybody may have a mailbox',
  ],
  [
    '  - { name: a, disposable: true, outcome: grant, basis: customer }',
    'rules[1].outcome: expected nda, review or deny for everybody, freeMail or disposable, found "grant"',
  ],
  [
    '  - { name: default, everybody: true, outcome: nda }',
    'rules[1].name: expected another name: the record calls "default" what no rule decided',
  ],
  ['  - { name: a, freeMail: yes, outcome: nda }', 'rules[1].freeMail: expected true, found "yes"'],
  [
    '  - { name: a, everybody: true, outcome: grant, basis: customer }',
    'rules[1].outcome: expected nda, review or deny',
  ],
  [
    '  - { name: a, everybody: true, outcome: nda, reports: [soc3-summary] }',
    'rules[1].reports: expected ids of reports that are not public',
  ],
  ['  - { name: a, everybody: true, outcome: nda, tier: gold }', 'rules[1].tier: is not a field here'],
  [
    '  - { name: a, everybody: true, outcome: allow }',
    'rules[1].outcome: expected one of nda, grant, review, deny',
  ],
  [
    '  - { name: a, everybody: true, outcome: nda }\n  - { name: a, freeMail: true, outcome: nda }',
    'rules[2].name: expected a name of its own',
  ],
  [
    '  - { name: a, everybody: true, outcome: nda }\n  - { name: b, freeMail: true, outcome: nda }',
    'rules[2]: can never decide',
  ],
  ['  - { name: a, list: customers.csv, outcome: nda }', 'content/access/customers.csv: is missing'],
])('a rule with an error stops the build: %s', async (text, message) => {
  expect(await loadChanged(rules(text))).toContain(message);
});

it('M10: a list that grants holds no domain where anybody may have a mailbox', async () => {
  const rule = '  - { name: a, list: customers.csv, outcome: grant, basis: customer }';
  expect(await loadChanged(rules(rule), list('domain\nacme.example\nMailinator.com\n'))).toContain(
    'content/access/customers.csv: expected the domain of a company in line 3, found "Mailinator.com"',
  );
});

it.each([
  ['name\nacme.example\n', 'expected "domain" as the first column of line 1, found "name"'],
  [
    'domain\nacme.example\nnot a domain\n',
    'expected a domain such as example.com in line 3, found "not a domain"',
  ],
  ['domain\n', 'expected at least one domain below line 1'],
])('a list with an error stops the build: %j', async (csv, message) => {
  const found = await loadChanged(rules('  - { name: a, list: customers.csv, outcome: nda }'), list(csv));
  expect(found).toContain(`content/access/customers.csv: ${message}`);
});

it('a list that no rule reads is a finding', async () => {
  expect(await loadChanged(list('domain\nacme.example\n'))).toContain('is not a file that anything reads');
});
