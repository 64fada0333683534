import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../worker/config.ts';
import { insertProposal } from '../../../worker/console/proposals/store.ts';
import { content } from '../../../worker/content.ts';
import { eventStatement } from '../../../worker/events.ts';
import { deliverDueMail } from '../../../worker/mail/outbox.ts';
import { newId } from '../../../worker/random.ts';
import { deliverWebhooks, sendAgain } from '../../../worker/webhooks/deliver.ts';
import { checkEndpointUrl } from '../../../worker/webhooks/endpoint-url.ts';
import type { Kind } from '../../../worker/webhooks/kinds.ts';
import { endpointSecret } from '../../../worker/webhooks/secret.ts';
import {
  enableEndpoint,
  findEndpoint,
  insertEndpoint,
  listDeliveries,
} from '../../../worker/webhooks/store.ts';
import { mailsTo, newProspect } from '../access/prospect.ts';
import { eventsAbout, requestsOf, rows } from '../access/rows.ts';
import { scriptedServer } from '../scripted-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const db = () => env.DB.withSession('first-primary');
const config = { ORIGIN: env.ORIGIN, SESSION_SECRET: env.SESSION_SECRET, local: true } as Config;

/** An endpoint of the test's own, which is told of what happens from now on. */
async function endpoint(kinds: readonly Kind[] = ['grant.made'], url?: string) {
  const server = scriptedServer();
  await server.says({ '/hook': { status: 200 } });
  const id = newId();
  await insertEndpoint(db(), { id, url: url ?? `${server.url}/hook`, kinds, by: 'staff-1' }, 0);
  return { id, server };
}

/** Things that happen. */
async function happen(...types: string[]): Promise<string[]> {
  const objects = types.map(() => newId());
  await db().batch(
    types.map((type, i) =>
      eventStatement(db(), {
        at: Date.now(),
        type,
        actor: 'person-who-did-it',
        object: objects[i] ?? '',
        detail: { report: 'soc2-type2', copy: 'COPY-ID', secretly: 'inside' },
      }),
    ),
  );
  return objects;
}

const told = async (server: { seen(): Promise<{ body: string }[]> }) =>
  (await server.seen()).map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id);

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM webhook_endpoints').run();
});

