const WORDS = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** A time to the minute as people say it, in UTC: `27 Nov 2026, 11:02 UTC`. Exports have {@link minute} instead. */
export const momentInWords = (milliseconds: number): string => `${WORDS.format(milliseconds)} UTC`;

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** The day of a time, in UTC, where the hour says nothing. */
export function Day({ at }: { at: number }) {
  return <time datetime={new Date(at).toISOString()}>{DAY.format(at)}</time>;
}

/** A time as pages show it. */
export function Moment({ at }: { at: number }) {
  return <time datetime={new Date(at).toISOString()}>{momentInWords(at)}</time>;
}
