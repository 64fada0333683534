import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workerView } from '../../schema/content.ts';
import { coverageOf } from '../../schema/coverage.ts';
import { loadContent } from '../../schema/load.ts';
import { daysInWords, inWords, lengthInWords } from '../../words/dates.ts';
import { pages, ROOT, tags, textOf } from './built.ts';

const { today } = JSON.parse(readFileSync(join(ROOT, '.generated/public.json'), 'utf8')) as { today: string };
const { reports, supersededReports, security } = await loadContent(ROOT, today);

describe.each(reports)('the page of $id', (report) => {
  const text = textOf(`/reports/${report.id}/`);

  it('states every fact of the report', () => {
    expect(text).toContain(report.title);
    expect(text).toContain(report.opinion);
    for (const { what, why } of report.notExamined) {
      expect(text).toContain(what);
      expect(text).toContain(why);
    }
    expect(text).toContain(report.auditor.name);
    expect(text).toContain(inWords(report.issued));
    expect(text).toContain(`${report.pages} pages`);
    if (report.period)
      expect(text).toContain(`${inWords(report.period.from)} to ${inWords(report.period.to)}`);
    if (report.nextExpected) expect(text).toContain(inWords(report.nextExpected));
    if (report.whyGated) expect(text).toContain(report.whyGated);
    for (const entry of report.inside) expect(text).toContain(entry);
  });

  it('names the criteria in scope and those that are not', () => {
    if (report.criteria === null) return;
    expect(text).toContain(
      `In scope ${report.criteria.inScope.join(' ')} Not in scope ${report.criteria.notInScope.join(' ')}`,
    );
  });

  it('explains the type in plain words', () => {
    if (report.type === 'II')
      expect(text).toContain(
        'Type II means that the auditor looked at how the controls worked over a period',
      );
    if (report.kind === 'soc2') expect(text).toContain('not a certificate');
    if (report.type !== null)
      expect(text).toMatch(new RegExp(` Type ${report.type}: how the controls (worked|were designed),`));
    else expect(text).not.toContain(' how the controls ');
  });

  it('has one button, and it leads to the report', () => {
    const html = pages.find((page) => page.path === `/reports/${report.id}/`)?.html ?? '';
    const buttons = tags(html).filter(({ attributes }) => attributes.class === 'button');
    expect(buttons.map(({ attributes }) => attributes.href)).toEqual([
      report.file ?? `/en/access/${report.id}`,
    ]);
  });
});

describe.each([
  [
    'en',
    '',
    'half had it within 2 minutes, as of 5 November 2026 . No request waited. These figures are made up',
  ],
  [
    'de',
    '/de',
    'bekam ihn die Hälfte innerhalb von 2 Minuten (Stand 5. November 2026 ). Keine Anfrage wartete. Diese Zahlen sind erfunden',
  ],
  ['fr', '/fr', 'Ces chiffres sont inventés'],
] as const)('the service promise in %s', (_, prefix, words) => {
  it('stands on the page of the main report and on the first page, with its day, and says that it is made up', () => {
    for (const path of ['/', '/reports/soc2-type2/'])
      expect(textOf(`${prefix}${path}`).replaceAll(/\s+/g, ' ')).toContain(words);
    expect(textOf(`${prefix}/reports/soc3-summary/`)).not.toContain(words);
  });
});

it('every page leads to the status page, the DPA and the service levels, where the company names them', async () => {
  const { statusUrl, dpaUrl, slaUrl } = (await loadContent(ROOT, today)).company;
  for (const path of ['/', '/de/questions/', '/reports/soc2-type2/']) {
    const html = pages.find((page) => page.path === path)?.html ?? '';
    for (const url of [statusUrl, dpaUrl, slaUrl]) expect(html, path).toContain(`href="${url}"`);
  }
});

it('says of every gated report what customers and everybody else do, and calls nothing certified', () => {
  for (const { id, access } of reports) {
    if (access !== 'public')
      expect(textOf(`/reports/${id}/`)).toMatch(/Customers sign in\. Everybody else confirms a work address/);
  }
  expect(textOf('/')).not.toMatch(/\bcertified\b/i);
});

