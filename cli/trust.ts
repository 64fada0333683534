import { type Command, Refusal, UsageError } from './command.ts';

/** `trust`: the operator's command. Each is loaded when it is asked for, and its usage text is its manual. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  preview: async () => (await import('./preview.ts')).preview,
  publish: async () => (await import('./publish.ts')).publish,
  revoke: async () => (await import('./revoke.ts')).revoke,
  policy: async () => (await import('./policy.ts')).policy,
  vendors: async () => (await import('./vendors.ts')).vendors,
  access: async () => (await import('./access.ts')).access,
  promise: async () => (await import('./promise.ts')).promise,
  token: async () => (await import('./token.ts')).token,
  doctor: async () => (await import('./doctor.ts')).doctor,
};

process.exitCode = await run(process.argv.slice(2));

/** @returns the exit code */
async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await manual());
    return 0;
  }
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    const complaint = name === undefined ? '' : `trust: there is no command "${name}".\n\n`;
    process.stderr.write(complaint + (await manual()));
    return 2;
  }
  const command = await load();
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

async function manual(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return `trust: what an operator of this trust center does by hand.

${all.map(({ usage }) => usage).join('\n')}
  trust COMMAND --help
      Says the same of one command.

Exit codes: 0 done, 1 not done (the reason is on stderr), 2 not understood.
`;
}

/** What node:util parseArgs throws for options that it does not know. */
function isParseError(error: unknown): boolean {
  return (
    error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
  );
}
