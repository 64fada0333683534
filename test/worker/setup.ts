import { env } from 'cloudflare:workers';

// All of them in one transaction: one by one they would take as long as most files of tests.
await env.DB.batch(
  env.TEST_MIGRATIONS.flatMap(({ queries }) => queries.map((query) => env.DB.prepare(query))),
);
