import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse as parseYaml, stringify } from 'yaml';
import { projectRoot } from '../local/wrangler.ts';
import { iso } from '../schema/calendar.ts';
import { check } from '../schema/explain.ts';
import { slug } from '../schema/fields.ts';
import type { Finding } from '../schema/finding.ts';
import { vendorContradictions } from '../schema/load-vendors.ts';
import { type VendorRules, vendorRulesSchema, vendorSchema } from '../schema/vendors.ts';
import { Refusal, UsageError } from './command.ts';
import { type CsvLine, readCsv } from './csv-file.ts';
import { COLUMNS, columnOf, idOf, type Row, vendorOf } from './vendor-table.ts';

const RULES = 'content/vendors.yaml';
const FOLDER = 'content/vendors';

/** A row that may be written. */
interface Entry {
  readonly id: string;
  readonly line: number;
  readonly fields: Record<string, unknown>;
}

/** `trust vendors import`. @returns the exit code */
export async function importVendors(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      replace: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      root: { type: 'string', default: projectRoot },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('expected one FILE.csv.');
  const rules = await readRules(values.root);
  const entries = checkRows(readTable(await readCsv(file)), rules);

  const problems: string[] = [];
  const changed: { id: string; text: string }[] = [];
  for (const { id, line, fields } of entries) {
    const before = await readFile(join(values.root, FOLDER, `${id}.yaml`), 'utf8').catch(() => null);
    const kept = before === null ? {} : (parseYaml(before) as Record<string, unknown>);
    const merged = { ...kept, ...fields };
    if (before !== null && JSON.stringify(sorted(kept)) === JSON.stringify(sorted(merged))) continue;
    if (before !== null && !values.replace) {
      problems.push(
        `line ${line}: ${FOLDER}/${id}.yaml is there and says something else; add --replace to write over it`,
      );
    }
    changed.push({ id, text: stringify(merged, { lineWidth: 118 }) });
  }
  if (problems.length > 0) throw new Refusal(`nothing was written.\n${problems.join('\n')}`);

  if (!values['dry-run']) {
    await mkdir(join(values.root, FOLDER), { recursive: true });
    for (const { id, text } of changed) await writeFile(join(values.root, FOLDER, `${id}.yaml`), text);
  }
  for (const { id } of changed)
    console.log(`${values['dry-run'] ? 'would write' : 'wrote'} ${FOLDER}/${id}.yaml`);
  console.log(
    `${changed.length} of ${entries.length} vendors ${values['dry-run'] ? 'would be' : 'were'} written.`,
  );
  return 0;
}

async function readRules(root: string): Promise<VendorRules> {
  const text = await readFile(join(root, RULES), 'utf8').catch(() => null);
  if (text === null)
    throw new Refusal(`${RULES} is not there; it says which kinds of data and access there are.`);
  const findings: Finding[] = [];
  const rules = check(vendorRulesSchema, parseYaml(text), RULES, findings);
  if (rules === null) throw new Refusal(`${RULES} is not sound; \`npm run build\` says why.`);
  return rules;
}

/** The table's rows by column, each with its line in the file. */
function readTable([header, ...rows]: readonly CsvLine[]): { row: Row; line: number }[] {
  const names = (header?.cells ?? []).map((name) => name.toLowerCase());
  const known = COLUMNS.map(({ name }) => name);
  const problems = [
    ...names
      .filter((name) => !known.includes(name))
      .map((name) => `column "${name}" is not one of ${known.join(', ')}`),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `column "${name}" is there twice`),
    ...COLUMNS.filter(({ name, needed }) => needed && !names.includes(name)).map(
      ({ name, about }) => `column "${name}" is missing: ${about}`,
    ),
  ];
  if (problems.length > 0) throw new Refusal(`the first row names the columns.\n${problems.join('\n')}`);
  const ragged = rows.filter(({ cells }) => cells.length !== names.length);
  if (ragged.length > 0) {
    const lines = ragged.map(
      ({ cells, line }) => `line ${line}: expected ${names.length} cells, found ${cells.length}`,
    );
    throw new Refusal(`nothing was written.\n${lines.join('\n')}`);
  }
  return rows.map(({ cells, line }) => ({
    line,
    row: Object.fromEntries(names.map((name, index) => [name, cells[index] || undefined])),
  }));
}

/** Checks every row, so that all that is wrong is said at once. */
function checkRows(rows: readonly { row: Row; line: number }[], rules: VendorRules): Entry[] {
  const today = iso(Date.now());
  const problems: string[] = [];
  const entries: Entry[] = [];
  for (const { row, line } of rows) {
    const id = idOf(row);
    const fields = vendorOf(row);
    const findings: Finding[] = [];
    const vendor = check(vendorSchema, fields, '', findings);
    const wrong: [field: string | null, message: string][] = [
      ...findings.map(({ field, message }): [string | null, string] => [field, message]),
      ...(vendor === null ? [] : vendorContradictions(vendor, rules, today)),
    ];
    if (!slug.safeParse(id).success)
      wrong.push(['id', `expected a short name in lower case such as acme, found "${id}"`]);
    const first = entries.find((entry) => entry.id === id);
    if (first) wrong.push(['id', `expected an id of its own, found "${id}" in line ${first.line} as well`]);
    problems.push(...wrong.map(([field, message]) => `line ${line}: ${columnOf(field)}: ${message}`));
    entries.push({ id, line, fields });
  }
  if (problems.length > 0) throw new Refusal(`nothing was written.\n${problems.join('\n')}`);
  return entries;
}

/** The same data with its keys in one order, so that two files can be compared. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
