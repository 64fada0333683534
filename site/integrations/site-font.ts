import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import subsetFont from 'subset-font';

const SOURCE = new URL(
  import.meta.resolve('@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2'),
);
const TARGET = new URL('../../.generated/hanken-grotesk.woff2', import.meta.url);

/** The weights that the stylesheet uses. */
const WEIGHTS = { min: 400, max: 650 };

/** What western European languages are written in; whatever else a page says is drawn by a font of the reader's system. */
const LETTERS = [...range(0x20, 0x7e), ...range(0xa0, 0xff)]
  .map((code) => String.fromCodePoint(code))
  .join('')
  .concat('ıŒœŸˆ˜–—‘’‚“”„†•…‹›€™−←→↑↓‑\u2009\u200a\u202f');

/** Writes the font of the pages: the package's, cut down to the letters and weights that pages use. */
export function siteFont(): AstroIntegration {
  return {
    name: 'site-font',
    hooks: {
      'astro:config:setup': async () => {
        const font = await subsetFont(await readFile(SOURCE), LETTERS, {
          targetFormat: 'woff2',
          variationAxes: { wght: WEIGHTS },
        });
        await mkdir(new URL('./', TARGET), { recursive: true });
        await writeFile(TARGET, font);
      },
    },
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
