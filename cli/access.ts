import { parseArgs } from 'node:util';
import { parseMailAddress } from '../core/mail-address.ts';
import { projectRoot } from '../local/wrangler.ts';
import type { Content } from '../schema/content.ts';
import { ContentError } from '../schema/finding.ts';
import { loadContent } from '../schema/load.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { explainAccess } from './explain-access.ts';
import { importCustomers } from './import-customers.ts';

const usage = `  trust access explain ADDRESS --report ID [--customer] [--root DIR]
      Says which rule of content/access.yaml would decide for somebody with this address, why, and what would follow. It asks
      the function that the Worker asks. Exit code 0 whatever would follow, a denial as well.
        --report ID       which report, by its file in content/reports/
        --customer        they are signed in as a customer, and this is the address that the identity provider vouches for
        --root DIR        the folder with content/ (default: this project)
  trust access import-customers FILE.csv [--list NAME.csv] [--replace] [--dry-run] [--root DIR]
      Adds the domains of a table to a list that a rule can read. All rows are checked first; if one is wrong nothing is written.
      The table has a column "domain" or "email"; other columns are not kept. A domain where anybody may have a mailbox names no
      company, and is refused.
        --list NAME.csv   which list, in content/access/ (default: customers.csv)
        --replace         the list is then this table, and nothing that was there before
        --dry-run         check, say what would change, and stop
        --root DIR        the folder with content/ (default: this project)
`;

/** The rules of access, from an operator's side. */
export const access: Command = {
  name: 'access',
  usage,
  async run([verb, ...args]) {
    if (verb === 'explain') return await explain(args);
    if (verb === 'import-customers') return await importCustomers(args);
    throw new UsageError('expected explain or import-customers.');
  },
};

async function explain(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      report: { type: 'string' },
      customer: { type: 'boolean', default: false },
      root: { type: 'string', default: projectRoot },
    },
  });
  const [typed, ...more] = positionals;
  if (typed === undefined || more.length > 0) throw new UsageError('expected one ADDRESS.');
  if (values.report === undefined) throw new UsageError('expected --report ID: rules can differ by report.');
  const address = parseMailAddress(typed)?.address;
  if (!address)
    throw new UsageError(
      `"${typed}" is no address such as ann@example.com; the form would refuse it as well.`,
    );
  const { access: rules, reports } = await load(values.root);
  const report = reports.find(({ id }) => id === values.report);
  if (!report) {
    const known = reports.map(({ id }) => id).join(', ');
    throw new Refusal(`there is no report "${values.report}"; the reports are ${known}.`);
  }
  for (const line of explainAccess(rules, report, address, values.customer)) console.log(line);
  return 0;
}

async function load(root: string): Promise<Content> {
  try {
    return await loadContent(root);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw new Refusal(`the content is not sound; mend it first:\n${error.message}`);
  }
}
