import { env } from 'cloudflare:workers';
import { describe, expect, inject, test } from 'vitest';
import { openBrowser, origin } from './access/browser.ts';
import { rows } from './access/rows.ts';
import { signIn } from './access/sign-in.ts';
import { serverWith } from './login/server.ts';

const issuer = inject('realIssuer');
const server = serverWith({ OIDC_ISSUER: issuer, STAFF_OIDC_ISSUER: issuer });

/** One path of every kind that the Worker answers, and the methods that it knows. */
const routes: [string, string[]][] = [
  ['/access/soc2-type2', ['GET', 'HEAD', 'POST']],
  ['/access/nothing', ['GET', 'HEAD']],
  ['/access/soc2-type2/copy', ['GET', 'HEAD']],
  ['/access/soc2-type2/file', ['GET', 'HEAD']],
  ['/login/customer', ['POST']],
  ['/login/staff', ['POST']],
  ['/login/callback', ['GET']],
  ['/login/staff/callback', ['GET']],
  ['/logout', ['GET', 'HEAD', 'POST']],
  ['/console', ['GET', 'HEAD']],
  ['/mcp', ['POST']],
  ['/version', ['GET', 'HEAD']],
  ['/health', ['GET', 'HEAD']],
  ['/api/reports/soc2-type2', ['GET', 'HEAD']],
  ['/login/nothing', ['GET']],
];

const required: Record<string, RegExp> = {
  'Strict-Transport-Security': /^max-age=(\d{8,}); includeSubDomains$/,
  'X-Content-Type-Options': /^nosniff$/,
  'Referrer-Policy': /^same-origin$/,
  'Permissions-Policy': /camera=\(\)/,
  'Cross-Origin-Opener-Policy': /^same-origin$/,
  'Cross-Origin-Resource-Policy': /^same-origin$/,
  'Cache-Control': /no-store/,
};

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit) {
  return await server(
    new Request(new URL(path, origin), { method, headers, redirect: 'manual', ...(body ? { body } : {}) }),
  );
}

describe('a page that went wrong', () => {
  test.each([
    ['/access/soc2-type2/file', 401, '/reports/soc2-type2/'],
    ['/access/nothing', 404, '/reports/'],
    ['/login/nothing', 404, '/reports/'],
    ['/login/customer', 405, '/reports/'],
    ['/console/nothing', 404, '/console'],
  ])('%s leads on, and names whom to write to', async (path, status, href) => {
    const browser = openBrowser();
    if (path.startsWith('/console')) await signIn(browser, { kind: 'staff', groups: ['trust-staff'] });
    const response = await browser.get(path);
    expect(response.status).toBe(status);
    const html = await response.text();
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
    expect(main).toContain(`<a href="${href}">`);
    expect(main).toContain('href="mailto:trust@larkspur-relay.example"');
    expect(main).toMatch(/Reference <code>[A-Za-z0-9_-]{22}<\/code>/);
  });
});

describe('H1 H2 H5 the headers of every response', () => {
  const requests = routes.flatMap(([path, methods]) =>
    [...methods, 'DELETE', 'OPTIONS'].flatMap((method) => [
      { method, path, headers: { Origin: origin } as Record<string, string> },
      { method, path, headers: { Origin: 'https://evil.example' } as Record<string, string> },
    ]),
  );

  test.each(requests)('C11 H1: $method $path from $headers.Origin', async ({ method, path, headers }) => {
    const response = await ask(method, path, headers);
    for (const [name, pattern] of Object.entries(required)) {
      expect(response.headers.get(name), name).toMatch(pattern);
    }
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
      expect(policy).toContain(part);
    expect(policy).not.toMatch(/unsafe|\*/);
    for (const name of ['Server', 'X-Powered-By', 'Access-Control-Allow-Origin', 'Location']) {
      if (name === 'Location' && response.status === 303) continue;
      expect(response.headers.get(name)).toBe(null);
    }
    expect(response.headers.getSetCookie().filter((cookie) => !cookie.startsWith('__Host-'))).toEqual([]);
  });
});

