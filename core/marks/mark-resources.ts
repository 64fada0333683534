import { MAX_OBJECTS, PdfError } from '../pdf/limits.ts';
import { Dict, dictOf, type PdfValue, Ref } from '../pdf/objects.ts';
import type { Graph } from './graph.ts';

/** Resources of a page with the mark among them. */
export interface MarkedResources {
  readonly resources: PdfValue;
  /** The name under which the mark is drawn. */
  readonly key: string;
}

/**
 * Enters the mark into resources. Nothing is edited in place, since other pages and forms may use the same dictionaries;
 * what pages shared before, they share again: a dictionary of thousands of images is copied once, not once for each page.
 */
export class ResourceCopies {
  readonly #graph: Graph;
  /** By the dictionary copied, and the form of the mark that was entered. */
  readonly #copies = new Map<Dict, Map<number, MarkedResources>>();

  /** All dictionaries that were made: the mark hangs on them, whatever else is entered in them. */
  readonly made = new Set<Dict>();
  #entries = 0;

  /** @param graph - where copies are added */
  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /**
   * @param value - the page's resources
   * @param own - whether they stand directly in the page, where no other page can see them
   * @param form - the form of the mark
   */
  mark(value: PdfValue | undefined, own: boolean, form: Ref): MarkedResources {
    const source = this.#graph.resolve(value);
    const resources = source instanceof Dict ? source : new Dict();
    return this.#once(resources, form, !own, () => {
      const copy = resources.copy();
      const { resources: xObjects, key } = this.#xObjects(resources.get('XObject'), form);
      copy.set('XObject', xObjects);
      return { resources: copy, key };
    });
  }

  #xObjects(value: PdfValue | undefined, form: Ref): MarkedResources {
    const source = dictOf(this.#graph.resolve(value)) ?? new Dict();
    return this.#once(source, form, value instanceof Ref, () => {
      const copy = source.copy();
      let key = 'Tc0';
      for (let i = 1; copy.has(key); i++) key = `Tc${i}`;
      copy.set(key, form);
      return { resources: copy, key };
    });
  }

  #once(source: Dict, form: Ref, shared: boolean, make: () => MarkedResources): MarkedResources {
    if (!shared) return this.#accounted(make());
    const known = this.#copies.get(source)?.get(form.num);
    if (known !== undefined) return known;
    const made = this.#accounted(make());
    const marked = { resources: this.#graph.add(made.resources), key: made.key };
    const forms = this.#copies.get(source) ?? new Map<number, MarkedResources>();
    this.#copies.set(source, forms.set(form.num, marked));
    return marked;
  }

  #accounted(marked: MarkedResources): MarkedResources {
    if (marked.resources instanceof Dict) {
      this.made.add(marked.resources);
      this.#entries += marked.resources.entries.size;
    }
    if (this.#entries > MAX_OBJECTS)
      throw new PdfError('bomb', `more than ${MAX_OBJECTS} entries in resources`);
    return marked;
  }
}
