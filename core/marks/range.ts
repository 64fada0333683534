/** What a Range field asks for of a representation of known length. */
export type Range =
  | { readonly kind: 'whole' }
  /** Byte positions, both inclusive, as in Content-Range. */
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' };

/**
 * Reads a Range field (RFC 9110, section 14.2) for a server that answers with one part or with the whole.
 *
 * @param header - the field's value, null where there is none
 * @param length - of the representation, in bytes
 * @returns the part; `whole` where the field is to be ignored: another unit, not to be understood, or several ranges,
 *   which a client asks for in one answer only to save requests; `unsatisfiable` where the answer is 416
 */
export function parseRange(header: string | null, length: number): Range {
  const [, from, to] = /^[ \t]*bytes[ \t]*=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return { kind: 'whole' };
  // More digits than a number holds are a position past any end, which is all that is asked of them below.
  const [a, b] = [Number(from), Number(to)];
  if (from === '') {
    return b === 0 || length === 0
      ? { kind: 'unsatisfiable' }
      : { kind: 'part', first: Math.max(0, length - b), last: length - 1 };
  }
  if (to !== '' && b < a) return { kind: 'whole' };
  if (a >= length) return { kind: 'unsatisfiable' };
  return { kind: 'part', first: a, last: to === '' ? length - 1 : Math.min(b, length - 1) };
}

/** The share of each of a copy's two segments in a part of it; null where it has none. */
export interface Segments {
  /** For `head.subarray(start, end)`. */
  readonly head: { readonly start: number; readonly end: number } | null;
  /** For a ranged read of the body's object. */
  readonly body: { readonly offset: number; readonly length: number } | null;
}

/**
 * @param first - first byte of the part of the copy
 * @param last - last byte, inclusive
 * @param headLength - bytes of the head; the body follows it
 */
export function segments(first: number, last: number, headLength: number): Segments {
  const end = last + 1;
  const offset = Math.max(first - headLength, 0);
  return {
    head: first < headLength ? { start: first, end: Math.min(end, headLength) } : null,
    body: end > headLength ? { offset, length: end - headLength - offset } : null,
  };
}
