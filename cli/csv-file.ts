import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { Refusal } from './command.ts';

const LARGEST_BYTES = 5 * 1024 * 1024;

/** One line of a table: its cells, and where it stands in the file. */
export interface CsvLine {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * Reads a table of separated values (RFC 4180), as spreadsheets write it: with commas, semicolons or tabs, with or without a
 * byte order mark.
 *
 * @param file - its path
 * @returns its lines, the first one included; empty ones are left out
 * @throws Refusal where it cannot be read, is too large, is no UTF-8 or no table
 */
export async function readCsv(file: string): Promise<CsvLine[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`);
  }
  if (bytes.length > LARGEST_BYTES)
    throw new Refusal(`${file} has more than ${LARGEST_BYTES} bytes; split it.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('expected text in UTF-8; save the table as "CSV UTF-8".');
  }
  const [head = ''] = text.split(/\r?\n/, 1);
  const delimiter =
    [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  try {
    const options = {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    } as const;
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Refusal(`expected a table of separated values: ${error.message}.`);
  }
}
