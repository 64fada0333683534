import { crc32, deflateSync } from 'node:zlib';

/** Colour types of PNG (ISO/IEC 15948, 11.2.1) and their bytes per pixel. */
const COLOUR = {
  grey: { type: 0, bytes: 1 },
  rgb: { type: 2, bytes: 3 },
  rgba: { type: 6, bytes: 4 },
} as const;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Writes pixels as a PNG of 8 bits per channel.
 *
 * @param width - pixels in a row
 * @param height - rows
 * @param colour - what a pixel consists of
 * @param pixels - all rows, without anything between them
 * @param level - of compression, 0 to 9
 */
export function png(
  width: number,
  height: number,
  colour: keyof typeof COLOUR,
  pixels: Uint8Array,
  level = 9,
): Buffer {
  const { type, bytes } = COLOUR[colour];
  const row = width * bytes;
  if (pixels.length !== row * height) throw new RangeError('The pixels do not fill the picture');
  // Each row is led by the number of its filter; 0 is none.
  const filtered = Buffer.alloc((row + 1) * height);
  for (let y = 0; y < height; y++) filtered.set(pixels.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, type, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filtered, { level })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
