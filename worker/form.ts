import type { Context } from 'hono';
import { Failure } from './problem.ts';

/**
 * Reads a form that was sent as `application/x-www-form-urlencoded`, the only encoding that our pages send. A field that
 * comes twice is refused, not guessed at, and so is text that is not UTF-8.
 *
 * @param c - the request's context
 * @returns the fields by name
 * @throws Failure bad-request for any other body
 */
export async function readForm(c: Context): Promise<ReadonlyMap<string, string>> {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > 0 && type !== 'application/x-www-form-urlencoded') throw new Failure('bad-request');
  let body: string;
  try {
    body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (cause) {
    throw new Failure('bad-request', { cause });
  }
  const pairs = [...new URLSearchParams(body)];
  const fields = new Map(pairs);
  if (fields.size !== pairs.length) throw new Failure('bad-request');
  return fields;
}
