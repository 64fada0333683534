import { type Context, Hono } from 'hono';
import { securityHeaders } from '../../../core/headers.ts';
import type { App } from '../../app.ts';
import { eventStatement } from '../../events.ts';
import { requireRecentSignIn } from '../../login/step-up.ts';
import { Failure } from '../../problem.ts';
import { renderConsole } from '../frame.tsx';
import { showList } from '../lists/show-list.tsx';
import { asSeenBy } from '../masked.ts';
import { recordOpening } from '../opening.ts';
import { requireRole } from '../staff.ts';
import { AgreementPage } from './agreement-page.tsx';
import { exportAgreement } from './export.ts';
import { agreementList } from './list.tsx';
import { type AgreementRecord, findAgreement } from './store.ts';

/** `/console/agreements`: who accepted the NDA and who declined it, each acceptance on a page with its evidence. */
export const consoleAgreements = new Hono<App>()
  .get('/', async (c) => {
    const staff = await requireRole(c, 'viewer');
    return await showList(c, staff, agreementList(c.var.now));
  })

  .get('/:id', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const record = asSeenBy(staff, await recordOf(c));
    await recordOpening(c, staff, 'agreement.opened', record.agreement.id);
    return await renderConsole(c, {
      title: `NDA accepted by ${record.agreement.evidence.signer.name}`,
      body: <AgreementPage record={record} staff={staff} now={c.var.now} />,
    });
  })

  .get('/:id/evidence', async (c) => {
    const staff = await requireRole(c, 'approver');
    requireRecentSignIn(c, 'exports', `/console/agreements/${c.req.param('id')}`);
    const { db, now, config } = c.var;
    const record = await recordOf(c);
    const { id } = record.agreement;
    if (c.req.method === 'GET')
      await eventStatement(db, {
        at: now,
        type: 'agreement.exported',
        actor: staff.person.id,
        object: id,
      }).run();
    return c.json(exportAgreement(record, config.ORIGIN, now), 200, {
      ...securityHeaders({ sandbox: true }),
      'Content-Disposition': `attachment; filename="agreement-${id}.json"`,
      'Cache-Control': 'no-store',
    });
  });

async function recordOf(c: Context<App>): Promise<AgreementRecord> {
  const record = await findAgreement(c.var.db, c.req.param('id') ?? '');
  if (!record)
    throw new Failure('not-found', { detail: 'There is no such agreement, or it is no longer kept.' });
  return record;
}
