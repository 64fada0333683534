import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { publicView } from '../../schema/content.ts';
import { files, ROOT, read } from './built.ts';
import { commitAll, loadChanged, withChanged } from './mutate.ts';

const CANARY = 'canary-4f1d9a';
const ACCESS = `grantDays: 77
confirmationMinutes: 3
customerClaim: { claim: ${CANARY}-claim, equals: ${CANARY}-value }
staffGroup: ${CANARY}-group
administratorGroup: ${CANARY}-administrators
requestsNotify: ${CANARY}@example.com
`;
const WRITE = join(import.meta.dirname, '../../schema/write.ts');

describe('what is private', () => {
  it('is in the content, and not in its public view', async () => {
    const content = await loadChanged({ file: 'access.yaml', write: ACCESS });
    if (typeof content === 'string') throw new Error(content);
    expect(JSON.stringify(content).split(CANARY)).toHaveLength(6);
    expect(JSON.stringify(publicView(content))).not.toContain(CANARY);
    expect(publicView(content)).not.toHaveProperty('access');
  });

  it('stays out of the file that the site is built from', async () => {
    await withChanged([{ file: 'access.yaml', write: ACCESS }], (root) => {
      commitAll(root);
      const { status } = spawnSync(process.execPath, [WRITE, root], { encoding: 'utf8' });
      expect(status).toBe(0);
      expect(readFileSync(join(root, '.generated/content.json'), 'utf8')).toContain(CANARY);
      for (const file of ['public.json', 'policy-history.json']) {
        expect(readFileSync(join(root, '.generated', file), 'utf8')).not.toContain(CANARY);
      }
    });
  });

  it('has no field for a plan, a price or a size of company', async () => {
    for (const field of ['plan', 'tier', 'minimumRevenue', 'seats']) {
      expect(await loadChanged({ file: 'access.yaml', write: `${ACCESS}${field}: enterprise\n` })).toContain(
        `content/access.yaml: ${field}: is not a field here`,
      );
    }
  });
});

it('content that is not sound stops the build, says why, and leaves nothing behind', async () => {
  await withChanged([{ file: 'access.yaml', replace: 'staffGroup', by: 'staffGruop' }], (root) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [WRITE, root], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      [
        'content/access.yaml: staffGroup: is missing; expected one line of text. The value of the groups claim that makes somebody staff.',
        'content/access.yaml: staffGruop: is not a field here; did you mean staffGroup?',
        '',
      ].join('\n'),
    );
    expect(existsSync(join(root, '.generated'))).toBe(false);
  });
});

it('no built file names a person who committed, nor their address', () => {
  const shown = Object.values(parse(readFileSync(join(ROOT, 'content/authors.yaml'), 'utf8')) as object);
  const people = execFileSync('git', ['-C', ROOT, 'log', '--no-mailmap', '--format=%an%n%ae'], {
    encoding: 'utf8',
  });
  const secret = [...new Set(people.split('\n'))].filter((one) => one !== '' && !shown.includes(one));
  const contents = files.map((file) => ({ file, text: read(file).toString('utf8') }));
  expect(contents.some(({ text }) => text.includes(String(shown[0])))).toBe(true);
  for (const word of secret) {
    expect(contents.filter(({ text }) => text.includes(word)).map(({ file }) => file)).toEqual([]);
  }
});
