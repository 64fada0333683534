import { INK } from '../../../typeset/ink.ts';
import type { PagedDocument } from '../../../typeset/paged-document.ts';

/** Availability per month of the period, in per cent. March 2026 carries the incident of the 17th. */
const MONTHS: readonly (readonly [string, number])[] = [
  ['Oct', 99.99],
  ['Nov', 99.99],
  ['Dec', 99.98],
  ['Jan', 100],
  ['Feb', 99.98],
  ['Mar', 99.79],
  ['Apr', 99.99],
  ['May', 100],
  ['Jun', 99.99],
  ['Jul', 99.98],
  ['Aug', 99.99],
  ['Sep', 100],
];

const [FLOOR, CEILING, COMMITTED] = [99.7, 100, 99.9] as const;

/** Bars for the twelve months and a line for what is committed. */
export const availabilityChart = {
  ratio: 0.42,
  draw(doc: PagedDocument, x: number, y: number, width: number): void {
    const { pdf } = doc;
    const plot = { left: x + 44, top: y + 12, width: width - 54, height: width * 0.42 - 34 };
    const heightOf = (value: number) => ((value - FLOOR) / (CEILING - FLOOR)) * plot.height;
    for (const mark of [99.7, 99.8, 99.9, 100]) {
      const level = plot.top + plot.height - heightOf(mark);
      pdf
        .moveTo(plot.left, level)
        .lineTo(plot.left + plot.width, level)
        .lineWidth(0.5)
        .stroke(INK.rule);
      doc.place(`${mark.toFixed(1)} %`, plot.left - 6, level - 7, {
        size: 7.6,
        colour: INK.quiet,
        align: 'right',
      });
    }
    const step = plot.width / MONTHS.length;
    MONTHS.forEach(([month, value], index) => {
      const high = heightOf(value);
      const left = plot.left + index * step + step * 0.22;
      const kept = value >= COMMITTED;
      pdf.rect(left, plot.top + plot.height - high, step * 0.56, high).fill(kept ? INK.accent : INK.warning);
      const middle = left + step * 0.28;
      doc.place(month, middle, plot.top + plot.height + 5, { size: 7.6, colour: INK.quiet, align: 'centre' });
    });
    const committed = plot.top + plot.height - heightOf(COMMITTED);
    pdf
      .moveTo(plot.left, committed)
      .lineTo(plot.left + plot.width, committed)
      .lineWidth(1)
      .dash(4, { space: 3 })
      .stroke(INK.text)
      .undash();
  },
};
