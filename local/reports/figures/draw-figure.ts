import { INK, LEADING, SIZE } from '../../../typeset/ink.ts';
import type { PagedDocument } from '../../../typeset/paged-document.ts';
import { availabilityChart } from './availability-chart.ts';
import { drawDiagram } from './diagram.ts';
import { DIAGRAMS } from './diagrams.ts';
import { evidenceStamp, hourlyLoad, relayPattern } from './raster.ts';

/** Draws a figure into a place and says how high it is. */
interface Figure {
  /** Height as a share of the width. */
  readonly ratio: number;
  readonly draw: (doc: PagedDocument, x: number, y: number, width: number) => void;
}

const RASTERS: Record<string, { ratio: number; png: () => Buffer }> = {
  'hourly-load': { ratio: 168 / 480, png: hourlyLoad },
  'relay-pattern': { ratio: 200 / 480, png: relayPattern },
  'evidence-stamp': { ratio: 180 / 480, png: evidenceStamp },
};

/**
 * Draws a figure by its name, with its text for those who do not see it and its caption.
 *
 * @param doc - the document
 * @param name - of a diagram, a chart or a raster image
 * @param alt - what it shows
 * @param caption - the line below it
 */
export function drawFigure(doc: PagedDocument, name: string, alt: string, caption: string): void {
  const figure = find(name);
  const captionHeight = SIZE.table * LEADING + 14;
  const high = Math.min(figure.ratio * doc.width, doc.box.bottom - doc.box.top - captionHeight);
  const width = high / figure.ratio;
  doc.need(high + captionHeight);
  const x = doc.box.left + (doc.width - width) / 2;
  const { y } = doc;
  const bbox = doc.shape.startsWith('turned') ? {} : { bbox: [x, y, x + width, y + high] };
  doc.within('Figure', () => doc.content(() => figure.draw(doc, x, y, width)), { alt, ...bbox });
  doc.y += high + 6;
  if (caption === '') return;
  doc.within('Caption', () => {
    const style = { size: SIZE.table, cut: 'italic', colour: INK.quiet } as const;
    doc.content(() => doc.place(caption, doc.box.left, doc.y, style));
  });
  doc.y += captionHeight;
}

function find(name: string): Figure {
  if (name === 'availability-chart') return availabilityChart;
  const diagram = DIAGRAMS[name];
  if (diagram) {
    const ratio = diagram.height / diagram.width;
    return { ratio, draw: (doc, x, y, width) => drawDiagram(doc, diagram, x, y, width) };
  }
  const raster = RASTERS[name];
  if (!raster) throw new Error(`There is no figure called ${name}`);
  return {
    ratio: raster.ratio,
    draw: (doc, x, y, width) => doc.pdf.image(raster.png(), x, y, { width, height: width * raster.ratio }),
  };
}
