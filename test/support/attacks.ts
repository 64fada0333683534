import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import type { Browser } from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';
import type { Workbench } from './second-opinion.ts';

/** What is done to a copy with ordinary tools, on purpose or in passing, before it is passed on. */
export interface Attack {
  readonly name: string;
  /** @returns what is left; null where nothing opens any more */
  readonly run: (file: Uint8Array) => Promise<Uint8Array | null> | Uint8Array | null;
}

const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/**
 * The attacks of CHECKLIST W3.
 *
 * @param bench - a folder to work in
 * @param browser - to print with
 */
export function attacks(bench: Workbench, browser: Browser): Attack[] {
  let number = 0;
  const tool =
    (command: string, args: (source: string, target: string) => string[]) =>
    (file: Uint8Array): Uint8Array | null => {
      const source = bench.file(`in-${++number}.pdf`, file);
      const target = join(bench.folder, `out-${number}.pdf`);
      const { error } = spawnSync(command, args(source, target), { timeout: PATIENCE_MS });
      if (error) throw error;
      try {
        return readFileSync(target);
      } catch {
        return null;
      }
    };
  const repairs = [
    tool('qpdf', (source, target) => ['--warning-exit-0', source, target]),
    tool('mutool', (source, target) => ['clean', source, target]),
  ];
  return [
    { name: 'nothing', run: (file) => file },
    {
      name: 'qpdf: written anew, streams compressed anew',
      run: tool('qpdf', (source, target) => [
        '--object-streams=generate',
        '--recompress-flate',
        '--compression-level=9',
        source,
        target,
      ]),
    },
    { name: 'qpdf: linearised', run: tool('qpdf', (source, target) => ['--linearize', source, target]) },
    {
      name: 'mutool clean -gggg -z -s',
      run: tool('mutool', (source, target) => ['clean', '-gggg', '-z', '-s', source, target]),
    },
    {
      name: 'Ghostscript: distilled anew',
      run: tool('gs', (source, target) => ['-q', '-sDEVICE=pdfwrite', '-o', target, source]),
    },
    { name: 'drawn by pdf.js and printed to PDF by Chromium', run: (file) => printed(browser, file) },
    {
      name: 'rasterised at 150 dpi',
      run: tool('gs', (source, target) => ['-q', '-sDEVICE=pdfimage24', '-r150', '-o', target, source]),
    },
    {
      name: 'all annotations deleted',
      run: edited((document) => {
        for (const page of document.getPages()) page.node.delete(PDFName.of('Annots'));
      }),
    },
    {
      name: 'all layers deleted, with what is drawn on them',
      run: edited((document) => {
        document.catalog.delete(PDFName.of('OCProperties'));
        for (const [, object] of document.context.enumerateIndirectObjects()) {
          const dict = object instanceof PDFDict ? object : (object as { dict?: PDFDict }).dict;
          const resources = dict?.lookupMaybe(PDFName.of('Resources'), PDFDict);
          const forms = resources?.lookupMaybe(PDFName.of('XObject'), PDFDict);
          for (const name of forms?.keys() ?? []) {
            const form = forms?.lookup(name) as { dict?: PDFDict } | undefined;
            if (form?.dict?.has(PDFName.of('OC'))) forms?.delete(name);
          }
        }
      }),
    },
    {
      name: 'all metadata deleted',
      run: edited((document) => {
        document.catalog.delete(PDFName.of('Metadata'));
        Reflect.deleteProperty(document.context.trailerInfo, 'Info');
        Reflect.deleteProperty(document.context.trailerInfo, 'ID');
      }),
    },
    ...['%%EOF', 'startxref', '/XRef'].map((token) => ({
      name: `cut off at ${token}, and repaired by qpdf, or else by mutool`,
      run: (file: Uint8Array) => {
        const at = Buffer.from(file).lastIndexOf(token);
        if (at < 0) throw new Error(`a copy has no ${token}`);
        return repairs.reduce<Uint8Array | null>(
          (left, repair) => left ?? repair(file.subarray(0, at)),
          null,
        );
      },
    })),
    {
      name: 'cropped by 10 % at every edge',
      run: edited((document) => {
        for (const page of document.getPages()) {
          const { x, y, width, height } = page.getMediaBox();
          page.setCropBox(x + 0.1 * width, y + 0.1 * height, 0.8 * width, 0.8 * height);
          page.setMediaBox(x + 0.1 * width, y + 0.1 * height, 0.8 * width, 0.8 * height);
        }
      }),
    },
    {
      name: 'the forms of the mark emptied by a script written for it',
      run: edited((document) => {
        for (const [, object] of document.context.enumerateIndirectObjects()) {
          const dict = object instanceof PDFDict ? object : undefined;
          const forms = dict
            ?.lookupMaybe(PDFName.of('Resources'), PDFDict)
            ?.lookupMaybe(PDFName.of('XObject'), PDFDict);
          for (const name of forms?.keys() ?? []) if (/^\/Tc\d/.test(name.asString())) forms?.delete(name);
        }
      }),
    },
  ];
}

