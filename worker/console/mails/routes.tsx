import { Hono } from 'hono';
import type { App } from '../../app.ts';
import { readForm } from '../../form.ts';
import { requireSamePerson } from '../../login/session.ts';
import { enqueueMail } from '../../mail/outbox.ts';
import { requeueMail } from '../../mail/requeue.ts';
import { countUnsent } from '../../mail/store.ts';
import { showList } from '../lists/show-list.tsx';
import { requireRole } from '../staff.ts';
import { mailList } from './mail-list.tsx';

/** `/console/mails`: the log of mails, and trying again what was given up. */
export const consoleMails = new Hono<App>()
  .get('/', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const { late, dead } = await countUnsent(c.var.db, c.var.now);
    const above = (
      <p>
        {late === 0 && dead === 0
          ? 'Nothing is late.'
          : `${late} could not be sent yet and will be tried again; ${dead} given up.`}
      </p>
    );
    return await showList(c, staff, mailList(staff), above);
  })

  .post('/:id/requeue', async (c) => {
    const staff = await requireRole(c, 'approver');
    requireSamePerson(staff, (await readForm(c)).get('person'));
    const id = c.req.param('id');
    await requeueMail(c.var.db, id, staff.person.id, c.var.now);
    await enqueueMail(c.env, id);
    return c.redirect('/console/mails?state=dead', 303);
  });
