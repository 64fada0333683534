import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markingOf, templateOf } from '../../schema/marking.ts';
import { POLICY_AREAS } from '../../schema/policies.ts';
import { type Change, lineOf, loadChanged } from './mutate.ts';

/** What the report says that has its letter from the one that was changed. */
const OF_ANOTHER_EXAMINATION =
  'content/reports/soc3-summary.yaml: bridgedBy: expected a report of the same examination, found "soc2-type2", of another period or auditor';

/** A slip of an author's, and the whole message it gets. */
type Slip = [slip: string, change: Change | Change[], message: string];

describe('fields', () => {
  it.each<Slip>([
    [
      'unknown, close to a known one that is missing',
      { file: 'company.yaml', replace: 'legalName:', by: 'legalname:' },
      [
        'content/company.yaml: legalName: is missing; expected one line of text. The name in the commercial register; it is a party to the NDA.',
        'content/company.yaml: legalname: is not a field here; did you mean legalName?',
      ].join('\n'),
    ],
    [
      'unknown, close to none',
      { file: 'access.yaml', replace: /^/, by: 'minimumRevenue: 100\n' },
      'content/access.yaml: minimumRevenue: is not a field here; the fields here are grantDays, downloads, expiringDays, ndaGraceDays, newVersionMonths, confirmationMinutes, customerClaim, staffGroup, staffSignIn, administratorGroup, twoPersons, waitingDays, remindHours, requestsNotify, rules',
    ],
    [
      'unknown, inside another',
      {
        file: 'reports/soc2-type2.yaml',
        replace: '  from: 2025-10-01',
        by: '  from: 2025-10-01\n  until: 2026-09-30',
      },
      'content/reports/soc2-type2.yaml: period.until: is not a field here; the fields here are from, to',
    ],
    [
      'missing',
      { file: 'reports/soc2-type2.yaml', replace: /issued: .*\n/, by: '' },
      'content/reports/soc2-type2.yaml: issued: is missing; expected a date such as 2026-11-02. The date of the auditor’s signature.',
    ],
    [
      'a date in words',
      { file: 'company.yaml', replace: 'effective: 2026-01-15', by: 'effective: 15 January 2026' },
      'content/company.yaml: terms.effective: expected a date such as 2026-11-02, found "15 January 2026"',
    ],
    [
      'a name where an address of an author stands',
      { file: 'authors.yaml', write: 'Ann: Security team\n' },
      'content/authors.yaml: Ann: expected a mail address as commits have it, or "*" for everybody else in its place',
    ],
    [
      'a day that does not exist',
      { file: 'reports/soc2-type2.yaml', replace: 'to: 2026-09-30', by: 'to: 2026-09-31' },
      'content/reports/soc2-type2.yaml: period.to: expected a date such as 2026-11-02, found "2026-09-31"',
    ],
    [
      'a month that does not exist',
      { file: 'reports/soc2-type2.yaml', replace: 'nextExpected: 2027-11', by: 'nextExpected: 2027-13' },
      'content/reports/soc2-type2.yaml: nextExpected: expected a month such as 2027-11, found "2027-13"',
    ],
    [
      'a version without quotes',
      { file: 'nda/nda.yaml', replace: 'current: "1.0"', by: 'current: 1.0' },
      'content/nda/nda.yaml: current: expected a version in quotes such as "1.0", found the number 1',
    ],
    [
      'a word that is not one of the few',
      { file: 'reports/soc2-type2.yaml', replace: 'access: customer-or-nda', by: 'access: paying-customers' },
      'content/reports/soc2-type2.yaml: access: expected one of public, customers, customer-or-nda, on-request, found "paying-customers"',
    ],
    [
      'a number that is text',
      { file: 'reports/soc3-summary.yaml', replace: /pages: \d+/, by: 'pages: four' },
      'content/reports/soc3-summary.yaml: pages: expected a whole number from 1 to 10000, found "four"',
    ],
    [
      'a confirmation that lives too long',
      { file: 'access.yaml', replace: 'confirmationMinutes: 10', by: 'confirmationMinutes: 11' },
      'content/access.yaml: confirmationMinutes: expected a whole number from 1 to 10, found the number 11',
    ],
    [
      'made-up figures of a company that is none of the sample',
      { file: 'company.yaml', replace: 'sample: true', by: 'sample: false' },
      'content/promise.json: sample: expected figures that were counted: run `trust promise`, or remove the file',
    ],
    [
      'text where fields belong',
      { file: 'reports/soc2-type2.yaml', replace: /period:\n.*\n.*\n/, by: 'period: a year\n' },
      'content/reports/soc2-type2.yaml: period: expected fields, found "a year"',
    ],
    [
      'exceptions of a report that lists no tests',
      { file: 'reports/soc3-summary.yaml', replace: /^issued:/m, by: 'exceptions: 2\nissued:' },
      'content/reports/soc3-summary.yaml: exceptions: expected none: a SOC 3 report lists no tests, and so no exceptions',
    ],
    [
      'a list position, counted as authors do',
      { file: 'security.yaml', replace: 'since: 2025-10\n', by: 'since: last year\n' },
      'content/security.yaml: certified[2].since: expected a month such as 2027-11, found "last year"',
    ],
    [
      'an address that is not https',
      { file: 'company.yaml', replace: 'url: https:', by: 'url: http:' },
      'content/company.yaml: terms.url: expected an address such as https://example.com/page, found "http://larkspur-relay.example/terms"',
    ],
    [
      'a status page that is not https',
      { file: 'company.yaml', replace: 'statusUrl: https:', by: 'statusUrl: http:' },
      'content/company.yaml: statusUrl: expected an address such as https://example.com/page, found "http://status.larkspur-relay.example/"',
    ],
    [
      'front matter of a policy',
      { file: 'policies/access-control.md', replace: 'ownerRole:', by: 'owner:' },
      [
        'content/policies/access-control.md: ownerRole: is missing; expected one line of text. The role that answers for it; a role, never a person.',
        'content/policies/access-control.md: owner: is not a field here; the fields here are title, kind, summary, ownerRole, approverRole, covers, reviewEveryMonths, versions',
      ].join('\n'),
    ],
  ])('%s', async (_, change, message) => {
    expect(await loadChanged(...[change].flat())).toBe(message);
  });

  it('two errors in two files are both shown', async () => {
    const message = await loadChanged(
      { file: 'company.yaml', replace: /^name: .*$/m, by: 'name: 7' },
      { file: 'access.yaml', replace: /grantDays: .*/, by: 'grantDays: 0' },
    );
    expect(message).toBe(
      [
        'content/company.yaml: name: expected one line of text, found the number 7',
        'content/access.yaml: grantDays: expected a whole number from 1 to 730, found the number 0',
      ].join('\n'),
    );
  });
});

