import { crcStep } from './crc32.ts';

/**
 * ZIP and PNG end what holds the copy id with a CRC-32; that of a ZIP stands once more in the directory at the end of the
 * file, which is the same for all readers. So the CRC must not change: behind the copy id stands a check text, nine
 * letters out of `@ABCDEFGHIJKLMNO`, chosen so that the whole has the CRC that it has with blank slots.
 *
 * CRC-32 is linear over XOR, and each letter is `@` XOR four bits that can be chosen: 36 unknowns, 32 equations of full
 * rank. The solution is computed once for the letters, whatever follows them.
 */

export const CHECK_LENGTH = 9;
const BLANK = 0x20;
const FIRST_LETTER = 0x40;
const BITS = 4;

/** For each bit of the CRC, highest first: what to XOR the CRC with to clear it, and which of the 36 bits do that. */
interface Pivot {
  readonly bit: number;
  readonly crc: number;
  readonly choice: bigint;
}

let solved: readonly Pivot[] | undefined;

function pivots(): readonly Pivot[] {
  const rows = Array.from({ length: CHECK_LENGTH * BITS }, (_, i) => {
    const letters = new Uint8Array(CHECK_LENGTH);
    letters[Math.floor(i / BITS)] = 1 << (i % BITS);
    return { crc: crcStep(0, letters), choice: 1n << BigInt(i) };
  });
  const found: Pivot[] = [];
  for (let bit = 31; bit >= 0; bit--) {
    const at = rows.findIndex(({ crc }) => (crc >>> bit) & 1);
    const [row] = at === -1 ? [] : rows.splice(at, 1);
    if (!row) throw new Error('The letters of a check text do not reach every CRC.');
    for (const other of rows) {
      if (!((other.crc >>> bit) & 1)) continue;
      other.crc = (other.crc ^ row.crc) >>> 0;
      other.choice ^= row.choice;
    }
    found.push({ bit, ...row });
  }
  return found;
}

/**
 * @param copy - what is written over a blank slot in front of the check text; printable ASCII
 * @param between - bytes between the two slots
 * @returns the letters for the slot of the check text
 */
export function checkText(copy: string, between: number): string {
  solved ??= pivots();
  // What is written differs from what was blank by these bytes; their CRC must come to nothing.
  const change = new Uint8Array(copy.length + between + CHECK_LENGTH);
  for (let i = 0; i < copy.length; i++) change[i] = copy.charCodeAt(i) ^ BLANK;
  change.fill(FIRST_LETTER ^ BLANK, copy.length + between);
  let crc = crcStep(0, change);
  let choice = 0n;
  for (const pivot of solved) {
    if (!((crc >>> pivot.bit) & 1)) continue;
    crc = (crc ^ pivot.crc) >>> 0;
    choice ^= pivot.choice;
  }
  return Array.from({ length: CHECK_LENGTH }, (_, i) =>
    String.fromCharCode(FIRST_LETTER | Number((choice >> BigInt(i * BITS)) & 15n)),
  ).join('');
}
