import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/marks/sha256-hex.ts';
import { latin1Bytes } from '../../../core/pdf/chars.ts';
import { deflate } from '../../../core/pdf/deflate.ts';
import { inflate } from '../../../core/pdf/inflate.ts';
import { codeLengths } from '../../../core/pdf/prefix-code.ts';

/** What the platform's own decoder makes of it; it checks the sum at the end too. */
async function platformInflate(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const decoded = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(decoded).arrayBuffer());
}

function repeated(part: Uint8Array, times: number): Uint8Array {
  const whole = new Uint8Array(part.length * times);
  for (let i = 0; i < times; i++) whole.set(part, i * part.length);
  return whole;
}

/** Text such as object streams hold, the same on every run. */
function objects(length: number): Uint8Array {
  let text = '';
  for (let i = 1; text.length < length; i++)
    text += `<</Type/Page/Parent ${(i * 7919) % 977} 0 R/StructParents ${i}/K (${(i * 104_729).toString(36)})>>\n`;
  return latin1Bytes(text.slice(0, length));
}

describe('deflate', () => {
  it('is undone by the platform’s decoder and by ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000, max: 255 }),
        fc.integer({ min: 1, max: 40 }),
        async (part, times) => {
          const whole = repeated(part, times);
          const data = deflate(whole);
          expect(await platformInflate(data)).toEqual(whole);
          expect(inflate(data, whole.length + 1)).toMatchObject({ complete: true, bytes: whole });
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['one byte', Uint8Array.of(7)],
    ['more than one block of text', objects(2_000_000)],
    ['a long run', new Uint8Array(1_000_000)],
    ['noise, over several stored blocks', crypto.getRandomValues(new Uint8Array(65_000))],
    ['matches at the far end of the window', repeated(crypto.getRandomValues(new Uint8Array(32_768)), 3)],
    ['matches just beyond it', repeated(crypto.getRandomValues(new Uint8Array(32_769)), 3)],
  ])('is undone for %s', async (_, whole) => {
    const decoded = await platformInflate(deflate(whole));
    expect(decoded.length).toBe(whole.length);
    expect(decoded.every((byte, i) => byte === whole[i])).toBe(true);
  });

  it('is the same data on every platform: a revision is the hash of it', async () => {
    const data = deflate(objects(500_000));
    expect(await sha256Hex(data)).toBe('c6202442d2c12d5c628de4424b5f960db4da1f0f543d73fbb4d939b4ea336e56');
  });

  it('is about as short as what the platform writes', async () => {
    const source = objects(500_000);
    const encoded = new Blob([source as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new CompressionStream('deflate'));
    const platform = (await new Response(encoded).arrayBuffer()).byteLength;
    expect(deflate(source).length).toBeLessThan(1.05 * platform);
  });
});

describe('codeLengths', () => {
  it('fills the code exactly, within the limit, and gives the frequent no longer codes than the rare', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 ** 30 }), { minLength: 2, maxLength: 286 }),
        fc.constantFrom(9, 15),
        (counts, limit) => {
          const lengths = codeLengths(Uint32Array.from(counts), limit);
          const used = lengths.filter((length) => length > 0);
          expect(Math.max(...used)).toBeLessThanOrEqual(limit);
          expect(used.reduce((sum, length) => sum + 2 ** (limit - length), 0)).toBe(2 ** limit);
          for (const [a, one] of counts.entries())
            if (one > 0)
              for (const [b, other] of counts.entries())
                if (other > one) expect(lengths[b]).toBeLessThanOrEqual(lengths[a] ?? 0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('stays within the limit for frequencies that grow like Fibonacci’s numbers', () => {
    const counts = [1, 1];
    while (counts.length < 40) counts.push((counts.at(-1) ?? 0) + (counts.at(-2) ?? 0));
    const lengths = codeLengths(Uint32Array.from(counts), 15);
    expect(lengths.reduce((sum, length) => sum + 2 ** (15 - length), 0)).toBe(2 ** 15);
  });
});
