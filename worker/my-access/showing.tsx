import type { Context } from 'hono';
import { pageTitle } from '../access/field.tsx';
import type { App } from '../app.ts';
import { bringsColleagues } from '../companies/colleague.ts';
import { CompanySection, type RejectedInvitation, type Standing } from '../companies/section.tsx';
import {
  findOwnAcceptance,
  listColleagues,
  listMemberships,
  listOpenInvitations,
} from '../companies/store.ts';
import { content } from '../content.ts';
import type { Session } from '../login/session.ts';
import { newToken } from '../random.ts';
import { renderPage } from '../shell.tsx';
import { readHoldings } from './holdings.ts';
import { MOST_SHOWN, MyAccessPage } from './page.tsx';
import { holderOf } from './reader.ts';

/**
 * Shows a reader their own page.
 *
 * @param c - the request's context
 * @param session - theirs
 * @param options - what they just did; an invitation that came back
 */
export async function showMyAccess(
  c: Context<App>,
  session: Session,
  { done, rejected }: { readonly done?: string | undefined; readonly rejected?: RejectedInvitation } = {},
): Promise<Response> {
  const { db, now, words } = c.var;
  const { myAccess } = words.m;
  const [held, standing] = await Promise.all([
    readHoldings(db, holderOf(session), MOST_SHOWN),
    standingOf(db, session, now),
  ]);
  const { id, address } = session.person;
  return await renderPage(c, {
    title: pageTitle(words, myAccess.title, rejected !== undefined),
    status: rejected ? 400 : 200,
    at: '/my-access',
    body: (
      <MyAccessPage
        session={session}
        held={held}
        done={isDone(done, myAccess.done) ? myAccess.done[done] : undefined}
        now={now}
        company={
          <CompanySection
            standing={standing}
            personId={id}
            domain={address?.slice(address.lastIndexOf('@') + 1) ?? ''}
            attempt={newToken()}
            rejected={rejected}
            now={now}
          />
        }
      />
    ),
  });
}

function isDone<Done extends object>(done: string | undefined, all: Done): done is string & keyof Done {
  return done !== undefined && Object.hasOwn(all, done);
}

/** A customer's company is known to their identity provider, and its terms cover everybody there. */
async function standingOf(db: D1DatabaseSession, { kind, person }: Session, now: number): Promise<Standing> {
  const { id, address } = person;
  if (kind !== 'prospect' || address === null)
    return { invited: [], memberships: [], acceptance: null, colleagues: [] };
  const { nda } = content;
  const [invited, memberships, acceptance, colleagues] = await Promise.all([
    listOpenInvitations(db, address, nda.sha256, now),
    listMemberships(db, id),
    bringsColleagues(nda, address) ? findOwnAcceptance(db, id, nda.sha256, now) : null,
    listColleagues(db, id, now),
  ]);
  return { invited, memberships, acceptance, colleagues };
}
