import type { WordDiff } from '../../schema/compare/word-diff.ts';

/** Two texts compared, word by word: as the site's own pages show it. */
export function TextChanges({ diff, summary }: { diff: WordDiff; summary: string }) {
  if (diff.rows.length === 0) return <p class="hint">{summary}: the words are the same.</p>;
  return (
    <details class="diff" open>
      <summary>
        {summary}{' '}
        <span class="hint">
          {counted(diff.added, 'word')} came, {counted(diff.removed, 'word')} went
        </span>
      </summary>
      <div>
        {diff.rows.map((row) =>
          row.kind === 'unchanged' ? (
            <p class="skipped">{counted(row.count, 'paragraph')} unchanged</p>
          ) : (
            <p class={`is-${row.kind}`}>
              {row.parts.map(({ change, text }) =>
                change === 'added' ? <ins>{text}</ins> : change === 'removed' ? <del>{text}</del> : text,
              )}
            </p>
          ),
        )}
      </div>
    </details>
  );
}

const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`);
