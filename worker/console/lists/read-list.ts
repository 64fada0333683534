import { asSeenBy, seesContacts } from '../masked.ts';
import type { Staff } from '../staff.ts';
import type { Condition, Filter, List } from './list.ts';

/**
 * Reads a list page by page. A page begins where the last one ended (keyset paging), so that the thousandth costs what the
 * first one does, and what is added meanwhile moves nothing.
 */

/** In what, for whom and when a list is read. */
export interface Reading {
  /** Primary database session. */
  readonly db: D1DatabaseSession;
  /** A member of the staff, or what a token of the operator's may see. */
  readonly staff: Pick<Staff, 'roles'>;
  /** Milliseconds. */
  readonly now: number;
}

/** What staff chose of a list's filters: values by the name of the filter. */
export type Chosen = ReadonlyMap<string, string>;

/** Where a page begins: the order of the row before it. */
export type Place = readonly [by: string | number, id: string | number];

/** A page of a list, and where the next one begins; null at the end. */
export interface ListPage<Row> {
  readonly rows: readonly Row[];
  readonly next: Place | null;
}

/** Protects the database: longer than any address, id or name that is looked for. */
const LONGEST_VALUE = 320;
const DAY = 86_400_000;

/** Sorts after every character that a text may go on with. */
const LAST_CHARACTER = '\u{10FFFF}';

/**
 * Reads the filters and the place of an address.
 *
 * @param filters - that the list has
 * @param query - of the address; what is not a filter is ignored
 * @returns what was chosen, or one sentence about each filter that cannot be read
 */
export function readChosen(
  filters: readonly Filter[],
  query: URLSearchParams,
): { chosen: Chosen; errors: ReadonlyMap<string, string> } {
  const chosen = new Map<string, string>();
  const errors = new Map<string, string>();
  for (const filter of filters) {
    const value = query.get(filter.name)?.trim() ?? '';
    if (value === '') continue;
    chosen.set(filter.name, value);
    const error = errorOf(filter, value);
    if (error) errors.set(filter.name, error);
  }
  return { chosen, errors };
}

function errorOf(filter: Filter, value: string): string | null {
  if (value.length > LONGEST_VALUE) return `${filter.label}: use at most ${LONGEST_VALUE} characters.`;
  if (filter.kind === 'choice' && !filter.options.some(([option]) => option === value))
    return `${filter.label}: choose one of the list.`;
  if ((filter.kind === 'since' || filter.kind === 'until') && dayOf(value) === null)
    return `${filter.label}: enter a day such as 2026-11-30.`;
  return null;
}

/** The beginning of a day in UTC, or null where it is none. */
function dayOf(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(text) ? null : at;
}

/**
 * Reads the place that an address names.
 *
 * @returns the place, null for the beginning, or undefined where it cannot be read
 */
export function readPlace(text: string | null): Place | null | undefined {
  if (text === null) return null;
  try {
    const place: unknown = JSON.parse(text);
    const isKey = (key: unknown) =>
      Number.isSafeInteger(key) || (typeof key === 'string' && key.length <= 2 * LONGEST_VALUE);
    if (Array.isArray(place) && place.length === 2 && place.every(isKey)) return place as unknown as Place;
  } catch {}
  return undefined;
}

/** The statement of a page of a list. */
export interface ListStatement {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/**
 * The statement that reads one page.
 *
 * @param reading - for whom and when
 * @param list - which
 * @param chosen - its filters
 * @param place - where it begins; null for the beginning
 * @param most - how many rows
 */
export function listStatement<Row extends object>(
  { staff, now }: Pick<Reading, 'staff' | 'now'>,
  list: List<Row>,
  chosen: Chosen,
  place: Place | null,
  most: number,
): ListStatement {
  const prefix = orderingPrefix(list, chosen);
  const by = prefix ? `${prefix.column} COLLATE NOCASE` : list.order.by;
  const ascending = prefix !== null || list.order.ascending === true;
  const conditions: Condition[] = [
    ...(list.where ? [list.where] : []),
    ...list.filters.flatMap((filter) => {
      const value = chosen.get(filter.name);
      return value === undefined ? [] : [conditionOf(filter, value, staff, now)];
    }),
  ];
  conditions.push(
    place
      ? after(by, list.order.id, ascending, place)
      : // Always true. It has the first page found in the index as the others are.
        { sql: `${by} ${ascending ? '>=' : '<='} ?`, values: [ascending ? '' : Number.MAX_SAFE_INTEGER] },
  );
  const where = conditions.map(({ sql }) => `(${sql})`).join(' AND ');
  const direction = ascending ? 'ASC' : 'DESC';
  const order = [...new Set([by, list.order.id])].map((column) => `${column} ${direction}`).join(', ');
  const grouped = list.group ? ` ${list.group}` : '';
  return {
    sql: `${list.select} WHERE ${where}${grouped} ORDER BY ${order} LIMIT ?`,
    values: [...conditions.flatMap(({ values }) => values), most],
  };
}

/** The rows that follow a place. A list may be ordered by its id alone. */
function after(by: string, id: string, ascending: boolean, place: Place): Condition {
  const follows = ascending ? '>' : '<';
  return by === id
    ? { sql: `${by} ${follows} ?`, values: [place[0]] }
    : { sql: `(${by}, ${id}) ${follows} (?, ?)`, values: place };
}

function orderingPrefix<Row extends object>(list: List<Row>, chosen: Chosen) {
  const found = list.filters.find((filter) => filter.kind === 'prefix' && chosen.has(filter.name));
  return found?.kind === 'prefix' ? found : null;
}

function conditionOf(filter: Filter, value: string, staff: Reading['staff'], now: number): Condition {
  switch (filter.kind) {
    case 'prefix': {
      const column = `${filter.column} COLLATE NOCASE`;
      // A name that is an address, found by how it begins, would be told letter by letter; and the next page begins with it.
      const shown = seesContacts(staff) || filter.masked === undefined ? '' : ` AND NOT ${filter.masked}`;
      return { sql: `${column} >= ? AND ${column} < ?${shown}`, values: [value, value + LAST_CHARACTER] };
    }
    case 'since':
      return { sql: `${filter.column} >= ?`, values: [dayOf(value) ?? 0] };
    case 'until':
      return { sql: `${filter.column} < ?`, values: [(dayOf(value) ?? 0) + DAY] };
    default:
      return filter.condition(value, now);
  }
}

/**
 * Reads one page of a list, as whoever it is for sees it.
 *
 * @param reading - in what, for whom and when
 * @param list - which
 * @param chosen - from {@link readChosen}, without errors
 * @param place - from {@link readPlace}
 * @param most - how many rows
 */
export async function readList<Row extends object>(
  reading: Reading,
  list: List<Row>,
  chosen: Chosen,
  place: Place | null,
  most: number,
): Promise<ListPage<Row>> {
  const { sql, values } = listStatement(reading, list, chosen, place, most + 1);
  const { results } = await reading.db
    .prepare(sql)
    .bind(...values)
    .all<Row>();
  const shown = list.ofStaff ? results : asSeenBy(reading.staff, results);
  const rows = shown.slice(0, most);
  const last = rows.at(-1);
  if (last === undefined || results.length <= most) return { rows, next: null };
  const prefix = orderingPrefix(list, chosen);
  const [by, id] = list.order.of(last);
  return { rows, next: prefix && list.textOf ? [list.textOf(last, prefix.name), id] : [by, id] };
}
