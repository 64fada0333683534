import type { PdfDocument } from '../pdf/document.ts';
import { type PdfValue, Ref } from '../pdf/objects.ts';

/**
 * A document with changes laid over it. The source is never changed: an object is replaced as a whole, and new ones get
 * negative numbers, which no reference of the source can meet.
 */
export class Graph {
  readonly document: PdfDocument;
  readonly #changed = new Map<number, PdfValue>();
  #last = 0;

  /** @param document - the source */
  constructor(document: PdfDocument) {
    this.document = document;
  }

  /** Adds an object. @returns a reference to it */
  add(value: PdfValue): Ref {
    this.#last--;
    this.#changed.set(this.#last, value);
    return new Ref(this.#last);
  }

  /** Replaces an object. */
  set(num: number, value: PdfValue): void {
    this.#changed.set(num, value);
  }

  /** The object of a number as it will be written; null if there is none. */
  get(num: number): PdfValue {
    const changed = this.#changed.get(num);
    return changed === undefined ? this.document.object(num) : changed;
  }

  /** Follows references, changes included. */
  readonly resolve = (value: PdfValue | undefined): PdfValue | undefined => {
    let found = value;
    for (let i = 0; found instanceof Ref; i++) {
      if (i > 32) return null;
      found = this.get(found.num);
    }
    return found;
  };
}
