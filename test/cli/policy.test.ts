import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BEA, policyFile, Repository } from '../site/history/repository.ts';
import { startTrust } from './terminal.ts';

const ID = 'access-control';
let repository: Repository;

beforeEach(() => {
  repository = new Repository();
  repository.commit('2026-01-05');
});
afterEach(() => repository[Symbol.dispose]());

/** Runs `trust policy` as somebody. */
function policy(who: typeof ANN, ...args: string[]) {
  return startTrust(['policy', ...args, '--root', repository.root], {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: who.name,
    GIT_AUTHOR_EMAIL: who.mail,
  }).ended;
}

const approve = (who: typeof ANN, ...more: string[]) =>
  policy(who, 'approve', ID, '--role', 'Managing director', ...more);

describe('trust policy approve', () => {
  it('writes a record of the exact text, and says how to commit it', async () => {
    const { code, stdout, stderr } = await approve(BEA);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const [file = '', then] = stdout.trim().split('\n');
    expect(file).toMatch(/^content\/policies\/records\/access-control\/\d{4}-\d\d-\d\d-approved-1\.0\.yaml$/);
    expect(then).toBe(
      `Commit it under your own name: git add ${file} && git commit -S -m "policies: approve access-control 1.0"`,
    );
    const blob = repository.git('rev-parse', `HEAD:content/policies/${ID}.md`);
    expect(readFileSync(join(repository.root, file), 'utf8')).toBe(
      `record: approval\npolicy: access-control\nversion: "1.0"\nblob: ${blob}\nrole: Managing director\n`,
    );
    repository.commit('2026-01-06', 'approve', BEA);
    expect((await repository.history(ID)).versions[0]?.approval).toMatchObject({ independent: true });
    expect(await repository.check()).toEqual([]);
  });

  it('refuses the author, a text that is not committed, another role, and a second time', async () => {
    const refusal = async (ended: ReturnType<typeof approve>) => {
      const { code, stdout, stderr } = await ended;
      expect(stdout).toBe('');
      expect(code).toBe(1);
      return stderr;
    };
    expect(await refusal(approve(ANN))).toBe(
      'trust policy: Ann Author wrote this text, and an approval is somebody else’s: ask another.\n',
    );
    expect(await refusal(policy(BEA, 'approve', ID, '--role', 'Head of Security'))).toBe(
      'trust policy: to approve access-control is the part of the Managing director, not of the Head of Security.\n',
    );
    expect(await refusal(policy(BEA, 'approve', 'acces', '--role', 'Managing director'))).toBe(
      'trust policy: there is no policy "acces"; there are access-control, incident-response, vendor-management.\n',
    );
    repository.write(
      `${ID}.md`,
      policyFile({ versions: ['1.0 substantive', '1.1 editorial'], purpose: 'More.' }),
    );
    expect(await refusal(approve(BEA))).toBe(
      'trust policy: content/policies/access-control.md is not committed as it is now: commit it first.\n',
    );
    repository.git('checkout', '-q', '.');
    await approve(BEA);
    expect(await refusal(approve(BEA))).toMatch(/approved-1\.0\.yaml is there already: commit it\.\n$/);
    repository.commit('2026-01-06', 'approve', BEA);
    expect(await refusal(approve(BEA))).toBe(
      'trust policy: version 1.0 was approved on 2026-01-06 by Bea Approver.\n',
    );
  });

  it('refuses content that is not sound, with everything that is wrong', async () => {
    repository.write('records/x/y.yaml', 'record: approval\n');
    const { code, stderr } = await approve(BEA);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'trust policy: the content is not sound:\ncontent/policies/records/x/y.yaml: policy: is missing',
    );
  });
});

describe('trust policy review', () => {
  it('writes a record, also of one that changed nothing', async () => {
    const { code, stdout } = await policy(
      ANN,
      'review',
      ID,
      '--role',
      'Head of Security',
      '--outcome',
      'no change',
      '--note',
      'Held against practice.',
      '--sample',
    );
    expect(code).toBe(0);
    expect(readFileSync(join(repository.root, stdout.split('\n')[0] ?? ''), 'utf8')).toMatch(
      /^record: review\n[\s\S]*role: Head of Security\noutcome: no change\nnote: Held against practice\.\nsample: true\n$/,
    );
    repository.commit('2026-02-01');
    expect((await repository.history(ID)).reviews).toMatchObject([
      { outcome: 'no change', by: { date: '2026-02-01' } },
    ]);
  });
});

describe('trust policy status', () => {
  it('says of each policy what is approved and due', async () => {
    await approve(BEA);
    repository.commit('2026-01-06', 'approve', BEA);
    const { code, stdout } = await policy(BEA, 'status');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^access-control +1\.0 +approved 2026-01-06 +review \w+/m);
    expect(stdout).toMatch(/^vendor-management +1\.0 +not approved +review \w+/m);
  });
});

describe('trust policy due', () => {
  const today = new Date().toISOString().slice(0, 10);

  it('D40: lists late reviews and texts that nobody approved, the most urgent first, and ends with 1', async () => {
    await approve(BEA);
    repository.commit('2020-01-06', 'approve', BEA);
    const { code, stdout, stderr } = await policy(BEA, 'due');
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^overdue 2026-01-05 {2}incident-response \(The incident-response rule\): approval of version 1\.0 \[Managing director\]\noverdue 2026-01-05 {2}vendor-management .*\n2 due up to \d{4}-\d\d-\d\d, of 3 policies\.\n$/,
    );
    expect(code).toBe(1);
    const soon = await policy(BEA, 'due', '--within', '366');
    expect(soon.stdout).toMatch(
      /^(?:due {4}|overdue) 2027-01-05 {2}access-control \(The access-control rule\): review, the first \[Head of Security\]$/m,
    );
  });

  it('ends with 0 where nothing is due', async () => {
    for (const id of ['access-control', 'incident-response', 'vendor-management']) {
      repository.record(id, 'approval', '1.0');
      repository.record(id, 'review', '1.0');
    }
    repository.commit(today, 'approve and review', BEA);
    const { code, stdout } = await policy(BEA, 'due', '--within', '30');
    expect(stdout).toMatch(/^Nothing is due up to \d{4}-\d\d-\d\d, of 3 policies\.\n$/);
    expect(code).toBe(0);
  });

  it('takes no other number of days than `vendors due`', async () => {
    const { code, stderr } = await policy(BEA, 'due', '--within', '367');
    expect(code).toBe(2);
    expect(stderr).toContain('--within is 0 to 366');
  });
});
