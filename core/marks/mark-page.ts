import { LF, latin1Bytes, SPACE } from '../pdf/chars.ts';
import { type ContentState, scanContent } from '../pdf/content.ts';
import { deflate } from '../pdf/deflate.ts';
import { MAX_OBJECTS, PdfError } from '../pdf/limits.ts';
import { Dict, isName, Name, numberOf, type PdfValue, Ref, Stream } from '../pdf/objects.ts';
import type { Page } from '../pdf/page-tree.ts';
import { isCovered } from './covered-pages.ts';
import { type Box, operands, readBox, type UprightPage, uprightPage, visibleBox } from './geometry.ts';
import type { Graph } from './graph.ts';
import type { MarkForms } from './mark-forms.ts';
import { ResourceCopies } from './mark-resources.ts';
import { PrepareRefusal } from './refusal.ts';

/**
 * Attributes of a page that are not carried over: small pictures and private copies of it would be unmarked; actions and
 * signatures are no pages, even where a damaged tree counts them as such.
 */
const LEFT_BEHIND = [
  ...['Thumb', 'PieceInfo', 'LastModified', 'Parent', 'Contents', 'Resources'],
  ...['S', 'JS', 'ByteRange'],
];
/** How often malformed content is cleaned: what is taken out may leave operators without their operands. */
const MAX_CLEANINGS = 8;

/** What the pages of one document have in common while they are marked. */
export interface PageMarker {
  /** @returns the page's new dictionary, without /Parent */
  mark(page: Page, index: number): Promise<Dict>;
  /** Numbers of the streams that hold the content of the pages, as far as it is their own. */
  readonly contents: ReadonlySet<number>;
  /** Dictionaries of resources that lead to the mark. */
  readonly resources: ReadonlySet<Dict>;
}

/** A page's content as it will be written: the streams to keep, between what opens and what closes them. */
type Content =
  | { readonly kind: 'none' }
  | { readonly kind: 'streams'; readonly streams: readonly Ref[]; readonly closing: string }
  | { readonly kind: 'isolated'; readonly data: Stream; readonly surplus: Surplus };

/** What some readers let a form do to the page around it. */
interface Surplus {
  /** `Q` without `q`: it ends a save of ours. */
  readonly restores: number;
  /** Marked content left open: if it is hidden, so is all that follows. */
  readonly markedContent: number;
}

/** What adds up over the pages, to be said to whoever publishes. */
export interface PageFindings {
  /** Pages whose content was malformed and had to be written anew or set apart. */
  malformed: number;
  /** Pages over which an annotation lies that may hide the mark. */
  covered: number;
}

/**
 * Marks pages one by one. Nothing that pages may share is changed in place: each gets resources of its own, and its
 * content is wrapped so that it leaves no trace in the graphics state; the mark is drawn last.
 *
 * @param graph - the document
 * @param forms - the objects of the mark
 * @param options - `group`: a transparency group for pages that lack one (PDF/A without output intent)
 * @param findings - counted up
 */
