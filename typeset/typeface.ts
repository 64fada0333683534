import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Cut, Measure } from './lines.ts';

const FILES: Record<Cut, string> = {
  regular: '400Regular/NotoSans_400Regular.ttf',
  bold: '600SemiBold/NotoSans_600SemiBold.ttf',
  italic: '400Regular_Italic/NotoSans_400Regular_Italic.ttf',
};

let loaded: Map<Cut, Buffer> | undefined;

/**
 * Makes the cuts of Noto Sans (SIL Open Font License) available under their names: the file then embeds what it uses.
 *
 * @param pdf - the document that gets them
 */
export function registerTypeface(pdf: PDFKit.PDFDocument): void {
  for (const [cut, file] of load()) pdf.registerFont(cut, file);
}

// Noto Sans has the same advance widths at every size, so one size is measured and the rest is scaled.
const MEASURED_AT = 100;
const known = new Map<string, number>();

/**
 * Widths of the typeface at a size. Remembered, since reports say the same words again and again.
 *
 * @param pdf - a document with the typeface
 * @returns for a size in points, what measures text
 */
export function measurer(pdf: PDFKit.PDFDocument): (size: number) => Measure {
  return (size) => (text, cut) => {
    const key = `${cut} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      pdf.font(cut).fontSize(MEASURED_AT);
      refuseMissing(pdf, text);
      width = pdf.widthOfString(text);
      known.set(key, width);
    }
    return (width * size) / MEASURED_AT;
  };
}

/** PDFKit would draw an empty box and say nothing. */
function refuseMissing(pdf: PDFKit.PDFDocument, text: string): void {
  const { font } = (pdf as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
    ._font;
  const missing = [...text].find((sign) => !font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0));
  if (missing) throw new Error(`The typeface has no sign for "${missing}"; write it in words`);
}

function load(): Map<Cut, Buffer> {
  if (loaded) return loaded;
  const require = createRequire(import.meta.url);
  const read = (cut: Cut) => readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${FILES[cut]}`));
  loaded = new Map([
    ['regular', read('regular')],
    ['bold', read('bold')],
    ['italic', read('italic')],
  ]);
  return loaded;
}
