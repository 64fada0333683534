import { Refusal, UsageError } from './command.ts';

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
const TOKEN = /^trust_[A-Za-z0-9_-]{43}$/;
const TRIES = 3;
const FIRST_WAIT_MS = 500;
const PATIENCE_MS = 300_000;

/** The trust center's operator API, with one operator's token. */
export class OperatorApi {
  readonly origin: string;
  readonly #token: string;

  /**
   * @param url - the trust center's origin
   * @param token - sent to that origin only, over https only, save to this machine
   */
  constructor(url: string, token: string) {
    const parsed = URL.parse(url);
    if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new UsageError(`"${url}" is not an origin.`);
    if (parsed.protocol === 'http:' && !LOOPBACK_HOSTS.has(parsed.hostname)) {
      throw new UsageError(`a token is not sent over plain http; expected https://${parsed.host}.`);
    }
    if (token === '')
      throw new UsageError('expected a token: make one with `trust token`, and set TRUST_TOKEN.');
    if (!TOKEN.test(token)) throw new UsageError('that is not an operator token of `trust token`.');
    this.origin = parsed.origin;
    this.#token = token;
  }

  /** Sends JSON and returns the JSON of the answer. */
  async post<T>(path: string, body: unknown): Promise<T> {
    return await this.#send<T>('POST', path, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }

  /** Sends bytes, with their SHA-256, and returns the JSON of the answer. */
  async put<T>(path: string, bytes: Uint8Array): Promise<T> {
    const copy = new Uint8Array(bytes);
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', copy)).toString('base64');
    return await this.#send<T>('PUT', path, copy, { 'Content-Digest': `sha-256=:${hash}:` });
  }

  /** Every call can be repeated, so one that found the network or the store down is. */
  async #send<T>(method: string, path: string, body: BodyInit, headers: Record<string, string>): Promise<T> {
    const url = new URL(`/api/reports/${path}`, this.origin);
    let problem = '';
    for (let tries = 0; tries < TRIES; tries++) {
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 4 ** (tries - 1)));
      let response: Response;
      try {
        response = await fetch(url, {
          method,
          body,
          headers: { ...headers, Authorization: `Bearer ${this.#token}` },
          redirect: 'error',
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
      } catch (error) {
        problem = `${this.origin} does not answer (${reasonOf(error)}).`;
        continue;
      }
      if (response.ok) return (await response.json()) as T;
      problem = await explain(response);
      if (response.status < 500 && response.status !== 429) break;
    }
    throw new Refusal(problem);
  }
}

/** The server's own words (RFC 9457), with the number under which its log says more. */
async function explain(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  const detail = typeof body?.detail === 'string' ? body.detail : 'it did not say why.';
  const instance = typeof body?.instance === 'string' ? ` (${body.instance})` : '';
  return `the trust center answered ${response.status}: ${detail}${instance}`;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}
