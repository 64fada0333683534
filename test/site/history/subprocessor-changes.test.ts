import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContentError } from '../../../schema/finding.ts';
import { loadSubprocessorChanges } from '../../../schema/history/load-subprocessor-changes.ts';
import { bindingNotice, type NoticePromise, noticeChanges } from '../../../schema/history/notice-promises.ts';
import {
  goneWithoutEnd,
  type RegisteredSubprocessor,
  type RegisterState,
  subprocessorChanges,
  tooEarly,
} from '../../../schema/history/subprocessor-changes.ts';
import { loadContent } from '../../../schema/load.ts';
import { Repository } from './repository.ts';

const NOTICE = [{ day: '2019-01-01', days: 30, commit: null }];

/** What an entry processes: `from data regions`, data and regions as letters. */
type Entry = readonly [from: string, data: string, regions: string, shortNotice?: string];

function subprocessor(name: string, entries: readonly Entry[], until?: string): RegisteredSubprocessor {
  return {
    name,
    subprocessor: {
      purpose: 'Mail',
      safeguards: 'A contract',
      processing: entries.map(([from, data, regions, shortNotice]) => ({
        from,
        data: [...data],
        regions: [...regions],
        ...(shortNotice === undefined ? {} : { shortNotice }),
      })),
      ...(until === undefined ? {} : { until }),
    },
  };
}

/** States of a register, each as `day` and its entries. */
function history(
  ...states: [day: string, entries: Record<string, RegisteredSubprocessor>][]
): RegisterState[] {
  return states.map(([day, entries], index) => ({
    commit: `c${index}`,
    day,
    sample: false,
    entries: new Map(Object.entries(entries)),
  }));
}

const OLD = subprocessor('Old', [['2020-01-01', 'a', 'X']]);

/** The changes, newest first, each in a line. */
function lines(states: RegisterState[]): string[] {
  return subprocessorChanges(states, NOTICE).map(
    ({ vendor, kind, announced, effective, objectUntil, detail }) =>
      `${announced} ${vendor} ${kind} ${effective} ${objectUntil ?? '-'} ${detail.join(', ')}`.trim(),
  );
}

/** What is wrong, each in a line. */
function wrong(states: RegisterState[], promises = NOTICE): string[] {
  const present = states.at(-1)?.entries ?? new Map();
  return tooEarly(subprocessorChanges(states, promises), present).map(
    ({ file, field, message }) => `${file}: ${field}: ${message}`,
  );
}

describe('what changed', () => {
  it('begins with the first state that holds anything, save what that announces', () => {
    const next = subprocessor('New', [['2026-03-01', 'a', 'X']]);
    expect(lines(history(['2026-01-01', {}], ['2026-01-05', { old: OLD, next }]))).toEqual([
      '2026-01-05 next added 2026-03-01 2026-02-04 new data: a, new region: X',
    ]);
  });

  it('is a new subprocessor, a wider use, a narrower one, an end', () => {
    const wider = subprocessor('Old', [
      ['2020-01-01', 'a', 'X'],
      ['2026-03-01', 'ab', 'XY'],
    ]);
    const narrower = subprocessor('Old', [
      ['2020-01-01', 'a', 'X'],
      ['2026-03-01', 'ab', 'XY'],
      ['2026-04-01', 'b', 'XY'],
    ]);
    const ending = subprocessor(
      'Old',
      [
        ...narrower.subprocessor.processing.map(
          ({ from, data, regions }): Entry => [from, data.join(''), regions.join('')],
        ),
      ],
      '2026-05-31',
    );
    const next = subprocessor('New', [['2026-06-01', 'b', 'X']]);
    expect(
      lines(
        history(
          ['2026-01-01', { old: OLD }],
          ['2026-01-10', { old: wider }],
          ['2026-03-10', { old: narrower }],
          ['2026-03-20', { old: ending, next }],
          ['2026-06-10', { next }],
        ),
      ),
    ).toEqual([
      '2026-03-20 next added 2026-06-01 2026-04-19 new data: b, new region: X',
      '2026-03-20 old ends 2026-05-31 -',
      '2026-03-10 old narrowed 2026-04-01 - no more data: a',
      '2026-01-10 old extended 2026-03-01 2026-02-09 new data: b, new region: Y',
    ]);
  });

  it('is nothing when a file is renamed', () => {
    expect(lines(history(['2026-01-01', { old: OLD }], ['2026-01-02', { older: OLD }]))).toEqual([]);
  });

  it('is a wider use when purpose or safeguards change, from the day of the entry that says so', () => {
    const announced = subprocessor('Old', [['2020-01-01', 'a', 'X']]);
    announced.subprocessor.processing.push({
      from: '2026-03-01',
      data: ['a'],
      regions: ['X'],
      safeguards: 'Another contract',
    });
    const states = history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: announced }]);
    expect(lines(states)).toEqual([
      '2026-01-10 old extended 2026-03-01 2026-02-09 new safeguards: Another contract, no more safeguards: A contract',
    ]);
    expect(wrong(states)).toEqual([]);
  });

  it('is withdrawn when an announcement is taken back', () => {
    const wider = subprocessor('Old', [
      ['2020-01-01', 'a', 'X'],
      ['2026-03-01', 'a', 'XY'],
    ]);
    const states = history(
      ['2026-01-01', { old: OLD }],
      ['2026-01-10', { old: wider }],
      ['2026-01-20', { old: OLD }],
    );
    expect(lines(states)[0]).toBe('2026-01-20 old withdrawn 2026-01-20 - what was announced for 2026-03-01');
    expect(wrong(states)).toEqual([]);
  });
});

