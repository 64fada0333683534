import { type Context, Hono } from 'hono';
import { parseMailAddress } from '../../core/mail-address.ts';
import { forgetBrowser, isToken, nameBrowser } from '../access/browser.ts';
import { clientOf } from '../access/client.ts';
import { confirmAddress } from '../access/confirm.ts';
import type { Errand } from '../access/confirm-page.tsx';
import { readConfirmation, showConfirmation, showRefusal } from '../access/confirming.tsx';
import { endAgreement } from '../access/end-agreement.ts';
import { pageTitle } from '../access/field.tsx';
import type { App } from '../app.ts';
import { findInvitedAddress, listColleagues, listOpenInvitations } from '../companies/store.ts';
import { content } from '../content.ts';
import { guardFlood } from '../counters.ts';
import { readForm } from '../form.ts';
import { registrationsOf } from '../login/provider.ts';
import { endSession, startSession } from '../login/session.ts';
import { deliverAtOnce } from '../mail/outbox.ts';
import { Failure } from '../problem.ts';
import { newToken } from '../random.ts';
import { heard, sayOnce } from '../said-once.ts';
import { renderPage } from '../shell.tsx';
import { endAccess } from './end.ts';
import { EndAgreementPage } from './end-agreement-page.tsx';
import { EntryPage, NothingHeldPage } from './entry-page.tsx';
import { eraseReader, planErasure } from './erase.ts';
import { exportOf } from './export.ts';
import { readHoldings } from './holdings.ts';
import { DeletedPage, DeletePage, EndedPage, EndPage } from './leaving-pages.tsx';
import { holderOf, readOwnForm, requireReader } from './reader.ts';
import { ReceiptPage } from './receipt-page.tsx';
import { showMyAccess } from './showing.tsx';
import { endSessions, findEvidence } from './store.ts';
import { submitVisit } from './visit.ts';

const ERRAND: Errand = { report: null, path: '/my-access' };

