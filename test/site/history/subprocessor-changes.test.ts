import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContentError } from '../../../schema/finding.ts';
import { loadSubprocessorChanges } from '../../../schema/history/load-subprocessor-changes.ts';
import {
  type RegisteredSubprocessor,
  type RegisterState,
  subprocessorChanges,
  tooEarly,
} from '../../../schema/history/subprocessor-changes.ts';
import { loadContent } from '../../../schema/load.ts';
import { Repository } from './repository.ts';

const NOTICE = 30;

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
function wrong(states: RegisterState[]): string[] {
  const present = states.at(-1)?.entries ?? new Map();
  return tooEarly(subprocessorChanges(states, NOTICE), present, NOTICE).map(
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

  it('is nothing when a file is renamed, and words only when words change', () => {
    const reworded = { ...OLD, subprocessor: { ...OLD.subprocessor, purpose: 'Letters' } };
    expect(
      lines(
        history(
          ['2026-01-01', { old: OLD }],
          ['2026-01-02', { older: OLD }],
          ['2026-01-03', { older: reworded }],
        ),
      ),
    ).toEqual(['2026-01-03 older reworded 2026-01-03 - purpose, before: Mail']);
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

  it('is not kept when what holds already is made wider in its place', () => {
    const wider = subprocessor('Old', [['2020-01-01', 'ab', 'X']]);
    const states = history(['2026-01-01', { old: OLD }], ['2026-01-10', { old: wider }]);
    expect(wrong(states)).toEqual(say('old', 1, '2026-02-09', '2026-01-10', '2026-01-10'));
    expect(wrong([...states, ...history(['2026-01-11', { old: OLD }])])).toEqual([]);
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
