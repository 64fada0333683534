import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inForceDuring, inForceOn } from '../../../schema/history/in-force.ts';
import { standingOf } from '../../../schema/history/policy-history.ts';
import { policyNews } from '../../../schema/history/policy-news.ts';
import { policyTextReader } from '../../../schema/history/policy-text.ts';
import { reviewState } from '../../../schema/history/review-state.ts';
import { ANN, BEA, policyFile, Repository } from './repository.ts';

const ID = 'access-control';
const FILE = `${ID}.md`;

describe('a text of the history', () => {
  const entry = (version: string, more = '') =>
    `  - version: "${version}"\n    kind: editorial\n    summary: What came with ${version}.\n${more}`;
  const fields = (...lines: string[]) => `---\ntitle: A policy\n${lines.join('')}---\n\nWords.\n`;
  const log = (...entries: string[]) => fields('versions:\n', ...entries);

  it.each([
    ['an entry more', log(entry('1.0')), log(entry('1.0'), entry('1.1'))],
    ['no entry more', log(entry('1.0')), log(entry('1.0'))],
    [
      'a day in the entry',
      log(entry('1.0')),
      log(entry('1.0'), entry('1.1', '    inForceFrom: 2025-01-01\n')),
    ],
    ['an entry that is none', log(entry('1.0')), log(entry('1.0'), '  - later\n')],
    ['an entry that cannot be read', log(entry('1.0')), log(entry('1.0'), '  - "1.1\n')],
    ['a field below the log', log(entry('1.0')), log(entry('1.0'), entry('1.1'), 'version: "7.7"\n')],
    [
      'another list at the end',
      log(entry('1.0'), 'covers:\n  - a\n'),
      log(entry('1.0'), 'covers:\n  - a\n  - b\n'),
    ],
    ['a reference into what is above', log(entry('&a 1.0')), log(entry('&a 1.0'), '  - *a\n')],
    ['a log that was one word', fields('versions: none\n'), fields('versions: none\n  - version: "1.0"\n')],
    ['a deeper log', fields('versions:\n    - a\n'), fields('versions:\n    - a\n  - b\n')],
    ['a log without room', fields('versions:\n- a\n'), fields('versions:\n- a\n  - b\n')],
  ])('reads the same whether or not the one before was read: %s', (_, before, after) => {
    const read = policyTextReader();
    read(before);
    expect(read(after)).toEqual(policyTextReader()(after));
  });

  it('has the log that stands in it', () => {
    const read = policyTextReader();
    read(log(entry('1.0')));
    const { version, log: entries } = read(log(entry('1.0'), entry('1.1')));
    expect(version).toBe('1.1');
    expect(entries?.map(({ summary }) => summary)).toEqual(['What came with 1.0.', 'What came with 1.1.']);
  });
});

