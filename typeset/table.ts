import { INK, LEADING, SIZE } from './ink.ts';
import type { Line, Run } from './lines.ts';
import type { PagedDocument } from './paged-document.ts';

/** The paragraphs of a cell. */
export type Cell = readonly (readonly Run[])[];

interface Row {
  readonly cells: readonly Cell[];
  /** Makes the row the target of links to `#anchor`. */
  readonly anchor?: string;
  /** Sets the row apart: an exception. */
  readonly marked?: boolean;
}

export interface Table {
  readonly caption?: string;
  readonly head: readonly string[];
  /** The share of each column in the width; any unit. */
  readonly columns: readonly number[];
  readonly rows: readonly Row[];
  readonly size?: number;
}

const PAD = 5;
const BETWEEN = 3;
/** A second row lower than this stays with the head and the first. */
const SHORT_ROW = 40;

interface Column {
  readonly x: number;
  readonly width: number;
}

/**
 * Draws a table. Its head is repeated on every page; only the first is tagged, since the repetitions are furniture.
 * Rows are never divided. The first cell of a row heads it.
 *
 * @param doc - the document
 * @param table - what it says
 * @throws Error when a row has the wrong number of cells, or is higher than a page
 */
export function table(doc: PagedDocument, table: Table): void {
  const size = table.size ?? SIZE.table;
  const columns = spread(doc, table.columns);
  const head = brokenRow(
    doc,
    columns,
    table.head.map((text) => [[{ text, cut: 'bold' }]]),
    size,
  );
  const rows = table.rows.map((row) => {
    if (row.cells.length !== columns.length) {
      throw new Error(`A row of "${table.caption ?? table.head.join(', ')}" has ${row.cells.length} cells`);
    }
    return { ...row, broken: brokenRow(doc, columns, row.cells, size) };
  });
  const caption = table.caption ? SIZE.table * LEADING + 6 : 0;
  const [first = 0, second = 0] = rows.map((row) => height(row.broken, size));
  doc.need(caption + height(head, size) + first + (second < SHORT_ROW ? second : 0));
  doc.within('Table', () => {
    if (table.caption) drawCaption(doc, table.caption);
    doc.within('THead', () => {
      tintHead(doc, columns, height(head, size));
      drawRow(doc, columns, head, size, () => ({ tag: 'TH', scope: 'Column' }));
    });
    doc.within('TBody', () => {
      for (const row of rows) {
        const high = height(row.broken, size);
        if (doc.y + high > doc.box.bottom) {
          doc.newPage();
          repeatHead(doc, columns, head, size);
        }
        if (doc.y + high > doc.box.bottom)
          throw new Error('A row is higher than a page; make its text shorter');
        if (row.anchor) doc.anchor(row.anchor);
        if (row.marked) tint(doc, columns, high, INK.warningTint);
        drawRow(doc, columns, row.broken, size, (index) =>
          index === 0 ? { tag: 'TH', scope: 'Row' } : { tag: 'TD' },
        );
      }
    });
  });
  doc.y += 12;
}

function spread(doc: PagedDocument, shares: readonly number[]): Column[] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  let x = doc.box.left;
  return shares.map((share) => {
    const width = (share / all) * doc.width;
    const column = { x, width };
    x += width;
    return column;
  });
}

type BrokenRow = readonly (readonly (readonly Line[])[])[];

function brokenRow(
  doc: PagedDocument,
  columns: readonly Column[],
  cells: readonly Cell[],
  size: number,
): BrokenRow {
  return cells.map((cell, index) =>
    cell.map((runs) => doc.lines(runs, size, (columns[index]?.width ?? 0) - 2 * PAD)),
  );
}

function height(row: BrokenRow, size: number): number {
  const heights = row.map((cell) =>
    cell.reduce((sum, lines) => sum + lines.length * size * LEADING, (cell.length - 1) * BETWEEN),
  );
  return Math.max(...heights) + 2 * PAD;
}

function drawCaption(doc: PagedDocument, caption: string): void {
  doc.within('Caption', () => {
    doc.content(() =>
      doc.place(caption, doc.box.left, doc.y, { size: SIZE.table, cut: 'bold', colour: INK.quiet }),
    );
  });
  doc.y += SIZE.table * LEADING + 6;
}

function tint(doc: PagedDocument, columns: readonly Column[], high: number, colour: string): void {
  const left = columns[0]?.x ?? 0;
  doc.artifact(() => doc.pdf.rect(left, doc.y, doc.box.right - left, high).fill(colour), 'Layout');
}

function tintHead(doc: PagedDocument, columns: readonly Column[], high: number): void {
  tint(doc, columns, high, INK.tint);
  rule(doc, columns, doc.accent, 0.9);
}

function rule(doc: PagedDocument, columns: readonly Column[], colour: string, width: number): void {
  const left = columns[0]?.x ?? 0;
  doc.artifact(
    () => doc.pdf.moveTo(left, doc.y).lineTo(doc.box.right, doc.y).lineWidth(width).stroke(colour),
    'Layout',
  );
}

function drawRow(
  doc: PagedDocument,
  columns: readonly Column[],
  row: BrokenRow,
  size: number,
  tagOf: (index: number) => { tag: string; scope?: string },
): void {
  const top = doc.y;
  const high = height(row, size);
  doc.within('TR', () => {
    row.forEach((cell, index) => {
      const { tag, scope } = tagOf(index);
      doc.within(
        tag,
        () => drawCell(doc, cell, (columns[index]?.x ?? 0) + PAD, top + PAD, size),
        scope ? { scope } : {},
      );
    });
  });
  doc.y = top + high;
  rule(doc, columns, INK.rule, 0.5);
}

function drawCell(
  doc: PagedDocument,
  cell: readonly (readonly Line[])[],
  x: number,
  top: number,
  size: number,
): void {
  let y = top;
  for (const lines of cell) {
    doc.within('P', () => {
      for (const line of lines) {
        doc.drawLine(line, x, y, size);
        y += size * LEADING;
      }
    });
    y += BETWEEN;
  }
}

function repeatHead(doc: PagedDocument, columns: readonly Column[], head: BrokenRow, size: number): void {
  const high = height(head, size);
  tintHead(doc, columns, high);
  doc.artifact(() => {
    head.forEach((cell, index) => {
      let y = doc.y + PAD;
      for (const line of cell.flat()) {
        for (const segment of line) {
          doc.place(segment.text, (columns[index]?.x ?? 0) + PAD + segment.x, y, { size, cut: segment.cut });
        }
        y += size * LEADING;
      }
    });
  }, 'Pagination');
  doc.y += high;
  rule(doc, columns, INK.rule, 0.5);
}
