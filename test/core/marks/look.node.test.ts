import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeMark } from '../../../core/marks/compose.ts';
import { defaultLook, EDGES, type MarkLook, STRENGTHS } from '../../../core/marks/look.ts';
import { prepare } from '../../../core/marks/prepare.ts';
import type { Shaper } from '../../../core/marks/shape.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { nodeShaper } from '../../../local/fonts/node-shaper.ts';
import { aReader } from '../../support/marks.ts';
import { type ObjectBodies, onePage, pdfFile, streamBody } from '../../support/pdf-file.ts';
import { popplerText, Workbench } from '../../support/second-opinion.ts';

/** What a printer without colour makes of a mark: rendered in grey at 300 dots to the inch, measured in the pixels. */

const bench = new Workbench();
let shaper: Shaper;
beforeAll(async () => {
  shaper = await nodeShaper();
});
afterAll(() => bench.clear());

const DPI = 300;
const [WIDTH, HEIGHT] = [595, 842];
const DRAWN = { name: '見本の読者', company: 'شركة مثال' };
const A4 =
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 9 0 R >> >> >>';

/** Lines of small print over the whole page, or nothing. */
const printed = (text: string): ObjectBodies =>
  onePage({
    3: A4,
    4: streamBody(
      Array.from({ length: 70 }, (_, i) => `BT /F1 8 Tf 40 ${40 + 11 * i} Td (${text}) Tj ET`).join('\n'),
    ),
  });
const PDFA1 = {
  1: '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>',
  5: streamBody(
    '<rdf:RDF xmlns:rdf="r"><pdfaid:part>1</pdfaid:part></rdf:RDF>',
    '/Type /Metadata /Subtype /XML',
  ),
};

async function copyOf(objects: ObjectBodies, look: MarkLook, reader = aReader): Promise<string> {
  const { head, body, manifest } = await prepare(pdfFile(objects), { look });
  const mark = await composeMark(reader, shaper);
  const stamped = stampHead(head, manifest, await prepareStamp(manifest, mark));
  return bench.file('copy.pdf', new Uint8Array([...stamped, ...body]));
}

interface Gray {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => number;
}

function render(path: string): Gray {
  const { stdout } = spawnSync('pdftoppm', ['-r', String(DPI), '-gray', '-singlefile', path], {
    maxBuffer: 1e9,
  });
  const [header, size] = /^P5\s+(\d+ \d+)\s+255\s/.exec(stdout.toString('latin1', 0, 40)) ?? [];
  if (header === undefined || size === undefined) throw new Error('pdftoppm wrote no picture');
  const [width = 0, height = 0] = size.split(' ').map(Number);
  return { width, height, at: (x, y) => stdout[header.length + y * width + x] ?? 0 };
}

/** The darkest grey in a part of a page, given in points from the lower left, that at least 20 pixels have. */
function ink(picture: Gray, [x0, y0, x1, y1]: readonly [number, number, number, number]): number {
  const counts = new Array<number>(256).fill(0);
  const px = (points: number) => Math.round((points * DPI) / 72);
  for (let y = picture.height - px(y1); y < picture.height - px(y0); y++)
    for (let x = px(x0); x < px(x1); x++) {
      const gray = picture.at(x, y);
      counts[gray] = (counts[gray] ?? 0) + 1;
    }
  let gray = 0;
  for (let sum = counts[0] ?? 0; sum < 20 && gray < 255; sum += counts[gray] ?? 0) gray++;
  return gray;
}

