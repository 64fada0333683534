import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import worker from '../../../worker/index.ts';
import { recording, scansOf } from '../query-plans.ts';
import { newReader, ORIGIN, publish } from '../reports/exit.ts';

test('D9 A5: who may have a report is decided without reading a whole table or index, however large', async () => {
  await publish();
  const reader = await newReader('Dee Decided');
  const { db, statements } = recording();
  for (const path of ['', '/copy', '/file', '/nda', '/pending']) {
    const context = createExecutionContext();
    const request = new Request(new URL(`/access/soc2-type2${path}`, ORIGIN), {
      headers: { Cookie: reader.cookie },
    });
    const response = await worker.fetch(request, { ...env, DB: db }, context);
    expect(response.status).toBeLessThan(400);
    await response.arrayBuffer();
    await waitOnExecutionContext(context);
  }
  const text = [...statements].join('\n');
  for (const table of ['sessions', 'grants', 'acceptances', 'downloads', 'counters', 'events'])
    expect(text).toMatch(new RegExp(`\\b${table}\\b`));
  for (const statement of statements) expect([statement, await scansOf(statement)]).toEqual([statement, []]);
});
