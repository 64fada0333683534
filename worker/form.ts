import type { Context } from 'hono';
import { Failure } from './problem.ts';

/**
 * Reads a form that was sent as `application/x-www-form-urlencoded`, the only encoding that our pages send. A field that
 * comes twice is refused, not guessed at.
 *
 * @param c - the request's context
 * @returns a function that gives a field's text, empty where the form does not have it
 * @throws Failure bad-request for any other body
 */
export async function readForm(c: Context): Promise<(field: string) => string> {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  const body = await c.req.text();
  if (type !== 'application/x-www-form-urlencoded' && body !== '') throw new Failure('bad-request');
  const fields = new URLSearchParams(body);
  if (new Set(fields.keys()).size !== fields.size) throw new Failure('bad-request');
  return (field) => fields.get(field) ?? '';
}
