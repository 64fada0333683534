import product from '../worker/index.ts';
import type { MailMessage } from '../worker/mail/message.ts';
import { decision } from './decision-route.ts';
import { LIBRARIES, loadDrawSave } from './load-draw-save.ts';

/**
 * The product, and beside it what it is measured against:
 *
 *     GET  /api/raw/KEY          the same object straight out of the bucket, nothing in front of it
 *     GET  /api/gated/KEY        the same, after the product has checked and recorded a download of one byte
 *     GET  /api/library/N/KEY    the object loaded, drawn on and saved by the library of that number
 *     GET  /api/decision/REPORT  what the gate of a file decides on, and nothing after it
 *     POST /api/raw/KEY          stores the bytes that are sent, or what is there again in one piece; its new ETag
 */
const ROUTE = /^\/api\/(raw|gated|library\/[01])\/(.+)$/;

export default {
  ...product,
  async fetch(request, env, context) {
    const url = new URL(request.url);
    if (url.pathname.startsWith('/api/decision/')) return await decision.fetch(request, env, context);
    const [, kind, key] = ROUTE.exec(url.pathname) ?? [];
    if (kind === undefined || key === undefined) return await product.fetch(request, env, context);
    if (request.method === 'POST') {
      const sent = Number(request.headers.get('Content-Length')) > 0;
      const bytes = sent ? request.body : ((await env.REPORTS.get(key))?.body ?? null);
      const stored = await env.REPORTS.put(key, bytes);
      return new Response(stored?.etag ?? '');
    }
    const [object] = await Promise.all([
      env.REPORTS.get(key),
      kind === 'gated' && passGate(request, env, context),
    ]);
    if (!object) return new Response('no such object', { status: 404 });
    const library = LIBRARIES[Number(kind.split('/')[1])];
    if (!library) return new Response(object.body);
    return new Response(await loadDrawSave(library, new Uint8Array(await object.arrayBuffer())));
  },
} satisfies ExportedHandler<Env, MailMessage>;

async function passGate(request: Request, env: Env, context: ExecutionContext): Promise<void> {
  const url = new URL(request.headers.get('X-Gate') ?? '/', request.url);
  const headers = new Headers(request.headers);
  headers.set('Range', 'bytes=0-0');
  const response = await product.fetch(new Request(url, { headers }), env, context);
  if (response.status !== 206) throw new Error(`the gate answered ${response.status}`);
  await response.arrayBuffer();
}
