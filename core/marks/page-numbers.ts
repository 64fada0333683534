import { latin1Bytes } from '../pdf/chars.ts';
import { Dict, Name, numberOf, PdfString } from '../pdf/objects.ts';
import type { Graph } from './graph.ts';
import { numberTree, readNumberTree } from './number-tree.ts';

/**
 * Puts right what counts pages by number, after a page was put in front of all others: the labels by which readers
 * call pages (ISO 32000-2, 12.4.2), so that the report's pages keep theirs, and the pages to print.
 *
 * @param graph - the document
 * @param catalog - its catalogue, which is changed
 * @param label - of the new page, in ASCII without parentheses
 */
export function shiftPageNumbers(graph: Graph, catalog: Dict, label: string): void {
  const labels = readNumberTree(graph, catalog.get('PageLabels')).filter(([index]) => index >= 0);
  const own = new Dict([['P', new PdfString(latin1Bytes(`(${label})`))]]);
  // Without labels pages are numbered from 1.
  const first = labels[0]?.[0] === 0 ? [] : [[1, new Dict([['S', new Name('D')]])] as const];
  const shifted = labels.map(([index, value]) => [index + 1, value] as const);
  catalog.set('PageLabels', numberTree([[0, own], ...first, ...shifted]));

  const preferences = graph.resolve(catalog.get('ViewerPreferences'));
  const range = preferences instanceof Dict ? graph.resolve(preferences.get('PrintPageRange')) : undefined;
  if (!(preferences instanceof Dict) || !Array.isArray(range)) return;
  const copy = preferences.copy();
  copy.set(
    'PrintPageRange',
    range.map((page) => (numberOf(graph.resolve(page)) ?? 0) + 1),
  );
  catalog.set('ViewerPreferences', copy);
}
