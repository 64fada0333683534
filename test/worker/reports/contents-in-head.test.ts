import { expect, it } from 'vitest';
import { prepare } from '../../../core/marks/prepare.ts';
import { latin1Text } from '../../../core/pdf/chars.ts';
import { PdfDocument } from '../../../core/pdf/document.ts';
import { listPages } from '../../../core/pdf/page-tree.ts';
import { onePage, pdfFile, streamBody, textContent } from '../../support/pdf-file.ts';
import { ask, bytesOf, copyOf, newReader, store } from './exit.ts';

/** Page contents in the head, switched off by default, all the way to a reader. */
it('W7 W9: a report whose page contents stand in the personal head is delivered like any other', async () => {
  const kids = Array.from({ length: 40 }, (_, i) => `${100 + i} 0 R`);
  const pages = Object.fromEntries(
    kids.flatMap((_, i): [number, string][] => [
      [
        100 + i,
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents ${200 + i} 0 R /Resources << /Font << /F1 9 0 R >> >> >>`,
      ],
      [200 + i, streamBody(textContent(`Page ${i + 1} of forty`))],
    ]),
  );
  const objects = onePage({ ...pages, 2: `<< /Type /Pages /Kids [${kids.join(' ')}] /Count 40 >>` });
  const prepared = await prepare(pdfFile(objects), { contentsInHead: true });
  await store(prepared);
  const [ada, bob] = [await newReader('Ada Reader'), await newReader('Bob Reader')];
  const hers = await ask(ada);
  const bytes = await bytesOf(hers.response);
  await hers.settled();
  expect(bytes).toEqual(await copyOf(prepared, ada));
  expect(bytes).not.toEqual(await copyOf(prepared, bob));

  const head = latin1Text(bytes.subarray(0, prepared.head.length));
  for (let page = 1; page <= 40; page++) expect(head).toContain(`(Page ${page} of forty) Tj`);
  expect(latin1Text(prepared.body)).not.toContain('of forty');
  const document = await PdfDocument.open(bytes);
  expect([...document.repairs]).toEqual([]);
  expect(listPages(document)).toHaveLength(40);

  const from = prepared.head.length - 100;
  const part = await ask(ada, { headers: { Range: `bytes=${from}-${from + 199}` } });
  expect(await bytesOf(part.response)).toEqual(bytes.subarray(from, from + 200));
  await part.settled();
});
