/** The tables of an OpenType font file (ISO/IEC 14496-22, section 4), as views by tag. */
export function sfntTables(font: Uint8Array): Map<string, DataView> {
  const file = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = new Map<string, DataView>();
  for (let record = 12; record < 12 + 16 * file.getUint16(4); record += 16) {
    const tag = String.fromCharCode(...font.subarray(record, record + 4));
    const offset = file.getUint32(record + 8);
    tables.set(tag, new DataView(font.buffer, font.byteOffset + offset, file.getUint32(record + 12)));
  }
  return tables;
}

/**
 * @param tables - a font's tables
 * @param tag - the four letters of the wanted one
 * @throws when the font has no such table
 */
export function sfntTable(tables: Map<string, DataView>, tag: string): DataView {
  const table = tables.get(tag);
  if (!table) throw new Error(`The font has no "${tag}" table.`);
  return table;
}

/**
 * The code points that a font has a glyph for, with that glyph, from its `cmap` table: format 12 where there is one,
 * else format 4.
 */
export function codePoints(font: Uint8Array): Map<number, number> {
  const cmap = sfntTable(sfntTables(font), 'cmap');
  const offsets = new Map<number, number>();
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const offset = cmap.getUint32(4 + 8 * i + 4);
    offsets.set(cmap.getUint16(offset), offset);
  }
  const segmented = offsets.get(12);
  if (segmented !== undefined) return format12(cmap, segmented);
  const bmp = offsets.get(4);
  if (bmp !== undefined) return format4(cmap, bmp);
  throw new Error('The font maps its characters in neither format 4 nor format 12.');
}

function format12(cmap: DataView, at: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let group = at + 16; group < at + 16 + 12 * cmap.getUint32(at + 12); group += 12) {
    const first = cmap.getUint32(group);
    for (let code = first; code <= cmap.getUint32(group + 4); code++) {
      const glyph = cmap.getUint32(group + 8) + code - first;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
  return glyphs;
}

function format4(cmap: DataView, at: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  const size = cmap.getUint16(at + 6);
  const [ends, starts, deltas, ranges] = [at + 14, at + 16 + size, at + 16 + 2 * size, at + 16 + 3 * size];
  for (let i = 0; i < size; i += 2) {
    const [first, last] = [cmap.getUint16(starts + i), cmap.getUint16(ends + i)];
    const [delta, range] = [cmap.getUint16(deltas + i), cmap.getUint16(ranges + i)];
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const listed = range === 0 ? code : cmap.getUint16(ranges + i + range + 2 * (code - first));
      const glyph = range !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
  return glyphs;
}
