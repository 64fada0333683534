import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFontSlices, parseFontSlices, regionsOf } from '../../../core/marks/font-slices.ts';

const ordered = (codes: number[]) => [...new Set(codes)].sort((a, b) => a - b);

test('an index reads back as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0x21, max: 0x10ffff }), { maxLength: 200 }), (codes) => {
      const slices = parseFontSlices(formatFontSlices([{ name: 'some', codePoints: ordered(codes) }]));
      for (const code of codes) {
        const found = (of: number) => slices.find(String.fromCodePoint(of), [], null) === 'some';
        if (/\p{Default_Ignorable_Code_Point}|\p{Cs}/u.test(String.fromCodePoint(code))) continue;
        expect(found(code)).toBe(true);
        if (code < 0x10ffff) expect(found(code + 1)).toBe(codes.includes(code + 1));
      }
    }),
  );
});

const slices = parseFontSlices(
  formatFontSlices([
    { name: 'latin', codePoints: [0x20, 0x41, 0x42] },
    { name: 'noto-sans', codePoints: [0x20, 0x41, 0x303] },
    { name: 'sc-1', codePoints: [0x20, 0x76f4] },
    { name: 'jp-2', codePoints: [0x20, 0x3042, 0x76f4] },
    { name: 'kr-3', codePoints: [0x76f4, 0xac00] },
    { name: 'emoji-1', codePoints: [0x20, 0x41, 0x1f469] },
  ]),
);
const HAN = '\u76f4';

test('the first slice that has all of a grapheme draws it', () => {
  expect(slices.find('A', [], null)).toBe('latin');
  expect(slices.find('A\u0303', [], 'latin')).toBe('noto-sans');
  expect(slices.find('B\u0303', [], 'latin')).toBeNull();
  expect(slices.find('Z', [], null)).toBeNull();
});

test('the slice of the character before is kept where it serves, but not that of an emoji', () => {
  expect(slices.find(' ', [], 'jp-2')).toBe('jp-2');
  expect(slices.find(' ', [], 'emoji-1')).toBe('latin');
});

test('joiners and selectors need no glyph of their own', () => {
  expect(slices.find('\u{1f469}\u200d\u{1f469}\ufe0f', [], null)).toBe('emoji-1');
});

test('W6: Han is drawn the Japanese way beside kana, the Korean way beside Hangul, else the Chinese way', () => {
  expect(slices.find(HAN, regionsOf(HAN), null)).toBe('sc-1');
  expect(slices.find(HAN, regionsOf(`${HAN}あ`), null)).toBe('jp-2');
  expect(slices.find(HAN, regionsOf(`${HAN}가`), null)).toBe('kr-3');
});

test.each([
  '[]x',
  'null',
  '3',
  '{"a":3}',
  '{"../a":""}',
  '{"A":""}',
  '{"a":"1,,2"}',
  '{"a":"-1"}',
  '{"a":"zzzzz"}',
  '{"a":"1+"}',
])('%s is no index', (json) => {
  expect(() => parseFontSlices(json)).toThrow();
});
