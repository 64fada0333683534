import { Agent, get } from 'node:http';

/** What one download took, as its client saw it. */
export interface Download {
  readonly bytes: number;
  /** From the request to the first byte of the body, in milliseconds. */
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** One connection for each download under way, kept, so that connecting is not a part of it. */
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/**
 * Downloads and throws away.
 *
 * @param url - what
 * @param headers - such as a cookie
 * @throws Error where the answer is not 200
 */
export function download(url: string, headers: Record<string, string> = {}): Promise<Download> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let bytes = 0;
      let firstByteMs = 0;
      response.on('data', (chunk: Buffer) => {
        if (bytes === 0) firstByteMs = performance.now() - started;
        bytes += chunk.length;
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
        else resolve({ bytes, firstByteMs, totalMs: performance.now() - started });
      });
    }).on('error', reject);
  });
}
