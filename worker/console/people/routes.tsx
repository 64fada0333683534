import { type Context, Hono } from 'hono';
import type { App } from '../../app.ts';
import { findSuppression, liftSuppression } from '../../mail/suppressions.ts';
import { Failure } from '../../problem.ts';
import { sayOnce } from '../../said-once.ts';
import { listInvitations } from '../companies/store.ts';
import { readDeed } from '../deed.ts';
import { renderConsole } from '../frame.tsx';
import { showList } from '../lists/show-list.tsx';
import { asSeenBy } from '../masked.ts';
import { recordOpening } from '../opening.ts';
import { may, requireRole } from '../staff.ts';
import { peopleList } from './list.tsx';
import { PersonPage } from './person-page.tsx';
import { endAllSessions, findPerson, type PersonFacts, readHistory } from './store.ts';

/** `/console/people`: whoever confirmed an address or signed in, each on a page of their own. */
export const consolePeople = new Hono<App>()
  .get('/', async (c) => {
    const staff = await requireRole(c, 'viewer');
    return await showList(c, staff, peopleList(staff));
  })

  .get('/:id', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const person = await personOf(c);
    await recordOpening(c, staff, 'person.opened', person.id);
    // Staff see each other whole.
    const shown = person.kind === 'staff' ? person : asSeenBy(staff, person);
    return await renderConsole(c, {
      title: shown.name,
      body: (
        <PersonPage
          person={shown}
          history={asSeenBy(staff, await readHistory(c.var.db, person.id))}
          invitations={asSeenBy(staff, await listInvitations(c.var.db, 'signer', person.id))}
          staff={staff}
          suppression={
            person.address === null
              ? null
              : await findSuppression(c.var.db, c.var.config.SESSION_SECRET, person.address)
          }
          mayAct={may(staff, person.kind === 'staff' ? 'administrator' : 'approver')}
          now={c.var.now}
        />
      ),
    });
  })

  .post('/:id/sign-out', async (c) => {
    await requireRole(c, 'viewer');
    const person = await personOf(c);
    const staff = await requireRole(c, person.kind === 'staff' ? 'administrator' : 'approver');
    await readDeed(c, staff);
    await endAllSessions(c.var.db, person.id, staff.person.id, c.var.now);
    sayOnce(c, 'signed-out');
    return c.redirect(`/console/people/${person.id}`, 303);
  })

  .post('/:id/allow-mail', async (c) => {
    const staff = await requireRole(c, 'approver');
    const { address, id } = await personOf(c);
    await readDeed(c, staff);
    const { db, config, now } = c.var;
    const act = { actor: staff.person.id, object: id };
    await liftSuppression(db, config.SESSION_SECRET, address ?? '', act, now);
    sayOnce(c, 'mail-allowed');
    return c.redirect(`/console/people/${id}`, 303);
  });

async function personOf(c: Context<App>): Promise<PersonFacts> {
  const person = await findPerson(c.var.db, c.req.param('id') ?? '');
  if (!person) throw new Failure('not-found', { detail: 'Nobody has this id.' });
  return person;
}
