import { latin1Bytes } from '../pdf/chars.ts';
import { Dict, isName, Name, numberOf, PdfString, type PdfValue, Ref } from '../pdf/objects.ts';
import type { Graph } from './graph.ts';
import { numberTree, readNumberTree } from './number-tree.ts';

/**
 * Enters a cover page into the structure of a tagged document (ISO 32000-2, 14.7): one section of paragraphs, in front
 * of everything, so that it is read out like any page.
 *
 * @param graph - the document
 * @param catalog - its catalogue, which may be changed
 * @param page - the cover
 * @param paragraphs - how many marked-content sequences the cover has, with ids from 0
 * @returns the cover's /StructParents, or undefined where the document is not tagged
 */
export function tagCover(graph: Graph, catalog: Dict, page: Ref, paragraphs: number): number | undefined {
  const rootRef = catalog.get('StructTreeRoot');
  const root = graph.resolve(rootRef);
  if (!(rootRef instanceof Ref) || !(root instanceof Dict)) return undefined;
  const tree = readNumberTree(graph, root.get('ParentTree'));
  const next = numberOf(graph.resolve(root.get('ParentTreeNextKey'))) ?? 0;
  const key = Math.max(next, (tree.at(-1)?.[0] ?? -1) + 1);

  const section = new Dict([
    ['Type', new Name('StructElem')],
    ['S', new Name('Sect')],
    ['Lang', new PdfString(latin1Bytes('(en)'))],
  ]);
  const sectionRef = graph.add(section);
  const elements = Array.from({ length: paragraphs }, (_, id) =>
    graph.add(
      new Dict([
        ['Type', new Name('StructElem')],
        ['S', new Name('P')],
        ['P', sectionRef],
        ['Pg', page],
        ['K', id],
      ]),
    ),
  );
  section.set('K', elements);

  const changed = root.copy();
  changed.set('ParentTree', graph.add(numberTree([...tree, [key, graph.add(elements)]])));
  changed.set('ParentTreeNextKey', key + 1);
  const kids = kidsOf(graph, root.get('K'));
  const [only, ...more] = kids;
  const document = more.length === 0 && only instanceof Ref ? graph.resolve(only) : undefined;
  if (
    only instanceof Ref &&
    document instanceof Dict &&
    isName(graph.resolve(document.get('S')), 'Document')
  ) {
    section.set('P', only);
    const copy = document.copy();
    copy.set('K', [sectionRef, ...kidsOf(graph, document.get('K'))]);
    graph.set(only.num, copy);
  } else {
    section.set('P', rootRef);
    changed.set('K', [sectionRef, ...kids]);
  }
  graph.set(rootRef.num, changed);
  return key;
}

/** Children of an element: one by itself, or an array, which may stand elsewhere. */
function kidsOf(graph: Graph, value: PdfValue | undefined): PdfValue[] {
  const kids = graph.resolve(value);
  if (Array.isArray(kids)) return kids;
  return value === undefined || kids === null || kids === undefined ? [] : [value];
}
