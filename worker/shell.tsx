import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { securityHeaders } from '../core/headers.ts';
import type { App } from './app.ts';
import type { Config } from './config.ts';
import { content } from './content.ts';
import { registrationsOf } from './login/provider.ts';
import type { Session } from './login/session.ts';
import { Failure } from './problem.ts';

/**
 * The Worker's pages wear the site's own shell: Astro builds an empty page, and this fills it. One header, one
 * stylesheet, one design for static and dynamic pages.
 */

/** A dynamic page. */
export interface Page {
  readonly title: string;
  readonly body: JSX.Element;
  readonly status?: number;
  /** The shell that brings a program along; without one a page runs no script. */
  readonly program?: 'publish';
  /** A page of the console, which has styles of its own. */
  readonly console?: boolean;
  /** A same-origin path to which the browser goes on by itself: a download starts while the page stays. */
  readonly refresh?: string;
  /** Form data, and pages about a person, are never stored: the back button shows nothing after signing out. */
  readonly headers?: Readonly<Record<string, string>>;
}

const shellPath = ({ program, console }: Page): string =>
  program ? `/shell/${program}/` : console ? '/shell/console/' : '/shell/';

/**
 * Renders a page inside the site's shell.
 *
 * @param c - the request's context
 * @param page - what goes into the shell
 * @returns an HTML response, `no-store`
 */
export async function renderPage(c: Context<App>, page: Page): Promise<Response> {
  const title = `${page.title} · ${content.company.name}`;
  const body = (await page.body).toString();
  const session = c.var.session ? (<SignedIn session={c.var.session} />).toString() : '';
  const shell = await c.env.ASSETS.fetch(new URL(shellPath(page), c.var.config.ORIGIN));
  if (!shell.ok) throw new Failure('internal', { cause: `the shell page answers ${shell.status}` });
  const filled = new HTMLRewriter()
    .on('title', { element: (element) => void element.setInnerContent(title) })
    .on('main', { element: (element) => void element.setInnerContent(body, { html: true }) })
    .on('#session', { element: (element) => void element.setInnerContent(session, { html: true }) })
    .transform(shell);
  const headers = new Headers({
    ...pageHeaders(c, { scripts: page.program !== undefined }),
    'Content-Type': 'text/html; charset=utf-8',
    ...page.headers,
  });
  if (page.refresh) headers.set('Refresh', `0; url=${page.refresh}`);
  for (const cookie of c.res.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
  return new Response(filled.body, { status: page.status ?? 200, headers });
}

/** The headers of every dynamic page: forms may lead to the identity providers, nothing is kept. */
function pageHeaders(c: Context<App>, options: { scripts?: boolean } = {}): Record<string, string> {
  return {
    ...securityHeaders({ formActions: formActions(c.var.config), ...options }),
    'Cache-Control': 'no-store',
  };
}

/** The origins besides our own to which a form may lead. */
export function formActions(config: Config): string[] {
  return [...new Set(registrationsOf(config).map(({ issuer }) => new URL(issuer).origin))];
}

function SignedIn({ session }: { session: Session }) {
  const { name } = session.person;
  return (
    <form method="post" action="/logout">
      <span>{name}</span>
      {session.kind === 'staff' ? null : <a href="/my-access">My access</a>}
      <button type="submit" class="button quiet">
        Sign out
      </button>
    </form>
  );
}

/** HTML that the content build rendered from checked Markdown. */
export function trustedHtml(html: string) {
  return raw(html);
}
