/**
 * The way out to servers that we tell something: one deadline, no redirect followed, and no more of the answer read than
 * is of use. Signing in has a way of its own (worker/login/bounded-fetch.ts), because there the answer is what matters.
 */

/** Bytes. Protects memory; what an answer says beyond its status is a few hundred. */
const MOST_READ = 64 * 1024;

/** What a server answered. */
export interface Answer {
  readonly status: number;
  /** How long it asks us to wait, in milliseconds (RFC 9110 section 10.2.3); null where it does not say. */
  readonly retryAfterMs: number | null;
  /** Its first 64 kB. */
  readonly text: string;
}

/** There was no answer: no connection, none in time, or it broke off. */
export class NoAnswer extends Error {}

/**
 * Posts JSON. A redirect is an answer like any other: whoever is configured is who gets it.
 *
 * @param url - where to
 * @param body - the exact text
 * @param headers - besides Content-Type
 * @param patienceMs - for everything, the answer's body included
 * @throws NoAnswer
 */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  patienceMs: number,
): Promise<Answer> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'Vitrine', ...headers },
      redirect: 'manual',
      signal,
    });
    const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
    return {
      status: response.status,
      retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null,
      text: await readStart(response),
    };
  } catch (cause) {
    throw new NoAnswer(signal.aborted ? 'no answer in time' : 'no connection, or it broke off', { cause });
  }
}

async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  let length = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += decoder.decode(part.value.subarray(0, MOST_READ - length), { stream: true });
    length += part.value.byteLength;
    if (length >= MOST_READ) {
      await reader?.cancel().catch(() => {});
      break;
    }
  }
  return text + decoder.decode();
}
