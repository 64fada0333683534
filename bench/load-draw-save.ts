/** The libraries that others mark PDFs with, one download at a time. */
export const LIBRARIES = ['pdf-lib', '@cantoo/pdf-lib'] as const;

export type Library = (typeof LIBRARIES)[number];

/**
 * The job as it is usually done, for one download: load the whole file, draw a diagonal and a foot line on every page,
 * save. The same lines run in a process of their own and in the Worker.
 *
 * @param library - by which
 * @param source - the whole PDF
 * @returns the whole marked PDF
 */
export async function loadDrawSave(library: Library, source: Uint8Array): Promise<Uint8Array> {
  const { degrees, PDFDocument, rgb, StandardFonts } = (
    library === 'pdf-lib' ? await import('pdf-lib') : await import('@cantoo/pdf-lib')
  ) as typeof import('pdf-lib');
  const document = await PDFDocument.load(source);
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const page of document.getPages()) {
    const { width, height } = page.getSize();
    const text = 'Bea Bench, Bench Ltd, bea@bench.example, 2026-11-20';
    page.drawText(text, { x: width / 5, y: height / 5, size: 24, font, rotate: degrees(50), opacity: 0.15 });
    page.drawText(text, { x: 40, y: 14, size: 8, font, color: rgb(0.3, 0.3, 0.3) });
  }
  return await document.save();
}
