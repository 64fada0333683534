import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { deliverMail } from '../../../worker/mail/outbox.ts';
import { requeueMail } from '../../../worker/mail/requeue.ts';
import { queueForGrants } from '../../../worker/mail/store.ts';
import { newId } from '../../../worker/random.ts';
import { isSigned, signMessage, webhookSecret } from '../../../worker/webhooks/standard.ts';
import { openBrowser } from '../access/browser.ts';
import { mailsTo, newProspect } from '../access/prospect.ts';
import { eventsAbout, rows } from '../access/rows.ts';
import { serverWith } from '../login/server.ts';
import { holder } from './holder.ts';

const SECRET = webhookSecret(new TextEncoder().encode('a secret of 24 bytes, no less'));
const PATH = '/api/mail/events';
const server = serverWith({ MAIL_WEBHOOK_SECRET: SECRET });
const db = () => env.DB.withSession('first-primary');

/** A mail that was sent, and the id under which its provider knows it. */
async function sent(address?: string) {
  const reader = await holder({ expiresAt: Date.now() + 2 * 86_400_000 }, address);
  const now = Date.now();
  await db().batch([queueForGrants(db(), { template: 'expiring' }, [reader.grantId], now)]);
  const [mail] = await rows<{ id: string }>('SELECT id FROM mails WHERE subject_id = ?1', reader.grantId);
  await deliverMail(env, mail?.id ?? '', now);
  const [row] = await rows<{ message_id: string }>('SELECT message_id FROM mails WHERE id = ?1', mail?.id);
  return { ...reader, mailId: mail?.id ?? '', messageId: row?.message_id ?? '' };
}

/** Reports as the mail service does. */
async function report(
  type: string,
  data: Record<string, unknown>,
  { secret = SECRET, at = Date.now(), headers = {} as Record<string, string>, body = '' } = {},
) {
  const text = JSON.stringify({ type, created_at: new Date(at).toISOString(), data });
  const signature = await signMessage(secret, newId(), text, at);
  return await openBrowser(server).send('POST', PATH, { ...signature, ...headers }, body || text);
}

const bounce = (messageId: string) => ({ email_id: messageId, bounce: { type: 'Permanent' } });

async function mailRow(id: string) {
  const [row] = await rows<{ bounce: string | null; state: string; error: string | null }>(
    'SELECT bounce, state, error FROM mails WHERE id = ?1',
    id,
  );
  return row;
}

