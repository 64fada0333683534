import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkedConfig } from '../../../worker/config.ts';
import { content } from '../../../worker/content.ts';
import worker from '../../../worker/index.ts';
import { deliverMail } from '../../../worker/mail/outbox.ts';
import { requeueMail } from '../../../worker/mail/requeue.ts';
import { returnAddress } from '../../../worker/mail/return-address.ts';
import { repliesNobody } from '../../../worker/mail/status-code.ts';
import { lastMailFailed, type MailRow, queueForGrants, refuseMail } from '../../../worker/mail/store.ts';
import { findSuppression, liftSuppression } from '../../../worker/mail/suppressions.ts';
import { hashOf, newId } from '../../../worker/random.ts';
import { isSigned, signMessage, webhookSecret } from '../../../worker/webhooks/standard.ts';
import { bare, delayed, exchangePolicy, postfix, vacation } from '../../vectors/delivery-reports.ts';
import { openBrowser } from '../access/browser.ts';
import { mailsTo, newProspect } from '../access/prospect.ts';
import { eventsAbout, rows } from '../access/rows.ts';
import { serverWith } from '../login/server.ts';
import { holder } from './holder.ts';

const SECRET = webhookSecret(new TextEncoder().encode('a secret of 24 bytes, no less'));
const PATH = '/api/mail/events';
const server = serverWith({ MAIL_WEBHOOK_SECRET: SECRET });
const db = () => env.DB.withSession('first-primary');

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM suppressions').run();
});

