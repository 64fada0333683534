import { z } from 'zod';
import { formatOfName, formats } from '../core/formats/format.ts';

/**
 * The kinds of value that content is made of. The message of each is an expectation, written to stand after the word
 * "expected": `schema/explain.ts` builds the author's sentence from it.
 */

const EARLIEST_YEAR = 2000;
const LATEST_YEAR = 2100;

/**
 * Text that has to pass a test.
 *
 * @param expectation - what is expected, in words that follow "expected"
 * @param test - whether the text is what is expected
 */
export function text(expectation: string, test: (value: string) => boolean) {
  return z.string({ error: expectation }).refine(test, { error: expectation });
}

/** One line of plain text, without space at its ends. */
export const line = text(
  'one line of text',
  (value) => value.trim() === value && value !== '' && !/[\n\r]/.test(value),
);

/** Inline Markdown: links, emphasis, code. One paragraph. */
export const prose = text('a paragraph of text', (value) => value.trim() !== '' && !/\n\s*\n/.test(value));

/** A name in lower case for use in addresses of pages. */
export const slug = text('a short name in lower case such as soc2-type2', (value) =>
  /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value),
);

/** A calendar date, ISO 8601. */
export const date = text('a date such as 2026-11-02', isDate);

/** A month, ISO 8601. */
export const month = text('a month such as 2027-11', (value) => isDate(`${value}-01`));

/** A minute, in UTC, ISO 8601. */
export const moment = text('a minute in UTC such as 2026-03-17T09:12Z', (value) => {
  const [, day = '', hour, minute] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})Z$/.exec(value) ?? [];
  return isDate(day) && Number(hour) < 24 && Number(minute) < 60;
});

/** Markdown of any length: paragraphs, lists, tables. */
export const markdown = text('text', (value) => value.trim() !== '');

/** A language by its tag, BCP 47. */
export const language = text('a language such as en or de', (value) =>
  /^[a-z]{2,3}(-[A-Z]{2})?$/.test(value),
);

/** Major and minor number, quoted in YAML: without quotes 1.10 would be read as 1.1. */
export const version = text('a version in quotes such as "1.0"', (value) =>
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(value),
);

/** An https address. */
export const httpsUrl = text('an address such as https://example.com/page', (value) => {
  const url = URL.parse(value);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
});

/** Scheme and host, nothing behind. */
export const httpsOrigin = text('an origin such as https://app.example.com', (value) => {
  const url = URL.parse(value);
  return url !== null && url.protocol === 'https:' && url.origin === value;
});

/** A host name. */
export const domain = text('a domain such as example.com', (value) =>
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(value),
);

/** A mail address. */
export const mailAddress = text('a mail address such as security@example.com', (value) =>
  /^[^\s@<>"]{1,64}@([a-z0-9-]+\.)+[a-z]{2,63}$/i.test(value),
);

/** The name of a PDF, without folders. */
export const pdfName = text('a file name such as report.pdf', (value) =>
  /^[a-z0-9][a-z0-9.-]*\.pdf$/.test(value),
);

/** The name of a file of a kind that is handed out, without folders. */
export const reportName = text(
  `a file name that ends in .${Object.keys(formats).join(', .')}`,
  (value) => /^[a-z0-9][a-z0-9.-]*$/.test(value) && formatOfName(value) !== null,
);

/** A SHA-256 as 64 hexadecimal digits. */
export const sha256 = text('64 hexadecimal digits in lower case', (value) => /^[0-9a-f]{64}$/.test(value));

/**
 * A whole number within limits.
 *
 * @param from - the least that is allowed
 * @param to - the most that is allowed
 */
export function count(from: number, to: number) {
  const error = `a whole number from ${from} to ${to}`;
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
}

/**
 * One word of a fixed few.
 *
 * @param words - the words allowed
 */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `one of ${words.join(', ')}` });
}

/**
 * A list with at least one entry.
 *
 * @param entry - the schema of an entry
 */
export function list<Entry extends z.ZodType>(entry: Entry) {
  const error = 'a list with at least one entry';
  return z.array(entry, { error }).min(1, { error });
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const year = Number(value.slice(0, 4));
  const time = new Date(`${value}T00:00:00Z`);
  // A day that does not exist either fails to parse or rolls over into the next month.
  return (
    year >= EARLIEST_YEAR &&
    year <= LATEST_YEAR &&
    !Number.isNaN(time.getTime()) &&
    time.toISOString().startsWith(value)
  );
}
