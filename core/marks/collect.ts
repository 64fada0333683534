import { indexOfBytes, latin1Bytes } from '../pdf/chars.ts';
import { filtersOf } from '../pdf/filters.ts';
import { MAX_NESTING, MAX_OBJECTS, MAX_VALUES, PdfError } from '../pdf/limits.ts';
import { Dict, dictOf, isName, Name, PdfString, type PdfValue, Ref, Stream } from '../pdf/objects.ts';
import type { Graph } from './graph.ts';
import { PrepareRefusal } from './refusal.ts';

/** An object that will be written. */
export interface Collected {
  /** Its number in the graph. */
  readonly num: number;
  readonly value: PdfValue;
}

/** What was left out on the way, to be said to whoever publishes. */
export interface Removals {
  scripts: number;
  launches: number;
  signatures: number;
  /** Pages that no reader shows, but that something in the file refers to. */
  hiddenPages: number;
  /** Private data of the program that made the file; they may hold whole unmarked pages. */
  privateData: number;
}

/** What the walk must know. */
export interface CollectOptions {
  /** Pages and page-tree nodes that belong to the prepared document; no other is written. */
  readonly pages: ReadonlySet<number>;
  /** Dictionaries that lead to the mark, and stay whatever they look like. */
  readonly resources: ReadonlySet<Dict>;
  /** Take signatures out instead of refusing the file. */
  readonly acceptSigned: boolean;
  /** How many pages stand before the source's first: destinations that count pages count on. */
  readonly pagesInFront: number;
}

/** What the walk found. */
export interface Collection {
  readonly objects: readonly Collected[];
  readonly removals: Removals;
  /** How many streams are files attached to the document. */
  readonly attachments: number;
}

const END_OF_FILE = latin1Bytes('%%EOF');

/**
 * Walks everything that can be reached from the roots, and leaves out what must not be handed on: actions that run
 * programs, signatures that no longer hold, pages outside the page tree, private copies of pages.
 *
 * @param graph - the document with its changes
 * @param roots - catalogue and document information
 * @param options - see {@link CollectOptions}
 * @throws PrepareRefusal `signed`
 */
export function collect(graph: Graph, roots: readonly Ref[], options: CollectOptions): Collection {
  const walk = new Walk(graph, options);
  for (const root of roots) walk.visit(root.num);
  walk.run();
  return { objects: walk.objects, removals: walk.removals, attachments: walk.attachments };
}

/** Whether a stream is written without filters and holds an end-of-file marker: an attached PDF, say. */
export function hidesEndOfFile({ dict, data }: Stream): boolean {
  return !dict.has('Filter') && indexOfBytes(data, END_OF_FILE) !== -1;
}

class Walk {
  readonly objects: Collected[] = [];
  readonly removals: Removals = { scripts: 0, launches: 0, signatures: 0, hiddenPages: 0, privateData: 0 };
  attachments = 0;
  readonly #graph: Graph;
  readonly #options: CollectOptions;
  readonly #seen = new Set<number>();
  readonly #pending: number[] = [];
  #values = 0;

  constructor(graph: Graph, options: CollectOptions) {
    this.#graph = graph;
    this.#options = options;
  }

