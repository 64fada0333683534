import { GREATER, isRegular, isWhitespace, NUL } from './chars.ts';

const CAPITAL_E = 0x45;
const CAPITAL_I = 0x49;
/** How many bytes after `EI` must look like content. Image data that contain `EI` seldom pass. */
const LOOKED_AT = 10;

/**
 * Finds the end of an inline image's data, which PDF before 2.0 leaves to guessing (ISO 32000-2, 8.9.7).
 *
 * @param bytes - decoded content
 * @param from - first byte of the image data
 * @returns offset after the `EI` that ends them, or -1
 */
export function endOfInlineImage(bytes: Uint8Array, from: number): number {
  let unseparated = -1;
  for (let i = bytes.indexOf(CAPITAL_E, from); i !== -1; i = bytes.indexOf(CAPITAL_E, i + 1)) {
    if (bytes[i + 1] !== CAPITAL_I || isRegular(bytes[i + 2]) || !looksLikeContent(bytes, i + 2)) continue;
    const before = bytes[i - 1];
    if (i === from || isWhitespace(before) || before === GREATER) return i + 2;
    if (unseparated === -1) unseparated = i + 2;
  }
  return unseparated;
}

function looksLikeContent(bytes: Uint8Array, from: number): boolean {
  const end = Math.min(bytes.length, from + LOOKED_AT);
  for (let i = from; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if ((byte < 0x20 || byte > 0x7e) && (!isWhitespace(byte) || byte === NUL)) return false;
  }
  return true;
}
