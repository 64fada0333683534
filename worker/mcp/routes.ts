import { Hono } from 'hono';
import type { App } from '../app.ts';
import { guardFlood } from '../counters.ts';
import { clientAddress } from '../guard.ts';

/**
 * `/mcp`: what is public, for programs that speak the Model Context Protocol (`docs/formats/mcp.md`). Read only and without a session: nobody
 * signs in here, no cookie is read, and no database is asked.
 *
 * What speaks the protocol is loaded with the first message: it is large, and no other path waits for it.
 */
export const mcp = new Hono<App>().post('/', async (c) => {
  await guardFlood(c.env.MCP_LIMIT, clientAddress(c));
  const { answerMessage } = await import('./answer.ts');
  return await answerMessage(c);
});
