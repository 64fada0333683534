import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { demoRoles } from './identity/demo-roles.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { startMailbox } from './mailbox.ts';
import { writeSampleReports } from './reports/write-sample-reports.ts';
import { localSecrets } from './secrets.ts';
import { endGroup, projectRoot, runWrangler, spawnWrangler, stateIn } from './wrangler.ts';

/**
 * The whole system on one machine: the built Worker in workerd with local D1 and R2, a real identity provider, a real
 * mail server that keeps what it gets, and the sample reports, published through the command that operators use.
 * `npm start` and the end-to-end tests run this same function; nothing in the Worker knows that it is a demo.
 */

/** Where to listen and keep things. A port of 0 means any free one. */
export interface StackOptions {
  readonly port: number;
  readonly identityPort: number;
  readonly smtpPort: number;
  readonly mailboxPort: number;
  /** Folder of the database, the bucket and the sample reports. */
  readonly directory: string;
  /** Settings that differ from wrangler.toml. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Content that the Worker has in place of the last build's: the path of a JSON file. */
  readonly content?: string;
  /** Told in one line what is being done. */
  readonly progress?: (line: string) => void;
}

/** A running system. */
export interface Stack {
  readonly origin: string;
  readonly issuer: string;
  readonly mailbox: string;
  /** Everything that the Worker has printed. */
  readonly log: () => string;
  /** The persisted state, for `wrangler … --local --persist-to`. */
  readonly state: string;
  /** An operator token that may publish. */
  readonly token: string;
  readonly reports: Awaited<ReturnType<typeof writeSampleReports>>;
  /** Ends what was started, in reverse order. */
  close(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;

/**
 * Starts the system and returns when it answers and its reports are published.
 *
 * @param options - see {@link StackOptions}
 * @throws Error with the Worker's output where it does not come up
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const say = options.progress ?? (() => {});
  const state = stateIn(options.directory);
  await mkdir(state, { recursive: true });
  const port = options.port || (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.reverse()) await end();
  };

  try {
    say('starting the identity provider and the mailbox');
    const identity = await startIdentityProvider({ port: options.identityPort, origin });
    closers.push(() => identity.close());
    const mailbox = await startMailbox({ smtpPort: options.smtpPort, httpPort: options.mailboxPort });
    closers.push(() => mailbox.close());

    say('preparing the database');
    await runWrangler(['d1', 'migrations', 'apply', 'vitrine', '--local', '--persist-to', state]);

    say('starting the Worker');
    const settings = {
      ...localSecrets,
      ORIGIN: origin,
      OIDC_ISSUER: identity.issuer,
      STAFF_OIDC_ISSUER: identity.issuer,
      SMTP_PORT: String(mailbox.smtpPort),
      ...options.settings,
    };
    const vars = Object.entries(settings).flatMap(([key, value]) => ['--var', `${key}:${value}`]);
    const config = options.content ? await writeConfig(options.content) : null;
    if (config) closers.push(() => rm(config));
    const worker = spawnWrangler([
      'dev',
      ...(config ? ['--config', config] : []),
      '--port',
      String(port),
      '--persist-to',
      state,
      '--inspector-port',
      '0',
      ...vars,
    ]);
    closers.push(() => endGroup(worker));
    let output = '';
    worker.stdout?.on('data', (chunk) => (output += chunk));
    worker.stderr?.on('data', (chunk) => (output += chunk));
    await answers(`${origin}/health`, () => output);

    say('writing the sample reports');
    const [reports] = await Promise.all([
      writeSampleReports(join(options.directory, 'reports')),
      runWrangler([
        ...['d1', 'execute', 'vitrine', '--local', '--persist-to', state],
        ...['--command', demoRoles(identity.issuer, Date.now())],
      ]),
    ]);

    say('publishing them');
    const token = await makeToken(state);
    await runTrust(['publish', reports.soc2, '--report', 'soc2-type2', '--url', origin], token);
    await runTrust(['publish', reports.pentest, '--report', 'pentest-letter', '--url', origin], token);

    return {
      origin,
      issuer: identity.issuer,
      mailbox: mailbox.url,
      log: () => output,
      state,
      token,
      reports,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Does once what the cron trigger of a deployment does: nothing else triggers it on one machine.
 *
 * @param origin - of a running system
 * @throws Error where the sweep failed
 */
export async function sweep(origin: string): Promise<void> {
  const response = await fetch(`${origin}/cdn-cgi/handler/scheduled`);
  if (!response.ok) throw new Error(`The sweep at ${origin} answered ${response.status}.`);
}

/** Settings like the project's, beside them since their paths start there, save what the Worker finds as its content. */
async function writeConfig(content: string): Promise<string> {
  const written = await readFile(join(projectRoot, 'wrangler.toml'), 'utf8');
  const path = join(projectRoot, `wrangler.content-${process.pid}.toml`);
  await writeFile(path, `${written}\n[alias]\n"../.generated/content.json" = ${JSON.stringify(content)}\n`);
  return path;
}

async function answers(url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`The Worker did not answer at ${url}. It printed:\n${output()}`);
}

async function makeToken(state: string): Promise<string> {
  const printed = await runTrust([
    'token',
    '--name',
    'local start',
    '--days',
    '1',
    '--local',
    '--persist-to',
    state,
  ]);
  const token = /\btrust_[A-Za-z0-9_-]+/.exec(printed)?.[0];
  if (!token) throw new Error(`\`trust token\` printed no token:\n${printed}`);
  return token;
}

/** Runs the operator's command as an operator does, in a process of its own. */
async function runTrust(args: readonly string[], token?: string): Promise<string> {
  const child = spawn(process.execPath, ['--no-warnings', join(projectRoot, 'cli/trust.ts'), ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...(token ? { TRUST_TOKEN: token } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`trust ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}
