import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { confirmAddress } from '../../../worker/access/confirm.ts';
import { validateRequest } from '../../../worker/access/request.ts';
import { submitRequest } from '../../../worker/access/submit.ts';
import worker from '../../../worker/index.ts';
import type { MailMessage } from '../../../worker/mail/message.ts';
import { deliverDueMail, deliverMail, MAX_TRIES, retryDelay } from '../../../worker/mail/outbox.ts';
import { findSuppression } from '../../../worker/mail/suppressions.ts';
import { en } from '../../../worker/messages/en.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { openBrowser, textOf } from '../access/browser.ts';
import { keysOf, mailsTo, newProspect } from '../access/prospect.ts';
import { rows } from '../access/rows.ts';
import { quiet } from '../quiet.ts';

const MINUTE = 60_000;
const faultySmtp = { ...env, SMTP_PORT: env.TEST_FAULTY_SMTP_PORT } as Env;
/** Nothing listens there. */
const noSmtp = { ...env, SMTP_PORT: '9' } as unknown as Env;

let asked = 0;

/** A request with its mail queued and not yet tried. */
async function queued(
  now: number,
  local = `reader${++asked}`,
): Promise<{ mailId: string; address: string; browserHash: string }> {
  const address = `${local}@${crypto.randomUUID()}.example`;
  const checked = validateRequest({ name: 'Ann', company: 'Acme', address }, en.fields);
  if (!('request' in checked)) throw new Error('refused');
  const browserHash = await hashOf(newToken());
  const db = env.DB.withSession('first-primary');
  const client = { ip: address, userAgent: '', locale: 'en' } as const;
  const mailId = await submitRequest(db, 'soc2-type2', checked.request, browserHash, newToken(), client, now);
  return { mailId: mailId ?? '', address, browserHash };
}

interface MailRow {
  state: string;
  tries: number;
  next_at: number;
  error: string | null;
  message_id: string | null;
}

async function rowOf(mailId: string): Promise<MailRow> {
  const [row] = await rows<MailRow>('SELECT * FROM mails WHERE id = ?1', mailId);
  if (!row) throw new Error('no such mail');
  return row;
}

function confirm(browserHash: string, code: string, now: number) {
  const attempt = { reportId: 'soc2-type2', browserHash, token: null, code };
  return confirmAddress(env.DB.withSession('first-primary'), env.SESSION_SECRET, attempt, 'ip', now);
}

