import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { deliverDueMail, deliverMail } from '../../../worker/mail/outbox.ts';
import { queueForGrants } from '../../../worker/mail/store.ts';
import { findSuppression } from '../../../worker/mail/suppressions.ts';
import { rows } from '../access/rows.ts';
import { type ScriptedServer, scriptedServer } from '../scripted-server.ts';
import { holder } from './holder.ts';

const MINUTE = 60_000;
const KEY = 'key-of-the-mail-service';

/** The Worker's bindings with a mail service of the test's own. */
function bindings(server: ScriptedServer, settings: Record<string, string> = {}): Env {
  const service = { MAIL_PROVIDER: 'api', MAIL_API_URL: `${server.url}/emails`, MAIL_API_KEY: KEY };
  return { ...env, ...service, ...settings } as unknown as Env;
}

/** Mails that wait, one to each of some people. */
async function queued(count: number, now: number): Promise<{ id: string; recipient: string }[]> {
  const holders = await Promise.all(
    Array.from({ length: count }, () => holder({ expiresAt: now + 2 * 86_400_000 })),
  );
  const db = env.DB.withSession('first-primary');
  const ids = holders.map(({ grantId }) => grantId);
  await db.batch([queueForGrants(db, { template: 'expiring' }, ids, now)]);
  return await rows(
    "SELECT id, recipient FROM mails WHERE template = 'expiring' AND substr(subject_id, 1, instr(subject_id, '.') - 1) IN (SELECT value FROM json_each(?1))",
    JSON.stringify(ids),
  );
}

async function stateOf(mailId: string) {
  const [row] = await rows<{ state: string; tries: number; next_at: number; error: string | null }>(
    'SELECT state, tries, next_at, error FROM mails WHERE id = ?1',
    mailId,
  );
  return row;
}

