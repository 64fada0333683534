import { latin1Bytes, SPACE } from '../pdf/chars.ts';
import { deflate } from '../pdf/deflate.ts';
import { Dict, Name, PdfString, type PdfValue, Real, type Ref, Stream } from '../pdf/objects.ts';
import { markFont } from './font.ts';
import { linePlaces, type UprightPage } from './geometry.ts';
import type { Graph } from './graph.ts';
import { inks, type MarkLook } from './look.ts';
import { formBoxes, slotLengths } from './slots.ts';

/** How the mark is painted. */
export interface MarkStyle {
  readonly look: MarkLook;
  /** PDF/A-1 forbids transparency: the diagonal is drawn as light outlines of letters instead. */
  readonly opaque: boolean;
  /** PDF/A without an output intent forbids plain grey: it is defined by calibration instead. */
  readonly calibrated: boolean;
}

/** The shared objects of the mark; their contents are the slots. */
export interface MarkForms {
  readonly diagonal: Ref;
  readonly foot: Ref;
  readonly name: Ref;
  readonly company: Ref;
  /** The reader's part of a cover page; written only where there is one. */
  readonly cover: Ref;
  readonly font: Ref;
  /** What defines plain grey, where that is needed. */
  readonly colorSpace: Dict | undefined;
  /** The static form for pages of one size, which places both lines. */
  forPage(page: UprightPage): Ref;
}

function dict(entries: Record<string, PdfValue>): Dict {
  return new Dict(Object.entries(entries));
}

function name(value: string): Name {
  return new Name(value);
}

/** CIE daylight: the grey that a calibrated DefaultGray stands for. */
function calibratedGray(): PdfValue {
  return [name('CalGray'), dict({ WhitePoint: [new Real('0.9505'), 1, new Real('1.089')] })];
}

function form(box: readonly number[], resources: Dict, data: Uint8Array): Stream {
  return new Stream(
    dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [...box], Resources: resources }),
    data,
  );
}

function blankForm(kind: 'diagonal' | 'foot' | 'name' | 'company' | 'cover', resources: Dict): Stream {
  const box = kind === 'name' || kind === 'company' ? formBoxes.outline : formBoxes[kind];
  return form(box, resources, new Uint8Array(slotLengths[kind]).fill(SPACE));
}

function graphicsState(opacity: number): Dict {
  return dict({
    Type: name('ExtGState'),
    ca: decimal(opacity),
    CA: decimal(opacity),
    BM: name('Normal'),
    SMask: name('None'),
  });
}

function decimal(value: number): PdfValue {
  return Number.isInteger(value) ? value : new Real(String(value));
}

/**
 * Adds the objects of the mark: four blank slot forms, the embedded font, and a form for each page size as it is asked for.
 *
 * @param graph - where to
 * @param style - see {@link MarkStyle}
 */
export async function addMarkForms(graph: Graph, style: MarkStyle): Promise<MarkForms> {
  const font = await addFont(graph, style.opaque);
  const outline = {
    name: graph.add(blankForm('name', dict({}))),
    company: graph.add(blankForm('company', dict({}))),
  };
  const colorSpace = style.calibrated ? dict({ DefaultGray: calibratedGray() }) : undefined;
  const gray = colorSpace ? { ColorSpace: colorSpace } : {};
  const resources = (opacity: number) =>
    dict({
      Font: dict({ F1: font }),
      ExtGState: dict({ G: graphicsState(style.opaque ? 1 : opacity) }),
      XObject: dict({ N: outline.name, C: outline.company }),
      ...gray,
    });
  const ink = inks[style.look.strength];
  const diagonal = graph.add(blankForm('diagonal', resources(ink.across)));
  const foot = graph.add(blankForm('foot', resources(ink.foot)));
  const hatch = style.opaque ? { Pattern: dict({ H: graph.add(hatching(ink.line, dict(gray))) }) } : {};
  const sizes = new Map<string, Ref>();
  return {
    ...outline,
    diagonal,
    foot,
    font,
    colorSpace,
    cover: graph.add(
      blankForm(
        'cover',
        dict({ Font: dict({ F1: font }), XObject: dict({ N: outline.name, C: outline.company }), ...gray }),
      ),
    ),
    forPage: (page) => {
      const places = linePlaces(page, style.look);
      const letters = style.opaque ? `1 Tr .6 w ${ink.line} G /Pattern cs /H scn ` : '';
      const content = `q ${letters}${places.diagonal} cm /D Do Q\nq ${places.foot} cm /B Do Q\n`;
      let size = sizes.get(content);
      if (size === undefined) {
        const lines = dict({
          XObject: dict({ D: diagonal, B: foot }),
          ...hatch,
          ...gray,
        });
        size = graph.add(
          form([0, 0, Math.ceil(page.width), Math.ceil(page.height)], lines, latin1Bytes(content)),
        );
        sizes.set(content, size);
      }
      return size;
    },
  };
}

