import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { securityHeaders } from '../../core/headers.ts';
import { plainPath } from '../../words/locale.ts';
import { isServed, read } from './built.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.md': 'text/markdown; charset=utf-8',
  '.pdf': 'application/pdf',
};

/** A server of the built site with its headers, so that a browser enforces the policy. */
export interface SiteServer extends AsyncDisposable {
  readonly origin: string;
  /** Answers at a path with HTML that no build wrote. */
  readonly add: (path: string, html: string) => void;
}

/**
 * Serves the built site on a free port of the loopback interface.
 *
 * @param compressed - text is sent with Brotli, as an edge sends it; for what measures
 */
export async function serveSite({ compressed = false } = {}): Promise<SiteServer> {
  const added = new Map<string, string>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site.invalid');
    const found = added.has(pathname) || isServed(pathname);
    const file = found ? pathname.slice(1).replace(/(^|\/)$/, '$1index.html') : '404.html';
    const mediaType = MEDIA_TYPES[extname(file)] ?? 'application/octet-stream';
    const compress = compressed && /^text|json|xml/.test(mediaType);
    response.writeHead(found ? 200 : 404, {
      ...securityHeaders({ isPublic: true, scripts: plainPath(pathname) === '/search/' }),
      'Content-Type': mediaType,
      ...(compress && { 'Content-Encoding': 'br' }),
    });
    const body = added.get(pathname) ?? read(file);
    response.end(compress ? brotliCompressSync(body) : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    add: (path, html) => void added.set(path, html),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