describe('what an endpoint is told', () => {
  it('signed messages that the reference library accepts, in order, of the kinds it asked for, from now on', async () => {
    await happen('grant.made');
    const { id, server } = await endpoint(['grant.made', 'request.decided']);
    const objects = await happen('grant.made', 'download.started', 'request.released', 'request.denied');
    await deliverWebhooks(env, Date.now());
    await deliverWebhooks(env, Date.now());
    const seen = await server.seen();
    expect(await told(server)).toEqual([objects[0], objects[2], objects[3]]);
    const library = new Webhook(await endpointSecret(env.SESSION_SECRET, id));
    for (const { body, headers } of seen) library.verify(body, headers as unknown as Record<string, string>);
    expect(new Set(seen.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    expect(JSON.parse(seen[1]?.body ?? '')).toEqual({
      type: 'request.decided',
      timestamp: expect.stringMatching(/^20.*Z$/),
      data: { event: 'request.released', id: objects[2], report: 'soc2-type2' },
    });
  });

  it('ids and facts, and nothing of a person', async () => {
    const { server } = await endpoint(['request.pending', 'grant.made', 'subscription.confirmed']);
    const prospect = newProspect('soc2-type2', { name: 'Ann Lee', company: 'Lee Holdings' });
    await prospect.ask();
    await prospect.confirm();
    await prospect.agree();
    await deliverWebhooks(env, Date.now());
    const said = (await server.seen()).map(({ body }) => body).join('\n');
    expect(said).toContain('grant.made');
    for (const secret of ['Ann', 'Lee', prospect.address, 'prospect.example'])
      expect(said).not.toContain(secret);
  });

  it('what fails is tried again later, nothing overtakes it, and an end in success is one delivery', async () => {
    const { id, server } = await endpoint();
    await server.says({ '/hook': { status: 500 } });
    const objects = await happen('grant.made', 'grant.made');
    const start = Date.now();
    await deliverWebhooks(env, start);
    await deliverWebhooks(env, start + 1_000);
    expect(await told(server)).toEqual([objects[0]]);
    await deliverWebhooks(env, start + 6_000);
    expect(await told(server)).toEqual([objects[0], objects[0]]);
    await server.says({ '/hook': { status: 204 } });
    await deliverWebhooks(env, start + 6_000 + 5 * MINUTE);
    expect(await told(server)).toEqual([objects[0], objects[0], objects[0], objects[1]]);
    const deliveries = await listDeliveries(db(), id, 10);
    expect(deliveries.map(({ state, tries, answer }) => [state, tries, answer])).toEqual([
      ['delivered', 1, '204'],
      ['delivered', 3, '204'],
    ]);
    expect((await findEndpoint(db(), id))?.failing_since).toBeNull();
  });

  it.each([
    [
      'redirects to a private address, which is not followed',
      { status: 307, headers: { Location: 'http://169.254.169.254/' } },
      '307',
    ],
    ['hangs up', { lost: true }, 'no connection, or it broke off'],
    ['is busy', { status: 429, headers: { 'Retry-After': '7200' } }, '429'],
  ] as const)('an endpoint that %s has failed', async (_, answer, said) => {
    const { id, server } = await endpoint();
    await server.says({ '/hook': answer });
    await happen('grant.made');
    const now = Date.now();
    await deliverWebhooks(env, now);
    const [delivery] = await listDeliveries(db(), id, 1);
    expect([delivery?.state, delivery?.answer]).toEqual(['failing', said]);
    const wait = ((await findEndpoint(db(), id))?.next_at ?? 0) - now;
    expect(wait).toBe(said === '429' ? 2 * HOUR : 5_000);
    expect((await server.seen()).map(({ path }) => path)).toEqual(['/hook']);
  });

  it('an answer of 10 MB is not read to its end; one that never comes is not waited for', async () => {
    const large = await endpoint();
    await large.server.says({ '/hook': { status: 200, padding: 10_000_000 } });
    const silent = await endpoint();
    await silent.server.says({ '/hook': { stall: 'headers' } });
    await happen('grant.made');
    await deliverWebhooks(env, Date.now(), { patienceMs: 3_000 });
    expect((await listDeliveries(db(), large.id, 1))[0]?.state).toBe('delivered');
    const [delivery] = await listDeliveries(db(), silent.id, 1);
    expect([delivery?.state, delivery?.answer]).toEqual(['failing', 'no answer in time']);
  });

  it('a retry storm: at most a handful of tries a day, and after five days the end, of which staff is told', async () => {
    const { id, server } = await endpoint();
    await server.says({ '/hook': { status: 503 } });
    const [object] = await happen('grant.made');
    const start = Date.now();
    for (let at = start; at <= start + 7 * DAY; at += HOUR) await deliverWebhooks(env, at);
    const tries = (await told(server)).length;
    expect(tries).toBeGreaterThan(8);
    expect(tries).toBeLessThan(16);
    const stopped = await findEndpoint(db(), id);
    expect(stopped?.disabled_at).toBeGreaterThanOrEqual(start + 5 * DAY);
    expect(await eventsAbout(id)).toEqual(['webhook.added', 'webhook.disabled']);
    await deliverDueMail(env, start + 7 * DAY);
    const letters = await mailsTo(content.access.requestsNotify);
    expect(letters.some(({ text }) => text.includes(`/console/webhooks/${id}`))).toBe(true);
    // What happened since is kept, and sent when it is turned on again.
    const [later] = await happen('grant.made');
    await server.says({ '/hook': { status: 200 } });
    expect(await enableEndpoint(db(), id, 'staff-1', start + 8 * DAY)).toBe(true);
    await deliverWebhooks(env, start + 8 * DAY);
    expect((await told(server)).slice(tries)).toEqual([object, later]);
  });

  it('410 is the end at once', async () => {
    const { id, server } = await endpoint();
    await server.says({ '/hook': { status: 410 } });
    await happen('grant.made');
    await deliverWebhooks(env, Date.now());
    expect((await findEndpoint(db(), id))?.disabled_at).not.toBeNull();
    expect((await listDeliveries(db(), id, 1))[0]?.state).toBe('given-up');
  });

  it('two runs at once tell it once; a run ends when its time is over, and the next one goes on', async () => {
    const { server } = await endpoint();
    const objects = await happen(...Array.from({ length: 40 }, () => 'grant.made'));
    const now = Date.now();
    // A server that takes its ten seconds for each: the clock is moved, and nobody waits.
    let time = 0;
    const clock = () => (time += 10_000);
    await Promise.all([deliverWebhooks(env, now, { clock }), deliverWebhooks(env, now, { clock })]);
    const first = await told(server);
    expect(first.length).toBeGreaterThan(5);
    expect(first.length).toBeLessThan(30);
    expect(first).toEqual(objects.slice(0, first.length));
    await deliverWebhooks(env, now);
    expect(await told(server)).toEqual(objects);
  });

  it('thousands of events that it does not want, or does, are one run', async () => {
    const { id, server } = await endpoint(['report.published']);
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       INSERT INTO events (at, type, actor, object, detail) SELECT 0, 'grant.revoked', 'x', 'many', '{}' FROM n`,
    ).run();
    const [object] = await happen('report.published');
    const unwanted = (await endpoint(['mail.returned'])).id;
    await happen('grant.made');
    await deliverWebhooks(env, Date.now());
    expect(await told(server)).toEqual([object]);
    const [last] = await rows<{ id: number }>('SELECT max(id) AS id FROM events');
    expect((await findEndpoint(db(), id))?.cursor).toBe(last?.id);
    expect((await findEndpoint(db(), unwanted))?.cursor).toBe(last?.id);
    const wanting = await endpoint(['grant.revoked']);
    await happen(...Array.from({ length: 60 }, () => 'grant.revoked'));
    await deliverWebhooks(env, Date.now());
    expect(await told(wanting.server)).toHaveLength(60);
  });

  it.each([
    'nda.accepted',
    'nda.ended',
    'nda.declined',
    'grant.ended',
    'grant.renewed',
    'grant.superseded',
    'subscription.changed',
    'request.withdrawn',
    'request.expired',
    'proposal.made',
  ] as const)('is told of %s', async (kind) => {
    const { server } = await endpoint([kind]);
    const [object] = await happen(kind);
    await deliverWebhooks(env, Date.now());
    expect(await told(server)).toEqual([object]);
  });

  it('one that never answers does not hold up the others', async () => {
    const broken = await endpoint(['grant.made'], 'http://127.0.0.1:9/hook');
    const { server } = await endpoint();
    const [object] = await happen('grant.made');
    await deliverWebhooks(env, Date.now());
    expect(await told(server)).toEqual([object]);
    expect((await listDeliveries(db(), broken.id, 1))[0]?.state).toBe('failing');
  });

  it('“send again” posts the same message under the same id', async () => {
    const { id, server } = await endpoint();
    await happen('grant.made');
    await deliverWebhooks(env, Date.now());
    const [delivery] = await listDeliveries(db(), id, 1);
    expect(await sendAgain(db(), config, delivery?.id ?? '', 'staff-1', Date.now())).toBe(id);
    const [first, second] = await server.seen();
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect((await listDeliveries(db(), id, 1))[0]?.tries).toBe(2);
    expect((await eventsAbout(id)).at(-1)).toBe('webhook.sent-again');
    await expect(sendAgain(db(), config, 'unknown', 'staff-1', Date.now())).rejects.toThrow('not-found');
  });
});

describe('server-side request forgery', () => {
  const production = { ORIGIN: 'https://trust.example.com', local: false };

  it.each([
    'http://example.com/hook',
    'ftp://example.com/',
    'javascript:alert(1)',
    'example.com/hook',
    '',
    'https://localhost/hook',
    'https://LOCALHOST./hook',
    'https://api.localhost/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://8.8.8.8/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00::1]/',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://intranet/',
    'https://router.home.arpa/',
    'https://１２７.０.０.１/',
    'https://user:secret@example.com/hook',
    'https://trust.example.com/api/mail/events',
    'https://trust.example.com./api/mail/events',
    'https://trust.example.com:8443/api/mail/events',
    `https://example.com/${'x'.repeat(2_000)}`,
  ])('%s is refused', (url) => {
    expect(checkEndpointUrl(url, production)).toHaveProperty('error');
  });

  it('a public name over https is taken; only the local system posts to its own machine', () => {
    expect(checkEndpointUrl(' https://hooks.example.com/x?y=1 ', production)).toEqual({
      url: 'https://hooks.example.com/x?y=1',
    });
    expect(checkEndpointUrl('http://127.0.0.1:9000/x', { ...production, local: true })).toHaveProperty('url');
    expect(checkEndpointUrl('http://169.254.169.254/', { ...production, local: true })).toHaveProperty(
      'error',
    );
    expect(checkEndpointUrl('http://10.0.0.1/', { ...production, local: true })).toHaveProperty('error');
  });

  it('an address that came into the table by another way is not posted to', async () => {
    const { id } = await endpoint(['grant.made'], 'http://169.254.169.254/latest/');
    await happen('grant.made');
    await deliverWebhooks(env, Date.now());
    const [delivery] = await listDeliveries(db(), id, 1);
    expect([delivery?.state, delivery?.answer]).toEqual(['failing', 'not sent: address refused']);
  });
});

describe('the staff’s chat', () => {
  /** A request that waits, and what the chat was told of it. */
  async function waits(settings: Record<string, string> = {}) {
    const server = scriptedServer();
    await server.says({ '/chat': { body: 'ok' } });
    const bindings = { ...env, STAFF_WEBHOOK_URL: `${server.url}/chat`, ...settings } as unknown as Env;
    await deliverWebhooks(bindings, Date.now());
    const prospect = newProspect('pentest-letter', {
      name: 'Ann Lee',
      company: '<!channel> <https://evil.example|Lee> & Sons',
    });
    await prospect.ask();
    await prospect.confirm();
    await prospect.agree();
    const [request] = await requestsOf(prospect.address);
    return { server, bindings, prospect, id: request?.id ?? '' };
  }

  it('C13: hears of a request that waits: report, company, time and a link that shows; no name, no address', async () => {
    const { server, bindings, prospect, id } = await waits();
    await deliverWebhooks(bindings, Date.now());
    await deliverWebhooks(bindings, Date.now());
    const [message, ...more] = await server.seen();
    expect(more).toEqual([]);
    expect(message?.headers['webhook-signature']).toBeUndefined();
    const body = JSON.parse(message?.body ?? '') as { text: string; blocks: { text: { type: string } }[] };
    expect(body.text).toMatch(/^A request for Penetration test letter waits \(/);
    expect(body.text).toContain('&lt;!channel&gt; &lt;https://evil.example|Lee&gt; &amp; Sons');
    expect(body.text).toContain(`${env.ORIGIN}/console/requests/${id}`);
    expect(body.blocks.map(({ text }) => text.type)).toEqual(['plain_text', 'plain_text', 'mrkdwn']);
    expect(message?.body).not.toContain('Ann Lee');
    expect(message?.body).not.toContain(prospect.address);
  });

  it.each([
    ['report', false, false],
    ['person', true, true],
  ])('STAFF_WEBHOOK_TELLS = %s', async (tells, company, person) => {
    const { server, bindings, prospect } = await waits({ STAFF_WEBHOOK_TELLS: tells });
    await deliverWebhooks(bindings, Date.now());
    const [message] = await server.seen();
    expect(message?.body.includes('Sons')).toBe(company);
    expect(message?.body.includes('Ann Lee')).toBe(person);
    expect(message?.body.includes(prospect.address)).toBe(person);
  });

  it('C13: hears of a proposal that waits, and not of one that was decided', async () => {
    const { server, bindings } = await waits();
    const act = {
      act: 'revoke',
      scope: 'report',
      target: 'soc2-type2',
      reason: 'Secret.',
      message: null,
      endNda: false,
    } as const;
    const [open, decided] = [newId(), newId()];
    for (const id of [open, decided])
      await insertProposal(db(), { id, act, madeBy: `maker of ${id}` }, 0, Date.now());
    await env.DB.prepare("UPDATE proposals SET state = 'refused' WHERE id = ?1").bind(decided).run();
    await deliverWebhooks(bindings, Date.now());
    const said = (await server.seen()).map(({ body }) => body).filter((body) => body.includes('proposal'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`${env.ORIGIN}/console/proposals/${open}`);
    expect(said[0]).toContain('Revoke access: a report');
    expect(said[0]).not.toContain('Secret');
  });

  it('is not told of what was decided meanwhile, and what fails is tried again', async () => {
    const { server, bindings, id } = await waits();
    await server.says({ '/chat': { status: 500 } });
    const now = Date.now();
    await deliverWebhooks(bindings, now);
    expect(await server.seen()).toHaveLength(1);
    await env.DB.prepare("UPDATE requests SET state = 'denied' WHERE id = ?1").bind(id).run();
    await deliverWebhooks(bindings, now + MINUTE);
    expect(await server.seen()).toHaveLength(1);
    const [delivery] = await rows(
      'SELECT state, answer FROM webhook_deliveries WHERE endpoint_id = ?1',
      'staff',
    );
    expect(delivery).toEqual({ state: 'delivered', answer: 'waits no longer: not sent' });
  });
});
