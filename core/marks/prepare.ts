import { latin1Bytes } from '../pdf/chars.ts';
import { deflate } from '../pdf/deflate.ts';
import { PdfDocument } from '../pdf/document.ts';
import { FREE_WORK, PdfError } from '../pdf/limits.ts';
import { Dict, dictOf, Name, PdfString, type PdfValue, Real, Ref, Stream } from '../pdf/objects.ts';
import { listPages, type Page } from '../pdf/page-tree.ts';
import { type Collected, collect, hidesEndOfFile, type Removals } from './collect.ts';
import type { Cover } from './cover.ts';
import { makeCoverPage } from './cover-page.ts';
import { fontName } from './font-data.ts';
import { Graph } from './graph.ts';
import { type HeadSlot, layOut } from './layout.ts';
import { defaultLook, type MarkLook } from './look.ts';
import type { MarkedManifest } from './manifest.ts';
import { addMarkForms } from './mark-forms.ts';
import { pageAsSeen, pageMarker } from './mark-page.ts';
import { shiftPageNumbers } from './page-numbers.ts';
import { PrepareRefusal } from './refusal.ts';
import { sha256Hex } from './sha256-hex.ts';
import { slotLengths } from './slots.ts';
import { verifyPrepared } from './verify.ts';
import { emptyXmp, readXmp, type XmpPacket } from './xmp.ts';

/** What whoever publishes has agreed to. */
export interface PrepareOptions {
  /** Publish a signed file without its signatures; the hash of the original is in the manifest. */
  readonly acceptSigned?: boolean;
  /**
   * Put the content of the pages into the head, where it could differ between readers. Off: nothing writes there yet, and
   * the head is sent from memory.
   */
  readonly contentsInHead?: boolean;
  /** Position and strength of the mark. */
  readonly look?: MarkLook;
  /** What a cover page in front of the report says; without it there is none. */
  readonly cover?: Cover | undefined;
  /** For a look at some pages: those alone are prepared, counted from 1. What is published has all of them. */
  readonly pages?: readonly number[] | undefined;
}

/** A report ready to be stored: a copy is the head, stamped for its reader, and the body. */
export interface Prepared {
  readonly head: Uint8Array;
  readonly body: Uint8Array;
  readonly manifest: MarkedManifest;
}

/** Children of a node of the new page tree. */
const PAGE_TREE_FANOUT = 64;

/**
 * Prepares a PDF for marking: reads it, marks every page with forms whose contents are blank, and lays it out so that all
 * that differs between readers stands in front. The result has been read back and checked before it is returned.
 *
 * @param source - the whole PDF file
 * @param options - see {@link PrepareOptions}
 * @throws PrepareRefusal with one of its reasons; nothing is ever marked in part
 */
export async function prepare(source: Uint8Array, options: PrepareOptions = {}): Promise<Prepared> {
  try {
    return await prepareDocument(source, options);
  } catch (error) {
    if (error instanceof PrepareRefusal) throw error;
    if (error instanceof PdfError) throw new PrepareRefusal(error.reason, error);
    // Memory or call stack exhausted in spite of the limits.
    if (error instanceof RangeError) throw new PrepareRefusal('bomb', error);
    throw error;
  }
}

