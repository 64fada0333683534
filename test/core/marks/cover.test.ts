import { beforeAll, describe, expect, it } from 'vitest';
import { composeMark } from '../../../core/marks/compose.ts';
import type { Cover } from '../../../core/marks/cover.ts';
import { type Prepared, type PrepareOptions, prepare } from '../../../core/marks/prepare.ts';
import { sha256Hex } from '../../../core/marks/sha256-hex.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { verifyPrepared } from '../../../core/marks/verify.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { PdfDocument } from '../../../core/pdf/document.ts';
import { type Dict, dictOf, type PdfValue, Stream } from '../../../core/pdf/objects.ts';
import { listPages } from '../../../core/pdf/page-tree.ts';
import { aReader, glyphHex } from '../../support/marks.ts';
import { type ObjectBodies, onePage, pdfFile, streamBody, textContent } from '../../support/pdf-file.ts';
import { blankFile } from '../../support/prepared.ts';

const cover: Cover = {
  publisher: 'Example GmbH',
  title: 'SOC 2 Type II',
  subtitle: '1 October 2025 to 30 September 2026',
  notes: ['Found it? Write to security@company.example.'],
};
const PAGE = '/Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << /Font << /F1 9 0 R >> >>';

interface Read {
  readonly prepared: Prepared;
  readonly document: PdfDocument;
  readonly pages: readonly Dict[];
  readonly content: string;
}

async function covered(objects: ObjectBodies, options: PrepareOptions = {}): Promise<Read> {
  const prepared = await prepare(pdfFile(objects), { cover, ...options });
  const document = await PdfDocument.open(blankFile(prepared));
  const pages = listPages(document).map(({ dict }) => dict);
  const streams = document.resolve(pages[0]?.get('Contents'));
  const content = (Array.isArray(streams) ? streams : [])
    .map((item) => document.resolve(item))
    .map((item) =>
      item instanceof Stream ? latin1Text(document.decode(item)?.bytes ?? new Uint8Array()) : '',
    )
    .join('\n');
  return { prepared, document, pages, content };
}

/** A value with its references followed, a few steps deep, as JSON. */
function shown(document: PdfDocument, value: PdfValue | undefined, depth = 4): unknown {
  const found = document.resolve(value);
  if (depth < 0) return '…';
  if (Array.isArray(found)) return found.map((item) => shown(document, item, depth - 1));
  const dict = dictOf(found);
  if (dict === undefined) return found;
  return Object.fromEntries([...dict.entries].map(([key, item]) => [key, shown(document, item, depth - 1)]));
}

