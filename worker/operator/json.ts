import type { Context } from 'hono';
import type { z } from 'zod';
import { securityHeaders } from '../../core/headers.ts';
import type { App } from '../app.ts';
import { Failure } from '../problem.ts';

/** Bytes: a few texts and short fields. */
const LARGEST_REQUEST = 16 * 1024;

/** A request's context, whatever a guard added to it. */
type Asked = Pick<Context<App>, 'req'>;

/**
 * Reads the JSON of a request.
 *
 * @param c - the request's context
 * @param schema - of the body
 * @returns the body
 * @throws Failure too-large without an announced length or with one of more than 16 KiB, bad-request with a sentence about each
 * field that is not as the schema has it
 */
export async function readJson<Body>(c: Asked, schema: z.ZodType<Body>): Promise<Body> {
  if (!(Number(c.req.header('Content-Length')) <= LARGEST_REQUEST)) throw new Failure('too-large');
  let body: unknown;
  try {
    body = await c.req.json();
  } catch (cause) {
    throw new Failure('bad-request', { detail: 'The body is not JSON.', cause });
  }
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const findings = read.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new Failure('bad-request', { detail: `${findings.join('; ')}.` });
}

/** Answers a program with JSON that nobody keeps. */
export function answerJson(
  c: Pick<Context<App>, 'json'>,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) {
  return c.json(body, 200, { ...securityHeaders(), 'Cache-Control': 'no-store', ...headers });
}
