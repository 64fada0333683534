import type { Html } from '../../words/html.ts';
import { text } from '../../words/html.ts';
import { type Localised, useWords, written } from '../localised.tsx';
import type { RequestRow } from './request-store.ts';
import { reasonIn } from './settle.ts';

/** Where a reader asked for the same report before: when, and what became of it. */
export function Earlier({ request }: { request: RequestRow | null }) {
  const words = useWords();
  if (!request) return null;
  return (
    <p class="hint">
      {written(words.m.earlier.asked(words.time(request.created_at)))} {written(outcomeOf(request, words))}
    </p>
  );
}

function outcomeOf({ state, reason }: RequestRow, words: Localised): Html {
  const { earlier } = words.m;
  return state === 'denied' ? earlier.denied(reasonIn(words, reason)) : text(earlier.outcomes[state]);
}
