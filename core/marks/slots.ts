import type { Slot } from './manifest.ts';

/**
 * How long each slot is, in bytes. What is written for a reader is made to fit, and padded with spaces: `diagonal`,
 * `foot` and `cover` fit the longest text that is printed, `name` and `company` the drawing of some thirty Han characters.
 */
export const slotLengths: Readonly<Record<Slot['kind'], number>> = {
  diagonal: 2048,
  foot: 2560,
  name: 16_384,
  company: 12_288,
  cover: 4096,
  id: 32,
  xmp: 36,
  copy: 14,
  check: 9,
};

/**
 * The space that each form of the mark draws in (its /BBox), in its own units. Lines are centred on the origin and at
 * most 1000 wide; an outline begins at the origin, 1000 to the em. The foot is black, the diagonal and the outlines are
 * of the colour that is current when they are drawn.
 */
export const formBoxes = {
  diagonal: [-510, -90, 510, 140],
  foot: [-510, -20, 510, 60],
  cover: [-10, -420, 1010, 40],
  outline: [-2000, -2000, 140_000, 3000],
} as const;
