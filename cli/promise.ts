import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../local/wrangler.ts';
import { check } from '../schema/explain.ts';
import type { Finding } from '../schema/finding.ts';
import { describeFinding } from '../schema/finding.ts';
import { PROMISE_FILE } from '../schema/load-promise.ts';
import { lengthInUnits, promiseSchema, type ServicePromise } from '../schema/promise.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { trustedOrigin } from './operator-api.ts';

const PATIENCE_MS = 15_000;
const LARGEST_BYTES = 1024 * 1024;

const usage = `  trust promise --url ORIGIN [--dry-run] [--root DIR]
      Asks the deployed trust center how long readers took to have each report and how many wait, and writes it to
      ${PROMISE_FILE}: from the next build on the pages of the reports say so, with the day. Run it before a build.
        --url ORIGIN      the trust center, such as https://trust.example.com
        --dry-run         say what it answers, and write nothing
        --root DIR        the folder with content/ (default: this project)
`;

/** The service promise, fetched for the static site. */
export const promise: Command = {
  name: 'promise',
  usage,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        root: { type: 'string', default: projectRoot },
      },
    });
    if (values.url === undefined) throw new UsageError('expected --url ORIGIN.');
    const figures = await fetchPromise(
      new URL('/api/promise', trustedOrigin(values.url, 'figures are not fetched')),
    );
    for (const { report, given, medianSeconds, waiting } of figures.reports) {
      const [number, unit] = lengthInUnits(medianSeconds ?? 0);
      const middle =
        medianSeconds === null ? 'no figure' : `half within ${number} ${unit}${number === 1 ? '' : 's'}`;
      console.log(`${report}: ${middle}, of ${given} in ${figures.days} days; ${waiting} waiting`);
    }
    if (!values['dry-run']) {
      await writeFile(join(values.root, PROMISE_FILE), `${JSON.stringify(figures, null, 2)}\n`);
      console.log(`wrote ${PROMISE_FILE}, as of ${figures.asOf}`);
    }
    return 0;
  },
};

async function fetchPromise(url: URL): Promise<ServicePromise> {
  const where = url.href;
  let text: string;
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Refusal(`${where} answers ${response.status}; nothing was written.`);
    text = await response.text();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal(`${where} does not answer (${why}); nothing was written.`);
  }
  let data: unknown = null;
  try {
    data = text.length > LARGEST_BYTES ? null : JSON.parse(text);
  } catch {
    // What is no JSON fits the schema no better.
  }
  const findings: Finding[] = [];
  const figures = check(promiseSchema, data, where, findings);
  if (figures === null)
    throw new Refusal(
      `the answer is none of a trust center; nothing was written.\n${findings.map(describeFinding).join('\n')}`,
    );
  return figures;
}
