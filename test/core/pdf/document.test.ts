import { describe, expect, it } from 'vitest';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { deflate } from '../../../core/pdf/deflate.ts';
import { PdfDocument } from '../../../core/pdf/document.ts';
import { PdfError } from '../../../core/pdf/limits.ts';
import { Dict, Stream } from '../../../core/pdf/objects.ts';
import { listPages } from '../../../core/pdf/page-tree.ts';
import { onePage, pdfFile, streamBody, textContent } from '../../support/pdf-file.ts';

/** Text of all content of all pages. */
async function contentsOf(file: Uint8Array): Promise<string[]> {
  const document = await PdfDocument.open(file);
  return listPages(document).map(({ dict }) => {
    const contents = document.resolve(dict.get('Contents'));
    const streams = Array.isArray(contents) ? contents.map(document.resolve) : [contents];
    return streams
      .map((stream) =>
        stream instanceof Stream ? latin1Text(document.decode(stream)?.bytes ?? new Uint8Array()) : '',
      )
      .join('\n');
  });
}

const HELLO = [textContent('Hello')];
const encode = latin1Bytes;
const text = latin1Text;

describe('finding the objects of a file', () => {
  it('a classic table', async () => {
    const document = await PdfDocument.open(pdfFile(onePage()));
    expect(document.repairs.size).toBe(0);
    expect(await contentsOf(pdfFile(onePage()))).toEqual(HELLO);
  });

  it('junk before the header, offsets counted from the header', async () => {
    expect(await contentsOf(pdfFile(onePage(), { junk: 'HTTP/1.1 200 OK\r\n\r\n' }))).toEqual(HELLO);
  });

  it('no header at all, and says so', async () => {
    const headless = encode(text(pdfFile(onePage())).replace('%PDF-1.7', '        '));
    expect(await contentsOf(headless)).toEqual(HELLO);
    expect([...(await PdfDocument.open(headless)).repairs]).toEqual(['the header is missing']);
  });

  it('data that no line feed sets off, and says so', async () => {
    const file = encode(text(pdfFile(onePage())).replace('stream\n', 'stream\r'));
    expect(await contentsOf(file)).toEqual(HELLO);
    const document = await PdfDocument.open(file);
    document.object(4);
    expect([...document.repairs]).toEqual(['some objects are malformed']);
  });

  it('an indirect /Length', async () => {
    const body = streamBody(textContent('Hello')).replace(/Length \d+/, 'Length 10 0 R');
    expect(await contentsOf(pdfFile(onePage({ 4: body, 10: String(textContent('Hello').length) })))).toEqual(
      HELLO,
    );
  });

  it('the latest revision, and what it left alone', async () => {
    const first = text(pdfFile(onePage()));
    const offset = first.length;
    const body = `4 0 obj\n${streamBody(textContent('Second'))}\nendobj\n`;
    const previous = /startxref\n(\d+)/.exec(first)?.[1];
    const update = `${body}xref\n4 1\n${String(offset).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 10 /Root 1 0 R /Prev ${previous} >>\nstartxref\n${offset + body.length}\n%%EOF\n`;
    expect(await contentsOf(encode(first + update))).toEqual([textContent('Second')]);
  });

  it('a cross-reference stream with objects in an object stream', async () => {
    expect(await contentsOf(await compressedFile())).toEqual(HELLO);
    expect((await PdfDocument.open(await compressedFile())).repairs.size).toBe(0);
  });

  it('a hybrid of table and stream', async () => {
    const objects = onePage();
    const hidden = [1, 2, 3, 9].map((num) => ({ num, body: objects[num] ?? '' }));
    const { body: objStm } = await objectStream(hidden);
    let file = '%PDF-1.5\n';
    const contentAt = file.length;
    file += `4 0 obj\n${objects[4]}\nendobj\n`;
    const objStmAt = file.length;
    file += `10 0 obj\n${objStm}\nendobj\n`;
    const rows = hidden.map(({ num }, i) => ({ num, row: [2, 0, 10, i] }));
    const stm = file.length;
    file += `11 0 obj\n${xrefStreamBody(rows, '')}\nendobj\n`;
    const start = file.length;
    const entry = (at: number) => `${String(at).padStart(10, '0')} 00000 n \n`;
    const free = '0000000000 00000 f \n';
    file += `xref\n0 11\n0000000000 65535 f \n${free.repeat(3)}${entry(contentAt)}${free.repeat(5)}${entry(objStmAt)}`;
    file += `trailer\n<< /Size 12 /Root 1 0 R /XRefStm ${stm} >>\nstartxref\n${start}\n%%EOF\n`;
    expect(await contentsOf(encode(file))).toEqual(HELLO);
  });

  it.each([
    ['the table is missing', (file: string) => file.replace(/xref[\s\S]*trailer/, 'trailer')],
    ['startxref points astray', (file: string) => file.replace(/startxref\n\d+/, 'startxref\n7')],
    ['startxref is missing', (file: string) => file.slice(0, file.indexOf('startxref'))],
    ['all entries are off by some bytes', (file: string) => file.replace('%PDF-1.7\n', '%PDF-1.7\n%abc\n')],
    [
      'one entry is wrong',
      (file: string) => file.replace(/(0000000\d+)( 00000 n \n0000000000 00000 f)/, '0000000007$2'),
    ],
    ['nothing but the objects is left', (file: string) => file.slice(0, file.indexOf('xref'))],
    ['line ends were converted', (file: string) => file.replaceAll('\n', '\r\n')],
  ])('W15 repairs a file of which %s', async (_, damage) => {
    const file = encode(damage(text(pdfFile(onePage()))));
    expect(await contentsOf(file)).toEqual(HELLO);
    const document = await PdfDocument.open(file);
    document.object(4);
    expect(document.repairs.size).toBeGreaterThan(0);
  });

  it.each([3, 30, 3000, -1])('a /Length that says %d', async (length) => {
    const body = streamBody(textContent('Hello')).replace(/Length \d+/, `Length ${length}`);
    expect(await contentsOf(pdfFile(onePage({ 4: body })))).toEqual(HELLO);
  });

  it('does not take objects of an attached file for its own when it searches', async () => {
    const inner = text(pdfFile(onePage({ 4: streamBody(textContent('Inner')) })));
    const file = text(pdfFile(onePage({ 20: streamBody(inner, '/Type /EmbeddedFile') })));
    expect(await contentsOf(encode(file.replace(/startxref\n\d+\n%%EOF\n$/, '')))).toEqual(HELLO);
  });

  it.each([
    ['not a PDF at all', 'Dear sir or madam', 'not-a-pdf'],
    ['nothing', '', 'not-a-pdf'],
    ['a header only', '%PDF-1.7\n', 'damaged'],
    ['no catalogue', '%PDF-1.7\n1 0 obj\n<< /A 1 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n', undefined],
  ])('refuses %s', async (_, file, reason) => {
    const pages = async () => listPages(await PdfDocument.open(encode(file))).length;
    if (reason === undefined) expect(await pages()).toBe(0);
    else await expect(pages()).rejects.toMatchObject({ name: 'PdfError', reason });
  });

  it('survives references in circles', async () => {
    const document = await PdfDocument.open(
      pdfFile(onePage({ 5: '6 0 R', 6: '5 0 R', 7: '<< /Length 7 0 R >>\nstream\nx\nendstream' })),
    );
    expect(document.resolve(document.object(5))).toBeNull();
    expect(document.object(7)).toBeInstanceOf(Stream);
  });

  it('survives /Prev in circles', async () => {
    const file = text(pdfFile(onePage()));
    const start = /startxref\n(\d+)/.exec(file)?.[1];
    expect(await contentsOf(encode(file.replace('/Root', `/Prev ${start} /Root`)))).toEqual(HELLO);
  });
});

