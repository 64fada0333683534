import { type Context, Hono } from 'hono';
import { pageTitle } from '../../access/field.tsx';
import type { App } from '../../app.ts';
import { content } from '../../content.ts';
import { inEnglish } from '../../localised.tsx';
import { enqueueMail } from '../../mail/outbox.ts';
import { countUnsent, lastMailFailed } from '../../mail/store.ts';
import { Failure } from '../../problem.ts';
import { sayOnce } from '../../said-once.ts';
import { readDeed } from '../deed.ts';
import { renderConsole } from '../frame.tsx';
import { heldForm } from '../held-forms.ts';
import { showList } from '../lists/show-list.tsx';
import { asSeenBy } from '../masked.ts';
import { recordOpening } from '../opening.ts';
import type { DecidedBy } from '../own.ts';
import { asksForTwo, isRequestId } from '../proposals/act.ts';
import { actOn } from '../proposals/act-on.ts';
import { requireRole, type Staff } from '../staff.ts';
import { denyRequest, readBeginning, readDays, releaseReport, validateReason } from './decide.ts';
import type { Rejected } from './decision-forms.tsx';
import { CHOSEN, QueuePage, SEVERAL } from './queue-page.tsx';
import { requestList } from './request-list.tsx';
import { RequestPage } from './request-page.tsx';
import {
  findFacts,
  isWaiting,
  listOthers,
  listWaiting,
  type RequestFacts,
  type WaitingRequest,
} from './store.ts';

/** As many as the queue shows. */
const MOST_AT_ONCE = 100;

/** `/console/requests`: all requests, each on a page of its own, and the decision about those that wait. */
export const consoleRequests = new Hono<App>()
  .get('/', async (c) => {
    const staff = await requireRole(c, 'viewer');
    return await showList(c, staff, requestList(staff));
  })

  .get('/:id', async (c) => await showRequest(c, null))

  .post('/several', async (c) => {
    const staff = await requireRole(c, 'approver');
    const fields = await readDeed(c, staff, { acts: ['bulk', 'releases'], page: '/console' });
    const decision = fields.get('decision');
    if (decision !== 'release' && decision !== 'deny') throw new Failure('bad-request');
    const typed = fields.get('reason') ?? '';
    const rejectedFor = (error: string) =>
      showQueue(c, { requestId: SEVERAL, entries: { reason: typed }, errors: { reason: error } });
    const requests = [...fields.keys()]
      .filter((name) => name.startsWith(CHOSEN))
      .map((name) => name.slice(CHOSEN.length))
      .filter(isRequestId);
    if (requests.length === 0) return await rejectedFor('Choose at least one request.');
    if (requests.length > MOST_AT_ONCE) return await rejectedFor(`Choose at most ${MOST_AT_ONCE} at once.`);
    const checked = decision === 'deny' ? validateReason(typed) : { reason: null };
    if ('error' in checked) return await rejectedFor(checked.error);
    const act = { act: 'requests', decision, requests, reason: checked.reason } as const;
    const acted = await actOn(c, act, staff.person.id);
    sayOnce(
      c,
      'proposal' in acted ? 'proposed' : decision === 'deny' ? 'several-denied' : 'several-released',
    );
    return c.redirect('proposal' in acted ? `/console/proposals/${acted.proposal}` : '/console', 303);
  })

  .post('/:id/release', async (c) => {
    const { request, by, fields } = await readDecision(c, 'releases');
    const { db, now } = c.var;
    const entries = { begins: fields.get('begins')?.trim() ?? '', days: fields.get('days')?.trim() ?? '' };
    const begins = readBeginning(entries.begins, now);
    const days = readDays(entries.days);
    if ('error' in begins || 'error' in days) {
      const errors = {
        ...('error' in begins ? { begins: begins.error } : {}),
        ...('error' in days ? { days: days.error } : {}),
      };
      return await showRequest(c, { requestId: request.id, entries, errors });
    }
    const mailId = await releaseReport(c.env, db, request, by, now, { ...begins, ...days });
    if (mailId !== null) await enqueueMail(c.env, mailId);
    sayOnce(c, mailId === null ? 'approved-untold' : 'approved');
    return c.redirect(whereFrom(fields, request), 303);
  })

  .post('/:id/deny', async (c) => {
    const { request, by, fields } = await readDecision(c);
    const typed = fields.get('reason') ?? '';
    const checked = validateReason(typed);
    if ('error' in checked) {
      const rejected = {
        requestId: request.id,
        entries: { reason: typed },
        errors: { reason: checked.error },
      };
      return fields.get('from') === 'queue' ? await showQueue(c, rejected) : await showRequest(c, rejected);
    }
    const mailId = await denyRequest(c.var.db, request, by, checked.reason, c.var.now);
    if (mailId !== null) await enqueueMail(c.env, mailId);
    sayOnce(c, mailId === null ? 'denied-untold' : 'denied');
    return c.redirect(whereFrom(fields, request), 303);
  });

