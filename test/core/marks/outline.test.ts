import { expect, test } from 'vitest';
import type { Contour } from '../../../core/marks/glyf.ts';
import { outlineOperators } from '../../../core/marks/outline.ts';

/** `x,y` is on the curve, `(x,y)` is a handle. */
const contour = (text: string): Contour =>
  text.split(' ').map((point) => {
    const [x = 0, y = 0] = point.replace(/[()]/g, '').split(',').map(Number);
    return { x, y, on: !point.startsWith('(') };
  });
const draw = (grid: number, ...contours: string[]) =>
  outlineOperators({ advance: 1000, contours: contours.map(contour) }, grid)
    .split('\n')
    .slice(0, -1);

test('a polygon is lines, and the fill closes it', () => {
  expect(draw(500, '0,0 100,200 200,0')).toEqual(['2 0 0 2 0 0 cm', '0 0 m', '50 100 l', '100 0 l', 'f']);
});

test('a rectangle is one operator that keeps its direction, whichever corner it begins with', () => {
  expect(draw(1000, '0,0 0,10 30,10 30,0')).toContain('0 10 30 -10 re');
  expect(draw(1000, '0,10 30,10 30,0 0,0')).toContain('0 10 30 -10 re');
  expect(draw(1000, '0,0 30,0 30,10 0,10')).toContain('0 0 30 10 re');
  expect(draw(1000, '30,0 30,10 0,10 0,0')).toContain('30 10 -30 -10 re');
});

test('a quadratic curve is the same curve with cubic handles', () => {
  expect(draw(1000, '0,0 (300,600) 600,0 300,-600')).toContain('200 400 400 400 600 0 c');
});

test('two quadratic curves of one arc are one cubic curve', () => {
  expect(draw(1000, '0,0 (0,414) (586,1000) 1000,1000 1000,0')).toContain('0 552 448 1000 1000 1000 c');
});

test('a contour of handles only is a closed curve', () => {
  expect(draw(1000, '(0,0) (0,1000) (1000,1000) (1000,0)')).toEqual([
    '1 0 0 1 0 0 cm',
    '500 0 m',
    '-167 0 -167 1000 500 1000 c',
    '1167 1000 1167 0 500 0 c',
    'f',
  ]);
});

test('on a coarse grid, what is nearly straight is straight', () => {
  const bow = '0,0 (500,8) 1000,0 500,-500';
  expect(draw(1000, bow).join(' ')).toContain(' c ');
  expect(draw(100, bow)).toEqual(['10 0 0 10 0 0 cm', '0 0 m', '100 0 l', '50 -50 l', 'f']);
});

test('what is smaller than the grid is not drawn', () => {
  expect(outlineOperators({ advance: 10, contours: [contour('0,0 1,1 2,0')] }, 100)).toBe('');
  expect(outlineOperators({ advance: 10, contours: [] }, 100)).toBe('');
});

test('numbers are integers, and there is no negative zero', () => {
  expect(draw(500, '-1,-1 333,-0.4 0.2,777').join('\n')).not.toMatch(/\.|-0\b/);
});
