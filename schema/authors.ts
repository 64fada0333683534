import { z } from 'zod';
import { line, text } from './fields.ts';

/** `content/authors.yaml`: how the public site names whoever made a change, so that no person's name has to be on it. */

/** Stands for every address that has no line of its own. */
export const EVERYBODY_ELSE = '*';

const author = text('a mail address as commits have it, or "*" for everybody else', (value) =>
  value === EVERYBODY_ELSE ? true : /^[^\s@<>"]+@[^\s@<>"]+$/.test(value),
).transform((value) => value.toLowerCase());

export const authorsSchema = z.record(
  author,
  line.describe('A role, or how the company wants whoever made the change to be called.'),
);

/** What readers are shown, by the address of a commit in lower case, or by {@link EVERYBODY_ELSE}. */
export type Authors = Readonly<Partial<Record<string, string>>>;
