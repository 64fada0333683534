import fc from 'fast-check';
import { expect } from 'vitest';
import type { Mark, Reader } from '../../core/marks/compose.ts';
import { COPY_ID_BYTES, newCopyId } from '../../core/marks/copy-id.ts';
import { glyph } from '../../core/marks/glyphs.ts';
import { slotLengths } from '../../core/marks/slots.ts';

/** @param seed - a byte, for another copy id */
export function aCopyId(seed = 1): string {
  return newCopyId(Uint8Array.from({ length: COPY_ID_BYTES }, (_, i) => (seed * 37 + i * 11) & 0xff));
}

export const aReader: Reader = {
  name: 'Zoë Łukaszewicz',
  company: 'Müller & Söhne GmbH',
  address: 'zoe@mueller-soehne.example',
  date: '2026-11-23',
  copyId: aCopyId(),
};

/** What people put into forms when they want to see what happens. */
const HOSTILE = [
  ') Tj ET Q /x',
  '>> endobj',
  '\\051\\134\\015',
  '\r\n%%EOF\r\n',
  'endstream',
  'stream\nendobj',
  '<</Type/Catalog>>',
  '<FEFF0041> Tj',
  'EMC Q Q Q ET',
  '\0\u0001\u001f\u007f\u0085',
  '\u202e\u202d\u2066\u2069\u200e\u200f',
  '\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u3164',
  '\u{e0041}\u{e007f}\u{e0100}\ufe0f',
  '\ud800',
  '\udc00\ud800',
  '\uffff\ufffe\u{10ffff}',
  '\u0430\u0435\u043e\u0440',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  '👩‍👩‍👧‍👧🦊🇩🇪',
  'محمد',
  'שלום',
  'क्षि',
  '漢字かな한글',
  'ก็',
  '𠮷𝔞',
  '\u2028\u2029\u00a0\u3000',
  'xn--',
  '@',
  '=HYPERLINK("x")',
];

/** Strings of any UTF-16 code units, with the hostile pieces among them; sometimes long. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
      fc
        .tuple(fc.constantFrom(...HOSTILE, 'a', 'W'), fc.integer({ min: 1, max: 300 }))
        .map(([s, n]) => s.repeat(n)),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''));

export const anyReader: fc.Arbitrary<Reader> = fc.record({
  name: anyText,
  company: anyText,
  address: fc.oneof(
    anyText,
    fc.tuple(anyText, anyText).map(([local, domain]) => `${local}@${domain}`),
  ),
  date: fc.constant('2026-11-23'),
  copyId: fc.uint8Array({ minLength: COPY_ID_BYTES, maxLength: COPY_ID_BYTES }).map(newCopyId),
});

const N = '-?\\d+(?:\\.\\d+)?';
const I = '-?\\d+';
/** Every line that a line of a mark may be made of; anything else would be the reader's doing. */
const LINE_OPERATORS = [
  '/G gs(?: 0 g)?',
  `BT /F1 ${N} Tf ${N} ${N} Td <(?:[0-9A-F]{4})*> Tj ET`,
  `q ${N} 0 0 ${N} ${N} ${N} cm /[NC] Do Q`,
  '/Span <</ActualText <FEFF(?:[0-9A-F]{4})*>>> BDC',
  `q BT 3 Tr ${N} Tz /F1 ${N} Tf ${N} ${N} Td <0001> Tj ET Q`,
  'EMC',
].map((line) => new RegExp(`^${line}$`));
const COVER_OPERATORS = [...LINE_OPERATORS, /^\.4 g$/, /^0 g$/];
const OUTLINE_OPERATORS = [
  `${I} 0 0 ${I} 0 0 cm`,
  `${I} ${I} [ml]`,
  `${I} ${I} ${I} ${I} (?:v|y|re)`,
  `${I} ${I} ${I} ${I} ${I} ${I} c`,
  'f',
].map((line) => new RegExp(`^${line}$`));

/** Glyph ids of text in the embedded font, as a mark writes them. */
export function glyphHex(text: string): string {
  return Array.from(text, (character) =>
    glyph(character.codePointAt(0) ?? 0)
      .toString(16)
      .toUpperCase()
      .padStart(4, '0'),
  ).join('');
}

/**
 * What must hold of the mark of any reader whatever.
 *
 * @param options - `dated`: whether the foot says the date, as it does unless a template leaves it out
 */
export function expectSound(mark: Mark, reader: Reader, options = { dated: true }): void {
  for (const kind of ['diagonal', 'foot', 'name', 'company', 'cover'] as const) {
    const content = mark[kind];
    expect(content.length).toBeLessThanOrEqual(slotLengths[kind]);
    const allowed =
      { name: OUTLINE_OPERATORS, company: OUTLINE_OPERATORS, cover: COVER_OPERATORS }[kind as string] ??
      LINE_OPERATORS;
    const strange = content
      .split('\n')
      .filter((line) => line !== '' && !allowed.some((pattern) => pattern.test(line)));
    expect(strange).toEqual([]);
  }
  expect(mark.diagonal).toContain(glyphHex(reader.copyId));
  expect(mark.foot).toContain(glyphHex(`Copy ${reader.copyId}`));
  if (options.dated) expect(mark.foot).toContain(glyphHex(reader.date));
  expect(mark.cover).toContain(glyphHex(reader.date));
  expect(mark.cover).toContain(glyphHex(reader.copyId));
  // No glyph of the font that is not there, and nothing begins left of the line.
  expect(mark.foot + mark.diagonal).not.toMatch(/<(?:[0-9A-F]{4})*?0000(?:[0-9A-F]{4})*> Tj/);
  for (const [, x] of (mark.diagonal + mark.foot).matchAll(/ (-?[\d.]+) -?[\d.]+ (?:Td|cm)/g)) {
    expect(Math.abs(Number(x))).toBeLessThanOrEqual(500.01);
  }
  for (const [, key] of (mark.diagonal + mark.foot).matchAll(/\/([NC]) Do/g)) {
    expect(key === 'N' ? mark.name : mark.company).toMatch(/f\n$/);
  }
  expect(JSON.stringify(mark).length).toBeLessThan(40_000);
}
