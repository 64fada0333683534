import { describe, expect, it } from 'vitest';
import { prepare } from '../../../core/marks/prepare.ts';
import { PrepareRefusal } from '../../../core/marks/refusal.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { deflate } from '../../../core/pdf/deflate.ts';
import { FREE_DECODED, MAX_FILTERS, MAX_NESTING, MAX_OBJECTS, MAX_PAGES } from '../../../core/pdf/limits.ts';
import { onePage, pdfFile, streamBody } from '../../support/pdf-file.ts';

const MEBIBYTE = 1024 ** 2;
const FLATE = '/Filter /FlateDecode';

/** What data of one byte, many times, are encoded as; `times` once more each. */
async function encoded(length: number, times = 1, byte = 0x20): Promise<string> {
  let data: Uint8Array<ArrayBuffer> = new Uint8Array(length).fill(byte);
  for (let i = 0; i < times; i++) data = await deflate(data);
  return latin1Text(data);
}

/** A file that begins with a cross-reference stream of these rows. */
async function withXrefStream(data: string, dict: string): Promise<Uint8Array> {
  const object = `1 0 obj\n${streamBody(data, `/Type /XRef /Root 2 0 R ${FLATE} ${dict}`)}\nendobj\n`;
  return latin1Bytes(`%PDF-1.7\n${object}startxref\n9\n%%EOF\n`);
}

/** Object streams, each inside the next. */
function nestedObjectStreams(depth: number): Uint8Array {
  let inner = '<< /Type /Catalog >>';
  for (let num = 10; num < 10 + depth; num++) {
    const index = `${num} 0 `;
    inner = streamBody(`${index}${inner}`, `/Type /ObjStm /N 1 /First ${index.length}`);
  }
  return pdfFile(onePage({ 1: '<< /Type /Catalog /Pages 10 0 R >>', 9999: inner }));
}

/** Contents of which none is too large, but all are. */
async function manyContents(): Promise<Uint8Array> {
  const content = await encoded(15 * MEBIBYTE);
  const count = Math.ceil(FREE_DECODED / (15 * MEBIBYTE)) + 2;
  const objects: Record<number, string> = { ...onePage() };
  const kids: string[] = [];
  for (let i = 0; i < count; i++) {
    objects[100 + i] = streamBody(content, FLATE);
    objects[1000 + i] = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents ${100 + i} 0 R >>`;
    kids.push(`${1000 + i} 0 R`);
  }
  objects[2] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${count} >>`;
  return pdfFile(objects);
}

type Case = readonly [name: string, budget: string | RegExp, make: () => Promise<Uint8Array> | Uint8Array];

/** Each with the budget that it runs into: how far a file may get is counted, not timed. */
const BOMBS: readonly Case[] = [
  [
    'content that unfolds a thousand times',
    /a stream .*decodes to/,
    async () => pdfFile(onePage({ 4: streamBody(await encoded(40 * MEBIBYTE), FLATE) })),
  ],
  [
    'content that unfolds a thousand times a thousand times',
    /a stream .*decodes to/,
    async () =>
      pdfFile(
        onePage({
          4: streamBody(await encoded(40 * MEBIBYTE, 2), '/Filter [/FlateDecode /FlateDecode]'),
        }),
      ),
  ],
  [
    'a long chain of filters',
    `more than ${MAX_FILTERS} filters`,
    async () =>
      pdfFile(
        onePage({
          4: streamBody(await encoded(9, 9), `/Filter [${'/FlateDecode '.repeat(MAX_FILTERS + 1)}]`),
        }),
      ),
  ],
  [
    'a run length that unfolds',
    /decodes to/,
    () =>
      pdfFile(
        onePage({
          4: streamBody('\x81'.repeat(8), `/Filter [${'/RunLengthDecode '.repeat(5)}]`),
        }),
      ),
  ],
  [
    'metadata that unfold',
    /decodes to/,
    async () =>
      pdfFile(
        onePage({
          1: '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>',
          5: streamBody(await encoded(40 * MEBIBYTE), `/Type /Metadata ${FLATE}`),
        }),
      ),
  ],
  ['many contents', /the file decodes to more than/, manyContents],
  [
    'an object stream that unfolds',
    /decodes to/,
    async () => withXrefStream(await encoded(40 * MEBIBYTE), '/W [1 4 1] /Size 1'),
  ],
  [
    'a cross-reference of more objects than a document has',
    `more than ${MAX_OBJECTS} objects`,
    async () =>
      withXrefStream(await encoded(3 * (MAX_OBJECTS + 9), 1, 1), '/W [1 1 1] /Index [0 4294967295]'),
  ],
  [
    'arrays in arrays',
    `nested deeper than ${MAX_NESTING}`,
    () => pdfFile(onePage({ 2: `<< /Kids ${'['.repeat(100_000)}${']'.repeat(100_000)} >>` })),
  ],
  [
    'a list of a million pages',
    `more than ${MAX_PAGES} pages`,
    () => pdfFile(onePage({ 2: `<< /Type /Pages /Kids [${'3 0 R '.repeat(1_000_000)}] /Count 1000000 >>` })),
  ],
];

async function refusal(source: Uint8Array): Promise<PrepareRefusal> {
  const error = await prepare(source).catch((thrown: unknown) => thrown);
  if (!(error instanceof PrepareRefusal)) throw new Error('It was not refused.', { cause: error });
  return error;
}

describe('D bombs run into their budget', () => {
  it.each(BOMBS)('%s', async (_, budget, make) => {
    const error = await refusal(await make());
    expect(String((error.cause as Error).message)).toMatch(budget);
    expect(['bomb', 'too-many-pages']).toContain(error.reason);
  });

  it('object streams inside one another do not exist', async () => {
    expect((await refusal(nestedObjectStreams(2000))).reason).toBe('damaged');
  });
});
