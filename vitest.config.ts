import { availableParallelism } from 'node:os';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { localSecrets } from './local/secrets.ts';
import { PATIENCE_MS } from './test/support/patience.ts';
import type {} from './test/support/provided.ts';

/**
 * One suite, five places: `core` runs twice, in Node and in workerd, because both will run its lines; the Worker runs
 * in workerd with real local D1 and R2; the rest runs in Node against what was built.
 */
const workerd = () =>
  cloudflareTest(async ({ inject }) => ({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: {
        ...localSecrets,
        ...inject('mailServers'),
        TEST_MIGRATIONS: await readD1Migrations('migrations'),
      },
    },
  }));

/** A limit for what hangs. No test is decided by how fast the machine is. */
const patient = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: PATIENCE_MS } } };

/** What keeps nothing from one file to the next shares a process: to start one takes longer than most of its files. */
const pure = { isolate: false };

export default defineConfig({
  test: {
    // Half of every test waits for workerd, a browser or a tool: one file at a time leaves a small machine idle. Three on two cores
    // took as long as two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // The Worker's own log, one line of JSON for each failure that a test provokes.
    onConsoleLog: (log) => (log.startsWith('{"correlation"') ? false : undefined),
    projects: [
      {
        test: { name: 'core', environment: 'node', include: ['test/core/**/*.test.ts'], ...pure, ...patient },
      },
      {
        plugins: [workerd()],
        test: {
          name: 'core-workerd',
          include: ['test/core/**/*.test.ts'],
          exclude: ['test/core/**/*.node.test.ts'],
          ...pure,
          ...patient,
        },
      },
      {
        plugins: [workerd()],
        // The content is 600 kB, read once per file of tests: as one string, and not as a name for each of its parts.
        json: { stringify: true, namedExports: false },
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.{ts,tsx}'],
          globalSetup: ['test/support/mail-servers.ts', 'test/support/providers.ts'],
          setupFiles: ['test/worker/setup.ts'],
          ...patient,
        },
      },
      {
        test: { name: 'site', environment: 'node', include: ['test/site/**/*.test.ts'], ...pure, ...patient },
      },
      { test: { name: 'cli', environment: 'node', include: ['test/cli/**/*.test.ts'], ...patient } },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/stack.ts'],
          fileParallelism: false,
          ...patient,
        },
      },
    ],
  },
});