describe('versions', () => {
  it('are those of the log; commits under one version are its changes', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05', 'policies: begin');
    repository.write(
      FILE,
      policyFile({ versions: ['1.0 substantive', '1.1 editorial'], purpose: 'To start.' }),
    );
    repository.commit('2026-02-05', 'policies: other words', BEA);
    const { versions } = await repository.history(ID);
    expect(versions).toMatchObject([
      {
        version: '1.0',
        kind: 'substantive',
        changes: [{ date: '2026-01-05', author: ANN.name, signature: 'none', merge: false }],
      },
      {
        version: '1.1',
        kind: 'editorial',
        summary: 'What came with 1.1.',
        changes: [{ author: BEA.name, subject: 'policies: other words' }],
      },
    ]);
    expect(versions[0]?.markdown).toContain('To begin.');
    expect(versions[1]?.markdown).toContain('To start.');
    expect(versions[1]?.blob).toBe(repository.git('rev-parse', `HEAD:content/policies/${FILE}`));
  });

  it('of a text from before there was a log are those that the text named', async () => {
    using repository = new Repository();
    repository.write(FILE, '---\ntitle: Old\nversion: "0.9"\n---\n\n## Purpose\n\nOld words.\n');
    repository.commit('2025-01-05');
    repository.write(FILE, 'no fields at all\n');
    repository.commit('2025-01-06');
    repository.write(FILE, policyFile());
    repository.commit('2026-01-05');
    const { versions } = await repository.history(ID);
    expect(versions.map(({ version, kind }) => [version, kind])).toEqual([
      ['0.9', null],
      ['unnumbered', null],
      ['1.0', 'substantive'],
    ]);
  });

  it('that are not committed are there, without a commit', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    repository.write(
      FILE,
      policyFile({ versions: ['1.0 substantive', '1.1 substantive'], purpose: 'To go on.' }),
    );
    expect((await repository.history(ID)).versions.at(-1)).toMatchObject({
      version: '1.1',
      changes: [],
      approval: null,
    });
  });

  it('come from both sides of a merge, and from the merge itself', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    repository.git('switch', '-q', '-c', 'side');
    repository.write(FILE, policyFile({ versions: ['1.0 substantive', '1.1 editorial'], purpose: 'Side.' }));
    repository.commit('2026-01-06', 'side', BEA);
    repository.git('switch', '-q', 'main');
    repository.write(FILE, policyFile({ versions: ['1.0 substantive', '1.2 editorial'], purpose: 'Main.' }));
    repository.commit('2026-01-07', 'main');
    expect(() => repository.git('merge', '-q', 'side')).toThrow();
    repository.write(
      FILE,
      policyFile({
        versions: ['1.0 substantive', '1.1 editorial', '1.2 editorial', '1.3 editorial'],
        purpose: 'Both.',
      }),
    );
    repository.commit('2026-01-08', 'merge both');
    const { versions } = await repository.history(ID);
    expect(versions.map(({ version }) => version)).toEqual(
      expect.arrayContaining(['1.0', '1.1', '1.2', '1.3']),
    );
    expect(versions.at(-1)).toMatchObject({
      version: '1.3',
      changes: [{ subject: 'merge both', merge: true }],
    });
    expect(await repository.check()).toEqual([]);
  });

  it('of a file that was renamed go on, and records under its old name still count', async () => {
    using repository = new Repository();
    repository.write('old-name.md', policyFile({ title: 'Kept' }));
    repository.commit('2026-01-05');
    repository.record('old-name', 'approval', '1.0');
    repository.commit('2026-01-06', 'approve', BEA);
    repository.git('mv', 'content/policies/old-name.md', 'content/policies/new-name.md');
    repository.commit('2026-01-07', 'rename');
    const history = await repository.history('new-name');
    expect(history.formerIds).toEqual(['old-name']);
    expect(history.versions).toMatchObject([
      { version: '1.0', approval: { independent: true }, changes: [{}, { subject: 'rename' }] },
    ]);
    const { policies } = await repository.load();
    expect(policies.map(({ id }) => id)).not.toContain('old-name');
    expect(policyNews(policies)).toEqual([
      { policy: 'new-name', title: 'Kept', version: '1.0', kind: 'substantive', summary: expect.any(String) },
    ]);
    expect(await repository.check()).toEqual([]);
  });

  it('of a file that was deleted stay, with what took it away', async () => {
    using repository = new Repository();
    repository.write('gone.md', policyFile({ title: 'Gone', versions: ['1.0 substantive @2025-01-01'] }));
    repository.commit('2026-01-05');
    repository.git('rm', '-q', 'content/policies/gone.md');
    repository.commit('2026-02-05', 'policies: withdraw gone', BEA);
    const history = await repository.history('gone');
    expect(history).toMatchObject({
      title: 'Gone',
      withdrawn: { date: '2026-02-05', author: BEA.name },
      versions: [{ version: '1.0' }],
    });
    expect(inForceOn(history, '2026-02-04')?.version).toBe('1.0');
    expect(inForceOn(history, '2026-02-05')).toBe(null);
    expect(await repository.check()).toEqual([]);
  });

  it('of a repository in a folder with spaces and letters of another script are read', async () => {
    using repository = new Repository('Größe und 規程 "x"');
    repository.commit('2026-01-05');
    expect((await repository.history(ID)).versions).toHaveLength(1);
  });

  it('of a project that is a folder of a bigger repository are read', async () => {
    using repository = new Repository('outer/inner');
    rmSync(join(repository.root, '.git'), { recursive: true });
    const outer = join(repository.root, '..');
    const git = (...args: string[]) => repository.run('git', ['-C', outer, ...args]);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'all');
    expect((await repository.history(ID)).versions).toMatchObject([
      { version: '1.0', changes: [{ subject: 'all' }] },
    ]);
  });
});

