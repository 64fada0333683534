import { parseArgs } from 'node:util';
import { projectRoot } from '../local/wrangler.ts';
import { ContentError } from '../schema/finding.ts';
import { loadContent } from '../schema/load.ts';
import type { Vendor } from '../schema/vendors.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { lastDay, listDue, WITHIN } from './due.ts';
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
      within: WITHIN,
      root: { type: 'string', default: projectRoot },
    },
  });
  const until = lastDay(values.within);
  const register = await load(values.root);
  if (register.length === 0) {
    console.log('The register is empty.');
    return 0;
  }
  const duties = register.flatMap(({ id, name, tier, ownerRole, due: list }) =>
    list.map(({ by, what }) => ({
      by,
      id,
      line: `${tier.padEnd(6)}  ${id} (${name}): ${what} [${ownerRole}]`,
    })),
  );
  return listDue(duties, until, `${register.length} vendors`);
}

async function load(root: string): Promise<readonly Vendor[]> {
  try {
    return (await loadContent(root)).vendors;
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw new Refusal(`the content is not sound; mend it first:\n${error.message}`);
  }
}
