import { type DocumentInfo, type Layout, PagedDocument } from './paged-document.ts';

/** A report as a file. */
export interface RenderedDocument {
  readonly bytes: Buffer;
  readonly pages: number;
}

/**
 * Draws a report twice: a draft finds out on which page everything lands, the file can then say so.
 *
 * @param info - the facts of the file
 * @param draw - draws the whole report
 * @throws Error when the file lands otherwise than the draft
 */
export async function render(
  info: DocumentInfo,
  draw: (doc: PagedDocument) => void,
): Promise<RenderedDocument> {
  const layout = draft(info, draw);
  const doc = new PagedDocument(info, layout);
  draw(doc);
  const { bytes, layout: landed } = await doc.finish();
  if (landed.pages !== layout.pages) throw new Error(`The pages of "${info.title}" do not settle`);
  return { bytes, pages: landed.pages };
}

/**
 * Finds out where everything lands, without a file.
 *
 * @param info - the facts of the file
 * @param draw - draws the whole report
 */
export function draft(info: DocumentInfo, draw: (doc: PagedDocument) => void): Layout {
  const doc = new PagedDocument(info);
  draw(doc);
  return doc.landed;
}
