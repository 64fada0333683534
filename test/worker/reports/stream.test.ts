import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendSegments } from '../../../worker/reports/stream.ts';

/** The stream of a copy by itself: any head, any body, in any chunks. */

afterEach(() => {
  vi.useRealTimers();
});

const never = async () => false;

/** A stream of bytes in chunks of these lengths, over and over. */
function inChunks(bytes: Uint8Array, lengths: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const next = Math.min(bytes.length, at + (lengths[turn++ % lengths.length] ?? 1));
      controller.enqueue(bytes.slice(at, next));
      at = next;
    },
  });
}

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

describe('a stream', () => {
  it('W7 W8: of any head and any body, in chunks of any length, is those bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 })),
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 2000 })),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }),
        async (head, body, lengths) => {
          const whole = new Uint8Array([...(head ?? []), ...(body ?? [])]);
          fc.pre(whole.length > 0);
          const segments = { head, body: body && inChunks(body, lengths), length: whole.length };
          const { readable, ended } = sendSegments(segments, never);
          const [received, outcome] = await Promise.all([new Response(readable).bytes(), ended]);
          expect(received).toEqual(whole);
          expect(outcome).toBe('complete');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('W8: with a slot split between any two chunks is the same bytes', async () => {
    const slot = Uint8Array.from({ length: 64 }, (_, i) => 65 + (i % 26));
    for (let cut = 1; cut < slot.length; cut++) {
      // What the head holds of the slot, and what follows it in two chunks cut at every offset.
      const { readable, ended } = sendSegments(
        { head: slot, body: inChunks(slot, [cut, slot.length - cut]), length: 2 * slot.length },
        never,
      );
      expect(await new Response(readable).bytes()).toEqual(new Uint8Array([...slot, ...slot]));
      expect(await ended).toBe('complete');
    }
  });

  it('F1: that is any number of bytes short or long breaks, whatever its chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes(200),
        fc.uint8Array({ minLength: 1, maxLength: 2000 }),
        fc.integer({ min: -500, max: 500 }).filter((error) => error !== 0),
        fc.integer({ min: 1, max: 700 }),
        async (head, body, error, chunk) => {
          const length = head.length + body.length + error;
          fc.pre(length > head.length);
          const segments = { head: head.length > 0 ? head : null, body: inChunks(body, [chunk]), length };
          const { readable, ended } = sendSegments(segments, never);
          const received = await new Response(readable).bytes().then(
            () => 'whole',
            () => 'broken',
          );
          // Too few never look whole to the reader; too many break one side of the stream.
          if (error > 0) expect(received).toBe('broken');
          expect([received, await ended]).toContain('broken');
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('P5 A4: a grant that is withdrawn during a stream', () => {
  /** Sends a body that comes slowly and never to its end, and lets the time pass until the stream has. */
  const sendUntilCut = async (isRevoked: () => Promise<boolean>) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const started = Date.now();
    const endless = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await scheduler.wait(1);
        controller.enqueue(new Uint8Array(100));
      },
    });
    const { readable, ended } = sendSegments(
      { head: new Uint8Array(10), body: endless, length: 1_000_000_000 },
      isRevoked,
    );
    const received = new Response(readable).bytes().catch(() => 'broken');
    let outcome: string | undefined;
    ended.then((how) => (outcome = how));
    let passed = 0;
    while (outcome === undefined && passed < 600_000) {
      await vi.advanceTimersByTimeAsync(500);
      await scheduler.wait(1);
      passed = Date.now() - started;
    }
    if (outcome === undefined) throw new Error('the stream was never cut');
    expect(await received).toBe('broken');
    return { outcome, passed };
  };

  it('cuts it at the next look, within five seconds', async () => {
    let looks = 0;
    let revokedAt = 0;
    const { outcome } = await sendUntilCut(async () => {
      looks += 1;
      if (looks === 3) revokedAt = Date.now();
      return looks > 3;
    });
    expect(outcome).toBe('revoked');
    expect(looks).toBe(4);
    expect(Date.now() - revokedAt).toBeLessThanOrEqual(5_000);
  });

  it('cuts it too where nobody can say any more that it is live', async () => {
    let looks = 0;
    const { outcome, passed } = await sendUntilCut(() => {
      looks += 1;
      return Promise.reject(new Error('D1_ERROR: overloaded'));
    });
    expect(outcome).toBe('broken');
    expect(looks).toBe(2);
    expect(passed).toBeLessThanOrEqual(5_000);
  });

  it('looks no more once the stream is over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let looks = 0;
    const { readable, ended } = sendSegments(
      { head: new Uint8Array(10), body: inChunks(new Uint8Array(10), [3]), length: 20 },
      async () => {
        looks += 1;
        return false;
      },
    );
    await new Response(readable).bytes();
    expect(await ended).toBe('complete');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
