/**
 * Makes the font that prepared reports carry: `node local/fonts/embed.ts`.
 *
 * It holds what most names, companies and addresses are written in; every other script is drawn as outlines. Glyph ids
 * are those of this one subset: prepared reports keep their copy of it, so a report prepared with another subset must
 * be prepared again. That is why the result is committed and the font's name holds a hash.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';
import { codePoints, sfntTable, sfntTables } from './sfnt.ts';

const root = new URL('../../', import.meta.url);
const source = readFileSync(
  new URL('node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf', root),
);

/** First and last code points, inclusive. No code point whose glyph another one already has: text must extract as typed. */
const RANGES: readonly (readonly [first: number, last: number, what: string])[] = [
  [0x20, 0x7e, 'ASCII'],
  [0xa1, 0xac, 'Latin-1'],
  [0xae, 0xb4, 'Latin-1, without the micro sign'],
  [0xb6, 0xff, 'Latin-1'],
  [0x100, 0x148, 'Latin Extended-A'],
  [0x14a, 0x17e, 'Latin Extended-A'],
  [0x18f, 0x18f, 'schwa of Azerbaijani'],
  [0x1a0, 0x1a1, 'o with horn'],
  [0x1af, 0x1b0, 'u with horn'],
  [0x1cd, 0x1dc, 'pinyin'],
  [0x1e6, 0x1e7, 'g with caron'],
  [0x1fa, 0x1ff, 'Latin Extended-B'],
  [0x218, 0x21b, 'Romanian'],
  [0x259, 0x259, 'schwa of Azerbaijani'],
  [0x384, 0x386, 'Greek'],
  [0x388, 0x38a, 'Greek'],
  [0x38c, 0x38c, 'Greek'],
  [0x38e, 0x3a1, 'Greek'],
  [0x3a3, 0x3ce, 'Greek'],
  [0x400, 0x45f, 'Cyrillic'],
  [0x490, 0x4ff, 'Cyrillic of other languages'],
  [0x1e00, 0x1e85, 'Latin Extended Additional'],
  [0x1e9e, 0x1e9e, 'capital sharp s'],
  [0x1ea0, 0x1ef9, 'Vietnamese'],
  [0x2010, 0x2015, 'hyphens and dashes'],
  [0x2018, 0x201e, 'quotation marks'],
  [0x2020, 0x2022, 'daggers and bullet'],
  [0x2026, 0x2026, 'ellipsis'],
  [0x2030, 0x2030, 'per mille'],
  [0x2039, 0x203a, 'quotation marks'],
  [0x20ac, 0x20ac, 'euro'],
  [0x2116, 0x2116, 'numero'],
  [0x2122, 0x2122, 'trade mark'],
  [0x2212, 0x2212, 'minus'],
];

const text = RANGES.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)),
).join('');
const plain = { targetFormat: 'sfnt', noHinting: true, noLayoutClosure: true, keepFeatures: [] } as const;
const withMap = await subsetFont(source, text, { ...plain });
// What a CIDFontType2 needs and no more (ISO 32000-2, 9.9.2): the map from characters is the writer's business.
const program = await subsetFont(source, text, {
  ...plain,
  dropTables: ['GSUB', 'GPOS', 'GDEF', 'cmap', 'name', 'post', 'OS/2', 'gasp', 'STAT', 'meta', 'DSIG'],
});

const tables = sfntTables(program);
const glyphs = codePoints(withMap);
const count = sfntTable(tables, 'maxp').getUint16(4);
const unitsPerEm = sfntTable(tables, 'head').getUint16(18);
if (unitsPerEm !== 1000)
  throw new Error(`The font has ${unitsPerEm} units to the em; widths are written as they are, for 1000.`);
if (new Set(glyphs.values()).size !== glyphs.size)
  throw new Error('Two code points share a glyph; leave one out of RANGES.');
for (const character of text) {
  if (!glyphs.has(character.codePointAt(0) ?? 0)) throw new Error(`The font lacks ${character}.`);
}

