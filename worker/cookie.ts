import type { Context } from 'hono';

/**
 * Every cookie of ours is host-bound: the `__Host-` prefix makes a browser refuse it without Secure, with a Domain or
 * with another Path (RFC 6265bis section 4.1.3.2), so that no neighbouring host can toss one in.
 */

const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** The name of a cookie of ours. */
export type CookieName = `__Host-${string}`;

/**
 * All values that a request carries for a cookie: more than one means that somebody tampered.
 *
 * @param c - the request's context
 * @param name - the cookie
 */
export function cookieValues(c: Context, name: CookieName): string[] {
  return (c.req.header('Cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/**
 * Sets a cookie on the response.
 *
 * @param c - the request's context
 * @param name - the cookie
 * @param value - of the base64url alphabet and dots, so that it needs no escaping
 * @param maxAgeS - seconds until the browser drops it; without, it ends with the browser
 */
export function setCookie(c: Context, name: CookieName, value: string, maxAgeS?: number): void {
  const lifetime = maxAgeS === undefined ? '' : `; Max-Age=${maxAgeS}`;
  c.header('Set-Cookie', `${name}=${value}; ${ATTRIBUTES}${lifetime}`, { append: true });
}

/** The header value that makes a browser drop a cookie. */
export function clearedCookie(name: CookieName): string {
  return `${name}=; ${ATTRIBUTES}; Max-Age=0`;
}

/** Drops a cookie with the response. */
export function clearCookie(c: Context, name: CookieName): void {
  c.header('Set-Cookie', clearedCookie(name), { append: true });
}
