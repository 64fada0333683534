import { type Context, Hono } from 'hono';
import type { Decision } from '../../core/access/decide.ts';
import type { Report } from '../../schema/reports.ts';
import type { App } from '../app.ts';
import { findCover } from '../companies/store.ts';
import { guardFlood } from '../counters.ts';
import { readForm } from '../form.ts';
import { requireSamePerson, requireSession, type Session, startSession } from '../login/session.ts';
import { deliverAtOnce, enqueueMail } from '../mail/outbox.ts';
import { Failure } from '../problem.ts';
import { countDownloads } from '../reports/downloads.ts';
import { findKeptVersions, findSignedOriginal } from '../reports/store.ts';
import { renderPage } from '../shell.tsx';
import { askAsProspect } from './ask.ts';
import { nameBrowser } from './browser.ts';
import { readEntries, showChoice } from './choosing.tsx';
import { clientOf } from './client.ts';
import { confirmAddress } from './confirm.ts';
import { errandOf, readConfirmation, showConfirmation, showRefusal } from './confirming.tsx';
import { CopyPage, LaterPage } from './copy-page.tsx';
import { advance, pathOf, progressOf, reportIn, requireGated, requireLevel } from './gated.ts';
import { DeniedPage, PendingPage } from './pending-page.tsx';
import { atNda } from './progress.ts';
import { isRenewable, isSpent, renewAccess } from './renew.ts';
import { validateRequest } from './request.ts';
import { findRequest, findRequestOfPerson, type RequestRow } from './request-store.ts';
import { decideForCustomer, serveCustomer } from './serve-customer.ts';
import { decideFor } from './settle.ts';
import { answerNda, showNda } from './signing.tsx';
import { submitRequest } from './submit.ts';
import { withdrawRequest } from './withdraw.ts';

