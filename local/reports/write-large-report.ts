import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { heading, paragraph } from '../../typeset/blocks.ts';
import { PagedDocument } from '../../typeset/paged-document.ts';
import { draft } from '../../typeset/render.ts';
import { noise } from './figures/noise.ts';
import { png } from './figures/png.ts';
import { drawSoc2, SOC2_INFO } from './soc2.ts';

const MEGABYTE = 1_000_000;
/** What the sample report weighs without exhibits, roughly; the exhibits carry the rest. */
const TEXT_BYTES = 2 * MEGABYTE;
/** Bytes that may wait for the disk. */
const IN_MEMORY = 8 * MEGABYTE;
const CHANNELS = 3;
const WIDE = 1200;

/**
 * Writes the sample SOC 2 report with exhibits of scanned pages behind it, for measuring with big files. The pictures
 * are noise, which no compression makes smaller. The same arguments give the same bytes.
 *
 * @param path - of the PDF
 * @param megabytes - to reach, within a tenth for 4 and more; less gives the report with small pictures
 * @param pages - of exhibits, one picture on each
 * @returns the number of pages of the whole file
 */
export async function writeLargeReport(path: string, megabytes: number, pages: number): Promise<number> {
  const perPage = Math.max(0, megabytes * MEGABYTE - TEXT_BYTES) / pages;
  const high = Math.max(1, Math.round(perPage / (WIDE * CHANNELS)));
  const doc = new PagedDocument(SOC2_INFO, draft(SOC2_INFO, drawSoc2));
  const file = createWriteStream(path);
  doc.pdf.pipe(file);
  drawSoc2(doc);
  for (let page = 1; page <= pages; page++) {
    drawExhibit(doc, page, high);
    // PDFKit does not wait for the disk by itself; without this the whole file would stand in memory.
    while (doc.pdf.readableLength > IN_MEMORY) await setImmediate();
  }
  const { pages: all } = doc.end();
  await finished(file);
  return all;
}

function drawExhibit(doc: PagedDocument, number: number, high: number): void {
  doc.newPage('portrait');
  heading(doc, 2, `Exhibit ${number}: scanned evidence`, `exhibit-${number}`);
  const text = `Stand-in for a scanned page. The picture below is noise, made to give the file its size.`;
  paragraph(doc, [{ text, cut: 'regular' }]);
  const next = noise(number);
  const words = new Uint32Array(Math.ceil((WIDE * high * CHANNELS) / 4));
  for (let index = 0; index < words.length; index++) words[index] = next();
  const pixels = new Uint8Array(words.buffer, 0, WIDE * high * CHANNELS);
  const picture = png(WIDE, high, 'rgb', pixels, 0);
  const height = Math.min((doc.width * high) / WIDE, doc.box.bottom - doc.y);
  doc.within(
    'Figure',
    () => doc.content(() => doc.pdf.image(picture, doc.box.left, doc.y, { width: doc.width, height })),
    { alt: `Noise in place of scanned page ${number}.` },
  );
}
