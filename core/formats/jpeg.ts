import { PrepareRefusal } from '../marks/refusal.ts';
import { checkDimensions } from './image.ts';
import { movedBy, slottedText } from './slotted-text.ts';
import { inOnePiece, type LaidOut, NOTICE } from './unmarked.ts';

/** Markers (ITU-T T.81, table B.1), each behind a byte 0xff. */
const [SOI, EOI, SOS, COM, TEM] = [0xd8, 0xd9, 0xda, 0xfe, 0x01] as const;
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
const isApplication = (marker: number) => marker >= 0xe0 && marker <= 0xef;
/** Start of frame: 0xc0 to 0xcf without Huffman tables, extensions and arithmetic conditioning. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const TEXT = `${NOTICE} Copy {copy}`;

/**
 * Lays out a JPEG image: the copy id is a comment behind the application segments, which have to come first.
 *
 * @param file - the image
 * @throws PrepareRefusal image, where it is anything but one image from its first byte to its last
 */
export function layOutJpeg(file: Uint8Array): LaidOut {
  const place = readJpeg(file);
  const { bytes, slots } = slottedText(TEXT);
  const length = bytes.length + 2;
  const comment = inOnePiece([Uint8Array.of(0xff, COM, length >> 8, length), bytes]);
  return {
    head: inOnePiece([file.subarray(0, place), comment]),
    body: file.slice(place),
    slots: movedBy(slots, place + 4),
    notes: ['The copy id was added to the metadata of the image.'],
  };
}

/** @returns where the first segment behind the application segments begins */
function readJpeg(file: Uint8Array): number {
  const check = (holds: boolean, otherwise: string) => {
    if (!holds) throw new PrepareRefusal('image', otherwise);
  };
  const word = (at: number) => ((file[at] ?? 0) << 8) | (file[at + 1] ?? 0);
  check(word(0) === (0xff00 | SOI), 'it does not begin with an image');
  let at = 2;
  let place = 0;
  let [frames, scans] = [0, 0];
  for (;;) {
    check(file[at] === 0xff, 'there are other bytes between its segments');
    while (file[at + 1] === 0xff) at++;
    const marker = file[at + 1] ?? 0;
    if (place === 0 && !isApplication(marker)) place = at;
    at += 2;
    if (marker === EOI) break;
    check(marker > TEM && marker !== SOI && !isRestart(marker), 'a marker is out of place');
    const length = word(at);
    check(length >= 2 && at + length <= file.length, 'a segment goes beyond the end');
    if (isFrame(marker)) {
      frames++;
      // A height of zero is told behind the first scan (B.2.5), which hardly any program reads.
      check(length >= 8, 'the frame is too short');
      checkDimensions(word(at + 5), word(at + 3));
    }
    at += length;
    if (marker === SOS) {
      scans++;
      at = endOfScan(file, at);
    }
  }
  check(frames === 1 && scans > 0, 'it has no picture, or several');
  check(at === file.length, 'there is something behind its end');
  return place;
}

/** Coded data go on to the next marker that is neither a stuffed zero nor a restart (B.1.1.5). */
function endOfScan(file: Uint8Array, start: number): number {
  for (let at = start; at + 1 < file.length; at++) {
    const next = file[at + 1] ?? 0;
    if (file[at] === 0xff && next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  throw new PrepareRefusal('image', 'it breaks off');
}
