import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../local/wrangler.ts';
import type { Job } from './one-job.ts';

const run = promisify(execFile);

/**
 * Does one job in a process of its own.
 *
 * @param what - `prepare`, or a library that loads, draws and saves
 * @param file - the PDF
 */
export async function runJob(what: string, file: string): Promise<Job> {
  const script = join(projectRoot, 'bench/one-job.ts');
  const { stdout } = await run(process.execPath, ['--no-warnings', script, what, file]);
  return JSON.parse(stdout) as Job;
}

/**
 * Runs the operator's command.
 *
 * @param args - its arguments
 * @param token - an operator token, where it needs one
 * @returns what it printed
 */
export async function trust(args: readonly string[], token = ''): Promise<string> {
  const command = [...args];
  const { stdout } = await run(
    process.execPath,
    ['--no-warnings', join(projectRoot, 'cli/trust.js'), ...command],
    {
      env: { ...process.env, TRUST_TOKEN: token },
    },
  );
  return stdout;
}
