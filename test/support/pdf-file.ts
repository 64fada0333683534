import { latin1Bytes } from '../../core/pdf/chars.ts';

/** Writes small PDF files for tests, object by object. All text is one character for each byte. */

/** @param body - the body of object `num` */
export type ObjectBodies = Readonly<Record<number, string>>;

/** A stream's body. @param dict - its dictionary without brackets and /Length */
export function streamBody(data: string, dict = ''): string {
  return `<< ${dict} /Length ${data.length} >>\nstream\n${data}\nendstream`;
}

/** What to change about the file. */
export interface FileOptions {
  readonly version?: string;
  /** Put in front of everything. */
  readonly junk?: string;
  readonly trailer?: string;
}

/**
 * A file with a classic cross-reference table. Object 1 is the catalogue.
 *
 * @param objects - bodies by number
 */
export function pdfFile(objects: ObjectBodies, options: FileOptions = {}): Uint8Array<ArrayBuffer> {
  let text = `%PDF-${options.version ?? '1.7'}\n`;
  const offsets = new Map<number, number>();
  for (const [num, body] of Object.entries(objects)) {
    offsets.set(Number(num), text.length);
    text += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const size = Math.max(...offsets.keys()) + 1;
  const start = text.length;
  text += `xref\n0 ${size}\n0000000000 65535 f \n`;
  for (let num = 1; num < size; num++) {
    const offset = offsets.get(num);
    text += offset === undefined ? '0000000000 00000 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  }
  text += `trailer\n<< /Size ${size} /Root 1 0 R ${options.trailer ?? ''} >>\nstartxref\n${start}\n%%EOF\n`;
  return latin1Bytes(`${options.junk ?? ''}${text}`);
}

/** A line of text in Helvetica, which object 9 has to be. */
export function textContent(text: string): string {
  return `BT /F1 12 Tf 20 100 Td (${text}) Tj ET`;
}

export const HELVETICA = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';

/**
 * Objects of a document of one page that shows `Hello`; change what the test is about.
 *
 * @param changes - bodies that replace these or come on top
 */
export function onePage(changes: ObjectBodies = {}): ObjectBodies {
  return {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 9 0 R >> >> >>',
    4: streamBody(textContent('Hello')),
    9: HELVETICA,
    ...changes,
  };
}
