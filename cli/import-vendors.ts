import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CsvError, parse } from 'csv-parse/sync';
import { parse as parseYaml, stringify } from 'yaml';
import { projectRoot } from '../local/wrangler.ts';
import { iso } from '../schema/calendar.ts';
import { check } from '../schema/explain.ts';
import { slug } from '../schema/fields.ts';
import type { Finding } from '../schema/finding.ts';
import { vendorContradictions } from '../schema/load-vendors.ts';
import { type VendorRules, vendorRulesSchema, vendorSchema } from '../schema/vendors.ts';
import { Refusal, UsageError } from './command.ts';
import { COLUMNS, columnOf, idOf, type Row, vendorOf } from './vendor-table.ts';

const RULES = 'content/vendors.yaml';
const FOLDER = 'content/vendors';
const LARGEST_BYTES = 5 * 1024 * 1024;

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
  const entries = checkRows(readTable(await readBytes(file)), rules);

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

async function readBytes(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`);
  }
  if (bytes.length > LARGEST_BYTES)
    throw new Refusal(`${file} has more than ${LARGEST_BYTES} bytes; split it.`);
  return bytes;
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
function readTable(bytes: Uint8Array): { row: Row; line: number }[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('expected text in UTF-8; save the table as "CSV UTF-8".');
  }
  const [head = ''] = text.split(/\r?\n/, 1);
  const delimiter =
    [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  let records: { record: string[]; info: { lines: number } }[];
  try {
    const options = {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    } as const;
    records = parse(text, options) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Refusal(`expected a table of separated values: ${error.message}.`);
  }
  const [header, ...rows] = records;
  const names = (header?.record ?? []).map((name) => name.toLowerCase());
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
  const ragged = rows.filter(({ record }) => record.length !== names.length);
  if (ragged.length > 0) {
    const lines = ragged.map(
      ({ record, info }) => `line ${info.lines}: expected ${names.length} cells, found ${record.length}`,
    );
    throw new Refusal(`nothing was written.\n${lines.join('\n')}`);
  }
  return rows.map(({ record, info }) => ({
    line: info.lines,
    row: Object.fromEntries(names.map((name, index) => [name, record[index] || undefined])),
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