describe('days that have not come', () => {
  const today = new Date().toISOString().slice(0, 10);
  it.each<[string, Change, string]>([
    [
      'a company that does not exist yet',
      { file: 'company.yaml', replace: /founded: .*/, by: 'founded: 2099-01-01' },
      `content/company.yaml: founded: expected a day that has come, today is ${today}, found "2099-01-01"`,
    ],
    [
      'a page that somebody will have read',
      { file: 'security.yaml', replace: /^reviewed: .*/m, by: 'reviewed: 2099-01-01' },
      `content/security.yaml: reviewed: expected a day that has come, today is ${today}, found "2099-01-01"`,
    ],
    [
      'a certificate that is only planned',
      { file: 'security.yaml', replace: /since: 2024-10/, by: 'since: 2099-01' },
      `content/security.yaml: certified[1].since: expected a month that has begun, today is ${today}, found "2099-01": what is only planned is no certificate`,
    ],
    [
      'a report that will be signed',
      { file: 'reports/soc3-summary.yaml', replace: /issued: .*/, by: 'issued: 2099-01-01' },
      `content/reports/soc3-summary.yaml: issued: expected a day that has come, today is ${today}, found "2099-01-01"`,
    ],
  ])('%s', async (_, change, message) => {
    const said = await loadChanged(change);
    expect(typeof said === 'string' ? said.split('\n') : said).toContain(message);
  });
});

