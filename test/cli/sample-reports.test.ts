import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFArray, PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PENTEST_CANARY, SOC2_CANARY } from '../../local/reports/canary.ts';
import { readCriteria } from '../../local/reports/controls.ts';
import { FACTS, SAMPLE_NOTICE } from '../../local/reports/facts.ts';
import { writeLargeReport } from '../../local/reports/write-large-report.ts';
import { type SampleReports, writeSampleReports } from '../../local/reports/write-sample-reports.ts';

let folder: string;
let reports: SampleReports;
let soc2: PDFDocumentProxy;
let pageTexts: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-reports-'));
  reports = await writeSampleReports(folder);
  soc2 = await open(reports.soc2);
  pageTexts = await textOfPages(soc2);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('sample SOC 2 report', () => {
  test('has at least 100 pages, each of which says that it is a sample', () => {
    expect(soc2.numPages).toBeGreaterThanOrEqual(100);
    expect(reports.pages.soc2).toBe(soc2.numPages);
    for (const [index, text] of pageTexts.entries()) {
      expect(text, `page ${index + 1}`).toContain(SAMPLE_NOTICE);
    }
  });

  test('is sound to qpdf', () => {
    for (const path of [reports.soc2, reports.soc3, reports.pentest]) {
      expect(execFileSync('qpdf', ['--check', path], { encoding: 'utf8' })).toContain('No syntax or stream');
    }
  });

  test('has the parts of the real thing', () => {
    const all = pageTexts.join(' ');
    for (const part of [
      'Section I. Independent service auditor',
      'Section II. Management',
      'Section III. Description of the system',
      'Complementary user entity controls',
      'Complementary controls of subservice organisations',
      'Section IV. Criteria, controls, tests and results',
      'Section V. Other information',
      'Annex. Bridge letter',
    ]) {
      expect(all).toContain(part);
    }
  });

  test('tests every criterion in scope, with two exceptions that are answered', () => {
    const criteria = readCriteria();
    const controls = criteria.flatMap((each) => each.controls);
    const groups = Object.groupBy(criteria, (each) => each.criterion.split('.')[0] ?? '');
    expect(Object.entries(groups).map(([group, found]) => `${group}: ${found?.length}`)).toEqual([
      'CC1: 5',
      'CC2: 3',
      'CC3: 4',
      'CC4: 2',
      'CC5: 3',
      'CC6: 8',
      'CC7: 5',
      'CC8: 1',
      'CC9: 2',
      'A1: 3',
      'C1: 2',
    ]);
    expect(new Set(controls.map((control) => control.statement)).size).toBe(controls.length);
    expect(controls.length).toBeGreaterThanOrEqual(80);
    const excepted = controls.filter((control) => control.exception !== undefined);
    expect(excepted).toHaveLength(FACTS.exceptions);
    const all = pageTexts.join(' ');
    for (const { id } of excepted) expect(all).toContain(`${id}:`);
    expect(all.match(/Exception noted\./g)).toHaveLength(FACTS.exceptions);
  });

  test('is tagged: headings, tables, figures with text, lists and links', async () => {
    expect((await soc2.getMarkInfo())?.Marked).toBe(true);
    const found = new Map<string, number>();
    let figures = 0;
    for (let number = 1; number <= soc2.numPages; number++) {
      walk(await (await soc2.getPage(number)).getStructTree(), (node) => {
        found.set(node.role, (found.get(node.role) ?? 0) + 1);
        if (node.role === 'Figure') {
          figures += 1;
          expect(node.alt?.length ?? 0).toBeGreaterThan(20);
        }
      });
    }
    const roles = 'H1 H2 H3 P Table THead TBody TR TH TD Figure Caption Link L LI Lbl LBody TOC TOCI'.split(
      ' ',
    );
    expect(roles.filter((role) => !found.has(role))).toEqual([]);
    expect(figures).toBeGreaterThanOrEqual(9);
    expect(found.get('TR')).toBeGreaterThan(400);
  });

  test('names its language and title, and labels its pages', async () => {
    const { info } = await soc2.getMetadata();
    expect(info).toMatchObject({ Title: 'SOC 2 Type II report', Language: 'en-GB' });
    const labels = (await soc2.getPageLabels()) ?? [];
    expect(labels.slice(0, 2)).toEqual(['i', 'ii']);
    expect(labels).toContain('1');
    expect(labels.at(-1)).toMatch(/^A-\d$/);
  });

  test('has bookmarks of three levels that lead to pages', async () => {
    const outline = await soc2.getOutline();
    expect(outline.map((entry) => entry.title)).toContain(
      'Section IV. Criteria, controls, tests and results',
    );
    const depth = (entries: typeof outline): number =>
      entries.length === 0 ? 0 : 1 + Math.max(...entries.map((entry) => depth(entry.items)));
    expect(depth(outline)).toBe(3);
    for (const entry of outline) expect(Array.isArray(entry.dest)).toBe(true);
  });

  test('has links inside that all lead somewhere, and one to the outside', async () => {
    const destinations = await soc2.getDestinations();
    const outside = new Set<string>();
    let inside = 0;
    for (let number = 1; number <= soc2.numPages; number++) {
      for (const link of await (await soc2.getPage(number)).getAnnotations()) {
        if (link.url) outside.add(link.url);
        else {
          inside += 1;
          expect(destinations, link.dest).toHaveProperty([link.dest]);
        }
      }
    }
    expect(inside).toBeGreaterThan(300);
    expect([...outside]).toEqual(['https://trust.larkspur-relay.example/']);
  });

  test('says in its contents on which page a section is', async () => {
    const contents = pageTexts[1] ?? '';
    const labels = (await soc2.getPageLabels()) ?? [];
    const page = pageTexts.findIndex((text, index) => index > 3 && text.includes('Section III. Description'));
    expect(contents).toMatch(new RegExp(`Section III\\. Description of the system\\s+${labels[page]}\\s`));
  });

  test('has upright, wide and turned pages', async () => {
    const shapes = new Set<string>();
    for (let number = 1; number <= soc2.numPages; number++) {
      const { rotate, view } = await soc2.getPage(number);
      shapes.add(`${(view[2] ?? 0) > (view[3] ?? 0) ? 'wide' : 'upright'} ${rotate}`);
    }
    expect([...shapes].sort()).toEqual(['upright 0', 'upright 270', 'upright 90', 'wide 0']);
  });

  test('embeds every font and holds at least three raster images', async () => {
    const file = await PDFDocument.load(await readFile(reports.soc2), { updateMetadata: false });
    const dictionaries = file.context
      .enumerateIndirectObjects()
      .map(([, object]) => ('dict' in object && object.dict instanceof PDFDict ? object.dict : object))
      .filter((object) => object instanceof PDFDict);
    const named = (key: string, value: string) =>
      dictionaries.filter((each) => each.get(PDFName.of(key)) === PDFName.of(value));
    const descriptors = named('Type', 'FontDescriptor');
    expect(descriptors).toHaveLength(3);
    for (const descriptor of descriptors) expect(descriptor.has(PDFName.of('FontFile2'))).toBe(true);
    for (const font of named('Type', 'Font')) {
      const own = font.has(PDFName.of('FontDescriptor'));
      expect(own || font.lookup(PDFName.of('DescendantFonts')) instanceof PDFArray).toBe(true);
    }
    expect(named('Subtype', 'Image').length).toBeGreaterThanOrEqual(3);
  });

  test('carries its canary on several pages and uncompressed in the file', async () => {
    expect(pageTexts.filter((text) => text.includes(SOC2_CANARY)).length).toBeGreaterThanOrEqual(10);
    expect((await readFile(reports.soc2)).includes(SOC2_CANARY)).toBe(true);
  });
});

