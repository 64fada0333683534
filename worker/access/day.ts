const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/**
 * A day in words, UTC.
 *
 * @param milliseconds - any moment of it
 */
export const dayInWords = (milliseconds: number): string => DAY.format(milliseconds);
