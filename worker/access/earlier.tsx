import type { RequestRow } from './store.ts';

/** Where a reader asked for the same report before: when, and what became of it. */
export function Earlier({ request }: { request: RequestRow | null }) {
  if (!request) return null;
  return (
    <p class="hint">
      You asked for this report before, on{' '}
      <time datetime={new Date(request.created_at).toISOString()}>{DAY.format(request.created_at)}</time>.{' '}
      {outcomeOf(request)}
    </p>
  );
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function outcomeOf({ state, reason }: RequestRow): string {
  switch (state) {
    case 'confirming':
    case 'confirmed':
      return 'The agreement was not answered then.';
    case 'pending':
      return 'That request waits as well.';
    case 'granted':
      return 'You were given it then.';
    case 'declined':
      return 'You declined the agreement then.';
    case 'denied':
      return `It was denied: ${reason}`;
    case 'withdrawn':
      return 'You withdrew that request.';
    case 'expired':
      return 'Nobody decided in time, and that request ran out.';
  }
}
