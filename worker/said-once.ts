import type { Context } from 'hono';
import { clearCookie, cookieValues, setCookie } from './cookie.ts';

/**
 * What an act says on the page that it leads to. It is said once: a cookie carries it there and goes with it, so that
 * reloading the page, or coming back to its address, says nothing that is long past.
 */

const COOKIE = '__Host-done';
/** Seconds. A browser follows a redirect at once; what it does not follow is soon forgotten. */
const LIFETIME_S = 60;

/**
 * Has the next page say what was done.
 *
 * @param c - the request's context
 * @param code - which of the sentences of that page; of the alphabet of a cookie's value
 */
export function sayOnce(c: Context, code: string): void {
  setCookie(c, COOKIE, code, LIFETIME_S);
}

/**
 * What the act before had to say. What comes from the browser is a code and no more: the page that asks has the sentences, and
 * says nothing for a code that is none of its own.
 *
 * @param c - the request's context
 * @returns the code, or null
 */
export function heard(c: Context): string | null {
  const [code, ...more] = cookieValues(c, COOKIE);
  if (code === undefined || more.length > 0 || c.req.method !== 'GET') return null;
  clearCookie(c, COOKIE);
  return code;
}
