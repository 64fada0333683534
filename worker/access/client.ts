import type { Context } from 'hono';
import type { App } from '../app.ts';
import { clientAddress } from '../guard.ts';
import type { Client } from './submit.ts';

const LONGEST_USER_AGENT = 400;

/**
 * From where a request comes, and in which language. The address is the one that the platform saw; headers that a client can write are not
 * asked.
 *
 * @param c - the request's context
 */
export function clientOf(c: Context<App>): Client {
  return {
    ip: clientAddress(c),
    userAgent: (c.req.header('User-Agent') ?? '').slice(0, LONGEST_USER_AGENT),
    locale: c.var.words.locale,
  };
}
