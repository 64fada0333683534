import { createMiddleware } from 'hono/factory';
import type { App } from './app.ts';
import { readConfig } from './config.ts';
import { findSession } from './login/session.ts';
import { Failure } from './problem.ts';
import { newId } from './random.ts';

/**
 * What every dynamic request passes before any route sees it. Mounted once, so that a new route is guarded by birth.
 */

const SAFE_METHODS = new Set(['GET', 'HEAD']);
const KNOWN_METHODS = new Set([...SAFE_METHODS, 'POST', 'PUT', 'DELETE']);
const LONGEST_PATH = 2048;

/** Gives the request its correlation id, clock reading, checked configuration and database session. */
export const prepareRequest = createMiddleware<App>(async (c, next) => {
  c.set('correlation', newId());
  c.set('now', Date.now());
  c.set('session', null);
  const read = readConfig(c.env as unknown as Record<string, unknown>);
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
 * Origin with every unsafe request; `null` and absence are refused. The operator's API carries a bearer token, which no
 * browser adds by itself, and is exempt.
 */
export const guardOrigin = createMiddleware<App>(async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method) && !c.req.path.startsWith('/api/')) {
    const site = c.req.header('Sec-Fetch-Site');
    if (c.req.header('Origin') !== c.var.config.ORIGIN || (site !== undefined && site !== 'same-origin')) {
      throw new Failure('cross-site');
    }
  }
  await next();
});

/** Reads who is signed in. */
export const readSession = createMiddleware<App>(async (c, next) => {
  if (!c.req.path.startsWith('/api/')) c.set('session', await findSession(c));
  await next();
});
