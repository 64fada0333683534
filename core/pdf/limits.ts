/**
 * What a file may ask of us. A PDF is written by a stranger: each limit names what it protects, and a file beyond one
 * is refused, never cut.
 */

/** Largest file taken in; protects memory, which holds the source and the prepared file at once. */
export const MAX_SOURCE_BYTES = 1024 ** 3;
/** Most indirect objects; protects the maps built over them. A 5,000-page report has about 200,000. */
export const MAX_OBJECTS = 4_000_000;
/** Deepest nesting of arrays and dictionaries inside one object; protects the call stack. */
export const MAX_NESTING = 256;
/** Most pages, counted as a reader counts them; protects against page trees that multiply themselves. */
export const MAX_PAGES = 100_000;
/** Largest decoded stream that we ever look into (page content, object and cross-reference streams, XMP). */
export const MAX_DECODED_STREAM = 256 * 1024 ** 2;
/** Sum of all that is decoded for one file; protects time, since decoding is what costs it. */
export const MAX_DECODED_TOTAL = 1024 ** 3;
/** This much of it is allowed to any file, however small … */
export const FREE_DECODED = 256 * 1024 ** 2;
/** … and so many times its size on top: what is decoded of a report is text and lines, less than the file itself. */
export const MAX_DECODED_TIMES = 8;
/** From this decoded size on, a stream must not be more than {@link MAX_DECODED_RATIO} times its encoded size. */
export const RATIO_CHECKED_FROM = 16 * 1024 ** 2;
/** Page content and object streams compress 3 to 30 times; bombs, 1,000 times. */
export const MAX_DECODED_RATIO = 300;
/**
 * How often a file may be read over, on average. Its objects lie side by side, and a few are read twice when a file is
 * repaired; objects that lie inside one another to no end cost more.
 */
export const MAX_READINGS = 6;
/** Reading and writing at least this much is always allowed, however small the file. */
export const FREE_WORK = 64 * 1024 ** 2;
/** Most values (numbers, names, entries …) that are written; protects against pages that stand in the tree many times. */
export const MAX_VALUES = 30_000_000;
/** Longest trailer that is looked at while searching. */
export const MAX_TRAILER = 16_384;
/** Longest chain of filters on one stream; protects against filters stacked to multiply. */
export const MAX_FILTERS = 8;
/** Most cross-reference sections in one file, one for each revision; protects against endless /Prev chains. */
export const MAX_XREF_SECTIONS = 4096;

/** Why a file cannot be read as a PDF document. */
export type PdfErrorReason =
  | 'not-a-pdf'
  | 'damaged'
  | 'password'
  | 'encryption'
  | 'too-large'
  | 'too-many-pages'
  | 'bomb';

/** A file that cannot be read, with one of a closed set of reasons. */
export class PdfError extends Error {
  readonly reason: PdfErrorReason;

  /**
   * @param reason - which of the closed set
   * @param message - what was found, for the log
   */
  constructor(reason: PdfErrorReason, message: string) {
    super(message);
    this.name = 'PdfError';
    this.reason = reason;
  }
}
