import { MAX_OBJECTS, PdfError } from '../pdf/limits.ts';
import { Dict, numberOf, type PdfValue } from '../pdf/objects.ts';
import type { Graph } from './graph.ts';

/**
 * Reads a number tree (ISO 32000-2, 7.9.7), in order of its keys; nodes that are met again are passed over.
 *
 * @param graph - the document
 * @param tree - its root
 */
export function readNumberTree(graph: Graph, tree: PdfValue | undefined): [key: number, value: PdfValue][] {
  const entries: [number, PdfValue][] = [];
  const seen = new Set<Dict>();
  const pending = [tree];
  while (pending.length > 0) {
    const node = graph.resolve(pending.pop());
    if (!(node instanceof Dict) || seen.has(node)) continue;
    seen.add(node);
    const nums = graph.resolve(node.get('Nums'));
    if (Array.isArray(nums))
      for (let i = 0; i + 1 < nums.length; i += 2) {
        const key = numberOf(graph.resolve(nums[i]));
        if (key !== undefined && Number.isInteger(key)) entries.push([key, nums[i + 1] ?? null]);
      }
    const kids = graph.resolve(node.get('Kids'));
    if (Array.isArray(kids)) pending.push(...kids);
    if (entries.length > MAX_OBJECTS || pending.length > MAX_OBJECTS)
      throw new PdfError('bomb', `more than ${MAX_OBJECTS} entries in a number tree`);
  }
  return entries.sort(([a], [b]) => a - b);
}

/** A number tree of one node. @param entries - in order of their keys */
export function numberTree(entries: readonly (readonly [key: number, value: PdfValue])[]): Dict {
  return new Dict([['Nums', entries.flat()]]);
}
