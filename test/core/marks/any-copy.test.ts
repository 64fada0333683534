import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeMark, type Reader } from '../../../core/marks/compose.ts';
import { prepare } from '../../../core/marks/prepare.ts';
import { segments } from '../../../core/marks/range.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { latin1Text } from '../../../core/pdf/chars.ts';
import { PdfDocument } from '../../../core/pdf/document.ts';
import { Stream } from '../../../core/pdf/objects.ts';
import { listPages } from '../../../core/pdf/page-tree.ts';
import { anyReader, expectSound } from '../../support/marks.ts';
import { onePage, pdfFile, streamBody, textContent } from '../../support/pdf-file.ts';

/** How many; more through the environment: FUZZ_COPIES=2000. */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
const RUNS = Number(process?.env.FUZZ_COPIES ?? 60);

const coordinate = fc.double({ min: -4000, max: 4000, noNaN: true });
const extent = fc.double({ min: 20, max: 4000, noNaN: true });
/** As a file spells it. */
const spelt = (value: number) => Number(value.toFixed(3));
const box = fc
  .tuple(coordinate, coordinate, extent, extent, fc.boolean())
  .map(([x, y, w, h, turned]) => (turned ? [x + w, y + h, x, y] : [x, y, x + w, y + h]).map(spelt));
interface Geometry {
  readonly mediaBox: readonly number[];
  readonly cropBox: readonly number[] | null;
  readonly rotate: number;
  readonly userUnit: number | null;
  /** Whether the content of the page stands in the head. */
  readonly inHead: boolean;
}
const geometry: fc.Arbitrary<Geometry> = fc.record({
  mediaBox: box,
  cropBox: fc.option(box),
  rotate: fc.constantFrom(0, 90, 180, 270, -90, 450),
  userUnit: fc.option(fc.double({ min: 0.1, max: 20, noNaN: true }).map(spelt)),
  inHead: fc.boolean(),
});

/** A report of one page of any shape, as a copy for any reader. */
async function copyFor(reader: Reader, page: Geometry) {
  const numbers = (values: readonly number[]) => values.map((value) => value.toFixed(3)).join(' ');
  const entries = [
    `/Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 9 0 R >> >>`,
    `/MediaBox [${numbers(page.mediaBox)}] /Rotate ${page.rotate}`,
    page.cropBox ? `/CropBox [${numbers(page.cropBox)}]` : '',
    page.userUnit ? `/UserUnit ${page.userUnit.toFixed(3)}` : '',
  ];
  const source = pdfFile(onePage({ 3: `<< ${entries.join(' ')} >>`, 4: streamBody(textContent('Hello')) }));
  const { head, body, manifest } = await prepare(source, { contentsInHead: page.inHead });
  const mark = await composeMark(reader);
  const stamped = stampHead(head, manifest, await prepareStamp(manifest, mark));
  const whole = new Uint8Array(manifest.length);
  whole.set(stamped);
  whole.set(body, stamped.length);
  return { whole, stamped, body, manifest, mark };
}

test(`W5 W7 W8 W9 W17: any name, on a page of any shape, cut anywhere, is that reader’s copy (${RUNS} runs)`, {
  timeout: 900_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      anyReader,
      geometry,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
      async (reader, page, places) => {
        const { whole, stamped, body, manifest, mark } = await copyFor(reader, page);
        expectSound(mark, reader);

        const cuts = new Set([0, manifest.length, manifest.head.length]);
        for (const { offset, length } of manifest.slots)
          for (const edge of [offset - 1, offset, offset + 1, offset + length - 1, offset + length])
            cuts.add(edge);
        for (const place of places) cuts.add(Math.floor(place * manifest.length));
        const edges = [...cuts].sort((a, b) => a - b);
        const stitched = new Uint8Array(manifest.length);
        for (let i = 1; i < edges.length; i++) {
          const [first, last] = [edges[i - 1] as number, (edges[i] as number) - 1];
          const part = segments(first, last, manifest.head.length);
          if (part.head) stitched.set(stamped.subarray(part.head.start, part.head.end), first);
          if (part.body) {
            const { offset, length } = part.body;
            stitched.set(body.subarray(offset, offset + length), manifest.head.length + offset);
          }
        }
        // Compared by hand: toEqual takes a second for a file.
        expect(stitched.findIndex((byte, at) => byte !== whole[at])).toBe(-1);

        const document = await PdfDocument.open(whole);
        expect([...document.repairs]).toEqual([]);
        const [seen, ...more] = listPages(document);
        expect(more).toHaveLength(0);
        const contents = document.resolve(seen?.dict.get('Contents'));
        const text = (Array.isArray(contents) ? contents : [])
          .map((item) => document.resolve(item))
          .map((item) =>
            item instanceof Stream ? latin1Text(document.decode(item)?.bytes ?? new Uint8Array()) : '',
          )
          .join('');
        expect(text).toContain('(Hello) Tj');
        expect(text).toMatch(/\n\/Artifact BMC\nq [-\d. ]+ cm \/Tc0 Do Q\nEMC\n$/);
        expectInSight(text, page);
      },
    ),
    { numRuns: RUNS },
  );
});

/** Both ends of the foot line and of the diagonal lie on the visible part of the page. */
function expectInSight(text: string, page: Geometry): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = (/BMC\nq ([-\d. ]+) cm \/Tc0/.exec(text)?.[1] ?? '')
    .split(' ')
    .map(Number);
  const sorted = (from = 0, to = 0) => [Math.min(from, to), Math.max(from, to)] as const;
  const sides = (values: readonly number[]) =>
    [sorted(values[0], values[2]), sorted(values[1], values[3])] as const;
  const [mediaX, mediaY] = sides(page.mediaBox);
  const [cropX, cropY] = sides(page.cropBox ?? page.mediaBox);
  const shared = (one: readonly [number, number], other: readonly [number, number]) =>
    [Math.max(one[0], other[0]), Math.min(one[1], other[1])] as const;
  let [x, y] = [shared(mediaX, cropX), shared(mediaY, cropY)];
  // A crop box that shows nothing of the page is not looked at.
  if (x[0] >= x[1] || y[0] >= y[1]) [x, y] = [mediaX, mediaY];
  const unit = page.userUnit ?? 1;
  const turned = Math.abs(page.rotate % 180) === 90;
  const [across, up] = [(x[1] - x[0]) * unit, (y[1] - y[0]) * unit];
  const [width, height] = turned ? [up, across] : [across, up];
  const half = 0.45 * Math.min(width, 900);
  const foot = Math.min(14, 0.02 * height);
  for (const [px, py] of [
    [width / 2 - half, foot],
    [width / 2 + half, foot],
    [0.19 * width, 0.19 * height],
    [0.81 * width, 0.81 * height],
  ] as const) {
    const [ux, uy] = [a * px + c * py + e, b * px + d * py + f];
    const slack = 0.01 * (across + up);
    expect(ux).toBeGreaterThanOrEqual(x[0] - slack);
    expect(ux).toBeLessThanOrEqual(x[1] + slack);
    expect(uy).toBeGreaterThanOrEqual(y[0] - slack);
    expect(uy).toBeLessThanOrEqual(y[1] + slack);
  }
}
