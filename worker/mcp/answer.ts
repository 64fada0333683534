import { createMcpHandler, isJsonContentType } from '@modelcontextprotocol/server';
import type { Context } from 'hono';
import type { App } from '../app.ts';
import { Failure } from '../problem.ts';
import { logFailure } from '../respond.tsx';
import { openServer } from './server.ts';
import { openSite } from './site.ts';

/**
 * Answers one message. Each has a server of its own, so that nothing of one is there for the next.
 *
 * @param c - the request's context; its body is bounded already
 * @returns a JSON-RPC message; for a notification, 202 and nothing
 */
export async function answerMessage(c: Context<App>): Promise<Response> {
  // Of another type it is refused unread.
  const text = isJsonContentType(c.req.header('Content-Type') ?? null) ? await c.req.text() : '';
  if (isBatch(text)) return refuseBatch();
  const site = openSite(c.env, c.var.config.ORIGIN);
  const report = (error: unknown) =>
    logFailure(error instanceof Failure ? error : new Failure('internal', { cause: error }), c);
  const handler = createMcpHandler(() => openServer(site, report));
  const { method, headers } = c.req.raw;
  const response = await handler.fetch(new Request(c.req.url, { method, headers, body: text }));
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

function isBatch(text: string): boolean {
  return /^\s*\[/.test(text);
}

/** One revision of the protocol had batches (2025-03-26), the next took them out: a hundred calls would count as one. */
function refuseBatch(): Response {
  const message = 'Invalid Request: batches are not answered here; send one message at a time';
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: -32600, message } }, { status: 400 });
}
