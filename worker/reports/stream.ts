import type { Outcome } from './downloads.ts';
import { HEAD_START_MS, SLOWEST_BYTES_PER_MS, within } from './patience.ts';

/**
 * Sends a copy: the stamped part of the head from here, then the body as it comes out of storage. The body never enters
 * JavaScript; touching its chunks costs fifteen times the CPU and most of the speed (docs/formats/marks.md).
 */

/** What a copy is sent from. */
export interface Segments {
  /** Stamped bytes, or none if the reader asked for a later part. */
  readonly head: Uint8Array | null;
  /** The rest of what was asked for, straight from storage; or none. */
  readonly body: ReadableStream | null;
  readonly length: number;
}

/** A stream under way. */
export interface Stream {
  readonly readable: ReadableStream;
  /** Settles when the last byte was handed over or the stream broke; never rejects. */
  readonly ended: Promise<Outcome>;
}

/** Between two looks at the grant: with the time that a look takes, a revocation bites within five seconds. */
const LOOK_INTERVAL_MS = 2_000;
/** A look that takes longer counts as one that failed: a database that hangs must not keep a withdrawn copy flowing. */
const LOOK_PATIENCE_MS = 2_000;

/**
 * Starts to send.
 *
 * @param segments - exactly `length` bytes; the stream breaks where they are fewer or more, so that what was cut never
 * looks complete
 * @param isRevoked - asked every two seconds for as long as the stream lasts
 * @returns the stream and how it ends
 */
export function sendSegments(segments: Segments, isRevoked: () => Promise<boolean>): Stream {
  const { readable, writable } = new FixedLengthStream(segments.length);
  const cut = new AbortController();
  // The pipe is not waited for once it is cut: one that hangs in its source never settles.
  const cutOff = new Promise<never>((_, reject) => {
    cut.signal.addEventListener('abort', () => reject(cut.signal.reason), { once: true });
  });
  const stopWatching = watch(cut, segments.length, isRevoked);
  const ended = Promise.race([pump(segments, writable, cut.signal), cutOff])
    .then((): Outcome => 'complete')
    .catch((reason: unknown): Outcome => (reason === REVOKED ? 'revoked' : 'broken'))
    .finally(stopWatching);
  return { readable, ended };
}

const REVOKED = 'revoked';
const TOO_SLOW = 'too slow';
const UNKNOWN = 'the grant cannot be read';

async function pump(
  { head, body }: Segments,
  writable: WritableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const writer = writable.getWriter();
  if (head) {
    const written = writer.write(head);
    if (!body) {
      // With a body the pipe does this; without one, nothing else would break a stream that is cut.
      signal.addEventListener('abort', () => void writer.abort(signal.reason).catch(() => {}), {
        once: true,
      });
      return await Promise.all([written, writer.close()]).then(() => {});
    }
    // Not awaited: the reader may not have begun to read, and the body is to follow as soon as it does.
    written.catch(() => {});
  }
  writer.releaseLock();
  await body?.pipeTo(writable, { signal });
}

/** Looks at the grant now and then, and at the clock; nothing at all happens in a stream that is over at once. */
function watch(cut: AbortController, length: number, isRevoked: () => Promise<boolean>): () => void {
  const deadline = Date.now() + HEAD_START_MS + length / SLOWEST_BYTES_PER_MS;
  let failures = 0;
  const look = async () => {
    if (Date.now() > deadline) return cut.abort(TOO_SLOW);
    try {
      if (await within(isRevoked(), LOOK_PATIENCE_MS)) return cut.abort(REVOKED);
      failures = 0;
    } catch {
      // One lost answer is the network's; two in a row, and nobody can say any more that the grant is live.
      failures += 1;
      if (failures > 1) return cut.abort(UNKNOWN);
    }
    timer = setTimeout(look, LOOK_INTERVAL_MS);
  };
  let timer = setTimeout(look, LOOK_INTERVAL_MS);
  return () => clearTimeout(timer);
}