describe('reports that contradict themselves', () => {
  const file = 'reports/soc2-type2.yaml';
  it.each<Slip>([
    [
      'a type II without a period',
      { file, replace: /period:\n.*\n.*\n/, by: '' },
      [
        'content/reports/soc2-type2.yaml: period: is missing; a report of type II looks at a period',
        OF_ANOTHER_EXAMINATION,
      ].join('\n'),
    ],
    [
      'a SOC report without its type',
      { file, replace: 'type: II\n', by: '' },
      'content/reports/soc2-type2.yaml: type: is missing; a SOC report is never shown without its type, I or II',
    ],
    [
      'a period that ends before it begins',
      { file, replace: 'to: 2026-09-30', by: 'to: 2025-09-30' },
      [
        'content/reports/soc2-type2.yaml: period.to: expected a day after 2025-10-01, found "2025-09-30"',
        OF_ANOTHER_EXAMINATION,
      ].join('\n'),
    ],
    [
      'issued before the period ended',
      { file, replace: 'issued: 2026-11-02', by: 'issued: 2026-09-01' },
      'content/reports/soc2-type2.yaml: issued: expected a day after the period’s end, 2026-09-30, found "2026-09-01"',
    ],
    [
      'the next one expected in the past',
      { file, replace: 'nextExpected: 2027-11', by: 'nextExpected: 2026-11' },
      'content/reports/soc2-type2.yaml: nextExpected: expected a month after 2026-11, found "2026-11"',
    ],
    [
      'a criterion that is named nowhere',
      { file, replace: 'notInScope: [Processing Integrity, Privacy]', by: 'notInScope: [Privacy]' },
      'content/reports/soc2-type2.yaml: criteria: expected Processing Integrity once, in inScope or in notInScope, found it nowhere',
    ],
    [
      'a criterion that is in scope and not',
      { file, replace: 'notInScope: [', by: 'notInScope: [Security, ' },
      'content/reports/soc2-type2.yaml: criteria: expected Security once, in inScope or in notInScope, found it twice',
    ],
    [
      'A13: a gated report with a file on the site',
      { file, replace: 'sample: true', by: 'sample: true\nfile: larkspur-relay-soc3-2026.pdf' },
      'content/reports/soc2-type2.yaml: file: expected none: only a public report may lie on the site',
    ],
    [
      'gated without a reason',
      { file: 'reports/pentest-letter.yaml', replace: /whyGated: >-\n {2}.*\n {2}.*\n/, by: '' },
      'content/reports/pentest-letter.yaml: whyGated: is missing; whatever is not public says why',
    ],
    [
      'on request without saying who decides',
      { file: 'reports/pentest-letter.yaml', replace: /decision:\n.*\n.*\n/, by: '' },
      'content/reports/pentest-letter.yaml: decision: is missing; the reader is told who decides and how long that takes',
    ],
    [
      'a public report whose file is missing',
      { file: 'files/larkspur-relay-soc3-2026.pdf', remove: true },
      'content/reports/soc3-summary.yaml: file: expected content/files/larkspur-relay-soc3-2026.pdf, found no such file',
    ],
    [
      'a bridge letter that leaves a gap',
      { file, replace: 'from: 2026-10-01', by: 'from: 2026-10-02' },
      'content/reports/soc2-type2.yaml: bridge.from: expected the day after the period, 2026-10-01, found "2026-10-02"',
    ],
    [
      'a letter in a report that is not there',
      { file: 'reports/soc3-summary.yaml', replace: 'bridgedBy: soc2-type2', by: 'bridgedBy: soc2-type1' },
      'content/reports/soc3-summary.yaml: bridgedBy: expected the id of another report, found "soc2-type1"; did you mean soc2-type2?',
    ],
    [
      'a letter in a report that has none',
      {
        file: 'reports/soc3-summary.yaml',
        replace: 'bridgedBy: soc2-type2',
        by: 'bridgedBy: pentest-letter',
      },
      'content/reports/soc3-summary.yaml: bridgedBy: expected a report with a bridge letter, found "pentest-letter", which has none',
    ],
    [
      'a letter about another examination',
      { file: 'reports/soc3-summary.yaml', replace: 'from: 2025-10-01', by: 'from: 2025-10-02' },
      'content/reports/soc3-summary.yaml: bridgedBy: expected a report of the same examination, found "soc2-type2", of another period or auditor',
    ],
    [
      'a digest that leaves an exception out',
      { file, replace: 'exceptions: 2', by: 'exceptions: 3' },
      'content/reports/soc2-type2.yaml: digest.exceptions: expected 3 of them, as the field exceptions counts, found 2',
    ],
    [
      'a digest that points behind the end',
      { file, replace: 'page: 100', by: 'page: 104' },
      'content/reports/soc2-type2.yaml: digest.parts[6].page: expected pages that rise up to 103, found 104',
    ],
    [
      'a type I without its day',
      { file: 'reports/superseded/soc2-type1-2024.yaml', replace: /asOf: .*\n/, by: '' },
      'content/reports/superseded/soc2-type1-2024.yaml: asOf: is missing; a report of type I looks at one day',
    ],
    [
      'superseded by a report that does not exist',
      {
        file: 'reports/superseded/soc2-type2-2025.yaml',
        replace: 'supersededBy: soc2-type2',
        by: 'supersededBy: soc2-2026',
      },
      'content/reports/superseded/soc2-type2-2025.yaml: supersededBy: expected the id of another report, found "soc2-2026"; there are pentest-letter, soc2-type2, soc3-summary, pentest-letter-2025, soc2-type1-2024',
    ],
    [
      'two reports under one file name',
      {
        file: 'reports/pentest-letter.yaml',
        replace: /fileName: .*/,
        by: 'fileName: larkspur-relay-soc3-2026.pdf',
      },
      'content/reports/soc3-summary.yaml: fileName: expected a name of its own, found that of content/reports/pentest-letter.yaml',
    ],
  ])('%s', async (_, change, message) => {
    expect(await loadChanged(...[change].flat())).toBe(message);
  });
});

