import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Blob, Face, Font, Buffer as Run, shape } from 'harfbuzzjs';
import sharp from 'sharp';
import subsetFont from 'subset-font';
import brand from '../../.generated/brand.json' with { type: 'json' };
import content from '../../.generated/public.json' with { type: 'json' };
import { MARK } from '../src/mark.ts';
import { picturePath } from '../src/picture-path.ts';
import type { BuiltPage } from './built-pages.ts';

const FONT = new URL(
  import.meta.resolve('@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2'),
);

const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 84;
/** What fits on a line, in pixels. */
const ROOM = WIDTH - 2 * MARGIN;
const MOST_LINES = 3;

/**
 * Draws the picture that other sites show beside a link to a page: the company, and the page's title, in the site's own
 * font and colours. Letters become outlines, so that no font of the machine has a say.
 */
export class PagePictures {
  readonly #folder: string;
  readonly #draw = drawer();
  /** Titles of pictures whose own page was not met yet. */
  readonly #waiting = new Map<string, string>();
  readonly #drawn = new Map<string, Promise<void>>();

  /** @param folder - where the pages were built to */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(join(folder, 'pictures'), { recursive: true });
  }

  /** Takes a page. Its picture is drawn beside whatever is done meanwhile. */
  take({ path, title }: BuiltPage): void {
    const picture = picturePath(path);
    // A page comes before those below it.
    if (picture === picturePath(path, true)) this.#begin(picture, title);
    else if (!this.#waiting.has(picture)) this.#waiting.set(picture, title);
  }

  /** Ends when all pictures are there. */
  async finish(): Promise<void> {
    for (const [picture, title] of this.#waiting) this.#begin(picture, title);
    await Promise.all(this.#drawn.values());
  }

  #begin(picture: string, title: string): void {
    if (this.#drawn.has(picture)) return;
    const write = async () => writeFile(join(this.#folder, picture), await (await this.#draw)(title));
    this.#drawn.set(picture, write());
  }
}

async function drawer(): Promise<(title: string) => Promise<Uint8Array>> {
  const [regular, bold] = await Promise.all([400, 620].map(openFont));
  if (!regular || !bold) throw new Error('The font of the pictures could not be opened.');
  const { paper, accent, ink, soft } = brand.light;
  const { company } = content;
  return async (title) => {
    const size = bold(title, 80).width <= 2 * ROOM ? 80 : 60;
    const lines = broken(title, (line) => bold(line, size).width <= ROOM);
    const leading = size * 1.15;
    const top = HEIGHT - MARGIN - 70 - leading * (lines.length - 1);
    const written = lines.map((line, index) => at(MARGIN, top + leading * index, bold(line, size).path));
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
<rect width="100%" height="100%" fill="${paper}"/><rect width="100%" height="14" fill="${accent}"/>
<svg x="${MARGIN}" y="72" width="64" height="64" viewBox="0 0 32 32" color="${accent}">${MARK}</svg>
<g fill="${ink}">${at(MARGIN + 84, 120, bold(company.name, 44).path)}${written.join('')}</g>
<g fill="${soft}">${at(MARGIN, HEIGHT - MARGIN + 10, regular(new URL(company.trustOrigin ?? company.productOrigin).host, 34).path)}</g>
</svg>`;
    return new Uint8Array(
      await sharp(Buffer.from(svg))
        .removeAlpha()
        .png({ palette: true, colours: 32, effort: 1, dither: 0 })
        .toBuffer(),
    );
  };
}

async function openFont(
  weight: number,
): Promise<(text: string, size: number) => { path: string; width: number }> {
  const ttf = await subsetFont(await readFile(FONT), undefined, {
    targetFormat: 'sfnt',
    keepAllGlyphs: true,
    variationAxes: { wght: weight },
  });
  const face = new Face(new Blob(new Uint8Array(ttf).buffer), 0);
  const font = new Font(face);
  return (text, size) => {
    const run = new Run();
    run.addText(text);
    run.guessSegmentProperties();
    shape(font, run);
    const scale = size / face.upem;
    let x = 0;
    const glyphs = run.getGlyphInfosAndPositions().map(({ codepoint, xAdvance = 0 }) => {
      const outline = font.glyphToPath(codepoint);
      const drawn = `<path transform="translate(${x})" d="${outline}"/>`;
      x += xAdvance;
      return outline ? drawn : '';
    });
    return { path: `<g transform="scale(${scale} ${-scale})">${glyphs.join('')}</g>`, width: x * scale };
  };
}

function at(x: number, y: number, drawing: string): string {
  return `<g transform="translate(${x} ${y})">${drawing}</g>`;
}

/** Breaks a title into lines that fit; what does not fit on the last one is cut with an ellipsis. */
function broken(title: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]} …`];
}
