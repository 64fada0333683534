/** Sends one request to an API; `path` is relative to it. Who sends proves who they are. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

/** Why something was not done, in one sentence for whoever wanted it. */
export class ApiError extends Error {
  /** The status of the answer; undefined where there was none. */
  readonly status: number | undefined;

  /**
   * @param message - one sentence
   * @param status - of the answer, if there was one
   */
  constructor(message: string, status?: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

const TRIES = 3;
const FIRST_WAIT_MS = 500;
const PATIENCE_MS = 300_000;

/**
 * An API of the trust center, as its two users call it: the command line with an operator's token, the console with a
 * session. All that differs is how a request is sent.
 */
export class ApiClient {
  readonly #send: Send;
  readonly #name: string;

  /**
   * @param send - see {@link Send}; rejects where nobody answers
   * @param name - what the other side is called in sentences, such as its origin
   */
  constructor(send: Send, name: string) {
    this.#send = send;
    this.#name = name;
  }

  /** Returns the JSON of an answer. */
  async get<T>(path: string): Promise<T> {
    return await this.#request<T>(path, { method: 'GET' });
  }

  /** Sends JSON and returns the JSON of the answer. */
  async post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    const headers = { 'Content-Type': 'application/json' };
    return await this.#request<T>(path, { method: 'POST', body: JSON.stringify(body), headers }, signal);
  }

  /** Sends bytes, with their SHA-256 (RFC 9530), and returns the JSON of the answer. */
  async put<T>(path: string, bytes: Uint8Array, signal?: AbortSignal): Promise<T> {
    const copy = new Uint8Array(bytes);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', copy));
    const headers = { 'Content-Digest': `sha-256=:${btoa(String.fromCharCode(...hash))}:` };
    return await this.#request<T>(path, { method: 'PUT', body: copy, headers }, signal);
  }

  /** Every call can be repeated, so one that found the network or the store down is. */
  async #request<T>(path: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
    let problem = new ApiError('');
    for (let tries = 0; tries < TRIES; tries++) {
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 4 ** (tries - 1)));
      signal?.throwIfAborted();
      const limits = [AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])];
      let response: Response;
      try {
        response = await this.#send(path, { ...init, redirect: 'error', signal: AbortSignal.any(limits) });
        if (response.ok) return (await response.json()) as T;
      } catch (error) {
        signal?.throwIfAborted();
        problem = new ApiError(`${this.#name} does not answer (${reasonOf(error)}).`);
        continue;
      }
      problem = new ApiError(await explain(response), response.status);
      if (response.status < 500 && response.status !== 429) break;
    }
    throw problem;
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
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
