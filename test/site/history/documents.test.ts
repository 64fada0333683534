import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BEA, Repository } from './repository.ts';

const UPDATE = (text: string, more = '') => `---
title: Something happened
published: 2026-02-01
topic: practice
summary: It did.
${more}---

${text}
`;

const QUESTIONS = (answers: Record<string, string>, verified = '2026-01-02') => `title: Data
place: 1
questions:
${Object.entries(answers)
  .map(
    ([id, answer]) =>
      `  - id: ${id}\n    question: What of ${id}?\n    answer: ${answer}\n    ownerRole: Head of Security\n    verified: ${verified}\n`,
  )
  .join('')}`;

function write(repository: Repository, file: string, text: string): void {
  mkdirSync(join(repository.root, 'content', file, '..'), { recursive: true });
  writeFileSync(join(repository.root, 'content', file), text);
}

/** Day, author and subject of each change of a text. */
async function changesOf(repository: Repository, file: string): Promise<string[] | undefined> {
  const { documents } = await repository.load();
  const history = documents[file];
  return (
    history && [
      ...history.changes.map(({ date, author, subject }) => `${date} ${author}: ${subject}`),
      ...(history.committed ? [] : ['not committed']),
    ]
  );
}

describe('who made a change', () => {
  it('is named as the repository’s mailmap says, and as content/authors.yaml says from there', async () => {
    using repository = new Repository();
    repository.commit('2026-02-01', 'begin', { name: 'A. Old-Name', mail: 'ann@home.example' });
    const whoMade = () => changesOf(repository, 'content/security.yaml');
    expect(await whoMade()).toEqual(['2026-02-01 A. Old-Name: begin']);
    writeFileSync(join(repository.root, '.mailmap'), 'Ann Author <ann@company.example> <ann@home.example>\n');
    expect(await whoMade()).toEqual(['2026-02-01 Ann Author: begin']);
    write(repository, 'authors.yaml', 'Ann@company.example: Security team\n"*": Others\n');
    expect(await whoMade()).toEqual(['2026-02-01 Security team: begin']);
    write(repository, 'authors.yaml', '"*": Others\n');
    expect(await whoMade()).toEqual(['2026-02-01 Others: begin']);
  });

  it('is told apart by the addresses, whatever readers see', async () => {
    using repository = new Repository();
    write(repository, 'authors.yaml', '"*": Our team\n');
    repository.commit('2026-02-01', 'begin');
    repository.record('access-control', 'approval', '1.0');
    repository.commit('2026-02-02', 'approve', BEA);
    repository.record('vendor-management', 'approval', '1.0');
    repository.commit('2026-02-03', 'approve one’s own');
    const approvalOf = async (id: string) => (await repository.history(id)).versions[0]?.approval;
    expect(await approvalOf('access-control')).toMatchObject({
      independent: true,
      by: { author: 'Our team' },
    });
    expect(await approvalOf('vendor-management')).toMatchObject({ independent: false });
    // No mailmap makes two persons of one: what the commit says itself counts as well.
    writeFileSync(
      join(repository.root, '.mailmap'),
      'Cleo <cleo@company.example> Ann Author <ann@company.example>\n',
    );
    expect(await approvalOf('vendor-management')).toMatchObject({ independent: false });
    repository.commit('2026-02-04', 'a mailmap', { name: 'Cleo', mail: 'cleo@company.example' });
  });
});

