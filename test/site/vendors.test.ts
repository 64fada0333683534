import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publicView, workerView } from '../../schema/content.ts';
import { loadContent } from '../../schema/load.ts';
import { files, ROOT, read, textOf } from './built.ts';
import { type Change, loadChanged, withChanged } from './mutate.ts';

const content = await loadContent(ROOT);
const { vendors } = content;

const CANARY = 'canary-7c02be';
/** A vendor whose every text is a canary, but for the part that is public. */
const VENDOR = `name: ${CANARY}-name
service: ${CANARY}-service
ownerRole: ${CANARY}-role
status: active
dates: { active: 2026-01-12 }
data: [employee-data]
access: [production]
rationale: ${CANARY}-rationale
evidence: [{ kind: questionnaire, received: 2026-01-12, note: ${CANARY}-evidence }]
reviews: [{ date: 2026-01-12, outcome: approved, note: ${CANARY}-review }]
reviewAgain: { by: 2026-06-01, because: ${CANARY}-again }
`;
const FILE = 'vendors/canary.yaml';

describe('internal rows', () => {
  it('A13: of a vendor that is no subprocessor nothing is public, and the Worker is given nothing', async () => {
    const changed = await loadChanged({ file: FILE, write: VENDOR });
    if (typeof changed === 'string') throw new Error(changed);
    expect(JSON.stringify(changed.vendors)).toContain(`${CANARY}-again`);
    expect(JSON.stringify(publicView(changed))).not.toContain(CANARY);
    expect(JSON.stringify(workerView(changed))).not.toContain(CANARY);
    expect(changed.vendorNumbers.byStatus.active).toBe(content.vendorNumbers.byStatus.active + 1);
  });

  it('A13: of a subprocessor only its name and its public part', async () => {
    const part = `subprocessor: { purpose: Mail, safeguards: A contract, processing: [{ from: 2026-01-12, data: [Names], regions: [Here] }] }\n`;
    const changed = await loadChanged({ file: FILE, write: VENDOR + part });
    if (typeof changed === 'string') throw new Error(changed);
    const said = JSON.stringify(publicView(changed));
    expect(said.split(CANARY)).toHaveLength(2);
    expect(said).toContain(`${CANARY}-name`);
  });

  it('A13: of one that holds data of customers for us, name, service and why it is no subprocessor', async () => {
    const write = `${VENDOR.replace('employee-data', 'customer-contacts')}noSubprocessor: ${CANARY}-why\n`;
    const changed = await loadChanged({ file: FILE, write });
    if (typeof changed === 'string') throw new Error(changed);
    const said = JSON.stringify(publicView(changed));
    expect(said.match(new RegExp(`${CANARY}-[a-z]+`, 'g'))).toEqual(
      ['name', 'service', 'why'].map((part) => `${CANARY}-${part}`),
    );
    for (const { name, why } of content.otherHolders) {
      expect(textOf('/subprocessors/')).toContain(name);
      expect(textOf('/subprocessors/')).toContain(why);
    }
    expect(content.otherHolders).toHaveLength(3);
  });

  it('A13: no word of the sample’s internal rows lies in the built site', () => {
    const shown = new Set([
      ...content.subprocessors.map(({ name }) => name),
      ...content.otherHolders.map(({ name }) => name),
      ...content.reports.flatMap((report) => [
        report.auditor.name.replace(' LLP (fictional)', ''),
        report.auditor.name.replace(' (fictional)', ''),
        ...(report.digest?.subserviceOrganisations.map(({ name }) => name) ?? []),
      ]),
    ]);
    const internal = vendors.flatMap(({ name, rationale }) => [
      ...(shown.has(name) ? [] : [name]),
      rationale,
    ]);
    expect(internal.length).toBeGreaterThan(100);
    const texts = files
      .filter((file) => !/\.(woff2|ttf|pdf|zip)$/.test(file))
      .map((file) => [file, read(file)] as const);
    const leaks = texts.flatMap(([file, bytes]) =>
      internal.filter((word) => bytes.includes(word)).map((word) => `${file}: ${word}`),
    );
    expect(leaks).toEqual([]);
  });

  it('A13: the files that the builds read name no internal vendor', () => {
    for (const name of ['public.json', 'content.json', 'subprocessor-changes.json']) {
      expect(readFileSync(join(ROOT, '.generated', name), 'utf8')).not.toContain('Sundial Example Hosting');
    }
  });
});

