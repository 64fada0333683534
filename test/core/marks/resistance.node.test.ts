import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeMark } from '../../../core/marks/compose.ts';
import { type Prepared, prepare } from '../../../core/marks/prepare.ts';
import { prepareStamp, type Stamp, stampHead } from '../../../core/marks/stamp.ts';
import { latin1Text } from '../../../core/pdf/chars.ts';
import { attacks, pictures } from '../../support/attacks.ts';
import { launchBrowser } from '../../support/browser.ts';
import { aReader } from '../../support/marks.ts';
import { HELVETICA, pdfFile, streamBody } from '../../support/pdf-file.ts';
import { blankFile } from '../../support/prepared.ts';
import { popplerText, Workbench } from '../../support/second-opinion.ts';

/** W3: what of the mark is left after what happens to files, in a table that is kept in the documentation. */

const DOCUMENT = new URL('../../../docs/resistance.md', import.meta.url);
const BEGIN = '<!-- measured by test/core/marks/resistance.node.test.ts -->\n';
const END = '<!-- end of what is measured -->\n';

const bench = new Workbench();
let browser: Browser;
let prepared: Prepared;
let stamp: Stamp;
let blank: Uint8Array;
let copy: Uint8Array;

beforeAll(async () => {
  browser = await launchBrowser();
  prepared = await prepare(source());
  stamp = await prepareStamp(prepared.manifest, await composeMark(aReader));
  blank = blankFile(prepared);
  copy = blank.slice();
  copy.set(stampHead(prepared.head, prepared.manifest, stamp));
});
afterAll(async () => {
  await browser?.close();
  bench.clear();
});

