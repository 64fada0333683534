import type { Context } from 'hono';
import type { App } from '../app.ts';
import { clearCookie, cookieValues, setCookie } from '../cookie.ts';
import { hashOf } from '../random.ts';

/**
 * A random name for the browser that asked, so that the link in a mail works there with one click and nowhere else
 * without the code. It says nothing about who somebody is.
 */

const COOKIE = '__Host-browser';
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const LIFETIME_S = 3600;

/** Whether a text has the form of a browser's name, or of any token of ours. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && SECRET.test(text);
}

/**
 * The hash of this browser's name, or null where it has none or several.
 *
 * @param c - the request's context
 */
export async function browserHash(c: Context<App>): Promise<string | null> {
  const name = readName(c);
  return name && (await hashOf(name));
}

/**
 * Names this browser, if it has no name yet.
 *
 * @param c - the request's context; the cookie is set on its response
 * @param fallback - the name to give: the form's own token, so that a doubled first submission gets one name
 * @returns the hash of the name
 */
export async function nameBrowser(c: Context<App>, fallback: string): Promise<string> {
  const name = readName(c) ?? fallback;
  setCookie(c, COOKIE, name, LIFETIME_S);
  return await hashOf(name);
}

/**
 * Takes this browser's name away: whoever uses it next is not shown what was entered before.
 *
 * @param c - the request's context; the cookie is cleared with its response
 */
export function forgetBrowser(c: Context<App>): void {
  clearCookie(c, COOKIE);
}

function readName(c: Context<App>): string | null {
  const [name, ...more] = cookieValues(c, COOKIE);
  return more.length === 0 && isToken(name) ? name : null;
}