describe('what the mail service reports', () => {
  it('a bounce is shown with its mail, and nothing more is sent to the address', async () => {
    const mail = await sent();
    expect((await report('email.bounced', bounce(mail.messageId))).status).toBe(204);
    expect((await mailRow(mail.mailId))?.bounce).toBe('bounced');
    expect(await eventsAbout(mail.mailId)).toEqual(['mail.bounced']);
    const { grantId } = await holder({ revokedAt: Date.now() }, mail.address);
    await db().batch([queueForGrants(db(), { template: 'revoked' }, [grantId], Date.now())]);
    const [next] = await rows<{ id: string }>('SELECT id FROM mails WHERE subject_id = ?1', grantId);
    expect(await deliverMail(env, next?.id ?? '', Date.now())).toBe('dead');
    expect((await mailRow(next?.id ?? ''))?.error).toBe('mail to this address came back');
    await expect(requeueMail(db(), next?.id ?? '', 'staff', Date.now())).rejects.toThrow('conflict');
    expect(await mailsTo(mail.address)).toHaveLength(1);
  });

  it('an address that confirms again gets mail again, and what was given up can be tried again', async () => {
    const prospect = newProspect();
    const mail = await sent(prospect.address);
    await report('email.bounced', bounce(mail.messageId));
    const { grantId } = await holder({ revokedAt: Date.now() }, mail.address);
    await db().batch([queueForGrants(db(), { template: 'revoked' }, [grantId], Date.now())]);
    const [next] = await rows<{ id: string }>('SELECT id FROM mails WHERE subject_id = ?1', grantId);
    await deliverMail(env, next?.id ?? '', Date.now());
    // What an address asks for itself is sent there all the same.
    expect((await prospect.ask()).status).toBe(303);
    // The address is confirmed by it; what staff took back stays taken back.
    expect((await prospect.confirm()).status).toBe(403);
    await requeueMail(db(), next?.id ?? '', 'staff-1', Date.now());
    expect(await deliverMail(env, next?.id ?? '', Date.now())).toBe('sent');
    expect(await eventsAbout(next?.id ?? '')).toEqual(['mail.requeued']);
    await expect(requeueMail(db(), next?.id ?? '', 'staff-1', Date.now())).rejects.toThrow('conflict');
  });

  it('a report counts once, whoever sends it again; one about somebody else’s mail never', async () => {
    const mail = await sent();
    await report('email.bounced', bounce(mail.messageId));
    await env.DB.prepare('DELETE FROM suppressions').run();
    await report('email.complained', { email_id: mail.messageId });
    await report('email.bounced', bounce('somebody-elses'));
    await report('email.delivered', { email_id: mail.messageId });
    await report('email.bounced', { to: [mail.address] });
    expect(await rows('SELECT * FROM suppressions')).toEqual([]);
    expect((await mailRow(mail.mailId))?.bounce).toBe('bounced');
  });

  it('a bounce that does not last is the service’s to try again', async () => {
    const mail = await sent();
    await report('email.bounced', { email_id: mail.messageId, bounce: { type: 'Transient' } });
    expect((await mailRow(mail.mailId))?.bounce).toBeNull();
  });

  it('M17: what is forged, altered, old, from the future or unsigned is refused, and changes nothing', async () => {
    const { mailId, messageId } = await sent();
    const now = Date.now();
    const other = webhookSecret(new TextEncoder().encode('another secret of 24 bytes, no less'));
    const type = 'email.bounced';
    const data = bounce(messageId);
    const altered = JSON.stringify({ type, data: bounce(messageId) });
    const answers = [
      await report(type, data, { secret: other }),
      await report(type, data, { body: altered }),
      await report(type, data, { at: now - 6 * 60_000 }),
      await report(type, data, { at: now + 6 * 60_000 }),
      await report(type, data, { headers: { 'webhook-id': 'another' } }),
      await report(type, data, { headers: { 'webhook-timestamp': String(Math.floor(now / 1000) + 1) } }),
      await report(type, data, { headers: { 'webhook-timestamp': 'NaN' } }),
      await report(type, data, { headers: { 'webhook-signature': '' } }),
      await report(type, data, { headers: { 'webhook-signature': 'v1,' } }),
      await report(type, data, { headers: { 'webhook-signature': 'v1,!!!! v1a,AAAA v2,AAAA' } }),
      await openBrowser(server).send('POST', PATH, {}, JSON.stringify({ type, data })),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    expect((await mailRow(mailId))?.bounce).toBeNull();
  });

  it('what is signed and no report is refused or ignored; without a secret there is no such place', async () => {
    const body = 'not JSON';
    const signature = await signMessage(SECRET, 'x', body, Date.now());
    expect((await openBrowser(server).send('POST', PATH, { ...signature }, body)).status).toBe(400);
    for (const text of ['null', '[]', '"x"', '{"type":7,"data":null}']) {
      const headers = await signMessage(SECRET, 'x', text, Date.now());
      expect((await openBrowser(server).send('POST', PATH, { ...headers }, text)).status).toBe(204);
    }
    const large = 'x'.repeat(70_000);
    expect((await openBrowser(server).send('POST', PATH, {}, large)).status).toBe(413);
    expect((await openBrowser().send('POST', PATH, {}, '{}')).status).toBe(404);
    expect((await openBrowser(server).get(PATH)).status).toBe(405);
  });
});

describe('Standard Webhooks', () => {
  // From the standard's own repository, spec/standard-webhooks.md and the libraries' tests.
  const vector = {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1_614_265_330_000,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };

  it('signs as the standard’s own example does', async () => {
    const headers = await signMessage(vector.secret, vector.id, vector.body, vector.at);
    expect(headers['webhook-signature']).toBe(vector.signature);
    expect(headers['webhook-timestamp']).toBe('1614265330');
  });

  it('agrees with the reference library, both ways', async () => {
    const library = new Webhook(SECRET);
    const body = '{"type":"grant.made","data":{"é":"…"}}';
    const ours = await signMessage(SECRET, 'msg_1', body, Date.now());
    expect(library.verify(body, { ...ours })).toEqual(JSON.parse(body));
    const now = new Date();
    const theirs = {
      'webhook-id': 'msg_2',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': `v1,AAAA ${library.sign('msg_2', now, body)}`,
    };
    expect(await isSigned(SECRET, theirs, body, now.getTime())).toBe(true);
    expect(await isSigned(SECRET, theirs, `${body} `, now.getTime())).toBe(false);
  });
});
