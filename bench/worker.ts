import product from '../worker/index.ts';
import type { MailMessage } from '../worker/mail/message.ts';

/**
 * The product, and beside it what it is measured against:
 *
 *     GET  /api/raw/KEY          the same object straight out of the bucket, nothing in front of it
 *     GET  /api/gated/KEY        the same, after the product has checked and recorded a download of one byte meanwhile
 *     POST /api/raw/KEY          stores an object again in one piece, and answers its new ETag
 */
const ROUTE = /^\/api\/(raw|gated)\/(.+)$/;

export default {
  ...product,
  async fetch(request, env, context) {
    const url = new URL(request.url);
    const [, kind, key] = ROUTE.exec(url.pathname) ?? [];
    if (kind === undefined || key === undefined) return await product.fetch(request, env, context);
    if (request.method === 'POST') {
      const stored = await env.REPORTS.get(key);
      const again = stored && (await env.REPORTS.put(key, stored.body));
      return new Response(again?.etag ?? '');
    }
    const [object] = await Promise.all([
      env.REPORTS.get(key),
      kind === 'gated' && passGate(request, env, context),
    ]);
    return object ? new Response(object.body) : new Response('no such object', { status: 404 });
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
