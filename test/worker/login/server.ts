import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import worker from '../../../worker/index.ts';
import { type Browser, openBrowser, type Server } from '../access/browser.ts';
import { rows } from '../access/rows.ts';

/**
 * The Worker with settings or bindings that differ from wrangler.toml.
 *
 * @param settings - by name
 */
export function serverWith(settings: Readonly<Record<string, unknown>>): Server {
  const bindings = { ...env, ...settings } as Env;
  return async (request) => await worker.fetch(request, bindings, createExecutionContext());
}

/** Another browser with the same cookies: a thief's, or the same one at another moment. */
export function copyOf(browser: Browser, server: Server): Browser {
  const copy = openBrowser(server);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

/** How many rows a table has. */
export async function rowsIn(table: 'sessions' | 'logins' | 'people' | 'events' | 'grants'): Promise<number> {
  const [row] = await rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
  return row?.n ?? 0;
}