describe('approvals', () => {
  it('are bound to the exact text, by somebody who did not write it, on the day of their commit', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    repository.record(ID, 'approval', '1.0');
    repository.commit('2026-01-09', 'policies: approve', BEA);
    const approved = await repository.history(ID);
    expect(approved.versions[0]).toMatchObject({
      approval: {
        role: 'Managing director',
        independent: true,
        sample: false,
        by: { author: BEA.name, date: '2026-01-09' },
      },
      inForce: { from: '2026-01-09', ground: 'approval' },
    });
    // One more space, and the approval is of another text.
    repository.write(
      FILE,
      policyFile({ versions: ['1.0 substantive', '1.1 editorial'], purpose: 'To  begin.' }),
    );
    repository.commit('2026-01-10');
    const changed = await repository.history(ID);
    expect(changed.versions[1]).toMatchObject({ version: '1.1', approval: null, inForce: null });
    expect(inForceOn(changed, '2026-05-01')?.version).toBe('1.0');
  });

  it('by the author, by a co-author, or by the author under a second address, are none', async () => {
    for (const [who, trailer] of [
      [ANN, ''],
      [BEA, `\n\nCo-authored-by: ${BEA.name} <${BEA.mail}>`],
      [{ name: ANN.name, mail: 'ann@elsewhere.example' }, ''],
      [{ name: 'A. Nother', mail: ANN.mail.toUpperCase() }, ''],
    ] as const) {
      using repository = new Repository();
      repository.commit('2026-01-05', `policies: begin${trailer}`);
      repository.record(ID, 'approval', '1.0');
      repository.commit('2026-01-09', 'policies: approve', who);
      expect((await repository.history(ID)).versions[0]).toMatchObject({
        approval: { independent: false },
        inForce: null,
      });
      expect(await repository.check()).toEqual([
        `content/policies/${FILE}: expected an approval of version 1.0 by somebody who did not write it, found ${who.name} as both: ask another to run npm run trust -- policy approve ${ID}`,
      ]);
    }
  });

  it('by whoever wrote a part that nobody approved before are none either', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05', 'by Bea', BEA);
    repository.write(
      FILE,
      policyFile({ versions: ['1.0 substantive', '1.1 substantive'], purpose: 'More.' }),
    );
    repository.commit('2026-01-06', 'by Ann');
    repository.record(ID, 'approval', '1.1');
    repository.commit('2026-01-09', 'policies: approve', BEA);
    expect((await repository.history(ID)).versions[1]).toMatchObject({
      approval: { independent: false },
      inForce: null,
    });
  });

  it('that are not committed do not count', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    repository.record(ID, 'approval', '1.0');
    expect((await repository.history(ID)).versions[0]?.approval).toBe(null);
  });
});

