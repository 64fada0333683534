import { Hono } from 'hono';
import type { App } from '../app.ts';
import { content } from '../content.ts';
import { guardFlood } from '../counters.ts';
import { clientAddress } from '../guard.ts';
import { findSessionWith, PERSON_OF_SESSION, requireSession } from '../login/session.ts';
import { deliverCopy } from '../reports/deliver.ts';
import { openTexts } from './agreement.ts';
import { forCustomersOnly, pathOf, progressOf, reportIn, requireGated } from './gated.ts';
import { explainNoGrant, foundGrant, type GrantRow, liveGrantStatement, standsOn } from './grant.ts';

/**
 * The file itself. A download asks the primary twice, and each time costs its reader a journey there: once for session,
 * grant and acceptance, read at one moment and checked in this order; once for the record (docs/decisions/0061). So it
 * is mounted before the session is read for everything else.
 */
export const file = new Hono<App>().get('/:report/file', requireGated, async (c) => {
  const { db, now } = c.var;
  const report = reportIn(c);
  const [{ session, row }] = await Promise.all([
    findSessionWith<GrantRow>(c, (idHash) =>
      liveGrantStatement(db, PERSON_OF_SESSION, idHash, report.id, now),
    ),
    guardFlood(c.env.DOWNLOAD_LIMIT, clientAddress(c)),
  ]);
  c.set('session', session);
  const { person, kind } = requireSession(c, 'customer', 'prospect');
  if (report.access === 'customers' && kind !== 'customer') throw forCustomersOnly();
  if (!row) throw await explainNoGrant(db, person.id, report.id, now);
  const grant = foundGrant(row);
  if (standsOn(grant, openTexts(content.nda, content.access.ndaGraceDays, now)))
    return await deliverCopy(c, grant, report);
  // The newer text may have been accepted on the way to another report.
  const progress = await progressOf(c);
  if (progress.at === 'copy') return await deliverCopy(c, progress.grant, report);
  return c.redirect(pathOf(c, progress), 303);
});