export function pageMarker(
  graph: Graph,
  forms: MarkForms,
  options: { readonly group?: Dict },
  findings: PageFindings,
): PageMarker {
  const { resolve } = graph;
  const shared = new Map<string, Ref>();
  const opening = graph.add(plainStream('q\n'));
  const states = new Map<string, Promise<Content>>();
  const copies = new ResourceCopies(graph);
  let entries = 0;

  const textStream = (text: string): Ref => {
    const known = shared.get(text) ?? graph.add(plainStream(text));
    shared.set(text, known);
    return known;
  };

  const contents = new Set<number>();

  return {
    contents,
    resources: copies.made,
    async mark(page, index) {
      entries += page.dict.entries.size;
      if (entries > MAX_OBJECTS) throw new PdfError('bomb', `more than ${MAX_OBJECTS} entries in pages`);
      const dict = new Dict([...page.inherited, ...page.dict.entries]);
      const { mediaBox, cropBox, box, upright } = boxesOf(dict, resolve);
      const sources = contentStreams(dict, graph);
      const tagged = dict.has('StructParents');
      const key = `${sources.map(({ num }) => num).join(' ')}${tagged ? ' tagged' : ''}`;
      const reading = states.get(key) ?? readContent(graph, sources, tagged, index, findings);
      states.set(key, reading);
      const content = await reading;
      if (isCovered(dict.get('Annots'), box, resolve)) findings.covered++;
      const resources = withoutPageKeys(dict.get('Resources'), resolve);
      for (const left of LEFT_BEHIND) dict.delete(left);
      dict.set('Type', new Name('Page'));
      // A box that no reader can use, or none at all, would leave its size to each reader's taste.
      if (mediaBox === undefined) dict.set('MediaBox', boxArray(box));
      if (cropBox === undefined) dict.delete('CropBox');
      if (options.group && !dict.has('Group')) dict.set('Group', options.group);

      const form = forms.forPage(upright);
      const draw = (mark: string) => `/Artifact BMC\nq ${operands(upright.matrix)} cm /${mark} Do Q\nEMC\n`;
      if (content.kind === 'isolated') {
        const whole = graph.add(isolatedForm(content.data, mediaBox ?? box, resources));
        contents.add(whole.num);
        dict.set(
          'Resources',
          new Dict([
            [
              'XObject',
              new Dict([
                ['Tc0', form],
                ['TcO', whole],
              ]),
            ],
          ]),
        );
        const { restores, markedContent } = content.surplus;
        const before = 'q '.repeat(restores + 1);
        const after = `${' Q'.repeat(restores + 1)}\n${'EMC\n'.repeat(markedContent)}`;
        dict.set('Contents', [textStream(`${before}/TcO Do${after}${draw('Tc0')}`)]);
        return dict;
      }
      if (content.kind === 'streams') for (const { num } of content.streams) contents.add(num);
      const marked = copies.mark(resources, page.dict.get('Resources') instanceof Dict, form);
      dict.set('Resources', marked.resources);
      const closing = textStream(`\n${content.kind === 'none' ? '' : content.closing}${draw(marked.key)}`);
      dict.set('Contents', content.kind === 'none' ? [closing] : [opening, ...content.streams, closing]);
      return dict;
    },
  };
}

/**
 * How large a page is seen, upright.
 *
 * @param page - of the source
 * @param resolve - follows references
 */
export function pageAsSeen(page: Page, resolve: Graph['resolve']): UprightPage {
  return boxesOf(new Dict([...page.inherited, ...page.dict.entries]), resolve).upright;
}

function boxesOf(dict: Dict, resolve: Graph['resolve']) {
  const mediaBox = readBox(dict.get('MediaBox'), resolve);
  const cropBox = readBox(dict.get('CropBox'), resolve);
  const box = visibleBox(mediaBox, cropBox);
  const rotate = numberOf(resolve(dict.get('Rotate'))) ?? 0;
  const unit = numberOf(resolve(dict.get('UserUnit'))) ?? 1;
  return { mediaBox, cropBox, box, upright: uprightPage(box, rotate, unit) };
}

function plainStream(text: string): Stream {
  return new Stream(new Dict(), latin1Bytes(text));
}

function boxArray({ x0, y0, x1, y1 }: Box): PdfValue[] {
  return [x0, y0, x1, y1];
}

/** References to the content streams of a page; what is no stream draws nothing. */
function contentStreams(dict: Dict, graph: Graph): Ref[] {
  const contents = dict.get('Contents');
  const value = graph.resolve(contents);
  return (Array.isArray(value) ? value : [contents]).flatMap((item) => {
    const stream = graph.resolve(item);
    if (!(item instanceof Ref && stream instanceof Stream)) return [];
    const type = graph.resolve(stream.dict.get('Type'));
    if (!isName(type, 'ObjStm') && !isName(type, 'XRef')) return [item];
    // Readers draw it whatever it claims to be, and what claims to be this is left out elsewhere.
    const untyped = stream.dict.copy();
    untyped.delete('Type');
    return [graph.add(new Stream(untyped, stream.data))];
  });
}

/** A damaged page may end inside its resources, which then look like a page of their own. */
function withoutPageKeys(value: PdfValue | undefined, resolve: Graph['resolve']): PdfValue | undefined {
  const resources = resolve(value);
  if (!(resources instanceof Dict) || !(resources.has('Type') || resources.has('Contents'))) return value;
  const copy = resources.copy();
  for (const key of ['Type', 'Contents']) copy.delete(key);
  return copy;
}

