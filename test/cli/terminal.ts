import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../local/wrangler.ts';

/** What a command did in a terminal. */
export interface Session {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is still running. */
export interface Running {
  readonly ended: Promise<Session>;
  /** Ends it as Ctrl-C does, without a chance to tidy up. */
  readonly kill: () => void;
}

/**
 * Starts `trust` as an operator does, in a process of its own.
 *
 * @param args - of the command line
 * @param environment - on top of this process’s, which holds no token
 */
export function startTrust(args: readonly string[], environment: Record<string, string> = {}): Running {
  const { TRUST_TOKEN: _, TRUST_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--no-warnings', join(projectRoot, 'cli/trust.js'), ...args], {
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise<Session>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { ended, kill: () => void child.kill('SIGKILL') };
}

/** Runs `trust` to its end. */
export async function trust(...args: readonly string[]): Promise<Session> {
  return await startTrust(args).ended;
}
