/**
 * The outlines of a TrueType font: its `glyf` table (ISO/IEC 14496-22, section 5.3.3). HarfBuzz draws glyphs too, but
 * calls back into functions that a Worker cannot make at run time. The fonts read here are our own, made by
 * local/fonts/slices.ts; a malformed one throws a RangeError.
 */

/** A point of a closed quadratic spline; between two that are off the curve lies one on it, halfway. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
}
export type Contour = readonly Point[];

/** Composite glyphs are made of glyphs that may be composite; no real font goes deeper than three. */
const MAX_DEPTH = 6;
/** Bits of a point's flag byte. */
const ON_CURVE = 0x01;
const X_SHORT = 0x02;
const Y_SHORT = 0x04;
const REPEAT = 0x08;
const X_SAME_OR_POSITIVE = 0x10;
const Y_SAME_OR_POSITIVE = 0x20;
/** Bits of a component's flags. */
const ARGUMENTS_ARE_WORDS = 0x0001;
const ARGUMENTS_ARE_OFFSETS = 0x0002;
const SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const X_AND_Y_SCALE = 0x0040;
const TWO_BY_TWO = 0x0080;

/**
 * @param font - a TrueType font file
 * @returns its units to the em and a function from a glyph id to the contours of that glyph, in those units
 */
export function readGlyf(font: Uint8Array): { unitsPerEm: number; contours(glyph: number): Contour[] } {
  const tables = new Map<string, DataView>();
  const file = new DataView(font.buffer, font.byteOffset, font.byteLength);
  for (let record = 12; record < 12 + 16 * file.getUint16(4); record += 16) {
    const tag = String.fromCharCode(...font.subarray(record, record + 4));
    const at = font.byteOffset + file.getUint32(record + 8);
    tables.set(tag, new DataView(font.buffer, at, file.getUint32(record + 12)));
  }
  const table = (tag: string): DataView => {
    const found = tables.get(tag);
    if (!found) throw new RangeError(`The font has no "${tag}" table.`);
    return found;
  };
  const [head, loca, glyf] = [table('head'), table('loca'), table('glyf')];
  const offset =
    head.getInt16(50) === 1 ? (i: number) => loca.getUint32(4 * i) : (i: number) => 2 * loca.getUint16(2 * i);

  const contours = (glyph: number, depth = 0): Contour[] => {
    const at = offset(glyph);
    if (at === offset(glyph + 1)) return [];
    const count = glyf.getInt16(at);
    if (count >= 0) return simple(glyf, at + 10, count);
    if (depth === MAX_DEPTH) throw new RangeError('A glyph of the font is composed too deeply.');
    return composite(glyf, at + 10, (component) => contours(component, depth + 1));
  };
  return { unitsPerEm: head.getUint16(18), contours: (glyph) => contours(glyph) };
}

function simple(glyf: DataView, start: number, count: number): Contour[] {
  let at = start;
  const ends: number[] = [];
  for (let i = 0; i < count; i++, at += 2) ends.push(glyf.getUint16(at));
  const points = (ends.at(-1) ?? -1) + 1;
  at += 2 + glyf.getUint16(at);
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = glyf.getUint8(at++);
    flags.push(flag);
    if (flag & REPEAT) for (let n = glyf.getUint8(at++); n > 0; n--) flags.push(flag);
  }
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return flags.slice(0, points).map((flag) => {
      if (flag & short) value += flag & same ? glyf.getUint8(at++) : -glyf.getUint8(at++);
      else if (!(flag & same)) {
        value += glyf.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(X_SHORT, X_SAME_OR_POSITIVE);
  const ys = coordinates(Y_SHORT, Y_SAME_OR_POSITIVE);
  return ends.map((end, i) => {
    const contour: Point[] = [];
    for (let p = i === 0 ? 0 : (ends[i - 1] ?? 0) + 1; p <= end; p++) {
      contour.push({ x: xs[p] ?? 0, y: ys[p] ?? 0, on: ((flags[p] ?? 0) & ON_CURVE) !== 0 });
    }
    return contour;
  });
}

function composite(glyf: DataView, start: number, component: (glyph: number) => Contour[]): Contour[] {
  const contours: Contour[] = [];
  for (let at = start, more = true; more; ) {
    const flags = glyf.getUint16(at);
    const glyph = glyf.getUint16(at + 2);
    at += 4;
    if (!(flags & ARGUMENTS_ARE_OFFSETS)) throw new RangeError('A glyph of the font is composed by points.');
    const words = (flags & ARGUMENTS_ARE_WORDS) !== 0;
    const dx = words ? glyf.getInt16(at) : glyf.getInt8(at);
    const dy = words ? glyf.getInt16(at + 2) : glyf.getInt8(at + 1);
    at += words ? 4 : 2;
    const fixed = () => {
      at += 2;
      return glyf.getInt16(at - 2) / 0x4000;
    };
    let [a, b, c, d] = [1, 0, 0, 1];
    if (flags & SCALE) a = d = fixed();
    else if (flags & X_AND_Y_SCALE) [a, d] = [fixed(), fixed()];
    else if (flags & TWO_BY_TWO) [a, b, c, d] = [fixed(), fixed(), fixed(), fixed()];
    for (const contour of component(glyph)) {
      contours.push(contour.map(({ x, y, on }) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, on })));
    }
    more = (flags & MORE_COMPONENTS) !== 0;
  }
  return contours;
}