/** Loads with a library, changes, saves. */
function edited(change: (document: PDFDocument) => void) {
  return async (file: Uint8Array): Promise<Uint8Array> => {
    const document = await PDFDocument.load(file, { updateMetadata: false });
    change(document);
    return await document.save();
  };
}

/**
 * A browser prints what its viewer draws. Headless Chromium has no viewer, so pdf.js, the viewer of another browser, draws the
 * pages in it, as it does for printing, and Chromium prints them.
 */
async function printed(browser: Browser, file: Uint8Array): Promise<Uint8Array> {
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const served: Record<string, { body: Buffer; contentType: string }> = {
    '/': {
      body: Buffer.from(
        '<!doctype html><body style="margin:0"><script type="module" src="/pdf.mjs"></script>',
      ),
      contentType: 'text/html',
    },
    '/copy.pdf': { body: Buffer.from(file), contentType: 'application/pdf' },
    '/pdf.mjs': script('pdf.mjs'),
    '/pdf.worker.mjs': script('pdf.worker.mjs'),
  };
  await page.route('http://print.example/**', async (route) => {
    const found = served[new URL(route.request().url()).pathname];
    await (found ? route.fulfill(found) : route.abort());
  });
  await page.goto('http://print.example/');
  const sizes = await page.evaluate(drawAll);
  const [width, height] = sizes[0] ?? [0, 0];
  if (sizes.some(([w, h]) => w !== width || h !== height)) throw new Error('pages of one size are printed');
  const pdf = await page.pdf({ width: `${width / 72}in`, height: `${height / 72}in`, printBackground: true });
  await context.close();
  return pdf;
}

function script(name: string) {
  return { body: readFileSync(join(pdfjs, 'legacy/build', name)), contentType: 'text/javascript' };
}

/** Runs in the page. @returns the size of each page in points */
async function drawAll(): Promise<[number, number][]> {
  const { pdfjsLib } = globalThis as unknown as { pdfjsLib: typeof import('pdfjs-dist') };
  const { getDocument, GlobalWorkerOptions } = pdfjsLib;
  GlobalWorkerOptions.workerSrc = '/pdf.worker.mjs';
  const pdf = await getDocument({ url: '/copy.pdf' }).promise;
  const sizes: [number, number][] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const points = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: 150 / 72 });
    const canvas = document.createElement('canvas');
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    await page.render({ canvas, viewport, intent: 'print' }).promise;
    const image = new Image();
    image.src = canvas.toDataURL();
    image.style.cssText = `display:block;width:${points.width}pt;height:${points.height}pt;break-after:page`;
    await image.decode();
    document.body.append(image);
    sizes.push([points.width, points.height]);
  }
  return sizes;
}

/** Grey pixels of each page, drawn by poppler at 72 dpi. */
export function pictures(bench: Workbench, file: Uint8Array): { width: number; grey: Uint8Array }[] {
  const source = bench.file('draw.pdf', file);
  const out = execFileSync('pdftoppm', ['-r', '72', '-cropbox', '-gray', source], {
    maxBuffer: 1024 ** 3,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pages: { width: number; grey: Uint8Array }[] = [];
  for (let at = 0; at < out.length; ) {
    const header = /^P5\n(\d+) (\d+)\n255\n/.exec(out.toString('latin1', at, at + 40));
    if (!header) throw new Error('pdftoppm wrote something else than a grey picture');
    const [width, height] = [Number(header[1]), Number(header[2])];
    const start = at + header[0].length;
    pages.push({ width, grey: out.subarray(start, start + width * height) });
    at = start + width * height;
  }
  return pages;
}
