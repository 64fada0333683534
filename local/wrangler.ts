import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root: wrangler reads `wrangler.toml` there. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Where `npm start` keeps the local system: `state` for wrangler, the sample reports beside it. */
export const localDirectory = join(projectRoot, '.local');

/** The database and the bucket of a local system, as wrangler's `--persist-to` takes them. */
export function stateIn(directory: string): string {
  return join(directory, 'state');
}

const wranglerScript = join(
  dirname(createRequire(import.meta.url).resolve('wrangler/package.json')),
  'bin/wrangler.js',
);

/** Keeps wrangler quiet, off the network and out of the home folder. */
const environment = {
  ...process.env,
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_LOG_PATH: '.wrangler/logs',
  WRANGLER_REGISTRY_PATH: '.wrangler/registry',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
};

/**
 * Starts wrangler as a process of its own group, so that ending it ends workerd too.
 *
 * @param args - wrangler's arguments
 * @returns the process, with stdout and stderr piped
 */
export function spawnWrangler(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', wranglerScript, ...args], {
    cwd: projectRoot,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** How often a database is asked that another process writes to just then, and how long it is left alone in between. */
const BUSY = { tries: 20, waitMs: 500 };

/**
 * Runs a wrangler command to its end.
 *
 * @param args - wrangler's arguments
 * @returns what it printed
 * @throws Error with all of its output where it did not exit with 0
 */
export async function runWrangler(args: readonly string[]): Promise<string> {
  for (let tries = 1; ; tries++) {
    const { code, output } = await runOnce(args);
    if (code === 0) return output;
    // What a command says to a database is one transaction: of one that found it busy nothing was done.
    const busy = output.includes('SQLITE_BUSY') && tries < BUSY.tries;
    if (!busy) throw new Error(`wrangler ${args.join(' ')} ended with ${code}:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, BUSY.waitMs));
  }
}

async function runOnce(args: readonly string[]): Promise<{ code: unknown; output: string }> {
  const child = spawnWrangler(args);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, output };
}

/** Ends a process started by {@link spawnWrangler} with everything that it started, and waits for it. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid, 'SIGTERM');
  const forced = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), 5_000);
  await closed;
  clearTimeout(forced);
}