describe('the mark of a report', () => {
  const mark = (block: string): Change => ({
    file: 'reports/soc2-type2.yaml',
    replace: /^sample: true/m,
    by: `${block}\nsample: true`,
  });

  it('is the usual one where nothing is said, and as it is said otherwise', async () => {
    const plain = await loadChanged();
    if (typeof plain === 'string') throw new Error(plain);
    const usual = plain.reports.find(({ id }) => id === 'pentest-letter');
    expect(usual).toMatchObject({ mark: null, cover: false });
    const block = `mark:
  position: { across: level, foot: top }
  text: { across: [Confidential], beneath: [], foot: ['For {name}', '{company}'] }`;
    const changed = await loadChanged(mark(block));
    if (typeof changed === 'string') throw new Error(changed);
    const { company, reports } = changed;
    const report = reports.find(({ id }) => id === 'soc2-type2');
    if (!report) throw new Error('the report is gone');
    expect(markingOf(report, company)).toMatchObject({
      look: { across: 'level', foot: 'top', strength: 'normal' },
      cover: { publisher: company.legalName, subtitle: '1 October 2025 to 30 September 2026' },
    });
    expect(templateOf(report).foot).toEqual(['For {name}', '{company}']);
  });

  it.each<[string, string, string]>([
    [
      'an unknown field in braces',
      "mark: { text: { foot: ['{name}', '{nmae}'] } }",
      'mark.text.foot[2]: expected in braces only {name}, {company}, {address}, {date}; the copy id is always added, found "{nmae}"',
    ],
    [
      'a field twice in a line',
      "mark: { text: { beneath: ['{name}', '{name}'] } }",
      'mark.text.beneath: expected each field once in a line, found a list',
    ],
    [
      'a foot that does not say whose copy it is',
      'mark: { text: { foot: [Confidential] } }',
      'mark.text.foot: expected {name} or {address}: a copy says whose it is, found a list',
    ],
    [
      'text that the font lacks',
      'mark: { text: { across: [社外秘] } }',
      'mark.text.across[1]: expected Latin, Greek or Cyrillic text beside the fields, found "社外秘"',
    ],
    [
      'no line at all',
      'mark: { position: { foot: none } }',
      'mark.position.foot: expected one of bottom, top, left, right, found "none"',
    ],
    [
      'a strength that is a number',
      'mark: { strength: 0.01 }',
      'mark.strength: expected one of light, normal, strong, found the number 0.01',
    ],
    [
      'a slip of the pen',
      'mark: { strenght: strong }',
      'mark.strenght: is not a field here; did you mean strength?',
    ],
  ])('refuses %s', async (_, block, message) => {
    expect(await loadChanged(mark(block))).toBe(`content/reports/soc2-type2.yaml: ${message}`);
  });

  it.each([
    ['mark: {}', 'mark: expected none: copies of a public report are not marked'],
    ['cover: true', 'cover: expected none: a public report is the same for everybody'],
  ])('refuses %s for a public report', async (block, message) => {
    const change = { ...mark(block), file: 'reports/soc3-summary.yaml' };
    expect(await loadChanged(change as Change)).toBe(`content/reports/soc3-summary.yaml: ${message}`);
  });
});