/** `/console`: what waits. */
export async function showQueue(c: Context<App>, rejected: Rejected | null): Promise<Response> {
  const staff = await requireRole(c, 'viewer');
  const { db, now } = c.var;
  const { requestsNotify } = content.access;
  const held = rejected === null ? await heldForm(c, staff) : null;
  return await renderConsole(
    c,
    {
      title: pageTitle(inEnglish, 'Requests that wait', rejected !== null),
      status: rejected ? 400 : 200,
      body: (
        <QueuePage
          waiting={(await listWaiting(db, now)).map((request) => shownTo(staff, request))}
          staff={staff}
          mail={await countUnsent(db, now)}
          noticesFail={(await lastMailFailed(db, requestsNotify)) ? requestsNotify : null}
          now={now}
          two={asksForTwo('bulk')}
          held={held}
          rejected={rejected}
        />
      ),
    },
    { held: held !== null },
  );
}

async function showRequest(c: Context<App>, rejected: Rejected | null): Promise<Response> {
  const staff = await requireRole(c, 'viewer');
  const { db, now } = c.var;
  const request = await findFacts(db, c.req.param('id') ?? '', now);
  if (!request)
    throw new Failure('not-found', { detail: 'There is no such request, or it is no longer kept.' });
  await recordOpening(c, staff, 'request.opened', request.id);
  const shown = shownTo(staff, request);
  const held = rejected === null ? await heldForm(c, staff) : null;
  const entries = held && { begins: held.get('begins') ?? '', days: held.get('days') ?? '' };
  return await renderConsole(
    c,
    {
      title: pageTitle(inEnglish, `Request of ${shown.name}`, rejected !== null),
      status: rejected ? 400 : 200,
      body: (
        <RequestPage
          request={shown}
          others={asSeenBy(staff, await listOthers(db, request))}
          staff={staff}
          now={now}
          rejected={entries ? { requestId: request.id, entries, errors: {} } : rejected}
        />
      ),
    },
    { held: held !== null },
  );
}

/** A request as staff see it. What covers its reader is told by the whole address, which itself is not shown. */
function shownTo<Request extends RequestFacts>(staff: Staff, request: Request): Request {
  return { ...asSeenBy(staff, request), person_address: request.person_address };
}

/** Whoever decides one after the other stays at the queue. */
function whereFrom(fields: ReadonlyMap<string, string>, { id }: WaitingRequest): string {
  return fields.get('from') === 'queue' ? '/console' : `/console/requests/${id}`;
}

/** A decision's request and maker. Any field besides `person`, `reason` and `from` is ignored. */
async function readDecision(
  c: Context<App>,
  act: 'releases' | null = null,
): Promise<{ request: WaitingRequest; by: DecidedBy; fields: ReadonlyMap<string, string> }> {
  const staff = await requireRole(c, 'approver');
  const id = c.req.param('id') ?? '';
  const fields = await readDeed(c, staff, act && { acts: [act], page: `/console/requests/${id}` });
  const request = await findFacts(c.var.db, id, c.var.now);
  if (!request || !isWaiting(request))
    throw new Failure('conflict', { detail: 'This request was decided meanwhile, or never existed.' });
  return { request, by: { actor: staff.person.id, second: null }, fields };
}
