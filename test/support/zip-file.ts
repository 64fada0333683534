import { crc32 } from '../../core/formats/crc32.ts';
import { latin1Bytes } from '../../core/pdf/chars.ts';

/** An entry to write, and what to lie about. Numbers are what ZIP has in its headers. */
export interface EntryToWrite {
  readonly name: string;
  readonly text?: string;
  /** Packed data and their method, in place of the stored text. */
  readonly packed?: { readonly data: Uint8Array; readonly method: number; readonly size: number };
  readonly flags?: number;
  readonly crc?: number;
  readonly madeBy?: number;
  readonly attributes?: number;
  readonly centralExtra?: Uint8Array;
  /** What the local header says differently. */
  readonly local?: { readonly name?: string; readonly method?: number; readonly size?: number };
  /** Bytes behind the data: a data descriptor, or something that should not be there. */
  readonly behind?: Uint8Array;
  readonly offset?: number;
}

/** What to change about the archive. */
export interface ArchiveOptions {
  readonly before?: string;
  readonly comment?: string;
  readonly count?: number;
  readonly behindDirectory?: string;
}

/** Numbers, lowest byte first. */
export function littleEndian(...values: readonly (readonly [value: number, bytes: number])[]): Uint8Array {
  return Uint8Array.from(
    values.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff)),
  );
}

/** Writes an archive, sound or not. */
export function zipFile(
  entries: readonly EntryToWrite[],
  options: ArchiveOptions = {},
): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [...latin1Bytes(options.before ?? '')];
  const directory: number[] = [];
  for (const entry of entries) {
    const data = entry.packed?.data ?? latin1Bytes(entry.text ?? '');
    const method = entry.packed?.method ?? 0;
    const size = entry.packed?.size ?? data.length;
    const crc = entry.crc ?? crc32(data);
    const name = new TextEncoder().encode(entry.name);
    const localName = entry.local?.name === undefined ? name : new TextEncoder().encode(entry.local.name);
    const flags = entry.flags ?? 0;
    const described = (flags & 8) !== 0;
    const at = entry.offset ?? bytes.length;
    bytes.push(
      ...littleEndian(
        [0x04034b50, 4],
        [20, 2],
        [flags, 2],
        [entry.local?.method ?? method, 2],
        [0x5b6d6000, 4],
        [described ? 0 : crc, 4],
        [described ? 0 : data.length, 4],
        [described ? 0 : (entry.local?.size ?? size), 4],
        [localName.length, 2],
        [0, 2],
      ),
      ...localName,
      ...data,
      ...(entry.behind ?? []),
    );
    const extra = entry.centralExtra ?? new Uint8Array();
    directory.push(
      ...littleEndian(
        [0x02014b50, 4],
        [entry.madeBy ?? 20, 2],
        [20, 2],
        [flags, 2],
        [method, 2],
        [0x5b6d6000, 4],
        [crc, 4],
        [data.length, 4],
        [size, 4],
        [name.length, 2],
        [extra.length, 2],
        [0, 2],
        [0, 2],
        [0, 2],
        [entry.attributes ?? 0, 4],
        [at, 4],
      ),
      ...name,
      ...extra,
    );
  }
  const start = bytes.length;
  const count = options.count ?? entries.length;
  const comment = latin1Bytes(options.comment ?? '');
  return Uint8Array.from([
    ...bytes,
    ...directory,
    ...latin1Bytes(options.behindDirectory ?? ''),
    ...littleEndian(
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [count, 2],
      [count, 2],
      [directory.length, 4],
      [start, 4],
      [comment.length, 2],
    ),
    ...comment,
  ]);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a Word document of one line; change what the test is about. */
export function wordParts(changes: Readonly<Record<string, string | null>> = {}): EntryToWrite[] {
  const parts: Record<string, string | null> = {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${OFFICE}.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Sample letter</w:t></w:r></w:p></w:body></w:document>`,
    ...changes,
  };
  return Object.entries(parts).flatMap(([name, text]) => (text === null ? [] : [{ name, text }]));
}

/** The parts of an Excel workbook of one cell. */
export function excelParts(changes: Readonly<Record<string, string | null>> = {}): EntryToWrite[] {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  return wordParts({
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${OFFICE}.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${OFFICE}.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'word/document.xml': null,
    'xl/workbook.xml': `${XML}<workbook xmlns="${main}" xmlns:r="${RELATIONSHIPS}"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${XML}<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Sample</t></is></c></row></sheetData></worksheet>`,
    ...changes,
  });
}