/** What we hold about a reader, and how they leave. Every page is one person's, by their session alone. */
export const myAccess = new Hono<App>()
  .get('/', async (c) => {
    const { session } = c.var;
    if (!session || session.kind === 'staff') return await showEntry(c);
    return await showMyAccess(c, session, { done: heard(c) ?? undefined });
  })

  .post('/', async (c) => {
    const client = clientOf(c);
    await guardFlood(c.env.MAIL_LIMIT, client.ip);
    const { db, now } = c.var;
    const fields = await readForm(c);
    const [attempt, typed] = [fields.get('attempt'), fields.get('address') ?? ''];
    if (!isToken(attempt)) throw new Failure('bad-request');
    const address = parseMailAddress(typed);
    if (!address) {
      const { fields: words } = c.var.words.m;
      const error = typed.trim() === '' ? words.addressMissing : words.addressWrong;
      return await showEntry(c, { attempt, address: typed, error });
    }
    const mailId = await submitVisit(db, address, await nameBrowser(c, attempt), attempt, client, now);
    if (mailId !== null) await deliverAtOnce(c.env, mailId, now);
    return c.redirect('/my-access/confirm', 303);
  })

  .get('/confirm', async (c) => await showConfirmation(c, ERRAND))

  .post('/confirm', async (c) => {
    const { db, now, config } = c.var;
    const { ip } = clientOf(c);
    await guardFlood(c.env.LOGIN_LIMIT, ip);
    const attempt = await readConfirmation(c, ERRAND);
    const outcome = await confirmAddress(db, config.SESSION_SECRET, attempt, ip, now);
    if ('refused' in outcome) return await showRefusal(c, ERRAND, attempt, outcome);
    const { person_id: personId, address } = outcome.confirmed;
    if (personId === null)
      return await renderPage(c, {
        title: c.var.words.m.entry.nothing,
        body: <NothingHeldPage address={address} />,
      });
    await startSession(c, { personId, kind: 'prospect' });
    const invitations = await listOpenInvitations(db, address, content.nda.sha256, now);
    const [invitation, ...more] = invitations;
    const next = invitation && more.length === 0 ? `/invitations/${invitation.id}` : '';
    return c.redirect(`/my-access${next}`, 303);
  })

  .get('/export', async (c) => {
    const { db, now, config } = c.var;
    const held = await readHoldings(db, holderOf(requireReader(c)));
    c.header('Content-Disposition', 'attachment; filename="my-access.json"');
    return c.json(exportOf(held, config.ORIGIN, now));
  })

  .get('/receipts/:id', async (c) => {
    const { person } = requireReader(c);
    const evidence = await findEvidence(c.var.db, c.req.param('id'), person.id);
    if (!evidence) throw new Failure('not-found');
    return await renderPage(c, {
      title: c.var.words.m.receipt.title,
      body: <ReceiptPage evidence={evidence} />,
    });
  })

  .get('/agreement/end', async (c) => {
    const { person } = requireReader(c);
    return await renderPage(c, {
      title: c.var.words.m.endingAgreement.title,
      body: <EndAgreementPage personId={person.id} />,
    });
  })

  .post('/agreement/end', async (c) => {
    const { person } = (await readOwnForm(c)).session;
    await endAgreement(c.var.db, { personId: person.id }, 'signer', person.id, c.var.now);
    sayOnce(c, 'agreement');
    return c.redirect('/my-access', 303);
  })

  .post('/sessions', async (c) => {
    const { session, fields } = await readOwnForm(c);
    await endSessions(c.var.db, session.person.id, session.idHash, fields.get('session') ?? null, c.var.now);
    sayOnce(c, 'sessions');
    return c.redirect('/my-access', 303);
  })

  .get('/end', async (c) => {
    const { person } = requireReader(c);
    const colleagues = await listColleagues(c.var.db, person.id, c.var.now);
    const joined = colleagues.filter(({ joined_at }) => joined_at !== null).length;
    return await renderPage(c, {
      title: c.var.words.m.myAccess.end,
      body: <EndPage personId={person.id} colleagues={joined} />,
    });
  })

  .post('/end', async (c) => {
    const { session } = await readOwnForm(c);
    await endAccess(c.env, c.var.db, session.person.id, c.var.now);
    await forget(c);
    return await renderPage(c, { title: c.var.words.m.ending.done, at: '/my-access', body: <EndedPage /> });
  })

  .get('/delete', async (c) => {
    const { person } = requireReader(c);
    const plan = await planErasure(c.var.db, person.id, c.var.now);
    return await renderPage(c, {
      title: c.var.words.m.myAccess.delete,
      body: <DeletePage personId={person.id} plan={plan} />,
    });
  })

  .post('/delete', async (c) => {
    const { session } = await readOwnForm(c);
    const { db, config, now } = c.var;
    await endAccess(c.env, db, session.person.id, now);
    const plan = await planErasure(db, session.person.id, now);
    await eraseReader(db, config.SESSION_SECRET, holderOf(session), plan, now);
    await forget(c);
    return await renderPage(c, {
      title: c.var.words.m.deleting.done,
      at: '/my-access',
      body: <DeletedPage plan={plan} />,
    });
  });

/** Lets this browser forget who used it; the session is gone already. */
async function forget(c: Context<App>): Promise<void> {
  await endSession(c, null);
  forgetBrowser(c);
  c.set('session', null);
}

async function showEntry(
  c: Context<App>,
  rejected?: { readonly attempt: string; readonly address: string; readonly error: string },
): Promise<Response> {
  const invited = await findInvitedAddress(c.var.db, c.req.query('invitation') ?? '', c.var.now);
  const form = rejected ?? { attempt: newToken(), address: invited ?? '', error: undefined };
  const providers = registrationsOf(c.var.config).filter(({ role }) => role === 'customer');
  return await renderPage(c, {
    title: pageTitle(c.var.words, c.var.words.m.myAccess.title, rejected !== undefined),
    status: rejected ? 400 : 200,
    body: (
      <EntryPage
        {...form}
        providers={providers}
        isInvited={invited !== null}
        isStaff={c.var.session?.kind === 'staff'}
      />
    ),
  });
}
