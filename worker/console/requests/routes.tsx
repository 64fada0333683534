import { type Context, Hono } from 'hono';
import type { App } from '../../app.ts';
import { readForm } from '../../form.ts';
import { requireSamePerson } from '../../login/session.ts';
import { enqueueMail } from '../../mail/outbox.ts';
import { countUnsent } from '../../mail/store.ts';
import { Failure } from '../../problem.ts';
import { renderConsole } from '../frame.tsx';
import { showList } from '../lists/show-list.tsx';
import { may, requireRole } from '../staff.ts';
import { denyRequest, releaseReport, validateReason } from './decide.ts';
import type { Rejected } from './decision-forms.tsx';
import { QueuePage } from './queue-page.tsx';
import { requestList } from './request-list.tsx';
import { RequestPage } from './request-page.tsx';
import { findFacts, isWaiting, listOthers, listWaiting, type WaitingRequest } from './store.ts';

/** `/console/requests`: all requests, each on a page of its own, and the decision about those that wait. */
export const consoleRequests = new Hono<App>()
  .get('/', async (c) => await showList(c, await requireRole(c, 'viewer'), requestList))

  .get('/:id', async (c) => await showRequest(c, null))

  .post('/:id/release', async (c) => {
    const { request, staffId, fields } = await readDecision(c);
    const mailId = await releaseReport(c.env, c.var.db, request, staffId, c.var.now);
    if (mailId !== null) await enqueueMail(c.env, mailId);
    return c.redirect(whereFrom(fields, request), 303);
  })

  .post('/:id/deny', async (c) => {
    const { request, staffId, fields } = await readDecision(c);
    const typed = fields.get('reason') ?? '';
    const checked = validateReason(typed);
    if ('error' in checked) {
      const rejected = { requestId: request.id, reason: typed, error: checked.error };
      return fields.get('from') === 'queue' ? await showQueue(c, rejected) : await showRequest(c, rejected);
    }
    const mailId = await denyRequest(c.var.db, request, staffId, checked.reason, c.var.now);
    if (mailId !== null) await enqueueMail(c.env, mailId);
    return c.redirect(whereFrom(fields, request), 303);
  });

/** `/console`: what waits. */
export async function showQueue(c: Context<App>, rejected: Rejected | null): Promise<Response> {
  const staff = await requireRole(c, 'viewer');
  const { db, now } = c.var;
  return await renderConsole(c, {
    title: 'Requests that wait',
    status: rejected ? 400 : 200,
    body: (
      <QueuePage
        waiting={await listWaiting(db)}
        personId={staff.person.id}
        mayDecide={may(staff, 'approver')}
        mail={await countUnsent(db, now)}
        now={now}
        rejected={rejected}
      />
    ),
  });
}

async function showRequest(c: Context<App>, rejected: Rejected | null): Promise<Response> {
  const staff = await requireRole(c, 'viewer');
  const { db, now } = c.var;
  const request = await findFacts(db, c.req.param('id') ?? '');
  if (!request)
    throw new Failure('not-found', { detail: 'There is no such request, or it is no longer kept.' });
  return await renderConsole(c, {
    title: `Request of ${request.name}`,
    status: rejected ? 400 : 200,
    body: (
      <RequestPage
        request={request}
        others={await listOthers(db, request)}
        personId={staff.person.id}
        mayDecide={may(staff, 'approver')}
        now={now}
        rejected={rejected}
      />
    ),
  });
}

/** Whoever decides one after the other stays at the queue. */
function whereFrom(fields: ReadonlyMap<string, string>, { id }: WaitingRequest): string {
  return fields.get('from') === 'queue' ? '/console' : `/console/requests/${id}`;
}

/** A decision's request and maker. Any field besides `person`, `reason` and `from` is ignored. */
async function readDecision(
  c: Context<App>,
): Promise<{ request: WaitingRequest; staffId: string; fields: ReadonlyMap<string, string> }> {
  const staff = await requireRole(c, 'approver');
  const fields = await readForm(c);
  requireSamePerson(staff, fields.get('person'));
  const request = await findFacts(c.var.db, c.req.param('id') ?? '');
  if (!request || !isWaiting(request))
    throw new Failure('conflict', { detail: 'This request was decided meanwhile, or never existed.' });
  return { request, staffId: staff.person.id, fields };
}
