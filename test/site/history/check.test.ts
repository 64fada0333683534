import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANN, BEA, NOW, policyFile, Repository } from './repository.ts';

const ID = 'access-control';
const FILE = `${ID}.md`;
const CHECK = join(import.meta.dirname, '../../../schema/check.ts');

describe('the version log', () => {
  it('has a new entry for each change of the text, before and after it is committed', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    repository.write(FILE, policyFile({ purpose: 'Something else.' }));
    const say = (where: string) => [
      `content/policies/${FILE}: versions: expected a new entry at the end, because the text changed (${where}), found 1.0 as before`,
    ];
    expect(await repository.check()).toEqual(say('not committed yet'));
    const commit = repository.commit('2026-01-06');
    expect(await repository.check()).toEqual(say(commit.slice(0, 10)));
  });

  it('has it at the end: an older version put in behind is none', async () => {
    using repository = new Repository();
    repository.write(FILE, policyFile({ versions: ['1.0 substantive @2025-03-01'] }));
    repository.commit('2026-01-05');
    repository.write(
      FILE,
      policyFile({
        versions: ['0.9 substantive @2025-01-01', '1.0 substantive @2025-03-01'],
        purpose: 'Something else.',
      }),
    );
    expect(await repository.check()).toEqual([
      `content/policies/${FILE}: versions: expected a new entry at the end, because the text changed (not committed yet), found 1.0 as before`,
    ]);
  });

  it('is not asked about fields, nor about texts from before there was one', async () => {
    using repository = new Repository();
    repository.write(FILE, '---\ntitle: Old\nversion: "0.9"\n---\n\nOld words.\n');
    repository.commit('2025-12-05');
    repository.write(FILE, '---\ntitle: Old\nversion: "0.9"\n---\n\nOther words.\n');
    repository.commit('2025-12-06');
    repository.write(FILE, policyFile());
    repository.commit('2026-01-05');
    repository.write(FILE, policyFile({ title: 'Another title' }));
    repository.commit('2026-01-06');
    expect(await repository.check()).toEqual([]);
  });

  it('keeps its entries as they were', async () => {
    using repository = new Repository();
    repository.write(FILE, policyFile({ versions: ['1.0 substantive', '1.1 substantive'] }));
    repository.commit('2026-01-05');
    repository.write(FILE, policyFile({ versions: ['1.1 editorial'] }));
    expect(await repository.check()).toEqual([
      `content/policies/${FILE}: versions: expected the entry of 1.0 as it was (substantive), found none (not committed yet): what was once a version stays one`,
      `content/policies/${FILE}: versions: expected the entry of 1.1 as it was (substantive), found another (not committed yet): what was once a version stays one`,
    ]);
  });
});

it('a day of earlier records is one from before the repository', async () => {
  using repository = new Repository();
  repository.write(FILE, policyFile({ versions: ['1.0 substantive @2026-01-06'] }));
  repository.commit('2026-01-05');
  expect(await repository.check()).toEqual([
    `content/policies/${FILE}: inForceFrom: expected for version 1.0 a day before 2026-01-05, when it came into the repository, found "2026-01-06": leave it out, and have the version approved`,
  ]);
});

