import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App } from '../app.ts';
import { Failure } from '../problem.ts';

/** More than any honest form has, and little enough to read into memory. */
const MAX_FORM_BYTES = 64 * 1024;

/** Refuses bodies that no form of ours has. */
export const limitForm = bodyLimit({
  maxSize: MAX_FORM_BYTES,
  onError: () => {
    throw new Failure('too-large');
  },
});

/**
 * Reads a submitted form.
 *
 * @param c - the request's context
 * @returns the fields, each once and each a text
 * @throws Failure bad-request where a field is doubled or is a file
 */
export async function readForm(c: Context<App>): Promise<ReadonlyMap<string, string>> {
  let form: FormData;
  try {
    form = await c.req.formData();
  } catch (cause) {
    throw new Failure('bad-request', { cause });
  }
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value !== 'string' || fields.has(name)) throw new Failure('bad-request');
    fields.set(name, value);
  }
  return fields;
}
