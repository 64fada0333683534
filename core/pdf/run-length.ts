import type { Decoded } from './inflate.ts';
import { PdfError } from './limits.ts';

const END = 128;

/** Decodes /RunLengthDecode data (ISO 32000-2, 7.4.5); the end marker may be missing. */
export function decodeRunLength(input: Uint8Array, limit: number): Decoded {
  let size = 0;
  const runs: { readonly from: number; readonly count: number; readonly repeat: boolean }[] = [];
  for (let i = 0; i < input.length; ) {
    const length = input[i++] ?? END;
    if (length === END) break;
    const repeat = length > END;
    const count = repeat ? 257 - length : Math.min(length + 1, input.length - i);
    if (repeat && i >= input.length) break;
    runs.push({ from: i, count, repeat });
    size += count;
    i += repeat ? 1 : length + 1;
  }
  if (size > limit) throw new PdfError('bomb', `a stream decodes to more than ${limit} bytes`);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const { from, count, repeat } of runs) {
    if (repeat) bytes.fill(input[from] ?? 0, at, at + count);
    else bytes.set(input.subarray(from, from + count), at);
    at += count;
  }
  return { bytes, complete: true };
}