describe('records', () => {
  it('name a text that the policy has or had, its version and the right role', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    const blob = repository.git('rev-parse', `HEAD:content/policies/${FILE}`);
    const record = (name: string, version: string, of: string, role: string) =>
      repository.write(
        `records/${ID}/${name}.yaml`,
        `record: approval\npolicy: ${ID}\nversion: "${version}"\nblob: ${of}\nrole: ${role}\n`,
      );
    record('a', '1.0', 'f'.repeat(40), 'Managing director');
    record('b', '1.1', blob, 'Managing director');
    record('c', '1.0', blob, 'Head of Security');
    repository.commit('2026-01-06', 'approve', BEA);
    expect(await repository.check()).toEqual([
      `content/policies/records/${ID}/a.yaml: blob: expected a text that content/policies/${FILE} has or had, found ${'f'.repeat(40)}`,
      `content/policies/records/${ID}/b.yaml: version: expected 1.0, which that text carries, found "1.1"`,
      `content/policies/records/${ID}/c.yaml: role: expected "Managing director", as the policy says, found "Head of Security"`,
    ]);
  });

  it('are added, and neither changed nor removed', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    const changed = repository.record(ID, 'review', '1.0');
    const removed = repository.record('incident-response', 'review', '1.0');
    repository.commit('2026-01-06');
    const path = join(repository.root, changed);
    writeFileSync(path, `${readFileSync(path, 'utf8')}note: All is well.\n`);
    repository.git('rm', '-q', removed);
    const commit = repository.commit('2026-01-07');
    expect(await repository.check()).toEqual([
      `${changed}: expected the record as it was committed, found it changed: records are added, never changed`,
      `${removed}: expected the record to stay, found it removed: git checkout ${commit.slice(0, 10)}~ -- ${removed}`,
    ]);
    expect((await repository.history(ID)).reviews).toEqual([]);
  });

  it('lie in the folder of their policy, and have no other fields', async () => {
    using repository = new Repository();
    repository.write(
      `records/other/x.yaml`,
      `record: review\npolicy: ${ID}\nversion: "1.0"\nblob: ${'a'.repeat(40)}\nrole: R\noutcome: fine\nreviewedOn: 2026-01-01\n`,
    );
    repository.write(
      `records/${ID}/y.yaml`,
      `record: approval\npolicy: ${ID}\nversion: "1.0"\nblob: ${'a'.repeat(40)}\nrole: R\napprovedBy: Somebody\n`,
    );
    repository.write(`records/${ID}/z.yml`, '');
    expect(await repository.check()).toEqual([
      `content/policies/records/${ID}/y.yaml: approvedBy: is not a field here; the fields here are record, policy, version, blob, role, sample`,
      'content/policies/records/other/x.yaml: outcome: expected one of no change, change wanted, found "fine"',
      'content/policies/records/other/x.yaml: reviewedOn: is not a field here; the fields here are record, policy, version, blob, role, sample, outcome, note',
      `content/policies/records/${ID}/z.yml: is not a file that anything reads; is its name or folder misspelt?`,
    ]);
  });

  it('that are samples belong to a sample company', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    const file = repository.record(ID, 'approval', '1.0', 'sample: true\n');
    repository.commit('2026-01-06', 'approve', ANN);
    expect(await repository.check({ sample: true })).toEqual([]);
    // The next company may leave it behind.
    repository.git('rm', '-q', file);
    expect(await repository.check()).toEqual([]);
    repository.git('reset', '-q', '--hard');
    expect(await repository.check({ sample: false })).toEqual([
      `${file}: sample: expected none: only a sample company, which says so in content/company.yaml, has sample records`,
    ]);
  });
});

describe('dates', () => {
  it('of commits lie in the past', async () => {
    using repository = new Repository();
    const commit = repository.commit('2027-03-01');
    expect(await repository.check()).toEqual([
      `content/policies/${FILE}: expected a commit of the past, found ${commit.slice(0, 10)} dated 2027-03-01: set the clock right and make the commit again`,
    ]);
  });

  it('of reviews may be past by the grace and not by a day more', async () => {
    using repository = new Repository();
    repository.commit('2026-01-05');
    const on = (day: string) => repository.check({ now: new Date(`${day}T12:00:00Z`) });
    expect(await on('2027-02-04')).toEqual([]);
    const late = await on('2027-02-05');
    expect(late).toHaveLength(3);
    expect(late[0]).toBe(
      `content/policies/${FILE}: expected a review by 2027-01-05, found none for 31 days since (30 are allowed): the owner reads it and runs npm run trust -- policy review ${ID}`,
    );
  });
});

