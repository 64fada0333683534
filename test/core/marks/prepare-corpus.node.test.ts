import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { prepare } from '../../../core/marks/prepare.ts';
import { PrepareRefusal } from '../../../core/marks/refusal.ts';
import { blankFile, STAND_IN, stampedFile } from '../../support/prepared.ts';
import { popplerRender, popplerText, qpdfCheck, Workbench } from '../../support/second-opinion.ts';

/**
 * Real files of other people, found by path and never copied: a folder of PDFs with a README.md whose table tells, for
 * each, the number of pages and its class.
 */
const folder = process.env.VITRINE_CORPUS ?? '';
const bench = new Workbench();
afterAll(() => bench.clear());

interface CorpusFile {
  readonly name: string;
  readonly pages: number;
  readonly kind: string;
  readonly expected: string;
}

function corpus(): CorpusFile[] {
  if (!existsSync(join(folder, 'README.md'))) return [];
  return readFileSync(join(folder, 'README.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, pages, , kind, , expected] = line.split('|').map((cell) => cell.trim());
      if (!name?.endsWith('.pdf') || kind === undefined) return [];
      return [{ name, pages: Number(pages), kind, expected: expected ?? '' }];
    });
}

/** Reasons for which a file of each class may be refused; all others have to be marked. */
const REFUSABLE: Readonly<Record<string, readonly string[]>> = {
  'WARN-signed': ['signed'],
  'WARN-xfa': ['xfa'],
  'REFUSE-damaged': ['damaged', 'not-a-pdf', 'bomb'],
  'REFUSE-password': ['password', 'encryption'],
  // The second half of this one is locked, the first is not the document that readers show.
  ISOLATE: ['password'],
};
const files = corpus();

describe('W1 W2 the corpus', () => {
  if (files.length === 0)
    it('is not there: set VITRINE_CORPUS to a folder of real PDFs to run it', ({ skip }) => skip());

  it.each(files)('$kind: $name', async ({ name, pages, kind, expected }) => {
    const source = new Uint8Array(readFileSync(join(folder, name)));
    const accepted = expected === 'WARN-signed' && (await refusalOf(source)) === 'signed';
    const result = await prepare(source, { acceptSigned: accepted }).catch((error: unknown) => error);
    if (result instanceof PrepareRefusal) {
      expect(kind).not.toBe('basic');
      expect(REFUSABLE[expected]).toContain(result.reason);
      expect(result.message).toMatch(/^This .+\.$/);
      return;
    }
    if (result instanceof Error) throw result;
    const prepared = result as Awaited<ReturnType<typeof prepare>>;
    if (Number.isInteger(pages)) expect(prepared.manifest.pages).toBe(pages);
    const blank = bench.file('blank.pdf', blankFile(prepared));
    const copy = bench.file('copy.pdf', stampedFile(prepared));
    const before = join(folder, name);
    const check = qpdfCheck(blank);
    if (check.status !== 0) expect(qpdfCheck(before).status, check.words).not.toBe(0);
    const texts = popplerText(copy, true);
    expect(texts).toHaveLength(prepared.manifest.pages);
    for (const [index, text] of texts.entries()) expect(text, `page ${index + 1}`).toContain(STAND_IN);
    // Where poppler cannot read the source there is nothing to compare with.
    const sourceText = popplerText(before);
    if (sourceText.length === prepared.manifest.pages && kind !== 'refuse or explain') {
      expect(popplerText(blank)).toEqual(sourceText);
      expect(popplerRender(blank).equals(popplerRender(before))).toBe(true);
    }
  });
});

async function refusalOf(source: Uint8Array): Promise<string | undefined> {
  const error = await prepare(source).catch((thrown: unknown) => thrown);
  return error instanceof PrepareRefusal ? error.reason : undefined;
}
