import { describe, expect, it } from 'vitest';
import { prepare } from '../../../core/marks/prepare.ts';
import { PrepareRefusal } from '../../../core/marks/refusal.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { deflate } from '../../../core/pdf/deflate.ts';
import { onePage, pdfFile, streamBody, textContent } from '../../support/pdf-file.ts';

async function refusal(source: Uint8Array): Promise<PrepareRefusal> {
  const error = await prepare(source).catch((thrown: unknown) => thrown);
  if (!(error instanceof PrepareRefusal)) throw new Error('It was not refused.', { cause: error });
  return error;
}

/** A file whose objects reach to its end, each of them. */
function unended(object: (i: number) => string): Uint8Array {
  return latin1Bytes(`%PDF-1.4\n${Array.from({ length: 20_000 }, (_, i) => object(i)).join('\n')}`);
}

const SIGNED = {
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >> /Perms << /DocMDP 6 0 R >> >>',
  5: '<< /FT /Sig /T (sig) /V 6 0 R /Kids [] >>',
  6: '<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>',
};

describe('what prepare refuses', () => {
  it.each([
    ['not-a-pdf', 'PK\x03\x04 a zip'],
    ['not-a-pdf', ''],
    ['damaged', '%PDF-1.7\nnothing here\n'],
    ['damaged', latin1Text(pdfFile(onePage({ 2: '<< /Type /Pages /Kids [] /Count 0 >>' })))],
    ['damaged', latin1Text(pdfFile(onePage({ 2: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' })))],
    ['encryption', latin1Text(pdfFile(onePage(), { trailer: '/Encrypt << /Filter /Adobe.PubSec /V 4 >>' }))],
    ['encryption', latin1Text(pdfFile(onePage(), { trailer: '/Encrypt << /Filter /Standard /V 9 /R 9 >>' }))],
    [
      'password',
      latin1Text(
        pdfFile(onePage(), { trailer: '/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P -1 >>' }),
      ),
    ],
    [
      'xfa',
      latin1Text(
        pdfFile(
          onePage({ 1: '<< /Type /Catalog /Pages 2 0 R /NeedsRendering true /AcroForm << /XFA [] >> >>' }),
        ),
      ),
    ],
    ['signed', latin1Text(pdfFile(onePage(SIGNED)))],
    [
      'bomb',
      latin1Text(
        pdfFile(onePage({ 5: `${'['.repeat(5000)}${']'.repeat(5000)}`, 1: '<< /Pages 2 0 R /X 5 0 R >>' })),
      ),
    ],
  ])('W15 %s, with one sentence that says what to do', async (reason, source) => {
    const error = await refusal(latin1Bytes(source));
    expect(error.reason).toBe(reason);
    expect(error.message).toMatch(/^This (PDF|file)[^\n]+: [^\n]+\.$|^This is not a PDF[^\n]+\.$/);
  });

  it('a tagged page whose content nobody can decode', async () => {
    const page = '<< /Type /Page /Parent 2 0 R /StructParents 0 /Contents 4 0 R >>';
    const error = await refusal(pdfFile(onePage({ 3: page, 4: streamBody('x', '/Filter /Nonsense') })));
    expect(error.reason).toBe('undecodable-page');
  });

  it('D a page whose content is a bomb', async () => {
    const bomb = latin1Text(deflate(new Uint8Array(40 * 1024 * 1024).fill(32)));
    const error = await refusal(pdfFile(onePage({ 4: streamBody(bomb, '/Filter /FlateDecode') })));
    expect(error.reason).toBe('bomb');
  });

  it('D a page tree that multiplies itself to a million pages', async () => {
    const objects: Record<number, string> = { ...onePage() };
    for (let num = 20; num < 26; num++)
      objects[num] = `<< /Type /Pages /Kids [${`${num + 1} 0 R `.repeat(10)}] >>`;
    objects[26] = objects[3] ?? '';
    objects[2] = '<< /Type /Pages /Kids [20 0 R] >>';
    expect((await refusal(pdfFile(objects))).reason).toBe('too-many-pages');
  });

  it.each<[string, () => Uint8Array]>([
    ['strings without end', () => unended((i) => `${i + 1} 0 obj (`)],
    ['streams without end', () => unended((i) => `${i + 1} 0 obj <</A ${i + 2} 0 R>> stream\n`)],
    ['trailers without end', () => unended(() => 'trailer((')],
    [
      'a page of many entries that stands in the tree many times',
      () => {
        const entries = Array.from({ length: 2000 }, (_, i) => `/K${i} ${i}`).join(' ');
        return pdfFile(
          onePage({ 2: `<< /Kids [${'3 0 R '.repeat(9000)}] >>`, 3: `<< /Type /Page ${entries} >>` }),
        );
      },
    ],
    [
      'lengths that lead to lengths',
      () => {
        const objects: Record<number, string> = { ...onePage() };
        for (let num = 20; num < 20_020; num++)
          objects[num] = `<</Length ${num + 1} 0 R>>\nstream\nx\nendstream`;
        objects[4] = objects[20] ?? '';
        return pdfFile(objects);
      },
    ],
  ])('D %s', async (_, make) => {
    expect(['bomb', 'damaged']).toContain((await refusal(make())).reason);
  });

  it('takes a signed file when that is accepted, without its signature, and says so', async () => {
    const { manifest, body, head } = await prepare(pdfFile(onePage(SIGNED)), { acceptSigned: true });
    const text = latin1Text(head) + latin1Text(body);
    expect(text).not.toMatch(/ByteRange|SigFlags|DocMDP/);
    expect(manifest.notes.join()).toContain('signature');
    expect(manifest.source.size).toBe(pdfFile(onePage(SIGNED)).length);
  });

  it('takes a static XFA form as the plain form that it also is, and says so', async () => {
    const catalog = '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA 5 0 R >> >>';
    const { manifest } = await prepare(pdfFile(onePage({ 1: catalog, 5: streamBody('<xdp/>') })));
    expect(manifest.notes.join()).toContain('XFA');
  });

  it('keeps its word on a document that is fine', async () => {
    const { manifest } = await prepare(pdfFile(onePage({ 4: streamBody(textContent('fine')) })));
    expect(manifest.class).toBe('ok');
  });
});
