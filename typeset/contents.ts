import { heading } from './blocks.ts';
import { INK } from './ink.ts';
import type { PagedDocument } from './paged-document.ts';

/** A line of the contents. */
export interface ContentsEntry {
  readonly level: number;
  readonly text: string;
  /** The anchor it leads to. */
  readonly anchor: string;
}

/**
 * Draws the contents: each line a link, with the page of its target from the draft.
 *
 * @param doc - the document
 * @param entries - the lines, in their order
 */
export function drawContents(doc: PagedDocument, entries: readonly ContentsEntry[]): void {
  heading(doc, 1, 'Contents', 'contents');
  doc.within('TOC', () => {
    for (const entry of entries) drawEntry(doc, entry);
  });
}

function drawEntry(doc: PagedDocument, entry: ContentsEntry): void {
  const main = entry.level === 1;
  const size = main ? 10.5 : 9.4;
  const step = main ? 19 : 15.5;
  if (main && doc.y > doc.box.top + 60) doc.y += 8;
  doc.need(step + (main ? 40 : 0));
  const { left, right } = doc.box;
  const x = left + (main ? 0 : 16);
  const cut = main ? 'bold' : 'regular';
  const label = doc.layout.labels.get(entry.anchor) ?? '0';
  const { y } = doc;
  doc.within('TOCI', () =>
    doc.within('Reference', () =>
      doc.within('Link', (link) => {
        doc.content(() => {
          doc.place(`${entry.text} `, x, y, { size, cut });
          doc.place(label, right, y, { size, cut, align: 'right' });
        });
        doc.linkTo(link, `#${entry.anchor}`, `${entry.text}, page ${label}`, [x, y, right - x, step]);
      }),
    ),
  );
  const from = x + doc.widthOf(entry.text, size, cut) + 6;
  const to = right - doc.widthOf(label, size, cut) - 6;
  doc.artifact(
    () =>
      doc.pdf
        .moveTo(from, y + size * 1.12)
        .lineTo(to, y + size * 1.12)
        .lineWidth(0.6)
        .dash(0.6, { space: 3 })
        .stroke(INK.rule)
        .undash(),
    'Layout',
  );
  doc.y += step;
}
