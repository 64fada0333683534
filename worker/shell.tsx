import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { securityHeaders } from '../core/headers.ts';
import { text } from '../words/html.ts';
import { localeOfTag, localPath } from '../words/locale.ts';
import type { App } from './app.ts';
import type { Config } from './config.ts';
import { content } from './content.ts';
import { inEnglish, type Localised, Speaking, useWords } from './localised.tsx';
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
  /** Where the same can be read in another language, if not at the address of the request. */
  readonly at?: string;
  /** Form data, and pages about a person, are never stored: the back button shows nothing after signing out. */
  readonly headers?: Readonly<Record<string, string>>;
}

const shellPath = ({ program, console }: Page): string =>
  program ? `/shell/${program}/` : console ? '/shell/console/' : '/shell/';

/** Everything that leads to a page of ours. */
const LEADING = { 'a[href^="/"]': 'href', 'form[action^="/"]': 'action' } as const;

/**
 * Renders a page inside the site's shell.
 *
 * @param c - the request's context
 * @param page - what goes into the shell
 * @returns an HTML response, `no-store`
 */
export async function renderPage(c: Context<App>, page: Page): Promise<Response> {
  const title = `${page.title} · ${content.company.name}`;
  const words = page.console ? inEnglish : c.var.words;
  const body = await rendered(words, page.body);
  const session = c.var.session ? await rendered(words, <SignedIn session={c.var.session} />) : '';
  const shell = await c.env.ASSETS.fetch(
    new URL(localPath(shellPath(page), words.locale), c.var.config.ORIGIN),
  );
  if (!shell.ok) throw new Failure('internal', { cause: `the shell page answers ${shell.status}` });
  const at = page.at ?? `${c.req.path}${new URL(c.req.url).search}`;
  const languages: HTMLRewriterElementContentHandlers = {
    element: (link) => {
      const locale = localeOfTag(link.getAttribute('hreflang') ?? '');
      if (locale) link.setAttribute('href', text(localPath(at, locale)));
    },
  };
  const filled = new HTMLRewriter()
    .on('title', { element: (element) => void element.setInnerContent(title) })
    .on('main', { element: (element) => void element.setInnerContent(body, { html: true }) })
    .on('#session', { element: (element) => void element.setInnerContent(session, { html: true }) })
    .on('nav.languages a', languages)
    .transform(shell);
  const headers = new Headers({
    ...pageHeaders(c, { scripts: page.program !== undefined }),
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': words.locale,
    ...page.headers,
  });
  if (page.refresh)
    headers.set('Refresh', `0; url=${page.refresh.startsWith('/') ? words.to(page.refresh) : page.refresh}`);
  for (const cookie of c.res.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
  return new Response(filled.body, { status: page.status ?? 200, headers });
}

/** Renders a part of a page; its links and forms lead to pages in the same language. */
async function rendered(words: Localised, part: JSX.Element): Promise<string> {
  const markup = (await (<Speaking value={words}>{part}</Speaking>)).toString();
  if (words === inEnglish) return markup;
  const rewriter = new HTMLRewriter();
  for (const [selector, attribute] of Object.entries(LEADING))
    rewriter.on(selector, {
      element: (element) =>
        void element.setAttribute(attribute, words.to(element.getAttribute(attribute) ?? '')),
    });
  return await rewriter.transform(new Response(markup)).text();
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
  const { m } = useWords();
  const { name } = session.person;
  return (
    <form method="post" action="/logout">
      <span>{name}</span>
      {session.kind === 'staff' ? null : <a href="/my-access">{m.myAccess.title}</a>}
      <button type="submit" class="button quiet">
        {m.signOut.button}
      </button>
    </form>
  );
}

/** HTML that the content build rendered from checked Markdown. */
export function trustedHtml(html: string) {
  return raw(html);
}
