import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseMailAddress } from '../core/mail-address.ts';
import { projectRoot } from '../local/wrangler.ts';
import { ANYBODY, domainOf, isAnybodys } from '../schema/load-access.ts';
import { Refusal, UsageError } from './command.ts';
import { type CsvLine, readCsv } from './csv-file.ts';

const FOLDER = 'content/access';
const LIST = /^[a-z0-9][a-z0-9.-]*\.csv$/;

/** `trust access import-customers`. @returns the exit code */
export async function importCustomers(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'string', default: 'customers.csv' },
      replace: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      root: { type: 'string', default: projectRoot },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('expected one FILE.csv.');
  if (!LIST.test(values.list)) throw new UsageError('--list is a file name such as customers.csv.');
  const found = domainsOf(await readCsv(file));
  const list = `${FOLDER}/${values.list}`;
  const before = await readList(join(values.root, list));
  const after = [...new Set([...(values.replace ? [] : before), ...found])].toSorted();
  const added = after.filter((domain) => !before.includes(domain)).length;
  const removed = before.filter((domain) => !after.includes(domain)).length;

  if (!values['dry-run'] && added + removed > 0) {
    await mkdir(join(values.root, FOLDER), { recursive: true });
    await writeFile(join(values.root, list), `domain\n${after.join('\n')}\n`);
  }
  const would = values['dry-run'] ? 'would be' : 'were';
  console.log(`${list}: ${added} domains ${would} added, ${removed} removed; ${after.length} in all.`);
  const rules = await readFile(join(values.root, 'content/access.yaml'), 'utf8').catch(() => '');
  if (!rules.includes(values.list)) {
    console.log(`No rule reads it yet. In content/access.yaml, under rules:

  - name: customers
    list: ${values.list}
    outcome: grant
    basis: customer`);
  }
  return 0;
}

/** Checks every row, so that all that is wrong is said at once. */
function domainsOf([header, ...rows]: readonly CsvLine[]): string[] {
  const names = (header?.cells ?? []).map((name) => name.toLowerCase());
  const column = ['domain', 'email'].map((name) => names.indexOf(name)).find((index) => index >= 0);
  if (column === undefined)
    throw new Refusal(
      `expected a column "domain" or "email" in the first row, found ${names.join(', ') || 'nothing'}.`,
    );
  if (rows.length === 0) throw new Refusal('expected at least one row below the first.');
  const problems: string[] = [];
  const domains = rows.map(({ cells, line }) => {
    const typed = cells[column] ?? '';
    const domain = typed.includes('@')
      ? (parseMailAddress(typed)?.address.split('@')[1] ?? null)
      : domainOf(typed);
    if (domain === null)
      problems.push(`line ${line}: expected a domain such as example.com, or an address, found "${typed}"`);
    else if (isAnybodys(domain))
      problems.push(`line ${line}: expected the domain of a company, found "${typed}", where ${ANYBODY}`);
    return domain ?? '';
  });
  if (problems.length > 0) throw new Refusal(`nothing was written.\n${problems.join('\n')}`);
  return domains;
}

async function readList(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(1)
    .map((line) => domainOf((line.split(',')[0] ?? '').trim().replace(/^"(.*)"$/, '$1')))
    .filter((domain) => domain !== null);
}
