import type { WordDiff } from '../../schema/compare/word-diff.ts';
import { useWords } from '../localised.tsx';

/** Two texts compared, word by word: as the site's own pages show it. */
export function TextChanges({ diff, summary }: { diff: WordDiff; summary: string }) {
  const { comparison } = useWords().m;
  if (diff.rows.length === 0) return <p class="hint">{comparison.same(summary)}</p>;
  return (
    <details class="diff" open>
      <summary>
        {summary} <span class="hint">{comparison.words(diff.added, diff.removed)}</span>
      </summary>
      <div>
        {diff.rows.map((row) =>
          row.kind === 'unchanged' ? (
            <p class="skipped">{comparison.unchanged(row.count)}</p>
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
