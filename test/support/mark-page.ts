import { deflateSync } from 'node:zlib';
import type { Mark } from '../../core/marks/compose.ts';
import { markFont } from '../../core/marks/font.ts';
import { formBoxes } from '../../core/marks/slots.ts';

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/**
 * The smallest file that shows a mark: one A4 page, the forms of the slots as prepared reports have them, nothing else.
 * For looking at marks without a report; the forms of real copies are prepare's.
 *
 * @param mark - from composeMark
 * @param below - content of the page under the mark, in points
 */
export function markPage(mark: Mark, below = ''): Uint8Array {
  const w = Array.from(markFont.widths).join(' ');
  const objects: (string | [dictionary: string, stream: Uint8Array])[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 9 0 R >> /XObject << /D 5 0 R /B 6 0 R >> >> >>',
    // 0.62 of the page's diagonal, along it; 0.9 of its width at the foot.
    [
      '',
      latin1(
        `${below}\nq .3686 .5216 -.5216 .3686 297.5 421 cm /D Do Q q .5355 0 0 .5355 297.5 14 cm /B Do Q`,
      ),
    ],
    form(
      'diagonal',
      '/Font << /F1 9 0 R >> /ExtGState << /G << /ca .15 >> >> /XObject << /N 7 0 R /C 8 0 R >>',
      mark.diagonal,
    ),
    form(
      'foot',
      '/Font << /F1 9 0 R >> /ExtGState << /G << /ca .6 >> >> /XObject << /N 7 0 R /C 8 0 R >>',
      mark.foot,
    ),
    form('outline', '', mark.name),
    form('outline', '', mark.company),
    `<< /Type /Font /Subtype /Type0 /BaseFont /${markFont.name} /Encoding /Identity-H /DescendantFonts [10 0 R] /ToUnicode 12 0 R >>`,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${markFont.name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 11 0 R /CIDToGIDMap /Identity /W [0 [${w}]] >>`,
    `<< /Type /FontDescriptor /FontName /${markFont.name} /Flags 4 /FontBBox [${markFont.bbox.join(' ')}] /ItalicAngle 0 /Ascent ${markFont.ascent} /Descent ${markFont.descent} /CapHeight ${markFont.capHeight} /StemV 80 /FontFile2 13 0 R >>`,
    ['', markFont.toUnicode],
    [`/Filter /FlateDecode /Length1 ${markFont.program.length}`, deflateSync(markFont.program)],
  ];
  const chunks: Uint8Array[] = [latin1('%PDF-1.7\n')];
  const length = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const offsets = objects.map((object, i) => {
    const at = length();
    if (typeof object === 'string') chunks.push(latin1(`${i + 1} 0 obj\n${object}\nendobj\n`));
    else {
      const [dictionary, stream] = object;
      chunks.push(latin1(`${i + 1} 0 obj\n<< ${dictionary} /Length ${stream.length} >>\nstream\n`), stream);
      chunks.push(latin1('\nendstream\nendobj\n'));
    }
    return at;
  });
  const startxref = length();
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  chunks.push(latin1(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`));
  chunks.push(
    latin1(`trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${startxref}\n%%EOF\n`),
  );
  const file = new Uint8Array(length());
  let at = 0;
  for (const chunk of chunks) {
    file.set(chunk, at);
    at += chunk.length;
  }
  return file;
}

function form(box: keyof typeof formBoxes, resources: string, content: string): [string, Uint8Array] {
  const dictionary = `/Type /XObject /Subtype /Form /BBox [${formBoxes[box].join(' ')}] /Resources << ${resources} >>`;
  return [dictionary, latin1(content)];
}
