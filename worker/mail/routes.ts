import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App } from '../app.ts';
import { macOf } from '../mac.ts';
import { Failure } from '../problem.ts';
import { isSigned } from '../webhooks/standard.ts';
import { readBounce, recordBounce } from './bounce.ts';

/** Bytes. A report about one mail is a few hundred. */
const LARGEST_REPORT = 64 * 1024;

/**
 * `/api/mail/events`: where the mail service reports bounces and complaints. Either signed as Standard Webhooks has it, under
 * the header names of the standard or of the service that came before it; or, from a service that signs nothing
 * (Postmark), with MAIL_WEBHOOK_PASSWORD (RFC 7617). Without a secret for it there is no such place.
 */
export const mailEvents = new Hono<App>().post(
  '/',
  bodyLimit({
    maxSize: LARGEST_REPORT,
    onError: () => {
      throw new Failure('too-large');
    },
  }),
  async (c) => {
    const { config, db, now } = c.var;
    const password = passwordIn(c.req.header('Authorization'));
    const secret = password === null ? config.MAIL_WEBHOOK_SECRET : config.MAIL_WEBHOOK_PASSWORD;
    if (secret === '') throw new Failure('not-found');
    const body = await c.req.text();
    const header = (name: string) => c.req.header(`webhook-${name}`) ?? c.req.header(`svix-${name}`);
    const headers = {
      'webhook-id': header('id'),
      'webhook-timestamp': header('timestamp'),
      'webhook-signature': header('signature'),
    };
    if (password !== null) {
      // Of MACs nothing is learnt by how long comparing them takes.
      if ((await macOf(secret, password)) !== (await macOf(secret, secret)))
        throw new Failure('forbidden', { detail: 'The password is wrong.' });
    } else if (!(await isSigned(secret, headers, body, now))) {
      throw new Failure('forbidden', { detail: 'The signature is wrong, or its time is too far from ours.' });
    }
    let report: unknown;
    try {
      report = JSON.parse(body);
    } catch (cause) {
      throw new Failure('bad-request', { cause });
    }
    const bounce = readBounce(report);
    if (bounce) await recordBounce(db, config.SESSION_SECRET, bounce, now);
    return c.body(null, 204);
  },
);

/** The password of HTTP's Basic scheme, whatever the name before it; null where there is none. */
function passwordIn(header: string | undefined): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  try {
    const pair = atob(encoded);
    return pair.slice(pair.indexOf(':') + 1);
  } catch {
    return null;
  }
}