describe('D37: the ground "earlier records"', () => {
  const imported = ['1.0 substantive @2025-03-01', '1.1 substantive @2025-09-01'];
  const start = (repository: Repository) => {
    repository.write(FILE, policyFile({ versions: imported }));
    repository.commit('2026-01-05');
  };
  const verdicts = async (repository: Repository) =>
    (await repository.history(ID)).versions.map((one) => [one.version, standingOf(one), one.inForce?.from]);

  it('covers the text that came in, and no body that was changed since, before and after it is committed', async () => {
    using repository = new Repository();
    start(repository);
    expect(await verdicts(repository)).toEqual([['1.1', 'earlier records', '2025-09-01']]);
    repository.write(FILE, policyFile({ versions: imported, purpose: 'Everybody may do anything.' }));
    expect(await verdicts(repository)).toEqual([
      ['1.1', 'earlier records', '2025-09-01'],
      ['1.1-changed', 'not committed', undefined],
    ]);
    repository.commit('2026-02-01', 'slip something in');
    expect(await verdicts(repository)).toEqual([
      ['1.1', 'earlier records', '2025-09-01'],
      ['1.1-changed', 'not approved', undefined],
    ]);
    const history = await repository.history(ID);
    expect(inForceOn(history, '2026-05-01')?.markdown).toContain('To begin.');
    expect(history.versions[1]).toMatchObject({
      kind: null,
      changes: [{ subject: 'slip something in' }],
    });
  });

  it('covers no field that was changed since', async () => {
    for (const change of [
      { title: 'Another' },
      { fields: 'reviewEveryMonths: 24\n' },
      { role: 'Intern' },
    ] as const) {
      using repository = new Repository();
      start(repository);
      const text = policyFile({ versions: imported, ...change });
      repository.write(FILE, 'role' in change ? text.replace('Managing director', change.role) : text);
      repository.commit('2026-02-01');
      expect(await verdicts(repository)).toEqual([
        ['1.1', 'earlier records', '2025-09-01'],
        ['1.1-changed', 'not approved', undefined],
      ]);
      const history = await repository.history(ID);
      // How often it is reviewed is a rule of the text too: what nobody approved does not put a review off.
      expect(history.reviewEveryMonths).toBe(12);
      expect(await repository.notes()).toContain(
        `content/policies/${FILE}: version 1.1-changed is not approved, and the site says so: npm run trust -- policy approve ${ID}`,
      );
    }
  });

  it('is no way for a later version, whatever day it names', async () => {
    using repository = new Repository();
    start(repository);
    repository.write(
      FILE,
      policyFile({ versions: [...imported, '1.2 substantive @2025-12-01'], purpose: 'Anything.' }),
    );
    repository.commit('2026-02-01');
    expect(await verdicts(repository)).toEqual([
      ['1.1', 'earlier records', '2025-09-01'],
      ['1.2', 'not approved', undefined],
    ]);
    expect(await repository.check()).toEqual([
      `content/policies/${FILE}: inForceFrom: expected none for version 1.2, whose text came after the first of this policy: leave it out, and have the version approved`,
    ]);
  });

  it('gives way to an approval of another text under the same version', async () => {
    using repository = new Repository();
    start(repository);
    repository.write(FILE, policyFile({ versions: imported, title: 'Another' }));
    repository.commit('2026-02-01');
    repository.record(ID, 'approval', '1.1');
    repository.commit('2026-02-03', 'approve', BEA);
    expect(await verdicts(repository)).toEqual([
      ['1.1', 'earlier records', '2025-09-01'],
      ['1.1-changed', 'approved', '2026-02-03'],
    ]);
    repository.write(FILE, policyFile({ versions: imported, title: 'A third' }));
    repository.commit('2026-02-04');
    expect((await verdicts(repository)).at(-1)).toEqual(['1.1-changed-2', 'not approved', undefined]);
    // Back to what was approved.
    repository.write(FILE, policyFile({ versions: imported, title: 'Another' }));
    repository.commit('2026-02-05');
    expect((await verdicts(repository)).at(-1)).toEqual(['1.1-changed', 'approved', '2026-02-03']);
  });

  it('is believed of a committed text alone', async () => {
    using repository = new Repository();
    repository.write(FILE, policyFile({ versions: imported }));
    expect(await verdicts(repository)).toEqual([['1.1', 'not committed', undefined]]);
  });
});

