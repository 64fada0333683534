import { Hono } from 'hono';
import type { App } from '../../app.ts';
import { Failure } from '../../problem.ts';
import { renderConsole } from '../frame.tsx';
import { showList } from '../lists/show-list.tsx';
import { asSeenBy } from '../masked.ts';
import { recordOpening } from '../opening.ts';
import { requireRole } from '../staff.ts';
import { CompanyPage } from './company-page.tsx';
import { companyList } from './list.tsx';
import { listInvitations, listMembers } from './store.ts';

/** `/console/companies`: companies by the domain of confirmed addresses. */
export const consoleCompanies = new Hono<App>()
  .get('/', async (c) => await showList(c, await requireRole(c, 'viewer'), companyList))

  .get('/:domain', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const { db, now } = c.var;
    const domain = c.req.param('domain').toLowerCase();
    const members = await listMembers(db, domain, now);
    if (members.length === 0)
      throw new Failure('not-found', { detail: 'Nobody has an address of this domain.' });
    await recordOpening(c, staff, 'company.opened', `company:${domain}`);
    return await renderConsole(c, {
      title: domain,
      body: (
        <CompanyPage
          domain={domain}
          members={asSeenBy(staff, members)}
          invitations={asSeenBy(staff, await listInvitations(db, 'company', domain))}
          staff={staff}
          now={now}
        />
      ),
    });
  });
