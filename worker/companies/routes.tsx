import { type Context, Hono } from 'hono';
import { TICKED } from '../access/agreement.ts';
import { isToken } from '../access/browser.ts';
import { clientOf } from '../access/client.ts';
import { pageTitle } from '../access/field.tsx';
import { plainLine } from '../access/plain-line.ts';
import type { App } from '../app.ts';
import { content } from '../content.ts';
import { guardFlood } from '../counters.ts';
import { requireSession, type Session } from '../login/session.ts';
import { enqueueMail } from '../mail/outbox.ts';
import { readOwnForm } from '../my-access/reader.ts';
import { showMyAccess } from '../my-access/showing.tsx';
import { Failure } from '../problem.ts';
import { sayOnce } from '../said-once.ts';
import { renderPage } from '../shell.tsx';
import { bringsColleagues, readColleague } from './colleague.ts';
import { endColleague } from './end.ts';
import { inviteColleague } from './invite.ts';
import { joinCompany } from './join.ts';
import { InvitationPage, type InvitationProps, NoInvitationPage, TakeOutPage } from './pages.tsx';
import {
  findColleague,
  findInvitation,
  findOwnAcceptance,
  listOpenInvitations,
  type OpenInvitation,
} from './store.ts';

const LONGEST_NAME = 300;

/** Colleagues of a signer: invited, brought in, taken out. All of it below `/my-access`, each page one person's. */
export const companies = new Hono<App>()
  .post('/colleagues', async (c) => {
    const { session, fields } = await readOwnForm(c);
    const { db, now } = c.var;
    await guardFlood(c.env.MAIL_LIMIT, clientOf(c).ip);
    const own = session.kind === 'prospect' ? (session.person.address ?? '') : '';
    const acceptance = await findOwnAcceptance(db, session.person.id, content.nda.sha256, now);
    if (!acceptance || !bringsColleagues(content.nda, own)) throw new Failure('forbidden');
    const attempt = fields.get('attempt');
    if (!isToken(attempt)) throw new Failure('bad-request');
    const typed = fields.get('colleague') ?? '';
    const read = readColleague(typed, own, c.var.words.m);
    if ('error' in read)
      return await showMyAccess(c, session, { rejected: { attempt, address: typed, error: read.error } });
    const { locale } = c.var.words;
    const signerId = session.person.id;
    const mailId = await inviteColleague(db, acceptance, signerId, read.address, attempt, locale, now);
    if (mailId !== null) await enqueueMail(c.env, mailId);
    sayOnce(c, 'invited');
    return c.redirect('/my-access', 303);
  })

  .get('/colleagues/:id', async (c) => {
    const { person } = requireSession(c, 'prospect');
    const colleague = await findColleague(c.var.db, c.req.param('id'), person.id);
    if (!colleague) throw new Failure('not-found');
    return await renderPage(c, {
      title: c.var.words.m.companies.takingOut,
      body: <TakeOutPage colleague={colleague} personId={person.id} />,
    });
  })

  .post('/colleagues/:id', async (c) => {
    const { session } = await readOwnForm(c);
    const { db, now } = c.var;
    const colleague = await findColleague(db, c.req.param('id'), session.person.id);
    if (!colleague) throw new Failure('not-found');
    const mailId = await endColleague(c.env, db, colleague, 'signer', session.person.id, now);
    if (mailId !== null) await enqueueMail(c.env, mailId);
    sayOnce(c, 'taken-out');
    return c.redirect('/my-access', 303);
  })

  .get('/invitations/:id', async (c) => {
    const session = requireSession(c, 'prospect');
    const { name, address } = session.person;
    const invitation = await findOwnInvitation(c, session);
    return await showInvitation(c, session, invitation, { name: name === address ? '' : name, errors: {} });
  })

  .post('/invitations/:id', async (c) => {
    const { session, fields } = await readOwnForm(c);
    const { db, now, config } = c.var;
    const invitation = await findOwnInvitation(c, session);
    if (!invitation) {
      // A doubled click, the back button: the answer is the same.
      const joined = await findInvitation(db, c.req.param('id'));
      if (joined?.person_id === session.person.id && joined.ended_at === null)
        return c.redirect(`/access/${joined.acceptance.report}`, 303);
      return await showInvitation(c, session, null, { name: '', errors: {} });
    }
    const typed = fields.get('name') ?? '';
    const name = plainLine(typed);
    const box = fields.get('acknowledge');
    if (box !== undefined && box !== TICKED) throw new Failure('bad-request');
    const { m, locale } = c.var.words;
    const errors = {
      name:
        name === ''
          ? m.fields.nameMissing
          : Array.from(name).length > LONGEST_NAME
            ? m.fields.nameTooLong(LONGEST_NAME)
            : undefined,
      acknowledge: box === undefined ? m.companies.untold : undefined,
    };
    if (errors.name ?? errors.acknowledge)
      return await showInvitation(c, session, invitation, { name: typed, errors });
    // Shown before the text changed: the page with the text in force would not be this invitation's.
    if (fields.get('sha256') !== content.nda.sha256) throw new Failure('conflict');
    const mailId = await joinCompany(
      db,
      invitation,
      {
        personId: session.person.id,
        address: session.person.address ?? '',
        name,
        sessionHash: session.idHash,
        client: clientOf(c),
        shown: { locale, acknowledge: m.companies.acknowledge, button: m.companies.join },
      },
      config.BUILD_ID,
      now,
    );
    if (mailId !== null) await enqueueMail(c.env, mailId);
    // From here on it is anybody's way to a report: the rules decide, and the agreement is not asked for again.
    return c.redirect(`/access/${invitation.acceptance.report}`, 303);
  });

/** The invitation of the path, if it is open and to the address that this session's person confirmed. */
async function findOwnInvitation(c: Context<App>, { kind, person }: Session): Promise<OpenInvitation | null> {
  const { db, now } = c.var;
  if (kind !== 'prospect' || person.address === null) return null;
  const open = await listOpenInvitations(db, person.address, content.nda.sha256, now);
  return open.find(({ id }) => id === c.req.param('id')) ?? null;
}

async function showInvitation(
  c: Context<App>,
  session: Session,
  invitation: OpenInvitation | null,
  { name, errors }: Pick<InvitationProps, 'name' | 'errors'>,
): Promise<Response> {
  if (!invitation)
    return await renderPage(c, {
      title: c.var.words.m.companies.over,
      status: 404,
      body: <NoInvitationPage />,
    });
  const wrong = (errors.name ?? errors.acknowledge) !== undefined;
  return await renderPage(c, {
    title: pageTitle(c.var.words, c.var.words.m.companies.joining, wrong),
    status: wrong ? 400 : 200,
    body: (
      <InvitationPage
        invitation={invitation}
        personId={session.person.id}
        address={session.person.address ?? ''}
        name={name}
        errors={errors}
      />
    ),
  });
}