describe('S8 a change that comes from elsewhere is refused, whatever it carries', () => {
  const elsewhere: [string, Record<string, string>][] = [
    ['no Origin', {}],
    ['Origin: null', { Origin: 'null' }],
    ['another origin', { Origin: 'https://evil.example' }],
    ['our host with another port', { Origin: 'http://127.0.0.1:9999' }],
    ['our host with https', { Origin: 'https://127.0.0.1:8787' }],
    ['our origin with more behind', { Origin: `${origin}.evil.example` }],
    ['cross-site, though it says our origin', { Origin: origin, 'Sec-Fetch-Site': 'cross-site' }],
    ['same-site, though it says our origin', { Origin: origin, 'Sec-Fetch-Site': 'same-site' }],
    ['typed in, though it says our origin', { Origin: origin, 'Sec-Fetch-Site': 'none' }],
  ];
  const types = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/json',
  ];
  const paths = ['/logout', '/login/customer', '/access/soc2-type2', '/console/requests/any/release'];

  test.each(elsewhere)('%s', async (_name, headers) => {
    const browser = openBrowser(server);
    await signIn(browser, { kind: 'customer' });
    const sessions = await rows('SELECT id_hash FROM sessions');
    for (const path of paths) {
      for (const type of types) {
        for (const method of ['POST', 'PUT', 'DELETE']) {
          const response = await server(
            new Request(new URL(path, origin), {
              method,
              headers: {
                ...headers,
                'Content-Type': type,
                Cookie: `__Host-session=${browser.cookies.get('__Host-session')}`,
              },
              body: 'a=b',
              redirect: 'manual',
            }),
          );
          expect(response.status).toBe(403);
        }
      }
    }
    expect(await rows('SELECT id_hash FROM sessions')).toEqual(sessions);
  });
});