describe('listing pages', () => {
  const twoPages = (kids: string, count = 2) =>
    onePage({ 2: `<< /Type /Pages /Kids [${kids}] /Count ${count} /Rotate 90 >>`, 5: onePage()[3] ?? '' });

  it('inherits attributes', async () => {
    const [page] = listPages(await PdfDocument.open(pdfFile(twoPages('3 0 R'))));
    expect(page?.inherited.get('Rotate')).toBe(90);
  });

  it.each([
    ['the same page twice', '3 0 R 3 0 R', 2, 0],
    ['a page that stands directly in the list', '<< /Type /Page /MediaBox [0 0 9 9] >> 3 0 R', 2, 0],
    ['a missing page', '3 0 R 77 0 R', 1, 1],
    ['a circle', '3 0 R 2 0 R', 1, 1],
    ['a number', '3 0 R 12', 1, 1],
  ])('%s', async (_, kids, pages, repairs) => {
    const document = await PdfDocument.open(pdfFile(twoPages(kids, pages)));
    expect(listPages(document)).toHaveLength(pages);
    expect(document.repairs.size).toBe(repairs);
  });

  it.each([
    ['3 0 R 77 0 R', 2],
    ['3 0 R 2 0 R', 2],
    ['3 0 R null', 2],
    ['3 0 R 5 0 R 2 0 R', 1],
  ])('refuses a damaged tree that counts other pages: %s, %i', async (kids, count) => {
    const document = await PdfDocument.open(pdfFile(twoPages(kids, count)));
    expect(() => listPages(document)).toThrow(`but the page tree counts ${count}`);
  });

  it('refuses a tree that multiplies itself', async () => {
    const objects: Record<number, string> = { ...onePage() };
    for (let num = 20; num < 40; num++)
      objects[num] = `<< /Type /Pages /Kids [${`${num + 1} 0 R `.repeat(10)}] >>`;
    objects[40] = objects[3] ?? '';
    objects[2] = '<< /Type /Pages /Kids [20 0 R] >>';
    const document = await PdfDocument.open(pdfFile(objects));
    expect(() => listPages(document)).toThrow(PdfError);
  });

  it('reads a catalogue that has escapes in its keys', async () => {
    const objects = onePage({ 1: '<< /T#79pe /Catalog /P#61ges 2 0 R >>' });
    expect(listPages(await PdfDocument.open(pdfFile(objects)))).toHaveLength(1);
    expect((await PdfDocument.open(pdfFile(objects))).catalog).toBeInstanceOf(Dict);
  });
});

