import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../local/wrangler.ts';
import { onePage, pdfFile } from '../support/pdf-file.ts';
import { trust } from './terminal.ts';

/** An ID like one in 64, which might be taken for an option. */
const HYPHENED = '-4QyWz0nRkS7tL_bXc2mVg';

let folder: string;
let report: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-cli-'));
  report = join(folder, 'report.pdf');
  await writeFile(report, pdfFile(onePage()));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the manual', () => {
  it('is printed on request, whole or by command', async () => {
    const whole = await trust('--help');
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['preview', 'publish', 'revoke', 'vendors', 'policy', 'token', 'doctor']) {
      const one = await trust(name, '--help');
      expect(one).toMatchObject({ code: 0, stderr: '' });
      expect(one.stdout).toContain(`trust ${name}`);
      expect(whole.stdout).toContain(one.stdout);
    }
  });

  it('is printed to stderr, with 2, where there is no such command', async () => {
    for (const args of [[], ['publsh'], ['--version']]) {
      const { code, stdout, stderr } = await trust(...args);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toContain('trust publish FILE --report ID');
    }
  });

  it.each([
    [['publish'], 'expected one FILE'],
    [['publish', 'a.pdf'], 'expected --report ID'],
    [['publish', 'a.pdf', '--report', 'soc2-type2', '--live'], "Unknown option '--live'"],
    [['publish', 'a.pdf', '--report', 'soc2-type2'], 'expected a token'],
    [['publish', 'a.pdf', '--report', 'soc2-type2', '--token', 'x'], 'not an operator token'],
    [
      [
        'publish',
        'a.pdf',
        '--report',
        'x',
        '--token',
        `trust_${'a'.repeat(43)}`,
        '--url',
        'http://trust.example',
      ],
      'not sent over plain http',
    ],
    [['revoke', '--reason', 'x'], 'expected a SCOPE with its TARGET'],
    [['revoke', 'person', 'a', 'b', '--reason', 'x'], 'expected a SCOPE with its TARGET'],
    [['revoke', 'person', 'a', '--lift', 'b', '--reason', 'x'], 'expected a SCOPE with its TARGET'],
    [['revoke', 'person', 'a'], 'expected --reason TEXT'],
    [['revoke', '--show', '../health'], 'expected the ID of a revocation'],
    [['preview'], 'expected one FILE'],
    [['preview', 'a.pdf'], 'expected --report ID'],
    [['preview', 'a.pdf', '--report', 'soc2-type2', '--out', ''], '--out takes a folder'],
    [['preview', 'a.pdf', '--report', 'soc2-type2', '--pages', '3-1'], '--pages takes a list'],
    [['preview', 'a.pdf', '--report', 'soc2-type2', '--url', 'https://t.example'], "Unknown option '--url'"],
    [['token'], 'expected one of --name, --list and --revoke'],
    [['token', '--name', "x'); DROP TABLE grants; --"], '--name takes letters'],
    [['token', '--name', 'x', '--days', '1e3'], '--days is 1 to 366'],
    [['token', '--name', 'x', '--scope', 'everything'], '--scope is one of publish'],
    [['token', '--name', 'x', '--scope', 'decide'], '--scope decide needs --for'],
    [['token', '--revoke', "' OR 1=1"], '--revoke takes an ID'],
    [['token', '--list', '--local', '--remote'], 'not both'],
    [['token', '--revoke', HYPHENED, '--local', '--remote'], 'not both'],
    [['revoke', '--show', HYPHENED], 'expected a token'],
    [['revoke', '--lift', `--${HYPHENED.slice(2)}`, '--url', 'http://127.0.0.1:1'], 'expected a token'],
    [['revoke', 'grant', HYPHENED, '--reason', 'x'], 'expected a token'],
    [['revoke', 'grant', '--reason', 'x', HYPHENED, 'b'], 'expected a SCOPE with its TARGET'],
    [['revoke', 'grant', '--dry-run', HYPHENED], 'expected a token'],
    [['revoke', 'grant', '-reason', 'x'], "Unknown option '-r'"],
    [['policy'], 'expected approve ID, review ID, status or due'],
    [['policy', 'approve'], 'expected the ID of a policy'],
    [['policy', 'approve', 'testing'], 'expected --role ROLE'],
    [['policy', 'approve', 'testing', '--role', 'R', '--note', 'x'], 'those of a review'],
    [['policy', 'review', 'testing', '--role', 'R', '--outcome', 'fine'], 'expected --outcome "no change"'],
    [['policy', 'status', 'all'], 'expected approve ID, review ID, status or due'],
    [['doctor', 'now'], 'Unexpected argument'],
  ])('%j is 2, and says why above the usage', async (args, reason) => {
    const { code, stdout, stderr } = await trust(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(reason);
    expect(stderr).toContain(`trust ${args[0]} `);
  });

  it('under an old Node is one sentence', () => {
    const script = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' });
      process.argv = [process.argv[0], 'trust', 'doctor']; import(${JSON.stringify(join(projectRoot, 'cli/trust.js'))})`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim()).toMatch(
      /^trust needs Node 22\.18 or newer, and this is 20\.20\.2: .*npm run trust/,
    );
  });
});

describe('trust publish --dry-run', () => {
  it('says what would be published, and needs no trust center', async () => {
    const { code, stdout, stderr } = await trust('publish', report, '--report', 'soc2-type2', '--dry-run');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^report\.pdf: 1 page, .* class ok\n/);
    expect(stdout).toContain('note: content/reports/soc2-type2.yaml says that it has 103 pages.\n');
    expect(stdout).toContain('  mark: rising, foot line at the bottom, normal\n');
    expect(stdout).toContain('    foot     {name} · {company} · {address} · {date} · copy id\n');
    expect(stdout).toContain('  cover: yes, one page more\n');
    expect(stdout).toMatch(/a copy: .* \(personal .*, shared .*\)\n/);
    expect(stdout).toMatch(/source SHA-256: [0-9a-f]{64}\n/);
    expect(stdout).toMatch(/revision: [0-9a-f]{64}\n/);
    expect(stdout).toContain('Dry run: nothing was uploaded.');
    expect(code).toBe(0);
  });

  it.each([
    ['nothing there', null, 'cannot be read (ENOENT)'],
    ['an empty file', '', 'not-a-pdf'],
    ['not a PDF', 'Dear auditor,', 'not-a-pdf'],
    ['half a PDF', '%PDF-1.7\n1 0 obj\n<<', 'damaged'],
  ])('refuses %s in one sentence', async (name, text, reason) => {
    const file = join(folder, `${name}.pdf`);
    if (text !== null) await writeFile(file, text);
    const { code, stdout, stderr } = await trust('publish', file, '--report', 'soc2-type2', '--dry-run');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain(reason);
  });

  it('refuses a report that is unknown, or public', async () => {
    for (const id of ['soc9', 'soc3-summary']) {
      const { code, stderr } = await trust('publish', report, '--report', id, '--dry-run');
      expect(code).toBe(1);
      expect(stderr).toContain(`no gated report "${id}"; it has pentest-letter, soc2-type2`);
    }
  });
});
