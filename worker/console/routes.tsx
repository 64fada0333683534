import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { isApi } from '../api-path.ts';
import type { App } from '../app.ts';
import { versionsApi } from '../reports/routes.ts';
import { renderPage } from '../shell.tsx';
import { showActivity } from './activity/show-activity.tsx';
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
import { showSearch } from './search.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { requireRole } from './staff.ts';
import { consoleSubscribers } from './subscribers/routes.tsx';
import { consoleWebhooks } from './webhooks/routes.tsx';

/** Whoever opens a page and is not staff is asked to sign in, and comes back to that page. */
const askToSignIn = createMiddleware<App>(async (c, next) => {
  const { session } = c.var;
  const { pathname, search } = new URL(c.req.url);
  if (session?.kind === 'staff' || (c.req.method !== 'GET' && c.req.method !== 'HEAD') || isApi(pathname))
    return await next();
  const body = <SignInPage signedInAs={session?.person.name ?? null} returnTo={pathname + search} />;
  return await renderPage(c, { title: 'Staff only', body, status: session ? 403 : 401 });
});

/** `/console`: for staff. Every route says which role it asks for; see staff.ts. */
export const console = new Hono<App>()
  .use('*', askToSignIn)
  .get('/', (c) => showQueue(c, null))
  .route('/requests', consoleRequests)
  .route('/reports', consoleReports)
  .route('/proposals', consoleProposals)
  .route('/roles', consoleRoles)
  .route('/mails', consoleMails)
  .route('/subscribers', consoleSubscribers)
  .route('/webhooks', consoleWebhooks)
  .route('/api/reports', versionsApi(requirePublisher))
  .route('/grants', consoleGrants)
  .route('/people', consolePeople)
  .route('/companies', consoleCompanies)
  .route('/revocations', consoleRevocations)
  .get('/search', showSearch)
  .get('/preview', showPreview)
  .get('/activity', showActivity)
  .get('/downloads', async (c) => await showList(c, await requireRole(c, 'viewer'), downloadList))
  .get('/events', async (c) => await showList(c, await requireRole(c, 'viewer'), eventList));
