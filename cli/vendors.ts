import { parseArgs } from 'node:util';
import { projectRoot } from '../local/wrangler.ts';
import { addDays, iso } from '../schema/calendar.ts';
import { ContentError } from '../schema/finding.ts';
import { loadContent } from '../schema/load.ts';
import type { Vendor, VendorDuty } from '../schema/vendors.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { importVendors } from './import-vendors.ts';
import { COLUMNS } from './vendor-table.ts';

const usage = `  trust vendors due [--within DAYS] [--root DIR]
      Lists what is due about vendors, the most urgent first: reviews by tier, reports that have become too old, reviews out
      of turn, confirmations of deletion. Exit code 0 when nothing is due, 1 when something is, so that it can run each night.
        --within DAYS     also what will be due within so many days, 0 to 366 (default: 0)
        --root DIR        the folder with content/ (default: this project)
  trust vendors import FILE.csv [--replace] [--dry-run] [--root DIR]
      Writes a file of content/vendors/ for each row. All rows are checked first; if one is wrong nothing is written. A vendor
      that is there with the same content is left alone; one that is there with other content is refused.
        --replace         write over those as well; what a row does not say (evidence, subprocessor) is kept
        --dry-run         check, say what would be written, and stop
        --root DIR        the folder with content/ (default: this project)
      The first row names the columns, in any order, separated by comma, semicolon or tab:
${COLUMNS.map(({ name, about }) => `        ${name.padEnd(18)}${about}`).join('\n')}
`;

/** The register of vendors. */
export const vendors: Command = {
  name: 'vendors',
  usage,
  async run([verb, ...args]) {
    if (verb === 'due') return await due(args);
    if (verb === 'import') return await importVendors(args);
    throw new UsageError('expected due or import.');
  },
};

async function due(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      within: { type: 'string', default: '0' },
      root: { type: 'string', default: projectRoot },
    },
  });
  if (!/^(0|[1-9][0-9]{0,2})$/.test(values.within) || Number(values.within) > 366) {
    throw new UsageError('--within is 0 to 366.');
  }
  const { vendors: register, today } = await load(values.root);
  const until = addDays(today, Number(values.within));
  const list = register
    .flatMap((vendor) => vendor.due.filter(({ by }) => by <= until).map((duty) => ({ vendor, duty })))
    .sort((a, b) => a.duty.by.localeCompare(b.duty.by) || a.vendor.id.localeCompare(b.vendor.id));
  for (const { vendor, duty } of list) console.log(describe(vendor, duty, today));
  console.log(summary(list.length, register.length, until));
  return list.length === 0 ? 0 : 1;
}

async function load(root: string): Promise<{ vendors: readonly Vendor[]; today: string }> {
  const today = iso(Date.now());
  try {
    const { vendors: register } = await loadContent(root, today);
    return { vendors: register, today };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw new Refusal(`the content is not sound; mend it first:\n${error.message}`);
  }
}

function describe({ id, name, tier, ownerRole }: Vendor, { by, what }: VendorDuty, today: string): string {
  const when = by < today ? 'overdue' : 'due    ';
  return `${when} ${by}  ${tier.padEnd(6)}  ${id} (${name}): ${what} [${ownerRole}]`;
}

function summary(count: number, all: number, until: string): string {
  if (all === 0) return 'The register is empty.';
  return count === 0
    ? `Nothing is due up to ${until}, of ${all} vendors.`
    : `${count} due up to ${until}, of ${all} vendors.`;
}
