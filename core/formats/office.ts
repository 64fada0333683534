import { PrepareRefusal } from '../marks/refusal.ts';
import { crc32 } from './crc32.ts';
import { readZip, unpack, type ZipEntry } from './read-zip.ts';
import { movedBy, slottedText } from './slotted-text.ts';
import type { LaidOut } from './unmarked.ts';
import { type NewEntry, writeZip } from './write-zip.ts';

/**
 * Word documents and Excel workbooks are packages (ECMA-376 part 2): ZIP archives with a list of content types and a list of
 * relationships. The copy id is a custom property of the document, which programs show and keep.
 */

const TYPES = '[Content_Types].xml';
const RELATIONS = '_rels/.rels';
const PROPERTIES = 'docProps/custom.xml';
/** Protects memory: these parts are a few kilobytes. */
const LARGEST_PART = 8 * 1024 * 1024;
const MAIN_TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
} as const;
const PROPERTIES_TYPE = 'application/vnd.openxmlformats-officedocument.custom-properties+xml';
const RELATION_TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties';
const PROPERTIES_NAMESPACE = 'http://schemas.openxmlformats.org/officeDocument/2006/custom-properties';
const VALUES_NAMESPACE = 'http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes';
/** Identifies user-defined properties (ECMA-376 part 1, 22.3.2.2). */
const USER_DEFINED = '{D5CDD505-2E9C-101B-9397-08002B2CF9AE}';
const MACRO_PARTS = /(^|\/)(vbaProject|vbaData|macrosheets|activeX)/i;
const MACRO_TYPES = /macroEnabled|macrosheet|vbaProject|activeX/i;

/**
 * Lays out a Word document or an Excel workbook.
 *
 * @param file - the package
 * @param kind - which of the two it has to be
 * @throws PrepareRefusal where it is not, holds macros, or is signed
 */
export async function layOutOffice(file: Uint8Array, kind: 'docx' | 'xlsx'): Promise<LaidOut> {
  const { entries } = await readZip(file);
  const part = (name: string) => entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  const types = await xmlOf(part(TYPES), TYPES);
  const relations = await xmlOf(part(RELATIONS), RELATIONS);
  if (!types.includes(`"${MAIN_TYPES[kind]}"`) && !MACRO_TYPES.test(types))
    throw new PrepareRefusal('other-format', `no part is of the type ${MAIN_TYPES[kind]}`);
  if (MACRO_TYPES.test(types) || entries.some(({ name }) => MACRO_PARTS.test(name)))
    throw new PrepareRefusal('macros', 'a part holds macros');
  if (entries.some(({ name }) => /^_xmlsignatures\//i.test(name)) || /digital-signature/i.test(relations))
    throw new PrepareRefusal('signed-document', 'a part holds a signature');

  const old = part(PROPERTIES);
  const properties = slottedText(withCopyId(old ? await xmlOf(old, PROPERTIES) : EMPTY_PROPERTIES));
  // A part of that name that is not the document's would be shown as nobody's: named once in each list, or added.
  const named = {
    types: /\/docProps\/custom\.xml"/i.test(types),
    relations: relations.includes(`"${RELATION_TYPE}"`),
  };
  if (named.types !== named.relations || (old !== undefined) !== named.types)
    throw new PrepareRefusal('archive', `${PROPERTIES} is in one list and not in the other`);
  const changed = new Map<string, NewEntry>();
  if (!old) {
    changed.set(TYPES, stored(TYPES, withLast(types, 'Types', 'Override', OVERRIDE)));
    changed.set(
      RELATIONS,
      stored(RELATIONS, withLast(relations, 'Relationships', 'Relationship', relation(relations))),
    );
  }
  const first = part(TYPES) as ZipEntry;
  const rest = entries.filter((entry) => entry !== first && entry !== old);
  const written = (entry: ZipEntry): NewEntry =>
    [...changed].find(([name]) => name.toLowerCase() === entry.name.toLowerCase())?.[1] ?? entry;
  const custom = { ...stored(PROPERTIES, ''), data: properties.bytes };
  const sized = { ...custom, size: properties.bytes.length, crc: crc32(properties.bytes) };
  // The list of types stays first: some programs tell an Office document by that.
  const { head, body, dataOffsets } = writeZip([written(first), sized, ...rest.map(written)], 2);
  return {
    head,
    body,
    slots: movedBy(properties.slots, dataOffsets[1] ?? 0),
    notes: ['The copy id was added to the custom properties of the document.'],
  };
}

const EMPTY_PROPERTIES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="${PROPERTIES_NAMESPACE}"></Properties>`;
const OVERRIDE = `PartName="/${PROPERTIES}" ContentType="${PROPERTIES_TYPE}"`;

/** A relationship with an id that no other has. */
function relation(relations: string): string {
  let id = 'rIdCopy';
  while (relations.includes(`"${id}"`)) id += '1';
  return `Id="${id}" Type="${RELATION_TYPE}" Target="${PROPERTIES}"`;
}

/** The text of a part, in UTF-8 and without a document type: entities could hide what it says. */
async function xmlOf(entry: ZipEntry | undefined, name: string): Promise<string> {
  if (!entry) throw new PrepareRefusal('other-format', `there is no ${name}`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(
      await unpack(entry, LARGEST_PART),
    );
    if (!/<!DOCTYPE/i.test(text) && !/^<\?xml[^>]*encoding=["'](?!utf-8["'])/i.test(text)) return text;
  } catch (cause) {
    throw cause instanceof PrepareRefusal ? cause : new PrepareRefusal('archive', cause);
  }
  throw new PrepareRefusal('archive', `${name} is not plain XML in UTF-8`);
}

/** XML with one more element at the end of its root, under the root's own prefix. */
function withLast(xml: string, root: string, element: string, attributes: string): string {
  const end = new RegExp(`</((?:[\\w.-]+:)?)${root}\\s*>\\s*$`).exec(xml);
  if (!end) throw new PrepareRefusal('archive', `the root of a list is not ${root}`);
  return `${xml.slice(0, end.index)}<${end[1]}${element} ${attributes}/>${xml.slice(end.index)}`;
}

function withCopyId(xml: string): string {
  const end = /<\/(?:[\w.-]+:)?Properties\s*>\s*$/.exec(xml);
  // A list without entries may be one tag.
  if (!end) return withCopyId(xml.replace(/<((?:[\w.-]+:)?Properties)\b([^>]*)\/>\s*$/, emptyList));
  let pid = Math.max(1, ...[...xml.matchAll(/\bpid\s*=\s*["'](\d{1,9})["']/g)].map(([, id]) => Number(id)));
  const property = (name: string, slot: string) => {
    let free = name;
    while (xml.includes(`"${free}"`)) free += ' 2';
    pid += 1;
    return (
      `<property xmlns="${PROPERTIES_NAMESPACE}" fmtid="${USER_DEFINED}" pid="${pid}" name="${free}">` +
      `<vt:lpwstr xmlns:vt="${VALUES_NAMESPACE}">${slot}</vt:lpwstr></property>`
    );
  };
  const added = property('Copy', '{copy}') + property('Copy check', '{check}');
  return `${xml.slice(0, end.index)}${added}${xml.slice(end.index)}`;
}

function emptyList(_tag: string, name: string, attributes: string): string {
  return `<${name}${attributes}></${name}>`;
}

function stored(name: string, text: string): NewEntry {
  const data = new TextEncoder().encode(text);
  return { name, method: 0, crc: crc32(data), size: data.length, data };
}
