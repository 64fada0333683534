/**
 * How a page lies: upright, wide, or wide by way of `/Rotate` (its coordinates are those of an upright page and the
 * viewer turns it a quarter to the right or to the left).
 */
export type PageShape = 'portrait' | 'landscape' | 'turned-right' | 'turned-left';

/** How a page is numbered: `i, ii`, `1, 2` or `A-1, A-2`. */
export type PageNumbering = 'front' | 'body' | 'annex';

/** A4, in points, ISO 216. */
const SHORT = 595.28;
const LONG = 841.89;

/** The visible size of a page and where its text may stand, in points from its upper left corner. */
export interface PageBox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The box of a page as its reader sees it.
 *
 * @param shape - how the page lies
 */
export function pageBox(shape: PageShape): PageBox {
  const [width, height] = shape === 'portrait' ? [SHORT, LONG] : [LONG, SHORT];
  const side = shape === 'portrait' ? 64 : 54;
  return { width, height, left: side, right: width - side, top: 82, bottom: height - 74 };
}

/**
 * Begins a page and turns the coordinates so that drawing is the same on every shape.
 *
 * @param pdf - the document
 * @param shape - how the page lies
 */
export function addPage(pdf: PDFKit.PDFDocument, shape: PageShape): void {
  pdf.addPage({ size: shape === 'landscape' ? [LONG, SHORT] : [SHORT, LONG], margin: 0 });
  const entries = pdf.page.dictionary.data as Record<string, unknown>;
  if (shape === 'turned-right') {
    entries.Rotate = 90;
    pdf.transform(0, -1, 1, 0, 0, LONG);
  }
  if (shape === 'turned-left') {
    entries.Rotate = 270;
    pdf.transform(0, 1, -1, 0, SHORT, 0);
  }
}

/**
 * The label of a page.
 *
 * @param numbering - which series it belongs to
 * @param number - its place in the series, from 1
 */
export function pageLabel(numbering: PageNumbering, number: number): string {
  if (numbering === 'annex') return `A-${number}`;
  return numbering === 'front' ? roman(number) : String(number);
}

function roman(number: number): string {
  const signs: [number, string][] = [
    [10, 'x'],
    [9, 'ix'],
    [5, 'v'],
    [4, 'iv'],
    [1, 'i'],
  ];
  let rest = number;
  let written = '';
  for (const [value, sign] of signs) {
    while (rest >= value) {
      written += sign;
      rest -= value;
    }
  }
  return written;
}
