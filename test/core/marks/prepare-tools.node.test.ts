import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, describe, expect, it } from 'vitest';
import { prepare } from '../../../core/marks/prepare.ts';
import { onePage, pdfFile, streamBody, textContent } from '../../support/pdf-file.ts';
import { blankFile, STAND_IN, stampedFile } from '../../support/prepared.ts';
import {
  popplerPages,
  popplerRender,
  popplerText,
  qpdfCheck,
  Workbench,
} from '../../support/second-opinion.ts';

const bench = new Workbench();
afterAll(() => bench.clear());

const PAGE = '/Type /Page /Parent 2 0 R /Resources << /Font << /F1 9 0 R >> >> /Contents 4 0 R';
const XMP = (part: number) =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="${part}"/></rdf:RDF><?xpacket end="w"?>`;
const withXmp = (part: number) =>
  onePage({
    1: '<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>',
    5: streamBody(XMP(part), '/Type /Metadata /Subtype /XML'),
  });

/** A page whose content stands, as far as it says so, in a layer that is switched off. */
const layered = (content: string) =>
  onePage({
    1: '<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >> >>',
    3: `<< ${PAGE.replace('<< /Font', '<< /Properties << /O 8 0 R >> /Font')} /MediaBox [0 0 300 200] >>`,
    4: streamBody(content),
    8: '<< /Type /OCG /Name (hidden) >>',
  });

const FILES = {
  'a plain page': onePage(),
  'unbalanced content': onePage({ 4: streamBody(`q q ${textContent('Hello')} q 1 0 0 1 900 900 cm`) }),
  'surplus restores': onePage({ 4: streamBody(`Q Q ${textContent('Hello')} Q`) }),
  'content that readers give up on': onePage({ 4: streamBody(`${textContent('Hello')} 1 Td (x) Tj`) }),
  'a layer that is off, and malformed content in it': layered(`${textContent('Hello')} /OC /O BDC 1 Td`),
  'a layer that is off and left open': layered(`${textContent('Hello')} /OC /O BDC`),
  'layers that are off, around everything': layered(`/OC /O BDC /OC /O BDC ${textContent('Hello')}`),
  'a clip that lets nothing through': onePage({ 4: streamBody(`${textContent('Hello')} 0 0 0 0 re W n`) }),
  'text that is not shown from here on': onePage({ 4: streamBody(`${textContent('Hello')} 3 Tr 7 Tr 0 Tz`) }),
  'a matrix that leads away': onePage({ 4: streamBody(`${textContent('Hello')} 0 0 0 0 9e9 9e9 cm`) }),
  'a graphics state in which nothing shows': onePage({
    3: `<< ${PAGE.replace('<< /Font', '<< /ExtGState << /G 8 0 R >> /Font')} /MediaBox [0 0 300 200] >>`,
    4: streamBody(`${textContent('Hello')} /G gs`),
    8: '<< /ca 0 /CA 0 /BM /Multiply /SMask << /S /Alpha /G 10 0 R >> >>',
    10: streamBody('', '/Subtype /Form /BBox [0 0 0 0] /Group << /S /Transparency /CS /DeviceGray >>'),
  }),
  'an inline image whose end is a guess': onePage({
    4: streamBody(`${textContent('Hello')} q 50 0 0 50 9 9 cm BI /W 2 /H 2 /BPC 8 /CS /G ID aEI  EI Q`),
  }),
  'a form field and an annotation over the page': onePage({
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] >> >>',
    3: `<< ${PAGE} /MediaBox [0 0 300 200] /Annots [7 0 R 8 0 R] >>`,
    7: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (v) /F 4 /Rect [20 20 90 40] /AP << /N 10 0 R >> >>',
    8: '<< /Type /Annot /Subtype /Stamp /F 4 /Rect [150 0 300 200] /AP << /N 10 0 R >> >>',
    10: streamBody('.8 g 0 0 9 9 re f', '/Subtype /Form /BBox [0 0 9 9]'),
  }),
  'PDF 2.0': { ...onePage(), 1: '<< /Type /Catalog /Version /2.0 /Pages 2 0 R >>' },
  'no resources at all': onePage({ 3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>' }),
  'a page as long as PDF has them': onePage({ 3: `<< ${PAGE} /MediaBox [0 0 14400 300] >>` }),
  'a page as small as a stamp': onePage({ 3: `<< ${PAGE} /MediaBox [0 0 72 60] >>` }),
  'a turned, cropped, scaled page': onePage({
    3: `<< ${PAGE} /MediaBox [0 0 300 200] /CropBox [10 50 250 190] /Rotate 270 /UserUnit 1.5 >>`,
  }),
  'a business card': onePage({ 3: `<< ${PAGE} /MediaBox [0 0 240 150] >>` }),
  'an A0 poster': onePage({ 3: `<< ${PAGE} /MediaBox [0 0 2384 3370] >>` }),
  'pages of several sizes that share everything': onePage({
    2: '<< /Type /Pages /Kids [3 0 R 5 0 R 6 0 R 3 0 R] /Count 4 /Resources << /Font << /F1 9 0 R >> >> >>',
    3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R >>',
    5: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents [4 0 R] >>',
    6: '<< /Type /Page /Parent 2 0 R /MediaBox [-50 -50 250 250] /Contents 4 0 R >>',
  }),
  'PDF/A-1': withXmp(1),
  'PDF/A-3': withXmp(3),
};

describe.each([
  ['W1 other people’s tools on prepared files', false],
  ['W1 other people’s tools on files with page contents in the head', true],
])('%s', (_, contentsInHead) => {
  it.each(Object.entries(FILES))('%s', async (name, objects) => {
    const source = pdfFile(objects, name === 'PDF/A-1' ? { version: '1.4' } : {});
    const prepared = await prepare(source, { contentsInHead });
    const before = bench.file('source.pdf', source);
    const blank = bench.file('blank.pdf', blankFile(prepared));
    const copy = bench.file('copy.pdf', stampedFile(prepared));
    for (const path of [blank, copy]) expect(qpdfCheck(path)).toEqual({ status: 0, words: '' });
    expect(popplerPages(blank)).toBe(popplerPages(before));
    expect(popplerText(blank)).toEqual(popplerText(before));
    expect(popplerRender(blank).equals(popplerRender(before))).toBe(true);
    expect(popplerRender(copy).equals(popplerRender(before))).toBe(false);
    const pages = popplerText(copy, true);
    expect(pages).toHaveLength(prepared.manifest.pages);
    for (const text of pages) expect(text).toContain(STAND_IN);
    expect(await pdfjsText(stampedFile(prepared))).toEqual(
      pages.map(() => expect.stringContaining(STAND_IN)),
    );
  });
});

async function pdfjsText(file: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: file.slice(), verbosity: 0, useSystemFonts: false });
  const document = await task.promise;
  const texts: string[] = [];
  for (let n = 1; n <= document.numPages; n++) {
    const content = await (await document.getPage(n)).getTextContent();
    texts.push(content.items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  await task.destroy();
  return texts;
}
