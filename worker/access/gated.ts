import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Report } from '../../schema/reports.ts';
import type { App } from '../app.ts';
import { content, reportOf } from '../content.ts';
import { findSession } from '../login/session.ts';
import { enqueueMail } from '../mail/outbox.ts';
import { Failure } from '../problem.ts';
import { findProgress, type Progress } from './progress.ts';
import { settleRequest } from './settle.ts';

/** Lets only gated reports pass. A public one needs none of this, and has a page of its own. */
export const requireGated = createMiddleware<App>(async (c, next) => {
  if (!reportOf(c.req.param('report') ?? '')) throw await explainNoReport(c);
  const report = reportIn(c);
  if (report.access === 'public') return c.redirect(`/reports/${report.id}/`, 303);
  return await next();
});

/**
 * Lets nobody but a signed-in customer pass where a report is for customers only; its first page says so to everybody. What
 * somebody else was given before opens nothing either.
 */
export const requireLevel = createMiddleware<App>(async (c, next) => {
  const { access, id } = reportIn(c);
  const firstPage = c.req.path === `/access/${id}` && c.req.method !== 'POST';
  if (access === 'customers' && c.var.session?.kind !== 'customer' && !firstPage) throw forCustomersOnly();
  await next();
});

/** What whoever is no signed-in customer is told of a report that only customers are given. */
export function forCustomersOnly(): Failure {
  const { name, contacts } = content.company;
  return new Failure('forbidden', { detail: ({ m }) => m.problem.customersOnly(name, contacts.access) });
}

/** Of a report that is no longer in the catalogue, whoever was given it is told so; to everybody else it never was. */
async function explainNoReport(c: Context<App>): Promise<Failure> {
  // The file's own route comes before the session is read.
  const session = c.var.session ?? (await findSession(c).catch(() => null));
  const given =
    session &&
    (await c.var.db
      .prepare('SELECT 1 FROM grants WHERE person_id = ?1 AND report_id = ?2')
      .bind(session.person.id, c.req.param('report') ?? '')
      .first());
  if (!given) return new Failure('not-found');
  const { access } = content.company.contacts;
  return new Failure('report-withdrawn', { detail: ({ m }) => m.problem.noLongerOffered(access) });
}

/**
 * The report that a path names.
 *
 * @param c - the request's context, of a path with `:report`
 * @throws Failure not-found
 */
export function reportIn(c: Context<App>): Report {
  const report = reportOf(c.req.param('report') ?? '');
  if (!report) throw new Failure('not-found');
  return report;
}

/** How far whoever is signed in has come; nobody, and staff, are at the start. */
export async function progressOf(c: Context<App>): Promise<Progress> {
  const { session, db, now } = c.var;
  if (!session || session.kind === 'staff') return { at: 'start', request: null };
  return await findProgress(db, session.person.id, reportIn(c).id, content.nda.sha256, now);
}

/**
 * Like {@link progressOf}, after deciding whatever of the reader's can be decided without asking them anything.
 *
 * @param c - the request's context
 * @param personId - whose progress; of the session unless a session has just begun
 */
export async function advance(c: Context<App>, personId?: string): Promise<Progress> {
  const { session, db, now } = c.var;
  const report = reportIn(c);
  const id = personId ?? (session?.kind === 'prospect' ? session.person.id : null);
  if (id === null) return await progressOf(c);
  const progress = await findProgress(db, id, report.id, content.nda.sha256, now);
  if (progress.at !== 'nda' || progress.renews || progress.request.state !== 'confirmed') return progress;
  const mails = await settleRequest(c.env, db, id, progress.request, report, now);
  for (const mailId of mails) await enqueueMail(c.env, mailId);
  return await findProgress(db, id, report.id, content.nda.sha256, now);
}

/** The page that is a reader's next. */
export function pathOf(c: Context<App>, progress: Progress): string {
  const start = `/access/${reportIn(c).id}`;
  switch (progress.at) {
    case 'copy':
    case 'nda':
    case 'pending':
      return `${start}/${progress.at}`;
    case 'later':
      return `${start}/copy`;
    case 'revoked':
      throw progress.failure;
    case 'denied':
    case 'start':
      return start;
  }
}
