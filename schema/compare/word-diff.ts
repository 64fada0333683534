import { diffArrays, diffWordsWithSpace } from 'diff';
import { type Block, blocksOf } from './blocks.ts';

/** Words that stayed, came or went. */
interface DiffPart {
  readonly change: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A block with what became of its words, or a count of blocks that nothing happened to. */
export type DiffRow =
  | { readonly kind: Block['kind']; readonly parts: readonly DiffPart[] }
  | { readonly kind: 'unchanged'; readonly count: number };

/** Two texts compared. */
export interface WordDiff {
  /** Empty when both say the same. */
  readonly rows: readonly DiffRow[];
  readonly added: number;
  readonly removed: number;
}

/** From this share of common words on, two blocks are one that changed, and not one that went and one that came. */
const SAME_BLOCK = 0.5;

/**
 * Compares two texts word by word, within blocks that belong together.
 *
 * @param before - the older text, Markdown
 * @param after - the newer one
 */
export function wordDiff(before: string, after: string): WordDiff {
  if (before === after) return { rows: [], added: 0, removed: 0 };
  const newer = blocksOf(after);
  const older = blocksOf(before);
  const runs = diffArrays(older, newer, { comparator: isSameBlock });
  const rows: DiffRow[] = [];
  let gone: Block[] = [];
  let heading: Block | null = null;
  for (const [index, { value, added, removed }] of runs.entries()) {
    if (removed && runs[index + 1]?.added) {
      gone = value;
    } else if (added || removed) {
      if (heading) rows.push(whole(heading, 'same'));
      heading = null;
      rows.push(...(added ? pair(gone, value) : value.map((block) => whole(block, 'removed'))));
      gone = [];
    } else {
      // What is above a change tells where it is.
      const last = value.findLastIndex(({ kind }) => kind === 'h2' || kind === 'h3');
      heading = index < runs.length - 1 ? (value[last] ?? null) : null;
      const count = value.length - (heading ? 1 : 0);
      if (count > 0) rows.push({ kind: 'unchanged', count });
    }
  }
  if (!rows.some(({ kind }) => kind !== 'unchanged')) return { rows: [], added: 0, removed: 0 };
  return { rows, added: countWords(rows, 'added'), removed: countWords(rows, 'removed') };
}

/** Lines up what went with what came in its place, in order. */
function pair(gone: readonly Block[], came: readonly Block[]): DiffRow[] {
  const rows: DiffRow[] = [];
  let next = 0;
  for (const block of came) {
    const match = gone.findIndex((old, index) => index >= next && likeness(old, block) >= SAME_BLOCK);
    if (match === -1) {
      rows.push(whole(block, 'added'));
      continue;
    }
    rows.push(...gone.slice(next, match).map((old) => whole(old, 'removed')));
    rows.push({ kind: block.kind, parts: words(gone[match]?.text ?? '', block.text) });
    next = match + 1;
  }
  return [...rows, ...gone.slice(next).map((old) => whole(old, 'removed'))];
}

/** Changes with nothing but a space between them are one: "two days" became "one business day". */
function words(before: string, after: string): DiffPart[] {
  const parts: DiffPart[] = [];
  let [gone, came] = ['', ''];
  const flush = (): void => {
    // A space at the end that both have belongs to neither.
    const space = /\s$/.test(gone) && /\s$/.test(came) ? ' ' : '';
    if (gone.trim() !== '')
      parts.push({ change: 'removed', text: gone.slice(0, gone.length - space.length) });
    if (came.trim() !== '') parts.push({ change: 'added', text: came.slice(0, came.length - space.length) });
    if (space !== '') parts.push({ change: 'same', text: space });
    [gone, came] = ['', ''];
  };
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    if (removed) gone += value;
    else if (added) came += value;
    else if (value.trim() === '' && gone + came !== '') [gone, came] = [gone + value, came + value];
    else {
      flush();
      parts.push({ change: 'same', text: value });
    }
  }
  flush();
  return parts;
}

function whole({ kind, text }: Block, change: DiffPart['change']): DiffRow {
  return { kind, parts: [{ change, text }] };
}

function isSameBlock(a: Block, b: Block): boolean {
  return a.kind === b.kind && a.text === b.text;
}

/** The share of words that two blocks have in common (Dice's coefficient). */
function likeness(a: Block, b: Block): number {
  if (a.kind !== b.kind) return 0;
  const [left, right] = [wordsOf(a.text), wordsOf(b.text)];
  const rest = new Map<string, number>();
  for (const word of left) rest.set(word, (rest.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of right) {
    const count = rest.get(word) ?? 0;
    if (count === 0) continue;
    rest.set(word, count - 1);
    common += 1;
  }
  return (2 * common) / (left.length + right.length || 1);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function countWords(rows: readonly DiffRow[], change: DiffPart['change']): number {
  const parts = rows.flatMap((row) => ('parts' in row ? row.parts : []));
  return parts.filter((part) => part.change === change).flatMap(({ text }) => wordsOf(text)).length;
}
