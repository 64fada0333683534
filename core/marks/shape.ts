import bidiFactory from 'bidi-js';
import { parseFontSlices, regionsOf } from './font-slices.ts';
import { readGlyf } from './glyf.ts';
import { graphemes } from './graphemes.ts';
import { type HarfbuzzFont, openHarfbuzz } from './harfbuzz.ts';
import type { Outline } from './outline.ts';

/** Draws a line of text in any script there is a font for. */
export interface Shaper {
  /**
   * @param text - one line, normalised and without control characters (reader-text.ts)
   * @returns the drawing, or the graphemes that no font has
   */
  shape(text: string): Promise<Outline | { readonly missing: readonly string[] }>;
}

/** How many fonts are kept for the next name. A name needs one to three; a slice of Han characters has 50 to 120 KB. */
const MAX_FONTS = 12;

/**
 * @param wasm - harfbuzz.wasm of the package harfbuzzjs, compiled: a Worker imports it so, others use WebAssembly.compile
 * @param font - reads `<slice>.ttf` of the folder that local/fonts/slices.ts makes, and its `index.json`; null where
 *   there is no such file, and what needed it counts as missing
 */
export async function createShaper({
  wasm,
  font,
}: {
  wasm: WebAssembly.Module;
  font: (file: string) => Promise<Uint8Array | null>;
}): Promise<Shaper> {
  const [harfbuzz, index] = await Promise.all([openHarfbuzz(wasm), font('index.json')]);
  if (!index) throw new Error('The index of font slices is missing: build the site, which makes it.');
  const slices = parseFontSlices(new TextDecoder().decode(index));
  const kept = new Map<string, Uint8Array>();

  async function read(slice: string): Promise<Uint8Array | null> {
    const bytes = kept.get(slice) ?? (await font(`${slice}.ttf`));
    kept.delete(slice);
    if (bytes) kept.set(slice, bytes);
    for (const oldest of kept.keys()) if (kept.size > MAX_FONTS) kept.delete(oldest);
    return bytes;
  }

  return {
    async shape(text) {
      const regions = regionsOf(text);
      const clusters: Cluster[] = [];
      const missing: string[] = [];
      const files = new Map<string, Uint8Array>();
      let end = 0;
      for (const segment of graphemes(text)) {
        const start = end;
        end += segment.length;
        const slice = slices.find(segment, regions, clusters.at(-1)?.slice ?? null);
        const file = slice === null ? null : (files.get(slice) ?? (await read(slice)));
        if (slice === null || file === null) {
          missing.push(segment);
          continue;
        }
        files.set(slice, file);
        clusters.push({ start, end, slice, script: scriptOf(segment) });
      }
      if (missing.length > 0) return { missing };

      const opened = new Map<string, { shaped: HarfbuzzFont; drawn: ReturnType<typeof readGlyf> }>();
      try {
        for (const [slice, file] of files)
          opened.set(slice, { shaped: harfbuzz.open(file), drawn: readGlyf(file) });
        const contours: Outline['contours'][number][] = [];
        let pen = 0;
        for (const { slice, start, end, level } of visualOrder(runs(text, clusters))) {
          const font = opened.get(slice);
          if (!font) continue;
          const scale = 1000 / font.drawn.unitsPerEm;
          for (const { glyph, advance, dx, dy } of font.shaped.shape(text, start, end, level % 2 === 1)) {
            for (const contour of font.drawn.contours(glyph)) {
              contours.push(
                contour.map(({ x, y, on }) => ({ x: pen + (x + dx) * scale, y: (y + dy) * scale, on })),
              );
            }
            pen += advance * scale;
          }
        }
        return { advance: Math.round(pen), contours };
      } finally {
        for (const { shaped } of opened.values()) shaped.close();
      }
    },
  };
}

interface Cluster {
  readonly start: number;
  readonly end: number;
  readonly slice: string;
  /** Null for what belongs to no script: spaces, digits, punctuation. */
  readonly script: string | null;
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly slice: string;
  readonly level: number;
}

const bidi = bidiFactory();

/** Parts of one font, one script and one direction, in the order of the text. */
function runs(text: string, clusters: readonly Cluster[]): Run[] {
  const { levels } = bidi.getEmbeddingLevels(text);
  const found: (Run & { script: string | null; end: number })[] = [];
  for (const { start, end, slice, script } of clusters) {
    const level = levels[start] ?? 0;
    const run = found.at(-1);
    const fits = run && run.slice === slice && run.level === level;
    if (fits && (run.script === null || script === null || run.script === script)) {
      run.end = end;
      run.script ??= script;
    } else found.push({ start, end, slice, level, script });
  }
  return found;
}

/** UAX #9, rule L2: from the highest level down to the lowest odd one, reverse what is at that level or above. */
function visualOrder(runs: readonly Run[]): Run[] {
  const order = [...runs];
  for (let level = Math.max(0, ...runs.map((run) => run.level)); level > 0; level--) {
    for (let i = 0; i < order.length; i++) {
      let j = i;
      while ((order[j]?.level ?? -1) >= level) j++;
      if (j > i + 1) order.splice(i, j - i, ...order.slice(i, j).reverse());
      i = Math.max(i, j);
    }
  }
  return order;
}

/** The scripts that the fonts have, one of which HarfBuzz is told by the first letter of a run. */
const SCRIPTS = [
  'Latin',
  'Greek',
  'Cyrillic',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Thai',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
];
const LETTERS = SCRIPTS.map((script) => ({ script, letter: new RegExp(`\\p{Script=${script}}`, 'u') }));

function scriptOf(grapheme: string): string | null {
  return LETTERS.find(({ letter }) => letter.test(grapheme))?.script ?? null;
}
