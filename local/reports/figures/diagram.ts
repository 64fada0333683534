import { INK } from '../../../typeset/ink.ts';
import type { PagedDocument } from '../../../typeset/paged-document.ts';
import type { Diagram } from './diagrams.ts';

const PAINT = {
  ours: { fill: INK.tint, line: INK.accent, text: INK.text },
  others: { fill: '#f6f4ee', line: '#a59a80', text: INK.text },
  zone: { fill: INK.paper, line: INK.rule, text: INK.quiet },
  strong: { fill: INK.accent, line: INK.accent, text: INK.paper },
} as const;

/**
 * Draws boxes and arrows.
 *
 * @param doc - the document
 * @param diagram - in its own units
 * @param x - left edge, in points
 * @param y - upper edge, in points
 * @param width - to draw it at, in points
 */
export function drawDiagram(doc: PagedDocument, diagram: Diagram, x: number, y: number, width: number): void {
  const { pdf } = doc;
  const scale = width / diagram.width;
  for (const { at, title, lines, paint } of diagram.boxes) {
    const [left, top, wide, high] = at.map((value) => value * scale) as [number, number, number, number];
    const { fill, line, text } = PAINT[paint];
    pdf.roundedRect(x + left, y + top, wide, high, 4).lineWidth(0.9);
    if (paint === 'zone') pdf.dash(4, { space: 3 });
    pdf.fillAndStroke(fill, line).undash();
    if (paint === 'zone') {
      doc.place(title, x + left + 8, y + top + 5, { size: 8, cut: 'bold', colour: text });
      continue;
    }
    const middle = x + left + wide / 2;
    const step = 10.5;
    let at0 = y + top + high / 2 - ((lines.length + 1) * step) / 2 - 1.5;
    doc.place(title, middle, at0, { size: 8.4, cut: 'bold', colour: text, align: 'centre' });
    for (const each of lines) {
      at0 += step;
      doc.place(each, middle, at0 + 0.8, {
        size: 7.2,
        colour: paint === 'strong' ? text : INK.quiet,
        align: 'centre',
      });
    }
  }
  for (const { path, label, labelAt } of diagram.arrows) {
    const points = path.map(([px, py]) => [x + px * scale, y + py * scale] as const);
    drawArrow(doc, points);
    if (label && labelAt) {
      const [px, py] = labelAt;
      doc.place(label, x + px * scale, y + py * scale, {
        size: 7.2,
        cut: 'italic',
        colour: INK.quiet,
        align: 'centre',
      });
    }
  }
}

function drawArrow(doc: PagedDocument, points: readonly (readonly [number, number])[]): void {
  const { pdf } = doc;
  const [first] = points;
  const [before, tip] = points.slice(-2);
  if (!first || !before || !tip) return;
  pdf.moveTo(...first);
  for (const point of points.slice(1)) pdf.lineTo(...point);
  pdf.lineWidth(1).stroke(INK.accent);
  const angle = Math.atan2(tip[1] - before[1], tip[0] - before[0]);
  const wing = (turn: number) =>
    [tip[0] - 6 * Math.cos(angle + turn), tip[1] - 6 * Math.sin(angle + turn)] as const;
  pdf
    .moveTo(...tip)
    .lineTo(...wing(0.42))
    .lineTo(...wing(-0.42))
    .closePath()
    .fill(INK.accent);
}