describe('the notice period', () => {
  const say = (vendor: string, index: number, least: string, announced: string, found: string) => [
    `content/vendors/${vendor}.yaml: subprocessor.processing[${index}].from: expected ${least} or later, 30 days after ${announced}, the day on which customers can read of it, found "${found}"; put it off, or say in shortNotice why it cannot be`,
  ];

  it('is kept to the day', () => {
    const at = (from: string) =>
      wrong(
        history(
          ['2026-01-01', { old: OLD }],
          ['2026-01-10', { old: OLD, next: subprocessor('New', [[from, 'a', 'X']]) }],
        ),
      );
    expect(at('2026-02-09')).toEqual([]);
    expect(at('2026-02-08')).toEqual(say('next', 1, '2026-02-09', '2026-01-10', '2026-02-08'));
  });

  it('is not kept by a day in the past, written today', () => {
    const next = subprocessor('New', [['2020-01-01', 'a', 'X']]);
    expect(wrong(history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: OLD, next }]))).toEqual(
      say('next', 1, '2026-02-09', '2026-01-10', '2020-01-01'),
    );
  });

  const inPlace = (came: string) => [
    `content/vendors/old.yaml: subprocessor.processing[1]: expected what holds since 2020-01-01 as it was, found it changed in its place (${came}): undo that, and add an entry to processing for what is new, from 2026-02-09 or later, 30 days after 2026-01-10, or earlier with shortNotice, which says why it cannot wait`,
  ];

  it('is not kept when what holds already is made wider in its place', () => {
    const wider = subprocessor('Old', [['2020-01-01', 'ab', 'X']]);
    const states = history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: wider }]);
    expect(wrong(states)).toEqual(inPlace('new data: b'));
    expect(wrong([...states, ...history(['2026-01-11', { old: OLD }])])).toEqual([]);
  });

  it('is not kept when purpose or safeguards get other words in their place', () => {
    for (const words of [{ safeguards: 'Data may leave the Union' }, { purpose: 'Advertising' }]) {
      const reworded = { ...OLD, subprocessor: { ...OLD.subprocessor, ...words } };
      const states = history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: reworded }]);
      const [[fact, text] = []] = Object.entries(words);
      expect(wrong(states)).toEqual(inPlace(`new ${fact}: ${text}`));
      expect(subprocessorChanges(states, NOTICE)[0]).toMatchObject({
        kind: 'extended',
        objectUntil: '2026-02-09',
      });
      expect(wrong([...states, ...history(['2026-01-11', { old: OLD }])])).toEqual([]);
    }
  });

  it('is not kept by the reason that another change had', () => {
    const hurried = (data: string) => subprocessor('Old', [['2020-01-01', data, 'X', 'In a hurry, then.']]);
    const states = history(['2026-01-01', { old: hurried('a') }], ['2026-01-10', { old: hurried('ab') }]);
    expect(wrong(states)).toEqual(inPlace('new data: b'));
    expect(subprocessorChanges(states, NOTICE)[0]?.shortNotice).toBe(null);
  });

  it('is not kept by another company under the name of the old one', () => {
    const renamed = { ...OLD, name: 'Other' };
    const states = history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: renamed }]);
    expect(wrong(states)).toEqual([
      'content/vendors/old.yaml: name: expected the name as it was, found "Other": another name may be another company. Add a vendor; or, if the name alone is another, add an entry to subprocessor.processing that says so in shortNotice',
    ]);
    const said = subprocessor('Other', [
      ['2020-01-01', 'a', 'X'],
      ['2026-01-10', 'a', 'X', 'The company took another name.'],
    ]);
    const told = history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: said }]);
    expect(wrong(told)).toEqual([]);
    expect(lines(told)).toEqual([
      '2026-01-10 old renamed 2026-01-10 2026-02-09 new name: Other, no more name: Old',
    ]);
  });

  it('names the day that the file has, also when it has passed', () => {
    const late = subprocessor('Old', [
      ['2020-01-01', 'a', 'X'],
      ['2026-01-05', 'ab', 'X'],
    ]);
    expect(wrong(history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: late }]))).toEqual(
      say('old', 2, '2026-02-09', '2026-01-10', '2026-01-05'),
    );
  });

  it('is that of the day that announced the change, and a shorter one counts after its own notice only', () => {
    const shorter = [...NOTICE, { day: '2026-01-10', days: 2, commit: null }];
    const announcedOn = (day: string, from: string) =>
      history(
        ['2026-01-01', { old: OLD }],
        [day, { old: OLD, next: subprocessor('New', [[from, 'a', 'X']]) }],
      );
    // Together with the shorter notice, and on the last day before it counts.
    expect(wrong(announcedOn('2026-01-10', '2026-01-12'), shorter)).toEqual(
      say('next', 1, '2026-02-09', '2026-01-10', '2026-01-12'),
    );
    expect(wrong(announcedOn('2026-02-08', '2026-02-10'), shorter)).toEqual(
      say('next', 1, '2026-03-10', '2026-02-08', '2026-02-10'),
    );
    expect(wrong(announcedOn('2026-02-09', '2026-02-11'), shorter)).toEqual([]);
    // What was announced before keeps its deadline for good.
    const before = announcedOn('2026-01-09', '2026-03-01');
    expect(subprocessorChanges(before, shorter)[0]?.objectUntil).toBe('2026-02-08');
    expect(
      subprocessorChanges(before, [...shorter, { day: '2026-02-01', days: 60, commit: null }])[0]
        ?.objectUntil,
    ).toBe('2026-02-08');
  });

  it('begins again when an announcement is moved forward or made wider', () => {
    const announce = (from: string, regions: string) =>
      subprocessor('Old', [
        ['2020-01-01', 'a', 'X'],
        [from, 'a', regions],
      ]);
    const begun = history(
      ['2026-01-01', { old: OLD }],
      ['2026-01-10', { old: announce('2026-04-01', 'XY') }],
    );
    expect(wrong(begun)).toEqual([]);
    expect(wrong([...begun, ...history(['2026-03-20', { old: announce('2026-03-25', 'XY') }])])).toEqual(
      say('old', 2, '2026-04-19', '2026-03-20', '2026-03-25'),
    );
    expect(wrong([...begun, ...history(['2026-03-20', { old: announce('2026-04-01', 'XYZ') }])])).toEqual(
      say('old', 2, '2026-04-19', '2026-03-20', '2026-04-01'),
    );
    expect(wrong([...begun, ...history(['2026-03-20', { old: announce('2026-05-01', 'XY') }])])).toEqual([]);
  });

  it('may be short for a reason, which is shown', () => {
    const next = subprocessor('New', [['2026-01-12', 'a', 'X', 'The old one closed its doors.']]);
    const states = history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: OLD, next }]);
    expect(wrong(states)).toEqual([]);
    expect(subprocessorChanges(states, NOTICE)[0]?.shortNotice).toBe('The old one closed its doors.');
  });

  it('does not bind what takes nothing from customers', () => {
    const narrower = subprocessor('Old', [['2020-01-01', 'a', 'X']], '2026-01-11');
    expect(wrong(history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: narrower }]))).toEqual([]);
  });
});

