import { DEFAULT_LOCALE, intlTag, type Locale } from './locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function written(date: string, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(intlTag(locale), { ...options, timeZone: 'UTC' });
  formats.set(key, format);
  const text = format.format(new Date(date));
  // French writes the first of a month as an ordinal, which Intl does not.
  return locale === 'fr' ? text.replace(/^1(?= )/, '1er') : text;
}

/**
 * A date in words.
 *
 * @param date - `2026-11-02`, or a month `2026-11`
 * @returns "2 November 2026" or "November 2026", in the language
 */
export function inWords(date: string, locale: Locale = DEFAULT_LOCALE): string {
  return date.length === 'yyyy-mm'.length
    ? written(date, locale, { month: 'long', year: 'numeric' })
    : written(date, locale, { dateStyle: 'long' });
}

/**
 * A date for a table.
 *
 * @param date - `2026-11-02`
 * @returns "2 Nov 2026", in the language
 */
export function shortDate(date: string, locale: Locale = DEFAULT_LOCALE): string {
  return written(date, locale, { dateStyle: 'medium' });
}

/**
 * A time to the minute, in UTC.
 *
 * @param milliseconds - since 1970
 * @returns "2 Nov 2026, 09:30 UTC", in the language
 */
export function minuteInWords(milliseconds: number, locale: Locale = DEFAULT_LOCALE): string {
  const moment = new Date(milliseconds).toISOString();
  return `${written(moment, locale, { dateStyle: 'medium', timeStyle: 'short' })} UTC`;
}

/**
 * The length of a period, both days included.
 *
 * @returns "12 months" where it is whole months, else "12 days", in the language
 */
export function lengthInWords(
  { from, to }: { from: string; to: string },
  locale: Locale = DEFAULT_LOCALE,
): string {
  const start = new Date(from);
  const end = new Date(to);
  end.setUTCDate(end.getUTCDate() + 1);
  const months =
    (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  if (months > 0 && start.getUTCDate() === end.getUTCDate()) return monthsInWords(months, locale);
  return daysInWords(Math.round((end.getTime() - start.getTime()) / 86_400_000), locale);
}

/** A number of days in words, as in "9 days". */
export function daysInWords(days: number, locale: Locale = DEFAULT_LOCALE): string {
  return counted(days, 'day', locale);
}

/** A number of months in words, as in "9 months". */
export function monthsInWords(months: number, locale: Locale = DEFAULT_LOCALE): string {
  return counted(months, 'month', locale);
}

function counted(count: number, unit: 'day' | 'month', locale: Locale): string {
  return count.toLocaleString(intlTag(locale), { style: 'unit', unit, unitDisplay: 'long' });
}
