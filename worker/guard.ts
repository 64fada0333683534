import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { securityHeaders } from '../core/headers.ts';
import { isApi, isMcp, MCP_IS_FOR_PROGRAMS } from './api-path.ts';
import type { App } from './app.ts';
import { readConfig } from './config.ts';
import { rulesAreWhole } from './content.ts';
import { inEnglish, localisedFor } from './localised.tsx';
import { findSession } from './login/session.ts';
import { Failure } from './problem.ts';
import { newId } from './random.ts';

/**
 * What every dynamic request passes before any route sees it. Mounted once, so that a new route is guarded by birth.
 */

const SAFE_METHODS = new Set(['GET', 'HEAD']);
const KNOWN_METHODS = new Set([...SAFE_METHODS, 'POST', 'PUT', 'DELETE']);
const LONGEST_PATH = 2048;
/** Bytes. Protects memory: a form's body is read whole. */
const LARGEST_FORM = 64 * 1024;

/** Settings do not change while an isolate lives. */
const checked = new WeakMap<Env, ReturnType<typeof readConfig>>();

/**
 * Gives every response the security headers that it does not set itself, redirects among them. Outermost, so that no
 * route can forget them; what a route says about itself stands.
 */
export const guardResponse = createMiddleware<App>(async (c, next) => {
  await next();
  const { words } = c.var;
  // Handlers name pages as they are without a language: where they lead is in the reader's.
  const location = c.res.headers.get('Location');
  if (location?.startsWith('/')) c.header('Location', words.to(location));
  if (!words.isNamed && words !== inEnglish) c.header('Vary', 'Accept-Language');
  for (const [name, value] of Object.entries({ ...securityHeaders(), 'Cache-Control': 'no-store' })) {
    if (!c.res.headers.has(name)) c.header(name, value);
  }
});

/** Gives the request its correlation id, clock reading, language, checked configuration and database session. */
export const prepareRequest = createMiddleware<App>(async (c, next) => {
  c.set('correlation', newId());
  c.set('now', Date.now());
  c.set('session', null);
  c.set('words', localisedFor(c));
  const read = checked.get(c.env) ?? readConfig(c.env as unknown as Record<string, unknown>);
  checked.set(c.env, read);
  if (!(await rulesAreWhole()))
    throw new Failure('configuration', {
      cause: 'the rules of access are not the ones that their hash names; run `npm run build`, and deploy',
    });
  if ('findings' in read) throw new Failure('configuration', { cause: JSON.stringify(read.findings) });
  c.set('config', read.config);
  c.set('db', c.env.DB.withSession('first-primary'));
  await next();
});

/**
 * Only our own origin, only known methods, only paths of ordinary spelling. Preview and platform host names reach no
 * route, and links in mails are never built from a Host header.
 */
export const guardAddress = createMiddleware<App>(async (c, next) => {
  const url = new URL(c.req.url);
  if (url.origin !== c.var.config.ORIGIN) throw new Failure('misdirected');
  if (!KNOWN_METHODS.has(c.req.method))
    throw new Failure('method-not-allowed', { headers: { Allow: 'GET, HEAD, POST' } });
  if (
    url.pathname.length > LONGEST_PATH ||
    !/^[A-Za-z0-9/_.~-]*$/.test(url.pathname) ||
    url.pathname.includes('//')
  ) {
    throw new Failure('not-found');
  }
  await next();
});

/**
 * Cross-site request forgery: an unsafe method must come from a page of ours, whatever its content type. Browsers send
 * Origin with every unsafe request; `null` and absence are refused. What is under `/api/` is exempt: there every request
 * carries its own authority, a token that no browser adds by itself, and no cookie is read. Neither is one read for assistants,
 * which are no browsers and have no origin; a page of another site is refused there too, as their protocol asks.
 */
export const guardOrigin = createMiddleware<App>(async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method) && !c.req.path.startsWith('/api/')) {
    const site = c.req.header('Sec-Fetch-Site');
    const mcp = isMcp(c.req.path);
    const origin = c.req.header('Origin') ?? (mcp ? c.var.config.ORIGIN : undefined);
    if (origin !== c.var.config.ORIGIN || (site !== undefined && site !== 'same-origin')) {
      throw new Failure('cross-site', mcp ? { detail: MCP_IS_FOR_PROGRAMS } : {});
    }
  }
  await next();
});

const limitForm = bodyLimit({
  maxSize: LARGEST_FORM,
  onError: () => {
    throw new Failure('too-large');
  },
});

/** A form is a few fields. What is for programs, which may send files, limits itself. */
export const guardSize = createMiddleware<App>(async (c, next) => {
  if (isApi(c.req.path)) await next();
  else return await limitForm(c, next);
});

/**
 * The client's address as the platform saw it. Cloudflare overwrites the header; no other forwarding header is looked at.
 *
 * @param c - the request's context
 */
export function clientAddress(c: Context<App>): string {
  return c.req.header('CF-Connecting-IP') ?? 'unknown';
}

/** Reads who is signed in. */
export const readSession = createMiddleware<App>(async (c, next) => {
  if (!c.req.path.startsWith('/api/') && !isMcp(c.req.path)) c.set('session', await findSession(c));
  await next();
});
