import type { Context } from 'hono';
import { securityHeaders } from '../core/headers.ts';
import { type Html, link, mailLink, text } from '../words/html.ts';
import { isApi, isMcp } from './api-path.ts';
import type { App } from './app.ts';
import { wayBack } from './console/places.ts';
import { content, reportOf } from './content.ts';
import { inEnglish, type Localised, useWords, written } from './localised.tsx';
import { Reference, SignIn } from './login/pages.tsx';
import { safeReturnPath } from './login/return-path.ts';
import { detailIn, Failure, statusOf } from './problem.ts';
import { renderPage } from './shell.tsx';

/**
 * The last-resort handler: turns whatever was thrown into a response. Rich to the log, plain words and a correlation id
 * to the stranger; a machine gets the same as RFC 9457 problem details.
 *
 * @param error - what was thrown; anything but a {@link Failure} is `internal`
 * @param c - the request's context
 */
export async function respondToFailure(error: unknown, c: Context<App>): Promise<Response> {
  const failure =
    error instanceof Failure
      ? error
      : new Failure(isStorageDown(error) ? 'storage-unavailable' : 'internal', { cause: error });
  const { correlation } = c.var;
  const words = c.var.words ?? inEnglish;
  const { m } = words;
  const { title } = m.problems[failure.code];
  const detail = detailIn(failure, words);
  const status = statusOf[failure.code];
  logFailure(failure, c);
  // Through the context: Hono replaces the cookies of a response by those that the handler had set before it failed.
  const { 'Set-Cookie': cookie, ...headers } = failure.headers;
  if (cookie !== undefined) c.header('Set-Cookie', cookie, { append: true });

  if (isApi(c.req.path) || isMcp(c.req.path) || c.req.path === '/health') {
    const body = {
      type: `about:blank#${failure.code}`,
      title,
      status,
      detail,
      instance: `urn:vitrine:${correlation}`,
    };
    return new Response(JSON.stringify(body), {
      status,
      headers: {
        ...securityHeaders(),
        'Content-Type': 'application/problem+json; charset=utf-8',
        'Cache-Control': 'no-store',
        ...headers,
      },
    });
  }
  try {
    const page = (
      <>
        <h1>{title}</h1>
        <p>{detail}</p>
        {failure.code === 'sign-in-again' ? (
          <SignIn
            retry={{
              registration: STAFF,
              report: null,
              returnTo: safeReturnPath(failure.returnTo ?? pageBefore(c), '/console'),
            }}
            label={m.signIn.again}
            another
          />
        ) : (
          <WayOn path={c.req.path} before={pageBefore(c)} />
        )}
        <Reference correlation={correlation} />
      </>
    );
    const at = startOf(c.req.path, pageBefore(c), words)[0];
    return await renderPage(c, { title, status, body: page, headers, ...(isRead(c) ? {} : { at }) });
  } catch {
    // The shell itself cannot be had, or the configuration is broken: the sentence still reaches the reader.
    return new Response(`${title}. ${detail} ${m.problem.reference(text(correlation))}\n`, {
      status,
      headers: {
        ...securityHeaders(),
        'Content-Type': 'text/plain; charset=utf-8',
        'Cache-Control': 'no-store',
        ...headers,
      },
    });
  }
}

const STAFF = { id: 'staff', role: 'staff' } as const;

/** The page of ours from which the request came: our policy sends it along (`Referrer-Policy: same-origin`). */
function pageBefore(c: Context<App>): string | null {
  const referrer = URL.parse(c.req.header('Referer') ?? '');
  if (referrer === null || referrer.origin !== c.var.config?.ORIGIN) return null;
  return safeReturnPath(referrer.pathname + referrer.search, '') || null;
}

/** Whether the address of the request can be opened again in another language. */
function isRead(c: Context<App>): boolean {
  return c.req.method === 'GET' && !c.req.path.startsWith('/login');
}

/** Where to go on from a page that went wrong: what was wanted, as far as the path names it, and whom to write to. */
function WayOn({ path, before }: { path: string; before: string | null }) {
  const words = useWords();
  const [href, label] = startOf(path, before, words);
  const { access } = content.company.contacts;
  return <p>{written(words.m.problem.wayOn(link(href, label), mailLink(access)))}</p>;
}

function startOf(
  path: string,
  before: string | null,
  { m, own }: Localised,
): readonly [href: string, label: Html] {
  if (path.startsWith('/console')) {
    const back = wayBack(path, before);
    return [back.path, text(back.name)];
  }
  if (path.startsWith('/my-access')) return ['/my-access', text(m.problem.myAccess)];
  const report = reportOf(/^\/access\/([^/]+)/.exec(path)?.[1] ?? '');
  return report ? [`/reports/${report.id}/`, own(report.title)] : ['/reports/', text(m.problem.reports)];
}

/** As R2 begins and ends what it says: the operation, and its number for what went wrong. */
const R2_FAILURE = /^\w+: .*\(\d{5}\)$/s;

/**
 * D1 and R2 say so of themselves, and the platform of a connection to either that was lost; where SQLite has something to
 * say of a statement, the mistake is ours.
 */
function isStorageDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { message, retryable } = error as Error & { retryable?: unknown };
  if (message.startsWith('D1_')) return !message.includes('SQLITE_');
  return retryable === true || message === 'Network connection lost.' || R2_FAILURE.test(message);
}

/**
 * Writes a failure to the log, for handlers that answer it with a page of their own. One line of JSON: line breaks in a
 * value cannot forge a second entry. Paths carry no query: tokens stay out.
 *
 * @param failure - what happened
 * @param c - the request's context
 */
export function logFailure(failure: Failure, c: Context<App>): void {
  const status = statusOf[failure.code];
  const entry = {
    correlation: c.var.correlation,
    problem: failure.code,
    status,
    method: c.req.method,
    path: c.req.path,
    cause: failure.cause instanceof Error ? explain(failure.cause) : failure.cause,
  };
  if (status >= 500) console.error(JSON.stringify(entry));
  else console.log(JSON.stringify(entry));
}

/**
 * An error and the errors that caused it, down to the bottom: the innermost one usually says it. Values that a library
 * attached as a cause are left out, since tokens may be among them.
 */
function explain(error: Error): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\ncaused by ${explain(error.cause)}` : own;
}
