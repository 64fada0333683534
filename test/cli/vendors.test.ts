import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../local/wrangler.ts';
import { trust } from './terminal.ts';

const HEAD = 'name,service,owner role,status,active,data,access,rationale,reviewed,outcome';
const ACME =
  'Acme Example,Anvils,Head of Engineering,active,2026-01-12,source-code,,It builds anvils.,2026-01-10,approved';

let root: string;
let table: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vitrine-vendors-'));
  table = join(root, 'vendors.csv');
  cpSync(join(projectRoot, 'content'), join(root, 'content'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (id: string) => readFileSync(join(root, `content/vendors/${id}.yaml`), 'utf8');
const count = () => readdirSync(join(root, 'content/vendors')).length;
/** Imports a table of these lines. */
const imported = (lines: readonly string[] | Uint8Array, ...more: string[]) => {
  writeFileSync(table, Array.isArray(lines) ? `${lines.join('\n')}\n` : (lines as Uint8Array));
  return trust('vendors', 'import', table, '--root', root, ...more);
};

describe('trust vendors import', () => {
  it('writes a file for each row, which is sound content, and does nothing the second time', async () => {
    const before = count();
    expect(await imported([HEAD, ACME])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: 'wrote content/vendors/acme-example.yaml\n1 of 1 vendors were written.\n',
    });
    expect(count()).toBe(before + 1);
    expect(read('acme-example')).toContain('ownerRole: Head of Engineering');
    expect(await trust('vendors', 'due', '--root', root, '--within', '366')).toMatchObject({ stderr: '' });
    expect((await imported([HEAD, ACME])).stdout).toBe('0 of 1 vendors were written.\n');
  });

  it('takes hundreds', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => ACME.replace('Acme', `Acme ${index}`));
    const { code, stdout } = await imported([HEAD, ...rows]);
    expect(code).toBe(0);
    expect(stdout).toContain('400 of 400 vendors were written.');
  });

  it('takes semicolons, tabs, quotes, a byte order mark and the line ends of other systems', async () => {
    const rows = [HEAD, ACME.replace('It builds anvils.', '"It builds anvils, ""gladly""."')];
    for (const [index, text] of [
      `\uFEFF${rows.join('\r\n')}\r\n`,
      [HEAD, ACME].join('\n').replaceAll(',', ';'),
      [HEAD, ACME].join('\n').replaceAll(',', '\t'),
    ].entries()) {
      const { code, stderr } = await imported(new TextEncoder().encode(text), '--replace');
      expect({ code, stderr, index }).toEqual({ code: 0, stderr: '', index });
    }
  });

  it('says everything that is wrong with every row, by line and column, and writes nothing', async () => {
    const before = count();
    const { code, stdout, stderr } = await imported([
      HEAD,
      ACME.replace('source-code', 'secrets').replace('2026-01-12', 'January'),
      ACME.replace('Acme Example', 'Zenith Example').replace('active', 'live'),
    ]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('trust vendors: nothing was written.\n');
    expect(stderr).toContain('line 2: active: expected a date such as 2026-11-02, found "January"');
    expect(stderr).toContain('line 3: status: expected one of evaluating, active, ended, found "live"');
    expect(count()).toBe(before);
  });

  it.each([
    ['an unknown column', [`${HEAD},risk`, `${ACME},low`], 'column "risk" is not one of id, name,'],
    [
      'a column too few',
      ['name,service', 'Acme,Anvils'],
      'column "owner role" is missing: a role, never a person',
    ],
    [
      'data of an unknown kind',
      [HEAD, ACME.replace('source-code', 'secrets')],
      'line 2: data: expected a kind of data of content/vendors.yaml',
    ],
    [
      'the same vendor twice',
      [HEAD, ACME, ACME],
      'line 3: id: expected an id of its own, found "acme-example" in line 2 as well',
    ],
    [
      'a path for a name',
      [`id,${HEAD}`, `../../x,${ACME}`],
      'line 2: id: expected a short name in lower case',
    ],
    [
      'a day that has not come',
      [HEAD, ACME.replace('2026-01-10', '2099-01-10')],
      'line 2: reviewed: expected a day that has come',
    ],
    [
      'rows too short and too long',
      [HEAD, 'Short,Brevity', ACME, `${ACME},more`],
      'line 2: expected 10 cells, found 2\nline 4: expected 10 cells, found 11',
    ],
    ['a quote that never ends', [HEAD, `"${ACME}`], 'expected a table of separated values: Quote Not Closed'],
    ['nothing', [], 'column "name" is missing'],
  ])('refuses %s', async (_, lines, message) => {
    const before = count();
    const { code, stdout, stderr } = await imported(lines);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n +at /);
    expect(count()).toBe(before);
  });

  it('refuses bytes that are no text, and a file that is not there', async () => {
    const { code, stderr } = await imported(new Uint8Array([0x6e, 0xe4, 0x0a]));
    expect(code).toBe(1);
    expect(stderr).toBe('trust vendors: expected text in UTF-8; save the table as "CSV UTF-8".\n');
    const missing = await trust('vendors', 'import', join(root, 'none.csv'), '--root', root);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('cannot be read (ENOENT)');
  });

  it('does not write over what is there unless told to, and then keeps what the row does not say', async () => {
    const row =
      'Nimbus Example Hosting,Machines,Head of Operations,active,2021-03-01,customer-payloads,production,It holds everything.,2026-06-10,approved';
    const before = read('nimbus-example-hosting');
    const refused = await imported([HEAD, row]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(
      'line 2: content/vendors/nimbus-example-hosting.yaml is there and says something else; add --replace to write over it',
    );
    expect(read('nimbus-example-hosting')).toBe(before);
    expect(await imported([HEAD, row], '--replace', '--dry-run')).toMatchObject({ code: 0 });
    expect(read('nimbus-example-hosting')).toBe(before);
    expect(await imported([HEAD, row], '--replace')).toMatchObject({ code: 0 });
    expect(read('nimbus-example-hosting')).toContain('service: Machines\n');
    expect(read('nimbus-example-hosting')).toContain('subprocessor:');
  });
});