describe('the version in force', () => {
  it('during a period is every one that bound in it, on the ground of approvals or of earlier records', async () => {
    using repository = new Repository();
    const versions = ['1.0 substantive @2025-03-01', '1.1 substantive @2025-09-01'];
    repository.write(FILE, policyFile({ versions }));
    repository.commit('2026-01-05');
    repository.write(FILE, policyFile({ versions: [...versions, '1.2 substantive'], purpose: 'More.' }));
    repository.commit('2026-01-06');
    repository.record(ID, 'approval', '1.2');
    repository.commit('2026-02-01', 'approve', BEA);
    const history = await repository.history(ID);
    const during = (from: string, to: string) =>
      inForceDuring(history, { from, to }).map(({ version }) => version.version);
    // Version 1.0 has no text here: the repository begins with 1.1.
    expect(during('2025-01-01', '2025-08-31')).toEqual([]);
    expect(during('2025-10-01', '2026-01-31')).toEqual(['1.1']);
    expect(during('2025-10-01', '2026-02-01')).toEqual(['1.1', '1.2']);
    expect(during('2026-02-01', '2026-12-31')).toEqual(['1.2']);
  });
});

describe('reviews', () => {
  it('are due by the month, from the last one on, and overdue the day after', async () => {
    using repository = new Repository();
    repository.write(FILE, policyFile({ fields: 'reviewEveryMonths: 1\n' }));
    repository.commit('2026-01-15');
    expect(reviewState(await repository.history(ID), '2026-02-15')).toEqual({
      last: null,
      due: '2026-02-15',
      overdueDays: 0,
    });
    repository.record(ID, 'review', '1.0', 'note: Held against practice.\n');
    repository.commit('2026-01-31', 'review');
    const state = (day: string) => repository.history(ID).then((history) => reviewState(history, day));
    // February has no day 31.
    expect(await state('2026-03-03')).toMatchObject({
      last: { outcome: 'no change', note: 'Held against practice.', version: '1.0' },
      due: '2026-02-28',
      overdueDays: 3,
    });
  });
});

describe('a history that cannot be read', () => {
  it('because the clone is shallow names the command that mends it, which does', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    repository.commit('2026-01-06');
    const clone = join(repository.root, '../clone');
    repository.git('clone', '-q', '--depth', '1', `file://${repository.root}`, clone);
    const script = join(import.meta.dirname, '../../../schema/write.ts');
    const build = () =>
      execFileSync(process.execPath, ['--no-warnings', script, clone], { encoding: 'utf8', stdio: 'pipe' });
    expect(build).toThrow(
      /content\/policies: expected the whole history, found a shallow clone, whose past was cut off: run git fetch --unshallow/,
    );
    repository.run('git', ['-C', clone, 'fetch', '-q', '--unshallow']);
    expect(build()).toBe('');
  });

  it('because there is none says how to get or to begin one', async () => {
    using repository = new Repository();
    rmSync(join(repository.root, '.git'), { recursive: true });
    expect(await repository.check()).toEqual([
      'content/policies: expected a Git repository, found none: policies show what changed from its history. Clone the project instead of unpacking an archive of it, or begin a history of your own: git init && git add -A && git commit -m "first"',
    ]);
  });

  it('because there is no Git says so', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    const empty = mkdtempSync(join(tmpdir(), 'no-git-'));
    const script = join(import.meta.dirname, '../../../schema/write.ts');
    expect(() =>
      execFileSync(process.execPath, ['--no-warnings', script, repository.root], {
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, PATH: empty },
      }),
    ).toThrow(
      /content\/policies: expected Git, which knows who changed and approved what, found no such program: install it/,
    );
    rmSync(empty, { recursive: true });
  });

  it('because something is broken passes on what Git says', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    const tree = repository.git('rev-parse', 'HEAD:content/policies');
    rmSync(join(repository.root, '.git/objects', tree.slice(0, 2), tree.slice(2)), { force: true });
    expect((await repository.check())[0]).toMatch(/^content\/policies: Git refused: .*fatal: /s);
  });

  it('but one that is only empty is fine', async () => {
    using repository = new Repository();
    const { head, policies } = await repository.load();
    expect(head).toBe(null);
    expect(policies[0]?.versions).toMatchObject([
      { version: '1.0', changes: [], approval: null, inForce: null },
    ]);
  });
});

