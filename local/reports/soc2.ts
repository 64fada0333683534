import { readFileSync } from 'node:fs';
import { heading, paragraph } from '../../typeset/blocks.ts';
import { INK, SIZE } from '../../typeset/ink.ts';
import { drawMarkdown, type Inserts } from '../../typeset/markdown.ts';
import type { DocumentInfo, PagedDocument } from '../../typeset/paged-document.ts';
import { SOC2_CANARY } from './canary.ts';
import { drawReportContents } from './contents.ts';
import { drawControlList, drawCoverage, drawCriteria, drawOverview } from './control-tables.ts';
import { readCriteria } from './controls.ts';
import { drawCover } from './cover.ts';
import { FACTS, SAMPLE } from './facts.ts';
import { drawFigure } from './figures/draw-figure.ts';

export const SOC2_INFO: DocumentInfo = {
  title: 'SOC 2 Type II report',
  subject: `Sample report on ${FACTS.criteria.inScope.join(', ')}, ${FACTS.period.from} to ${FACTS.period.to}`,
  author: FACTS.auditor,
  keywords: `sample, fictional, ${SOC2_CANARY}`,
  date: FACTS.issued,
  foot: `${FACTS.legalName} (fictional) · 1 October 2025 to 30 September 2026 · restricted use`,
  ...SAMPLE,
};

/** The parts in their order; those of a section follow one another without a break. */
const PARTS: readonly { readonly files: readonly string[]; readonly numbering?: 'body' | 'annex' }[] = [
  { files: ['0-notice'] },
  { files: ['1-opinion'], numbering: 'body' },
  { files: ['2-assertion'] },
  { files: ['3-system-1', '3-system-2', '3-system-3'] },
  { files: ['4-tests'] },
  { files: ['5-other', '5-annex-a', '5-calendar'] },
  { files: ['6-bridge'], numbering: 'annex' },
];

/**
 * Draws the sample SOC 2 Type II report.
 *
 * @param doc - an empty document with {@link SOC2_INFO}
 */
export function drawSoc2(doc: PagedDocument): void {
  drawCover(doc, {
    kind: 'SOC 2 Type II',
    title:
      'Report on the description of the Larkspur Relay service and on the suitability and effectiveness of its controls',
    facts: [
      ['Trust services criteria', FACTS.criteria.inScope.join(', ')],
      ['Period', '1 October 2025 to 30 September 2026'],
      ['Company', `${FACTS.legalName} (fictional)`],
      ['Independent service auditor', FACTS.auditor],
      ['Issued', '2 November 2026'],
    ],
  });
  doc.newPage('portrait');
  drawReportContents(doc);
  const criteria = readCriteria();
  const inserts: Inserts = {
    canary: drawCanary,
    overview: (each) => drawOverview(each, criteria),
    criteria: (each) => drawCriteria(each, criteria),
    'control-list': (each) => drawControlList(each, criteria),
    coverage: (each) => drawCoverage(each, criteria),
    'last-page': drawLastPage,
  };
  for (const { files, numbering } of PARTS) {
    if (numbering) doc.numberFrom(numbering);
    doc.newPage('portrait');
    for (const file of files) {
      const text = readFileSync(new URL(`text/soc2/${file}.md`, import.meta.url), 'utf8');
      doc.within('Sect', () => drawMarkdown(doc, text, inserts, drawFigure));
    }
  }
}

function drawCanary(doc: PagedDocument): void {
  paragraph(doc, [{ text: `Reference of this file: ${SOC2_CANARY}`, cut: 'bold' }]);
}

function drawLastPage(doc: PagedDocument): void {
  doc.newPage('portrait');
  heading(doc, 2, 'End of the report', 'end');
  const text =
    'This was the last page. Nothing in this file describes a real company, person, firm or event.';
  paragraph(doc, [{ text, cut: 'regular' }]);
  paragraph(doc, [{ text: SOC2_CANARY, cut: 'regular' }], { size: SIZE.small, colour: INK.quiet });
}
