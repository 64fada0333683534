import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startStack } from '../../local/stack.ts';

/** What the tests need to know of the running system. */
export interface Running {
  readonly origin: string;
  readonly issuer: string;
  readonly mailbox: string;
  readonly state: string;
  readonly token: string;
  readonly soc2: string;
  readonly pentest: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    running: Running;
  }
}

/** Starts the same system as `npm start`, on free ports and in a folder of its own, once for all end-to-end tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'vitrine-e2e-'));
  const stack = await startStack({ port: 0, identityPort: 0, smtpPort: 0, mailboxPort: 0, directory });
  project.provide('running', {
    origin: stack.origin,
    issuer: stack.issuer,
    mailbox: stack.mailbox,
    state: stack.state,
    token: stack.token,
    soc2: stack.reports.soc2,
    pentest: stack.reports.pentest,
  });
  return async () => {
    await stack.close();
    await rm(directory, { recursive: true, force: true });
  };
}