describe('node schema/check.ts', () => {
  const check = (root: string) => {
    const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', CHECK, root], {
      encoding: 'utf8',
    });
    return { status, lines: stderr.trim().split('\n') };
  };
  const edit = (repository: Repository, file: string, from: RegExp, to: string) => {
    const path = join(repository.root, 'content', file);
    const before = readFileSync(path, 'utf8');
    expect(before).toMatch(from);
    writeFileSync(path, before.replace(from, to));
  };
  const overdue =
    /^content\/policies\/access-control\.md: expected a review by 2021-01-05, found none for \d+ days/;

  it('fails for a company whose reviews are overdue or whose claims have expired, and says all of it', () => {
    using repository = new Repository();
    edit(repository, 'company.yaml', /sample: true\n/, '');
    rmSync(join(repository.root, 'content/promise.json'));
    edit(repository, 'security.yaml', /verifiedUntil: .*/, 'verifiedUntil: 2021-03-01');
    repository.commit('2020-01-05');
    const { status, lines } = check(repository.root);
    expect(status).toBe(1);
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(overdue)]));
    expect(lines).toContain(
      'content/security.yaml: verifiedUntil: expected a day to come, found "2021-03-01": read the text against practice, mend it, and set a new day',
    );
  });

  it('does not fail for the sample company over what came due since its last commit, and says so', () => {
    using repository = new Repository();
    edit(repository, 'security.yaml', /verifiedUntil: .*/, 'verifiedUntil: 2021-03-01');
    repository.commit('2020-01-05');
    const { status, lines } = check(repository.root);
    expect(status).toBe(0);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^note: content\/policies\/access-control\.md: expected a review/),
      ]),
    );
    expect(lines.at(-1)).toMatch(
      /^note: the sample company is judged by the day of its last commit, 2020-01-05\./,
    );
    // What was wrong already when it was committed fails there as well.
    repository.commit('2021-03-02');
    expect(check(repository.root)).toMatchObject({ status: 1 });
  });

  it('says which texts are not approved or not committed, and does not fail', () => {
    using repository = new Repository();
    repository.commit(NOW.toISOString().slice(0, 10));
    repository.write('new-rule.md', policyFile({ title: 'New' }));
    const { status, lines } = check(repository.root);
    expect(status).toBe(0);
    expect(lines).toContain(
      'note: content/policies/new-rule.md: version 1.0 is not committed, and the site says so',
    );
    expect(lines).toContain(
      `note: content/policies/${FILE}: version 1.0 is not approved, and the site says so: npm run trust -- policy approve ${ID}`,
    );
  });
});

it('what the build writes for the Worker holds no history', () => {
  using repository = new Repository();
  repository.commit('2026-01-05', 'a subject that stands nowhere else');
  const script = join(import.meta.dirname, '../../../schema/write.ts');
  execFileSync(process.execPath, ['--no-warnings', script, repository.root]);
  const written = (file: string) => readFileSync(join(repository.root, '.generated', file), 'utf8');
  expect(written('policy-history.json')).toContain('a subject that stands nowhere else');
  expect(written('content.json')).not.toContain('a subject that stands nowhere else');
});