describe('the notice itself', () => {
  const promise = (day: string, days: number) => ({ day, days, commit: null });
  const on = (promises: NoticePromise[], ...days: string[]) =>
    days.map((day) => bindingNotice(promises, day));

  it('is longer at once, and shorter when the notice of its own day is over', () => {
    const shorter = [promise('2026-01-01', 30), promise('2026-01-10', 2)];
    expect(on(shorter, '2025-06-01', '2026-01-10', '2026-02-08', '2026-02-09')).toEqual([30, 30, 30, 2]);
    expect(on([promise('2026-01-01', 2), promise('2026-01-10', 30)], '2026-01-09', '2026-01-10')).toEqual([
      2, 30,
    ]);
    // In two steps it comes no sooner, and taken back in time it never comes.
    const steps = [promise('2026-01-01', 30), promise('2026-01-10', 10), promise('2026-01-12', 2)];
    expect(on(steps, '2026-02-08', '2026-02-10', '2026-02-11')).toEqual([30, 10, 2]);
    const back = [...shorter, promise('2026-01-15', 30)];
    expect(on(back, '2026-02-09', '2026-06-01')).toEqual([30, 30]);
  });

  it('is announced like any other change', () => {
    expect(noticeChanges([promise('2026-01-01', 30), promise('2026-01-10', 2)])).toMatchObject([
      {
        kind: 'notice',
        announced: '2026-01-10',
        effective: '2026-02-09',
        objectUntil: '2026-02-09',
        detail: ['from then on 2 days', 'until then 30 days'],
      },
    ]);
    expect(noticeChanges([promise('2026-01-01', 2), promise('2026-01-10', 30)])).toMatchObject([
      { effective: '2026-01-10', objectUntil: null },
    ]);
  });
});

