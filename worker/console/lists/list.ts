import type { JSX } from 'hono/jsx/jsx-runtime';

/**
 * What a list of the console is: where its rows come from, in which order, by what they are filtered, and what of each
 * row is shown and exported. `read-list.ts` reads a page of one, `list-page.tsx` shows it, `export-list.ts` writes it out.
 */

/** SQL with a `?` for each value. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** What staff may filter a list by. Each is a parameter of the address. */
export type Filter =
  | {
      /** The beginning of a text, whatever its case. The list then comes in the order of that text. */
      readonly kind: 'prefix';
      readonly name: string;
      readonly label: string;
      /** The column, which has an index without case, followed by the id. */
      readonly column: string;
      /** SQL that holds where whoever only looks does not see it whole. */
      readonly masked?: string;
    }
  | {
      /** An exact value, such as an id. */
      readonly kind: 'exact';
      readonly name: string;
      readonly label: string;
      readonly condition: (value: string, now: number) => Condition;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly (readonly [value: string, label: string])[];
      readonly condition: (value: string, now: number) => Condition;
    }
  | {
      /** From a day on, or until the end of one, in UTC; of the column that the list is ordered by. */
      readonly kind: 'since' | 'until';
      readonly name: 'since' | 'until';
      readonly label: string;
      readonly column: string;
    };

/** The two days between which a list is looked at, by the column that it is ordered by. */
export const between = (column: string): readonly Filter[] => [
  { kind: 'since', name: 'since', label: 'From', column },
  { kind: 'until', name: 'until', label: 'Until', column },
];

/** One column of a list. */
export interface Column<Row> {
  /** Its name in exports. */
  readonly key: string;
  readonly label: string;
  /** As exports have it, and as the page shows it unless `show` says otherwise. */
  readonly value: (row: Row) => string | number | null;
  readonly show?: (row: Row) => JSX.Element | string | null;
  /** Only in exports. */
  readonly hidden?: boolean;
}

/** A list of the console. */
export interface List<Row extends object> {
  /** Its address: `/console/…`. */
  readonly path: string;
  readonly title: string;
  /** What it is, in a sentence. */
  readonly lead?: string;
  /** What is said where there is nothing. */
  readonly empty: string;
  /** Its rows are about staff, who see each other's addresses whole. */
  readonly ofStaff?: boolean;
  /** `SELECT … FROM …`, without a WHERE. */
  readonly select: string;
  /** What always holds. */
  readonly where?: Condition;
  /** `GROUP BY …`, by the column that the list is ordered by. */
  readonly group?: string;
  /** The two columns of the order, which an index has in this order; the second one is unique. */
  readonly order: {
    readonly by: string;
    readonly id: string;
    readonly of: (row: Row) => readonly [string | number, string | number];
    /** Otherwise the newest come first. */
    readonly ascending?: boolean;
  };
  readonly filters: readonly Filter[];
  readonly columns: readonly Column<Row>[];
  /** Of a row with {@link Filter} `prefix`: the text that it is ordered by then. */
  readonly textOf?: (row: Row, filter: string) => string;
}

/**
 * A row as exports and the operator's API have it: the value of each column by its key.
 *
 * @param columns - of the list
 * @param row - as whoever it is for sees it
 */
export function recordOf<Row extends object>(
  columns: readonly Column<Row>[],
  row: Row,
): Record<string, string | number | null> {
  return Object.fromEntries(columns.map(({ key, value }) => [key, value(row)]));
}