async function prepareDocument(source: Uint8Array, options: PrepareOptions): Promise<Prepared> {
  const document = await PdfDocument.open(source);
  const graph = new Graph(document);
  const catalog = document.catalog.copy();
  const acroForm = dictOf(graph.resolve(catalog.get('AcroForm')));
  const xfa = acroForm?.has('XFA') ?? false;
  // A dynamic form has no pages but a notice; a static one is drawn in the PDF, and XFA only repeats its fields.
  if (xfa && graph.resolve(catalog.get('NeedsRendering')) === true)
    throw new PrepareRefusal('xfa', '/AcroForm has /XFA and the catalogue /NeedsRendering');
  const report = chosenPages(listPages(document), options.pages);
  const [front] = report;
  if (front === undefined) throw new PrepareRefusal('damaged', 'no pages');

  const metadata = readMetadata(graph, catalog);
  const pdfaPart = metadata?.xmp.pdfaPart;
  const outputIntents = graph.resolve(catalog.get('OutputIntents'));
  const calibrated = pdfaPart !== undefined && !(Array.isArray(outputIntents) && outputIntents.length > 0);
  const opaque = pdfaPart === 1;
  const look = options.look ?? defaultLook;
  const forms = await addMarkForms(graph, { look, opaque, calibrated });
  const findings = { malformed: 0, covered: 0 };
  const group = calibrated && !opaque ? transparencyGroup() : undefined;
  const marker = pageMarker(graph, forms, group ? { group } : {}, findings);
  const pages = [...report];
  if (options.cover) {
    pages.unshift(
      await makeCoverPage(graph, catalog, forms, options.cover, pageAsSeen(front, graph.resolve)),
    );
    shiftPageNumbers(graph, catalog, 'Cover');
  }
  const tree = await buildPageTree(graph, pages, (page, index) => marker.mark(page, index));

  catalog.set('Pages', tree.root);
  catalog.delete('Version');
  if (acroForm !== undefined)
    catalog.set('AcroForm', withoutKeys(acroForm, options.acceptSigned ? ['XFA', 'SigFlags'] : ['XFA']));
  if (options.acceptSigned) for (const key of ['Perms', 'DSS']) catalog.delete(key);
  const head = new Map<number, readonly HeadSlot[]>(
    (['diagonal', 'foot', 'name', 'company'] as const).map((kind) => [forms[kind].num, [{ kind, at: 0 }]]),
  );
  if (options.cover) head.set(forms.cover.num, [{ kind: 'cover', at: 0 }]);
  if (options.contentsInHead) for (const num of marker.contents) head.set(num, []);
  if (metadata?.xmp.slotted) {
    const { bytes, slots } = metadata.xmp.slotted;
    const dict = metadata.dict.copy();
    for (const key of ['Filter', 'DecodeParms', 'DL']) dict.delete(key);
    const ref = graph.add(new Stream(dict, bytes));
    catalog.set('Metadata', ref);
    head.set(ref.num, slots);
  }
  const root = graph.add(catalog);
  const infoRef = addInfo(graph, pdfaPart, head);
  const { objects, removals, attachments } = collect(graph, infoRef ? [root, infoRef] : [root], {
    pages: tree.numbers,
    resources: marker.resources,
    acceptSigned: options.acceptSigned ?? false,
    pagesInFront: pages.length - report.length,
  });

  const compact = !opaque;
  const { file, headLength, slots } = await layOut({
    version: versionOf(document, compact),
    objects: await inOrder(objects),
    head,
    root: root.num,
    info: infoRef?.num,
    compact,
    limit: 3 * source.length + FREE_WORK,
  });
  const headBytes = file.subarray(0, headLength);
  const body = file.subarray(headLength);
  // One after the other: the platform copies what it hashes.
  const revision = await sha256Hex(file);
  const head256 = await sha256Hex(headBytes);
  const body256 = await sha256Hex(body);
  const source256 = await sha256Hex(source);
  const manifest: MarkedManifest = {
    v: 1,
    format: 'pdf',
    revision,
    source: { sha256: source256, size: source.length },
    class: document.encrypted
      ? 'decrypted'
      : document.repairs.size + findings.malformed > 0
        ? 'repaired'
        : 'ok',
    signed: removals.signatures > 0,
    font: fontName,
    look,
    cover: options.cover !== undefined,
    notes: notesOf(document, removals, { ...findings, attachments, opaque, xfa }),
    pages: pages.length,
    length: file.length,
    head: { length: headLength, sha256: head256 },
    body: { length: body.length, sha256: body256 },
    slots,
  };
  await verifyPrepared(headBytes, body, manifest);
  return { head: headBytes, body, manifest };
}

