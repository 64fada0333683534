import { PrepareRefusal } from '../marks/refusal.ts';
import { latin1Text } from '../pdf/chars.ts';
import { crc32 } from './crc32.ts';
import { checkDimensions } from './image.ts';
import { movedBy, slottedText } from './slotted-text.ts';
import { inOnePiece, type LaidOut, NOTICE } from './unmarked.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Chunks that a picture is made of (PNG third edition, 5.6). Private ones may hold anything. */
const KNOWN = new Set(
  (
    'IHDR PLTE IDAT IEND acTL cHRM cICP cLLI fcTL fdAT gAMA iCCP mDCV sBIT sRGB bKGD hIST tRNS eXIf pHYs sPLT ' +
    'tIME iTXt tEXt zTXt'
  ).split(' '),
);
/** A registered keyword (11.3.3.2), a zero byte, Latin-1. */
const TEXT = `tEXtDisclaimer\0${NOTICE} Copy {copy}, check {check}`;

/**
 * Lays out a PNG image: the copy id is a text chunk behind the header.
 *
 * @param file - the image
 * @throws PrepareRefusal image, where it is anything but one image from its first byte to its last
 */
export function layOutPng(file: Uint8Array): LaidOut {
  const afterHeader = readPng(file);
  const { bytes, slots } = slottedText(TEXT);
  const chunk = inOnePiece([number(bytes.length - 4), bytes, number(crc32(bytes))]);
  return {
    head: inOnePiece([file.subarray(0, afterHeader), chunk]),
    body: file.slice(afterHeader),
    slots: movedBy(slots, afterHeader + 4),
    notes: ['The copy id was added to the metadata of the image.'],
  };
}

/** @returns where the chunk behind the header begins */
function readPng(file: Uint8Array): number {
  const check = (holds: boolean, otherwise: string) => {
    if (!holds) throw new PrepareRefusal('image', otherwise);
  };
  check(
    SIGNATURE.every((byte, i) => file[i] === byte),
    'it has no signature',
  );
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = SIGNATURE.length;
  let [afterHeader, hasData, last] = [0, false, ''];
  while (last !== 'IEND') {
    check(at + 12 <= file.length, 'it breaks off');
    const length = view.getUint32(at);
    const end = at + 12 + length;
    check(end <= file.length, 'a chunk goes beyond the end');
    const type = latin1Text(file, at + 4, at + 8);
    check(KNOWN.has(type), `it has a chunk of the unknown kind ${JSON.stringify(type)}`);
    check((type === 'IHDR') === (last === ''), 'the header is not first, once');
    check(crc32(file.subarray(at + 4, end - 4)) === view.getUint32(end - 4), `a ${type} has a wrong sum`);
    if (type === 'IHDR') {
      check(length === 13, 'the header has a wrong length');
      checkDimensions(view.getUint32(at + 8), view.getUint32(at + 12));
      afterHeader = end;
    }
    hasData ||= type === 'IDAT';
    last = type;
    at = end;
  }
  check(hasData && at === file.length, 'it has no picture, or something behind its end');
  return afterHeader;
}

const number = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
