import { INK } from '../../typeset/ink.ts';
import type { PagedDocument } from '../../typeset/paged-document.ts';
import { SAMPLE_NOTICE } from './facts.ts';
import { relayPattern } from './figures/raster.ts';

/** What the cover says. */
export interface Cover {
  readonly kind: string;
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
}

/**
 * Draws the cover on a page of its own.
 *
 * @param doc - the document
 * @param cover - what it says
 */
export function drawCover(doc: PagedDocument, cover: Cover): void {
  doc.newPage('portrait', false);
  const { left, width } = { left: doc.box.left, width: doc.width };
  doc.artifact(() => {
    doc.pdf.rect(0, 0, doc.box.width, 46).fill(INK.warningTint);
  }, 'Layout');
  const notice = { size: 10, cut: 'bold', colour: INK.warning, align: 'centre' } as const;
  doc.within('P', () => doc.content(() => doc.place(SAMPLE_NOTICE, doc.box.width / 2, 15, notice)));
  doc.artifact(() => {
    doc.pdf.roundedRect(left, 96, 22, 22, 5).fill(INK.accent);
    doc.pdf
      .moveTo(left + 5, 107)
      .lineTo(left + 15, 107)
      .lineWidth(2)
      .stroke(INK.paper);
    doc.pdf.circle(left + 16, 107, 2.4).fill(INK.paper);
  }, 'Layout');
  doc.within('P', () =>
    doc.content(() =>
      doc.place('Larkspur Relay', left + 32, 97, { size: 14, cut: 'bold', colour: INK.text }),
    ),
  );
  const picture = { width, height: (width * 200) / 480 };
  doc.within('Figure', () => doc.content(() => doc.pdf.image(relayPattern(), left, 160, picture)), {
    alt: 'Decoration: thin waves that cross one another.',
    bbox: [left, 160, left + width, 160 + picture.height],
  });
  doc.y = 390;
  doc.bookmark('Cover', 1);
  doc.within('H1', () => {
    doc.content(() => doc.place(cover.kind, left, doc.y, { size: 34, cut: 'bold', colour: INK.accent }));
    doc.y += 56;
    for (const line of doc.lines([{ text: cover.title, cut: 'regular' }], 14, width * 0.86)) {
      doc.drawLine(line, left, doc.y, 14);
      doc.y += 21;
    }
  });
  doc.y = Math.max(doc.y + 24, 560);
  for (const [name, value] of cover.facts) {
    doc.artifact(
      () => doc.pdf.moveTo(left, doc.y).lineTo(doc.box.right, doc.y).lineWidth(0.5).stroke(INK.rule),
      'Layout',
    );
    doc.within('P', () => {
      doc.content(() => doc.place(`${name} `, left, doc.y + 8, { size: 9.5, colour: INK.quiet }));
      doc.content(() => doc.place(value, left + 170, doc.y + 8, { size: 9.5, cut: 'bold' }));
    });
    doc.y += 32;
  }
}
