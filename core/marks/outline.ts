import type { Contour, Point } from './glyf.ts';

/** A line of text as one drawing. */
export interface Outline {
  /** Width in thousandths of an em. */
  readonly advance: number;
  /** In thousandths of an em, from the left end of the baseline. */
  readonly contours: readonly Contour[];
}

/**
 * Writes an outline as content of a form in which 1000 units are an em (ISO 32000-2, 8.5).
 *
 * @param outline - what to draw
 * @param grid - to how many points of an em coordinates are rounded: coarser is shorter
 * @returns path operators with integer operands, then one fill for all, so that parts that overlap are not darker
 */
export function outlineOperators(outline: Outline, grid: number): string {
  const unit = grid / 1000;
  const lines = [`${(1 / unit).toFixed(0)} 0 0 ${(1 / unit).toFixed(0)} 0 0 cm`];
  for (const contour of outline.contours) {
    const drawn = contourOperators(contour.map(({ x, y, on }) => ({ x: x * unit, y: y * unit, on })));
    if (drawn.length > 1) lines.push(...drawn, 'h');
  }
  return lines.length === 1 ? '' : `${[...lines, 'f'].join('\n')}\n`;
}

/**
 * TrueType has quadratic curves, PDF cubic ones. Two quadratic curves that meet in an implied point are mostly one cubic
 * curve that was split: with both handles lengthened by 4/3 it passes through that point again, in half the bytes.
 */
function contourOperators(contour: Contour): string[] {
  const points = fromOnCurve(contour);
  const [start] = points;
  if (!start) return [];
  const lines = [`${pair(start)} m`];
  let here = start;
  for (let i = 1; i <= points.length; ) {
    const at = (j: number): Point => points[j % points.length] ?? start;
    const [a, b, c] = [at(i), at(i + 1), at(i + 2)];
    if (a.on) {
      if (i < points.length && pair(a) !== pair(here)) lines.push(`${pair(a)} l`);
      here = a;
      i += 1;
    } else if (b.on) {
      curve(lines, here, towards(here, a, 2 / 3), towards(b, a, 2 / 3), b);
      here = b;
      i += 2;
    } else if (c.on) {
      curve(lines, here, towards(here, a, 4 / 3), towards(c, b, 4 / 3), c);
      here = c;
      i += 3;
    } else {
      const middle = { x: (b.x + c.x) / 2, y: (b.y + c.y) / 2, on: true };
      curve(lines, here, towards(here, a, 4 / 3), towards(middle, b, 4 / 3), middle);
      here = middle;
      i += 2;
    }
  }
  return lines;
}

/** The same contour, beginning with a point on the curve. */
function fromOnCurve(contour: Contour): Contour {
  const first = contour.findIndex(({ on }) => on);
  if (first >= 0) return [...contour.slice(first), ...contour.slice(0, first)];
  const [a, b] = [contour.at(-1), contour[0]];
  return a && b ? [{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, on: true }, ...contour] : [];
}

/** `v` and `y` are curves with a handle in one of the ends: 8.5.2.2. */
function curve(lines: string[], from: Point, handle1: Point, handle2: Point, to: Point): void {
  const [p0, p1, p2, p3] = [pair(from), pair(handle1), pair(handle2), pair(to)];
  if (p3 === p0 && p1 === p0 && p2 === p0) return;
  if ((p1 === p0 || p1 === p3) && (p2 === p3 || p2 === p0)) lines.push(`${p3} l`);
  else if (p1 === p0) lines.push(`${p2} ${p3} v`);
  else if (p2 === p3) lines.push(`${p1} ${p3} y`);
  else lines.push(`${p1} ${p2} ${p3} c`);
}

const towards = (from: Point, to: Point, part: number): Point => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
  on: false,
});

/** `+ 0` turns -0 into 0. */
const pair = ({ x, y }: Point): string => `${Math.round(x) + 0} ${Math.round(y) + 0}`;
