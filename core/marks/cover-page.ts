import { latin1Bytes } from '../pdf/chars.ts';
import { deflate } from '../pdf/deflate.ts';
import { Dict, Name, type PdfValue, Stream } from '../pdf/objects.ts';
import type { Page } from '../pdf/page-tree.ts';
import { COVER_DEPTH, coverPlaces } from './compose-cover.ts';
import type { Cover } from './cover.ts';
import { tagCover } from './cover-structure.ts';
import { operands } from './geometry.ts';
import type { Graph } from './graph.ts';
import type { MarkForms } from './mark-forms.ts';
import { inFont, type Piece, sizeOf, textPiece, widthOf } from './pieces.ts';
import { printableSentence, withCodePoints } from './reader-text.ts';
import { setLine } from './set-line.ts';

/** The most characters of a paragraph: what does not fit a page is no notice. */
const LONGEST_PARAGRAPH = 600;
/** Readers do not show larger pages (ISO 32000-2, annex C). */
const LARGEST_SIDE = 14_400;
const SMALLEST_SIDE = 72;

/** A part of the cover that stays together: 1000 units wide, from y = 0 downwards. */
interface Block {
  readonly height: number;
  readonly paragraphs: readonly string[];
  /** What is decoration. */
  readonly rules: readonly number[];
}

/**
 * Makes the cover page. It is a page like any other: the mark is put on it by whoever marks the rest.
 *
 * @param graph - the document
 * @param catalog - its catalogue, for the structure of tagged documents; may be changed
 * @param forms - of the mark; `cover` is the reader's part
 * @param cover - what is said to every reader
 * @param like - a page of the report, for the size as it is seen
 */
export async function makeCoverPage(
  graph: Graph,
  catalog: Dict,
  forms: MarkForms,
  cover: Cover,
  like: { readonly width: number; readonly height: number },
): Promise<Page> {
  const [width, height] = [like.width, like.height].map((side) =>
    Math.min(LARGEST_SIDE, Math.max(SMALLEST_SIDE, side)),
  ) as [number, number];
  const blocks = [titleBlock(cover), readerBlock(), notesBlock(cover.notes)];
  const page = graph.add(null);
  const paragraphs = blocks.flatMap((block) => block.paragraphs).length;
  const structParents = tagCover(graph, catalog, page, paragraphs);
  const content = layBlocks(blocks, width, height, structParents !== undefined);
  const data = await deflate(latin1Bytes(content));
  const dict = new Dict([
    ['Type', new Name('Page')],
    ['MediaBox', [0, 0, width, height]],
    ['Contents', graph.add(new Stream(new Dict([['Filter', new Name('FlateDecode')]]), data))],
    [
      'Resources',
      new Dict([
        ['Font', new Dict([['F1', forms.font]])],
        ['XObject', new Dict([['Cv', forms.cover]])],
        ...(forms.colorSpace ? ([['ColorSpace', forms.colorSpace]] as [string, PdfValue][]) : []),
      ]),
    ],
  ]);
  if (structParents !== undefined) dict.set('StructParents', structParents);
  return { num: page.num, dict, inherited: new Map() };
}

function titleBlock({ publisher, title, subtitle }: Cover): Block {
  const [size, leading] = [76, 88];
  const lines = wrapped(title, size);
  const top = 26;
  const bottom = top + 60 + leading * lines.length;
  return {
    height: bottom + 20,
    paragraphs: [
      `.4 g\n${setAt(publisher, 27, -top)}`,
      `0 g\n${lines.map((line, i) => setAt(line, size, -(top + 60 + leading * i) - 32)).join('')}`,
      `.4 g\n${setAt(subtitle, 27, -(bottom + 12))}`,
    ],
    rules: [],
  };
}

function readerBlock(): Block {
  const top = 60;
  return {
    height: top + COVER_DEPTH + 20,
    paragraphs: [`.4 g\n${setAt('This copy was made for', 22, -top)}`, `q 1 0 0 1 0 ${-top} cm /Cv Do Q\n`],
    rules: [0, top + COVER_DEPTH + 20],
  };
}

function notesBlock(notes: readonly string[]): Block {
  const [size, leading, gap] = [24, 35, 16];
  let y = 0;
  const paragraphs = notes.map((note) => {
    const lines = wrapped(note, size).map((line) => {
      y -= leading;
      return setAt(line, size, y);
    });
    y -= gap;
    return `.2 g\n${lines.join('')}`;
  });
  return { height: -y, paragraphs, rules: [] };
}

/** From the top margin down to the bottom margin; what is left over becomes space between the blocks. */
function layBlocks(blocks: readonly Block[], width: number, height: number, tagged: boolean): string {
  const least = blocks.reduce((sum, block) => sum + block.height, 0) + 60 * (blocks.length - 1);
  const usable = 0.78 * height;
  const scale = Math.min((0.76 * width) / coverPlaces.width, usable / least);
  const left = (width - scale * coverPlaces.width) / 2;
  const free = usable / scale - least;
  const gaps = [0, 60 + 0.3 * free, 60 + 0.7 * free];
  let y = 0.9 * height;
  let id = 0;
  let content = '';
  blocks.forEach((block, i) => {
    y -= scale * (gaps[i] ?? 0);
    content += `q ${operands([scale, 0, 0, scale, left, y])} cm\n`;
    for (const rule of block.rules)
      content += `${tagged ? '/Artifact BMC\n' : ''}.75 G 1.5 w 0 ${-rule} m ${coverPlaces.width} ${-rule} l S\n${tagged ? 'EMC\n' : ''}`;
    for (const paragraph of block.paragraphs)
      content += tagged ? `/P <</MCID ${id++}>> BDC\n${paragraph}EMC\n` : paragraph;
    content += 'Q\n';
    y -= scale * block.height;
  });
  return content;
}

function printable(text: string): string {
  return withCodePoints(printableSentence(text), inFont, LONGEST_PARAGRAPH);
}

function setAt(text: string, size: number, y: number): string {
  const pieces: Piece[] = [textPiece(printable(text))];
  return text === '' ? '' : setLine(pieces, sizeOf(pieces, size, coverPlaces.width), 0, y, true);
}

/** Words in lines, as many to a line as fit. */
function wrapped(text: string, size: number): string[] {
  const lines: string[] = [];
  for (const word of printable(text).split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && (widthOf([textPiece(longer)]) * size) / 1000 <= coverPlaces.width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
