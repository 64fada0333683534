import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../schema/compare/blocks.ts';
import { type DiffRow, wordDiff } from '../../schema/compare/word-diff.ts';

/** A row as one line: what came in {+ +}, what went in [- -]. */
function line(row: DiffRow): string {
  if (row.kind === 'unchanged') return `… ${row.count}`;
  const parts = row.parts.map(({ change, text }) =>
    change === 'added' ? `{+${text}+}` : change === 'removed' ? `[-${text}-]` : text,
  );
  return `${row.kind}: ${parts.join('')}`;
}

const diff = (before: string, after: string) => wordDiff(before, after).rows.map(line);

describe('the difference of two texts', () => {
  it('is in words, below the heading above it', () => {
    const before =
      '## Scope\n\nEverybody.\n\n## Policy\n\n1. Access must end within two days.\n2. Keys stay.\n';
    const after = before.replace('two days', 'one business day');
    expect(diff(before, after)).toEqual([
      '… 2',
      'h2: Policy',
      'li: Access must end within [-two days-]{+one business day+}.',
      '… 1',
    ]);
    expect(wordDiff(before, after)).toMatchObject({ added: 3, removed: 2 });
  });

  it('keeps apart what went and what came where they have little in common', () => {
    expect(diff('Nobody may hold a right.', 'Keys are rotated every year.')).toEqual([
      'p: {+Keys are rotated every year.+}',
      'p: [-Nobody may hold a right.-]',
    ]);
  });

  it('goes into tables, and sees where links lead', () => {
    const table = (days: string) => `| Severity | Within |\n| --- | --- |\n| High | ${days} |\n`;
    expect(diff(table('14 days'), table('7 days'))).toEqual(['… 1', 'row: High · [-14-]{+7+} days']);
    expect(diff('See [there](/a/) now.', 'See [there](/b/) now.')).toEqual([
      'p: See there (/[-a-]{+b+}/) now.',
    ]);
  });

  it('of the same words in other lines is none', () => {
    expect(wordDiff('One two\nthree.\n', 'One\ntwo three.\n')).toEqual({ rows: [], added: 0, removed: 0 });
  });

  it('can be put together again: without what came it is the text before, without what went the one after', () => {
    const before = '## A\n\nOne two three four.\n\n- five\n- six\n\n### B\n\nSeven.\n';
    const after = '## A\n\nOne 2 three four five.\n\n- six\n- seven\n\nNew words.\n\n### C\n\nSeven.\n';
    const { rows } = wordDiff(before, after);
    const without = (change: string) =>
      rows
        .flatMap((row) =>
          'parts' in row
            ? [
                row.parts
                  .filter((part) => part.change !== change)
                  .map(({ text }) => text)
                  .join(''),
              ]
            : [],
        )
        .filter(Boolean);
    const texts = (markdown: string) => blocksOf(markdown).map(({ text }) => text);
    expect(texts(before)).toEqual(expect.arrayContaining(without('added')));
    expect(texts(after)).toEqual(expect.arrayContaining(without('removed')));
  });
});
