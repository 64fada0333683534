import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, linePlaces, readBox, uprightPage, visibleBox } from '../../../core/marks/geometry.ts';
import { DIRECTIONS, defaultLook, EDGES } from '../../../core/marks/look.ts';
import { Real } from '../../../core/pdf/objects.ts';

const resolve = <T>(value: T) => value;
const A4: Box = { x0: 0, y0: 0, x1: 595, y1: 842 };

/** Where a point of the upright page lies in user space. */
function toUser([a, b, c, d, e, f]: readonly number[], x: number, y: number): [number, number] {
  return [(a ?? 0) * x + (c ?? 0) * y + (e ?? 0), (b ?? 0) * x + (d ?? 0) * y + (f ?? 0)];
}

describe('W17 the page as it is seen', () => {
  it.each([
    [[0, 0, 595, 842], A4],
    [[595, 842, 0, 0], A4],
    [[new Real('-10.5'), 0, 10, 20], { x0: -10.5, y0: 0, x1: 10, y1: 20 }],
    [[0, 0, 0, 842], undefined],
    [[0, 0, 1e9, 842], undefined],
    [[0, 0, 5], undefined],
    [null, undefined],
  ])('reads the box %j', (value, box) => {
    expect(readBox(value as never, resolve)).toEqual(box);
  });

  it('shows the crop box within the media box', () => {
    expect(visibleBox(A4, { x0: 100, y0: -50, x1: 900, y1: 400 })).toEqual({
      x0: 100,
      y0: 0,
      x1: 595,
      y1: 400,
    });
    expect(visibleBox(A4, { x0: 1000, y0: 0, x1: 2000, y1: 10 })).toEqual(A4);
    expect(visibleBox(undefined, undefined)).toEqual({ x0: 0, y0: 0, x1: 612, y1: 792 });
  });

  it.each([
    [0, 'lower left', [10, 20]],
    [90, 'lower right', [110, 20]],
    [180, 'upper right', [110, 220]],
    [-90, 'upper left', [10, 220]],
    [270, 'upper left', [10, 220]],
    [450, 'lower right', [110, 20]],
    [44, 'lower left', [10, 20]],
  ])('turned by %d°, the origin is the %s', (rotate, _, corner) => {
    const page = uprightPage({ x0: 10, y0: 20, x1: 110, y1: 220 }, rotate, 1);
    expect(toUser(page.matrix, 0, 0)).toEqual(corner);
  });

  it('keeps the whole page, and nothing but the page, in sight', () => {
    const coordinate = fc.double({ min: -5000, max: 5000, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(
          coordinate,
          coordinate,
          fc.double({ min: 1, max: 5000, noNaN: true }),
          fc.double({ min: 1, max: 5000, noNaN: true }),
        ),
        fc.integer({ min: -9, max: 9 }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        ([x0, y0, w, h], quarters, unit) => {
          const box = { x0, y0, x1: x0 + w, y1: y0 + h };
          const page = uprightPage(box, quarters * 90, unit);
          const corners = [toUser(page.matrix, 0, 0), toUser(page.matrix, page.width, page.height)];
          const xs = corners.map(([x]) => x).sort((a, b) => a - b);
          const ys = corners.map(([, y]) => y).sort((a, b) => a - b);
          expect(xs[0]).toBeCloseTo(box.x0, 4);
          expect(xs[1]).toBeCloseTo(box.x1, 4);
          expect(ys[0]).toBeCloseTo(box.y0, 4);
          expect(ys[1]).toBeCloseTo(box.y1, 4);
        },
      ),
    );
  });

  it.each(EDGES.flatMap((foot) => DIRECTIONS.map((across) => [across, foot] as const)))(
    'places lines that are %s, foot at the %s, inside pages from a business card to A0',
    (across, foot) => {
      for (const [w, h] of [
        [240, 150],
        [595, 842],
        [2384, 3370],
        [3370, 2384],
        [100, 14_400],
        [14_400, 100],
      ] as const) {
        const page = uprightPage({ x0: 0, y0: 0, x1: w, y1: h }, 0, 1);
        const places = linePlaces(page, { across, foot, strength: 'normal' });
        // The foot in two lines reaches from its descenders to the accents of the upper one.
        const corners = { diagonal: [0], foot: [-4, 37] };
        for (const line of ['diagonal', 'foot'] as const)
          for (const end of [-500, 500])
            for (const up of corners[line]) {
              const [x, y] = toUser(places[line].split(' ').map(Number), end, up);
              expect(x).toBeGreaterThanOrEqual(0);
              expect(x).toBeLessThanOrEqual(w);
              expect(y).toBeGreaterThanOrEqual(0);
              expect(y).toBeLessThanOrEqual(h);
            }
      }
    },
  );

  it('writes no number that a content stream cannot have', () => {
    for (const unit of [0, -1, Number.NaN, 1e-3, 1e9]) {
      const page = uprightPage({ x0: 0, y0: 0, x1: 1e-3, y1: 1e6 }, 0, unit);
      expect(linePlaces(page, defaultLook).diagonal).toMatch(/^(-?\d+(\.\d+)? ?){6}$/);
    }
  });
});
