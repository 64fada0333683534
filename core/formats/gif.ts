import { PrepareRefusal } from '../marks/refusal.ts';
import { latin1Bytes, latin1Text } from '../pdf/chars.ts';
import { checkDimensions } from './image.ts';
import { movedBy, slottedText } from './slotted-text.ts';
import { inOnePiece, type LaidOut, NOTICE } from './unmarked.ts';

/** Blocks (GIF89a, sections 20 to 27). */
const [EXTENSION, IMAGE, TRAILER, COMMENT] = [0x21, 0x2c, 0x3b, 0xfe] as const;
const HEADER = 13;
const TEXT = `${NOTICE} Copy {copy}`;

/**
 * Lays out a GIF image: the copy id is a comment behind the header. Comments came with the version of 1989, so an image
 * of 1987 is called one of that.
 *
 * @param file - the image
 * @throws PrepareRefusal image, where it is anything but one image from its first byte to its last
 */
export function layOutGif(file: Uint8Array): LaidOut {
  const place = readGif(file);
  const { bytes, slots } = slottedText(TEXT);
  const comment = inOnePiece([Uint8Array.of(EXTENSION, COMMENT, bytes.length), bytes, Uint8Array.of(0)]);
  return {
    head: inOnePiece([latin1Bytes('GIF89a'), file.subarray(6, place), comment]),
    body: file.slice(place),
    slots: movedBy(slots, place + 3),
    notes: ['The copy id was added to the metadata of the image.'],
  };
}

/** @returns where the first block begins */
function readGif(file: Uint8Array): number {
  const check = (holds: boolean, otherwise: string) => {
    if (!holds) throw new PrepareRefusal('image', otherwise);
  };
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const short = (at: number) => (file[at] ?? 0) | ((file[at + 1] ?? 0) << 8);
  check(/^GIF8[79]a$/.test(latin1Text(file, 0, 6)) && file.length > HEADER, 'it has no header');
  checkDimensions(short(6), short(8));
  const place = HEADER + colours(file[10] ?? 0);
  let at = place;
  let images = 0;
  const subBlocks = () => {
    while (file[at]) at += 1 + (file[at] ?? 0);
    check(file[at] === 0, 'it breaks off');
    at++;
  };
  while (file[at] !== TRAILER) {
    const block = file[at];
    check(block === EXTENSION || block === IMAGE, 'it has a block of an unknown kind');
    if (block === EXTENSION) at += 2;
    else {
      images++;
      checkDimensions(short(at + 5), short(at + 7));
      at += 10 + colours(file[at + 9] ?? 0) + 1;
    }
    subBlocks();
  }
  check(images > 0 && at + 1 === file.length, 'it has no picture, or something behind its end');
  return place;
}
