import { Hono } from 'hono';
import { securityHeaders } from '../core/headers.ts';
import type { App } from './app.ts';

const headers = { ...securityHeaders(), 'Cache-Control': 'no-store' };

/** `/version`: the build that answers, as recorded with every acceptance. */
export const version = new Hono<App>().get('/', (c) =>
  c.json({ build: c.var.config.BUILD_ID }, 200, headers),
);

/** `/health`: whether the database and the bucket answer. `trust doctor` asks it. */
export const health = new Hono<App>().get('/', async (c) => {
  await c.var.db.prepare('SELECT count(*) FROM report_pointers').first();
  await c.env.REPORTS.head('health');
  return c.json({ status: 'ok' }, 200, headers);
});