describe('a mail service with an HTTP API', () => {
  it('gets one JSON request with the key, the idempotency key and the headers; its id is kept', async () => {
    const server = scriptedServer();
    await server.says({ '/emails': { body: '{"id":"service-1"}' } });
    const now = Date.now();
    const [mail] = await queued(1, now);
    expect(await deliverMail(bindings(server), mail?.id ?? '', now)).toBe('sent');
    const [request, ...more] = await server.seen();
    expect(more).toEqual([]);
    expect(request?.method).toBe('POST');
    expect(request?.authorization).toBe(`Bearer ${KEY}`);
    expect(request?.headers['idempotency-key']).toBe(`${mail?.id}@larkspur-relay.example`);
    const body = JSON.parse(request?.body ?? '{}') as Record<string, unknown>;
    expect(body).toMatchObject({
      from: '"Larkspur Relay" <trust@larkspur-relay.example>',
      to: [mail?.recipient],
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    expect(body.subject).toContain('ends on');
    expect(body.text).toContain(`${env.ORIGIN}/en/access/`);
    const [row] = await rows('SELECT message_id FROM mails WHERE id = ?1', mail?.id);
    expect(row).toEqual({ message_id: 'service-1' });
  });

  it('in another service’s words, without its tracking; a recipient whom it refuses gets nothing more', async () => {
    const server = scriptedServer();
    const postmark = bindings(server, { MAIL_API_FORMAT: 'postmark' });
    await server.says({ '/emails': { body: '{"ErrorCode":0,"MessageID":"pm-1"}' } });
    const now = Date.now();
    const [one, two] = await queued(2, now);
    expect(await deliverMail(postmark, one?.id ?? '', now)).toBe('sent');
    const [request] = await server.seen();
    expect(request?.headers['x-postmark-server-token']).toBe(KEY);
    expect(JSON.parse(request?.body ?? '{}')).toMatchObject({
      To: one?.recipient,
      TrackOpens: false,
      TrackLinks: 'None',
    });
    await server.says({ '/emails': { status: 422, body: '{"ErrorCode":406,"Message":"inactive"}' } });
    expect(await deliverMail(postmark, two?.id ?? '', now)).toBe('dead');
    expect(
      await findSuppression(env.DB.withSession('first-primary'), env.SESSION_SECRET, two?.recipient ?? ''),
    ).toMatchObject({ reason: 'refused' });
  });

  it.each([400, 413, 422])(
    'F4: what it refuses with %i is given up, and says nothing of the address',
    async (status) => {
      const server = scriptedServer();
      await server.says({ '/emails': { status, body: '{"message":"no"}' } });
      const now = Date.now();
      const [mail] = await queued(1, now);
      expect(await deliverMail(bindings(server), mail?.id ?? '', now)).toBe('dead');
      expect((await stateOf(mail?.id ?? ''))?.error).toContain(String(status));
      const db = env.DB.withSession('first-primary');
      expect(await findSuppression(db, env.SESSION_SECRET, mail?.recipient ?? '')).toBeNull();
    },
  );

  it.each([
    ['F4: is busy', { status: 429, headers: { 'Retry-After': '1' } }],
    ['F4: is down', { status: 503 }],
    ['F4: does not know our key any more', { status: 401 }],
    ['F4: forbids it', { status: 403 }],
    ['F4: has moved', { status: 404 }],
    ['F4: redirects, which is not followed', { status: 307, headers: { Location: '/elsewhere' } }],
    ['F4: never answers', { stall: 'headers' }],
    ['F4: stops in mid-answer', { stall: 'body' }],
    ['F4: hangs up', { lost: true }],
  ] as const)('%s: tried again later', async (_, answer) => {
    const server = scriptedServer();
    await server.says({ '/emails': answer });
    const now = Date.now();
    const [mail] = await queued(1, now);
    expect(await deliverMail(bindings(server), mail?.id ?? '', now, 500)).toBe('queued');
    const state = await stateOf(mail?.id ?? '');
    expect(state?.error).not.toContain(mail?.recipient);
    expect(state?.error).not.toContain(KEY);
    expect(state?.next_at).toBeGreaterThan(now);
    expect((await server.seen()).map(({ path }) => path)).toEqual(['/emails']);
  });

  it('an answer of 10 MB, or one that is no JSON, is not read to its end and is still an answer', async () => {
    const server = scriptedServer();
    const now = Date.now();
    const [large, html] = await queued(2, now);
    await server.says({ '/emails': { body: '{"id":"x"}', padding: 10_000_000 } });
    expect(await deliverMail(bindings(server), large?.id ?? '', now)).toBe('sent');
    await server.says({ '/emails': { body: '<h1>Accepted</h1>' } });
    expect(await deliverMail(bindings(server), html?.id ?? '', now)).toBe('sent');
  });

  it('F4: down for an hour: nothing is lost, and nobody is mailed twice', async () => {
    const server = scriptedServer();
    const service = bindings(server);
    const start = Date.now();
    const mails = await queued(8, start);
    const ours = new Set(mails.map(({ id }) => `${id}@larkspur-relay.example`));
    const tries = async () =>
      (await server.seen())
        .map(({ headers }) => String(headers['idempotency-key']))
        .filter((key) => ours.has(key));
    // It takes the first tries, and their answers are lost: whether they were sent, nobody knows.
    await server.says({ '/emails': { lost: true } });
    await deliverDueMail(service, start);
    await server.says({ '/emails': { status: 503 } });
    for (let minute = 5; minute < 60; minute += 5) await deliverDueMail(service, start + minute * MINUTE);
    for (const { id } of mails) expect((await stateOf(id))?.state).toBe('queued');
    const refused = await tries();
    await server.says({ '/emails': { body: '{"id":"y"}' } });
    for (let minute = 60; minute < 180; minute += 5) await deliverDueMail(service, start + minute * MINUTE);
    for (const { id } of mails) expect((await stateOf(id))?.state).toBe('sent');

    // After the outage each mail is handed over once, under the key of its first try: the service knows it again.
    const accepted = (await tries()).slice(refused.length);
    expect(accepted.toSorted()).toEqual([...ours].toSorted());
    expect(refused.length).toBeGreaterThan(mails.length * 3);
  });
});
