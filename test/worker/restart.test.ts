import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import type { Server } from './access/browser.ts';
import { newProspect } from './access/prospect.ts';
import { grantsOf } from './access/rows.ts';
import { downloadsOf, publish } from './reports/exit.ts';

/** What the Worker remembers in memory is never more than a shortcut: an isolate lives for one request here, and remembers nothing. */

let isolates = 0;

const forgetful: Server = async (request) => {
  vi.resetModules();
  const { default: worker } = await import('../../worker/index.ts');
  isolates += 1;
  const context = createExecutionContext();
  const response = await worker.fetch(request, env, context);
  const body = await response.arrayBuffer();
  await waitOnExecutionContext(context);
  const hasBody = body.byteLength > 0 && response.status !== 303;
  return new Response(hasBody ? body : null, response);
};

it('F10: every request of the way to a report is answered by an isolate that has just begun', async () => {
  const first = await publish({ bodyLength: 2_000 });
  const reader = newProspect('soc2-type2', { server: forgetful });
  const file = () => reader.browser.get('/access/soc2-type2/file');
  await reader.ask();
  expect((await reader.confirm()).headers.get('Location')).toBe('/access/soc2-type2/nda');
  expect((await reader.agree()).headers.get('Location')).toBe('/access/soc2-type2/copy');
  const copy = await file();
  expect([copy.status, (await copy.arrayBuffer()).byteLength]).toEqual([200, first.manifest.length]);
  // What another isolate did meanwhile counts at once: a newer version, and the end of access.
  const second = await publish({ bodyLength: 3_000 });
  expect((await (await file()).arrayBuffer()).byteLength).toBe(second.manifest.length);
  const [grant] = await grantsOf(reader.address);
  await env.DB.prepare('UPDATE grants SET revoked_at = 1 WHERE id = ?1').bind(grant?.id).run();
  expect((await file()).status).toBe(403);
  expect(isolates).toBe(8);
  const downloads = await downloadsOf({ grant: { id: grant?.id ?? '' } } as Parameters<
    typeof downloadsOf
  >[0]);
  expect(downloads.map(({ outcome }) => outcome)).toEqual(['complete', 'complete']);
});
