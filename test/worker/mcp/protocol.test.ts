import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { openBrowser, origin } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { serverWith } from '../login/server.ts';
import { ask, askNow, messageOf, send } from './message.ts';

/** How `/mcp` takes what is sent to it, whatever that is. */

const PING = '{"jsonrpc":"2.0","id":7,"method":"ping"}';

describe('who begins', () => {
  const hello = (protocolVersion: string) =>
    ask('initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } });

  it.each(['2025-11-25', '2025-06-18', '2025-03-26'])('in %s is answered in it', async (version) => {
    const { result } = await hello(version);
    expect(result).toMatchObject({
      protocolVersion: version,
      capabilities: { tools: {}, resources: {} },
      serverInfo: { name: 'vitrine' },
    });
    // What the company says of itself, the notice of a sample among it.
    expect(result.instructions).toContain('Sample company');
  });

  it('in a version that there is not is offered one that there is', async () => {
    expect((await hello('1999-12-31')).result.protocolVersion).toBe('2025-11-25');
  });

  it('without a handshake is told the same, and for how long it holds', async () => {
    const { result } = await askNow('server/discover');
    expect(result).toMatchObject({ supportedVersions: ['2026-07-28'], cacheScope: 'public', ttlMs: 300_000 });
    for (const method of ['tools/list', 'resources/list', 'resources/templates/list'])
      expect((await askNow(method)).result).toMatchObject({ cacheScope: 'public', ttlMs: 300_000 });
  });

  it('gets no session, and none that is sent counts', async () => {
    const response = await send(PING, { 'Mcp-Session-Id': 'mine', Cookie: '__Host-session=x' });
    expect([response.status, response.headers.get('Mcp-Session-Id')]).toEqual([200, null]);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect((await messageOf(response)).result).toEqual({});
  });
});

describe('A20: what is no message is refused in the protocol’s words', () => {
  it.each<[what: string, body: string, headers: Record<string, string>, status: number, code: number]>([
    ['nothing', '', {}, 400, -32700],
    ['half of JSON', '{"jsonrpc":', {}, 400, -32700],
    ['a number', '5', {}, 400, -32600],
    ['null', 'null', {}, 400, -32600],
    ['JSON-RPC 1', PING.replace('2.0', '1.0'), {}, 400, -32600],
    ['a message without a method', '{"jsonrpc":"2.0","id":7}', {}, 400, -32600],
    ['an empty batch', '[]', {}, 400, -32600],
    ['a batch', `\n [${PING},${PING}]`, {}, 400, -32600],
    ['a form', PING, { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, -32000],
    ['text', PING, { 'Content-Type': 'text/plain' }, 415, -32000],
    ['a wish for HTML', PING, { Accept: 'text/html' }, 406, -32000],
    ['a version that there is not', PING, { 'MCP-Protocol-Version': '1900-01-01' }, 400, -32000],
    [
      'a version of which the message says nothing',
      PING,
      { 'MCP-Protocol-Version': '2026-07-28' },
      400,
      -32602,
    ],
    ['a deep nest', `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`, {}, 400, -32600],
  ])('%s', async (_, body, headers, status, code) => {
    const response = await send(body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Type')).toContain('application/json');
    expect((await messageOf(response)).error?.code).toBe(code);
  });

  it('a method that there is not, a tool that there is not', async () => {
    expect((await ask('tools/destroy')).error?.code).toBe(-32601);
    expect((await askNow('tools/destroy')).error?.code).toBe(-32601);
    for (const name of ['nothing', '__proto__', 'constructor', 'toString'])
      expect((await ask('tools/call', { name, arguments: {} })).error?.code, name).toBe(-32602);
    expect((await ask('tools/call', {})).error).toBeDefined();
  });

  it('a notification, and an answer to what was never asked, are taken without a word', async () => {
    for (const body of [
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}',
      '{"jsonrpc":"2.0","id":7,"result":{}}',
    ]) {
      const response = await send(body);
      expect([response.status, await response.text()]).toEqual([202, '']);
    }
  });

  it('whoever wants to be told of changes is told at once that there will be none', async () => {
    const response = await send(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 7,
        method: 'subscriptions/listen',
        params: {
          notifications: { toolsListChanged: true, resourcesListChanged: true },
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      }),
      { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'subscriptions/listen' },
    );
    // The stream ends: its text can be had whole.
    expect(await response.text()).toContain('"resultType":"complete"');
  });
});

describe('H6: only POST', () => {
  it.each(['GET', 'HEAD', 'DELETE', 'PUT'])('%s', async (method) => {
    const response = await send(null, { Accept: 'text/event-stream' }, { method });
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'POST']);
    if (method !== 'HEAD')
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining('POST') });
  });

  it('S10 no preflight gets a permission', async () => {
    const response = await send(null, { Origin: 'https://evil.example' }, { method: 'OPTIONS' });
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('and one address', async () => {
    for (const path of ['/mcp/x', '/de/mcp', '/MCP', '/api/mcp'])
      expect((await send(PING, { Origin: origin }, { path })).status, path).toBe(404);
  });
});

