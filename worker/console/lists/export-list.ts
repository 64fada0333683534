import { type List, recordOf } from './list.ts';
import { type Chosen, type Place, type Reading, readList } from './read-list.ts';

/**
 * Writes a whole list out, as a table for a spreadsheet (CSV, RFC 4180) or for a program (JSON). It is read page by page
 * as the receiver takes it, so that its length costs no memory.
 */

/** How a list can be written out. */
export type ExportFormat = 'csv' | 'json';

/** What the parts of an answer say they are. */
export const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};

const ROWS_AT_ONCE = 1_000;

/** Spreadsheets take the bytes for their own machine's old alphabet without it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The list, as bytes.
 *
 * @param reading - in what, for whom and when
 * @param list - which
 * @param chosen - its filters
 * @param format - which
 */
export function exportList<Row extends object>(
  reading: Reading,
  list: List<Row>,
  chosen: Chosen,
  format: ExportFormat,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let place: Place | null = null;
  let begun = false;
  let ended = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (ended) return controller.close();
      const page = await readList(reading, list, chosen, place, ROWS_AT_ONCE);
      ended = page.next === null;
      place = page.next;
      const text =
        format === 'csv'
          ? (begun ? '' : BYTE_ORDER_MARK + csv([list.columns.map(({ key }) => key)])) +
            csv(page.rows.map((row) => list.columns.map((column) => column.value(row))))
          : json(
              page.rows.map((row) => recordOf(list.columns, row)),
              begun,
              ended,
            );
      begun = true;
      controller.enqueue(encoder.encode(text));
    },
  });
}

/** What a spreadsheet takes for the beginning of a formula, in its ASCII and its wide form, and what it skips before one. */
const FORMULA = /^[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Records as CSV (RFC 4180): every text in quotes, and a text that a spreadsheet would take for a formula begins with an
 * apostrophe (OWASP ASVS 1.2.10). Numbers stay numbers.
 */
function csv(records: readonly (readonly (string | number | null)[])[]): string {
  const cellOf = (cell: string | number | null) => {
    if (typeof cell === 'number') return String(cell);
    const inert = cell !== null && FORMULA.test(cell) ? `'${cell}` : (cell ?? '');
    return `"${inert.replaceAll('"', '""')}"`;
  };
  return records.map((record) => `${record.map(cellOf).join(',')}\r\n`).join('');
}

function json(records: readonly object[], begun: boolean, ended: boolean): string {
  const objects = records.map((record) => JSON.stringify(record));
  const separated = objects.map((object, index) => (begun || index > 0 ? `,\n${object}` : object)).join('');
  return `${begun ? '' : '[\n'}${separated}${ended ? '\n]\n' : ''}`;
}
