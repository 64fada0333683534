import type { Context } from 'hono';
import type { App } from '../app.ts';
import { type Page, renderPage } from '../shell.tsx';

/** What every page of the console wears besides the site's own shell: its places. */

/** The places of the console, in the order of what staff come for. */
const PLACES = [
  { path: '/console', name: 'Requests that wait' },
  { path: '/console/requests', name: 'All requests' },
  { path: '/console/search', name: 'Search' },
  { path: '/console/people', name: 'People' },
  { path: '/console/companies', name: 'Companies' },
  { path: '/console/grants', name: 'Grants' },
  { path: '/console/revocations', name: 'Taken back' },
  { path: '/console/downloads', name: 'Downloads' },
  { path: '/console/reports', name: 'Reports' },
  { path: '/console/preview', name: 'Preview' },
  { path: '/console/mails', name: 'Mail' },
  { path: '/console/subscribers', name: 'Subscribers' },
  { path: '/console/webhooks', name: 'Webhooks' },
  { path: '/console/activity', name: 'Activity' },
  { path: '/console/events', name: 'Events' },
  { path: '/console/proposals', name: 'Proposals' },
  { path: '/console/roles', name: 'Roles' },
] as const;

/**
 * Renders a page of the console.
 *
 * @param c - the request's context
 * @param page - what stands below the places
 */
export async function renderConsole(c: Context<App>, page: Page): Promise<Response> {
  const body = (
    <>
      <Places path={c.req.path} />
      {page.body}
    </>
  );
  return await renderPage(c, { ...page, console: true, body });
}

/** On a phone the places are behind one button; it needs no program. */
function Places({ path }: { path: string }) {
  const here = placeOf(path);
  return (
    <nav class="places" aria-label="Console">
      <details>
        <summary>{here ? `Console: ${here.name}` : 'Console'}</summary>
        <ul>
          {PLACES.map((place) => (
            <li>
              <a
                href={place.path}
                aria-current={place.path === path ? 'page' : place === here ? 'true' : undefined}
              >
                {place.name}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

/** The place that a page is, or that it belongs to. */
function placeOf(path: string) {
  const within = (place: string) => path === place || path.startsWith(`${place}/`);
  return PLACES.filter(({ path: place }) => (place === '/console' ? path === place : within(place))).at(0);
}
