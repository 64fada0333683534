import { fontMetrics, fontName } from './font-data.ts';
import { fontProgram } from './font-program.ts';
import { codePoints, glyph, widths } from './glyphs.ts';

/**
 * The font of the marks as a prepared report embeds it: a CIDFontType2 with Identity-H, so that a copy's text is
 * nothing but glyph ids in hex. Whoever only writes marks (the Worker) imports glyphs.ts and leaves these bytes out.
 */
export const markFont = {
  /** PostScript name with the tag of the subset (ISO 32000-2, 9.9.2). */
  name: fontName,
  /** The TrueType file, for FontFile2, not compressed. Glyph ids are CIDs: CIDToGIDMap is Identity. */
  program: Uint8Array.from(atob(fontProgram), (character) => character.charCodeAt(0)),
  ...fontMetrics,
  italicAngle: 0,
  widths,
  glyph,
  /** The ToUnicode CMap, not compressed. */
  toUnicode: new TextEncoder().encode(toUnicodeCMap([...codePoints()])),
} as const;

/** ISO 32000-2, 9.10.3. An operator takes at most 100 entries (Adobe Technical Note 5014). */
function toUnicodeCMap(glyphs: readonly (readonly [codePoint: number, glyph: number])[]): string {
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');
  const entries = glyphs.toSorted(([, a], [, b]) => a - b).map(([code, id]) => `<${hex(id)}> <${hex(code)}>`);
  const blocks: string[] = [];
  for (let i = 0; i < entries.length; i += 100) {
    const block = entries.slice(i, i + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar\n`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('')}endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}
