import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App } from '../app.ts';
import { Failure } from '../problem.ts';
import { endSubscription } from './store.ts';
import { readSubscriptionToken } from './token.ts';

/** Bytes. The form is one field, in whichever encoding. */
const LARGEST_FORM = 4 * 1024;

/**
 * `/api/unsubscribe`: one click in a mail program ends a subscription (RFC 8058). The POST comes from the program's server,
 * without a cookie and without an Origin: its authority is the token alone. A GET ends nothing, so that a scanner that
 * opens the link does not either; it leads a reader to the page.
 */
export const oneClick = new Hono<App>()
  .get('/', (c) => {
    const token = encodeURIComponent(c.req.query('token') ?? '');
    return c.redirect(`/subscribe/manage?token=${token}`, 303);
  })

  .post(
    '/',
    bodyLimit({
      maxSize: LARGEST_FORM,
      onError: () => {
        throw new Failure('too-large');
      },
    }),
    async (c) => {
      const { config, db, now } = c.var;
      const form = await c.req.formData().catch((cause: unknown) => {
        throw new Failure('bad-request', { cause });
      });
      if (form.get('List-Unsubscribe') !== 'One-Click') throw new Failure('bad-request');
      const id = await readSubscriptionToken(config.SESSION_SECRET, c.req.query('token'));
      if (id === null) throw new Failure('forbidden', { detail: 'This link was not made by us.' });
      await db.batch(endSubscription(db, id, now, 'one-click'));
      return c.text('The subscription has ended, and the address is deleted.\n');
    },
  );
