import { describe, expect, it } from 'vitest';
import { traceFiles } from '../../../schema/history/lineage.ts';
import { type Commit, parseLog } from '../../../schema/history/log.ts';
import { parseObjects } from '../../../schema/history/objects.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
const NONE = '0'.repeat(40);

/** A commit as Git writes it. */
function written(hash: string, parents: string, entries: string, subject = 'change'): string {
  const day = '2026-01-05T10:00:00+01:00';
  return `${[hash, parents, 'Ann', 'ann@company.example', 'ann', 'ann@home.example', day, day, 'N', subject, 'Bea <bea@company.example>\n'].join('\0')}\0${entries}`;
}

describe('the output of git log', () => {
  it('is read with parents before children', () => {
    const output =
      written(B, A, `\n:100644 100644 ${A} ${B} M\0a.md\0`) +
      written(A, '', `\n:000000 100644 ${NONE} ${A} A\0a.md\0`);
    const commits = parseLog(output);
    expect(commits.map(({ hash }) => hash)).toEqual([A, B]);
    expect(commits[1]).toMatchObject({
      parents: [A],
      author: { name: 'Ann', mail: 'ann@company.example' },
      coAuthors: [{ name: 'Bea', mail: 'bea@company.example' }],
      changes: [{ path: 'a.md', pathsBefore: ['a.md'], blobsBefore: [A], blob: B }],
    });
    expect(commits[0]?.changes[0]?.blobsBefore).toEqual([null]);
  });

  it('names its people as the company chose, by address, and by a word for all others', () => {
    const [commit] = parseLog(written(A, '', ''), {
      'ann@company.example': 'Security team',
      '*': 'Somebody of ours',
    });
    expect(commit?.author.shownAs).toBe('Security team');
    expect(commit?.coAuthors.map(({ shownAs }) => shownAs)).toEqual(['Somebody of ours']);
    expect(parseLog(written(A, '', ''))[0]?.author.shownAs).toBe('Ann');
  });

  it('of a rename names both paths, of a merge the path in each parent', () => {
    const output =
      written(C, `${A} ${B}`, `\0::100644 100644 100644 ${A} ${B} ${C} MM\0old.md\0new.md\0new.md\0`) +
      written(B, A, `\n:100644 100644 ${A} ${B} R087\0old.md\0new.md\0`);
    const [rename, merge] = parseLog(output);
    expect(rename?.changes).toEqual([{ path: 'new.md', pathsBefore: ['old.md'], blobsBefore: [A], blob: B }]);
    expect(merge?.changes).toEqual([
      { path: 'new.md', pathsBefore: ['old.md', 'new.md'], blobsBefore: [A, B], blob: C },
    ]);
  });

  it('of a merge that took each file from one side names no file, wherever it stands', () => {
    const merge = (hash: string) => written(hash, `${A} ${B}`, '\0');
    const commits = parseLog(merge(C) + merge(B) + written(A, '', ''));
    expect(commits.map(({ hash, changes }) => [hash, changes])).toEqual([
      [A, []],
      [B, []],
      [C, []],
    ]);
    expect(parseLog(merge(C))).toHaveLength(1);
  });

  it('cannot be forged from inside a message or a name', () => {
    const subject = `:100644 100644 ${A} ${C} M content/policies/a.md ${'c'.repeat(40)}`;
    const commits = parseLog(written(A, '', `\n:000000 100644 ${NONE} ${A} A\0a.md\0`, subject));
    expect(commits).toHaveLength(1);
    expect(commits[0]?.subject).toBe(subject);
    expect(commits[0]?.changes).toHaveLength(1);
  });

  it.each([
    ['ends in the middle of a field', written(A, '', '').slice(0, 100)],
    ['ends in the middle of a commit', `${A}\0${B}\0`],
    ['begins with something else', `warning: x\0${written(A, '', '')}`],
    ['lacks a path', written(A, '', `\n:000000 100644 ${NONE} ${A} R100\0a.md\0`)],
  ])('that %s is refused', (_, output) => {
    expect(() => parseLog(output)).toThrow(/git log/);
  });

  it('of an empty history is no commit', () => {
    expect(parseLog('')).toEqual([]);
  });
});

describe('the output of git cat-file', () => {
  it('is read by length, whatever the bytes are', () => {
    const output = Buffer.from(`${A} blob 8\nx\n${'y'.repeat(5)}\n\n${B} missing\n${C} blob 0\n\n`);
    expect([...parseObjects(output)]).toEqual([
      [A, 'x\nyyyyy\n'],
      [C, ''],
    ]);
  });

  it('that is cut off is refused', () => {
    expect(() => parseObjects(Buffer.from(`${A} blob 8\nx`))).toThrow(/cut off/);
  });
});

describe('files through time', () => {
  const commit = (hash: string, ...changes: Commit['changes']): Commit => ({
    hash,
    parents: [],
    author: { name: 'Ann', mail: 'ann@company.example', shownAs: 'Ann' },
    authorAsCommitted: { name: 'Ann', mail: 'ann@company.example' },
    coAuthors: [],
    authored: '',
    committed: '',
    signature: 'N',
    subject: '',
    changes,
  });
  const add = (path: string, blob: string) => ({ path, pathsBefore: [path], blobsBefore: [null], blob });
  const edit = (path: string, before: string, blob: string) => ({
    path,
    pathsBefore: [path],
    blobsBefore: [before],
    blob,
  });
  const move = (from: string, path: string, before: string, blob: string) => ({
    path,
    pathsBefore: [from],
    blobsBefore: [before],
    blob,
  });
  const remove = (path: string, before: string) => ({
    path,
    pathsBefore: [path],
    blobsBefore: [before],
    blob: null,
  });

  it('keep their history when they are renamed, also where a branch still edits the old name', () => {
    const [file, ...more] = traceFiles([
      commit('1', add('old.md', A)),
      commit('2', move('old.md', 'new.md', A, A)),
      commit('3', edit('old.md', A, B)),
      commit('4', edit('new.md', A, C)),
    ]);
    expect(more).toEqual([]);
    expect(file).toMatchObject({ path: 'new.md', formerPaths: ['old.md'] });
    expect(file?.revisions.map(({ blob }) => blob)).toEqual([A, A, B, C]);
  });

  it('are two when a new one takes the name of one that moved', () => {
    const files = traceFiles([
      commit('1', add('a.md', A)),
      commit('2', move('a.md', 'b.md', A, A)),
      commit('3', add('a.md', C)),
    ]);
    expect(files.map(({ path, revisions }) => [path, revisions.length])).toEqual([
      ['b.md', 2],
      ['a.md', 1],
    ]);
  });

  it('are one when a removed one comes back', () => {
    const files = traceFiles([
      commit('1', add('a.md', A)),
      commit('2', remove('a.md', A)),
      commit('3', add('a.md', B)),
    ]);
    expect(files).toHaveLength(1);
    expect(files[0]?.revisions.map(({ blob }) => blob)).toEqual([A, null, B]);
  });
});
