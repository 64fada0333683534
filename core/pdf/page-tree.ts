import type { PdfDocument } from './document.ts';
import { MAX_PAGES, PdfError } from './limits.ts';
import { Dict, dictOf, isName, numberOf, type PdfValue, Ref } from './objects.ts';

/** Attributes that a page takes from the nodes above it (ISO 32000-2, table 31). */
const INHERITABLE = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const;

/** A page as a reader counts it. The same object may stand for several pages. */
export interface Page {
  /** Number of the page's object; undefined for a dictionary that stands directly in /Kids. */
  readonly num: number | undefined;
  readonly dict: Dict;
  /** The page's own or inherited attributes, references not followed. */
  readonly inherited: ReadonlyMap<string, PdfValue>;
}

interface Visit {
  readonly node: PdfValue | undefined;
  readonly inherited: ReadonlyMap<string, PdfValue>;
  /** Set on the visit that leaves a node of the tree again. */
  readonly leave?: Dict;
}

/**
 * Lists the pages in reading order. Cycles, missing nodes and dictionaries of the wrong kind are passed over, and noted
 * in the document's repairs, unless the tree then counts other pages: readers count as it does, and would show another document.
 *
 * @param document - an open document
 * @throws PdfError `too-many-pages`, or `damaged` when the tree counts others
 */
export function listPages(document: PdfDocument): Page[] {
  const pages: Page[] = [];
  const path = new Set<Dict>();
  let visited = 0;
  let damaged = false;
  const root = document.catalog.get('Pages');
  const stack: Visit[] = [{ node: root, inherited: new Map() }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    if (visit.leave !== undefined) {
      path.delete(visit.leave);
      continue;
    }
    const dict = document.resolve(visit.node);
    if (++visited > 2 * MAX_PAGES) throw new PdfError('too-many-pages', `more than ${MAX_PAGES} pages`);
    if (!(dict instanceof Dict) || path.has(dict)) {
      damaged = true;
      continue;
    }
    const inherited = inherit(visit.inherited, dict);
    const kids = document.resolve(dict.get('Kids'));
    if (Array.isArray(kids)) {
      path.add(dict);
      stack.push({ node: null, inherited, leave: dict });
      if (stack.length + kids.length > 4 * MAX_PAGES)
        throw new PdfError('too-many-pages', `more than ${MAX_PAGES} pages`);
      for (let i = kids.length - 1; i >= 0; i--) stack.push({ node: kids[i], inherited });
      continue;
    }
    if (
      isName(document.resolve(dict.get('Type')), 'Pages') ||
      isName(document.resolve(dict.get('Type')), 'Catalog')
    ) {
      damaged = true;
      continue;
    }
    pages.push({ num: visit.node instanceof Ref ? visit.node.num : undefined, dict, inherited });
    if (pages.length > MAX_PAGES) throw new PdfError('too-many-pages', `more than ${MAX_PAGES} pages`);
  }
  if (!damaged) return pages;
  const count = numberOf(document.resolve(dictOf(document.resolve(root))?.get('Count'))) ?? 0;
  if (pages.length > 0 && count > 0 && pages.length !== count)
    throw new PdfError('damaged', `${pages.length} pages found, but the page tree counts ${count}`);
  document.repairs.add('the page tree is damaged');
  return pages;
}

function inherit(above: ReadonlyMap<string, PdfValue>, dict: Dict): ReadonlyMap<string, PdfValue> {
  const own = INHERITABLE.flatMap((key) => {
    const value = dict.get(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return own.length === 0 ? above : new Map([...above, ...own]);
}
