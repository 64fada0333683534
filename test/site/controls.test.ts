import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dueAfter, type Frequency } from '../../schema/calendar.ts';
import { policyDates } from '../../schema/dated-controls.ts';
import { loadHistory } from '../../schema/history/load-history.ts';
import { loadContent } from '../../schema/load.ts';
import { missedPlans } from '../../schema/missed-plans.ts';
import { outOfDate } from '../../schema/out-of-date.ts';
import { inWords } from '../../words/dates.ts';
import { pages, ROOT, textOf } from './built.ts';
import { type Change, loadChanged } from './mutate.ts';

const { controls, reports, security } = await loadContent(ROOT);
const html = (path: string) => pages.find((page) => page.path === path)?.html ?? '';

describe('the day on which something is due again', () => {
  it.each<[Frequency, string, string | null]>([
    ['monthly', '2026-01-31', '2026-02-28'],
    ['monthly', '2026-12-01', '2027-01-31'],
    ['quarterly', '2026-09-08', '2026-12-31'],
    ['quarterly', '2026-10-14', '2027-03-31'],
    ['quarterly', '2025-12-09', '2026-03-31'],
    ['twice a year', '2026-04-14', '2026-12-31'],
    ['twice a year', '2026-07-01', '2027-06-30'],
    ['yearly', '2026-06-06', '2027-06-06'],
    ['yearly', '2024-02-29', '2025-02-28'],
    ['continuous', '2026-06-06', null],
    ['when it happens', '2026-06-06', null],
  ])('%s, last on %s: %s', (frequency, last, due) => {
    expect(dueAfter(frequency, last)).toBe(due);
  });
});

