/**
 * The name of one reader's copy, short enough to read out: twelve symbols in three groups, `7K3M-9QXT-2CVA`.
 *
 * Eleven symbols are 55 random bits in Crockford's base 32, which has no I, L, O or U to be misread. The twelfth is a
 * check symbol out of the same alphabet (Crockford's own has five more, `*~$=U`): seen as elements dᵢ of GF(32), all
 * twelve satisfy Σ αⁱ·dᵢ = 0, so that any one symbol misread and any two exchanged are noticed.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DATA_SYMBOLS = 11;
const GROUP = 4;
/** Random bytes that an id is made of: 55 of their 56 bits. */
export const COPY_ID_BYTES = 7;
/** x⁵ + x² + 1, primitive over GF(2). */
const POLYNOMIAL = 0b100101;

/**
 * @param random - at least COPY_ID_BYTES bytes from a cryptographic source
 * @returns a copy id in its one printed form
 */
export function newCopyId(random: Uint8Array): string {
  if (random.length < COPY_ID_BYTES) throw new RangeError(`A copy id takes ${COPY_ID_BYTES} random bytes.`);
  let bits = 0n;
  for (const byte of random.subarray(0, COPY_ID_BYTES)) bits = (bits << 8n) | BigInt(byte);
  const symbols: number[] = [];
  for (let i = 0; i < DATA_SYMBOLS; i++, bits >>= 5n) symbols.push(Number(bits & 31n));
  return print([...symbols, checkSymbol(symbols)]);
}

/**
 * Reads a copy id as people type it: in any case, with O for 0 and I or L for 1, with or without hyphens and spaces.
 *
 * @returns the id in its one printed form, or null where it is not one or the check symbol disagrees
 */
export function parseCopyId(text: string): string | null {
  if (text.length > 64) return null;
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const symbols = [...plain].map((symbol) => ALPHABET.indexOf(symbol));
  if (symbols.length !== DATA_SYMBOLS + 1 || symbols.includes(-1)) return null;
  const data = symbols.slice(0, DATA_SYMBOLS);
  return checkSymbol(data) === symbols[DATA_SYMBOLS] ? print(symbols) : null;
}

/** By Horner's rule from the first symbol, which has the highest power of α; the check symbol has α⁰. */
function checkSymbol(data: readonly number[]): number {
  let sum = 0;
  for (const symbol of data) {
    sum = (sum ^ symbol) << 1;
    if (sum > 31) sum ^= POLYNOMIAL;
  }
  return sum;
}

function print(symbols: readonly number[]): string {
  const text = symbols.map((symbol) => ALPHABET[symbol]).join('');
  return (text.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}