describe('the cover page', () => {
  it('stands in front, says what it is told, and is marked like any page', async () => {
    const { prepared, pages, content } = await covered(onePage());
    expect(prepared.manifest).toMatchObject({ cover: true, pages: 2 });
    expect(pages[0]?.get('MediaBox')).toEqual([0, 0, 300, 200]);
    for (const text of [
      cover.publisher,
      cover.title,
      cover.subtitle,
      'This copy was made for',
      ...cover.notes,
    ])
      expect(content).toContain(glyphHex(text.split(' ')[0] ?? ''));
    expect(content).toContain('/Cv Do');
    expect(content).toMatch(/\/Artifact BMC\nq 1 0 0 1 0 0 cm \/Tc0 Do Q\nEMC\n$/);
  });

  it('is not there unless it is asked for, and leaves no slot behind', async () => {
    const { manifest } = await prepare(pdfFile(onePage()));
    expect(manifest).toMatchObject({ cover: false, pages: 1 });
    expect(manifest.slots.some(({ kind }) => kind === 'cover')).toBe(false);
  });

  it('W7: says of the reader who, when and under what, in copies of one length', async () => {
    const { prepared } = await covered(onePage());
    const { head, manifest } = prepared;
    const lengths = new Set<number>();
    for (const reader of [
      { ...aReader, agreement: 'Mutual NDA, version 1.0' },
      { ...aReader, company: '', agreement: 'word '.repeat(60) },
    ]) {
      const mark = await composeMark(reader);
      const stamped = latin1Text(stampHead(head, manifest, await prepareStamp(manifest, mark)));
      lengths.add(stamped.length);
      const slot = manifest.slots.find(({ kind }) => kind === 'cover');
      const said = stamped.slice(slot?.offset, (slot?.offset ?? 0) + (slot?.length ?? 0));
      for (const text of [
        reader.name,
        reader.address,
        reader.date,
        reader.copyId,
        reader.agreement.slice(0, 30),
      ])
        expect(said).toContain(glyphHex(text));
    }
    expect(lengths.size).toBe(1);
  });

  it('keeps the numbers of the report’s own pages', async () => {
    const plain = await covered(onePage());
    expect(shown(plain.document, plain.document.catalog.get('PageLabels'))).toMatchObject({
      Nums: [0, { P: {} }, 1, { S: { raw: 'D' } }],
    });
    const labelled = await covered(
      onePage({
        1: '<< /Type /Catalog /Pages 2 0 R /PageLabels << /Kids [6 0 R 5 0 R] >> /ViewerPreferences << /PrintPageRange [1 1] >> >>',
        5: '<< /Limits [0 0] /Nums [0 << /S /r >>] >>',
        6: '<< /Limits [2 7] /Nums [2 << /S /D >> 7 << /P (A-) >>] >>',
      }),
    );
    const { document } = labelled;
    expect(shown(document, document.catalog.get('PageLabels'))).toMatchObject({
      Nums: [0, {}, 1, { S: { raw: 'r' } }, 3, { S: { raw: 'D' } }, 8, {}],
    });
    expect(shown(document, document.catalog.get('ViewerPreferences'))).toEqual({ PrintPageRange: [2, 2] });
  });

  it('W15 keeps bookmarks and links where they lead, by reference or by number', async () => {
    const { document, pages } = await covered(
      onePage({
        1: '<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R /OpenAction [0 /FitH 9] >>',
        3: `<< ${PAGE} /Contents 4 0 R /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (b.pdf) /D [3 /Fit] >> >>] /B [0 5 /Nonsense] >>`,
        5: '<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>',
        6: '<< /Title (Chapter) /Parent 5 0 R /Dest [3 0 R /Fit] >>',
      }),
    );
    const outlines = dictOf(document.resolve(document.catalog.get('Outlines')));
    const chapter = dictOf(document.resolve(outlines?.get('First')));
    expect(document.resolve((chapter?.get('Dest') as PdfValue[] | undefined)?.[0])).toBe(pages[1]);
    expect(shown(document, document.catalog.get('OpenAction'))).toMatchObject([1, { raw: 'FitH' }, 9]);
    expect(shown(document, pages[1]?.get('Annots'))).toMatchObject([{ A: { D: [3, { raw: 'Fit' }] } }]);
    expect(pages[1]?.get('B')).toMatchObject([0, 5, { raw: 'Nonsense' }]);
  });

  it.each([
    ['one document element', '6 0 R', { S: { raw: 'Document' } }],
    ['several elements', '[6 0 R 7 0 R]', { S: { raw: 'Sect' } }],
  ])('W16 is part of the structure of a tagged report with %s', async (_, kids, first) => {
    const { document, pages, content } = await covered(
      onePage({
        1: '<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 5 0 R >>',
        3: `<< ${PAGE} /Contents 4 0 R /StructParents 0 >>`,
        4: streamBody(`/P <</MCID 0>> BDC ${textContent('Hello')} EMC`),
        5: `<< /Type /StructTreeRoot /K ${kids} /ParentTree << /Nums [0 [7 0 R]] >> >>`,
        6: '<< /S /Document /P 5 0 R /K [7 0 R] >>',
        7: '<< /S /P /P 6 0 R /Pg 3 0 R /K 0 >>',
      }),
    );
    const root = dictOf(document.resolve(document.catalog.get('StructTreeRoot')));
    const key = pages[0]?.get('StructParents') as number;
    expect(key).toBe(1);
    expect(root?.get('ParentTreeNextKey')).toBe(2);
    const nums = dictOf(document.resolve(root?.get('ParentTree')))?.get('Nums') as PdfValue[];
    const elements = document.resolve(nums[nums.indexOf(key) + 1]) as PdfValue[];
    expect(content.match(/\/MCID \d+/g)).toHaveLength(elements.length);
    elements.forEach((element, id) => {
      const dict = dictOf(document.resolve(element));
      expect(dict?.get('K')).toBe(id);
      expect(document.resolve(dict?.get('Pg'))).toBe(pages[0]);
    });
    const tops = document.resolve(root?.get('K'));
    expect(shown(document, Array.isArray(tops) ? tops[0] : root?.get('K'), 2)).toMatchObject(first);
    expect(listPages(document)).toHaveLength(2);
  });

  it.each([1, 2])('keeps PDF/A-%d within its rules', async (part) => {
    const xmp = `<rdf:RDF xmlns:rdf="r"><pdfaid:part>${part}</pdfaid:part></rdf:RDF>`;
    const { pages, document } = await covered(
      onePage({
        1: '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>',
        5: streamBody(xmp, '/Type /Metadata /Subtype /XML'),
      }),
    );
    const resources = dictOf(pages[0]?.get('Resources'));
    expect(shown(document, resources?.get('ColorSpace'), 1)).toHaveProperty('DefaultGray');
    expect(pages[0]?.has('Group')).toBe(part !== 1);
  });

  it.each([
    [20, 20],
    [1280, 720],
    [240, 150],
    [14_400, 200],
    [595, 842],
  ])('fits a report of %d by %d points', async (w, h) => {
    const box = PAGE.replace('0 0 300 200', `0 0 ${w} ${h}`);
    const { content, pages } = await covered(onePage({ 3: `<< ${box} /Contents 4 0 R >>` }));
    const [, , width = 0, height = 0] = (pages[0]?.get('MediaBox') ?? []) as number[];
    const places = [...content.matchAll(/^q (\S+) 0 0 \S+ (\S+) (\S+) cm$/gm)].map((found) =>
      found.slice(1).map(Number),
    );
    expect(places).toHaveLength(3);
    for (const [scale = 0, x = 0, y = 0] of places) {
      expect(x).toBeGreaterThan(0);
      expect(x + 1000 * scale).toBeLessThan(width);
      expect(y).toBeLessThan(height);
      expect(y).toBeGreaterThan(0);
    }
  });

  it('prints characters that the font lacks as code points', async () => {
    const { content } = await covered(onePage(), { cover: { ...cover, publisher: '株式会社' } });
    expect(content).toContain(glyphHex('[U+682A'));
  });
});

