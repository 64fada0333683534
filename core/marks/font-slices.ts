/**
 * Which font slice has which code points. The index is a JSON object, slice name to a string of runs in ascending
 * order: base-36 pairs `gap+more` joined by commas, where gap is the distance from the end of the run before and more
 * the further code points of the run (`+0` left out).
 *
 *     { "thai": "2mp+1l,5+s", … }     U+0E01 … U+0E3A, U+0E3F … U+0E5B
 */
export interface FontSlice {
  readonly name: string;
  /** Ascending. */
  readonly codePoints: readonly number[];
}

/** Every slice name must be a plain file name, because a path is made of it. */
const NAME = /^[a-z]+(-[a-z0-9]+)*$/;
const RUN = /^[0-9a-z]{1,5}(?:\+[0-9a-z]{1,5})?$/;

/** @param slices - in the order in which they are to be tried */
export function formatFontSlices(slices: readonly FontSlice[]): string {
  const index: Record<string, string> = {};
  for (const { name, codePoints } of slices) {
    const runs: string[] = [];
    let end = 0;
    for (let i = 0; i < codePoints.length; ) {
      const first = codePoints[i] ?? 0;
      let more = 0;
      while (codePoints[i + more + 1] === first + more + 1) more++;
      runs.push((first - end).toString(36) + (more > 0 ? `+${more.toString(36)}` : ''));
      end = first + more;
      i += more + 1;
    }
    index[name] = runs.join(',');
  }
  return `${JSON.stringify(index, null, 1)}\n`;
}

export interface FontSlices {
  /**
   * The slice to draw a grapheme with.
   *
   * @param grapheme - one user-perceived character
   * @param regions - the order in which to look for Han characters, see `regionsOf`
   * @param current - the slice of the character before, kept where it serves, so that text is shaped in one run
   * @returns the name of a slice, or null where none has all of its code points
   */
  find(grapheme: string, regions: readonly string[], current: string | null): string | null;
}

/**
 * @param json - the text of index.json
 * @throws when it is not such an index
 */
export function parseFontSlices(json: string): FontSlices {
  const index: unknown = JSON.parse(json);
  if (typeof index !== 'object' || index === null)
    throw new TypeError('The index of font slices is not an object.');
  const names: string[] = [];
  /** Three numbers a run: its first and its last code point, and its slice. */
  const table: number[] = [];
  for (const [name, runs] of Object.entries(index)) {
    if (!NAME.test(name) || typeof runs !== 'string') throw new TypeError(`Not a font slice: ${name}.`);
    const slice = names.push(name) - 1;
    let end = 0;
    for (const run of runs === '' ? [] : runs.split(',')) {
      if (!RUN.test(run)) throw new TypeError(`Not a run of code points in slice ${name}: ${run}.`);
      // parseInt stops at the plus sign.
      const first = end + Number.parseInt(run, 36);
      const plus = run.indexOf('+');
      end = plus < 0 ? first : first + Number.parseInt(run.slice(plus + 1), 36);
      if (end > 0x10ffff) throw new TypeError(`Slice ${name} goes past the last code point.`);
      table.push(first, end, slice);
    }
  }
  const runs = Uint32Array.from(table);
  const slicesOf = (code: number): number[] => {
    const having: number[] = [];
    for (let i = 0; i < runs.length; i += 3) {
      if (code >= (runs[i] ?? 0) && code <= (runs[i + 1] ?? 0)) having.push(runs[i + 2] ?? 0);
    }
    return having;
  };
  return {
    find(grapheme, regions, current) {
      let candidates: readonly number[] | null = null;
      for (const character of grapheme) {
        if (UNSEEN.test(character)) continue;
        const here = slicesOf(character.codePointAt(0) ?? 0);
        candidates = candidates === null ? here : candidates.filter((slice) => here.includes(slice));
      }
      const found = (candidates ?? []).map((slice) => names[slice] ?? '');
      if (EMOJI.test(grapheme)) return found.find((name) => familyOf(name) === 'emoji') ?? found[0] ?? null;
      if (current !== null && familyOf(current) !== 'emoji' && found.includes(current)) return current;
      const rank = (name: string) => regions.indexOf(familyOf(name));
      return found.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
    },
  };
}

/** Joiners and variation selectors choose a form of their neighbours; a font need not list them. */
const UNSEEN = /^\p{Default_Ignorable_Code_Point}$/u;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;

const familyOf = (name: string): string => name.replace(/-\d+$/, '');

/**
 * Unicode gives Chinese, Japanese and Korean one code point per Han character though they draw some differently. Kana
 * tells a Japanese name and Hangul a Korean one; Han alone is drawn the Chinese way, or as whoever has the character.
 *
 * @returns the families of slices (`sc-…`, `jp-…`, `kr-…`) in the order in which to look for Han characters
 */
export function regionsOf(text: string): readonly string[] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['jp', 'sc', 'kr'];
  if (/\p{Script=Hangul}/u.test(text)) return ['kr', 'sc', 'jp'];
  return ['sc', 'jp', 'kr'];
}
