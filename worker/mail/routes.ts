import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App } from '../app.ts';
import { Failure } from '../problem.ts';
import { isSigned } from '../webhooks/standard.ts';
import { readBounce, recordBounce } from './bounce.ts';

/** Bytes. A report about one mail is a few hundred. */
const LARGEST_REPORT = 64 * 1024;

/**
 * `/api/mail/events`: where the mail service reports bounces and complaints, signed as Standard Webhooks has it, under the
 * header names of the standard or of the service that came before it. Without a secret there is no such place.
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
    if (config.MAIL_WEBHOOK_SECRET === '') throw new Failure('not-found');
    const body = await c.req.text();
    const header = (name: string) => c.req.header(`webhook-${name}`) ?? c.req.header(`svix-${name}`);
    const headers = {
      'webhook-id': header('id'),
      'webhook-timestamp': header('timestamp'),
      'webhook-signature': header('signature'),
    };
    if (!(await isSigned(config.MAIL_WEBHOOK_SECRET, headers, body, now))) {
      throw new Failure('forbidden', { detail: 'The signature is wrong, or its time is too far from ours.' });
    }
    let report: unknown;
    try {
      report = JSON.parse(body);
    } catch (cause) {
      throw new Failure('bad-request', { cause });
    }
    const bounce = readBounce(report);
    if (bounce) await recordBounce(db, bounce, now);
    return c.body(null, 204);
  },
);
