import { readFileSync } from 'node:fs';
import { drawMarkdown } from '../../typeset/markdown.ts';
import type { DocumentInfo, PagedDocument } from '../../typeset/paged-document.ts';
import { drawCover } from './cover.ts';
import { FACTS, SAMPLE } from './facts.ts';
import { drawFigure } from './figures/draw-figure.ts';

export const SOC3_INFO: DocumentInfo = {
  title: 'SOC 3 summary',
  subject: 'Public sample summary of an examination',
  author: FACTS.legalName,
  keywords: 'sample, fictional',
  date: FACTS.issued,
  foot: `${FACTS.legalName} (fictional) · public`,
  ...SAMPLE,
};

/**
 * Draws the public summary. Nothing of the gated reports may stand in it.
 *
 * @param doc - an empty document with {@link SOC3_INFO}
 */
export function drawSoc3(doc: PagedDocument): void {
  drawCover(doc, {
    kind: 'SOC 3 summary',
    title: 'Public summary of the examination of the Larkspur Relay service',
    facts: [
      ['Trust services criteria', FACTS.criteria.inScope.join(', ')],
      ['Period', '1 October 2025 to 30 September 2026'],
      ['Company', `${FACTS.legalName} (fictional)`],
      ['Independent service auditor', FACTS.auditor],
      ['Issued', '2 November 2026'],
    ],
  });
  doc.numberFrom('body');
  doc.newPage('portrait');
  drawMarkdown(doc, readFileSync(new URL('text/soc3.md', import.meta.url), 'utf8'), {}, drawFigure);
}