describe('the tier', () => {
  it.each([
    ['customer-payloads', '', 'high'],
    ['payment-data', '', 'high'],
    ['employee-data', '', 'medium'],
    ['employee-data', 'production', 'high'],
    ['source-code', 'build-system', 'high'],
    ['source-code', '', 'medium'],
    ['public-only', 'office-network', 'low'],
    ['', '', 'low'],
  ])('of data "%s" and access "%s" is %s', async (data, access, tier) => {
    const why = /^(customer|payment)-/.test(data) ? 'noSubprocessor: It is ours.\n' : '';
    const write =
      VENDOR.replace('[employee-data]\naccess: [production]', `[${data}]\naccess: [${access}]`) + why;
    const changed = await loadChanged({ file: FILE, write });
    if (typeof changed === 'string') throw new Error(changed);
    expect(changed.vendors.find(({ id }) => id === 'canary')).toMatchObject({ tier });
  });

  it('says why', () => {
    const because = (id: string) => vendors.find((vendor) => vendor.id === id)?.because;
    expect(because('keystone-example-identity')).toBe('because it reaches production');
    expect(because('nimbus-example-hosting')).toBe(
      'because it reaches payloads of customers, names and addresses at customers and production',
    );
    expect(because('graphling-example')).toBe('because it reaches nothing of ours');
  });
});

describe('what is due', () => {
  const due = async (write: string, day = '2026-12-01') => {
    return await withChanged([{ file: FILE, write }], async (root) => {
      const { vendors: register } = await loadContent(root, day);
      return register.find(({ id }) => id === 'canary')?.due;
    });
  };

  it('follows the last review, the age of the report, and a review out of turn', async () => {
    const report =
      '{ kind: SOC 2 Type II, period: { from: 2024-10-01, to: 2025-09-30 }, received: 2026-01-12 }';
    expect(await due(VENDOR.replace(/evidence: .*/, `evidence: [${report}]`))).toEqual([
      { by: '2026-06-01', what: `review out of turn: ${CANARY}-again` },
      { by: '2026-12-30', what: 'newer report: the period of the one on file ended on 2025-09-30' },
      { by: '2027-01-12', what: 'full review, last on 2026-01-12' },
    ]);
  });

  it('is a review where none ever was, or where the last one rejected', async () => {
    expect(await due(VENDOR.replace(/reviews: .*/, 'reviews: []').replace(/reviewAgain.*\n/, ''))).toEqual([
      { by: '2026-01-12', what: 'full review, which never took place' },
    ]);
    const [first] = (await due(VENDOR.replace('approved', 'rejected').replace(/reviewAgain.*\n/, ''))) ?? [];
    expect(first?.what).toBe('full review, which never took place');
  });

  it('is the confirmation of deletion after the end, and nothing after that', async () => {
    const ended = VENDOR.replace('status: active', 'status: ended').replace(
      '2026-01-12 }',
      '2026-01-12, ended: 2026-10-01 }',
    );
    expect(await due(ended)).toEqual([{ by: '2026-10-31', what: 'confirmation that our data is deleted' }]);
    expect(
      await due(ended.replace('ended: 2026-10-01', 'ended: 2026-10-01, deletionConfirmed: 2026-10-05')),
    ).toEqual([]);
  });
});

/** A slip of an author's, and the whole message it gets. */
type Slip = [slip: string, change: Change | Change[], message: string | RegExp];