/** @throws TypeError where one of the chosen is none of the document's */
function chosenPages(pages: readonly Page[], numbers: readonly number[] | undefined): readonly Page[] {
  if (numbers === undefined) return pages;
  return numbers.map((number) => {
    const page = pages[number - 1];
    if (page === undefined) throw new TypeError(`The document has no page ${number}.`);
    return page;
  });
}

/** The metadata stream of the document, if it has one that can be read; a new one if it has none. */
function readMetadata(
  graph: Graph,
  catalog: Dict,
): { readonly dict: Dict; readonly xmp: XmpPacket } | undefined {
  const stream = graph.resolve(catalog.get('Metadata'));
  if (!(stream instanceof Stream)) {
    const dict = new Dict([
      ['Type', new Name('Metadata')],
      ['Subtype', new Name('XML')],
    ]);
    return { dict, xmp: readXmp(emptyXmp) };
  }
  const decoded = graph.document.decode(stream);
  return decoded?.complete ? { dict: stream.dict, xmp: readXmp(decoded.bytes) } : undefined;
}

/**
 * The document information with a slot for the copy id, under a key of its own: PDF/A wants standard entries to equal
 * those of the XMP metadata, and lets others be (ISO 19005-1, 6.7.3). PDF/A-4 has no such dictionary but in special
 * cases (ISO 19005-4, 6.1.3): there it is left as it is.
 */
function addInfo(
  graph: Graph,
  pdfaPart: number | undefined,
  head: Map<number, readonly HeadSlot[]>,
): Ref | undefined {
  const info = graph.document.trailer.get('Info');
  const source = graph.resolve(info);
  if (pdfaPart === 4) return info instanceof Ref && source instanceof Dict ? info : undefined;
  const dict = source instanceof Dict ? source.copy() : new Dict();
  dict.delete('CopyId');
  dict.set('CopyId', new PdfString(latin1Bytes(`(${' '.repeat(slotLengths.copy)})`)));
  const ref = graph.add(dict);
  head.set(ref.num, [{ kind: 'copy', at: -(slotLengths.copy + ')>>'.length) }]);
  return ref;
}

/** PDF/A asks for a blending space of its own where the document names no output device (ISO 19005-2, 6.2.10). */
function transparencyGroup(): Dict {
  const space: PdfValue[] = [
    new Name('CalRGB'),
    new Dict([['WhitePoint', [new Real('0.9505'), 1, new Real('1.089')]]]),
  ];
  return new Dict([
    ['Type', new Name('Group')],
    ['S', new Name('Transparency')],
    ['CS', space],
  ]);
}

/**
 * A page tree of our own: flat, balanced, attributes on the pages themselves. A page that stands twice in the source's
 * tree becomes two.
 */
async function buildPageTree(
  graph: Graph,
  pages: readonly Page[],
  mark: (page: Page, index: number) => Promise<Dict>,
) {
  const numbers = new Set<number>();
  let level: { readonly ref: Ref; readonly dict: Dict; readonly count: number }[] = [];
  for (const [index, page] of pages.entries()) {
    const dict = await mark(page, index);
    let ref: Ref;
    if (page.num === undefined || numbers.has(page.num)) ref = graph.add(dict);
    else {
      ref = new Ref(page.num);
      graph.set(page.num, dict);
    }
    numbers.add(ref.num);
    level.push({ ref, dict, count: 1 });
  }
  do {
    const above: typeof level = [];
    for (let i = 0; i < level.length; i += PAGE_TREE_FANOUT) {
      const kids = level.slice(i, i + PAGE_TREE_FANOUT);
      const count = kids.reduce((sum, kid) => sum + kid.count, 0);
      const dict = new Dict([
        ['Type', new Name('Pages')],
        ['Kids', kids.map(({ ref }) => ref)],
        ['Count', count],
      ]);
      const ref = graph.add(dict);
      numbers.add(ref.num);
      for (const kid of kids) kid.dict.set('Parent', ref);
      above.push({ ref, dict, count });
    }
    level = above;
  } while (level.length > 1);
  const root = level[0]?.ref;
  if (root === undefined) throw new PrepareRefusal('damaged', 'no pages');
  return { root, numbers };
}

