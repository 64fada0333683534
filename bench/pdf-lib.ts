import { readFile, writeFile } from 'node:fs/promises';
import { degrees, PDFDocument, rgb, StandardFonts } from 'pdf-lib';

/**
 * The same job as it is usually done, for one download: load the whole file, draw a diagonal and a foot line on every page,
 * save. A process of its own, so that its CPU and memory are its own; prints both as JSON.
 *
 *     node bench/pdf-lib.ts IN OUT
 */
const [source = '', target = ''] = process.argv.slice(2);
const started = performance.now();
const document = await PDFDocument.load(await readFile(source));
const font = await document.embedFont(StandardFonts.Helvetica);
for (const page of document.getPages()) {
  const { width, height } = page.getSize();
  const text = 'Bea Bench, Bench Ltd, bea@bench.example, 2026-11-20';
  page.drawText(text, { x: width / 5, y: height / 5, size: 24, font, rotate: degrees(50), opacity: 0.15 });
  page.drawText(text, { x: 40, y: 14, size: 8, font, color: rgb(0.3, 0.3, 0.3) });
}
await writeFile(target, await document.save());
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    totalMs: performance.now() - started,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    residentBytes: maxRSS * 1024,
  }),
);
