import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { isApi } from '../api-path.ts';
import type { App } from '../app.ts';
import { signInForPage } from '../login/routes.tsx';
import { versionsApi } from '../reports/routes.ts';
import { renderPage } from '../shell.tsx';
import { showActivity } from './activity/show-activity.tsx';
import { consoleAgreements } from './agreements/routes.tsx';
import { consoleCompanies } from './companies/routes.tsx';
import { downloadList } from './downloads-list.tsx';
import { eventList } from './events-list.tsx';
import { consoleGrants } from './grants/routes.tsx';
import { showList } from './lists/show-list.tsx';
import { consoleMails } from './mails/routes.tsx';
import { consolePeople } from './people/routes.tsx';
import { showPreview } from './preview/show-preview.tsx';
import { consoleProposals } from './proposals/routes.tsx';
import { requirePublisher } from './reports/publisher.ts';
import { consoleReports } from './reports/routes.tsx';
import { consoleRequests, showQueue } from './requests/routes.tsx';
import { consoleRevocations } from './revocations/routes.tsx';
import { consoleRoles } from './roles/routes.tsx';
import { consoleRules } from './rules/routes.tsx';
import { showSearch } from './search/show-search.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { requireRole } from './staff.ts';
import { consoleSubscribers } from './subscribers/routes.tsx';
import { consoleWebhooks } from './webhooks/routes.tsx';

/**
 * Whoever opens a page and is not staff is asked to sign in, and comes back to that page. Nobody who follows a link to a page
 * of the console, as mails to staff have one, needs to be asked: they go to the identity provider at once. What only reads
 * links, such as a scanner of mail, is no browser on the way to a page, and starts nothing.
 */
const askToSignIn = createMiddleware<App>(async (c, next) => {
  const { session } = c.var;
  const { pathname, search } = new URL(c.req.url);
  if (session?.kind === 'staff' || (c.req.method !== 'GET' && c.req.method !== 'HEAD') || isApi(pathname))
    return await next();
  if (session === null && pathname !== '/console' && opensPage(c))
    return await signInForPage(c, pathname + search);
  const body = <SignInPage signedInAs={session?.person.name ?? null} returnTo={pathname + search} />;
  return await renderPage(c, { title: 'Staff only', body, status: session ? 403 : 401 });
});

/** Whether a browser opens a page, and does not load a part of one (Fetch Metadata). */
const opensPage = (c: Context<App>): boolean =>
  c.req.method === 'GET' &&
  c.req.header('Sec-Fetch-Mode') === 'navigate' &&
  c.req.header('Sec-Fetch-Dest') === 'document';

/** `/console`: for staff. Every route says which role it asks for; see staff.ts. */
export const console = new Hono<App>()
  .use('*', askToSignIn)
  .get('/', (c) => showQueue(c, null))
  .route('/requests', consoleRequests)
  .route('/reports', consoleReports)
  .route('/proposals', consoleProposals)
  .route('/roles', consoleRoles)
  .route('/rules', consoleRules)
  .route('/mails', consoleMails)
  .route('/subscribers', consoleSubscribers)
  .route('/webhooks', consoleWebhooks)
  .route('/api/reports', versionsApi(requirePublisher))
  .route('/grants', consoleGrants)
  .route('/people', consolePeople)
  .route('/companies', consoleCompanies)
  .route('/agreements', consoleAgreements)
  .route('/revocations', consoleRevocations)
  .get('/search', showSearch)
  .get('/preview', showPreview)
  .get('/activity', showActivity)
  .get('/downloads', async (c) => await showList(c, await requireRole(c, 'viewer'), downloadList))
  .get('/events', async (c) => await showList(c, await requireRole(c, 'viewer'), eventList));
