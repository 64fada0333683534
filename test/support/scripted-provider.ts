import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ScriptedAnswer, SeenRequest } from './provided.ts';

/**
 * A server that says whatever a test tells it to, over real HTTP: an OpenID provider, a mail service, the receiver of a
 * webhook. Each test has a tenant of its own, which to a sign-in is its issuer: `PUT /<tenant>/script` sets the answers by path, `GET /<tenant>/log` lists what was asked.
 */

interface Tenant {
  script: Record<string, ScriptedAnswer>;
  readonly log: SeenRequest[];
}

/**
 * Starts it on a free port.
 *
 * @returns its address, and how to end it
 */
export async function startScriptedProvider(): Promise<{ url: string; close: () => Promise<void> }> {
  const tenants = new Map<string, Tenant>();
  const server = createServer((request, response) => {
    answer(tenants, request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  tenants: Map<string, Tenant>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, name = '', path = ''] = /^\/([^/]+)(\/[^?]*)/.exec(request.url ?? '') ?? [];
  const tenant = tenants.get(name) ?? { script: {}, log: [] };
  tenants.set(name, tenant);
  let body = '';
  for await (const chunk of request) body += chunk;
  if (path === '/script') {
    tenant.script = JSON.parse(body) as Tenant['script'];
    response.end();
    return;
  }
  if (path === '/log') {
    response.end(JSON.stringify(tenant.log));
    return;
  }
  const authorization = request.headers.authorization ?? null;
  tenant.log.push({ method: request.method ?? '', path, authorization, headers: request.headers, body });
  const scripted = tenant.script[path] ?? { status: 404, body: 'nothing here' };
  if (scripted.lost) {
    request.socket.destroy();
    return;
  }
  if (scripted.stall === 'headers') return;
  response.writeHead(scripted.status ?? 200, { 'Content-Type': 'application/json', ...scripted.headers });
  if (scripted.stall === 'body') {
    response.write('{');
    return;
  }
  if (scripted.padding) response.write(' '.repeat(scripted.padding));
  if (scripted.cut) {
    response.write(scripted.body ?? ' ', () => request.socket.destroySoon());
    return;
  }
  response.end(scripted.body ?? '');
}
