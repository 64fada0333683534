import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PREVIEW_COPY_ID } from '../../cli/preview.ts';
import { sampleReaders } from '../../cli/sample-readers.ts';
import { parseCopyId } from '../../core/marks/copy-id.ts';
import { onePage, pdfFile, streamBody, textContent } from '../support/pdf-file.ts';
import { popplerPages, popplerText, qpdfCheck } from '../support/second-opinion.ts';
import { startTrust, trust } from './terminal.ts';

let folder: string;
let report: string;

const PAGE = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 9 0 R >> >>';
const fivePages = pdfFile({
  ...onePage(),
  2: `<< /Type /Pages /Kids [${[20, 21, 22, 23, 24].map((num) => `${num} 0 R`).join(' ')}] /Count 5 >>`,
  ...Object.fromEntries([0, 1, 2, 3, 4].map((i) => [20 + i, `${PAGE} /Contents ${30 + i} 0 R >>`])),
  ...Object.fromEntries([0, 1, 2, 3, 4].map((i) => [30 + i, streamBody(textContent(`page ${i + 1}`))])),
});
const signed = pdfFile(
  onePage({
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [6 0 R] >> >>',
    6: '<< /FT /Sig /T (s) /V << /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >> >>',
  }),
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-preview-'));
  report = join(folder, 'report.pdf');
  await writeFile(report, fivePages);
});
afterAll(() => rm(folder, { recursive: true }));

describe('trust preview', () => {
  it('writes one copy in each of several scripts, with the cover, and asks no trust center', async () => {
    const out = join(folder, 'all');
    const running = startTrust(['preview', report, '--report', 'soc2-type2', '--out', out], {
      TRUST_URL: 'http://127.0.0.1:9',
    });
    const { code, stdout, stderr } = await running.ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^report\.pdf: 5 pages, .* class ok\n/);
    expect(stdout).toContain('  cover: yes, one page more\n');
    expect(stdout).toMatch(/\nCopies PREV-1EW0-000Y, 3 of 5 pages\. Nothing was uploaded\.\n$/);
    expect((await readdir(out)).sort()).toEqual(
      sampleReaders.map(({ script }) => `soc2-type2-${script}.pdf`).sort(),
    );
    for (const { script, company } of sampleReaders) {
      const path = join(out, `soc2-type2-${script}.pdf`);
      expect(stdout).toContain(`wrote ${path}: `);
      expect(qpdfCheck(path)).toEqual({ status: 0, words: '' });
      expect(popplerPages(path)).toBe(4);
      const pages = popplerText(path, true);
      for (const text of pages) expect(text).toContain(`Copy ${PREVIEW_COPY_ID}`);
      expect(pages[0]).toContain('SOC 2 Type II');
      expect(pages[1]).toContain('page 1');
      if (script === 'japanese' || script === 'chinese') expect(pages[0]).toContain(company);
    }
  });

  it('writes one copy for a reader and pages of one’s choice', async () => {
    const out = join(folder, 'one');
    const args = ['--name', 'Ann Example', '--company', 'Example AG', '--address', 'ann@company.example'];
    const { code, stdout } = await trust(
      'preview',
      report,
      '--report',
      'pentest-letter',
      ...args,
      '--pages',
      '2,4-9',
      '--out',
      out,
    );
    expect(code).toBe(0);
    expect(stdout).toContain(`3 of 5 pages`);
    const path = join(out, 'pentest-letter-reader.pdf');
    const pages = popplerText(path);
    expect(pages).toHaveLength(3);
    expect(pages.map((text) => /page \d/.exec(text)?.[0])).toEqual(['page 2', 'page 4', 'page 5']);
    expect(pages[0]).toContain('Ann Example · Example AG · ann@company.example');
    expect((await readFile(path)).includes(`/CopyId (${PREVIEW_COPY_ID})`)).toBe(true);
  });

  it('writes all pages when told so', async () => {
    const out = join(folder, 'whole');
    const { stdout } = await trust(
      'preview',
      report,
      '--report',
      'pentest-letter',
      '--name',
      'A',
      '--pages',
      'all',
      '--out',
      out,
    );
    expect(stdout).toContain('all pages');
    expect(popplerPages(join(out, 'pentest-letter-reader.pdf'))).toBe(5);
  });

  it('has a copy id that is one, and says what it is', () => {
    expect(parseCopyId(PREVIEW_COPY_ID)).toBe(PREVIEW_COPY_ID);
  });

  it.each([
    ['a page that is not there', ['--pages', '6'], 'the report has 5 pages, and none with the number 6.\n'],
    [
      'a public report',
      ['--report', 'soc3-summary'],
      'content/reports has no gated report "soc3-summary"; it has ',
    ],
    ['a folder that is a file', ['--out', 'report.pdf'], 'report.pdf cannot be written (EEXIST).\n'],
  ])('refuses %s in one sentence', async (_, [option = '', value = ''], reason) => {
    const settings = { '--report': 'soc2-type2', '--out': 'refused', [option]: value };
    settings['--out'] = join(folder, settings['--out']);
    const { code, stderr } = await trust('preview', report, ...Object.entries(settings).flat());
    expect(code).toBe(1);
    expect(stderr).toMatch(/^trust preview: [^\n]*\n$/);
    expect(stderr).toContain(reason);
  });

  it('takes a signed original when that is accepted, and says what readers are told', async () => {
    const file = join(folder, 'signed.pdf');
    await writeFile(file, signed);
    const args = [file, '--report', 'pentest-letter', '--out', join(folder, 'signed'), '--name', 'A'];
    const refused = await trust('preview', ...args);
    expect(refused.stderr).toMatch(/^trust preview: signed\.pdf: .*\(signed\)\n$/);
    const accepted = await trust('preview', ...args, '--accept-signed');
    expect(accepted.code).toBe(0);
    expect(accepted.stdout).toContain('1 digital signature was removed');
    expect(accepted.stdout).toMatch(/source SHA-256: [0-9a-f]{64} \(signed; readers are told it\)\n/);
  });
});