/**
 * Thin lines with nothing between them (ISO 32000-2, 8.7.3): what a drawn name is filled with where it can be neither
 * transparent nor set in outlines. The text under it can be read.
 */
function hatching(line: number, resources: Dict): Stream {
  // Some readers blur small tiles into an even grey.
  const side = 120;
  const lines = Array.from({ length: side / 4 }, (_, i) => `0 ${4 * i + 2} m ${side} ${4 * i + 2} l`);
  return new Stream(
    dict({
      Type: name('Pattern'),
      PatternType: 1,
      PaintType: 1,
      TilingType: 1,
      BBox: [0, 0, side, side],
      XStep: side,
      YStep: side,
      Resources: resources,
    }),
    latin1Bytes(`.7 w ${line} G ${lines.join(' ')} S`),
  );
}

async function flateStream(entries: Record<string, PdfValue>, bytes: Uint8Array): Promise<Stream> {
  return new Stream(dict({ ...entries, Filter: name('FlateDecode') }), deflate(bytes));
}

/** A composite font whose codes are glyph ids (ISO 32000-2, 9.7). @param withCidSet - PDF/A-1 asks subsets for one */
async function addFont(graph: Graph, withCidSet: boolean): Promise<Ref> {
  const { program, ascent, descent, capHeight, bbox, widths } = markFont;
  const file = graph.add(await flateStream({ Length1: program.length }, program));
  const allGlyphs = () => {
    const bits = new Uint8Array(Math.ceil(widths.length / 8)).fill(0xff);
    const spare = bits.length * 8 - widths.length;
    bits[bits.length - 1] = (0xff << spare) & 0xff;
    return bits;
  };
  const descriptor = graph.add(
    dict({
      Type: name('FontDescriptor'),
      FontName: name(markFont.name),
      Flags: 4,
      FontBBox: [...bbox],
      ItalicAngle: 0,
      Ascent: ascent,
      Descent: descent,
      CapHeight: capHeight,
      StemV: 80,
      FontFile2: file,
      ...(withCidSet && { CIDSet: graph.add(await flateStream({}, allGlyphs())) }),
    }),
  );
  const descendant = graph.add(
    dict({
      Type: name('Font'),
      Subtype: name('CIDFontType2'),
      BaseFont: name(markFont.name),
      CIDSystemInfo: dict({
        Registry: new PdfString(latin1Bytes('(Adobe)')),
        Ordering: new PdfString(latin1Bytes('(Identity)')),
        Supplement: 0,
      }),
      FontDescriptor: descriptor,
      CIDToGIDMap: name('Identity'),
      DW: widths[0] ?? 0,
      W: [0, [...widths]],
    }),
  );
  return graph.add(
    dict({
      Type: name('Font'),
      Subtype: name('Type0'),
      BaseFont: name(markFont.name),
      Encoding: name('Identity-H'),
      DescendantFonts: [descendant],
      ToUnicode: graph.add(await flateStream({}, markFont.toUnicode)),
    }),
  );
}