describe('a report that is no PDF', () => {
  const file = 'reports/pentest-letter.yaml';
  const rename = { file, replace: /fileName: .*/, by: 'fileName: pentest-evidence.zip' };
  const withoutPages = { file, replace: /pages: .*\n/, by: '' };
  const unmarked = {
    file,
    replace: 'sample: true',
    by: 'sample: true\nunmarked:\n  reason: It is raw data.',
  };
  const said = 'content/reports/pentest-letter.yaml';
  it.each<Slip>([
    [
      'that does not say that it is unmarked',
      [rename],
      `${said}: unmarked: is missing; a file that is no PDF carries no visible mark, and is handed out only if that is said, with a reason`,
    ],
    ['a PDF that says so', [unmarked], `${said}: unmarked: expected none: a PDF is marked on every page`],
    [
      'that says how many pages it has',
      [rename, unmarked],
      `${said}: pages: expected none: the file is handed out unmarked`,
    ],
    [
      'that says how it is marked',
      [rename, unmarked, withoutPages, { file, replace: 'sample: true', by: 'sample: true\ncover: true' }],
      `${said}: cover: expected none: the file is handed out unmarked`,
    ],
    [
      'that does not say why',
      [rename, withoutPages, { file, replace: 'sample: true', by: 'sample: true\nunmarked: {}' }],
      `${said}: unmarked.reason: is missing; expected a paragraph of text. Why it has to be a file of that kind; the reader is told.`,
    ],
    [
      'of a kind that is never handed out',
      [{ file, replace: /fileName: .*/, by: 'fileName: page.svg' }],
      `${said}: fileName: expected a file name that ends in .pdf, .docx, .xlsx, .zip, .png, .jpeg, .gif, found "page.svg"`,
    ],
    [
      'a PDF without its number of pages',
      [withoutPages],
      `${said}: pages: is missing; it is the number of pages of the PDF`,
    ],
  ])('%s', async (_, change, message) => {
    expect(await loadChanged(...[change].flat())).toBe(message);
  });

  it('is sound when it says so and why', async () => {
    expect(typeof (await loadChanged(rename, unmarked, withoutPages))).toBe('object');
  });
});

describe('references', () => {
  it.each<Slip>([
    [
      'the security page to a report that does not exist',
      { file: 'security.yaml', replace: 'mainReport: soc2-type2', by: 'mainReport: soc2-type1' },
      'content/security.yaml: mainReport: expected the id of a report, found "soc2-type1"; did you mean soc2-type2?',
    ],
    [
      'an area under the id of another',
      {
        file: 'security.yaml',
        replace: '- id: data',
        by: '- id: access\n    title: More\n    rows: [{ claim: Some, detail: More. }]\n  - id: data',
      },
      'content/security.yaml: areas[3].id: expected an id of its own, found "access" a second time',
    ],
    [
      'a page whose file name is misspelt',
      { file: 'policy/backups.md', write: 'words' },
      'content/policy/backups.md: is not a file that anything reads; is its name or folder misspelt?',
    ],
    [
      'a policy without one of its sections',
      { file: 'policies/vendor-management.md', replace: '## Roles and responsibilities', by: '## Duties' },
      'content/policies/vendor-management.md: expected the sections Purpose, Scope, Policy, Roles and responsibilities, found Purpose, Scope, Policy, Duties',
    ],
  ])('%s', async (_, change, message) => {
    expect(await loadChanged(...[change].flat())).toBe(message);
  });
});

