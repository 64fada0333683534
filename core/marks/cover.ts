/** What the cover page of a report says to every reader; what it says of one reader is in the mark. */
export interface Cover {
  /** Who hands the report out, as in the commercial register. */
  readonly publisher: string;
  /** The report's title. */
  readonly title: string;
  /** A line about it: period or date. */
  readonly subtitle: string;
  /** What the reader may do with the copy, and how to report one that leaked; a paragraph each. */
  readonly notes: readonly string[];
}
