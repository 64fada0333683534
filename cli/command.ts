/** One command of `trust`. */
export interface Command {
  readonly name: string;
  /** The manual of the command: synopsis, then what it does and every option. */
  readonly usage: string;
  /** @returns the exit code */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** The command line was not understood: exit code 2, with the command's usage. */
export class UsageError extends Error {}

/** It was understood and cannot be done: exit code 1. The message is one sentence that says what to do. */
export class Refusal extends Error {}
