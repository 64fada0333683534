const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let i = 0; i < 8; i++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/**
 * One step of the CRC-32 of ZIP and PNG, without the complement before and after: linear over XOR, which
 * core/formats/check-text.ts makes use of.
 *
 * @param state - so far
 * @param bytes - what follows
 */
export function crcStep(state: number, bytes: Uint8Array): number {
  let crc = state;
  for (let i = 0; i < bytes.length; i++)
    crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return crc >>> 0;
}

/** CRC-32 (ISO 3309; PNG third edition, annex D). @param bytes - in as many pieces as there are */
export function crc32(...bytes: Uint8Array[]): number {
  return ~bytes.reduce(crcStep, 0xffffffff) >>> 0;
}