describe('S9 S10 H6 methods', () => {
  test.each([
    { 'X-HTTP-Method-Override': 'POST' },
    { 'X-Method-Override': 'POST' },
    { 'X-HTTP-Method': 'POST' },
  ])('S9 no header and no field turns a GET into a POST: %j', async (headers) => {
    const browser = openBrowser(server);
    await signIn(browser, { kind: 'customer' });
    await browser.get('/logout?_method=POST', headers);
    await browser.head('/logout');
    expect(await (await browser.get('/logout')).text()).toContain('You are signed in');
  });

  test('S10 a preflight from elsewhere gets no permission', async () => {
    const response = await ask('OPTIONS', '/logout', {
      Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'POST',
    });
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test.each(['PATCH', 'OPTIONS', 'PROPFIND', 'PURGE'])('H6 %s is 405 everywhere', async (method) => {
    for (const [path] of routes) expect((await ask(method, path, { Origin: origin })).status).toBe(405);
  });

  test.each([
    ['PUT', '/logout', 'GET, HEAD, POST'],
    ['GET', '/login/customer', 'POST'],
    ['POST', '/version', 'GET, HEAD'],
    ['DELETE', '/console', 'GET, HEAD'],
    ['HEAD', '/login/callback', 'GET'],
  ])('H6 %s %s is 405 and says what is allowed', async (method, path, allow) => {
    const response = await ask(method, path, { Origin: origin });
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe(allow);
  });
});

describe('A6 A14 addresses of odd spelling are not found', () => {
  test.each([
    '/access/soc2-type2%2ffile',
    '/access/soc2-type2%00',
    '/access/soc2-type2;x=1',
    '/access//soc2-type2',
    '/access/soc2-type2/file%5c',
    '/access/%73oc2-type2',
    '/access/soc2-typé2',
    `/access/${'a'.repeat(16_000)}`,
    '/%6cogout',
  ])('%s', async (path) => expect((await ask('GET', path)).status).toBe(404));
});

test('A15 nothing that a request says decides which asset the Worker reads', async () => {
  const asked: string[] = [];
  const watched = serverWith({
    ASSETS: {
      fetch: (input: RequestInfo | URL) => {
        asked.push(new URL(input instanceof Request ? input.url : input).pathname);
        return env.ASSETS.fetch(input);
      },
    },
  });
  for (const [path] of routes)
    for (const odd of [
      path,
      `${path}/..%2fshell`,
      `${path}?path=/fonts/marks/index.json`,
      `${path}/index.html`,
    ])
      await watched(
        new Request(new URL(odd, origin), {
          headers: { 'X-Original-URL': '/index.html', 'X-Rewrite-URL': '/index.html' },
        }),
      );
  expect([...new Set(asked)]).toEqual(['/shell/']);
});

test.each([
  'http://localhost:8787',
  'http://preview.workers.example',
  'https://127.0.0.1:8787',
  'http://127.0.0.1',
])('M11 A18 at %s nothing answers', async (host) => {
  const response = await server(
    new Request(new URL('/version', host), { headers: { 'X-Forwarded-Host': '127.0.0.1:8787' } }),
  );
  expect(response.status).toBe(421);
});

describe('A20 error pages are generic, carry a number, and show nothing of the inside', () => {
  const broken = (message: string) =>
    serverWith({
      DB: {
        withSession: () => ({
          prepare: () => {
            throw new Error(message);
          },
        }),
      },
    });
  const signedIn = () =>
    new Request(new URL('/logout', origin), { headers: { Cookie: `__Host-session=${'A'.repeat(43)}` } });
  const form = (body: BodyInit, type = 'application/x-www-form-urlencoded') =>
    new Request(new URL('/login/customer', origin), {
      method: 'POST',
      headers: { Origin: origin, 'Content-Type': type },
      body,
    });

  test.each<[string, () => Promise<Response>, number]>([
    ['an unknown page', () => ask('GET', '/login/nothing'), 404],
    ['a thrown error', () => broken('secrets are here')(signedIn()), 500],
    ['F2 a database that fails', () => broken('D1_ERROR: no such table: secrets')(signedIn()), 503],
    [
      'F2 a connection to the database that is lost',
      () => broken('Network connection lost.')(signedIn()),
      503,
    ],
    ['a form that is JSON', () => server(form('{"a":', 'application/json')), 400],
    ['a form in parts', () => server(form('--x', 'multipart/form-data; boundary=x')), 400],
    ['a field twice', () => server(form('report=a&report=b')), 400],
    ['a form that is not UTF-8', () => server(form(new Uint8Array([0x61, 0x3d, 0xff]))), 400],
    ['a report that is not there', () => server(form('report=<script>')), 404],
    ['a public report, which needs no sign-in', () => server(form('report=soc3-summary')), 404],
    ['100 kB of form', () => server(form(`a=${'b'.repeat(100_000)}`)), 413],
  ])('%s', async (_name, request, status) => {
    const response = await request();
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(text).toMatch(/Reference(\s|<code>)*[\w-]{22}|urn:vitrine:[\w-]{22}/);
    expect(text).not.toMatch(/D1_ERROR|secrets|\bat \w+ \(|node_modules|\.ts:\d|<script>/);
  });

  test('H7 nothing that was sent comes back in a header', async () => {
    const response = await ask('GET', '/login/nothing?a=%0d%0aSet-Cookie:%20x=y', {
      'X-Request-Id': 'said by the sender',
    });
    expect(JSON.stringify([...response.headers])).not.toMatch(/x=y|said by the sender/);
  });
});

test('the flood guard: the 61st sign-in of a minute from one address waits, and its neighbour does not', async () => {
  const limited = { limit: async ({ key }: { key: string }) => ({ success: key !== '203.0.113.9' }) };
  const guarded = serverWith({ LOGIN_LIMIT: limited });
  const from = (address: string) =>
    guarded(
      new Request(new URL('/login/callback?code=a&state=b', origin), {
        headers: { 'CF-Connecting-IP': address },
      }),
    );
  const refused = await from('203.0.113.9');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('Retry-After')).toBe('60');
  expect((await from('203.0.113.10')).status).toBe(401);
});