describe('the day from which a version bound before it came here', () => {
  const OLD = '---\ntitle: Old\nversion: "1.0"\neffective: 2025-03-01\n---\n\nOld words.\n';
  const moved = (version: string, day: string, from: string, found: string, since: string) =>
    `content/policies/${FILE}: inForceFrom: expected version ${version} in force from ${day}, as ${from} states, found ${found} since ${since}: put ${day} back or, if it was wrong, add a new version whose entry has corrects: ["${version}"], and have it approved`;

  it('is the one that was stated first, in whatever form, until it is put back', async () => {
    using repository = new Repository();
    repository.write(FILE, OLD);
    const first = repository.commit('2025-12-05').slice(0, 10);
    const versions = (day: string) => [`1.0 substantive @${day}`, '1.1 editorial'];
    repository.write(FILE, policyFile({ versions: versions('2025-02-01') }));
    const from = `commit ${first} of 2025-12-05`;
    expect(await repository.check()).toEqual([
      moved('1.0', '2025-03-01', from, '2025-02-01', 'the file, not committed yet'),
    ]);
    const second = repository.commit('2026-01-05').slice(0, 10);
    const since = `commit ${second} of 2026-01-05`;
    expect(await repository.check()).toEqual([moved('1.0', '2025-03-01', from, '2025-02-01', since)]);
    const [version] = (await repository.history(ID)).versions;
    expect(version?.inForce).toMatchObject({
      from: '2025-03-01',
      stated: [
        { day: '2025-03-01', by: { commit: expect.stringContaining(first) }, correctedBy: null },
        { day: '2025-02-01', by: { commit: expect.stringContaining(second) }, correctedBy: null },
      ],
    });
    repository.write(FILE, policyFile({ versions: versions('2025-03-01') }));
    repository.commit('2026-01-06');
    expect(await repository.check()).toEqual([]);
  });

  it('is not left out either', async () => {
    using repository = new Repository();
    repository.write(FILE, policyFile({ versions: ['1.0 substantive @2025-03-01'] }));
    const first = repository.commit('2026-01-05').slice(0, 10);
    repository.write(FILE, policyFile({ versions: ['1.0 substantive'] }));
    const from = `commit ${first} of 2026-01-05`;
    expect(await repository.check()).toEqual([
      moved('1.0', '2025-03-01', from, 'no day', 'the file, not committed yet'),
    ]);
  });

  it('is put right by a new version, and counts from its approval on; what is moved after that is not', async () => {
    using repository = new Repository();
    const file = (day: string, corrects = 'corrects: ["1.0"]') =>
      policyFile({ versions: [`1.0 substantive @${day}`, '1.1 editorial'] }).replace(
        'summary: What came with 1.1.',
        `summary: The day is put right.\n    ${corrects}`,
      );
    repository.write(FILE, policyFile({ versions: ['1.0 substantive @2025-03-01'] }));
    const first = repository.commit('2026-01-05').slice(0, 10);
    repository.write(FILE, file('2025-02-01'));
    const second = repository.commit('2026-01-06').slice(0, 10);
    expect(await repository.check()).toEqual([]);
    const day = async () => (await repository.history(ID)).versions[0]?.inForce?.from;
    expect(await day()).toBe('2025-03-01');
    repository.record(ID, 'approval', '1.1');
    repository.commit('2026-01-07', 'approve', BEA);
    expect(await day()).toBe('2025-02-01');
    repository.write(FILE, file('2025-01-01'));
    const third = repository.commit('2026-01-08').slice(0, 10);
    expect(await repository.check()).toEqual([
      moved(
        '1.0',
        '2025-02-01',
        `commit ${second} of 2026-01-06`,
        '2025-01-01',
        `commit ${third} of 2026-01-08`,
      ),
    ]);
    repository.write(FILE, file('2025-02-01', 'corrects: ["0.9"]'));
    expect(await repository.check()).toEqual([
      `content/policies/${FILE}: versions[2].corrects: expected versions before 1.1 that have an inForceFrom, found "0.9"`,
    ]);
    expect(first).not.toBe(second);
  });

  it('is not moved by a merge, nor by a branch that began before it was put right', async () => {
    using repository = new Repository();
    const before = policyFile({ versions: ['1.0 substantive @2025-03-01'] });
    const after = policyFile({ versions: ['1.0 substantive @2025-02-01'] });
    repository.write(FILE, before);
    repository.commit('2026-01-05');
    repository.git('switch', '-q', '-c', 'side');
    repository.write(FILE, before.replace('What it asks.', 'What it asks of us.'));
    repository.commit('2026-01-07');
    repository.git('switch', '-q', 'main');
    repository.write(FILE, after);
    repository.commit('2026-01-06');
    repository.git('merge', '-q', '--no-ff', '--no-commit', 'side');
    repository.commit('2026-01-08', 'merge');
    const { inForce } = (await repository.history(ID)).versions[0] ?? {};
    expect(inForce?.stated?.map(({ day }) => day)).toEqual(['2025-03-01', '2025-02-01']);
  });
});
