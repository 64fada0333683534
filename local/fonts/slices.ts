/**
 * Makes the fonts that draw the names the embedded font has no glyphs for: `node local/fonts/slices.ts`.
 *
 * Each slice is a small TrueType font of one weight, with its shaping tables; `index.json` says which code points it
 * has (core/marks/font-slices.ts reads it). They are static assets: the Worker reads one when a copy is granted to
 * such a name, never while a copy is downloaded. Made once; delete the folder to make them again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';
import { markFont } from '../../core/marks/font.ts';
import { type FontSlice, formatFontSlices } from '../../core/marks/font-slices.ts';
import { codePoints } from './sfnt.ts';

/** A slice is tried in this order; the Chinese, Japanese and Korean ones by what the text is (font-slices.ts). */
const FAMILIES: readonly { slice: string; from: string; files: RegExp; variable?: true }[] = [
  { slice: 'arabic', from: '@fontsource/noto-sans-arabic', files: /-arabic-400-normal\.woff2$/ },
  { slice: 'hebrew', from: '@fontsource/noto-sans-hebrew', files: /-hebrew-400-normal\.woff2$/ },
  { slice: 'devanagari', from: '@fontsource/noto-sans-devanagari', files: /-devanagari-400-normal\.woff2$/ },
  { slice: 'thai', from: '@fontsource/noto-sans-thai', files: /-thai-400-normal\.woff2$/ },
  {
    slice: 'sc',
    from: '@fontsource-variable/noto-sans-sc',
    files: /-sc-(\d+)-wght-normal\.woff2$/,
    variable: true,
  },
  {
    slice: 'jp',
    from: '@fontsource-variable/noto-sans-jp',
    files: /-jp-(\d+)-wght-normal\.woff2$/,
    variable: true,
  },
  {
    slice: 'kr',
    from: '@fontsource-variable/noto-sans-kr',
    files: /-kr-(\d+)-wght-normal\.woff2$/,
    variable: true,
  },
  { slice: 'emoji', from: '@fontsource/noto-emoji', files: /-emoji-(\d+)-400-normal\.woff2$/ },
];

const root = new URL('../../', import.meta.url);

/**
 * @param target - folder to make the slices in; nothing is done where they are
 * @returns how many were made, and their size
 */
export async function makeSlices(target: URL): Promise<{ slices: number; bytes: number }> {
  const index = new URL('index.json', target);
  if (existsSync(index)) return { slices: 0, bytes: 0 };
  mkdirSync(target, { recursive: true });
  const slices: FontSlice[] = [];
  let bytes = 0;
  const write = async (name: string, source: Uint8Array, text?: string, variable?: true) => {
    const font = await subsetFont(source, text, {
      targetFormat: 'sfnt',
      ...(text === undefined ? { keepAllGlyphs: true } : {}),
      ...(variable ? { variationAxes: { wght: 400 } } : {}),
      noHinting: true,
      dropTables: ['BASE', 'DSIG', 'STAT', 'VORG', 'gasp', 'meta', 'post', 'vhea', 'vmtx'],
    });
    writeFileSync(new URL(`${name}.ttf`, target), font);
    slices.push({ name, codePoints: [...codePoints(font).keys()].sort((a, b) => a - b) });
    bytes += font.length;
  };

  // Names are often mixed, and a line is drawn in one piece: the letters that the embedded font has come first, small.
  const latin = new URL('node_modules/@expo-google-fonts/noto-sans/', root);
  const regular = readFileSync(new URL('400Regular/NotoSans_400Regular.ttf', latin));
  const embedded = [...codePoints(regular).keys()].filter((code) => markFont.glyph(code) !== 0);
  await write('latin', regular, String.fromCodePoint(...embedded));
  await write('noto-sans', regular);
  writeFileSync(new URL('noto-sans.LICENSE.txt', target), readFileSync(new URL('LICENSE_FONT', latin)));

  for (const { slice, from, files, variable } of FAMILIES) {
    const folder = new URL(`node_modules/${from}/`, root);
    for (const file of readdirSync(new URL('files/', folder)).sort()) {
      const match = files.exec(file);
      if (!match) continue;
      const name = match[1] === undefined ? slice : `${slice}-${match[1]}`;
      await write(name, readFileSync(new URL(`files/${file}`, folder)), undefined, variable);
    }
    writeFileSync(new URL(`${slice}.LICENSE.txt`, target), readFileSync(new URL('LICENSE', folder)));
  }

  // Last: its presence says that all the others are there.
  writeFileSync(index, formatFontSlices(slices));
  return { slices: slices.length, bytes };
}

if (import.meta.main) {
  const { slices, bytes } = await makeSlices(new URL('site/public/fonts/marks/', root));
  if (slices > 0)
    process.stdout.write(`fonts of the marks: ${slices} slices, ${(bytes / 1e6).toFixed(1)} MB\n`);
}
