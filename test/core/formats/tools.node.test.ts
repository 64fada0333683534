import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { UnmarkedFormat } from '../../../core/formats/format.ts';
import { prepareReport } from '../../../core/formats/prepare-report.ts';
import { composeMark } from '../../../core/marks/compose.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { gifFile, jpegFile, pngFile } from '../../support/image-files.ts';
import { aReader } from '../../support/marks.ts';
import { excelParts, wordParts, zipFile } from '../../support/zip-file.ts';

/** What other people's tools say of copies without a visible mark. */

const folder = mkdtempSync(join(tmpdir(), 'vitrine-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: 'utf8', cwd: folder });

/** Writes one reader's copy, and returns its path. */
async function copyOf(source: Uint8Array, format: UnmarkedFormat, name: string): Promise<string> {
  const { head, body, manifest } = await prepareReport(source, format);
  const stamp = await prepareStamp(manifest, await composeMark(aReader));
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([stampHead(head, manifest, stamp), body]));
  return path;
}

/** Has a real program pack some real files. */
function packed(program: 'zip' | 'python'): Uint8Array {
  const files = ['one.txt', 'two.bin'];
  writeFileSync(join(folder, 'one.txt'), 'a line\n'.repeat(5000));
  writeFileSync(join(folder, 'two.bin'), crypto.getRandomValues(new Uint8Array(50_000)));
  const archive = join(folder, `${program}.zip`);
  if (program === 'zip') run('zip', '-q', '-X', archive, ...files);
  else
    run(
      'python3',
      '-c',
      `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
    for name in sys.argv[2:]: z.write(name, 'folder/' + name)
    z.writestr('späť/ü.txt', 'ü')`,
      archive,
      ...files,
    );
  return readFileSync(archive);
}

const PYTHON_CHECK = `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1]); bad = z.testzip()
print(bad, [i.filename for i in z.infolist()])
print(z.read(sys.argv[2]).decode())`;

describe('archives', () => {
  it.each(['zip', 'python'] as const)(
    'C7: one that %s packed is sound for unzip and Python, with the copy id in its notice',
    async (by) => {
      const path = await copyOf(packed(by), 'zip', `${by}-copy.zip`);
      expect(run('unzip', '-t', path)).toContain('No errors detected');
      const said = run('python3', '-c', PYTHON_CHECK, path, 'COPY-NOTICE.txt');
      expect(said).toMatch(/^None \['COPY-NOTICE.txt', /);
      expect(said).toContain(`Copy ${aReader.copyId}`);
      expect(run('file', '-b', '--mime-type', path)).toBe('application/zip\n');
      const inside = by === 'zip' ? 'two.bin' : 'folder/two.bin';
      expect(execFileSync('unzip', ['-p', path, inside])).toEqual(readFileSync(join(folder, 'two.bin')));
    },
  );

  it.each([
    ['docx', wordParts(), 'Microsoft Word 2007+'],
    ['xlsx', excelParts(), 'Microsoft Excel 2007+'],
  ] as const)(
    'a copy of a %s is one for file(1), and its XML is well-formed',
    async (format, parts, kind) => {
      const path = await copyOf(zipFile(parts), format, `copy.${format}`);
      expect(run('unzip', '-t', path)).toContain('No errors detected');
      expect(run('file', '-b', path)).toContain(kind);
      const values = run(
        'python3',
        '-c',
        `import sys, zipfile, xml.etree.ElementTree as e
z = zipfile.ZipFile(sys.argv[1])
for name in z.namelist():
    if name.endswith(('.xml', '.rels')): e.fromstring(z.read(name))
print([(p.get('name'), p.get('pid'), p[0].text) for p in e.fromstring(z.read('docProps/custom.xml'))])`,
        path,
      );
      expect(values).toContain(`('Copy', '2', '${aReader.copyId}')`);
      expect(values).toMatch(/'Copy check', '3', '[@A-O]{9}'/);
    },
  );
});

describe('images', () => {
  it.each([
    ['png', pngFile(), 'PNG 2x2'],
    ['jpeg', jpegFile(), 'JPEG 8x8'],
    ['gif', gifFile(), 'GIF 1x1'],
  ] as const)('a copy of a %s shows the same picture, and says its copy id', async (format, source, kind) => {
    const original = join(folder, `original.${format}`);
    writeFileSync(original, source);
    const path = await copyOf(source, format, `copy.${format}`);
    expect(run('identify', '-regard-warnings', path)).toContain(kind);
    const pixels = (file: string) => run('identify', '-format', '%#', file);
    expect(pixels(path)).toBe(pixels(original));
    const metadata = format === 'png' ? '%[Disclaimer]' : '%c';
    expect(run('identify', '-format', metadata, path)).toContain(`Copy ${aReader.copyId}`);
  });
});
