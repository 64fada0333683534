import type { Context } from 'hono';
import type { App } from '../../app.ts';
import { renderConsole } from '../frame.tsx';
import { gatedReports } from '../gated-reports.ts';
import { requireRole } from '../staff.ts';
import { ActivityPage } from './activity-page.tsx';
import { readActivity } from './read-activity.ts';

/** `/console/activity`. */
export async function showActivity(c: Context<App>): Promise<Response> {
  await requireRole(c, 'viewer');
  const ids = gatedReports.map(({ id }) => id);
  return await renderConsole(c, {
    title: 'Activity',
    body: <ActivityPage weeks={await readActivity(c.var.db, ids, c.var.now)} reports={gatedReports} />,
  });
}
