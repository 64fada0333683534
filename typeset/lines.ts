/** The cuts of the one typeface in use. */
export type Cut = 'regular' | 'bold' | 'italic';

/** A stretch of text in one cut; with `href` it is a link, inside the file when it begins with `#`. */
export interface Run {
  readonly text: string;
  readonly cut: Cut;
  readonly href?: string;
}

/** Part of a line that is drawn at once. */
interface Segment extends Run {
  /** Distance from the start of the line, in points. */
  readonly x: number;
  readonly width: number;
}

/** One line of a paragraph. */
export type Line = readonly Segment[];

/** Gives the width of a text in points. */
export type Measure = (text: string, cut: Cut) => number;

interface Word {
  readonly parts: readonly Run[];
  readonly width: number;
}

/**
 * Breaks a paragraph into lines, greedily. Words are never divided, so that whatever is one word in the text can be
 * found as one word in the file.
 *
 * @param runs - the paragraph
 * @param width - room for a line, in points
 * @param measure - the widths of the typeface at its size
 * @returns the lines; every line but the last ends with a space, so that text taken from the file has its spaces
 * @throws Error when a word is wider than the line
 */
export function breakLines(runs: readonly Run[], width: number, measure: Measure): Line[] {
  const space = measure(' ', 'regular');
  const lines: Word[][] = [];
  let line: Word[] = [];
  let used = 0;
  for (const word of words(runs, measure)) {
    if (word.width > width)
      throw new Error(`"${text(word)}" is wider than its column; give the column more room`);
    if (line.length > 0 && used + space + word.width > width) {
      lines.push(line);
      line = [];
      used = 0;
    }
    used += (line.length > 0 ? space : 0) + word.width;
    line.push(word);
  }
  if (line.length > 0) lines.push(line);
  return lines.map((each, index) => place(each, index < lines.length - 1, measure));
}

function text(word: Word): string {
  return word.parts.map((part) => part.text).join('');
}

function words(runs: readonly Run[], measure: Measure): Word[] {
  const found: Run[][] = [];
  let glued = false;
  for (const run of runs) {
    for (const piece of run.text.split(/(\s+)/)) {
      if (piece === '') continue;
      if (/^\s/.test(piece)) {
        glued = false;
        continue;
      }
      const last = found.at(-1);
      if (glued && last) last.push({ ...run, text: piece });
      else found.push([{ ...run, text: piece }]);
      glued = true;
    }
  }
  return found.map((parts) => ({
    parts,
    width: parts.reduce((sum, part) => sum + measure(part.text, part.cut), 0),
  }));
}

function place(line: readonly Word[], more: boolean, measure: Measure): Line {
  const joined: Run[] = [];
  line.forEach((word, index) => {
    word.parts.forEach((part, position) => {
      const before = index > 0 && position === 0 ? ' ' : '';
      const last = joined.at(-1);
      if (last && last.cut === part.cut && last.href === part.href) {
        joined[joined.length - 1] = { ...last, text: `${last.text}${before}${part.text}` };
      } else {
        if (last && before) joined[joined.length - 1] = { ...last, text: `${last.text} ` };
        joined.push(part);
      }
    });
  });
  const last = joined.at(-1);
  if (more && last) joined[joined.length - 1] = { ...last, text: `${last.text} ` };
  let x = 0;
  return joined.map((run) => {
    const width = measure(run.text, run.cut);
    const segment = { ...run, x, width };
    x += width;
    return segment;
  });
}
