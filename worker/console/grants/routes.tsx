import { Hono } from 'hono';
import type { App } from '../../app.ts';
import { Failure } from '../../problem.ts';
import { renderConsole } from '../frame.tsx';
import { showList } from '../lists/show-list.tsx';
import { recordOpening } from '../opening.ts';
import { may, requireRole } from '../staff.ts';
import { GrantPage } from './grant-page.tsx';
import { grantList } from './list.tsx';
import { findGrant, listDownloads } from './store.ts';

/** `/console/grants`: who may have what, each grant on a page of its own. */
export const consoleGrants = new Hono<App>()
  .get('/', async (c) => await showList(c, await requireRole(c, 'viewer'), grantList))

  .get('/:id', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const { db, now } = c.var;
    const grant = await findGrant(db, c.req.param('id'));
    if (!grant) throw new Failure('not-found', { detail: 'There is no such grant.' });
    await recordOpening(c, staff, 'grant.opened', grant.id);
    return await renderConsole(c, {
      title: `Grant to ${grant.name}`,
      body: (
        <GrantPage
          grant={grant}
          downloads={await listDownloads(db, grant.id)}
          mayAct={may(staff, 'approver')}
          now={now}
        />
      ),
    });
  });