const hhea = sfntTable(tables, 'hhea');
const hmtx = sfntTable(tables, 'hmtx');
const metrics = hhea.getUint16(34);
const widths = Array.from({ length: count }, (_, glyph) => hmtx.getUint16(4 * Math.min(glyph, metrics - 1)));

const glyf = sfntTable(tables, 'glyf');
const loca = sfntTable(tables, 'loca');
const long = sfntTable(tables, 'head').getUint16(50) === 1;
const bbox = [0, 0, 0, 0];
for (let glyph = 0; glyph < count; glyph++) {
  const offset = long ? loca.getUint32(4 * glyph) : 2 * loca.getUint16(2 * glyph);
  const next = long ? loca.getUint32(4 * glyph + 4) : 2 * loca.getUint16(2 * glyph + 2);
  if (offset === next) continue;
  for (const corner of [0, 1])
    bbox[corner] = Math.min(bbox[corner] ?? 0, glyf.getInt16(offset + 2 + 2 * corner));
  for (const corner of [2, 3])
    bbox[corner] = Math.max(bbox[corner] ?? 0, glyf.getInt16(offset + 2 + 2 * corner));
}

/** Runs of consecutive code points with consecutive glyph ids: `first code point, first glyph, length`. */
const runs: [code: number, glyph: number, length: number][] = [];
for (const [code, glyph] of [...glyphs].sort(([a], [b]) => a - b)) {
  const run = runs.at(-1);
  if (run && run[0] + run[2] === code && run[1] + run[2] === glyph) run[2]++;
  else runs.push([code, glyph, 1]);
}

const sha256 = createHash('sha256').update(program).digest();
// ISO 32000-2, 9.9.2: a subset is named by six capital letters that differ between subsets.
const tag = [...sha256.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
const notice = `/**
 * Made by local/fonts/embed.ts from Noto Sans Regular (npm package @expo-google-fonts/noto-sans); not edited by hand.
 * Copyright 2022 The Noto Project Authors (https://github.com/notofonts/latin-greek-cyrillic). Licensed under the SIL
 * Open Font License, Version 1.1: LICENSES/OFL-1.1-noto-sans.txt.
 */
`;
const os2 = sfntTable(sfntTables(withMap), 'OS/2');
const wrap = (base64: string) => (base64.match(/.{1,100}/g) ?? []).map((line) => `  '${line}'`).join(' +\n');

writeFileSync(
  new URL('core/marks/font-data.ts', root),
  `${notice}
export const fontName = '${tag}+NotoSans-Regular';
export const fontMetrics = {
  unitsPerEm: ${unitsPerEm},
  ascent: ${hhea.getInt16(4)},
  descent: ${hhea.getInt16(6)},
  capHeight: ${os2.getInt16(88)},
  bbox: [${bbox.join(', ')}],
} as const;

/** Runs of code points: first code point, its glyph id, length of the run; flattened. */
export const fontRuns: readonly number[] = [
${fill(runs.flat())}
];

/** Advance width of each glyph id, in thousandths of an em. */
export const fontWidths: readonly number[] = [
${fill(widths)}
];
`,
);
writeFileSync(
  new URL('core/marks/font-program.ts', root),
  `${notice}
/** The font file, base64: ${program.length} bytes, ${count} glyphs, SHA-256 ${sha256.toString('hex')}. */
export const fontProgram =
${wrap(Buffer.from(program).toString('base64'))};
`,
);
process.stdout.write(`${tag}+NotoSans-Regular: ${count} glyphs, ${program.length} bytes\n`);

/** Numbers in lines of at most 110 characters, as the formatter of this repository writes them. */
function fill(numbers: number[]): string {
  const lines = [' '];
  for (const number of numbers) {
    const line = `${lines.at(-1)} ${number},`;
    if (line.length <= 110) lines[lines.length - 1] = line;
    else lines.push(`  ${number},`);
  }
  return lines.join('\n');
}