describe('a subprocessor that is gone', () => {
  const gone = (states: RegisterState[], today = '2026-01-05') =>
    goneWithoutEnd(states, today).map(({ file, field, message }) => `${file}: ${field}: ${message}`);
  const ending = subprocessor('Old', [['2020-01-01', 'a', 'X']], '2026-03-01');

  it('without the day of its end is an error that says how to bring it back', () => {
    expect(gone(history(['2026-01-01', { old: OLD }], ['2026-01-05', {}]))).toEqual([
      'content/vendors/old.yaml: subprocessor.until: expected the day on which it ends, found Old gone: customers were told of it, and are told of its end. Bring it back and set until: git checkout c0 -- content/vendors/old.yaml',
    ]);
  });

  it('is none once its last day is over, and not before', () => {
    const [before, after] = ['2026-03-01', '2026-03-02'].map((day) =>
      gone(history(['2026-01-01', { old: OLD }], ['2026-02-01', { old: ending }], ['2026-02-02', {}]), day),
    );
    expect(before?.[0]).toContain('expected the entry here until 2026-03-01 is over');
    expect(after).toEqual([]);
  });

  it('is none when its file has another name, or it stood in the sample that a company took over', () => {
    expect(gone(history(['2026-01-01', { old: OLD }], ['2026-01-05', { older: OLD }]))).toEqual([]);
    const [sample, own] = history(['2026-01-01', { old: OLD }], ['2026-01-05', {}]);
    if (!sample || !own) throw new Error('two states');
    expect(gone([{ ...sample, sample: true }, own])).toEqual([]);
    expect(
      gone([
        { ...sample, sample: true },
        { ...own, sample: true },
      ]),
    ).toHaveLength(1);
  });
});

