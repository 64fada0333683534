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
  const paths = outline.contours.map((contour) =>
    subpath(contour.map(({ x, y, on }) => ({ x: x * unit, y: y * unit, on }))),
  );
  const drawn = paths.filter((path) => path !== '');
  if (drawn.length === 0) return '';
  const scale = (1 / unit).toFixed(0);
  return `${scale} 0 0 ${scale} 0 0 cm\n${drawn.join('')}f\n`;
}

/** A fill closes what is open (8.5.3.1), so none is closed here. */
function subpath(contour: Contour): string {
  const steps = curves(contour);
  const [start, ...rest] = steps;
  if (!start || rest.length === 0) return '';
  if (rest.every(({ operator }) => operator === 'l')) {
    const corners = steps.map(({ to }) => to);
    return rectangle(corners) ?? polygon(corners);
  }
  return steps.map(({ operator, operands, to }) => `${operands}${pair(to)} ${operator}\n`).join('');
}

interface Step {
  readonly operator: 'm' | 'l' | 'c' | 'v' | 'y';
  /** Handles, each followed by a space. */
  readonly operands: string;
  readonly to: Point;
}

/**
 * TrueType has quadratic curves, PDF cubic ones. Two quadratic curves that meet in an implied point are mostly one cubic
 * curve that was split: with both handles lengthened by 4/3 it passes through that point again, in half the bytes.
 */
function curves(contour: Contour): Step[] {
  const points = fromOnCurve(contour);
  const [start] = points;
  if (!start) return [];
  const steps: Step[] = [{ operator: 'm', operands: '', to: rounded(start) }];
  let here = start;
  for (let i = 1; i <= points.length; ) {
    const at = (j: number): Point => points[j % points.length] ?? start;
    const [a, b, c] = [at(i), at(i + 1), at(i + 2)];
    let to = a;
    if (a.on) {
      step(steps, here, here, a, a);
      i += 1;
    } else if (b.on) {
      to = b;
      step(steps, here, towards(here, a, 2 / 3), towards(b, a, 2 / 3), b);
      i += 2;
    } else {
      to = c.on ? c : { x: (b.x + c.x) / 2, y: (b.y + c.y) / 2, on: true };
      step(steps, here, towards(here, a, 4 / 3), towards(to, b, 4 / 3), to);
      i += c.on ? 3 : 2;
    }
    here = to;
  }
  // The last step leads back to the start; as a straight line it is what the fill does by itself.
  if (steps.at(-1)?.operator === 'l') steps.pop();
  return steps;
}

/** `v` and `y` are curves with a handle in one of the ends: 8.5.2.2. */
function step(steps: Step[], from: Point, handle1: Point, handle2: Point, end: Point): void {
  const to = rounded(end);
  const straight = distance(handle1, from, end) < FLAT && distance(handle2, from, end) < FLAT;
  const [p0, p1, p2, p3] = [pair(from), pair(handle1), pair(handle2), pair(to)];
  if (p3 === p0 && straight) return;
  if (straight || (p1 === p0 && p2 === p3)) steps.push({ operator: 'l', operands: '', to });
  else if (p1 === p0) steps.push({ operator: 'v', operands: `${p2} `, to });
  else if (p2 === p3) steps.push({ operator: 'y', operands: `${p1} `, to });
  else steps.push({ operator: 'c', operands: `${p1} ${p2} `, to });
}

/** Steps of the grid by which a handle may be off the straight line; the curve is then off it by 3/4 of that at most. */
const FLAT = 0.6;

/** From a point to a segment. */
function distance(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy);
}

function polygon(corners: readonly Point[]): string {
  return corners.map((corner, i) => `${pair(corner)} ${i === 0 ? 'm' : 'l'}\n`).join('');
}

/** Strokes of Han characters mostly are. Drawn in the direction of the corners: the fill counts windings (8.5.3.3.2). */
function rectangle(corners: readonly Point[]): string | null {
  const [a, b, c, d] = corners;
  if (!a || !b || !c || !d || corners.length !== 4) return null;
  if (a.y === b.y && b.x === c.x && c.y === d.y && d.x === a.x)
    return `${pair(a)} ${c.x - a.x} ${c.y - a.y} re\n`;
  if (a.x === b.x && b.y === c.y && c.x === d.x && d.y === a.y)
    return `${pair(b)} ${d.x - b.x} ${d.y - b.y} re\n`;
  return null;
}

/** The same contour, beginning with a point on the curve. */
function fromOnCurve(contour: Contour): Contour {
  const first = contour.findIndex(({ on }) => on);
  if (first >= 0) return [...contour.slice(first), ...contour.slice(0, first)];
  const [a, b] = [contour.at(-1), contour[0]];
  return a && b ? [{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, on: true }, ...contour] : [];
}

const towards = (from: Point, to: Point, part: number): Point => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
  on: false,
});

/** `+ 0` turns -0 into 0. */
const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x) + 0, y: Math.round(y) + 0, on: true });

function pair(point: Point): string {
  const { x, y } = rounded(point);
  return `${x} ${y}`;
}
