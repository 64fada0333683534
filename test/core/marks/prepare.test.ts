import { describe, expect, it } from 'vitest';
import { type Prepared, prepare } from '../../../core/marks/prepare.ts';
import { slotLengths } from '../../../core/marks/slots.ts';
import { indexOfBytes, latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { PdfDocument } from '../../../core/pdf/document.ts';
import { type Dict, dictOf, isName, numberOf, type PdfValue, Stream } from '../../../core/pdf/objects.ts';
import { listPages } from '../../../core/pdf/page-tree.ts';
import {
  type FileOptions,
  type ObjectBodies,
  onePage,
  pdfFile,
  streamBody,
  textContent,
} from '../../support/pdf-file.ts';
import { blankFile, stampedFile } from '../../support/prepared.ts';

const PAGE = '/Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << /Font << /F1 9 0 R >> >>';

async function prepared(objects: ObjectBodies, options: FileOptions = {}): Promise<Prepared> {
  return prepare(pdfFile(objects, options));
}

interface Read {
  readonly document: PdfDocument;
  readonly text: string;
  /** Decoded content of each page, streams joined. */
  readonly contents: readonly string[];
  readonly pages: readonly Dict[];
}

async function read(result: Prepared): Promise<Read> {
  const file = blankFile(result);
  const document = await PdfDocument.open(file);
  const pages = listPages(document).map(({ dict }) => dict);
  const contents = pages.map((page) => {
    const streams = document.resolve(page.get('Contents'));
    return (Array.isArray(streams) ? streams : [])
      .map((item) => latin1Text(decoded(document, document.resolve(item))))
      .join('');
  });
  return { document, text: latin1Text(file), contents, pages };
}

function decoded(document: PdfDocument, value: PdfValue | undefined): Uint8Array {
  return value instanceof Stream ? (document.decode(value)?.bytes ?? new Uint8Array()) : new Uint8Array();
}

const MARK = '/Artifact BMC\nq 1 0 0 1 0 0 cm /Tc0 Do Q\nEMC\n';

describe('prepare', () => {
  it('W2 W7 makes one revision, all that differs in front, and blank slots where the manifest says', async () => {
    const result = await prepared(onePage());
    const { head, manifest } = result;
    const { text, document } = await read(result);
    expect(text.match(/%%EOF/g)).toHaveLength(1);
    expect(text.endsWith('%%EOF\n')).toBe(true);
    expect(document.trailer.has('Prev')).toBe(false);
    expect(manifest.length).toBe(text.length);
    expect(manifest.slots.map(({ kind }) => kind).sort()).toEqual([
      'company',
      'copy',
      'copy',
      'diagonal',
      'foot',
      'id',
      'id',
      'name',
      'xmp',
    ]);
    for (const { kind, offset, length } of manifest.slots) {
      expect(length).toBe(slotLengths[kind]);
      expect(latin1Text(head, offset, offset + length)).toBe(' '.repeat(length));
    }
  });

  it('draws the mark last, in the state in which the page began', async () => {
    const { contents } = await read(await prepared(onePage()));
    expect(contents).toEqual([`q\n${textContent('Hello')}\nQ\n${MARK}`]);
  });

  it('gives the same bytes for the same file', async () => {
    const [a, b] = [await prepared(onePage()), await prepared(onePage())];
    expect(a.manifest).toEqual(b.manifest);
    expect(blankFile(a)).toEqual(blankFile(b));
  });

  it('reads its own copies back, stamped', async () => {
    const document = await PdfDocument.open(stampedFile(await prepared(onePage())));
    expect(listPages(document)).toHaveLength(1);
    expect(document.repairs.size).toBe(0);
  });

  it.each([
    ['q q 1 0 0 1 5 5 cm', 'Q\nQ\nQ\n'],
    ['BT (a) Tj', 'ET\nQ\n'],
    ['/P BMC q', 'EMC\nQ\nQ\n'],
  ])('W4 closes what %j left open', async (content, closing) => {
    const { contents } = await read(await prepared(onePage({ 4: streamBody(content) })));
    expect(contents[0]).toBe(`q\n${content}\n${closing}${MARK}`);
  });

  it('sets apart content with a Q that has no q, since it would end a q of ours', async () => {
    const { contents } = await read(await prepared(onePage({ 4: streamBody('Q Q 0 0 5 5 re f') })));
    expect(contents[0]).toBe(`q q q /TcO Do Q Q Q\n${MARK}`);
  });

  it.each([
    ['an open string', '(never closed'],
    ['an open array', '[ (a) 1'],
    ['an open inline image', 'q BI /W 1 /H 1 ID abc'],
    ['an operator at which readers give up', '1 Td (a) Tj'],
    ['a filter that nobody has', undefined],
  ])('sets apart content with %s', async (_, content) => {
    const body = content === undefined ? streamBody('x', '/Filter /Nonsense') : streamBody(content);
    const result = await prepared(onePage({ 4: body }));
    const { contents, pages, document } = await read(result);
    expect(contents[0]).toBe(`q /TcO Do Q\n${MARK}`);
    const form = dictOf(document.resolve(dictOf(pages[0]?.get('Resources'))?.get('XObject')))?.get('TcO');
    expect(isName(dictOf(document.resolve(form))?.get('Subtype'), 'Form')).toBe(true);
    expect(result.manifest.notes.join()).toContain('malformed');
  });

  it('keeps tagged content in the page, and takes out what is malformed', async () => {
    const page = `<< ${PAGE} /Contents 4 0 R /StructParents 0 >>`;
    const content = 'Q /P <</MCID 0>> BDC BT 1 Td (a) Tj ET EMC (open';
    const { contents } = await read(await prepared(onePage({ 3: page, 4: streamBody(content) })));
    expect(contents[0]).toBe(`q\n  /P <</MCID 0>> BDC BT      (a) Tj ET EMC\nQ\n${MARK}`);
  });

  it('takes out of tagged content what turns out to be malformed once something else is gone', async () => {
    const page = `<< ${PAGE} /Contents 4 0 R /StructParents 0 >>`;
    const { contents } = await read(
      await prepared(onePage({ 3: page, 4: streamBody('BT [ nonsense (a) ] TJ (b) Tj ET') })),
    );
    expect(contents[0]?.replace(/ +/g, ' ')).toBe(`q\nBT (b) Tj ET\nQ\n${MARK}`);
  });

  it('sets apart content that ends with an inline image, since readers guess where that is', async () => {
    const image = 'q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI';
    const whole = await read(await prepared(onePage({ 4: streamBody(`${image} Q`) })));
    expect(whole.contents[0]).toContain(image);
    const result = await prepared(onePage({ 4: streamBody(image) }));
    expect((await read(result)).contents[0]).toBe(`q /TcO Do Q\n${MARK}`);
    expect(result.manifest.class).toBe('ok');
  });

  it.each(['ObjStm', 'XRef'])('draws content that claims to be of type %s', async (type) => {
    const body = streamBody(textContent('Hello'), `/Type /${type}`);
    expect((await read(await prepared(onePage({ 4: body })))).contents[0]).toContain('(Hello)');
  });

  it.each(['/S /JavaScript /JS (app.alert)', '/S /Launch', '/ByteRange [0 1] /Contents (signed)'])(
    'marks a page that claims to be %s',
    async (claim) => {
      const page = `<< ${claim} /MediaBox [0 0 300 200] >>`;
      const result = await prepared(onePage({ 3: page }));
      expect((await read(result)).contents).toEqual([`\n${MARK}`]);
      expect(blankFile(result).length).toBe(result.manifest.length);
      expect((await read(result)).text).not.toMatch(/JavaScript|Launch|ByteRange/);
    },
  );

  it.each(['/Type /Pages /Kids []', '/Contents 8 0 R', '/ByteRange [0 1] /Contents (signed)'])(
    'marks a page whose images stand among %s',
    async (entries) => {
      const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << /XObject << ${entries} >> >> >>`;
      const form = streamBody('0 0 1 1 re f', '/Type /XObject /Subtype /Form /BBox [0 0 1 1]');
      const { contents } = await read(await prepared(onePage({ 3: page, 8: form })));
      expect(contents).toEqual([`\n${MARK}`]);
    },
  );

  it('W16 marks the mark as an artefact and leaves the structure alone', async () => {
    const objects = onePage({
      1: '<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 5 0 R /Lang (en) >>',
      3: `<< ${PAGE} /Contents 4 0 R /StructParents 0 >>`,
      4: streamBody('/P <</MCID 0>> BDC BT /F1 9 Tf (a) Tj ET EMC'),
      5: '<< /Type /StructTreeRoot /K 6 0 R /ParentTree << /Nums [0 [6 0 R]] >> >>',
      6: '<< /S /P /P 5 0 R /Pg 3 0 R /K 0 >>',
    });
    const { document, contents, pages } = await read(await prepared(objects));
    expect(contents[0]).toContain('/P <</MCID 0>> BDC');
    const root = dictOf(document.resolve(document.catalog.get('StructTreeRoot')));
    const element = dictOf(document.resolve(root?.get('K')));
    expect(document.resolve(element?.get('Pg'))).toBe(pages[0]);
    expect(pages[0]?.get('StructParents')).toBe(0);
  });

  it('never changes what pages share', async () => {
    const objects = onePage({
      2: '<< /Type /Pages /Kids [3 0 R 5 0 R 6 0 R] /Count 3 /MediaBox [0 0 300 200] /Resources 7 0 R >>',
      3: '<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>',
      5: '<< /Type /Page /Parent 2 0 R /Contents [4 0 R 4 0 R] >>',
      6: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] /Contents 4 0 R /Annots [8 0 R] >>',
      7: '<< /Font << /F1 9 0 R >> /XObject << /Tc0 10 0 R >> >>',
      8: '<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 10 0 R >> >>',
      10: streamBody('0 0 9 9 re f', '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 7 0 R'),
    });
    const { document, contents, pages } = await read(await prepared(objects));
    expect(contents).toHaveLength(3);
    for (const content of contents) expect(content).toMatch(/\/Tc1 Do Q\nEMC\n$/);
    const annotation = document.resolve(
      (document.resolve(pages[2]?.get('Annots')) as PdfValue[] | undefined)?.[0],
    );
    const form = document.resolve(dictOf(dictOf(annotation)?.get('AP'))?.get('N'));
    const xObjects = dictOf(
      document.resolve(dictOf(document.resolve(dictOf(form)?.get('Resources')))?.get('XObject')),
    );
    expect([...(xObjects?.entries.keys() ?? [])]).toEqual(['Tc0']);
  });

  it('W17 turns the mark with the page, into the crop box', async () => {
    const page = `<< ${PAGE} /Contents 4 0 R /CropBox [10 20 110 170] /Rotate 90 /UserUnit 2 >>`;
    const { contents, document, pages } = await read(await prepared(onePage({ 3: page })));
    expect(contents[0]).toContain('q 0 0.5 -0.5 0 110 20 cm /Tc0 Do Q');
    const form = dictOf(
      document.resolve(dictOf(dictOf(pages[0]?.get('Resources'))?.get('XObject'))?.get('Tc0')),
    );
    expect(form?.get('BBox')).toEqual([0, 0, 300, 200]);
  });

  it.each([
    ['no contents', `<< ${PAGE} >>`],
    ['contents that are null', `<< ${PAGE} /Contents 77 0 R >>`],
    ['an empty list of contents', `<< ${PAGE} /Contents [] >>`],
    ['resources that swallowed the rest', `<< ${PAGE.slice(0, -3)} /Type /Page /Contents 4 0 R >> >>`],
    ['no resources, no box', '<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>'],
  ])('marks a page with %s', async (_, page) => {
    const { contents, pages } = await read(await prepared(onePage({ 3: page })));
    expect(contents[0]?.endsWith(MARK)).toBe(true);
    expect(pages[0]?.has('MediaBox')).toBe(true);
  });

  it('W2 leaves no page, content or revision behind that has no mark', async () => {
    const secret = textContent('removed page');
    const objects = onePage({
      1: '<< /Type /Catalog /Pages 2 0 R /OpenAction [5 0 R /Fit] /PieceInfo << /App << /Private 11 0 R >> >> >>',
      5: `<< ${PAGE} /Contents 6 0 R >>`,
      6: streamBody(secret),
      7: streamBody(textContent('never used')),
      8: `<< /Type /Template ${PAGE.replace('/Type /Page', '')} /Contents 6 0 R >>`,
      11: streamBody(textContent('private')),
    });
    const result = await prepared(objects);
    const { text } = await read(result);
    for (const left of ['removed page', 'never used', 'private']) expect(text).not.toContain(left);
    expect(result.manifest.notes.join()).toContain('pages that no reader shows');
  });

  it('W15 removes scripts and programs, and says so', async () => {
    const objects = onePage({
      1: '<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /Names << /JavaScript << /Names [(a) 6 0 R] >> /Dests 8 0 R >> /AA << /WC 6 0 R >> >>',
      3: `<< ${PAGE} /Contents 4 0 R /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A 7 0 R >>] >>`,
      5: '<< /S /JavaScript /JS (app.alert(1)) /Next << /S /GoTo /D (x) >> >>',
      6: '<< /Type /Action /S /JavaScript /JS 10 0 R >>',
      7: '<< /S /Launch /F (calc.exe) >>',
      8: '<< /Names [(x) [3 0 R /Fit]] >>',
      10: streamBody('app.alert(2)'),
    });
    const result = await prepared(objects);
    const { text, document } = await read(result);
    expect(text).not.toMatch(/JavaScript \/JS|alert|calc\.exe/);
    expect(document.catalog.has('OpenAction')).toBe(false);
    expect(dictOf(document.catalog.get('Names'))?.has('Dests')).toBe(true);
    expect(result.manifest.notes.join()).toMatch(/scripts? w.* removed.*program/);
  });

  it('W15 keeps bookmarks, labels, forms and attachments', async () => {
    const objects = onePage({
      1: '<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R /PageLabels << /Nums [0 << /S /r >>] >> /AcroForm << /Fields [7 0 R] >> /Names << /EmbeddedFiles << /Names [(a) 8 0 R] >> >> >>',
      3: `<< ${PAGE} /Contents 4 0 R /Annots [7 0 R] >>`,
      5: '<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>',
      6: '<< /Title (Chapter) /Parent 5 0 R /Dest [3 0 R /Fit] >>',
      7: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /V (value) /Rect [0 0 9 9] /P 3 0 R >>',
      8: '<< /Type /Filespec /F (a.pdf) /EF << /F 10 0 R >> >>',
      10: streamBody('%PDF-1.4\n%%EOF\n', '/Type /EmbeddedFile'),
    });
    const result = await prepared(objects);
    const { document, text, pages } = await read(result);
    for (const key of ['Outlines', 'PageLabels', 'AcroForm', 'Names'])
      expect(document.catalog.has(key)).toBe(true);
    const outline = dictOf(
      document.resolve(dictOf(document.resolve(document.catalog.get('Outlines')))?.get('First')),
    );
    expect(document.resolve((outline?.get('Dest') as PdfValue[] | undefined)?.[0])).toBe(pages[0]);
    expect(text.match(/%%EOF/g)).toHaveLength(1);
    expect(result.manifest.notes.join()).toContain('attached file is handed out without a mark');
  });

  it.each([
    ['/Subtype /Stamp /AP << >> /Rect [0 0 300 150]', true],
    ['/Subtype /Stamp /AP << >> /Rect [0 0 300 150] /F 2', false],
    ['/Subtype /Stamp /AP << >> /Rect [0 0 300 50]', false],
    ['/Subtype /Stamp /Rect [0 0 300 150]', false],
    ['/Subtype /Link /AP << >> /Rect [0 0 300 150]', false],
  ])('says that an annotation may hide the mark: %s, %s', async (annotation, said) => {
    const page = `<< ${PAGE} /Contents 4 0 R /Annots [<< /Type /Annot ${annotation} >>] >>`;
    const { manifest } = await prepared(onePage({ 3: page }));
    expect(manifest.notes.join().includes('paint them over the mark')).toBe(said);
  });

  it('says of an encrypted or damaged source what was done', async () => {
    const whole = latin1Text(pdfFile(onePage()));
    const damaged = await prepare(latin1Bytes(whole.replace(/startxref\n\d+/, 'startxref\n1')));
    expect(damaged.manifest.class).toBe('repaired');
    expect(damaged.manifest.notes.join()).toContain('damaged and was repaired');
    expect((await prepared(onePage())).manifest).toMatchObject({ class: 'ok', notes: [], pages: 1 });
  });

  it('writes a page that stands twice in the tree as two', async () => {
    const { pages } = await read(
      await prepared(onePage({ 2: '<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>' })),
    );
    expect(pages).toHaveLength(2);
    expect(pages[0]).not.toBe(pages[1]);
  });

  it('builds a balanced tree of many pages', async () => {
    const objects: Record<number, string> = { ...onePage() };
    for (let num = 100; num < 400; num++) objects[num] = `<< ${PAGE} /Contents 4 0 R >>`;
    const kids = Array.from({ length: 300 }, (_, i) => `${100 + i} 0 R`).join(' ');
    objects[2] = `<< /Type /Pages /Kids [${kids}] /Count 300 >>`;
    const result = await prepared(objects);
    const { document, pages } = await read(result);
    expect(pages).toHaveLength(300);
    const root = dictOf(document.resolve(document.catalog.get('Pages')));
    expect(numberOf(root?.get('Count'))).toBe(300);
    expect(document.resolve(root?.get('Kids'))).toHaveLength(5);
  });

  it('W12 has slots for the copy id in Info, which keeps its entries, and in XMP', async () => {
    const xmp = '<rdf:RDF xmlns:rdf="r"><rdf:Description rdf:about=""/></rdf:RDF>';
    const objects = onePage({
      1: '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>',
      5: streamBody(xmp, '/Type /Metadata /Subtype /XML'),
      6: '<< /CopyId (of another copy) /Title (A report) >>',
    });
    const result = await prepared(objects, { trailer: '/Info 6 0 R' });
    const before = result.manifest.slots
      .filter(({ kind }) => kind === 'xmp' || kind === 'copy')
      .map(({ offset }) => latin1Text(result.head, offset - 9, offset));
    expect(before.toSorted()).toEqual(['/CopyId (', 'entifier>', 'ID>uuid:'.padStart(9, 'e')].toSorted());
    const { document } = await read(result);
    const info = dictOf(document.resolve(document.trailer.get('Info')));
    expect([...(info?.entries.keys() ?? [])]).toEqual(['Title', 'CopyId']);
  });

  it('W12 adds metadata and Info where the document has none', async () => {
    const { document } = await read(await prepared(onePage()));
    expect(dictOf(document.resolve(document.trailer.get('Info')))?.has('CopyId')).toBe(true);
    const metadata = document.resolve(document.catalog.get('Metadata'));
    expect(latin1Text(decoded(document, metadata))).toContain('<dc:identifier>');
  });

  it('W12 leaves the Info of PDF/A-4, which may have nothing but a date, alone', async () => {
    const xmp = '<rdf:RDF xmlns:rdf="r"><pdfaid:part>4</pdfaid:part></rdf:RDF>';
    const objects = onePage({
      1: '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>',
      5: streamBody(xmp, '/Type /Metadata /Subtype /XML'),
    });
    const result = await prepared(objects, { version: '2.0' });
    expect((await read(result)).document.trailer.has('Info')).toBe(false);
    expect(result.manifest.slots.filter(({ kind }) => kind === 'copy')).toHaveLength(1);
  });

  it.each([
    [1, '1.4', /^%PDF-1\.4/, '/ca 1/CA 1'],
    [2, '1.7', /^%PDF-1\.7/, '/ca 0.15'],
  ])('keeps PDF/A-%d within its rules', async (part, version, header, state) => {
    const xmp = `<rdf:RDF xmlns:rdf="r"><pdfaid:part>${part}</pdfaid:part></rdf:RDF>`;
    const objects = onePage({
      1: '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>',
      5: streamBody(xmp, '/Type /Metadata /Subtype /XML'),
    });
    const result = await prepared(objects, { version });
    const { text, pages } = await read(result);
    expect(text).toMatch(header);
    expect(text).toContain(state);
    expect(text).toContain('/DefaultGray [/CalGray');
    expect(text.includes('/ObjStm')).toBe(part !== 1);
    expect(pages[0]?.has('Group')).toBe(part !== 1);
  });

  it('does not carry a stream length as an object of its own', async () => {
    const body = streamBody(textContent('Hello')).replace(/Length \d+/, 'Length 10 0 R');
    const { document } = await read(await prepared(onePage({ 4: body, 10: '45' })));
    expect(document.objectNumbers.filter((num) => typeof document.object(num) === 'number')).toEqual([]);
  });

  it('is not confused by references to numbers that do not exist', async () => {
    const page = `<< ${PAGE} /Contents [4 0 R 1000 0 R null 12] /Annots 1001 0 R /B 4000000000 0 R >>`;
    const { contents } = await read(await prepared(onePage({ 3: page })));
    expect(contents[0]).toContain('Hello');
  });

  it('can put the content of pages into the head, for marks inside the text', async () => {
    const result = await prepare(pdfFile(onePage()), { contentsInHead: true });
    const hello = latin1Bytes(textContent('Hello'));
    expect(indexOfBytes(result.head, hello)).toBeGreaterThan(0);
    expect(indexOfBytes(result.body, hello)).toBe(-1);
    expect((await read(result)).contents).toHaveLength(1);
  });

  it('finds no slot inside the body', async () => {
    const { body } = await prepared(onePage());
    expect(indexOfBytes(body, latin1Bytes(' '.repeat(200)))).toBe(-1);
  });
});
