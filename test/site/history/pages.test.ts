import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyProject } from '../../support/project-copy.ts';
import { ANN, BEA, policyFile, Repository } from './repository.ts';

/** The site of a repository in which everything is wrong that can be. */
let repository: Repository;

const OLD = policyFile({ title: 'Access', purpose: 'To begin with.' });
const NEW = policyFile({
  title: 'Access',
  versions: ['1.0 substantive', '1.1 editorial'],
  purpose: 'To go on with.',
});

beforeAll(() => {
  repository = new Repository();
  copyProject(repository.root);
  repository.write('access-control.md', OLD);
  repository.write('gone.md', policyFile({ title: 'Gone rule' }));
  repository.write(
    'before.md',
    '---\ntitle: Old\nversion: "0.9"\n---\n\n<script>alert(1)</script> [x](javascript:alert(1))\n',
  );
  repository.commit('2020-01-05', 'begin <b>here</b>');
  repository.record('access-control', 'approval', '1.0');
  repository.commit('2020-01-06', 'approve', BEA);
  repository.record('incident-response', 'approval', '1.0');
  repository.commit('2020-01-07', 'approve my own', ANN);
  repository.write('access-control.md', NEW);
  repository.write('before.md', policyFile({ title: 'Before' }));
  repository.commit('2020-02-05', 'change');
  repository.git('rm', '-q', 'content/policies/gone.md');
  repository.git('mv', 'content/policies/before.md', 'content/policies/after.md');
  repository.commit('2020-03-05', 'withdraw and rename', BEA);
  repository.write('draft.md', policyFile({ title: 'Draft' }));
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--no-warnings', ...args], {
      cwd: repository.root,
      stdio: 'pipe',
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
    });
  run('schema/write.ts');
  run('node_modules/astro/bin/astro.mjs', 'build', '--root', 'site');
});
afterAll(() => repository[Symbol.dispose]());

const html = (path: string) =>
  readFileSync(join(repository.root, 'site/dist', path, 'index.html'), 'utf8').replaceAll(/\s+/g, ' ');
const text = (path: string) =>
  html(path)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',');

describe('in plain sight', () => {
  it('a change that nobody approved, and what still binds', () => {
    const page = text('policies/access-control');
    expect(page).toContain('Version 1.1 is not approved.');
    expect(page).toContain('Version 1.0, in force since 6 January 2020, still binds.');
    expect(html('policies/access-control')).toMatch(/<del>begin<\/del><ins>go on<\/ins>/);
    expect(text('policies/access-control/versions/1.1')).toContain(
      'This version is not approved, and does not bind.',
    );
    expect(text('policies/access-control/versions/1.0')).toContain('This version is in force.');
    expect(text('policies')).toMatch(/Access 1\.1 Head of Security 5 Feb 2020 not yet not approved/);
  });

  it('an approval by the author, which is none', () => {
    expect(text('policies/incident-response')).toMatch(
      /not approved Only by somebody who wrote it: 7 January 2020, Ann Author/,
    );
  });

  it('a review that is overdue', () => {
    expect(text('policies/access-control')).toMatch(/Next review 5 January 2021 overdue by \d+ days/);
    expect(text('policies')).toMatch(/5 Jan 2021 overdue/);
  });

  it('a text that is not committed', () => {
    expect(text('policies/draft')).toContain('Not committed yet');
    expect(text('policies')).toMatch(/Draft 1\.0 Head of Security not committed/);
  });

  it('areas without a policy', () => {
    expect(text('policies')).toMatch(/14 areas without a policy/);
    expect(text('policies')).toContain('business continuity and disaster recovery');
  });

  it('a policy that was withdrawn, with its texts', () => {
    expect(html('policies')).toContain('<a href="/policies/gone/history/">Gone rule</a>');
    expect(text('policies/gone/history')).toMatch(/Withdrawn: 5 March 2020, Bea Approver/);
    expect(text('policies/gone/versions/1.0')).toContain('This policy was withdrawn on 5 March 2020.');
  });

  it('a name that a policy had before', () => {
    expect(text('policies/after/history')).toContain('Its file had other names before: before.');
  });

  it('that the file which all can take holds a text that does not bind', () => {
    const pdf = execFileSync('pdftotext', [join(repository.root, 'site/dist/policies/policies.pdf'), '-'], {
      encoding: 'utf8',
    });
    expect(pdf).toContain('Access · version 1.1 · not approved; 1.0 binds');
    expect(pdf).toContain('This version is not approved and does not bind.');
  });
});

describe('U12: what an old text or a commit smuggles in', () => {
  it('is shown as it was typed, and does nothing', () => {
    const page = html('policies/after/versions/0.9');
    expect(page).toContain('This text breaks a rule of today, and is shown as it was typed.');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html('policies/after/history')).toContain('begin &lt;b&gt;here&lt;/b&gt;');
    for (const path of ['policies/after/versions/0.9', 'policies/after/history', 'policies/gone/history']) {
      expect(html(path)).not.toMatch(/<script|href="javascript:|<b>here/);
    }
  });
});