describe('S8: a page of another site', () => {
  it.each<Record<string, string>>([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: `${origin}.evil.example` },
    { Origin: origin.replace('http', 'https') },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: origin, 'Sec-Fetch-Site': 'cross-site' },
  ])('is refused: %j', async (headers) => {
    const response = await send(PING, headers);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ type: 'about:blank#cross-site' });
  });

  it('a program that names no origin, or ours, is not', async () => {
    for (const headers of [{}, { Origin: origin }, { Origin: origin, 'Sec-Fetch-Site': 'same-origin' }])
      expect((await send(PING, headers)).status).toBe(200);
  });

  it('A18 nor is another host’s name ours', async () => {
    const server = serverWith({});
    const elsewhere = new Request('http://rebound.example/mcp', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: PING,
    });
    expect((await server(elsewhere)).status).toBe(421);
  });
});

describe('what it may cost', () => {
  it('A20: more than 64 KiB is not read, and arrays of calls are no way around the limit', async () => {
    const long = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { x: 'x'.repeat(65_536) } });
    const response = await send(long);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ type: 'about:blank#too-large' });
    const stream = new Blob([long]).stream();
    expect((await send(stream, { 'Transfer-Encoding': 'chunked' })).status).toBe(413);
  });

  it('M6: a network that floods it waits a minute, and its neighbour does not', async () => {
    const limited = { limit: async ({ key }: { key: string }) => ({ success: key !== '203.0.113.9' }) };
    const server = serverWith({ MCP_LIMIT: limited });
    const refused = await send(PING, { 'CF-Connecting-IP': '203.0.113.9' }, { server });
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60']);
    expect((await send(PING, { 'CF-Connecting-IP': '203.0.113.10' }, { server })).status).toBe(200);
  });

  it('no row is written, whatever is asked, and no database needs to be there', async () => {
    const counts = async () =>
      await rows(
        `SELECT (SELECT count(*) FROM counters) AS counters, (SELECT count(*) FROM events) AS events,
                (SELECT count(*) FROM sessions) AS sessions`,
      );
    const before = await counts();
    await ask('tools/call', { name: 'list_reports', arguments: {} });
    await ask('tools/call', { name: 'search', arguments: { words: 'access' } });
    expect(await counts()).toEqual(before);
    const gone = () => {
      throw new Error('D1_ERROR: gone');
    };
    const server = serverWith({ DB: { withSession: () => ({ prepare: gone, batch: gone }) }, REPORTS: {} });
    const body =
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_reports","arguments":{}}}';
    // Not even for whoever is signed in.
    const cookie = `__Host-session=${'x'.repeat(43)}`;
    const { result } = await messageOf(await send(body, { Cookie: cookie }, { server }));
    expect(result.structuredContent.reports.length).toBeGreaterThan(0);
  });
});

describe('P7: a file of the site that is missing', () => {
  const missing = (path: RegExp) =>
    serverWith({
      ASSETS: {
        fetch: async (input: URL) =>
          path.test(input.pathname)
            ? new Response('no <b>secret</b>', { status: 500 })
            : await env.ASSETS.fetch(input),
      },
    });
  const call = (name: string, given: object, server: ReturnType<typeof missing>) =>
    ask('tools/call', { name, arguments: given }, server);
  const later = expect.stringMatching(/^This cannot be answered just now\. Try again in a minute\.$/);

  it('is said to the caller as “try later”, and nothing of what went wrong', async () => {
    const server = missing(/./);
    for (const [name, given] of [
      ['search', { words: 'x' }],
      ['read_page', { address: '/policies/' }],
      ['list_reports', {}],
      ['list_controls', {}],
      ['list_policies', {}],
      ['list_subprocessors', {}],
      ['answer_question', { question: 'x' }],
      ['list_updates', {}],
    ] as const) {
      const { result } = await call(name, given, server);
      expect(result, name).toEqual({ content: [{ type: 'text', text: later }], isError: true });
    }
    for (const [method, params] of [
      ['resources/list', {}],
      ['resources/read', { uri: 'https://trust.larkspur-relay.example/policies.md' }],
    ] as const)
      expect((await ask(method, params, server)).error).toMatchObject({ code: -32603, message: later });
    expect((await ask('tools/list', {}, server)).result.tools.length).toBeGreaterThan(0);
  });

  it('a page whose Markdown is missing is not taken for one that does not exist', async () => {
    const server = missing(/\.md$/);
    expect((await call('read_page', { address: '/policies/' }, server)).result.content[0].text).toEqual(
      later,
    );
  });

  it('is asked for again: it is not remembered that it was missing', async () => {
    let broken = true;
    const server = serverWith({
      ASSETS: {
        fetch: async (input: URL) => (broken ? new Response('{}', { status: 503 }) : env.ASSETS.fetch(input)),
      },
    });
    expect((await call('list_updates', {}, server)).result.isError).toBe(true);
    broken = false;
    expect((await call('list_updates', {}, server)).result.isError).toBeUndefined();
  });

  it('harms no other path', async () => {
    expect((await openBrowser(missing(/trust\.json|index\.json/)).get('/version')).status).toBe(200);
  });
});