describe('in a real repository', () => {
  const LETTERBOX = 'content/vendors/letterbox-example-mail.yaml';
  const load = async (repository: Repository, today: string) =>
    await loadSubprocessorChanges(repository.root, await loadContent(repository.root, today));
  const announce = (repository: Repository, from: string) => {
    const path = join(repository.root, LETTERBOX);
    const before = execFileSync('git', ['-C', repository.root, 'show', `HEAD:${LETTERBOX}`], {
      encoding: 'utf8',
    });
    writeFileSync(
      path,
      `${before}    - from: ${from}\n      data: [Names]\n      regions: [Somewhere else]\n`,
    );
  };

  it('what is not committed yet counts as announced today, and what is merged as of the merge', async () => {
    using repository = new Repository();
    repository.commit('2026-11-24T12:00:00Z');
    repository.git('checkout', '-q', '-b', 'change');
    announce(repository, '2027-03-01');
    const today = await load(repository, '2027-01-20');
    expect(today.changes[0]).toMatchObject({
      announced: '2027-01-20',
      commit: null,
      objectUntil: '2027-02-19',
    });
    // Written early on a branch that nobody reads: it does not count.
    repository.commit('2026-12-01T12:00:00Z');
    repository.git('checkout', '-q', 'main');
    repository.run('git', ['merge', '-q', '--no-ff', '-m', 'merge', 'change'], {
      GIT_AUTHOR_DATE: '2027-02-10T12:00:00Z',
      GIT_COMMITTER_DATE: '2027-02-10T12:00:00Z',
    });
    const merged = await load(repository, '2027-02-11');
    expect(merged.changes[0]).toMatchObject({ announced: '2027-02-10', effective: '2027-03-01' });
    expect(merged.findings.map(({ file, field }) => [file, field])).toEqual([
      [LETTERBOX, 'subprocessor.processing[3].from'],
    ]);
  });

  it('a notice made shorter together with a change is not kept, and the one that binds is shown', async () => {
    using repository = new Repository();
    repository.commit('2026-11-24T12:00:00Z');
    const rules = join(repository.root, 'content/vendors.yaml');
    writeFileSync(rules, readFileSync(rules, 'utf8').replace(/^ {2}days: 30$/m, '  days: 2'));
    announce(repository, '2027-02-01');
    const { changes, findings, noticeDays } = await load(repository, '2027-01-28');
    expect(noticeDays).toBe(30);
    expect(findings).toMatchObject([{ file: LETTERBOX, field: 'subprocessor.processing[3].from' }]);
    expect(changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'notice', announced: '2027-01-28', effective: '2027-02-27' }),
      ]),
    );
    repository.git('checkout', '-q', '--', LETTERBOX);
    repository.commit('2027-01-28T12:00:00Z');
    announce(repository, '2027-03-03');
    expect((await load(repository, '2027-02-26')).findings).toHaveLength(1);
    expect(await load(repository, '2027-02-27')).toMatchObject({ findings: [], noticeDays: 2 });
  });

  it('a file that is removed is asked for its end, whether committed or not', async () => {
    using repository = new Repository();
    const commit = repository.commit('2026-11-24T12:00:00Z');
    rmSync(join(repository.root, LETTERBOX));
    const told = expect.stringContaining(`git checkout ${commit.slice(0, 10)} -- ${LETTERBOX}`);
    expect((await load(repository, '2026-12-01')).findings).toMatchObject([
      { file: LETTERBOX, message: told },
    ]);
    repository.commit('2026-11-25T12:00:00Z');
    expect((await load(repository, '2026-12-01')).findings).toMatchObject([
      { file: LETTERBOX, message: told },
    ]);
    const company = join(repository.root, 'content/company.yaml');
    writeFileSync(company, readFileSync(company, 'utf8').replace('sample: true', 'sample: false'));
    rmSync(join(repository.root, 'content/promise.json'));
    expect((await load(repository, '2026-12-01')).findings).toEqual([]);
  });

  it('a shallow clone is refused with the command that mends it', async () => {
    using repository = new Repository();
    repository.commit('2026-11-24T12:00:00Z');
    repository.commit('2026-11-25T12:00:00Z');
    using shallow = new Repository('shallow');
    repository.git('clone', '-q', '--depth', '1', `file://${repository.root}`, `${shallow.root}-clone`);
    const root = `${shallow.root}-clone`;
    await expect(loadSubprocessorChanges(root, await loadContent(root, '2026-12-01'))).rejects.toThrow(
      ContentError,
    );
    await expect(loadSubprocessorChanges(root, await loadContent(root, '2026-12-01'))).rejects.toThrow(
      'git fetch --unshallow',
    );
  });

  it('no text of an internal row is read from the past either', async () => {
    using repository = new Repository();
    repository.commit('2026-11-24T12:00:00Z');
    const path = join(repository.root, 'content/vendors/bookish-example.yaml');
    writeFileSync(path, 'name: canary-51c7\nsubprocessor: [broken\n');
    repository.commit('2026-11-25T12:00:00Z');
    repository.git('checkout', '-q', 'HEAD~1', '--', 'content/vendors/bookish-example.yaml');
    repository.commit('2026-11-26T12:00:00Z');
    const { changes } = await load(repository, '2026-12-01');
    expect(JSON.stringify(changes)).not.toContain('canary-51c7');
  });
});
