import { reversedBits } from './deflate-codes.ts';

/** A prefix code to write with: for each symbol its length in bits (0: not used) and its bits, first one lowest. */
export interface PrefixCode {
  readonly lengths: Uint8Array;
  readonly bits: Uint16Array;
}

/**
 * The canonical code of given lengths (RFC 1951, section 3.2.2).
 *
 * @param lengths - in bits, by symbol; 0 where a symbol is not used
 */
export function canonicalCode(lengths: Uint8Array): PrefixCode {
  const next = new Uint16Array(17);
  for (const length of lengths) if (length > 0) next[length + 1] = (next[length + 1] ?? 0) + 1;
  for (let length = 2; length < 17; length++)
    next[length] = ((next[length - 1] ?? 0) + (next[length] ?? 0)) << 1;
  const bits = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    bits[symbol] = reversedBits(next[length] ?? 0, length);
    next[length] = (next[length] ?? 0) + 1;
  });
  return { lengths, bits };
}

/**
 * Lengths of a Huffman code, none longer than a limit. At least two symbols get one: some decoders refuse codes that
 * are not complete.
 *
 * @param counts - how often each symbol comes
 * @param limit - most bits
 */
export function codeLengths(counts: Uint32Array, limit: number): Uint8Array {
  const weights = Float64Array.from(counts);
  for (let symbol = 0; weights.filter((weight) => weight > 0).length < 2; symbol++)
    if (weights[symbol] === 0) weights[symbol] = 1;
  const symbols = Array.from(weights.keys()).filter((symbol) => (weights[symbol] ?? 0) > 0);
  // Ties by symbol, so that the result is the same everywhere.
  symbols.sort((a, b) => (weights[a] ?? 0) - (weights[b] ?? 0) || a - b);
  const perLength = lengthCounts(
    symbols.map((symbol) => weights[symbol] ?? 0),
    limit,
  );
  const lengths = new Uint8Array(counts.length);
  let at = 0;
  for (let length = limit; length > 0; length--)
    for (let i = 0; i < (perLength[length] ?? 0); i++) lengths[symbols[at++] ?? 0] = length;
  return lengths;
}

/** How many codes of each length an optimal code has; then the too long ones are pulled up until the code fits. */
function lengthCounts(sorted: readonly number[], limit: number): Uint32Array {
  const leaves = sorted.length;
  const weights = [...sorted];
  const parents = new Int32Array(2 * leaves - 1);
  let leaf = 0;
  let inner = leaves;
  const lightest = () => {
    const takeLeaf =
      leaf < leaves && (inner >= weights.length || (weights[leaf] ?? 0) <= (weights[inner] ?? 0));
    return takeLeaf ? leaf++ : inner++;
  };
  while (weights.length < 2 * leaves - 1) {
    const [a, b] = [lightest(), lightest()];
    parents[a] = weights.length;
    parents[b] = weights.length;
    weights.push((weights[a] ?? 0) + (weights[b] ?? 0));
  }
  const depths = new Int32Array(weights.length);
  const perLength = new Uint32Array(limit + 1);
  for (let node = weights.length - 2; node >= 0; node--) {
    const depth = (depths[parents[node] ?? 0] ?? 0) + 1;
    depths[node] = depth;
    if (node < leaves) perLength[Math.min(depth, limit)] = (perLength[Math.min(depth, limit)] ?? 0) + 1;
  }
  // The sum of 2^(limit - length) over all codes must not be more than 2^limit (Kraft).
  let excess = perLength.reduce((sum, count, length) => sum + count * 2 ** (limit - length), -(2 ** limit));
  if (perLength[0]) excess -= perLength[0] * 2 ** limit;
  while (excess > 0) {
    let length = limit - 1;
    while (perLength[length] === 0) length--;
    perLength[length] = (perLength[length] ?? 0) - 1;
    perLength[length + 1] = (perLength[length + 1] ?? 0) + 2;
    perLength[limit] = (perLength[limit] ?? 0) - 1;
    excess--;
  }
  return perLength;
}