  visit(num: number): void {
    if (this.#seen.has(num)) return;
    if (this.#seen.size >= MAX_OBJECTS) throw new PdfError('bomb', `more than ${MAX_OBJECTS} objects`);
    this.#seen.add(num);
    this.#pending.push(num);
  }

  run(): void {
    for (let num = this.#pending.pop(); num !== undefined; num = this.#pending.pop()) {
      // An object that is nothing but a reference becomes what it refers to.
      const value = this.#graph.resolve(this.#graph.get(num)) ?? null;
      if (value === null) continue;
      this.objects.push({ num, value: this.#kept(value, 0) });
    }
  }

  /** The value without what is left out; the same object where nothing is. */
  #kept(value: PdfValue, depth: number): PdfValue {
    if (++this.#values > MAX_VALUES) throw new PdfError('bomb', `more than ${MAX_VALUES} values`);
    if (depth > 2 * MAX_NESTING) throw new PdfError('bomb', 'objects nested too deep');
    if (value instanceof Ref) {
      if (this.#leftOut(value)) return null;
      this.visit(value.num);
      return value;
    }
    if (Array.isArray(value)) return this.#keptArray(value, depth);
    if (value instanceof Dict) return this.#keptDict(value, depth);
    if (!(value instanceof Stream)) return value;
    if (isName(this.#graph.resolve(value.dict.get('Type')), 'EmbeddedFile')) this.attachments++;
    const dict = this.#keptDict(this.#withoutCrypt(value.dict), depth);
    return dict === value.dict ? value : new Stream(dict, value.data);
  }

  #keptArray(items: PdfValue[], depth: number): PdfValue[] {
    let copy = this.#countedOn(items);
    for (let i = 0; i < items.length; i++) {
      const item = items[i] ?? null;
      const kept = this.#leftOut(item) ? null : this.#kept(item, depth + 1);
      if (kept === item) continue;
      copy ??= [...items];
      copy[i] = kept;
    }
    return copy ?? items;
  }

  #keptDict(dict: Dict, depth: number): Dict {
    let copy: Dict | undefined;
    for (const [key, value] of dict.entries) {
      if (key === 'Length' && value instanceof Ref && depth === 0) continue;
      if (key === 'PieceInfo') this.removals.privateData++;
      // Pages of another file (ISO 32000-2, 12.6.4.3) are counted there.
      if (key === 'D' && Array.isArray(value) && this.#isRemote(dict)) continue;
      const kept = key === 'PieceInfo' || this.#leftOut(value) ? null : this.#kept(value, depth + 1);
      if (kept === value) continue;
      copy ??= dict.copy();
      if (kept === null) copy.entries.delete(key);
      else copy.entries.set(key, kept);
    }
    return copy ?? dict;
  }

  /** The data are plain here; a filter that says how they were encrypted would have nothing to refer to. */
  #withoutCrypt(dict: Dict): Dict {
    const { resolve } = this.#graph;
    const filters = filtersOf(dict, resolve);
    if (!filters.some(({ name }) => name === 'Crypt')) return dict;
    const rest = filters.filter(({ name }) => name !== 'Crypt');
    const copy = dict.copy();
    copy.delete('DecodeParms');
    copy.delete('Filter');
    if (rest.length > 0) {
      copy.set(
        'Filter',
        rest.map(({ name }) => new Name(name)),
      );
      copy.set(
        'DecodeParms',
        rest.map(({ parameters }) => parameters ?? null),
      );
    }
    return copy;
  }

  #leftOut(value: PdfValue): boolean {
    if (typeof value !== 'object' || value === null) return false;
    if (value instanceof Ref && this.#options.pages.has(value.num)) return false;
    const { resolve } = this.#graph;
    const target = resolve(value);
    const dict = dictOf(target);
    if (dict === undefined || this.#options.resources.has(dict)) return false;
    const type = resolve(dict.get('Type'));
    if (target instanceof Stream) return isName(type, 'ObjStm') || isName(type, 'XRef');
    if (this.#isForeignPage(dict, type)) {
      this.removals.hiddenPages++;
      return true;
    }
    return this.#isProgram(dict) || this.#isSignature(dict);
  }

  #isForeignPage(dict: Dict, type: PdfValue | undefined): boolean {
    if (isName(type, 'Page') || isName(type, 'Pages') || isName(type, 'Template')) return true;
    if (type !== undefined || dict.has('Subtype') || !dict.has('Contents')) return false;
    const contents = this.#graph.resolve(dict.get('Contents'));
    return (
      contents instanceof Stream ||
      (Array.isArray(contents) && (dict.has('Resources') || dict.has('MediaBox')))
    );
  }

  /** A destination should name its page by reference; readers also take its number, counted from 0. */
  #countedOn(items: PdfValue[]): PdfValue[] | undefined {
    const [page, view] = items;
    if (this.#options.pagesInFront === 0 || typeof page !== 'number' || !(view instanceof Name))
      return undefined;
    if (!/^(XYZ|Fit[BHVR]{0,2})$/.test(view.value)) return undefined;
    return [page + this.#options.pagesInFront, ...items.slice(1)];
  }

  #isRemote(dict: Dict): boolean {
    const action = this.#graph.resolve(dict.get('S'));
    return isName(action, 'GoToR') || isName(action, 'GoToE');
  }

  #isProgram(dict: Dict): boolean {
    const action = dict.get('S');
    if (action === undefined) return false;
    const kind = this.#graph.resolve(action);
    if (isName(kind, 'JavaScript') && dict.has('JS')) {
      this.removals.scripts++;
      return true;
    }
    if (!isName(kind, 'Launch') || dict.has('K') || dict.has('P')) return false;
    this.removals.launches++;
    return true;
  }

  #isSignature(dict: Dict): boolean {
    if (!dict.has('ByteRange')) return false;
    const { resolve } = this.#graph;
    if (
      !Array.isArray(resolve(dict.get('ByteRange'))) ||
      !(resolve(dict.get('Contents')) instanceof PdfString)
    )
      return false;
    if (!this.#options.acceptSigned)
      throw new PrepareRefusal('signed', 'a signature dictionary with /ByteRange');
    this.removals.signatures++;
    return true;
  }
}
