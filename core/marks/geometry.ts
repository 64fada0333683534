import type { Resolve } from '../pdf/filters.ts';
import { numberOf, type PdfValue } from '../pdf/objects.ts';
import { formatNumber } from '../pdf/write-object.ts';
import type { MarkLook } from './look.ts';

/** A rectangle, corners in order. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A page as it is seen: upright, in points. */
export interface UprightPage {
  readonly width: number;
  readonly height: number;
  /** Operands of `cm` that take upright coordinates, origin at the lower left as seen, to the page's user space. */
  readonly matrix: readonly [number, number, number, number, number, number];
}

/** What readers assume where a page has no usable box: US Letter. */
const LETTER: Box = { x0: 0, y0: 0, x1: 612, y1: 792 };
/** Beyond this a coordinate is a mistake; it also bounds what is written with `cm`. */
const MAX_COORDINATE = 1e6;

/** Reads a rectangle in either order of its corners (ISO 32000-2, 7.9.5). @returns undefined if it has no area */
export function readBox(value: PdfValue | undefined, resolve: Resolve): Box | undefined {
  const array = resolve(value);
  if (!Array.isArray(array)) return undefined;
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => numberOf(resolve(array[i])) ?? Number.NaN) as [
    number,
    number,
    number,
    number,
  ];
  const box = { x0: Math.min(a, c), y0: Math.min(b, d), x1: Math.max(a, c), y1: Math.max(b, d) };
  return usable(box) ? box : undefined;
}

function usable({ x0, y0, x1, y1 }: Box): boolean {
  return x1 - x0 > 0 && y1 - y0 > 0 && [x0, y0, x1, y1].every((n) => Math.abs(n) <= MAX_COORDINATE);
}

/**
 * The part of a page that is shown: the crop box within the media box (ISO 32000-2, 14.11.2).
 *
 * @param mediaBox, cropBox - as the page has or inherits them
 */
export function visibleBox(mediaBox: Box | undefined, cropBox: Box | undefined): Box {
  const media = mediaBox ?? LETTER;
  if (cropBox === undefined) return media;
  const both = {
    x0: Math.max(media.x0, cropBox.x0),
    y0: Math.max(media.y0, cropBox.y0),
    x1: Math.min(media.x1, cropBox.x1),
    y1: Math.min(media.y1, cropBox.y1),
  };
  return usable(both) ? both : media;
}

/**
 * How a page is seen.
 *
 * @param box - its visible part
 * @param rotate - /Rotate in degrees; anything but a multiple of 90 is rounded to one
 * @param userUnit - points to a unit of user space
 */
export function uprightPage(box: Box, rotate: number, userUnit: number): UprightPage {
  const unit = userUnit > 0 && userUnit <= MAX_COORDINATE ? userUnit : 1;
  const s = 1 / unit;
  const quarter = (((Math.round(rotate / 90) || 0) % 4) + 4) % 4;
  const across = (box.x1 - box.x0) * unit;
  const up = (box.y1 - box.y0) * unit;
  const turned = quarter % 2 === 1;
  const matrices = [
    [s, 0, 0, s, box.x0, box.y0],
    [0, s, -s, 0, box.x1, box.y0],
    [-s, 0, 0, -s, box.x1, box.y1],
    [0, -s, s, 0, box.x0, box.y1],
  ] as const;
  return {
    width: turned ? up : across,
    height: turned ? across : up,
    matrix: matrices[quarter] ?? matrices[0],
  };
}

/** Operands, spelt for a content stream. Six decimals: a matrix may scale 1000 units down to a small page. */
export function operands(numbers: readonly number[]): string {
  return numbers
    .map((n) => (Math.abs(n) < 1 && n !== 0 ? n.toFixed(8).replace(/\.?0+$/, '') : formatNumber(n)))
    .join(' ');
}

/** Units above its baseline that the foot needs for its second line and what stands above letters. */
const FOOT_HEIGHT = 38;
/** Units below its baseline for what hangs below letters. */
const FOOT_DEPTH = 5;

/**
 * Places of the two lines on an upright page, as operands of `cm`; a line is 1000 units wide and centred.
 *
 * @param page - its size
 * @param look - which way the large lines run, and along which edge the foot
 */
export function linePlaces(
  { width, height }: UprightPage,
  look: MarkLook,
): {
  readonly diagonal: string;
  readonly foot: string;
} {
  const level = look.across === 'level';
  const scale = (level ? 0.8 * Math.min(width, 1.5 * height) : 0.62 * Math.hypot(width, height)) / 1000;
  const slope = level ? 0 : Math.atan2(height, width);
  const angle = look.across === 'falling' ? -slope : slope;
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return {
    diagonal: operands([cos, sin, -sin, cos, width / 2, height / 2]),
    foot: operands(footPlace(width, height, look.foot)),
  };
}

/** Along the sides the line is read with the head turned: upwards on the left, downwards on the right. */
function footPlace(width: number, height: number, edge: MarkLook['foot']): number[] {
  const sideways = edge === 'left' || edge === 'right';
  const s = (0.9 * Math.min(sideways ? height : width, 900)) / 1000;
  const margin = Math.max(Math.min(14, 0.02 * (sideways ? width : height)), FOOT_DEPTH * s);
  switch (edge) {
    case 'bottom':
      return [s, 0, 0, s, width / 2, margin];
    case 'top':
      return [s, 0, 0, s, width / 2, height - margin - FOOT_HEIGHT * s];
    case 'left':
      return [0, s, -s, 0, margin + FOOT_HEIGHT * s, height / 2];
    case 'right':
      return [0, -s, s, 0, width - margin - FOOT_HEIGHT * s, height / 2];
  }
}
