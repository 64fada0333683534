import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { securityHeaders } from '../../core/headers.ts';
import { projectRoot } from '../../local/wrangler.ts';

/**
 * The Worker's paths, spelt so that the asset layer may take them for its own, or the Worker for another route's. Asked over a
 * plain socket: a client that tidies an address up would hide what a server makes of it.
 */

const running = inject('running');
const wrangler = await readFile(join(projectRoot, 'wrangler.toml'), 'utf8');
const [, list = ''] = /run_worker_first = \[([^\]]+)\]/.exec(wrangler) ?? [];
const prefixes = [...list.matchAll(/"(\/[^"*]+?)\/?\*?"/g)].map(([, path = '']) => path);

/** One path of every prefix that the Worker runs first for, and those behind which something lies. */
const PATHS = [
  ...new Set([
    ...prefixes,
    '/access/soc2-type2',
    '/access/soc2-type2/file',
    '/access/pentest-letter/file',
    '/my-access/export',
    '/console/preview',
    '/console/requests',
    '/console/people',
    '/console/api/reports/soc2-type2/live',
    '/api/reports/soc2-type2',
    '/api/revocations',
  ]),
];

const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const SPELLINGS: Readonly<Record<string, (path: string) => string>> = {
  'as it is': (path) => path,
  'a slash before': (path) => `/${path}`,
  'two slashes before': (path) => `//${path}`,
  'each slash doubled': (path) => path.replaceAll('/', '//'),
  'a slash behind': (path) => `${path}/`,
  'two slashes behind': (path) => `${path}//`,
  'a dot behind': (path) => `${path}.`,
  'a dot as a segment': (path) => `/.${path}`,
  'a dot as a segment, encoded': (path) => `/%2e${path}`,
  'up and down again': (path) => `/policies/..${path}`,
  'up, encoded': (path) => `/policies/%2e%2e${path}`,
  'up, encoded in capitals': (path) => `/policies/%2E%2E${path}`,
  'up, with an encoded slash': (path) => `/policies/..%2f${path.slice(1)}`,
  'up, encoded twice': (path) => `/policies/%252e%252e${path}`,
  'down and up': (path) => `${path}/x/..`,
  'out of it, encoded': (path) => `${path}/%2e%2e/policies/`,
  'the first slash encoded': (path) => `/%2f${path.slice(1)}`,
  'inner slashes encoded': (path) => `/${path.slice(1).replaceAll('/', '%2F')}`,
  'a slash behind, encoded': (path) => `${path}%2F`,
  'upper case': (path) => path.toUpperCase(),
  'a capital': (path) => `/${path.charAt(1).toUpperCase()}${path.slice(2)}`,
  'the first letter encoded': (path) => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
  'the last letter encoded': (path) =>
    `${path.slice(0, -1)}%${path.charCodeAt(path.length - 1).toString(16)}`,
  'a parameter behind': (path) => `${path};x`,
  'a parameter within': (path) => `/;x${path}`,
  'a backslash before': (path) => `/\\${path.slice(1)}`,
  'backslashes for slashes': (path) => `/${path.slice(1).replaceAll('/', '\\')}`,
  'a backslash encoded': (path) => `/%5c${path.slice(1)}`,
  'a space behind': (path) => `${path}%20`,
  'a tab behind': (path) => `${path}%09`,
  'a NUL behind': (path) => `${path}%00`,
  'a line end behind': (path) => `${path}%0d%0a`,
  'a question mark encoded': (path) => `${path}%3fa=b`,
  'a hash encoded': (path) => `${path}%23a`,
  'overlong UTF-8': (path) => `/%c0%af${path.slice(1)}`,
  'full width': (path) => `/%ef%bd%83${path.slice(2)}`,
  'a file of the site behind': (path) => `${path}/index.html`,
  'an extension': (path) => `${path}.html`,
  'a style sheet behind': (path) => `${path}/x.css`,
  'the shell before': (path) => `/shell/..${path}`,
  'a host before': (path) => `//evil.example${path}`,
  'a host before, and up': (path) => `//evil.example/%2e%2e${path}`,
  'its last word alone': (path) => `/${last(path)}/`,
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

function ask(path: string): Promise<Answer> {
  const { hostname, port } = new URL(running.origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method: 'GET', headers: { Accept: 'text/html' } }, (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** What is wrong with an answer to a stranger; nothing where nothing is. */
function wrongWith({ status, headers, body }: Answer): string[] {
  const wrong: string[] = [];
  const type = String(headers['content-type'] ?? '');
  if (body.startsWith('%PDF') || type.includes('pdf')) wrong.push('gated bytes');
  // The places that every page of the console has beside it, and no other page.
  if (/<nav [^>]*aria-label="Console"/.test(body)) wrong.push('a page of the console');
  if (status >= 500) wrong.push(`status ${status}`);
  const location = headers.location;
  if (location !== undefined && new URL(String(location), running.origin).origin !== running.origin)
    wrong.push(`leads away: ${location}`);

  // The Worker keeps nothing and says so; what does not is a file, and has the headers of files.
  const isWorkers = String(headers['cache-control'] ?? '').includes('no-store');
  const policy = String(headers['content-security-policy'] ?? '');
  if (isWorkers) {
    for (const part of ["default-src 'none'", "frame-ancestors 'none'"])
      if (!policy.includes(part)) wrong.push(`without ${part}`);
    if (/unsafe|\*/.test(policy)) wrong.push(`policy ${policy}`);
  } else if (status < 300 || status === 404) {
    for (const [name, value] of Object.entries(securityHeaders({ isPublic: true })))
      if (headers[name.toLowerCase()] !== value) wrong.push(`${name}: ${headers[name.toLowerCase()]}`);
    if (/id="main-of-the-worker"|<meta name="robots" content="noindex">/.test(body) && status !== 404)
      wrong.push('a page of the Worker as a file');
  }
  return wrong;
}

describe('A14 A6 C1 H1: an odd spelling of a path of the Worker', () => {
  it('every prefix for which it runs first is asked', () => {
    expect(prefixes).toContain('/console');
    expect(prefixes.length).toBeGreaterThanOrEqual(9);
    expect(PATHS.length).toBeGreaterThanOrEqual(18);
  });

  it.each(Object.entries(SPELLINGS))(
    '%s gives no gated byte, no page of the console, and no wrong headers',
    async (_, spell) => {
      const wrong: string[] = [];
      for (const path of PATHS) {
        const spelt = spell(path);
        const answer = await ask(spelt);
        for (const what of wrongWith(answer)) wrong.push(`${spelt} (${answer.status}): ${what}`);
      }
      expect(wrong).toEqual([]);
    },
  );
});
