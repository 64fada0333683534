import { crc32 } from '../../core/formats/crc32.ts';
import { latin1Bytes } from '../../core/pdf/chars.ts';
import { deflate } from '../../core/pdf/deflate.ts';

/** Small pictures, written by hand. */

const bigEndian = (value: number) =>
  [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 0xff);

/** One chunk of a PNG. @param sum - in place of the right one */
export function pngChunk(type: string, data: Uint8Array | readonly number[], sum?: number): number[] {
  const content = Uint8Array.from([...latin1Bytes(type), ...data]);
  return [...bigEndian(data.length), ...content, ...bigEndian(sum ?? crc32(content))];
}

export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
export const pngHeader = (width = 2, height = 2) =>
  pngChunk('IHDR', [...bigEndian(width), ...bigEndian(height), 8, 2, 0, 0, 0]);
const PIXELS = deflate(Uint8Array.of(0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 9, 9, 9));

/** A PNG of 2 × 2 pixels. @param between - chunks between header and data */
export function pngFile(between: readonly number[] = [], behind: readonly number[] = []) {
  return Uint8Array.from([
    ...PNG_SIGNATURE,
    ...pngHeader(),
    ...between,
    ...pngChunk('IDAT', PIXELS),
    ...pngChunk('IEND', []),
    ...behind,
  ]);
}

/** A GIF of one black pixel. */
export function gifFile(version = '89a', behind: readonly number[] = []) {
  return Uint8Array.from([
    ...latin1Bytes(`GIF${version}`),
    ...[1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
    ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0, 0x3b],
    ...behind,
  ]);
}

const segment = (marker: number, data: readonly number[]) => [
  0xff,
  marker,
  (data.length + 2) >> 8,
  (data.length + 2) & 0xff,
  ...data,
];

/** A grey JPEG of 8 × 8 pixels. @param between - segments behind the first ones */
export function jpegFile(between: readonly number[] = [], behind: readonly number[] = []) {
  // Huffman tables of one code: category 0, and end of block.
  const table = (kind: number) => segment(0xc4, [kind, 1, ...Array.from({ length: 15 }, () => 0), 0]);
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [...latin1Bytes('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...between,
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    ...segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
    ...table(0x00),
    ...table(0x10),
    ...segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    ...[0x3f, 0xff, 0xd9],
    ...behind,
  ]);
}
