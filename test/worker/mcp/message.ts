import { exports } from 'cloudflare:workers';
import { origin, type Server } from '../access/browser.ts';

/** What a program of 2026 says of itself with each message (revision 2026-07-28 has no handshake). */
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Headers of a message without an envelope, as older programs send it. */
const PLAIN = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };

let asked = 0;

/** Sends a body to /mcp, whatever it is. */
export async function send(
  body: BodyInit | null,
  headers: Record<string, string> = {},
  {
    method = 'POST',
    path = '/mcp',
    server = defaultServer,
  }: { method?: string; path?: string; server?: Server } = {},
): Promise<Response> {
  const address = `2001:db8:ffff:${(++asked).toString(16)}::1`;
  return await server(
    new Request(new URL(path, origin), {
      method,
      headers: { ...PLAIN, 'CF-Connecting-IP': address, ...headers },
      ...(body === null ? {} : { body }),
    }),
  );
}

const defaultServer: Server = (request) => exports.default.fetch(request);

/** What came back: the JSON-RPC message, from a body of JSON or from the one event of a stream. */
export async function messageOf(response: Response) {
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  return JSON.parse(data) as {
    id: unknown;
    // biome-ignore lint/suspicious/noExplicitAny: any result
    result?: any;
    error?: { code: number; message: string; data?: unknown };
  };
}

/** Asks as a program of 2025 does. */
export async function ask(method: string, params: object = {}, server?: Server) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  return await messageOf(await send(body, {}, server ? { server } : {}));
}

/** Asks as a program of 2026 does. */
export async function askNow(method: string, params: object = {}, server?: Server) {
  const name = (params as { name?: string; uri?: string }).name ?? (params as { uri?: string }).uri;
  return await messageOf(
    await send(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: ENVELOPE } }),
      {
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': method,
        ...(name === undefined ? {} : { 'Mcp-Name': name }),
      },
      server ? { server } : {},
    ),
  );
}
