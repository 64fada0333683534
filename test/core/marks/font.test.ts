import { expect, test } from 'vitest';
import { markFont } from '../../../core/marks/font.ts';
import { readGlyf } from '../../../core/marks/glyf.ts';
import { codePoints } from '../../../core/marks/glyphs.ts';

test('the embedded font has a width and an outline for every character but the space', () => {
  const { unitsPerEm, contours } = readGlyf(markFont.program);
  expect(unitsPerEm).toBe(1000);
  for (const [code, glyph] of codePoints()) {
    expect(markFont.widths[glyph], `U+${code.toString(16)}`).toBeGreaterThan(0);
    if (code !== 0x20) expect(contours(glyph).length, `U+${code.toString(16)}`).toBeGreaterThan(0);
  }
});

test('every point of it is in its box', () => {
  const { contours } = readGlyf(markFont.program);
  const [left, bottom, right, top] = markFont.bbox;
  for (let glyph = 0; glyph < markFont.widths.length; glyph++) {
    for (const { x, y } of contours(glyph).flat()) {
      expect(x >= left && x <= right && y >= bottom && y <= top, `glyph ${glyph}: ${x},${y}`).toBe(true);
    }
  }
});

test('a letter that is composed of two has its mark over its middle', () => {
  const { contours } = readGlyf(markFont.program);
  const middle = (part: ReturnType<typeof contours>) => {
    const xs = part.flat().map(({ x }) => x);
    return (Math.min(...xs) + Math.max(...xs)) / 2;
  };
  for (const letter of 'ÄÖÜŴŶ') {
    const drawn = contours(markFont.glyph(letter.codePointAt(0) ?? 0));
    const base = contours(markFont.glyph(letter.normalize('NFD').codePointAt(0) ?? 0));
    expect(drawn.slice(0, base.length)).toEqual(base);
    expect(Math.abs(middle(drawn.slice(base.length)) - middle(base)), letter).toBeLessThan(25);
  }
});

test('W6: no two characters share a glyph, so that text is extracted as it was typed', () => {
  const glyphs = [...codePoints()].map(([, glyph]) => glyph);
  expect(new Set(glyphs).size).toBe(glyphs.length);
  expect(markFont.glyph(0x41)).not.toBe(markFont.glyph(0x410));
  expect(markFont.glyph(0xe000)).toBe(0);
});

test('the ToUnicode map names every glyph once, in blocks of at most 100', () => {
  const map = new TextDecoder().decode(markFont.toUnicode);
  const entries = [...map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]{4})>$/gm)].slice(1);
  expect(
    entries.map(([, glyph, code]) => [Number.parseInt(code ?? '', 16), Number.parseInt(glyph ?? '', 16)]),
  ).toEqual([...codePoints()].sort(([, a], [, b]) => a - b));
  for (const [, count] of map.matchAll(/^(\d+) beginbfchar$/gm))
    expect(Number(count)).toBeLessThanOrEqual(100);
});

test('what every copy carries stays small', async () => {
  const stream = new Blob([markFont.program]).stream().pipeThrough(new CompressionStream('deflate'));
  expect((await new Response(stream).arrayBuffer()).byteLength).toBeLessThan(40_000);
});