describe('sending', () => {
  it('M16: text and HTML carry the same link and code, and there is nothing to track with', async () => {
    const { mailId, address } = await queued(Date.now());
    expect(await deliverMail(env, mailId, Date.now())).toBe('sent');
    const [letter] = await mailsTo(address);
    const { path, code } = keysOf(letter);
    const hrefs = [...(letter?.html ?? '').matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(hrefs).toEqual([`${env.ORIGIN}${path}`]);
    expect(textOf(letter?.html ?? '')).toContain(`${code.slice(0, 4)} ${code.slice(4)}`);
    expect(letter?.html).not.toMatch(/<img|<link|<script|url\(|http-equiv/);
    expect(letter?.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect((await rowOf(mailId)).message_id).toBe(letter?.messageId.replace(/[<>]/g, ''));
  });

  it('F4: a mail server that is away leaves the mail queued, and the next try makes new keys', async () => {
    const now = Date.now();
    const { mailId, address, browserHash } = await queued(now);
    expect(await deliverMail(noSmtp, mailId, now, 2_000)).toBe('queued');
    const row = await rowOf(mailId);
    expect([row.state, row.tries]).toEqual(['queued', 1]);
    expect(row.next_at).toBeGreaterThan(now);
    expect(await deliverMail(env, mailId, row.next_at - 1)).toBe('not-due');
    expect(await deliverMail(env, mailId, row.next_at)).toBe('sent');
    const letters = await mailsTo(address);
    expect(letters).toHaveLength(1);
    expect(await confirm(browserHash, keysOf(letters[0]).code, row.next_at)).toHaveProperty('confirmed');
  });

  it.each(['busy', 'closed', 'silent', 'lost', 'blocked', 'relayed'])(
    'F4: a server that is %s is tried again later, and the log names no recipient',
    async (local) => {
      const now = Date.now();
      const { mailId, address } = await queued(now, local);
      expect(await deliverMail(faultySmtp, mailId, now, 1_000)).toBe('queued');
      expect((await rowOf(mailId)).error).not.toContain(address);
      expect((await rowOf(mailId)).error).not.toBe('');
      expect(
        await findSuppression(env.DB.withSession('first-primary'), env.SESSION_SECRET, address),
      ).toBeNull();
    },
  );

  it('F4: a recipient whom the server refuses for good is given up', async () => {
    const { mailId } = await queued(Date.now(), 'refused');
    expect(await deliverMail(faultySmtp, mailId, Date.now())).toBe('dead');
    expect((await rowOf(mailId)).state).toBe('dead');
    expect(await deliverMail(env, mailId, Date.now() + 60 * MINUTE)).toBe('not-due');
  });

  it('F4: tries end some day, further and further apart, and not for everybody at once', async () => {
    let now = Date.now();
    const { mailId } = await queued(now, 'busy');
    const waits: number[] = [];
    for (let i = 1; i < MAX_TRIES; i++) {
      expect(await deliverMail(faultySmtp, mailId, now)).toBe('queued');
      const { next_at: next } = await rowOf(mailId);
      waits.push(next - now);
      now = next;
    }
    expect(await deliverMail(faultySmtp, mailId, now)).toBe('dead');
    expect(waits[0]).toBeGreaterThanOrEqual(7_500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60 * MINUTE);
    expect(retryDelay(1, 0)).toBe(7_500);
    expect(retryDelay(1, 1)).toBe(15_000);
    expect(retryDelay(4, 1)).toBe(120_000);
    expect(retryDelay(40, 1)).toBe(60 * MINUTE);
  });

  it('F9: a sender that died after handing over is followed by one whose keys are the live ones', async () => {
    const now = Date.now();
    const { mailId, address, browserHash } = await queued(now);
    await deliverMail(env, mailId, now);
    // As if the row had never been marked.
    await env.DB.prepare(
      "UPDATE mails SET state = 'sending', sent_at = NULL, message_id = NULL WHERE id = ?1",
    )
      .bind(mailId)
      .run();
    expect(await deliverMail(env, mailId, now + 1_000)).toBe('not-due');
    expect(await deliverMail(env, mailId, now + 2 * MINUTE)).toBe('sent');
    const [newer, older] = (await mailsTo(address)).map(keysOf);
    const at = now + 2 * MINUTE + 1;
    expect(await confirm(browserHash, older?.code ?? '', at)).toMatchObject({ refused: 'wrong-code' });
    expect(await confirm(browserHash, newer?.code ?? '', at)).toHaveProperty('confirmed');
  });

  it('a mail whose reason has gone is not sent', async () => {
    const now = Date.now();
    const { mailId, address } = await queued(now);
    await env.DB.prepare("UPDATE requests SET state = 'declined' WHERE address = ?1").bind(address).run();
    expect(await deliverMail(env, mailId, now)).toBe('dead');
    expect(await mailsTo(address)).toEqual([]);
  });

  it('goes through the platform’s own mail service where that is configured', async () => {
    const now = Date.now();
    const { mailId } = await queued(now);
    expect(await deliverMail({ ...env, MAIL_PROVIDER: 'binding' } as unknown as Env, mailId, now)).toBe(
      'sent',
    );
    expect((await rowOf(mailId)).message_id).not.toBe('');
    const { EMAIL: _, ...without } = env;
    const other = await queued(now);
    const unbound = { ...without, MAIL_PROVIDER: 'binding' } as unknown as Env;
    expect(await deliverMail(unbound, other.mailId, now)).toBe('queued');
  });
});

describe('the queue and the sweep', () => {
  /** Hands messages to the Worker's queue handler. */
  async function consume(bodies: readonly unknown[], bindings: Env = env) {
    const batch = createMessageBatch<MailMessage>(
      'vitrine-mail',
      bodies.map((body, i) => ({
        id: `m${i}`,
        timestamp: new Date(),
        attempts: 1,
        body: body as MailMessage,
      })),
    );
    const context = createExecutionContext();
    await worker.queue(batch, bindings);
    return await getQueueResult(batch, context);
  }

  it('F7: a message three times, out of order, is one mail', async () => {
    const [one, two] = [await queued(Date.now()), await queued(Date.now())];
    const ids = [two, one, two, one, two, one].map(({ mailId }) => ({ mailId }));
    const result = await consume(ids);
    expect(result.explicitAcks).toHaveLength(6);
    expect(await mailsTo(one.address)).toHaveLength(1);
    expect(await mailsTo(two.address)).toHaveLength(1);
  });

  it('F7: a message that is none of ours goes the way to the dead letters', async () => {
    const good = await queued(Date.now());
    const bodies = [{}, null, 'x', { mailId: 7 }, { mailId: good.mailId }, { mailId: 'unknown' }];
    const result = await consume(bodies);
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['m0', 'm1', 'm2', 'm3']);
    expect(result.explicitAcks).toEqual(['m4', 'm5']);
    expect(await mailsTo(good.address)).toHaveLength(1);
  });

  it('F7 F4: a mail that could not be sent is handed over again when it is due', async () => {
    const { mailId } = await queued(Date.now(), 'busy');
    const result = await consume([{ mailId }], faultySmtp);
    expect(result.retryMessages).toHaveLength(1);
    expect(result.explicitAcks).toEqual([]);
  });

  it('F8: the sweep missed or run twice ends in the same state', async () => {
    const now = Date.now();
    const mails = [await queued(now), await queued(now), await queued(now)];
    await Promise.all([deliverDueMail(env, now), deliverDueMail(env, now)]);
    await deliverDueMail(env, now + MINUTE);
    for (const { mailId, address } of mails) {
      expect((await rowOf(mailId)).state).toBe('sent');
      expect(await mailsTo(address)).toHaveLength(1);
    }
  });
});

describe('the sweep', () => {
  beforeEach(async () => {
    await env.DB.prepare("UPDATE mails SET state = 'dead' WHERE state IN ('queued', 'sending')").run();
  });

  const states = async (ids: readonly string[]) =>
    await rows<{ state: string; tries: number }>(
      'SELECT state, tries FROM mails WHERE id IN (SELECT value FROM json_each(?1))',
      JSON.stringify(ids),
    );

  /** Mails that were wanted and never put on the queue. */
  async function left(count: number, now: number, local = 'left'): Promise<string[]> {
    const ids = Array.from({ length: count }, () => newId());
    await env.DB.batch(
      ids.map((id) =>
        env.DB.prepare(
          `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
           SELECT ?1, template, ?2, ?1 || '.' || subject_id, 'queued', ?3, ?3 FROM mails WHERE template = 'confirmation' LIMIT 1`,
        ).bind(id, `${local}@${id}.example`, now),
      ),
    );
    return ids;
  }

  it('F4: sends all that is due, not the first few of it', async () => {
    await queued(Date.now());
    const now = Date.now();
    const ids = await left(240, now);
    await deliverDueMail(quiet, now);
    // Their requests are none: what counts is that each was looked at, once.
    expect(await states(ids)).toEqual(ids.map(() => ({ state: 'dead', tries: 1 })));
  });

  it('F4: a server that hangs costs the sweep two patiences, not one for each mail', async () => {
    const now = Date.now();
    const mails = await Promise.all(Array.from({ length: 40 }, () => queued(now, 'silent')));
    const ids = mails.map(({ mailId }) => mailId);
    // Each reading of the clock is half a minute after the one before, as with a server that never answers.
    let time = 0;
    const clock = () => (time += 30_000);
    await deliverDueMail({ ...quiet, SMTP_PORT: env.TEST_FAULTY_SMTP_PORT } as Env, now, {
      clock,
      patienceMs: 200,
    });
    const tried = (await states(ids)).filter(({ tries }) => tries > 0);
    expect(tried.length).toBeGreaterThan(0);
    expect(tried.length).toBeLessThanOrEqual(4);
  });
});

describe('a reader whose mail does not go out', () => {
  it('F4: is told so, keeps the request, and gets the mail when the server is back', async () => {
    const server = (request: Request) =>
      worker.fetch(
        request as Request<unknown, IncomingRequestCfProperties>,
        noSmtp,
        createExecutionContext(),
      ) as Promise<Response>;
    const prospect = newProspect('soc2-type2', { server });
    expect((await prospect.ask()).status).toBe(303);
    const page = textOf(await (await prospect.browser.get('/access/soc2-type2/confirm')).text());
    expect(page).toContain('could not be sent yet');
    expect(page).toContain('Your request is kept');
    await deliverDueMail(env, Date.now() + MINUTE);
    expect(await mailsTo(prospect.address)).toHaveLength(1);
    const normal = openBrowser();
    for (const [name, value] of prospect.browser.cookies) normal.cookies.set(name, value);
    expect(textOf(await (await normal.get('/access/soc2-type2/confirm')).text())).toContain(
      'one is on its way',
    );
    const { code } = await prospect.keys();
    // The mail was sent a minute from now: its ten minutes began then.
    expect((await normal.post('/access/soc2-type2/confirm', { code })).status).toBe(303);
  });
});