describe('policies', () => {
  it.each<Slip>([
    [
      'a variable that does not exist, in the text and in a field',
      [
        { file: 'policies/testing.md', replace: '{{contacts.security}}', by: '{{contacts.sales}}' },
        {
          file: 'policies/testing.md',
          replace: 'title: Testing',
          by: 'title: Testing at {{ company.name }}',
        },
      ],
      [
        'content/policies/testing.md: title: expected a variable such as {{company.name}} (company.name, company.legalName, company.domain, contacts.security, contacts.access, contacts.privacy), found "{{ company.name }}"',
        'content/policies/testing.md: expected a variable such as {{company.name}} (company.name, company.legalName, company.domain, contacts.security, contacts.access, contacts.privacy), found "{{contacts.sales}}"',
      ].join('\n'),
    ],
    [
      'a variable that is not closed',
      { file: 'policies/testing.md', replace: '{{contacts.security}}', by: '{{contacts.security' },
      'content/policies/testing.md: expected a variable such as {{company.name}} (company.name, company.legalName, company.domain, contacts.security, contacts.access, contacts.privacy), found "{{"',
    ],
    [
      'a file name with a space and letters of another script',
      { file: 'policies/Zugriff für alle.md', write: 'words' },
      [
        'content/policies/Zugriff für alle.md: expected to begin with fields between two lines of ---',
        'content/policies/Zugriff für alle.md: expected a file name of lower case letters a to z, digits and hyphens, such as access-control.md: it is part of an address',
      ].join('\n'),
    ],
    [
      'a folder with a space and letters of another script',
      { file: 'policies/alte Fassungen/größe.md', write: 'words' },
      'content/policies/alte Fassungen/größe.md: is a policy in a folder of its own, where nothing looks: policies lie side by side in content/policies/, each a file ID.md whose ID is lower case letters a to z, digits and hyphens, such as content/policies/access-control.md',
    ],
    [
      'an owner who approves',
      {
        file: 'policies/testing.md',
        replace: 'approverRole: Managing director',
        by: 'approverRole: Head of Engineering',
      },
      'content/policies/testing.md: approverRole: expected another role than the owner’s, found "Head of Engineering"',
    ],
    [
      'a version that goes back',
      {
        file: 'policies/testing.md',
        replace: 'inForceFrom: 2025-03-10\n',
        by: 'inForceFrom: 2025-03-10\n  - version: "1.0"\n    kind: editorial\n    summary: Less.\n',
      },
      'content/policies/testing.md: versions[2].version: expected a later version than 1.1, found "1.0"',
    ],
    [
      'a day of earlier records before that of the version before',
      {
        file: 'policies/passwords.md',
        replace: 'inForceFrom: 2025-01-13\n',
        by: 'inForceFrom: 2025-01-13\n  - version: "1.4"\n    kind: editorial\n    summary: More.\n    inForceFrom: 2025-01-12\n',
      },
      'content/policies/passwords.md: versions[2].inForceFrom: expected no earlier day than the version before, which has to name one as well',
    ],
    [
      'an area that is none',
      { file: 'policies/testing.md', replace: 'covers: [testing]', by: 'covers: [tests]' },
      'content/policies/testing.md: covers[1]: expected one of personnel, risk assessment, information classification, vendor review, incident response policy, incident response process, incident disclosure, business continuity and disaster recovery, access control, password, change management, testing, patch management, data retention and deletion, found "tests"',
    ],
  ])('%s', async (_, change, message) => {
    expect(await loadChanged(...[change].flat())).toBe(message);
  });

  it('are a whole set, in which nothing of a variable is left', async () => {
    const content = await loadChanged();
    if (typeof content === 'string') throw new Error(content);
    const covered = content.policies.flatMap(({ covers }) => covers);
    expect(covered.toSorted()).toEqual(POLICY_AREAS.toSorted());
    for (const { html, title, summary } of content.policies)
      expect(html + title + summary).not.toMatch(/[{}]{2}/);
    expect(content.policies.find(({ id }) => id === 'testing')?.html).toContain(
      'security@larkspur-relay.example',
    );
  });

  it('can be passed on: their source names no company', () => {
    const folder = join(import.meta.dirname, '../../content/policies');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
      expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/larkspur/i);
    }
  });
});

describe('files', () => {
  it.each<Slip>([
    ['missing', { file: 'access.yaml', remove: true }, 'content/access.yaml: is missing'],
    [
      'with a field twice',
      { file: 'access.yaml', replace: /^/, by: 'grantDays: 30\n' },
      'content/access.yaml: expected YAML, found in line 3: Map keys must be unique',
    ],
    [
      'with control characters',
      { file: 'policies/access-control.md', replace: 'A person must', by: 'A\u202Eperson must' },
      `content/policies/access-control.md: expected plain text, found the control character U+202E in line ${lineOf('policies/access-control.md', 'A person must')}`,
    ],
    [
      'not in UTF-8',
      { file: 'access.yaml', write: new Uint8Array([0x61, 0x3a, 0x20, 0xe4]) },
      'content/access.yaml: expected text in UTF-8, found other bytes',
    ],
    [
      'U12: huge',
      { file: 'policies/access-control.md', write: new Uint8Array(600_000).fill(0x61) },
      'content/policies/access-control.md: expected at most 524288 bytes, found 600000',
    ],
    [
      'a policy without front matter',
      { file: 'policies/access-control.md', write: '## Purpose\n' },
      'content/policies/access-control.md: expected to begin with fields between two lines of ---',
    ],
  ])('%s', async (_, change, message) => {
    expect(await loadChanged(...[change].flat())).toBe(message);
  });

  it('U12: a link in place of a file is refused, wherever it leads', async () => {
    expect(
      await loadChanged(
        { file: 'access.yaml', remove: true },
        { file: 'access.yaml', link: (path) => symlinkSync('/etc/hostname', path) },
      ),
    ).toBe('content/access.yaml: expected a plain file, found a link or a folder');
  });
});

it('the sample company’s content is sound', async () => {
  expect(typeof (await loadChanged())).toBe('object');
});
