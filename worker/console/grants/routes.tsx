import { Hono } from 'hono';
import { lengthenGrant } from '../../access/renew.ts';
import type { App } from '../../app.ts';
import { Failure } from '../../problem.ts';
import { readDeed } from '../deed.ts';
import { renderConsole } from '../frame.tsx';
import { heldForm } from '../held-forms.ts';
import { showList } from '../lists/show-list.tsx';
import { asSeenBy } from '../masked.ts';
import { recordOpening } from '../opening.ts';
import { refuseOwn } from '../own.ts';
import { MOST_DAYS, readDays } from '../requests/decide.ts';
import { requireRole } from '../staff.ts';
import { GrantPage } from './grant-page.tsx';
import { grantList } from './list.tsx';
import { findGrant, listDownloads } from './store.ts';

const DAY = 86_400_000;

/** `/console/grants`: who may have what, each grant on a page of its own. */
export const consoleGrants = new Hono<App>()
  .get('/', async (c) => {
    const staff = await requireRole(c, 'viewer');
    return await showList(c, staff, grantList);
  })

  .get('/:id', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const { db, now } = c.var;
    const grant = asSeenBy(staff, await findGrant(db, c.req.param('id')));
    if (!grant) throw new Failure('not-found', { detail: 'There is no such grant.' });
    await recordOpening(c, staff, 'grant.opened', grant.id);
    const held = await heldForm(c, staff);
    const body = (
      <GrantPage
        grant={grant}
        downloads={await listDownloads(db, grant.id)}
        staff={staff}
        days={held?.get('days') ?? ''}
        now={now}
      />
    );
    return await renderConsole(c, { title: `Grant to ${grant.name}`, body }, { held: held !== null });
  })

  .post('/:id/renew', async (c) => {
    const staff = await requireRole(c, 'approver');
    const { db, now } = c.var;
    const page = `/console/grants/${c.req.param('id')}`;
    const fields = await readDeed(c, staff, { acts: ['releases'], page });
    const grant = await findGrant(db, c.req.param('id'));
    if (!grant) throw new Failure('not-found', { detail: 'There is no such grant.' });
    const { issuer, subject, address, expires_at: expiresAt } = grant;
    await refuseOwn(db, { issuer, subject, addresses: [address] }, { actor: staff.person.id, second: null });
    // By a form of before, or by the same button again, nobody means still more days.
    if (fields.get('ends') !== String(expiresAt))
      throw new Failure('conflict', {
        detail:
          'The end of this access was moved meanwhile: look at it, and renew it again if that is too soon.',
      });
    const read = readDays(fields.get('days')?.trim() ?? '');
    const days = 'days' in read ? read.days : null;
    const until = expiresAt + (days ?? 0) * DAY;
    if (days === null || until > now + MOST_DAYS * DAY)
      throw new Failure('bad-request', {
        detail: `Enter for how many more days, so that the access ends within ${MOST_DAYS} days from today.`,
      });
    const by = { actor: staff.person.id, detail: { days } };
    if (!(await lengthenGrant(db, { id: grant.id, expiresAt }, until, by, now)))
      throw new Failure('conflict', {
        detail:
          'Nothing was renewed: this access is over, or cannot outlast the agreement that it stands on. The reader can ask for the report again.',
      });
    return c.redirect(`/console/grants/${grant.id}`, 303);
  });
