import type { Decoded } from './inflate.ts';
import { PdfError } from './limits.ts';

const CLEAR = 256;
const END = 257;
const MAX_CODES = 4096;

/**
 * Decodes LZW data (ISO 32000-2, 7.4.4.2) as far as it goes.
 *
 * @param input - encoded bytes
 * @param earlyChange - 1 if codes grow one entry early, as nearly all encoders do; else 0
 * @param limit - most bytes to put out
 * @returns what was decoded, and whether all codes made sense
 * @throws PdfError `bomb` if the output would be longer than `limit`
 */
export function decodeLzw(input: Uint8Array, earlyChange: number, limit: number): Decoded {
  let out = new Uint8Array(Math.min(limit, Math.max(1024, input.length * 4)));
  let length = 0;
  // Each code stands for a run that was put out before: where it began and how long it was.
  const starts = new Uint32Array(MAX_CODES);
  const lengths = new Uint32Array(MAX_CODES);
  let next = 258;
  let width = 9;
  let previous = -1;
  let previousStart = 0;
  let hold = 0;
  let held = 0;
  for (let pos = 0; ; ) {
    while (held < width && pos < input.length) {
      hold = ((hold << 8) | (input[pos++] ?? 0)) & 0xffffff;
      held += 8;
    }
    // Encoders leave the end code out; nothing is missing then.
    if (held < width) return { bytes: out.subarray(0, length), complete: true };
    const code = (hold >> (held - width)) & ((1 << width) - 1);
    held -= width;
    if (code === END) return { bytes: out.subarray(0, length), complete: true };
    if (code === CLEAR) {
      next = 258;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0) || (code >= 258 && previous < 0))
      return { bytes: out.subarray(0, length), complete: false };
    const previousLength = previous < 256 ? 1 : (lengths[previous] ?? 1);
    const runLength = code < 256 ? 1 : code === next ? previousLength + 1 : (lengths[code] ?? 0);
    if (length + runLength > limit)
      throw new PdfError('bomb', `a stream decodes to more than ${limit} bytes`);
    if (length + runLength > out.length) {
      const grown = new Uint8Array(Math.min(limit, Math.max(length + runLength, out.length * 2)));
      grown.set(out.subarray(0, length));
      out = grown;
    }
    if (code < 256) out[length] = code;
    else {
      const from = code === next ? previousStart : (starts[code] ?? 0);
      for (let i = 0; i < runLength; i++) out[length + i] = out[from + i] ?? 0;
    }
    if (previous >= 0 && next < MAX_CODES) {
      starts[next] = previousStart;
      lengths[next] = previousLength + 1;
      next++;
    }
    previous = code;
    previousStart = length;
    length += runLength;
    while (width < 12 && next + earlyChange >= 1 << width) width++;
  }
}
