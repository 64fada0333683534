import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Repository } from './repository.ts';

const TEXT = 'content/nda/mutual-1.0.md';
const VERSIONS = 'content/nda/versions.yaml';
const COMPANY = 'content/company.yaml';

/** A repository whose agreement is offered from a day on. */
function offering(effective: string): Repository {
  const repository = new Repository();
  edit(repository, VERSIONS, (text) => text.replace(/effective: \S+/, `effective: ${effective}`));
  return repository;
}

function edit({ root }: Repository, file: string, change: (text: string) => string): void {
  const before = readFileSync(join(root, file), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing was changed in ${file}`);
  writeFileSync(join(root, file), after);
}

/** Changes the text, and records its new hash, as somebody would who wants the build to pass. */
function reword(repository: Repository, words: string): void {
  edit(repository, TEXT, (text) => text.replace(/as many copies[^.]*/, `as many copies ${words}`));
  const hash = createHash('sha256')
    .update(readFileSync(join(repository.root, TEXT)))
    .digest('hex');
  edit(repository, VERSIONS, (text) => text.replace(/sha256: \S+/, `sha256: ${hash}`));
}

const changed = (since: string, commit: string, of: string, where: string) =>
  `${TEXT}: expected the text with which version 1.0 is offered since ${since} (commit ${commit} of ${of}), found another (${where}). A text that was offered never changes: git checkout ${commit} -- ${TEXT}, and give the new text a new version, with a file and an entry in ${VERSIONS} of its own`;

describe('an agreement that was offered', () => {
  it('keeps its text, whatever hash is recorded for another', async () => {
    using repository = offering('2026-01-01');
    const first = repository.commit('2026-01-05').slice(0, 10);
    reword(repository, 'as it wants');
    expect(await repository.check()).toEqual([
      changed('2026-01-05', first, '2026-01-05', 'not committed yet'),
    ]);
    const second = repository.commit('2026-01-06').slice(0, 10);
    const found = changed('2026-01-05', first, '2026-01-05', `commit ${second} of 2026-01-06`);
    expect(await repository.check()).toEqual([found]);
    repository.git('checkout', '-q', first, '--', TEXT, VERSIONS);
    expect(await repository.check()).toEqual([]);
  });

  it('is not made another by moving the day on', async () => {
    using repository = offering('2026-01-01');
    const first = repository.commit('2026-01-05').slice(0, 10);
    reword(repository, 'as it wants');
    edit(repository, VERSIONS, (text) => text.replace('2026-01-01', '2026-01-06'));
    const second = repository.commit('2026-01-06').slice(0, 10);
    expect(await repository.check()).toEqual([
      changed('2026-01-05', first, '2026-01-05', `commit ${second} of 2026-01-06`),
      `${VERSIONS}: versions: expected version 1.0 effective 2026-01-01, as it was offered (commit ${first} of 2026-01-05), found 2026-01-06: put it back, and give a new text a new version`,
    ]);
  });

  it('may be put right on its first day, which then is the day of the last words', async () => {
    using repository = offering('2026-01-01');
    repository.commit('2026-01-05T09:00:00Z');
    reword(repository, 'as it wants');
    repository.commit('2026-01-05T10:00:00Z');
    expect(await repository.check()).toEqual([]);
    edit(repository, VERSIONS, (text) => text.replace('2026-01-01', '2026-01-05'));
    repository.commit('2026-01-08');
    expect(await repository.check()).toEqual([]);
  });

  it('may change until its day has come, and the day with it', async () => {
    using repository = offering('2026-03-01');
    repository.commit('2026-01-05');
    reword(repository, 'as it wants');
    edit(repository, VERSIONS, (text) => text.replace('2026-03-01', '2026-04-01'));
    const second = repository.commit('2026-02-01').slice(0, 10);
    expect(await repository.check()).toEqual([]);
    reword(repository, 'as it likes');
    repository.commit('2026-05-01');
    expect((await repository.check())[0]).toContain(`since 2026-04-01 (commit ${second} of 2026-02-01)`);
  });

  it('was offered by nobody as long as the company was a sample', async () => {
    using repository = offering('2026-01-01');
    repository.commit('2026-01-05');
    reword(repository, 'as it wants');
    edit(repository, COMPANY, (text) => text.replace(/^sample: true\n/m, ''));
    rmSync(join(repository.root, 'content/promise.json'));
    const second = repository.commit('2026-01-06').slice(0, 10);
    expect(await repository.check()).toEqual([]);
    reword(repository, 'as it likes');
    expect(await repository.check()).toEqual([
      changed('2026-01-06', second, '2026-01-06', 'not committed yet'),
    ]);
  });
});

it('the clause of the terms of service stays as it is under one version', async () => {
  using repository = new Repository();
  const first = repository.commit('2026-02-05').slice(0, 10);
  edit(repository, COMPANY, (text) => text.replace('We may give Customer', 'We will give Customer'));
  repository.commit('2026-02-06');
  expect(await repository.check()).toEqual([
    `${COMPANY}: terms: expected the clause and the day with which version 2026-01 of the terms is in force (commit ${first} of 2026-02-05), found another: put it back, and give the new clause a new version and day`,
  ]);
  edit(repository, COMPANY, (text) =>
    text.replace(/version: "2026-01"\n {2}effective: \S+/, 'version: "2026-02"\n  effective: 2026-02-06'),
  );
  expect(await repository.check()).toEqual([]);
});