describe('coverage', () => {
  const soc2 = (day: string) => {
    const report = reports.find(({ id }) => id === 'soc2-type2');
    return report && coverageOf(report, day);
  };

  it.each([
    ['2026-11-16', 1],
    ['2026-11-24', 9],
    ['2027-01-01', 47],
  ])('up to %s leaves %i days that neither report nor letter covers', (day, uncoveredDays) => {
    expect(soc2(day)).toEqual({
      examinedTo: '2026-09-30',
      bridgedTo: '2026-11-15',
      letterIn: null,
      uncoveredDays,
      on: day,
    });
  });

  it('of a report without a letter of its own is that of the letter about the same examination', async () => {
    const { reports: all } = await loadContent(ROOT, '2026-12-01');
    expect(all.find(({ id }) => id === 'soc3-summary')?.coverage).toMatchObject({
      bridgedTo: '2026-11-15',
      letterIn: 'soc2-type2',
      uncoveredDays: 16,
    });
    expect(textOf('/reports/soc3-summary/')).toContain(
      'The bridge letter in SOC 2 Type II reaches to 15 November 2026',
    );
  });

  it('counts from the end of the period where there is no letter', () => {
    const period = { from: '2025-10-01', to: '2026-09-30' };
    expect(coverageOf({ type: 'II', period, bridge: null }, '2026-10-01')?.uncoveredDays).toBe(1);
    expect(coverageOf({ type: 'II', period, bridge: null }, '2026-09-30')?.uncoveredDays).toBe(0);
    expect(coverageOf({ type: 'I', period: null, bridge: null }, '2026-10-01')).toBeNull();
  });

  it('is said with the day for which it was reckoned', () => {
    for (const path of ['/', '/reports/', '/reports/soc2-type2/']) {
      const { uncoveredDays = 0 } = reports.find(({ id }) => id === 'soc2-type2')?.coverage ?? {};
      expect(textOf(path)).toContain(
        `${daysInWords(uncoveredDays)} were covered by neither on ${inWords(today)} , the day on which this page was built`,
      );
    }
  });
});

describe('the series', () => {
  it('lists every superseded report with its result, below the one of today', () => {
    expect(supersededReports.length).toBeGreaterThan(2);
    const text = textOf('/reports/soc2-type2/');
    for (const { kind, opinion, issued } of supersededReports.filter((report) => report.kind === 'soc2')) {
      expect(text, kind).toContain(opinion);
      expect(text).toContain(inWords(issued));
    }
    expect(text.indexOf('5 November 2025')).toBeLessThan(text.indexOf('20 September 2024'));
    expect(textOf('/reports/pentest-letter/')).toContain('one high finding');
  });

  it('hands none of them out: the Worker does not know them', async () => {
    const known = workerView(await loadContent(ROOT)).reports.map(({ id }) => id);
    for (const { id } of supersededReports) {
      expect(known).not.toContain(id);
      for (const { html } of pages) expect(html).not.toContain(`/access/${id}`);
    }
  });
});

describe('the digest', () => {
  const text = textOf('/reports/soc2-type2/');
  const digest = reports.find(({ id }) => id === 'soc2-type2')?.digest;

  it('counts controls and exceptions, and explains each exception', () => {
    expect(text).toContain('116 controls were tested. 2 of the tests had an exception.');
    for (const { control } of digest?.exceptions ?? []) expect(text).toContain(control);
  });

  it('has every complementary control of customers and every subservice organisation of the report', () => {
    const system = readFileSync(join(ROOT, 'local/reports/text/soc2/3-system-3.md'), 'utf8');
    const rows = [...system.matchAll(/^\| (CUEC-\d+) \| .*? \| ([^|]*) \|$/gm)].map(([, id, criteria]) => ({
      id,
      criteria: criteria?.split(', '),
    }));
    expect(digest?.customerControls.map(({ id, criteria }) => ({ id, criteria }))).toEqual(rows);
    const named = [
      ...system.matchAll(
        /^\| ([A-Z]\w+ Example \w*|Gitforge Example) \| [^|]* \| (?!CC|A1|C1)[A-Z][^|]* \|$/gm,
      ),
    ];
    expect(digest?.subserviceOrganisations.map(({ name }) => name)).toEqual([
      ...new Set(named.map(([, name]) => name)),
    ]);
    for (const { id } of digest?.customerControls ?? []) expect(text).toContain(id);
  });
});

describe('the security page', () => {
  const text = textOf('/');

  it('answers the first questions about the main report before anything else', () => {
    const report = reports.find(({ id }) => id === security.mainReport);
    const fold = text.slice(0, text.indexOf('Examined by others'));
    expect(fold).toContain(report?.title);
    expect(fold).toContain(report?.opinion);
    expect(fold).toContain('In scope Security Availability Confidentiality');
    expect(fold).toContain('Not in scope Processing Integrity Privacy');
    expect(fold).toContain(report?.period ? inWords(report.period.from) : '');
    expect(fold).toContain('Get the report');
  });

  it('gives both reasons for everything we do not do', () => {
    expect(text.match(/The good reason/g)).toHaveLength(security.negatives.length);
    expect(text.match(/The bad reason/g)).toHaveLength(security.negatives.length);
  });
});

describe('dates in words', () => {
  it.each([
    ['2026-11-02', '2 November 2026'],
    ['2027-11', 'November 2027'],
    ['2024-02-29', '29 February 2024'],
  ])('%s is %s', (date, words) => {
    expect(inWords(date)).toBe(words);
  });

  it.each([
    ['2025-10-01', '2026-09-30', '12 months'],
    ['2026-01-01', '2026-01-31', '1 month'],
    ['2026-08-03', '2026-08-14', '12 days'],
    ['2026-08-03', '2026-08-03', '1 day'],
    ['2024-03-01', '2025-02-28', '12 months'],
    ['2025-01-15', '2025-03-20', '65 days'],
  ])('%s to %s is %s', (from, to, words) => {
    expect(lengthInWords({ from, to })).toBe(words);
  });
});