test('A13 the public summary holds no canary and no control of the gated report', async () => {
  const text = (await textOfPages(await open(reports.soc3))).join(' ');
  expect(reports.pages.soc3).toBeGreaterThanOrEqual(3);
  expect(reports.pages.soc3).toBeLessThanOrEqual(6);
  expect(text).not.toContain('CANARY');
  for (const { id, statement } of readCriteria().flatMap((each) => each.controls)) {
    expect(text).not.toContain(id);
    expect(text).not.toContain(statement);
  }
});

test('the penetration-test letter has its own canary', async () => {
  const text = (await textOfPages(await open(reports.pentest))).join(' ');
  expect(text).toContain(PENTEST_CANARY);
  expect(text).not.toContain(SOC2_CANARY);
  expect(text).toContain(FACTS.tester);
  expect(reports.pages.pentest).toBeLessThanOrEqual(4);
});

test('the same text gives the same bytes', async () => {
  const again = await writeSampleReports(join(folder, 'again'));
  for (const name of ['soc2', 'soc3', 'pentest'] as const) {
    expect(await sha256(again[name])).toBe(await sha256(reports[name]));
  }
});

test('the catalogue says what the reports say', async () => {
  const entry = async (id: string) => parse(await readFile(`content/reports/${id}.yaml`, 'utf8'));
  const catalogue = await entry('soc2-type2');
  expect(catalogue).toMatchObject({
    period: FACTS.period,
    criteria: FACTS.criteria,
    issued: FACTS.issued,
    exceptions: FACTS.exceptions,
    auditor: { name: FACTS.auditor },
    pages: reports.pages.soc2,
  });
  expect(await entry('soc3-summary')).toMatchObject({ issued: FACTS.issued, pages: reports.pages.soc3 });
  expect(await entry('pentest-letter')).toMatchObject({
    issued: FACTS.tested,
    auditor: { name: FACTS.tester },
    pages: reports.pages.pentest,
  });
});

test('the public copy of the summary is the one that is written', async () => {
  const { file } = parse(await readFile('content/reports/soc3-summary.yaml', 'utf8')) as { file: string };
  const published = await textOfPages(await open(join('content/files', file)));
  expect(published).toEqual(await textOfPages(await open(reports.soc3)));
});

test('a large report reaches its size and keeps the text', async () => {
  const path = join(folder, 'large.pdf');
  const pages = await writeLargeReport(path, 12, 6);
  expect(pages).toBe(reports.pages.soc2 + 6);
  const { size } = await stat(path);
  expect(Math.abs(size - 12_000_000)).toBeLessThan(1_200_000);
  const large = await open(path);
  expect(large.numPages).toBe(pages);
  expect(await textOfPage(large, 1)).toContain('SOC 2 Type II');
});

async function open(path: string): Promise<PDFDocumentProxy> {
  return getDocument({ data: new Uint8Array(await readFile(path)), verbosity: 0 }).promise;
}

async function textOfPages(pdf: PDFDocumentProxy): Promise<string[]> {
  const texts: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) texts.push(await textOfPage(pdf, number));
  return texts;
}

async function textOfPage(pdf: PDFDocumentProxy, number: number): Promise<string> {
  const { items } = await (await pdf.getPage(number)).getTextContent();
  return items
    .map((item) => ('str' in item ? item.str : ''))
    .join(' ')
    .replace(/\s+/g, ' ');
}

interface StructNode {
  readonly role: string;
  readonly alt?: string;
  readonly children: readonly unknown[];
}

function walk(node: unknown, visit: (node: StructNode) => void): void {
  if (typeof node !== 'object' || node === null || !('role' in node)) return;
  const element = node as StructNode;
  visit(element);
  for (const child of element.children) walk(child, visit);
}

async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