/** WCAG 2.2: contrast ratio of two greys. */
function contrast(a: number, b: number): number {
  const luminance = (gray: number) =>
    gray / 255 <= 0.04045 ? gray / 255 / 12.92 : ((gray / 255 + 0.055) / 1.055) ** 2.4;
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const PAPER = 255;
const FOOT = {
  bottom: [30, 8, 565, 40],
  top: [30, 800, 565, 836],
  left: [6, 40, 46, 802],
  right: [549, 40, 589, 802],
} as const;
const MIDDLE = [150, 200, 450, 640] as const;

describe('the mark in print, in grey', () => {
  it.each(EDGES.flatMap((foot) => STRENGTHS.map((strength) => [foot, strength] as const)))(
    'has a foot line at the %s, %s, that reads as well as text should (4.5:1)',
    async (foot, strength) => {
      const picture = render(
        await copyOf(onePage({ 3: A4, 4: streamBody('') }), { ...defaultLook, foot, strength }),
      );
      expect(contrast(ink(picture, FOOT[foot]), PAPER)).toBeGreaterThan(4.5);
      const others = EDGES.filter((edge) => edge !== foot).map((edge) => FOOT[edge]);
      for (const edge of others) {
        const [x0, y0, x1, y1] = edge;
        const away = [Math.max(x0, 60), Math.max(y0, 60), Math.min(x1, 535), Math.min(y1, 782)] as const;
        if (away[0] < away[2] && away[1] < away[3]) expect(ink(picture, away)).toBe(PAPER);
      }
    },
  );

  it.each(STRENGTHS)(
    'has large lines, %s, that are seen, and text beneath that is read (7:1)',
    async (strength) => {
      const look = { ...defaultLook, strength };
      const blank = ink(render(await copyOf(onePage({ 3: A4, 4: streamBody('') }), look)), MIDDLE);
      expect(contrast(blank, PAPER)).toBeGreaterThan(1.2);
      expect(contrast(0, blank)).toBeGreaterThan(7);
    },
  );

  it('is darker from step to step', async () => {
    const grays: number[] = [];
    for (const strength of STRENGTHS)
      grays.push(
        ink(
          render(await copyOf(onePage({ 3: A4, 4: streamBody('') }), { ...defaultLook, strength })),
          MIDDLE,
        ),
      );
    expect(grays).toEqual(grays.toSorted((a, b) => b - a));
    expect(new Set(grays).size).toBe(3);
  });

  it.each([
    ['set in the font', aReader],
    ['drawn', { ...aReader, ...DRAWN }],
  ])(
    'W16 lets text be read through where PDF/A-1 forbids transparency, a name that is %s',
    async (_, reader) => {
      for (const strength of STRENGTHS) {
        const look = { ...defaultLook, strength };
        const blank = render(
          await copyOf({ ...onePage({ 3: A4, 4: streamBody('') }), ...PDFA1 }, look, reader),
        );
        expect(contrast(ink(blank, MIDDLE), PAPER)).toBeGreaterThan(1.2);
        // Letters are lines with paper between them: no patch of 2 by 2 mm is covered.
        expect(coveredPatches(blank)).toBe(0);
      }
    },
  );

  it('leaves the text beneath to be selected, in order', async () => {
    const text = 'The quick brown fox jumps over the lazy dog, and the auditor takes note of it.';
    const path = await copyOf(printed(text), { ...defaultLook, strength: 'strong' });
    const lines = popplerText(path, true)[0]?.split('\n') ?? [];
    expect(lines.filter((line) => line === text)).toHaveLength(70);
  });
});

/** Squares of 2 mm in the middle of the page of which less than a quarter is paper. */
function coveredPatches(picture: Gray): number {
  const side = Math.round((2 / 25.4) * DPI);
  let covered = 0;
  for (let y = 0; y + side < picture.height; y += side)
    for (let x = 0; x + side < picture.width; x += side) {
      if (y > ((HEIGHT - 60) * DPI) / 72 || x > (WIDTH * DPI) / 72) continue;
      let paper = 0;
      for (let dy = 0; dy < side; dy++)
        for (let dx = 0; dx < side; dx++) paper += picture.at(x + dx, y + dy) > 240 ? 1 : 0;
      if (paper < (side * side) / 4) covered++;
    }
  return covered;
}