/** A mail that was sent, and the id under which its provider knows it. */
async function sent(address?: string, bindings: Env = env) {
  const reader = await holder({ expiresAt: Date.now() + 2 * 86_400_000 }, address);
  const now = Date.now();
  await db().batch([queueForGrants(db(), { template: 'expiring' }, [reader.grantId], now)]);
  const [mail] = await rows<{ id: string }>(
    "SELECT id FROM mails WHERE template = 'expiring' AND subject_id LIKE ?1 || '%'",
    reader.grantId,
  );
  await deliverMail(bindings, mail?.id ?? '', now);
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
    await expect(requeueMail(db(), env.SESSION_SECRET, next?.id ?? '', 'staff', Date.now())).rejects.toThrow(
      'conflict',
    );
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
    await requeueMail(db(), env.SESSION_SECRET, next?.id ?? '', 'staff-1', Date.now());
    expect(await deliverMail(env, next?.id ?? '', Date.now())).toBe('sent');
    expect(await eventsAbout(next?.id ?? '')).toEqual(['mail.requeued']);
    await expect(
      requeueMail(db(), env.SESSION_SECRET, next?.id ?? '', 'staff-1', Date.now()),
    ).rejects.toThrow('conflict');
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

describe('what the mail servers of readers send back', () => {
  /** Hands a mail to the Worker as the platform does. */
  async function arrives(raw: string, to: string, from = ''): Promise<string | null> {
    const bytes = new TextEncoder().encode(raw);
    let rejected: string | null = null;
    const message = {
      from,
      to,
      headers: new Headers(),
      raw: new Response(bytes).body,
      rawSize: bytes.length,
      setReject: (reason: string) => (rejected = reason),
    } as unknown as ForwardableEmailMessage;
    await worker.email(message, env);
    return rejected;
  }

  const naming = (report: string, messageId: string, path: string = env.MAIL_FROM) =>
    report.replaceAll('MESSAGE-ID', messageId).replaceAll('RETURN-PATH', path);

  const suppressed = async (address: string) =>
    (await findSuppression(db(), env.SESSION_SECRET, address))?.reason ?? null;

  it('no such mailbox: the mail is shown as come back, and nothing more goes there', async () => {
    const mail = await sent();
    expect(await arrives(naming(postfix, mail.messageId), env.MAIL_FROM)).toBeNull();
    expect((await mailRow(mail.mailId))?.bounce).toBe('bounced');
    expect(await suppressed(mail.address)).toBe('bounced');
    // It counts once.
    await arrives(naming(postfix, mail.messageId), env.MAIL_FROM);
    expect(await eventsAbout(mail.mailId)).toEqual(['mail.bounced']);
  });

  it('a policy: this mail came back and can be sent again; the address gets the next one', async () => {
    const mail = await sent();
    await arrives(naming(exchangePolicy, mail.messageId), env.MAIL_FROM);
    expect((await mailRow(mail.mailId))?.bounce).toBe('bounced');
    expect(await suppressed(mail.address)).toBeNull();
    await requeueMail(db(), env.SESSION_SECRET, mail.mailId, 'staff', Date.now());
    expect(await deliverMail(env, mail.mailId, Date.now())).toBe('sent');
    expect(await mailRow(mail.mailId)).toMatchObject({ state: 'sent', bounce: null });
    expect(await mailsTo(mail.address)).toHaveLength(2);
  });

  it('a report that quotes nothing of the mail is known by the address that it comes back to', async () => {
    const bindings = { ...env, MAIL_RETURN: 'returns@larkspur-relay.example' } as unknown as Env;
    const mail = await sent(undefined, bindings);
    const path = `returns+${mail.mailId}@larkspur-relay.example`;
    expect(returnAddress(checkedConfig(bindings), mail.mailId)).toBe(path);
    expect(
      (await mailsTo(mail.address))[0]?.headers.find(({ key }) => key === 'return-path')?.value ?? path,
    ).toContain(path);
    await arrives(naming(bare, 'none', path), path);
    expect((await mailRow(mail.mailId))?.bounce).toBe('bounced');
    expect(await suppressed(mail.address)).toBeNull();
  });

  it('M17: a mail that is late, one of a person, and a forged one change nothing', async () => {
    const mail = await sent();
    await arrives(naming(delayed, mail.messageId), env.MAIL_FROM);
    await arrives(
      naming(postfix, `${newId()}@larkspur-relay.example`),
      `trust+${newId()}@larkspur-relay.example`,
    );
    await arrives(naming(postfix, "x' OR 1=1"), env.MAIL_FROM);
    expect(
      await arrives(naming(vacation, mail.messageId), env.MAIL_FROM, 'reader@prospect.example'),
    ).toContain('takes no mail');
    for (const raw of [
      '',
      '\0',
      postfix.slice(0, 900),
      `Content-Type: multipart/report; boundary=x\r\n\r\n${'--x\r\n'.repeat(5000)}`,
    ])
      expect(await arrives(raw, env.MAIL_FROM)).toBeNull();
    expect(await arrives(postfix + 'x'.repeat(2_000_000), env.MAIL_FROM, 'a@b.example')).toContain(
      'takes no mail',
    );
    expect((await mailRow(mail.mailId))?.bounce).toBeNull();
    expect(await rows('SELECT 1 FROM suppressions')).toEqual([]);
  });
});

describe('a service that signs nothing', () => {
  const PASSWORD = 'a password of 32 characters, no less';
  const postmark = openBrowser(serverWith({ MAIL_WEBHOOK_PASSWORD: PASSWORD }));
  // The fields of Postmark's documentation.
  const hardBounce = (MessageID: string) => ({
    RecordType: 'Bounce',
    MessageStream: 'outbound',
    ID: 432337203685,
    Type: 'HardBounce',
    TypeCode: 1,
    Name: 'Hard bounce',
    MessageID,
    Description: 'The server was unable to deliver your message.',
    Details: 'Test bounce details',
    Email: 'somebody-else@prospect.example',
    From: 'trust@larkspur-relay.example',
    BouncedAt: '2026-11-27T16:33:54.9070259Z',
    DumpAvailable: true,
    Inactive: true,
    CanActivate: true,
    Subject: 'Your access ends',
  });
  const says = (body: unknown, password = PASSWORD) =>
    postmark.send(
      'POST',
      PATH,
      { Authorization: `Basic ${btoa(`postmark:${password}`)}` },
      JSON.stringify(body),
    );

  it('M17: reports with a password: a bounce that lasts, a complaint, and nothing without it', async () => {
    const [one, two] = [await sent(), await sent()];
    expect((await says(hardBounce(one.messageId), 'another one of thirty-two characters')).status).toBe(403);
    expect((await postmark.send('POST', PATH, {}, JSON.stringify(hardBounce(one.messageId)))).status).toBe(
      404,
    );
    expect((await postmark.send('POST', PATH, { Authorization: 'Basic !' }, '{}')).status).toBe(404);
    expect((await says({ ...hardBounce(one.messageId), Type: 'SoftBounce', Inactive: false })).status).toBe(
      204,
    );
    expect((await mailRow(one.mailId))?.bounce).toBeNull();
    expect((await says(hardBounce(one.messageId))).status).toBe(204);
    expect((await mailRow(one.mailId))?.bounce).toBe('bounced');
    await says({ ...hardBounce(two.messageId), RecordType: 'SpamComplaint', Type: 'SpamComplaint' });
    expect((await mailRow(two.mailId))?.bounce).toBe('complained');
    // The address is that of our own row.
    expect(await findSuppression(db(), env.SESSION_SECRET, one.address)).toMatchObject({ reason: 'bounced' });
    expect(await findSuppression(db(), env.SESSION_SECRET, 'somebody-else@prospect.example')).toBeNull();
  });
});

describe('an address that gets no mail', () => {
  const desk = content.access.requestsNotify;

  it('is never that of the staff, whatever becomes of a mail to it', async () => {
    const mail = await sent(desk);
    await arrivesRefused(mail.mailId);
    expect(await findSuppression(db(), env.SESSION_SECRET, desk)).toBeNull();
    await report('email.bounced', bounce(mail.messageId));
    expect(await rows('SELECT 1 FROM suppressions')).toEqual([]);
    expect(await lastMailFailed(db(), desk)).toBe(true);
    await requeueMail(db(), env.SESSION_SECRET, mail.mailId, 'staff', Date.now());
    expect(await deliverMail(env, mail.mailId, Date.now())).toBe('sent');
    expect(await lastMailFailed(db(), desk)).toBe(false);
  });

  /** As if it had been refused, and noted as such. */
  const arrivesRefused = async (mailId: string) => {
    const [row] = await rows<MailRow>('SELECT * FROM mails WHERE id = ?1', mailId);
    if (row) await refuseMail(db(), env.SESSION_SECRET, row, 'refused', Date.now());
  };

  it('is kept as a hash that nobody can try addresses against', async () => {
    const mail = await sent();
    await report('email.bounced', bounce(mail.messageId));
    const [row] = await rows<{ address_hash: string }>('SELECT address_hash FROM suppressions');
    expect(row?.address_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(row?.address_hash).not.toBe(await hashOf(mail.address));
    expect(await findSuppression(db(), 'another secret', mail.address)).toBeNull();
  });

  it('gets mail again when staff says so, which is on record', async () => {
    const mail = await sent();
    await report('email.bounced', bounce(mail.messageId));
    await liftSuppression(
      db(),
      env.SESSION_SECRET,
      mail.address,
      { actor: 'staff-1', object: mail.mailId },
      Date.now(),
    );
    expect(await eventsAbout(mail.mailId)).toEqual(['mail.bounced', 'suppression.lifted']);
    await requeueMail(db(), env.SESSION_SECRET, mail.mailId, 'staff-1', Date.now());
    expect(await deliverMail(env, mail.mailId, Date.now())).toBe('sent');
    const again = liftSuppression(
      db(),
      env.SESSION_SECRET,
      mail.address,
      { actor: 'x', object: 'y' },
      Date.now(),
    );
    await expect(again).rejects.toThrow('conflict');
  });
});

it.each([
  ['550 5.1.1 nobody', true],
  ['550-5.1.1 The email account that you tried to reach does not exist.', true],
  ['553 5.1.2 no such domain', true],
  ['556 5.1.10 null MX', true],
  ['556 takes no mail', true],
  ['550 5.1.7 bad sender', false],
  ['550 5.1.8 sender’s domain', false],
  ['554 5.7.1 blocked using a blocklist', false],
  ['550 relay not permitted', false],
  ['550 mailbox unavailable', false],
  ['552 5.2.2 full', false],
  ['5.1.1', false],
])('RFC 3463: %s says that there is nobody: %s', (reply, expected) => {
  expect(repliesNobody(reply)).toBe(expected);
});
