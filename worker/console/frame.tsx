import type { Context } from 'hono';
import type { App } from '../app.ts';
import { heard } from '../said-once.ts';
import { type Page, renderPage } from '../shell.tsx';
import { GROUPS, placeOf, SEARCH } from './places.ts';
import { PROPOSAL_LIFETIME_MS } from './proposals/decide.ts';
import { countOpen } from './proposals/store.ts';
import { countWaiting } from './requests/store.ts';
import { DONE } from './words.ts';

/** What every page of the console wears besides the site's own shell: its places, and what was done just before. */

/** What waits, by the path of the place where it does. */
type Waiting = ReadonlyMap<string, number>;

/** More than that are counted as so many. */
const MOST_COUNTED = 99;

/**
 * Renders a page of the console.
 *
 * @param c - the request's context
 * @param page - what stands beside the places
 * @param form - whether its form has what was entered before a sign-in
 */
export async function renderConsole(
  c: Context<App>,
  page: Page,
  form: { readonly held: boolean } = { held: false },
): Promise<Response> {
  const { db, now } = c.var;
  const [requests, proposals] = await Promise.all([
    countWaiting(db, MOST_COUNTED + 1),
    countOpen(db, now - PROPOSAL_LIFETIME_MS),
  ]);
  const waiting = new Map([
    ['/console', requests],
    ['/console/proposals', proposals],
  ]);
  const code = heard(c);
  const done = form.held ? DONE.held : code !== null && Object.hasOwn(DONE, code) ? DONE[code] : null;
  const body = (
    <>
      <Places path={c.req.path} waiting={waiting} />
      <div class="task">
        {done === null ? null : (
          <div class="notice" role="status">
            <p>{done}</p>
          </div>
        )}
        {page.body}
      </div>
    </>
  );
  return await renderPage(c, { ...page, console: true, body });
}

/** Beside the page; on a phone above it, behind one button that needs no program. */
function Places({ path, waiting }: { path: string; waiting: Waiting }) {
  const here = placeOf(path);
  const requests = waiting.get('/console') ?? 0;
  return (
    <nav class="places" aria-label="Console">
      {requests > 0 && path !== '/console' ? (
        <a class="waiting" href="/console">
          {amount(requests)} {requests === 1 ? 'waits' : 'wait'}
        </a>
      ) : null}
      <details>
        <summary>{here?.name ?? 'Console'}</summary>
        <div class="groups">
          <search>
            <form method="get" action={SEARCH.path}>
              <input
                type="search"
                name="q"
                aria-label="Search the console"
                placeholder="Search"
                autocomplete="off"
                spellcheck={false}
              />
            </form>
          </search>
          {GROUPS.map(({ name, places }) => (
            <div>
              <p id={`places-${name}`}>{name}</p>
              <ul aria-labelledby={`places-${name}`}>
                {places.map((place) => (
                  <li>
                    <a
                      href={place.path}
                      aria-current={
                        place.path === path ? 'page' : place.path === here?.path ? 'true' : undefined
                      }
                    >
                      {place.name}
                      <Count of={waiting.get(place.path) ?? 0} />
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      </details>
    </nav>
  );
}

function Count({ of }: { of: number }) {
  return of === 0 ? null : (
    <>
      {' '}
      <span class="count">{amount(of)}</span>
    </>
  );
}

const amount = (count: number): string => (count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count));
