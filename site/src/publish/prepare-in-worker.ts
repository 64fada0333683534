import type { PrepareAnswer, PrepareRequest } from './prepare-worker.ts';

/**
 * Has a file prepared in a worker of its own, which is ended afterwards: what it took of memory goes with it.
 *
 * @param request - the file, and what was agreed to
 * @param signal - ends the worker
 */
export async function prepareInWorker(request: PrepareRequest, signal: AbortSignal): Promise<PrepareAnswer> {
  const worker = new Worker(new URL('./prepare-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.addEventListener('message', ({ data }: MessageEvent<PrepareAnswer>) => resolve(data));
      worker.addEventListener('error', (event) =>
        reject(new Error(event.message || 'the program that prepares did not start, or ran out of memory')),
      );
      worker.postMessage(request);
    });
  } finally {
    worker.terminate();
  }
}
