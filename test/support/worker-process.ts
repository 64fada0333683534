import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../local/free-port.ts';
import { localSecrets } from '../../local/secrets.ts';
import { endGroup, runWrangler, spawnWrangler } from '../../local/wrangler.ts';
import { sqlIn } from './local-database.ts';
import { PATIENCE_MS } from './patience.ts';

/** The Worker in a process of its own, with a database and a bucket that nobody else uses. */
export interface WorkerProcess {
  readonly origin: string;
  /** For `--persist-to`. */
  readonly state: string;
  /** The process that leads the group in which workerd runs. */
  readonly pid: number;
  /** Runs SQL in its database, and returns the rows. */
  readonly sql: (statement: string) => Record<string, unknown>[];
  readonly close: () => Promise<void>;
}

/**
 * Starts `wrangler dev` on a free port, with migrations applied.
 *
 * @param entry - another entry than the product's, relative to the project's root
 */
export async function startWorker(entry?: string): Promise<WorkerProcess> {
  const state = await mkdtemp(join(tmpdir(), 'vitrine-'));
  await runWrangler(['d1', 'migrations', 'apply', 'vitrine', '--local', '--persist-to', state]);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const vars = Object.entries({ ...localSecrets, ORIGIN: origin }).flatMap(([key, value]) => [
    '--var',
    `${key}:${value}`,
  ]);
  const place = ['--port', String(port), '--persist-to', state, '--inspector-port', '0'];
  const child = spawnWrangler(['dev', ...(entry ? [entry] : []), ...place, ...vars]);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const close = async () => {
    await endGroup(child);
    await rm(state, { recursive: true, force: true });
  };
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await fetch(`${origin}/health`).catch(() => null))?.ok) {
    if (Date.now() > deadline || child.exitCode !== null) {
      await close();
      throw new Error(`The Worker did not come up. It printed:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const sql = (statement: string) => sqlIn(state, statement);
  return { origin, state, pid: child.pid ?? 0, sql, close };
}
