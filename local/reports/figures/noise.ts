/**
 * Numbers that look random and are the same at every run (xorshift, 32 bits).
 *
 * @param seed - where the series begins; not 0
 * @returns each call gives the next number, from 0 to 2³² − 1
 */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
