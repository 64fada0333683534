import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DIST, ROOT } from './built.ts';
import { type Change, commitAll, withChanged } from './mutate.ts';

/** What `schema/check-links.ts` says of changed content, a line each; the site is that of the sample. */
function linksOf(...changes: Change[]): Promise<string[]> {
  return withChanged(changes, (root) => {
    commitAll(root);
    mkdirSync(join(root, 'site'));
    symlinkSync(DIST, join(root, 'site/dist'));
    const run = (script: string) =>
      spawnSync(process.execPath, ['--no-warnings', join(ROOT, 'schema', script), root], {
        encoding: 'utf8',
      });
    const written = run('write.ts');
    if (written.status !== 0) throw new Error(written.stderr);
    const { status, stderr } = run('check-links.ts');
    const lines = stderr.split('\n').filter(Boolean);
    expect(status).toBe(lines.length === 0 ? 0 : 1);
    return lines;
  });
}

describe('links of the content', () => {
  it('all lead somewhere in the sample', async () => {
    expect(await linksOf()).toEqual([]);
  });

  it('that lead nowhere are found, whatever they were to lead to, each with file, line and field', async () => {
    const said = await linksOf(
      { file: 'policies/testing.md', replace: '/policies/patch-management/', by: '/policies/patches/' },
      {
        file: 'policies/patch-management.md',
        replace: '/policies/personnel/#devices',
        by: '/policies/personnel/#laptops',
      },
      {
        file: 'security.yaml',
        replace: '/policies/vendor-management/',
        by: '/questions/#no-such-question',
      },
      { file: 'controls/laptops.yaml', replace: '/#negatives', by: '/#negativs' },
      {
        file: 'reports/soc2-type2.yaml',
        replace: '/controls/data/#restore-tests',
        by: '/controls/data/#restores',
      },
      {
        file: 'questions/reports.yaml',
        replace: '(/reports/soc3-summary/)',
        by: '(/reports/soc4/) (see [it](/access/soc4) or [no more](/updates/late-deliverys/))',
      },
      { file: 'questions/practice.yaml', replace: '/#negatives', by: '/nda' },
      { file: 'updates/codes-switched-off.md', replace: '/policies/access-control/', by: '#nowhere' },
      {
        file: 'updates/late-deliveries.md',
        replace: 'Senders got errors',
        by: 'Senders got [errors](/trust.yaml)',
      },
    );
    const nothing = (href: string) => `expected a link to a page or file of the site, found "${href}"`;
    expect(said).toEqual([
      `content/reports/soc2-type2.yaml:113: digest.exceptions[2].answer: expected a place on /controls/data/, found "/controls/data/#restores"; there are #backups, #customer-keys, #deletion, #encryption-at-rest, #encryption-in-transit, #restore-tests, #restore-tests-records`,
      'content/policies/patch-management.md:20: expected a place on /policies/personnel/, found "/policies/personnel/#laptops"; there are #purpose, #scope, #policy, #before-the-first-day, #while-working-here, #devices, #changing-roles-and-leaving, #when-a-rule-is-broken, #roles-and-responsibilities, #about-this-text, #carried-out',
      `content/policies/testing.md:49: ${nothing('/policies/patches/')}`,
      expect.stringMatching(
        /^content\/security\.yaml:164: areas\[business\]\.rows\[2\]\.detail: expected a place on \/questions\/, found "\/questions\/#no-such-question"; there are .*, …$/,
      ),
      'content/controls/laptops.yaml:12: plan: expected a place on /, found "/#negativs"; did you mean #negatives?',
      `content/questions/practice.yaml:41: questions[laptops].answer: ${nothing('/nda')}; did you mean /nda/?`,
      `content/questions/reports.yaml:18: questions[public-summary].answer: ${nothing('/reports/soc4/')}`,
      `content/questions/reports.yaml:18: questions[public-summary].answer: ${nothing('/access/soc4')}`,
      `content/questions/reports.yaml:18: questions[public-summary].answer: ${nothing('/updates/late-deliverys/')}; did you mean /updates/late-deliveries/?`,
      expect.stringMatching(
        /^content\/updates\/codes-switched-off\.md:11: expected a place on \/updates\/codes-switched-off\/, found "#nowhere"; there are /,
      ),
      `content/updates/late-deliveries.md:31: postMortem.impact: ${nothing('/trust.yaml')}`,
    ]);
  });
});