/** Three A4 pages, with metadata, an annotation and a layer of its own: something for every attack to take away. */
function source(): Uint8Array {
  const resources = '<< /Font << /F1 9 0 R >> /XObject << /Own 12 0 R >> /Properties << /Layer 11 0 R >> >>';
  const page = (annotations: string) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources ${resources} ${annotations} >>`;
  const lines = Array.from(
    { length: 20 },
    (_, i) => `BT /F1 11 Tf 72 ${760 - 30 * i} Td (Control ${i + 1}: no exceptions noted.) Tj ET`,
  );
  return pdfFile(
    {
      1: '<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R /OCProperties << /OCGs [11 0 R] /D << /ON [11 0 R] >> >> >>',
      2: '<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>',
      3: page('/Annots [7 0 R]'),
      4: page(''),
      5: page(''),
      6: streamBody(`${lines.join('\n')}\n/Own Do`),
      7: '<< /Type /Annot /Subtype /Square /Rect [400 700 500 760] /C [0 0 1] >>',
      8: streamBody(
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="application/pdf"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>',
        '/Type /Metadata /Subtype /XML',
      ),
      9: HELVETICA,
      10: '<< /Title (A report) /Producer (a typesetter) >>',
      11: '<< /Type /OCG /Name (The own layer of the report) >>',
      12: streamBody(
        '0 0 1 rg 72 90 20 20 re f',
        '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 11 0 R',
      ),
    },
    { trailer: '/Info 10 0 R' },
  );
}

const SURVIVES = '✓';
const GONE = '✗';

test('W2 W3: a copy offers no handle: no layer, annotation, watermark tag, private data or earlier revision', () => {
  const text = latin1Text(copy);
  expect(text.match(/%%EOF/g)).toHaveLength(1);
  expect(text.match(/startxref/g)).toHaveLength(1);
  expect(text).not.toContain('/Prev');
  const own = decoded(source());
  const marked = decoded(copy);
  const count = (where: string, what: RegExp) => where.match(what)?.length ?? 0;
  for (const handle of [/\/OCG\b/g, /\/OC\b/g, /\/Annots\b/g, /\/Annot\b/g, /\/Properties\b/g]) {
    expect(count(marked, handle), String(handle)).toBe(count(own, handle));
  }
  expect(marked).not.toMatch(/watermark/i);
  expect(marked).not.toMatch(/\/PieceInfo|\/Private|\/LastModified|\/Linearized/);
});

test('W3: what survives is what the documentation says', { timeout: 600_000 }, async () => {
  const channels = ['diagonal', 'foot', 'name', 'address', 'copy id', '/ID', 'XMP', 'Info', 'hidden'];
  const rows: string[] = [];
  const before = pictures(bench, blank);
  const masks = pictures(bench, copy).map(({ grey }, page) =>
    grey.map((value, i) => Math.max(0, (before[page]?.grey[i] ?? 0) - value)),
  );
  for (const { name, run } of attacks(bench, browser)) {
    const left = await run(copy);
    const bare = await run(blank);
    if (left === null || bare === null || popplerText(bench.file('left.pdf', left)).length === 0) {
      rows.push(`| ${name} | ${channels.map(() => '–').join(' | ')} |`);
      continue;
    }
    const path = bench.file('left.pdf', left);
    const pages = popplerText(path, true);
    expect(pages, name).toHaveLength(3);
    const inText = (what: string) => pages.every((text) => text.replace(/\s+/g, ' ').includes(what));
    const seen = visible(masks, pictures(bench, bare), pictures(bench, left));
    const inside = decoded(left);
    const survived = [
      seen.diagonal,
      seen.foot,
      inText(aReader.name),
      inText(aReader.address),
      inText(aReader.copyId),
      firstId(left).includes(written(stamp.contents.id)),
      inside.includes(written(stamp.contents.xmp)),
      infoOf(inside).includes(aReader.copyId),
    ];
    rows.push(`| ${name} | ${[...survived.map((yes) => (yes ? SURVIVES : GONE)), 'off'].join(' | ')} |`);
  }
  const table = [
    `| after | ${channels.join(' | ')} |`,
    `| --- |${' --- |'.repeat(channels.length)}`,
    ...rows,
  ];
  const text = await readFile(DOCUMENT, 'utf8');
  const [head = '', rest = ''] = text.split(BEGIN);
  const [, tail = ''] = rest.split(END);
  const computed = `${head}${BEGIN}\n${table.join('\n')}\n\n${END}${tail}`;
  await expect(computed).toMatchFileSnapshot(DOCUMENT.pathname);
});

/**
 * Whether at least half of the ink of each line of the mark is still there, on every page: darker than the same page of
 * the unmarked file after the same attack. A cropped page is laid over the middle of the whole one.
 */
function visible(
  masks: readonly Uint8Array[],
  bare: ReturnType<typeof pictures>,
  left: ReturnType<typeof pictures>,
): { diagonal: boolean; foot: boolean } {
  const FOOT = 40;
  const WIDE = 595;
  const HIGH = 842;
  const share = (page: number, from: number, to: number): number => {
    const { width, grey } = left[page] ?? { width: 1, grey: new Uint8Array() };
    const high = grey.length / width;
    const [dx, dy] = [Math.round((WIDE - width) / 2), Math.round((HIGH - high) / 2)];
    const mask = masks[page] ?? new Uint8Array();
    let ink = 0;
    let kept = 0;
    for (let y = from; y < to; y++) {
      for (let x = 0; x < WIDE; x++) {
        ink += mask[y * WIDE + x] ?? 0;
        const [u, v] = [x - dx, y - dy];
        if (u < 0 || v < 0 || u >= width || v >= high) continue;
        kept += Math.max(0, (bare[page]?.grey[v * width + u] ?? 0) - (grey[v * width + u] ?? 0));
      }
    }
    return kept / ink;
  };
  const all = (from: number, to: number) => masks.every((_, page) => share(page, from, to) >= 0.5);
  return { diagonal: all(0, HIGH - FOOT), foot: all(HIGH - FOOT, HIGH) };
}

/** The file with all streams decoded, as text, by qpdf. */
function decoded(file: Uint8Array): string {
  return latin1Text(
    execFileSync(
      'qpdf',
      ['--qdf', '--object-streams=disable', '--warning-exit-0', bench.file('decode.pdf', file), '-'],
      {
        maxBuffer: 1024 ** 3,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    ),
  );
}

/** What a slot was filled with; a report of this test has every slot. */
function written(content: string | undefined): string {
  if (content === undefined) throw new Error('the report has no such slot');
  return content;
}

/** The trailer as it was written by whoever wrote last. */
function firstId(file: Uint8Array): string {
  const trailer = execFileSync('mutool', ['show', bench.file('id.pdf', file), 'trailer/ID'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return trailer.toString('latin1').toLowerCase();
}

function infoOf(text: string): string {
  const number = /\/Info (\d+) 0 R/.exec(text)?.[1];
  return number === undefined
    ? ''
    : (new RegExp(`\\n${number} 0 obj\\n([^]*?)\\nendobj`).exec(text)?.[1] ?? '');
}
