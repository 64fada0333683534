import { Hono } from 'hono';
import type { App } from '../../app.ts';
import { enqueueMail } from '../../mail/outbox.ts';
import { requeueMail } from '../../mail/requeue.ts';
import { countUnsent, findRecipient } from '../../mail/store.ts';
import { liftSuppression } from '../../mail/suppressions.ts';
import { Failure } from '../../problem.ts';
import { sayOnce } from '../../said-once.ts';
import { readDeed } from '../deed.ts';
import { showList } from '../lists/show-list.tsx';
import { requireRole } from '../staff.ts';
import { mailList } from './mail-list.tsx';

/** `/console/mails`: the log of mails, trying again what did not arrive, and allowing mail to an address again. */
export const consoleMails = new Hono<App>()
  .get('/', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const { late, dead } = await countUnsent(c.var.db, c.var.now);
    const above = (
      <p>
        {late === 0 && dead === 0
          ? 'Nothing is late.'
          : `${late} could not be sent yet and will be tried again; ${dead} given up.`}{' '}
        {dead > 0 ? <a href="/console/mails?state=dead">See what was given up</a> : null}
      </p>
    );
    return await showList(c, staff, mailList(staff), above);
  })

  .post('/:id/requeue', async (c) => {
    const staff = await requireRole(c, 'approver');
    await readDeed(c, staff);
    const id = c.req.param('id');
    await requeueMail(c.var.db, c.var.config.SESSION_SECRET, id, staff.person.id, c.var.now);
    await enqueueMail(c.env, id);
    sayOnce(c, 'requeued');
    return c.redirect('/console/mails?state=dead', 303);
  })

  .post('/:id/allow', async (c) => {
    const staff = await requireRole(c, 'approver');
    await readDeed(c, staff);
    const { db, config, now } = c.var;
    const id = c.req.param('id');
    const recipient = await findRecipient(db, id);
    if (recipient === null) throw new Failure('not-found', { detail: 'There is no such mail.' });
    await liftSuppression(db, config.SESSION_SECRET, recipient, { actor: staff.person.id, object: id }, now);
    sayOnce(c, 'mail-allowed');
    return c.redirect('/console/mails', 303);
  });