async function objectStream(members: readonly { num: number; body: string }[]): Promise<{ body: string }> {
  let index = '';
  let content = '';
  for (const { num, body } of members) {
    index += `${num} ${content.length} `;
    content += `${body}\n`;
  }
  const data = text(deflate(encode(index + content)));
  return {
    body: streamBody(data, `/Type /ObjStm /N ${members.length} /First ${index.length} /Filter /FlateDecode`),
  };
}

function xrefStreamBody(rows: readonly { num: number; row: readonly number[] }[], entries: string): string {
  const data = rows.map(({ row }) => String.fromCharCode(...row)).join('');
  return streamBody(
    data,
    `/Type /XRef /W [1 2 1] /Index [${rows.map(({ num }) => `${num} 1`).join(' ')}] /Size 12 ${entries}`,
  );
}

async function compressedFile(): Promise<Uint8Array> {
  const objects = onePage();
  const hidden = [1, 2, 3, 9].map((num) => ({ num, body: objects[num] ?? '' }));
  const { body } = await objectStream(hidden);
  let file = '%PDF-1.5\n';
  const contentAt = file.length;
  file += `4 0 obj\n${objects[4]}\nendobj\n`;
  const objStmAt = file.length;
  file += `10 0 obj\n${body}\nendobj\n`;
  const start = file.length;
  const inFile = (at: number) => [1, at >> 8, at & 0xff, 0];
  const rows = [
    ...hidden.map(({ num }, i) => ({ num, row: [2, 0, 10, i] })),
    { num: 4, row: inFile(contentAt) },
    { num: 10, row: inFile(objStmAt) },
    { num: 11, row: inFile(start) },
  ];
  file += `11 0 obj\n${xrefStreamBody(rows, '/Root 1 0 R')}\nendobj\nstartxref\n${start}\n%%EOF\n`;
  return encode(file);
}