async function readContent(
  graph: Graph,
  sources: readonly Ref[],
  tagged: boolean,
  index: number,
  findings: PageFindings,
): Promise<Content> {
  if (sources.length === 0) return { kind: 'none' };
  const parts: Uint8Array[] = [];
  let complete = true;
  for (const source of sources) {
    const stream = graph.resolve(source) as Stream;
    const decoded = stream.dict.has('F') ? undefined : graph.document.decode(stream);
    if (decoded === undefined) {
      if (tagged || sources.length > 1)
        throw new PrepareRefusal('undecodable-page', `content of page ${index + 1}`);
      findings.malformed++;
      return { kind: 'isolated', data: stream, surplus: { restores: 0, markedContent: 0 } };
    }
    parts.push(decoded.bytes);
    complete &&= decoded.complete;
  }
  const bytes = joined(parts);
  const state = scanContent(bytes);
  const sound = complete && state.whole && state.malformed.length === 0 && state.surplusRestores.length === 0;
  // Where the data of an inline image end is each reader's guess, too; what follows the last one may be part of it.
  // Several streams are left alone: put together they would be read otherwise, too.
  if (sound && (tagged || sources.length > 1 || !state.endsWithImage))
    return { kind: 'streams', streams: sources, closing: closingOf(state) };
  if (!sound) findings.malformed++;
  const [only, ...more] = sources;
  if (!tagged) {
    // Each reader goes on guessing as it did: where the data break off, what an operator without operands means.
    const data = more.length === 0 ? (graph.resolve(only) as Stream) : await encoded(bytes);
    return { kind: 'isolated', data, surplus: surplusOf(state) };
  }
  // Marked content has to stay in the page's own stream: what is malformed is taken out instead.
  const clean = state.hasInlineImages ? undefined : cleaned(bytes, state);
  if (clean === undefined) throw new PrepareRefusal('undecodable-page', `content of page ${index + 1}`);
  return {
    kind: 'streams',
    streams: [graph.add(await encoded(clean.bytes))],
    closing: closingOf(clean.state),
  };
}

/** Content without its malformed parts; undefined if more and more of it turns out to be malformed. */
function cleaned(
  bytes: Uint8Array,
  found: ContentState,
): { readonly bytes: Uint8Array; readonly state: ContentState } | undefined {
  let state = found;
  let clean = bytes.slice();
  for (let i = 0; i < MAX_CLEANINGS; i++) {
    for (const at of state.surplusRestores) clean[at] = SPACE;
    for (let k = 0; k < state.malformed.length; k += 2)
      clean.fill(SPACE, state.malformed[k], state.malformed[k + 1]);
    clean = clean.subarray(0, state.safeEnd);
    state = scanContent(clean);
    if (state.whole && state.malformed.length === 0 && state.surplusRestores.length === 0)
      return { bytes: clean, state };
  }
  return undefined;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 1, 0)).fill(LF);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length + 1;
  }
  return whole;
}

async function encoded(bytes: Uint8Array): Promise<Stream> {
  return new Stream(new Dict([['Filter', new Name('FlateDecode')]]), deflate(bytes));
}

function surplusOf({ surplusRestores, openMarkedContent }: ContentState): Surplus {
  return { restores: surplusRestores.length, markedContent: openMarkedContent };
}

/** Operators that end what the content left open, the outer save included. */
function closingOf({ openText, openMarkedContent, openSaves }: ContentState): string {
  return `${openText ? 'ET\n' : ''}${'EMC\n'.repeat(openMarkedContent)}${'Q\n'.repeat(openSaves + 1)}`;
}

/** The whole content as a form: however it ends, the page's own stream goes on as if nothing had happened. */
function isolatedForm(data: Stream, box: Box, resources: PdfValue | undefined): Stream {
  const dict = new Dict();
  for (const key of ['Filter', 'DecodeParms']) {
    const value = data.dict.get(key);
    if (value !== undefined) dict.set(key, value);
  }
  dict.set('Type', new Name('XObject'));
  dict.set('Subtype', new Name('Form'));
  dict.set('BBox', boxArray(box));
  dict.set('Resources', resources ?? new Dict());
  return new Stream(dict, data.data);
}
