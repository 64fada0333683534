import { type Context, Hono } from 'hono';
import type { App } from '../app.ts';
import { readForm } from '../form.ts';
import { requireSamePerson } from '../login/session.ts';
import { enqueueMail } from '../mail/outbox.ts';
import { countUnsent } from '../mail/store.ts';
import { Failure } from '../problem.ts';
import { versionsApi } from '../reports/routes.ts';
import { renderPage } from '../shell.tsx';
import { denyRequest, releaseReport, validateReason } from './decide.ts';
import { requirePublisher } from './publisher.ts';
import { consoleReports } from './reports.tsx';
import { requireStaff } from './staff.ts';
import { findWaiting, listWaiting, type WaitingRequest } from './store.ts';
import { SignInPage, WaitingPage, type WaitingProps } from './waiting-page.tsx';

/** `/console`: what waits for staff. Whoever is not staff is asked to sign in here, and refused everywhere below. */
export const console = new Hono<App>()
  .route('/reports', consoleReports)
  .route('/api/reports', versionsApi(requirePublisher))

  .get('/', async (c) => {
    const { session } = c.var;
    if (session?.kind !== 'staff') {
      const body = <SignInPage signedInAs={session?.person.name ?? null} />;
      return await renderPage(c, { title: 'Staff only', body, status: 401 });
    }
    return await showWaiting(c, null);
  })

  .post('/requests/:id/release', async (c) => {
    const { request, staffId } = await readDecision(c);
    const mailId = await releaseReport(c.env, c.var.db, request, staffId, c.var.now);
    if (mailId !== null) await enqueueMail(c.env, mailId);
    return c.redirect('/console', 303);
  })

  .post('/requests/:id/deny', async (c) => {
    const { request, staffId, fields } = await readDecision(c);
    const typed = fields.get('reason') ?? '';
    const checked = validateReason(typed);
    if ('error' in checked)
      return await showWaiting(c, { requestId: request.id, reason: typed, error: checked.error });
    const mailId = await denyRequest(c.var.db, request, staffId, checked.reason, c.var.now);
    if (mailId !== null) await enqueueMail(c.env, mailId);
    return c.redirect('/console', 303);
  });

async function showWaiting(c: Context<App>, rejected: WaitingProps['rejected']): Promise<Response> {
  const { person } = requireStaff(c);
  const { db } = c.var;
  return await renderPage(c, {
    title: 'Requests that wait',
    status: rejected ? 400 : 200,
    body: (
      <WaitingPage
        waiting={await listWaiting(db)}
        personId={person.id}
        mail={await countUnsent(db, c.var.now)}
        rejected={rejected}
      />
    ),
  });
}

/** A decision's request and maker. Any field besides `person` and `reason` is ignored. */
async function readDecision(
  c: Context<App>,
): Promise<{ request: WaitingRequest; staffId: string; fields: ReadonlyMap<string, string> }> {
  const session = requireStaff(c);
  const { person } = session;
  const fields = await readForm(c);
  requireSamePerson(session, fields.get('person'));
  const request = await findWaiting(c.var.db, c.req.param('id') ?? '');
  if (!request)
    throw new Failure('conflict', { detail: 'This request was decided meanwhile, or never existed.' });
  return { request, staffId: person.id, fields };
}
