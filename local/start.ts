import { spawnSync } from 'node:child_process';
import { startStack, sweep } from './stack.ts';
import { localDirectory, projectRoot } from './wrangler.ts';

/** `npm start`: the whole system, until Ctrl-C. Its state stays in `.local/`; delete the folder to begin anew. */

const say = (line: string) => console.log(`  ${line}`);

const build = spawnSync('npm', ['run', '--silent', 'build'], {
  cwd: projectRoot,
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (build.status !== 0) {
  process.stdout.write(build.stdout);
  process.exit(1);
}

const stack = await startStack({
  port: Number(process.env.PORT ?? 8787),
  identityPort: 8788,
  smtpPort: 8789,
  mailboxPort: 8790,
  directory: localDirectory,
  progress: say,
});

console.log(`
  The trust center   ${stack.origin}/
  Read the mails     ${stack.mailbox}/
  Staff console      ${stack.origin}/console
  Identity provider  ${stack.issuer}  (demo accounts are offered at sign-in)

  Ctrl-C ends everything.
`);

const SWEEP_EVERY_MS = 20_000;
/** Mails that nobody waits for on a page, webhooks and expiry come of the sweep, as in a deployment, only sooner. */
const sweeping = setInterval(() => {
  sweep(stack.origin).catch((error: Error) => say(error.message));
}, SWEEP_EVERY_MS);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    clearInterval(sweeping);
    await stack.close();
    process.exit(0);
  });
}