describe('trust vendors due', () => {
  it('lists what is due, the most urgent first, and ends with 1', async () => {
    await imported([HEAD, ACME.replace('2026-01-10', '2020-01-10').replace('2026-01-12', '2020-01-12')]);
    const { code, stdout, stderr } = await trust('vendors', 'due', '--root', root);
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toBe(
      'overdue 2021-01-10  medium  acme-example (Acme Example): short review, last on 2020-01-10 [Head of Engineering]',
    );
    expect(stdout).toMatch(/\d+ due up to \d{4}-\d\d-\d\d, of \d+ vendors\.\n$/);
    expect(code).toBe(1);
  });

  it('ends with 0 where nothing is due, and where there is no vendor', async () => {
    rmSync(join(root, 'content/vendors'), { recursive: true });
    expect(await trust('vendors', 'due', '--root', root)).toMatchObject({
      code: 0,
      stdout: 'The register is empty.\n',
      stderr: '',
    });
    const today = new Date().toISOString().slice(0, 10);
    await imported([HEAD, ACME.replace('2026-01-10', today)]);
    const { code, stdout } = await trust('vendors', 'due', '--root', root, '--within', '30');
    expect(stdout).toMatch(/^Nothing is due up to \d{4}-\d\d-\d\d, of 1 vendors\.\n$/);
    expect(code).toBe(0);
  });

  it('says what is wrong with content that is not sound', async () => {
    writeFileSync(join(root, 'content/vendors/broken.yaml'), 'name: 7\n');
    const { code, stdout, stderr } = await trust('vendors', 'due', '--root', root);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('the content is not sound; mend it first');
    expect(stderr).toContain(
      'content/vendors/broken.yaml: name: expected one line of text, found the number 7',
    );
  });

  it.each([
    [['vendors'], 'expected due or import'],
    [['vendors', 'list'], 'expected due or import'],
    [['vendors', 'due', '--within', 'soon'], '--within is 0 to 366'],
    [['vendors', 'due', '--within', '367'], '--within is 0 to 366'],
    [['vendors', 'import'], 'expected one FILE.csv'],
    [['vendors', 'import', 'a.csv', 'b.csv'], 'expected one FILE.csv'],
    [['vendors', 'import', 'a.csv', '--force'], "Unknown option '--force'"],
  ])('%j is 2, and says why above the usage', async (args, reason) => {
    const { code, stdout, stderr } = await trust(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(reason);
    expect(stderr).toContain('trust vendors due');
    expect(existsSync(join(projectRoot, 'content/vendors/a.yaml'))).toBe(false);
  });
});