/** How a reader gets a report: every step is a page, and every page finds out anew how far its reader has come. */
export const access = new Hono<App>()
  .use('/:report/*', requireGated, requireLevel)

  .get('/:report', async (c) => {
    const progress = await advance(c);
    // Who was told no, or has not signed yet, may begin anew; where staff took something back, a form would be filled in vain.
    const anew = c.req.query('again') !== undefined && (progress.at === 'denied' || progress.at === 'nda');
    if (progress.at === 'denied' && !anew)
      return await renderPage(c, {
        title: c.var.words.m.denied.title,
        body: (
          <DeniedPage
            report={reportIn(c)}
            request={progress.request}
            earlier={await earlierOf(c, progress)}
          />
        ),
      });
    if (progress.at !== 'start' && !anew) return c.redirect(pathOf(c, progress), 303);
    return await showChoice(c);
  })

  .post('/:report', async (c) => {
    const { ip } = clientOf(c);
    await guardFlood(c.env.MAIL_LIMIT, ip);
    const { db, now, words } = c.var;
    const report = reportIn(c);
    const { attempt, entries } = readEntries(await readForm(c));
    const checked = validateRequest(entries, words.m.fields);
    if ('errors' in checked) return await showChoice(c, { attempt, entries, errors: checked.errors });
    const browser = await nameBrowser(c, attempt);
    const mailId = await submitRequest(db, report.id, checked.request, browser, attempt, clientOf(c), now);
    if (mailId !== null) await deliverAtOnce(c.env, mailId, now);
    return c.redirect(`/access/${report.id}/confirm`, 303);
  })

  .post('/:report/customer', async (c) => {
    const { db, now } = c.var;
    const report = reportIn(c);
    const session = requireSession(c, 'customer');
    requireSamePerson(session, (await readForm(c)).get('person'));
    const customer = { person: session.person, isVouched: session.claims.email_verified === true };
    const mails = await serveCustomer(c.env, db, customer, report, clientOf(c), now);
    for (const mailId of mails) await enqueueMail(c.env, mailId);
    return c.redirect(pathOf(c, await progressOf(c)), 303);
  })

  .post('/:report/prospect', async (c) => {
    const { db, now } = c.var;
    const session = requireSession(c, 'prospect');
    requireSamePerson(session, (await readForm(c)).get('person'));
    const progress = await progressOf(c);
    if (progress.at === 'start' || progress.at === 'denied')
      await askAsProspect(db, session.person, reportIn(c).id, clientOf(c), now);
    return c.redirect(pathOf(c, await advance(c)), 303);
  })

  .get('/:report/confirm', async (c) => await showConfirmation(c, errandOf(c)))

  .post('/:report/confirm', async (c) => {
    const { db, now, config } = c.var;
    const { ip } = clientOf(c);
    await guardFlood(c.env.LOGIN_LIMIT, ip);
    const errand = errandOf(c);
    const attempt = await readConfirmation(c, errand);
    const outcome = await confirmAddress(db, config.SESSION_SECRET, attempt, ip, now);
    if ('refused' in outcome) return await showRefusal(c, errand, attempt, outcome);
    const personId = outcome.confirmed.person_id;
    if (personId === null) throw new Failure('internal', { cause: 'a confirmed request has no person' });
    await startSession(c, { personId, kind: 'prospect' });
    return c.redirect(pathOf(c, await advance(c, personId)), 303);
  })

  .get('/:report/nda', async (c) => {
    const progress = await advance(c);
    const open = atNda(progress);
    return open ? await showNda(c, open) : c.redirect(pathOf(c, progress), 303);
  })

  .post('/:report/nda', async (c) => await answerNda(c))

  .get('/:report/copy', async (c) => {
    const report = reportIn(c);
    const progress = await progressOf(c);
    if (progress.at === 'later')
      return await renderPage(c, {
        title: c.var.words.m.copy.later,
        body: <LaterPage report={report} begins={progress.begins} />,
      });
    if (progress.at !== 'copy') return c.redirect(pathOf(c, progress), 303);
    const { grant, newer } = progress;
    const used = grant.quota === null ? 0 : await countDownloads(c.var.db, grant.id);
    // A page that is opened again must not use up what its reader has left.
    const atOnce = !report.unmarked && used === 0;
    const session = requireSession(c, 'customer', 'prospect');
    const renewable = isRenewable(grant, c.var.now);
    const asked = renewable ? await findRequestOfPerson(c.var.db, report.id, grant.personId) : null;
    return await renderPage(c, {
      title: c.var.words.m.copy.title,
      body: (
        <CopyPage
          report={report}
          grant={grant}
          newerUntil={newer?.until ?? null}
          used={used}
          atOnce={atOnce}
          signedOriginal={await findSignedOriginal(c.var.db, report.id)}
          kept={
            report.superseded === 'keep' ? await findKeptVersions(c.var.db, grant.personId, report.id) : []
          }
          cover={await findCover(c.var.db, progress.grant)}
          renewal={
            renewable
              ? {
                  asked: asked?.state === 'pending' ? asked.created_at : null,
                  spent: isSpent(grant, used, decideForReader(session, report)),
                }
              : null
          }
        />
      ),
      ...(atOnce ? { refresh: `/access/${report.id}/file` } : {}),
    });
  })

  .post('/:report/renew', async (c) => {
    const { db, now } = c.var;
    const report = reportIn(c);
    const session = requireSession(c, 'customer', 'prospect');
    requireSamePerson(session, (await readForm(c)).get('person'));
    const progress = await progressOf(c);
    if (progress.at === 'copy' && progress.newer !== null) return c.redirect(`/access/${report.id}/nda`, 303);
    // What was renewed by the same button a moment ago is not near its end any more.
    if (progress.at === 'copy' && isRenewable(progress.grant, now)) {
      const decision = decideForReader(session, report);
      const mails = await renewAccess(db, session.person, progress.grant, decision, report, clientOf(c), now);
      for (const mailId of mails) await enqueueMail(c.env, mailId);
    }
    return c.redirect(pathOf(c, progress), 303);
  })

  .get('/:report/pending', async (c) => {
    const progress = await progressOf(c);
    if (progress.at !== 'pending') return c.redirect(pathOf(c, progress), 303);
    return await renderPage(c, {
      title: c.var.words.m.pending.title,
      body: (
        <PendingPage
          report={reportIn(c)}
          request={progress.request}
          earlier={await earlierOf(c, progress)}
          personId={requireSession(c, 'customer', 'prospect').person.id}
        />
      ),
    });
  })

  .post('/:report/withdraw', async (c) => {
    const { db, now } = c.var;
    const session = requireSession(c, 'customer', 'prospect');
    const fields = await readForm(c);
    requireSamePerson(session, fields.get('person'));
    await withdrawRequest(db, session.person.id, reportIn(c).id, fields.get('request') ?? '', now);
    return c.redirect(pathOf(c, await progressOf(c)), 303);
  });

/** What the rules say of whoever is signed in. */
function decideForReader({ person, claims, kind }: Session, report: Report): Decision {
  return kind === 'customer'
    ? decideForCustomer({ person, isVouched: claims.email_verified === true }, report)
    : decideFor(person.address, report);
}

/** The request before this one, for the page that speaks of it. */
async function earlierOf(c: Context<App>, { request }: { request: RequestRow }): Promise<RequestRow | null> {
  return request.earlier_id === null ? null : await findRequest(c.var.db, request.earlier_id);
}
