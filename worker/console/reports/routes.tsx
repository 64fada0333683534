import { type Context, Hono } from 'hono';
import type { App } from '../../app.ts';
import { content, reportOf } from '../../content.ts';
import { Failure } from '../../problem.ts';
import { sayOnce } from '../../said-once.ts';
import { readDeed } from '../deed.ts';
import { renderConsole } from '../frame.tsx';
import { actOn } from '../proposals/act-on.ts';
import { may, requireRole } from '../staff.ts';
import { PublishPage } from './publish-page.tsx';
import { ReportsPage } from './reports-page.tsx';
import { listVersions } from './versions.ts';

/** `/console/reports`: which versions there are, and how a new one is published from the browser. */
export const consoleReports = new Hono<App>()
  .get('/', async (c) => {
    const staff = await requireRole(c, 'viewer');
    return await renderConsole(c, {
      title: 'Reports behind the gate',
      body: (
        <ReportsPage
          reports={content.reports.filter(({ access }) => access !== 'public')}
          versions={await listVersions(c.var.db)}
          personId={staff.person.id}
          mayPublish={may(staff, 'publisher')}
          mayRevoke={may(staff, 'approver')}
        />
      ),
    });
  })

  .get('/:report/publish', async (c) => {
    const { person } = await requireRole(c, 'publisher');
    const report = gatedReport(c);
    return await renderConsole(c, {
      title: `Publish ${report.title}`,
      program: 'publish',
      body: (
        <PublishPage
          report={report}
          personId={person.id}
          personName={person.name}
          origin={c.var.config.ORIGIN}
        />
      ),
    });
  })

  .post('/:report/live', async (c) => {
    const session = await requireRole(c, 'publisher');
    const fields = await readDeed(c, session, { acts: ['publish'], page: '/console/reports' });
    const revision = fields.get('revision') ?? '';
    if (!/^[0-9a-f]{64}$/.test(revision)) throw new Failure('bad-request');
    const acted = await actOn(c, { act: 'publish', report: gatedReport(c).id, revision }, session.person.id);
    sayOnce(c, 'proposal' in acted ? 'proposed' : 'live');
    return c.redirect('proposal' in acted ? `/console/proposals/${acted.proposal}` : '/console/reports', 303);
  });

function gatedReport(c: Context<App>) {
  const report = reportOf(c.req.param('report') ?? '');
  if (!report || report.access === 'public') throw new Failure('not-found');
  return report;
}