describe('U12: what somebody might forge', () => {
  it('replaced objects are not believed', async () => {
    using repository = new Repository();
    const first = repository.commit('2026-01-05', 'by Ann');
    repository.record(ID, 'approval', '1.0');
    repository.commit('2026-01-06', 'approve', ANN);
    // The first commit, told to the world as Bea's.
    const forged = repository.run('git', ['commit-tree', `${first}^{tree}`, '-m', 'by Bea'], {
      GIT_AUTHOR_NAME: BEA.name,
      GIT_AUTHOR_EMAIL: BEA.mail,
      GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z',
    });
    repository.git('replace', first, forged);
    expect((await repository.history(ID)).versions[0]).toMatchObject({
      changes: [{ author: ANN.name }],
      approval: { independent: false },
    });
  });

  it('a good signature, one of an unknown key, one that cannot be checked and one that does not fit are told apart', async () => {
    using repository = new Repository();
    const keys = mkdtempSync(join(tmpdir(), 'keys-'));
    const key = (name: string) => {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(keys, name)]);
      return join(keys, name);
    };
    const signed = (path: string) => [
      '-c',
      'gpg.format=ssh',
      '-c',
      `user.signingkey=${path}`,
      '-c',
      'commit.gpgsign=true',
    ];
    const known = key('known');
    const signature = async () => (await repository.history(ID)).versions.at(-1)?.changes.at(-1)?.signature;
    const next = (version: number) => {
      const versions = Array.from({ length: version + 1 }, (_, index) => `1.${index} substantive`);
      repository.write(FILE, policyFile({ versions, purpose: `Number ${version}.` }));
    };
    repository.commit('2026-01-05', 'signed', ANN, signed(known));
    expect(await signature()).toBe('not checked');

    const publicKey = execFileSync('ssh-keygen', ['-y', '-f', known], { encoding: 'utf8' });
    writeFileSync(join(repository.root, 'content/policies/allowed_signers'), `${ANN.mail} ${publicKey}`);
    expect(await signature()).toBe('good');

    next(1);
    repository.commit('2026-01-06', 'signed by another', ANN, signed(key('stranger')));
    expect(await signature()).toBe('unknown key');
    expect(await repository.check()).toEqual([]);

    next(2);
    const commit = repository.commit('2026-01-07', 'signed', ANN, signed(known));
    // The same signature around other words.
    const forged = join(keys, 'forged');
    writeFileSync(
      forged,
      `${repository.git('cat-file', 'commit', commit).replace(/\nsigned$/, '\nforged')}\n`,
    );
    repository.git('reset', '-q', '--soft', repository.git('hash-object', '-t', 'commit', '-w', forged));
    expect(await signature()).toBe('bad');
    expect(await repository.check()).toEqual([
      expect.stringMatching(
        /^content\/policies\/access-control\.md: expected a signature that fits, found that of commit [0-9a-f]{10} forged or revoked: ask Ann Author to make it again$/,
      ),
    ]);
    rmSync(keys, { recursive: true });
  });

  it('addresses of mail are nowhere in what is published', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    repository.record(ID, 'approval', '1.0');
    repository.commit('2026-01-06', 'approve', BEA);
    const { evidence: _, ...published } = await repository.load();
    expect(JSON.stringify(published)).toContain(BEA.name);
    expect(JSON.stringify(published)).not.toMatch(/@company\.example/);
  });
});