describe('slips', () => {
  const nimbus = 'vendors/nimbus-example-hosting.yaml';
  it.each<Slip>([
    [
      'data of an unknown kind',
      { file: FILE, write: VENDOR.replace('employee-data', 'customer-data') },
      'content/vendors/canary.yaml: data[1]: expected a kind of data of content/vendors.yaml (customer-payloads, customer-contacts, payment-data, employee-data, source-code, contracts, public-only), found "customer-data"',
    ],
    [
      'data of customers, and neither a subprocessor nor a reason',
      { file: FILE, write: VENDOR.replace('employee-data', 'customer-contacts') },
      'content/vendors/canary.yaml: subprocessor: is missing; it holds customer-contacts: say what it processes, or in noSubprocessor why it is none',
    ],
    [
      'a reason where none is needed',
      { file: FILE, write: `${VENDOR}noSubprocessor: It is ours.\n` },
      'content/vendors/canary.yaml: noSubprocessor: expected none: it holds no data of customers',
    ],
    [
      'active without a day',
      { file: FILE, write: VENDOR.replace('active: 2026-01-12', '') },
      'content/vendors/canary.yaml: dates.active: is missing; an active vendor has the day of its contract',
    ],
    [
      'ended before it began',
      {
        file: FILE,
        write: VENDOR.replace('status: active', 'status: ended').replace(
          '2026-01-12 }',
          '2026-01-12, ended: 2025-01-12 }',
        ),
      },
      'content/vendors/canary.yaml: dates.ended: expected 2026-01-12 (dates.active) or later, found "2025-01-12"',
    ],
    [
      'a review in the future',
      { file: FILE, write: VENDOR.replace('date: 2026-01-12', 'date: 2099-01-12') },
      /content\/vendors\/canary\.yaml: reviews\[1\]\.date: expected a day that has come, today is .*, found "2099-01-12"/,
    ],
    [
      'evaluated, and processing already',
      {
        file: nimbus,
        replace: /status: active\ndates:\n {2}active: 2021-03-01/,
        by: 'status: evaluating\ndates:\n  evaluating: 2021-03-01',
      },
      'content/vendors/nimbus-example-hosting.yaml: subprocessor: expected none: a vendor under evaluation processes nothing for customers',
    ],
    [
      'the same vendor twice',
      { file: FILE, write: VENDOR.replace(`${CANARY}-name`, 'Bookish Example') },
      'content/vendors/canary.yaml: name: expected a vendor once, found "Bookish Example" in content/vendors/bookish-example.yaml as well',
    ],
    [
      'two errors in two files',
      [
        { file: FILE, write: VENDOR.replace('status: active', 'status: live') },
        { file: 'vendors.yaml', replace: 'reportMonths: 15', by: 'reportMonths: 99' },
      ],
      [
        'content/vendors.yaml: reportMonths: expected a whole number from 1 to 36, found the number 99',
        'content/vendors/canary.yaml: status: expected one of evaluating, active, ended, found "live"',
      ].join('\n'),
    ],
  ])('%s', async (_, change, message) => {
    const said = await loadChanged(...[change].flat());
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it('an empty register is no error', async () => {
    const changed = await loadChanged({ file: 'vendors', remove: true });
    expect(changed).toMatchObject({ subprocessors: [], vendors: [], vendorNumbers: { overdue: 0 } });
  });
});

describe('the page', () => {
  const text = textOf('/subprocessors/');

  it('names each subprocessor with purpose, data, region and day', () => {
    expect(content.subprocessors.length).toBeGreaterThan(0);
    for (const { name, purpose, now } of content.subprocessors) {
      for (const words of [name, purpose, ...(now?.data ?? []), ...(now?.regions ?? [])])
        expect(text).toContain(words);
    }
  });

  it('gives the register in numbers, as the report does', () => {
    const soc2 = readFileSync(join(ROOT, 'local/reports/text/soc2/3-system-2.md'), 'utf8');
    const [, all, highest] =
      /register held (\d+) suppliers, of whom (\d+) were in the highest class/.exec(soc2) ?? [];
    expect(content.vendorNumbers.byStatus.active).toBe(Number(all));
    expect(content.vendorNumbers.byTier[0]).toMatchObject({ tier: 'high', count: Number(highest) });
    expect(text).toContain(`active ${all}`);
  });

  it('the calendar names each deadline', () => {
    const calendar = read('subprocessors/objections.ics').toString('utf8');
    expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\n/);
    const changes = JSON.parse(readFileSync(join(ROOT, '.generated/subprocessor-changes.json'), 'utf8')) as {
      objectUntil: string | null;
    }[];
    const deadlines = changes.flatMap(({ objectUntil }) => objectUntil ?? []);
    expect([...calendar.matchAll(/DTSTART;VALUE=DATE:(\d{8})/g)].map(([, day]) => day)).toEqual(
      deadlines.map((day) => day.replaceAll('-', '')),
    );
  });

  it('the feed has an entry for each change, under an identifier that stays', () => {
    const feed = read('subprocessors/changes.atom').toString('utf8');
    const changes = JSON.parse(readFileSync(join(ROOT, '.generated/subprocessor-changes.json'), 'utf8')) as {
      vendor: string;
      announced: string;
    }[];
    const ids = [...feed.matchAll(/<entry>.*?<id>(.*?)<\/id>/gs)].map(([, id]) => id);
    expect(ids).toEqual(
      changes.map(({ vendor, announced }) =>
        expect.stringMatching(`^tag:.*,${announced}:subprocessors/${vendor}/`),
      ),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});
