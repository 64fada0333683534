/**
 * AES-CBC decryption (FIPS 197) as PDF uses it. Web Crypto cannot stand in here: it is asynchronous, and it refuses
 * data whose padding is wrong, which readers accept. Timing is no concern: the key follows from the empty password.
 */

const BLOCK = 16;
const SBOX = new Uint8Array(256);
const INVERSE_SBOX = new Uint8Array(256);
/** Inverse MixColumns of one byte in the first row, as a big-endian column. */
const INVERSE_MIX = new Uint32Array(256);

const double = (x: number) => ((x << 1) ^ (x & 0x80 ? 0x1b : 0)) & 0xff;

for (let i = 0, p = 1, q = 1; i < 255; i++) {
  // p runs through all non-zero bytes as powers of 3, q through their inverses.
  const rotated =
    q ^ ((q << 1) | (q >> 7)) ^ ((q << 2) | (q >> 6)) ^ ((q << 3) | (q >> 5)) ^ ((q << 4) | (q >> 4));
  SBOX[p] = (rotated ^ 0x63) & 0xff;
  p = (p ^ double(p)) & 0xff;
  q ^= q << 1;
  q ^= q << 2;
  q ^= q << 4;
  q = (q ^ (q & 0x80 ? 0x09 : 0)) & 0xff;
}
SBOX[0] = 0x63;
for (let i = 0; i < 256; i++) {
  INVERSE_SBOX[SBOX[i] ?? 0] = i;
  const x2 = double(i);
  const x4 = double(x2);
  const x8 = double(x4);
  INVERSE_MIX[i] = (((x8 ^ x4 ^ x2) << 24) | ((x8 ^ i) << 16) | ((x8 ^ x4 ^ i) << 8) | (x8 ^ x2 ^ i)) >>> 0;
}

const rotateRight = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));
const substitute = (word: number) =>
  ((SBOX[word >>> 24] ?? 0) << 24) |
  ((SBOX[(word >>> 16) & 0xff] ?? 0) << 16) |
  ((SBOX[(word >>> 8) & 0xff] ?? 0) << 8) |
  (SBOX[word & 0xff] ?? 0);
const unmix = (word: number) =>
  (INVERSE_MIX[word >>> 24] ?? 0) ^
  rotateRight(INVERSE_MIX[(word >>> 16) & 0xff] ?? 0, 8) ^
  rotateRight(INVERSE_MIX[(word >>> 8) & 0xff] ?? 0, 16) ^
  rotateRight(INVERSE_MIX[word & 0xff] ?? 0, 24);

function expandKey(key: Uint8Array): { words: Int32Array; rounds: number } {
  const keyWords = key.length / 4;
  const rounds = keyWords + 6;
  const words = new Int32Array(4 * (rounds + 1));
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  let constant = 1;
  for (let i = 0; i < words.length; i++) {
    if (i < keyWords) {
      words[i] = view.getInt32(4 * i);
      continue;
    }
    let word = words[i - 1] ?? 0;
    if (i % keyWords === 0) {
      word = substitute(rotateRight(word, 24)) ^ (constant << 24);
      constant = double(constant);
    } else if (keyWords > 6 && i % keyWords === 4) word = substitute(word);
    words[i] = (words[i - keyWords] ?? 0) ^ word;
  }
  return { words, rounds };
}

/**
 * Decrypts AES-CBC data.
 *
 * @param key - 16 or 32 bytes
 * @param iv - 16 bytes
 * @param data - whole blocks; a broken last block is left out
 * @returns the plain blocks, padding included
 */
export function decryptAesCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const { words, rounds } = expandKey(key);
  // The equivalent inverse cipher: middle round keys are unmixed, so that each round is one set of table look-ups.
  for (let i = 4; i < 4 * rounds; i++) words[i] = unmix(words[i] ?? 0);
  const blocks = Math.floor(data.length / BLOCK);
  const out = new Uint8Array(blocks * BLOCK);
  const input = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const output = new DataView(out.buffer);
  const ivView = new DataView(iv.buffer, iv.byteOffset, iv.byteLength);
  const state = new Int32Array(4);
  const next = new Int32Array(4);
  for (let block = 0; block < blocks; block++) {
    const at = block * BLOCK;
    for (let i = 0; i < 4; i++) state[i] = input.getInt32(at + 4 * i) ^ (words[4 * rounds + i] ?? 0);
    for (let round = rounds - 1; round >= 0; round--) {
      for (let i = 0; i < 4; i++) {
        const shifted =
          ((INVERSE_SBOX[(state[i] ?? 0) >>> 24] ?? 0) << 24) |
          ((INVERSE_SBOX[((state[(i + 3) & 3] ?? 0) >>> 16) & 0xff] ?? 0) << 16) |
          ((INVERSE_SBOX[((state[(i + 2) & 3] ?? 0) >>> 8) & 0xff] ?? 0) << 8) |
          (INVERSE_SBOX[(state[(i + 1) & 3] ?? 0) & 0xff] ?? 0);
        next[i] = (round > 0 ? unmix(shifted) : shifted) ^ (words[4 * round + i] ?? 0);
      }
      state.set(next);
    }
    for (let i = 0; i < 4; i++) {
      const previous = block === 0 ? ivView.getInt32(4 * i) : input.getInt32(at - BLOCK + 4 * i);
      output.setInt32(at + 4 * i, (state[i] ?? 0) ^ previous);
    }
  }
  return out;
}

/**
 * Decrypts the data of a PDF string or stream: the initial vector stands first, PKCS#7 padding last (ISO 32000-2, 7.6.3).
 *
 * @param key - 16 or 32 bytes
 * @param data - encrypted bytes
 * @returns the plain bytes; padding that makes no sense is left in place
 */
export function decryptAesData(key: Uint8Array, data: Uint8Array): Uint8Array {
  if (data.length < 2 * BLOCK) return new Uint8Array();
  const plain = decryptAesCbc(key, data.subarray(0, BLOCK), data.subarray(BLOCK));
  const padding = plain.at(-1) ?? 0;
  return padding >= 1 && padding <= BLOCK ? plain.subarray(0, plain.length - padding) : plain;
}
