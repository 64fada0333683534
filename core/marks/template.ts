import { glyph } from './glyphs.ts';

/** What of a reader a line can say. The copy id is no choice: it ends the lines that people copy from. */
export const FIELDS = ['name', 'company', 'address', 'date'] as const;
export type Field = (typeof FIELDS)[number];

/**
 * The text of a mark. A line is a list of parts, printed with a dot between them; a part is text with fields in braces, such
 * as `Confidential` or `Copy for {name}`, and is left out where one of its fields is empty.
 */
export interface MarkTemplate {
  /** The large line across the page. */
  readonly across: readonly string[];
  /** The smaller one beneath it; the copy id follows. */
  readonly beneath: readonly string[];
  /** The line at the edge; `Copy` and the copy id follow. */
  readonly foot: readonly string[];
}

/** What a report gets that says nothing about it. */
export const defaultTemplate: MarkTemplate = {
  across: ['{name}'],
  beneath: ['{address}'],
  foot: ['{name}', '{company}', '{address}', '{date}'],
};

/** The most of a line that is the same for all readers, in characters: slots have a fixed length, and so has a page. */
export const MOST_FIXED_TEXT = 60;

/** A piece of a part: text as it stands, or a field. */
export type TemplatePiece = { readonly text: string } | { readonly field: Field };

/**
 * @param part - of a line, checked by {@link lineProblem}
 * @returns its pieces, in order
 */
export function piecesOf(part: string): TemplatePiece[] {
  return part
    .split(/(\{[^{}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece.startsWith('{') ? { field: piece.slice(1, -1) as Field } : { text: piece }));
}

/**
 * What is wrong with one line of a template.
 *
 * @param line - its parts
 * @returns what was expected, in words that follow "expected", or null where nothing is wrong
 */
export function lineProblem(line: readonly string[]): string | null {
  const pieces = line.flatMap(piecesOf);
  const fields = pieces.flatMap((piece) => ('field' in piece ? [piece.field] : []));
  const fixed = pieces.flatMap((piece) => ('text' in piece ? [piece.text] : [])).join('');
  const named = FIELDS.map((field) => `{${field}}`).join(', ');
  if (fixed.includes('{') || fixed.includes('}') || fields.some((field) => !FIELDS.includes(field)))
    return `in braces only ${named}; the copy id is always added`;
  if (new Set(fields).size < fields.length) return 'each field once in a line';
  if (line.some((part) => part.trim() !== part || part === '')) return 'parts without space at their ends';
  if (fixed.length > MOST_FIXED_TEXT) return `at most ${MOST_FIXED_TEXT} characters beside the fields`;
  if (Array.from(fixed).some((character) => glyph(character.codePointAt(0) ?? 0) === 0))
    return 'Latin, Greek or Cyrillic text beside the fields';
  return null;
}

/**
 * What is wrong with a template as a whole.
 *
 * @returns the line and what was expected of it, or null where nothing is wrong
 */
export function templateProblem(
  template: MarkTemplate,
): { readonly line: keyof MarkTemplate; readonly expected: string } | null {
  for (const line of ['across', 'beneath', 'foot'] as const) {
    const expected = lineProblem(template[line]);
    if (expected !== null) return { line, expected };
  }
  if (template.across.length === 0) return { line: 'across', expected: 'at least one part' };
  if (!template.foot.some((part) => part.includes('{name}') || part.includes('{address}')))
    return { line: 'foot', expected: '{name} or {address}: a copy says whose it is' };
  return null;
}