describe('W19 the check of a cover', () => {
  let original: Prepared;
  beforeAll(async () => {
    const xmp = '<rdf:RDF xmlns:rdf="r"><pdfaid:part>1</pdfaid:part></rdf:RDF>';
    const objects = onePage({
      1: '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>',
      5: streamBody(xmp, '/Type /Metadata /Subtype /XML'),
    });
    original = await prepare(pdfFile(objects, { version: '1.4' }), { cover });
  });

  it.each<[string, (text: string) => string]>([
    [
      'does not draw what it says of its reader',
      (text) => text.replace(/\/Cv (\d+) 0 R/, (found) => found.replace('Cv', 'Cw')),
    ],
    ['stands in a file whose Info does not name the copy', (text) => text.replace('/CopyId (', '/CopyIe (')],
  ])('fails where it %s', async (name, change) => {
    const after = change(latin1Text(blankFile(original)));
    expect(after).not.toBe(latin1Text(blankFile(original)));
    const file = latin1Bytes(after);
    const [head, body] = [file.subarray(0, original.head.length), file.subarray(original.head.length)];
    const checked = verifyPrepared(head, body, {
      ...original.manifest,
      revision: await sha256Hex(file),
      head: { length: head.length, sha256: await sha256Hex(head) },
      body: { length: body.length, sha256: await sha256Hex(body) },
    });
    await expect(checked, name).rejects.toMatchObject({ reason: 'unverified' });
  });
});

describe('a look at some pages', () => {
  it('prepares those alone', async () => {
    const objects = onePage({
      2: '<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>',
      5: `<< ${PAGE} /Contents 6 0 R >>`,
      6: streamBody(textContent('second')),
    });
    const { manifest } = await prepare(pdfFile(objects), { pages: [2] });
    expect(manifest.pages).toBe(1);
    await expect(prepare(pdfFile(objects), { pages: [3] })).rejects.toThrow('no page 3');
  });
});
