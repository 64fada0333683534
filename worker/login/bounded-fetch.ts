import { waitUntil } from 'cloudflare:workers';

/**
 * The only way out to an identity provider: one deadline for all requests of a sign-in, a cap on every body, no
 * redirects, and JSON or nothing. A provider that is slow, huge, down or talking HTML is unavailable, whichever it is.
 *
 * What is the same for everybody, metadata and keys, is asked for once at a time: however many sign-ins and logouts a cold
 * isolate has to do with, genuine or forged, the provider sees one request.
 */

/** Protects memory; discovery documents and key sets are a few kilobytes. */
const LONGEST_BODY = 256 * 1024;

/** The provider gave no usable answer. */
export class ProviderUnavailable extends Error {}

/** A request to a provider. */
interface OutboundRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: BodyInit | null | undefined;
}

/** A fetch that keeps to the limits. */
export type BoundedFetch = (url: string, request: OutboundRequest) => Promise<Response>;

/** What a provider answered: values, which unlike a response belong to no request of ours. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Requests without credentials that are under way in this isolate, or were just now, by address. */
const underWay = new Map<string, { readonly answer: Promise<Answer>; until: number }>();

/** For whoever asks while others still read what was answered, and have not put it where they keep it. */
const JUST_NOW_MS = 1_000;

/**
 * Starts the clock of one sign-in.
 *
 * @param deadlineMs - for everything that is fetched through the result
 * @returns a fetch that rejects with {@link ProviderUnavailable}
 */
export function boundedFetch(deadlineMs: number): BoundedFetch {
  const signal = AbortSignal.timeout(deadlineMs);
  return async (url, request) => {
    const { status, headers, body } = isForEverybody(request)
      ? await shared(url, signal, () => ask(url, request, signal))
      : await ask(url, request, signal);
    return new Response(status === 204 || status === 205 ? null : body, { status, headers });
  };
}

function isForEverybody({ method, headers }: OutboundRequest): boolean {
  return method === 'GET' && !new Headers(headers).has('Authorization');
}

/**
 * Joins the request for an address that is under way, or starts one. Whoever started it may be gone by the time that the
 * others need it, and what the platform then never settles, the deadline of each who waits does.
 */
async function shared(url: string, signal: AbortSignal, start: () => Promise<Answer>): Promise<Answer> {
  const known = underWay.get(url);
  const one =
    known && Date.now() < known.until ? known : { answer: start(), until: Number.POSITIVE_INFINITY };
  const forget = () => {
    if (underWay.get(url) === one) underWay.delete(url);
  };
  if (one !== known) {
    underWay.set(url, one);
    const keep = () => {
      one.until = Date.now() + JUST_NOW_MS;
    };
    waitUntil(one.answer.then(keep, forget));
  }
  return await new Promise((resolve, reject) => {
    one.answer.then(resolve, reject);
    signal.addEventListener('abort', () => {
      forget();
      reject(new ProviderUnavailable(`${url}: no answer in time`));
    });
  });
}

async function ask(
  url: string,
  { method, headers, body: sent = null }: OutboundRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const { origin, pathname } = new URL(url);
  const refuse = (why: string, cause?: unknown) =>
    new ProviderUnavailable(`${origin}${pathname}: ${why}`, { cause });
  let response: Response;
  let body: Uint8Array<ArrayBuffer> | null;
  try {
    response = await fetch(url, { method, headers, body: sent, redirect: 'manual', signal });
    body = await readAtMost(response, LONGEST_BODY);
  } catch (cause) {
    throw refuse(signal.aborted ? 'no answer in time' : String(cause), cause);
  }
  if (body === null) throw refuse(`more than ${LONGEST_BODY} bytes`);
  const { status } = response;
  if (status >= 500 || status === 429 || (status >= 300 && status < 400)) throw refuse(`status ${status}`);
  if (status === 200 && !isJsonObject(body)) throw refuse('not a JSON object');
  const kept = new Headers();
  for (const name of ['Content-Type', 'WWW-Authenticate']) {
    const value = response.headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return { status, headers: kept, body };
}

async function readAtMost(response: Response, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > most) {
      await reader?.cancel().catch(() => {});
      return null;
    }
    chunks.push(part.value);
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

function isJsonObject(body: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
