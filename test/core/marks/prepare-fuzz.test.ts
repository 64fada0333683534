import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepare } from '../../../core/marks/prepare.ts';
import { PrepareRefusal } from '../../../core/marks/refusal.ts';
import { latin1Bytes, latin1Text } from '../../../core/pdf/chars.ts';
import { onePage, pdfFile, streamBody, textContent } from '../../support/pdf-file.ts';
import { blankFile } from '../../support/prepared.ts';

/** How many mutations; the full run is 10,000: VITRINE_FUZZ=10000. */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
const RUNS = Number(process?.env.VITRINE_FUZZ ?? 300);

/** Pieces of syntax that hurt where they do not belong. */
const PIECES = [
  '<<',
  '>>',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '/',
  '%',
  'R',
  'obj',
  'endobj',
  'stream\n',
  'endstream',
  'xref\n',
  'trailer',
  'startxref\n',
  '0 R',
  '1 0 R',
  '2 0 R',
  '3 0 R',
  '4 0 R',
  '999999999 0 R',
  '-1',
  '1e9',
  '4294967296',
  '99999999999999999999',
  '/Kids',
  '/Pages',
  '/Length',
  '/Filter',
  '/Prev',
  '/Size 0',
  '/W [8 8 8]',
  '/Index [0 4294967295]',
  '/Type /Page',
  '/Type /ObjStm',
  '/FlateDecode',
  'null',
  'true',
  '%%EOF',
  '%PDF-1.7\n',
  'q ',
  'Q ',
  'BI ID ',
  '\0',
  '\r',
  '\n',
  '#00',
];

/** A piece of a seed, from a share of its length on: objects of one file end up in another. */
interface Graft {
  readonly seed: number;
  readonly from: number;
  readonly length: number;
}

interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: string | Graft;
}
const share = fc.double({ min: 0, max: 1, noNaN: true });
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: share,
  remove: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 400 })),
  insert: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...PIECES),
    fc.uint8Array({ maxLength: 6 }).map((bytes) => latin1Text(bytes)),
    fc.record({ seed: fc.nat(2), from: share, length: fc.integer({ min: 1, max: 2000 }) }),
  ),
});

const seeds: string[] = [];
beforeAll(async () => {
  const rich = onePage({
    1: '<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R /Names << /EmbeddedFiles << /Names [(a) 8 0 R] >> >> /Metadata 12 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 /MediaBox [0 0 300 200] /Rotate 90 >>',
    5: '<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>',
    6: '<< /Type /Page /Parent 2 0 R /Contents [4 0 R 10 0 R] /StructParents 0 /Resources 11 0 R >>',
    7: '<< /Title (Chapter) /Parent 5 0 R /Dest [3 0 R /Fit] >>',
    8: '<< /Type /Filespec /F (a.pdf) /EF << /F 13 0 R >> >>',
    10: streamBody('BI /W 1 /H 1 /BPC 8 /CS /G ID q EI', '/Filter [] /DecodeParms [null]'),
    11: '<< /Font << /F1 9 0 R >> >>',
    12: streamBody('<rdf:RDF xmlns:rdf="r"></rdf:RDF>', '/Type /Metadata'),
    13: streamBody('an attachment', '/Type /EmbeddedFile'),
  });
  seeds.push(latin1Text(pdfFile(rich)));
  // Object streams and a cross-reference stream: what prepare itself writes.
  seeds.push(latin1Text(blankFile(await prepare(pdfFile(rich)))));
  seeds.push(latin1Text(pdfFile(onePage({ 4: streamBody(textContent('Hello')) }), { version: '1.3' })));
});

function inserted(insert: string | Graft): string {
  if (typeof insert === 'string') return insert;
  const seed = seeds[insert.seed] ?? '';
  const from = Math.floor(insert.from * seed.length);
  return seed.slice(from, from + insert.length);
}

describe('W2 mutated files', () => {
  it(`are marked on every page or refused, never anything else (${RUNS} runs)`, {
    timeout: 600_000,
  }, async () => {
    let marked = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async (seed, mutations) => {
          let text = seeds[seed % seeds.length] ?? '';
          for (const { at, remove, insert } of mutations) {
            const from = Math.floor(at * text.length);
            text = text.slice(0, from) + inserted(insert) + text.slice(from + remove);
          }
          // prepare checks its own result; anything that it cannot vouch for is `unverified`.
          const result = await prepare(latin1Bytes(text)).catch((error: unknown) => error);
          if (!(result instanceof Error)) marked++;
          else if (!(result instanceof PrepareRefusal)) throw result;
          else expect(result.reason, String(result.cause)).not.toBe('unverified');
        },
      ),
      { numRuns: RUNS },
    );
    expect(marked).toBeGreaterThan(RUNS / 10);
  });
});