describe('the changes of a text that is no policy', () => {
  it('are those of its commits, under each name it had, and what is not committed yet is said', async () => {
    using repository = new Repository();
    write(repository, 'updates/first.md', UPDATE('Words.'));
    repository.commit('2026-02-01', 'publish');
    repository.git('mv', 'content/updates/first.md', 'content/updates/second.md');
    repository.commit('2026-02-02', 'another name', BEA);
    expect(await changesOf(repository, 'content/updates/second.md')).toEqual([
      '2026-02-01 Ann Author: publish',
      '2026-02-02 Bea Approver: another name',
    ]);
    appendFileSync(join(repository.root, 'content/security.yaml'), '\n# More.\n');
    expect(await changesOf(repository, 'content/security.yaml')).toEqual([
      '2026-02-01 Ann Author: publish',
      'not committed',
    ]);
    write(repository, 'updates/third.md', UPDATE('New.'));
    expect(await changesOf(repository, 'content/updates/third.md')).toBeUndefined();
    expect(await changesOf(repository, 'content/access.yaml')).toBeUndefined();
    expect(await changesOf(repository, 'content/vendors/letterbox-example-mail.yaml')).toBeUndefined();
  });

  it('D38: are told for the terms of service apart from the rest of what the company says of itself', async () => {
    using repository = new Repository();
    const file = 'content/company.yaml';
    repository.commit('2026-02-01', 'begin');
    const path = join(repository.root, file);
    const change = (from: string, to: string) => {
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(from);
      writeFileSync(path, text.replace(from, to));
    };
    change('Musterweg 1', 'Musterweg 2');
    repository.commit('2026-02-02', 'moved');
    expect(await changesOf(repository, `${file}#terms`)).toEqual(['2026-02-01 Ann Author: begin']);
    change('clause: "9.3"', 'clause: "9.4"');
    repository.commit('2026-02-03', 'another clause', BEA);
    expect(await changesOf(repository, `${file}#terms`)).toEqual([
      '2026-02-01 Ann Author: begin',
      '2026-02-03 Bea Approver: another clause',
    ]);
  });

  it('are told for each answer by itself; to verify one is not to change it', async () => {
    using repository = new Repository();
    const file = 'questions/data.yaml';
    write(repository, file, QUESTIONS({ where: 'Here.', how: 'So.' }));
    repository.commit('2026-02-01', 'answer');
    write(repository, file, QUESTIONS({ where: 'There.', how: 'So.' }));
    repository.commit('2026-02-02', 'moved', BEA);
    write(repository, file, QUESTIONS({ where: 'There.', how: 'So.', why: 'For that.' }, '2026-02-03'));
    repository.commit('2026-02-03', 'verified, and one more');
    expect(await changesOf(repository, `content/${file}#where`)).toEqual([
      '2026-02-01 Ann Author: answer',
      '2026-02-02 Bea Approver: moved',
    ]);
    expect(await changesOf(repository, `content/${file}#how`)).toEqual(['2026-02-01 Ann Author: answer']);
    write(repository, file, QUESTIONS({ where: 'There.', how: 'So.', why: 'For this.' }, '2026-02-03'));
    expect(await changesOf(repository, `content/${file}#why`)).toEqual([
      '2026-02-03 Ann Author: verified, and one more',
      'not committed',
    ]);
    expect(await changesOf(repository, `content/${file}#how`)).toEqual(['2026-02-01 Ann Author: answer']);
  });

  it('survive old files that are no YAML', async () => {
    using repository = new Repository();
    write(repository, 'questions/data.yaml', 'questions: [broken\n');
    repository.commit('2026-02-01', 'broken');
    write(repository, 'questions/data.yaml', QUESTIONS({ where: 'Here.' }));
    repository.commit('2026-02-02', 'mended');
    expect(await changesOf(repository, 'content/questions/data.yaml#where')).toEqual([
      '2026-02-02 Ann Author: mended',
    ]);
  });

  it('are made in commits of the past, as those of policies', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    write(repository, 'updates/late.md', UPDATE('Words.'));
    const commit = repository.commit('2027-02-01', 'from the future');
    expect(await repository.check()).toContain(
      `content/updates/late.md: expected a commit of the past, found ${commit.slice(0, 10)} dated 2027-02-01: set the clock right and make the commit again`,
    );
  });
});

describe('a published update', () => {
  const FILE = 'updates/one.md';
  const AMENDED = 'amended:\n  - on: 2026-02-20\n    what: A number was wrong.\n';
  const say = (day: string, where: string) => [
    `content/${FILE}: amended: expected an entry of ${day} that says what was put right in ${where}, found none: what was published stays, and readers are told of each change`,
  ];

  it('may be rewritten until it is published, and on that day', async () => {
    using repository = new Repository();
    for (const [day, text] of [
      ['2026-01-20', 'Draft.'],
      ['2026-02-01', 'Words.'],
      ['2026-02-01', 'Better words.'],
    ] as const) {
      write(repository, FILE, UPDATE(text));
      repository.commit(day);
    }
    expect(await repository.check()).toEqual([]);
  });

  it('is changed later only with an amendment, before and after it is committed', async () => {
    using repository = new Repository();
    write(repository, FILE, UPDATE('Ten were late.'));
    repository.commit('2026-02-01');
    write(repository, FILE, UPDATE('Twelve were late.'));
    expect(await repository.check()).toEqual(say('2026-06-01', 'the file, not committed yet'));
    const commit = repository.commit('2026-02-20');
    expect(await repository.check()).toEqual(say('2026-02-20', `commit ${commit.slice(0, 10)}`));
  });

  it('passes with one, and when a follow-up is done', async () => {
    using repository = new Repository();
    const followUp = (done: string) =>
      `postMortem:\n  impact: Some.\n  causes: [It was so.]\n  followUps:\n    - what: Mend it.\n      ownerRole: Head of Operations\n      by: 2026-03-01\n${done}`;
    write(repository, FILE, UPDATE('Ten were late.', followUp('')));
    repository.commit('2026-02-01');
    write(repository, FILE, UPDATE('Ten were late.', followUp('      done: 2026-02-10\n')));
    repository.commit('2026-02-10');
    write(repository, FILE, UPDATE('Twelve were late.', followUp('      done: 2026-02-10\n') + AMENDED));
    repository.commit('2026-02-20');
    expect(await repository.check()).toEqual([]);
    expect(readFileSync(join(repository.root, 'content', FILE), 'utf8')).toContain('Twelve');
  });
});