function withoutKeys(dict: Dict, keys: readonly string[]): Dict {
  const copy = dict.copy();
  for (const key of keys) copy.delete(key);
  return copy;
}

/** By number in the source, what is ours last: neighbours stay neighbours, and the result is always the same. */
async function inOrder(objects: readonly Collected[]): Promise<Collected[]> {
  const rank = ({ num }: Collected) => (num < 0 ? Number.MAX_SAFE_INTEGER + num : num);
  const sorted = objects.toSorted((a, b) => (a.num < 0 && b.num < 0 ? b.num - a.num : rank(a) - rank(b)));
  return Promise.all(
    sorted.map(async (object) => {
      const { value } = object;
      if (!(value instanceof Stream) || !hidesEndOfFile(value)) return object;
      const dict = value.dict.copy();
      dict.set('Filter', new Name('FlateDecode'));
      return { num: object.num, value: new Stream(dict, deflate(value.data)) };
    }),
  );
}

/** The version written: the source's, but no older than what we use. PDF/A-1 is 1.4. */
function versionOf(document: PdfDocument, compact: boolean): string {
  const own = document.resolve(document.catalog.get('Version'));
  const known = (version: string) => /^(1\.[0-7]|2\.0)$/.test(version);
  const candidates = [document.version, own instanceof Name ? own.value : '', compact ? '1.5' : '1.4'];
  return candidates.filter(known).sort().at(-1) ?? '1.7';
}

function notesOf(
  document: PdfDocument,
  removals: Removals,
  found: {
    readonly malformed: number;
    readonly covered: number;
    readonly attachments: number;
    readonly opaque: boolean;
    readonly xfa: boolean;
  },
): string[] {
  const plural = (count: number, one: string, many: string) =>
    count === 1 ? `1 ${one}` : `${count} ${many}`;
  const notes: string[] = [];
  if (document.encrypted)
    notes.push(
      'The source was encrypted without a password: copies are not encrypted, and its permission flags are gone.',
    );
  for (const repair of document.repairs) notes.push(`The source is damaged and was repaired: ${repair}.`);
  if (found.malformed > 0)
    notes.push(
      `The content of ${plural(found.malformed, 'page', 'pages')} is malformed and was written anew: look at the copy.`,
    );
  if (found.covered > 0)
    notes.push(
      `Annotations cover half or more of ${plural(found.covered, 'page', 'pages')}, and readers paint them over the mark: look at the copy, and print such a document to a new PDF.`,
    );
  if (removals.signatures > 0)
    notes.push(
      `${plural(removals.signatures, 'digital signature was', 'digital signatures were')} removed: a marked copy cannot keep them.`,
    );
  if (found.xfa)
    notes.push('The XFA part of the form was removed: its fields and pages are kept as plain PDF.');
  if (removals.scripts > 0) notes.push(`${plural(removals.scripts, 'script was', 'scripts were')} removed.`);
  if (removals.launches > 0)
    notes.push(
      `${plural(removals.launches, 'action that starts a program was', 'actions that start programs were')} removed.`,
    );
  if (removals.hiddenPages > 0)
    notes.push('References to pages that no reader shows were removed, and those pages with them.');
  if (removals.privateData > 0) notes.push('Private data of the program that made the file were removed.');
  if (found.attachments > 0)
    notes.push(
      `${plural(found.attachments, 'attached file is', 'attached files are')} handed out without a mark.`,
    );
  if (found.opaque) notes.push('PDF/A-1 forbids transparency: the diagonal is drawn as outlines of letters.');
  return notes;
}
