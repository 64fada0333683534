import { access } from './access.ts';
import { type Command, Refusal, UsageError } from './command.ts';
import { doctor } from './doctor.ts';
import { policy } from './policy.ts';
import { preview } from './preview.ts';
import { promise } from './promise.ts';
import { publish } from './publish.ts';
import { revoke } from './revoke.ts';
import { token } from './token.ts';
import { vendors } from './vendors.ts';

/** `trust`: the operator's command. Its usage text is its manual. */
const commands: readonly Command[] = [
  preview,
  publish,
  revoke,
  policy,
  vendors,
  access,
  promise,
  token,
  doctor,
];

const manual = `trust: what an operator of this trust center does by hand.

${commands.map(({ usage }) => usage).join('\n')}
  trust COMMAND --help
      Says the same of one command.

Exit codes: 0 done, 1 not done (the reason is on stderr), 2 not understood.
`;

process.exitCode = await run(process.argv.slice(2));

/** @returns the exit code */
async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(manual);
    return 0;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    process.stderr.write(name === undefined ? manual : `trust: there is no command "${name}".\n\n${manual}`);
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.usage);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof UsageError || isParseError(error)) {
      process.stderr.write(`trust ${command.name}: ${(error as Error).message}\n\n${command.usage}`);
      return 2;
    }
    if (error instanceof Refusal) {
      process.stderr.write(`trust ${command.name}: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

/** What node:util parseArgs throws for options that it does not know. */
function isParseError(error: unknown): boolean {
  return (
    error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
  );
}