describe('controls of the sample', () => {
  it('are the ten that the field asks about, and more', () => {
    const ids = controls.map(({ id }) => id);
    for (const id of [
      'single-sign-on',
      'least-privilege',
      'change-approval',
      'customer-approval',
      'production-alerts',
      'restore-tests',
      'incident-response',
      'post-mortems',
      'security-training',
      'policy-reviews',
      'vendor-reviews',
      'encryption-in-transit',
      'background-checks',
      'performance-reviews',
      'roles',
      'continuity-plan',
    ])
      expect(ids).toContain(id);
  });

  it('name owner, criteria and exceptions as the sample report does', () => {
    const folder = join(ROOT, 'local/reports/controls');
    const tested = new Map(
      readdirSync(folder).flatMap((file) =>
        (parse(readFileSync(join(folder, file), 'utf8')) as ReportedCriterion[]).flatMap((group) =>
          group.controls.map((control) => [control.id, { ...control, criterion: group.criterion }] as const),
        ),
      ),
    );
    const named = controls.filter(({ inReport }) => inReport !== null);
    expect(named.length).toBeGreaterThan(30);
    for (const control of named) {
      const there = tested.get(control.inReport ?? '');
      expect(there, control.id).toBeDefined();
      expect(control.ownerRole, control.id).toBe(there?.owner);
      expect(control.criteria, control.id).toEqual([there?.criterion, ...(there?.also ?? [])]);
      expect(control.exception !== null, control.id).toBe(there?.exception !== undefined);
    }
    const digest = reports.find(({ id }) => id === security.mainReport)?.digest;
    expect(tested.size).toBe(digest?.controlsTested);
    expect(
      [...tested.values()]
        .filter(({ exception }) => exception)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(digest?.exceptions.map(({ control }) => control).sort());
  });

  it('carry out a paragraph of a policy, each but those that say that none asks for them', () => {
    const without = controls.filter(({ policies, status }) => status === 'in place' && policies.length === 0);
    expect(without.map(({ id }) => id)).toEqual(['network-zones']);
  });

  it('are overdue when their day has passed, and a run that came after its day is late', async () => {
    const at = async (day: string) =>
      (await loadContent(ROOT, day)).controls.find(({ id }) => id === 'restore-tests');
    expect(await at('2026-12-31')).toMatchObject({
      lastRun: '2026-09-08',
      nextDue: '2026-12-31',
      overdue: false,
    });
    expect(await at('2027-01-01')).toMatchObject({ overdue: true });
    const runs = (await at('2026-12-31'))?.records?.runs ?? [];
    expect(runs.filter(({ date, due }) => due !== null && date > due).map(({ date }) => date)).toEqual([
      '2026-04-19',
    ]);
  });

  it('fail the check once the grace is over, whatever the day on which the content was read', async () => {
    const late = (day: string) =>
      outOfDate(content, day).filter(({ file }) => file === 'content/records/restore-tests.yaml');
    const content = await loadContent(ROOT, '2026-12-01');
    expect(late('2027-01-30')).toEqual([]);
    expect(late('2027-01-31')).toEqual([
      {
        file: 'content/records/restore-tests.yaml',
        field: 'runs',
        message:
          'expected an entry by 2026-12-31, found none for 31 days since (30 are allowed): carry out “Restore test each quarter” and record it, or let content/controls/restore-tests.yaml say that it is not in place',
      },
    ]);
  });
});

describe('dates that other parts of the content hold', () => {
  const file = 'controls/vendor-reviews.yaml';
  const vendorReviews = async (...changes: Change[]) => {
    const content = await loadChanged(...changes);
    if (typeof content === 'string') throw new Error(content);
    return content.controls.find(({ id }) => id === 'vendor-reviews');
  };

  it('are those of the active vendors: the latest review, and the earliest that is due', async () => {
    const late = { lastRun: '2026-11-16', nextDue: '2026-11-12', overdue: true, unrecorded: false };
    expect(await vendorReviews()).toMatchObject(late);
    const reviewed = { file: 'vendors/ledgerline-example.yaml', replace: /2025-11-12/g, by: '2026-11-12' };
    expect(await vendorReviews(reviewed)).toMatchObject({ lastRun: '2026-11-16', nextDue: '2026-12-16' });
  });

  it('are those of the policies, and stand on the page', async () => {
    const content = await loadContent(ROOT);
    const { policies } = await loadHistory(ROOT, content, new Date());
    const { lastRun, nextDue } = policyDates(policies, content.today);
    expect(lastRun).toMatch(/^2026-11-/);
    const part = html('/controls/business/').split('id="policy-reviews"')[1]?.split('id="roles"')[0] ?? '';
    expect(part).toContain(`datetime="${lastRun}"`);
    expect(part).toContain(`datetime="${nextDue}"`);
  });

  it('beside records, or without a calendar, are refused', async () => {
    expect(await loadChanged({ file, replace: 'frequency: yearly', by: 'frequency: continuous' })).toBe(
      'content/controls/vendor-reviews.yaml: frequency: expected monthly, quarterly, twice a year or yearly, since it has datesFrom, found "continuous"',
    );
    const restores = {
      file: 'controls/restore-tests.yaml',
      replace: /^records:/m,
      by: 'datesFrom: vendors\nrecords:',
    };
    expect(await loadChanged(restores)).toBe(
      'content/controls/restore-tests.yaml: datesFrom: expected none beside records: one of both says when it was done',
    );
  });
});

it('a control that is done at set times and has no published record says so, and does not count as not overdue', () => {
  const without = controls.filter(({ unrecorded }) => unrecorded);
  expect(without.map(({ id }) => id)).toEqual(['backups']);
  const text = textOf('/controls/').replaceAll(/\s+/g, ' ');
  const dated = controls.filter(({ status, nextDue }) => status === 'in place' && nextDue !== null).length;
  // The reviews of policies have their dates from the history, which is not read here.
  expect(text).toContain(`of ${dated + 1} with published dates`);
  expect(text).toContain('done at set times, no record published 1');
  expect(textOf('/controls/data/')).toContain('daily · no record published');
});

interface ReportedCriterion {
  criterion: string;
  controls: { id: string; owner: string; also?: string[]; exception?: string }[];
}

it('the security page says of a control what was measured last, and tells one that is many reviews from one that is not', () => {
  const said = textOf('/');
  const [last] = controls.find(({ id }) => id === 'restore-tests')?.records?.runs ?? [];
  const [taken] = last?.measures ?? [];
  expect(taken?.value).toMatch(/\d/);
  expect(said).toContain(`Last done on ${inWords(last?.date ?? '')}`);
  expect(said).toContain(`${taken?.name}: ${taken?.value} (target ${taken?.target})`);
  const { lastRun } = controls.find(({ id }) => id === 'vendor-reviews') ?? {};
  expect(said).toMatch(new RegExp(`Latest one on ${inWords(lastRun ?? '')} ?; earliest open one due by`));
});

it('a plan whose month is over is found', async () => {
  const content = await loadContent(ROOT, '2026-12-01');
  expect(missedPlans(content, '2027-06-30')).toEqual([]);
  expect(missedPlans(content, '2027-10-01').map(({ file, field }) => `${file}: ${field}`)).toEqual([
    'content/controls/laptops.yaml: by',
    'content/security.yaml: gaps[2].by',
  ]);
});

describe('pages', () => {
  it.each(controls)('$id is found by area and by each of its criteria', (control) => {
    const anchor = `/controls/${control.area}/#${control.id}`;
    expect(html('/controls/')).toContain(`href="${anchor}"`);
    expect(html(`/controls/${control.area}/`)).toContain(`id="${control.id}"`);
    for (const criterion of control.criteria) {
      const [group = ''] = criterion.toLowerCase().split('.');
      const page = html(`/controls/criteria/${group}/`);
      const part = page.slice(page.indexOf(`id="${criterion.toLowerCase().replace('.', '-')}"`));
      expect(part.slice(0, part.indexOf('</section>'))).toContain(`href="${anchor}"`);
    }
    const text = textOf(`/controls/${control.area}/`);
    expect(text).toContain(control.ownerRole);
    if (control.lastRun) expect(text).toContain(inWords(control.lastRun));
    if (control.nextDue) expect(text).toContain(inWords(control.nextDue));
    for (const { policy, section } of control.policies) {
      expect(html(`/controls/${control.area}/`)).toContain(`href="/policies/${policy}/#${section}"`);
    }
  });

  it('a late run is shown as late', () => {
    expect(textOf('/controls/data/')).toMatch(/19 April 2026 passed with findings late/);
  });
});

/** A slip of an author's, and the whole message it gets. */
type Slip = [slip: string, change: Change | Change[], message: string | RegExp];

describe('slips', () => {
  const file = 'controls/restore-tests.yaml';
  const records = 'records/restore-tests.yaml';
  it.each<Slip>([
    [
      'a criterion that does not exist',
      { file, replace: 'criteria: [A1.3', by: 'criteria: [A1.4' },
      'content/controls/restore-tests.yaml: criteria[1]: expected the number of a trust services criterion such as CC6.1, found "A1.4"',
    ],
    [
      'a policy paragraph that moved',
      { file, replace: 'section: proof', by: 'section: prove' },
      'content/controls/restore-tests.yaml: policies[1].section: expected a heading of content/policies/business-continuity.md, found "prove"; did you mean proof?',
    ],
    [
      'a policy that says something else by now',
      {
        file: 'policies/business-continuity.md',
        replace: 'Each quarter the latest daily copy',
        by: 'Each year a copy',
      },
      'content/controls/restore-tests.yaml: policies[1].says: expected words under "Proof" of content/policies/business-continuity.md, found "the latest daily copy must be restored", which is not there: bring control and policy together',
    ],
    [
      'D38: a policy that is called otherwise by now, and says what it said',
      { file, replace: 'policy: business-continuity', by: 'policy: backups' },
      'content/controls/restore-tests.yaml: policies[1].policy: expected the id of a policy, found "backups"; did you mean business-continuity?',
    ],
    [
      'a policy that does not exist, in words that no policy has',
      {
        file,
        replace: /policy: business-continuity[\s\S]*?says: .*/,
        by: 'policy: backups\n    section: proof\n    says: Nowhere.',
      },
      'content/controls/restore-tests.yaml: policies[1].policy: expected the id of a policy, found "backups"; there are 15, none near it',
    ],
    [
      'an area of no page',
      { file, replace: 'area: data', by: 'area: backups' },
      'content/controls/restore-tests.yaml: area: expected an area of content/security.yaml (access, infrastructure, data, application, incidents, business), found "backups"',
    ],
    [
      'planned without a plan',
      { file: 'controls/customer-keys.yaml', replace: /plan: .*\n/, by: '' },
      'content/controls/customer-keys.yaml: plan: is missing; what is planned says what will be done, or why not',
    ],
    [
      'records of no series',
      { file, replace: 'records: restore-tests', by: 'records: restores' },
      [
        'content/controls/restore-tests.yaml: records: expected a series of content/records/, found "restores"; there are 11, none near it',
        'content/records/restore-tests.yaml: expected a control whose records they are, found none in content/controls/',
      ].join('\n'),
    ],
    [
      'a frequency without a calendar',
      { file, replace: 'frequency: quarterly', by: 'frequency: continuous' },
      'content/controls/restore-tests.yaml: frequency: expected monthly, quarterly, twice a year or yearly, since it has records, found "continuous"',
    ],
    [
      'a date in the future',
      { file: records, replace: '2026-09-08', by: '2099-09-08' },
      /content\/records\/restore-tests\.yaml: runs\[1\]\.date: expected a day that has come, today is \d{4}-\d\d-\d\d, found "2099-09-08"/,
    ],
    [
      'records out of order',
      { file: records, replace: '2026-06-16', by: '2026-09-16' },
      'content/records/restore-tests.yaml: runs[2].date: expected the newest first, found "2026-09-16" below 2026-09-08',
    ],
    [
      'a claim with a control that does not exist',
      { file: 'security.yaml', replace: 'control: restore-tests', by: 'control: restore-test' },
      /content\/security\.yaml: areas\[data\]\.rows\[4\]\.control: expected the id of a control, found "restore-test"; did you mean restore-tests\?/,
    ],
    [
      'two errors in two files',
      [
        { file, replace: 'ownerRole: Head of Operations', by: 'ownerRole: 7' },
        { file: records, replace: 'result: passed', by: 'result: fine' },
      ],
      [
        'content/records/restore-tests.yaml: runs[1].result: expected one of passed, passed with findings, failed, found "fine"',
        'content/controls/restore-tests.yaml: ownerRole: expected one line of text, found the number 7',
      ].join('\n'),
    ],
  ])('%s', async (_, change, message) => {
    const said = await loadChanged(...[change].flat());
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it('no controls at all are no error', async () => {
    const content = await loadChanged(
      { file: 'controls', remove: true },
      { file: 'records', remove: true },
      { file: 'questions', remove: true },
      { file: 'security.yaml', replace: /^ *control: .*\n/gm, by: '' },
    );
    expect(content).toMatchObject({ controls: [] });
  });
});
