import { GREATER, hexValue, isWhitespace, LESS } from './chars.ts';
import type { Decoded } from './inflate.ts';

const BANG = 0x21;
const LOWER_U = 0x75;
const LOWER_Z = 0x7a;
const TILDE = 0x7e;

/** Decodes /ASCIIHexDecode data (ISO 32000-2, 7.4.2); the end marker may be missing. */
export function decodeAsciiHex(input: Uint8Array): Decoded {
  const bytes = new Uint8Array((input.length >> 1) + 1);
  let length = 0;
  let high = -1;
  let complete = true;
  for (const byte of input) {
    if (byte === GREATER) break;
    const digit = hexValue(byte);
    if (digit < 0) {
      complete &&= isWhitespace(byte);
      continue;
    }
    if (high < 0) high = digit;
    else {
      bytes[length++] = high * 16 + digit;
      high = -1;
    }
  }
  if (high >= 0) bytes[length++] = high * 16;
  return { bytes: bytes.subarray(0, length), complete };
}

/** Decodes /ASCII85Decode data (ISO 32000-2, 7.4.3); the end marker may be missing. */
export function decodeAscii85(input: Uint8Array): Decoded {
  const bytes = new Uint8Array(input.length * 4 + 4);
  let length = 0;
  let value = 0;
  let count = 0;
  const put = (group: number, size: number) => {
    for (let i = 0; i < size; i++) bytes[length++] = (group >>> (24 - 8 * i)) & 0xff;
  };
  // PostScript's opening `<~` has no place in a PDF, but is met.
  const body = input[0] === LESS && input[1] === TILDE ? input.subarray(2) : input;
  for (const byte of body) {
    if (byte === TILDE) break;
    if (byte === LOWER_Z && count === 0) put(0, 4);
    else if (byte >= BANG && byte <= LOWER_U) {
      value = value * 85 + (byte - BANG);
      if (++count === 5) {
        put(value >>> 0, 4);
        value = 0;
        count = 0;
      }
    } else if (!isWhitespace(byte)) return { bytes: bytes.subarray(0, length), complete: false };
  }
  if (count > 1) {
    for (let i = count; i < 5; i++) value = value * 85 + 84;
    put(value >>> 0, count - 1);
  }
  return { bytes: bytes.subarray(0, length), complete: true };
}
