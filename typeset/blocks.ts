import { INK, LEADING, SIZE } from './ink.ts';
import type { Line, Run } from './lines.ts';
import type { PagedDocument } from './paged-document.ts';

const GAP = 8;

/** How a paragraph looks and what it is in the structure tree. */
export interface ParagraphStyle {
  readonly tag?: string;
  readonly size?: number;
  readonly colour?: string;
  readonly indent?: number;
  readonly gap?: number;
}

/**
 * Draws a paragraph, over the end of the page when it must; never one line alone on either side.
 *
 * @param doc - the document
 * @param runs - the text
 * @param style - its looks
 */
export function paragraph(doc: PagedDocument, runs: readonly Run[], style: ParagraphStyle = {}): void {
  const { tag = 'P', size = SIZE.body, colour = INK.text, indent = 0, gap = GAP } = style;
  const lines = doc.lines(runs, size, doc.width - indent);
  doc.need(Math.min(lines.length, lines.length === 3 ? 3 : 2) * size * LEADING);
  doc.within(tag, () => drawLines(doc, lines, size, colour, indent));
  doc.y += gap;
}

function drawLines(
  doc: PagedDocument,
  lines: readonly Line[],
  size: number,
  colour: string,
  indent: number,
): void {
  const step = size * LEADING;
  lines.forEach((line, index) => {
    const beforeLast = index === lines.length - 2 && lines.length > 3;
    doc.need(beforeLast ? 2 * step : step);
    doc.drawLine(line, doc.box.left + indent, doc.y, size, colour);
    doc.y += step;
  });
}

/**
 * Draws a heading with its bookmark and anchor, and keeps it with what follows.
 *
 * @param doc - the document
 * @param level - 1 to 3
 * @param text - the heading
 * @param anchor - the name that links use
 * @param keep - room wanted below it, in points
 */
export function heading(
  doc: PagedDocument,
  level: 1 | 2 | 3,
  text: string,
  anchor?: string,
  keep = 60,
): void {
  const size = SIZE[`h${level}`];
  const above = { 1: 0, 2: 16, 3: 10 }[level];
  const lines = doc.lines([{ text, cut: 'bold' }], size, doc.width);
  const height = lines.length * size * 1.3;
  doc.need(above + height + keep);
  if (doc.y > doc.box.top) doc.y += above;
  if (anchor) doc.anchor(anchor);
  doc.bookmark(text, level);
  doc.within(`H${level}`, () => {
    for (const line of lines) {
      doc.drawLine(line, doc.box.left, doc.y, size, level === 3 ? INK.text : doc.accent);
      doc.y += size * 1.3;
    }
  });
  if (level === 1) {
    doc.artifact(() => {
      doc.pdf
        .moveTo(doc.box.left, doc.y + 9)
        .lineTo(doc.box.left + 48, doc.y + 9)
        .lineWidth(2)
        .stroke(doc.accent);
    }, 'Layout');
    doc.y += 16;
  }
  doc.y += { 1: 12, 2: 7, 3: 5 }[level];
}

/**
 * Draws a list.
 *
 * @param doc - the document
 * @param items - the text of each item
 * @param ordered - numbers in place of dots
 */
export function list(doc: PagedDocument, items: readonly (readonly Run[])[], ordered = false): void {
  const indent = ordered ? 20 : 15;
  const step = SIZE.body * LEADING;
  doc.within('L', () => {
    items.forEach((runs, index) => {
      const lines = doc.lines(runs, SIZE.body, doc.width - indent);
      doc.need(Math.min(lines.length, 2) * step);
      doc.within('LI', () => {
        const mark = ordered ? `${index + 1}.` : '•';
        doc.within('Lbl', () =>
          doc.content(() =>
            doc.place(mark, doc.box.left + 2, doc.y, { size: SIZE.body, colour: doc.accent }),
          ),
        );
        doc.within('LBody', () => drawLines(doc, lines, SIZE.body, INK.text, indent));
      });
      doc.y += 3.5;
    });
  });
  doc.y += GAP - 3.5;
}

/**
 * Draws a paragraph set apart by a bar at its side. It stays on one page.
 *
 * @param doc - the document
 * @param paragraphs - its text
 */
export function note(doc: PagedDocument, paragraphs: readonly (readonly Run[])[]): void {
  const indent = 16;
  const step = SIZE.body * LEADING;
  const broken = paragraphs.map((runs) => doc.lines(runs, SIZE.body, doc.width - 2 * indent));
  const height = broken.reduce((sum, lines) => sum + lines.length * step + 5, 0) + 15;
  doc.need(height);
  doc.artifact(() => {
    doc.pdf.rect(doc.box.left, doc.y, doc.width, height).fill(INK.tint);
    doc.pdf.rect(doc.box.left, doc.y, 3, height).fill(doc.accent);
  }, 'Layout');
  doc.y += 9;
  doc.within('BlockQuote', () => {
    for (const lines of broken) {
      doc.within('P', () => drawLines(doc, lines, SIZE.body, INK.text, indent));
      doc.y += 5;
    }
  });
  doc.y += 6 + GAP;
}
