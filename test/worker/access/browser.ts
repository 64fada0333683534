import { env, exports } from 'cloudflare:workers';

/** A browser as the Worker sees one: cookies, an Origin, an IP address. It follows nothing by itself. */
export interface Browser {
  readonly cookies: Map<string, string>;
  /** Any method; the headers are added to the browser's own. */
  send(method: string, path: string, headers: Record<string, string>, body?: BodyInit): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  head(path: string): Promise<Response>;
  post(
    path: string,
    fields: Record<string, string> | URLSearchParams | string,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** What a program of a page of ours sends. */
  sendAsPage(
    method: string,
    path: string,
    body: Uint8Array<ArrayBuffer>,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

export const origin = env.ORIGIN;

let opened = 0;

/** Answers a request; tests with their own bindings bring their own. */
export type Server = (request: Request) => Promise<Response>;

/**
 * Opens a browser with nothing in it, on a network of its own: limits count per address.
 *
 * @param server - who answers; the Worker of wrangler.toml unless told
 */
export function openBrowser(server: Server = (request) => exports.default.fetch(request)): Browser {
  const cookies = new Map<string, string>();
  const ip = `2001:db8:${(++opened).toString(16)}::1`;

  async function send(method: string, path: string, headers: Record<string, string>, body?: BodyInit) {
    const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await server(
      new Request(new URL(path, origin), {
        method,
        redirect: 'manual',
        headers: {
          'CF-Connecting-IP': ip,
          'User-Agent': 'Test browser',
          ...(jar ? { Cookie: jar } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      }),
    );
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  return {
    cookies,
    send,
    get: (path, headers = {}) => send('GET', path, headers),
    head: (path) => send('HEAD', path, {}),
    sendAsPage: (method, path, body, headers = {}) =>
      send(method, path, { Origin: origin, 'Sec-Fetch-Site': 'same-origin', ...headers }, body),
    post: (path, fields, headers = {}) =>
      send(
        'POST',
        path,
        { Origin: origin, 'Sec-Fetch-Site': 'same-origin', ...headers },
        typeof fields === 'string' ? fields : new URLSearchParams(fields),
      ),
  };
}

/** The fields of a page's forms that have a value: hidden ones, and what was entered before. */
export function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const name = attribute('name');
    if (name === undefined || attribute('type') === 'checkbox') continue;
    fields[name] = decode(attribute('value') ?? '');
  }
  return fields;
}

/** Text of a page as a reader sees it. */
export function textOf(html: string): string {
  return decode(html.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
}

function decode(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
