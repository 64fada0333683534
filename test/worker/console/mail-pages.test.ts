import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listStatement } from '../../../worker/console/lists/read-list.ts';
import { mailList } from '../../../worker/console/mails/mail-list.tsx';
import type { Role, Staff } from '../../../worker/console/staff.ts';
import { subscriberList } from '../../../worker/console/subscribers/subscriber-list.tsx';
import { content } from '../../../worker/content.ts';
import { eventStatement } from '../../../worker/events.ts';
import { suppressIfChanged } from '../../../worker/mail/suppressions.ts';
import { newId } from '../../../worker/random.ts';
import { deliverWebhooks } from '../../../worker/webhooks/deliver.ts';
import { endpointSecret } from '../../../worker/webhooks/secret.ts';
import { type Browser, openBrowser, textOf } from '../access/browser.ts';
import { eventsAbout, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { scriptedServer } from '../scripted-server.ts';

const ROLES = ['viewer', 'approver', 'publisher', 'administrator'] as const;
const groups = [content.access.staffGroup];

async function staff(role: Role | 'viewer'): Promise<{ browser: Browser; person: string }> {
  const browser = openBrowser();
  const roles = role === 'viewer' ? [] : [role];
  return { browser, person: await signIn(browser, { kind: 'staff', name: 'Sample Staff', groups, roles }) };
}

/** A mail in the log. */
async function mail(row: { recipient: string; state?: string; template?: string; error?: string }) {
  const id = newId();
  await env.DB.prepare(
    `INSERT INTO mails (id, template, recipient, subject_id, state, tries, next_at, created_at, error)
     VALUES (?1, ?2, ?3, ?1, ?4, 12, ?5, ?5, ?6)`,
  )
    .bind(id, row.template ?? 'decision', row.recipient, row.state ?? 'dead', Date.now(), row.error ?? null)
    .run();
  return id;
}

describe('C1: who may do what', () => {
  const someone = '=HYPERLINK("x")@acme.example';

  it.each(ROLES)('%s', async (role) => {
    const { browser, person } = await staff(role);
    const id = await mail({ recipient: someone });
    const asRole = {
      requeue: await browser.post(`/console/mails/${id}/requeue`, { person }),
      allow: await browser.post(`/console/mails/${id}/allow`, { person }),
      add: await browser.post('/console/webhooks', {
        person,
        attempt: newId(),
        url: 'https://hooks.example.com/x',
        'kind-grant.made': 'yes',
      }),
      again: await browser.post('/console/webhooks/deliveries/none/again', { person }),
      remove: await browser.post('/console/webhooks/none', { person, act: 'remove' }),
      enable: await browser.post('/console/webhooks/none', { person, act: 'enable' }),
    };
    const statuses = Object.fromEntries(Object.entries(asRole).map(([act, { status }]) => [act, status]));
    const isAdministrator = role === 'administrator';
    const acts = isAdministrator
      ? { add: 303, again: 404, remove: 409, enable: 409 }
      : { add: 403, again: 403, remove: 403, enable: 403 };
    const decides = isAdministrator || role === 'approver';
    expect(statuses).toEqual({ requeue: decides ? 303 : 403, allow: decides ? 409 : 403, ...acts });
    for (const path of ['/console/mails', '/console/subscribers', '/console/webhooks'])
      expect((await browser.get(path)).status).toBe(200);
  });

  it('strangers and readers see none of it, and staff of another group neither', async () => {
    const reader = openBrowser();
    await signIn(reader, { kind: 'customer' });
    const other = openBrowser();
    await signIn(other, { kind: 'staff', groups: ['another'] });
    for (const path of ['/console/mails', '/console/subscribers', '/console/webhooks']) {
      for (const format of ['', '?format=csv', '?format=json']) {
        expect((await openBrowser().get(path + format)).status).toBe(401);
        expect((await reader.get(path + format)).status).toBe(403);
        expect((await other.get(path + format)).status).toBe(403);
      }
    }
  });
});

describe('the log of mails', () => {
  it('shows who only looks an address in part, in exports too, and no way to look for one', async () => {
    const local = crypto.randomUUID();
    await mail({ recipient: `${local}@acme.example` });
    const viewer = await staff('viewer');
    const approver = await staff('approver');
    for (const format of ['', '?format=csv', '?format=json']) {
      const seen = await (await viewer.browser.get(`/console/mails${format}`)).text();
      expect(seen).not.toContain(local);
      expect(seen).toContain(`${local.slice(0, 1)}…@acme.example`);
      expect(await (await approver.browser.get(`/console/mails${format}`)).text()).toContain(local);
    }
    const found = await (await viewer.browser.get(`/console/mails?to=${local}&format=json`)).json();
    expect((found as unknown[]).length).toBeGreaterThan(1);
    expect(await (await approver.browser.get(`/console/mails?to=${local}&format=json`)).json()).toHaveLength(
      1,
    );
  });

  it('filters by state and kind, and says what went wrong', async () => {
    await mail({ recipient: 'a@acme.example', template: 'receipt', error: 'EENVELOPE RCPT TO 550' });
    const { browser } = await staff('viewer');
    const page = textOf(await (await browser.get('/console/mails?state=dead&kind=receipt')).text());
    expect(page).toContain('Given up EENVELOPE RCPT TO 550');
    expect(textOf(await (await browser.get('/console/mails?state=queued&kind=receipt')).text())).toContain(
      'There is no mail of that kind.',
    );
  });

  it('F4: what was not sent because nobody needed it is no failure: apart in the filter, and without a button', async () => {
    const needless = await mail({
      recipient: 'needless@acme.example',
      template: 'expiring',
      error: 'no longer wanted',
    });
    const failed = await mail({ recipient: 'failed@acme.example', template: 'expiring', error: '550' });
    const { browser } = await staff('approver');
    const page = async (state: string) => await (await browser.get(`/console/mails?state=${state}`)).text();
    const [dead, dropped] = [await page('dead'), await page('dropped')];
    expect([dead.includes('needless@'), dead.includes('failed@')]).toEqual([false, true]);
    expect([dropped.includes('needless@'), dropped.includes('failed@')]).toEqual([true, false]);
    expect(textOf(dropped)).toContain('Not sent: no longer needed');
    expect(dead).toContain(`/console/mails/${failed}/requeue`);
    expect(dropped).not.toContain(`/console/mails/${needless}/requeue`);
  });

  it('what was given up is tried again once, by a named person, from their own page', async () => {
    const { browser, person } = await staff('approver');
    const id = await mail({ recipient: 'b@acme.example' });
    expect((await browser.post(`/console/mails/${id}/requeue`, { person: 'somebody-else' })).status).toBe(
      409,
    );
    expect(
      (await browser.post(`/console/mails/${id}/requeue`, { person }, { Origin: 'https://evil.example' }))
        .status,
    ).toBe(403);
    expect((await browser.post(`/console/mails/${id}/requeue`, { person })).status).toBe(303);
    expect(await eventsAbout(id)).toContain('mail.requeued');
    const [event] = await rows<{ actor: string }>('SELECT actor FROM events WHERE object = ?1', id);
    expect(event?.actor).toBe(person);
  });
});

describe('an address that gets no mail', () => {
  const suppressed = async (address: string) => {
    const db = env.DB.withSession('first-primary');
    const id = await mail({ recipient: address, error: 'mail to this address came back' });
    await db.batch([
      db.prepare('UPDATE mails SET tries = tries WHERE id = ?1').bind(id),
      ...(await suppressIfChanged(db, env.SESSION_SECRET, address, 'bounced', Date.now())),
    ]);
    return id;
  };

  it('an approver allows mail to it, from the log of mails', async () => {
    const { browser, person } = await staff('approver');
    const address = `${crypto.randomUUID()}@acme.example`;
    const id = await suppressed(address);
    const page = textOf(await (await browser.get(`/console/mails?to=${address}`)).text());
    expect(page).toContain('Allow mail to it');
    const refused = await browser.post(`/console/mails/${id}/requeue`, { person });
    expect([refused.status, textOf(await refused.text())]).toEqual([
      409,
      expect.stringContaining('staff allows mail to it'),
    ]);
    expect((await browser.post(`/console/mails/${id}/allow`, { person })).status).toBe(303);
    expect((await browser.post(`/console/mails/${id}/requeue`, { person })).status).toBe(303);
    expect(await eventsAbout(id)).toEqual(['suppression.lifted', 'mail.requeued']);
  });

  it('or from the page of the person, which says why', async () => {
    const { browser, person } = await staff('approver');
    const address = `${crypto.randomUUID()}@acme.example`;
    await suppressed(address);
    const id = newId();
    await env.DB.prepare(
      "INSERT INTO people (id, kind, address, name, created_at) VALUES (?1, 'prospect', ?2, 'Sample Reader', 1)",
    )
      .bind(id, address)
      .run();
    const page = async (who = browser) => textOf(await (await who.get(`/console/people/${id}`)).text());
    expect(await page()).toContain('Nothing is mailed to this address: a mail came back, ');
    expect(await page()).toContain('Allow mail to it again');
    expect(await page((await staff('viewer')).browser)).not.toContain('Allow mail to it again');
    expect((await browser.post(`/console/people/${id}/allow-mail`, { person })).status).toBe(303);
    expect(await page()).not.toContain('Nothing is mailed');
    expect(await eventsAbout(id)).toContain('suppression.lifted');
  });

  it('staff sees when it is their own that does not get its notices', async () => {
    const { browser } = await staff('viewer');
    const queue = async () => textOf(await (await browser.get('/console')).text());
    const { requestsNotify } = content.access;
    expect(await queue()).not.toContain('The last notice to');
    await mail({ recipient: requestsNotify, template: 'notice', error: 'EENVELOPE RCPT TO 550' });
    expect(await queue()).toContain(`The last notice to ${requestsNotify} did not arrive`);
    await mail({ recipient: requestsNotify, template: 'notice', state: 'sent' });
    await env.DB.prepare(
      "UPDATE mails SET created_at = created_at + 1000 WHERE state = 'sent' AND recipient = ?1",
    )
      .bind(requestsNotify)
      .run();
    expect(await queue()).not.toContain('The last notice to');
  });
});

describe('subscribers', () => {
  beforeAll(async () => {
    await env.DB.batch([
      ...['=cmd|x@acme.example', 'ann@acme.example', 'bob@beta.example'].map((address, i) =>
        env.DB.prepare('INSERT INTO subscriptions (id, address, confirmed_at) VALUES (?1, ?2, ?3)').bind(
          `s${i}`,
          address,
          Date.now() + i,
        ),
      ),
      ...(
        [
          ['updates', 's0'],
          ['updates', 's1'],
          ['reports', 's1'],
          ['reports', 's2'],
        ] as const
      ).map(([topic, id]) =>
        env.DB.prepare(
          'INSERT INTO subscription_topics (topic, subscription_id, since) VALUES (?1, ?2, 0)',
        ).bind(topic, id),
      ),
    ]);
  });

  it('are counted by topic, filtered, and whole for administrators alone', async () => {
    const viewer = await staff('approver');
    const page = textOf(await (await viewer.browser.get('/console/subscribers')).text());
    expect(page).toMatch(/All 3 Updates 2 Changes of subprocessors 0 New reports 2/);
    expect(page).toContain('a…@acme.example');
    expect(page).not.toContain('ann@');
    const { browser } = await staff('administrator');
    const reports = await (await browser.get('/console/subscribers?topic=reports&format=json')).json();
    expect((reports as { address: string }[]).map(({ address }) => address)).toEqual([
      'bob@beta.example',
      'ann@acme.example',
    ]);
    expect(textOf(await (await browser.get('/console/subscribers?address=ANN')).text())).toContain(
      'ann@acme',
    );
  });

  it('C6 C17: the export is inert in a spreadsheet, and in the record', async () => {
    const { browser, person } = await staff('administrator');
    const csv = await (await browser.get('/console/subscribers?format=csv')).text();
    expect(csv).toContain(`"'=cmd|x@acme.example"`);
    const [event] = await rows('SELECT type, object FROM events WHERE actor = ?1', person);
    expect(event).toEqual({ type: 'list.exported', object: 'list:subscribers' });
  });
});

describe('webhooks', () => {
  // Nothing is posted to places that other tests only added.
  beforeEach(async () => {
    await env.DB.prepare('DELETE FROM webhook_endpoints').run();
  });

  const add = (browser: Browser, person: string, url: string, more: Record<string, string> = {}) =>
    browser.post('/console/webhooks', {
      person,
      attempt: newId(),
      url,
      'kind-grant.made': 'yes',
      ...more,
    });

  it('an administrator adds one, sees its secret, what came back, sends again, and removes it', async () => {
    const server = scriptedServer();
    await server.says({ '/hook': { status: 200 } });
    const { browser, person } = await staff('administrator');
    const attempt = newId();
    const added = await add(browser, person, `${server.url}/hook`, { attempt });
    expect(added.headers.get('Location')).toBe(`/console/webhooks/${attempt}`);
    // A doubled click adds one.
    await add(browser, person, `${server.url}/hook`, { attempt });
    expect(await eventsAbout(attempt)).toEqual(['webhook.added']);
    const db = env.DB.withSession('first-primary');
    const event = { at: Date.now(), type: 'grant.made', actor: 'x', object: newId() };
    await eventStatement(db, event).run();
    await deliverWebhooks(env, Date.now());
    const page = await (await browser.get(`/console/webhooks/${attempt}`)).text();
    expect(textOf(page)).toContain('somebody may have a report Delivered 200 1');
    expect(page).toContain(await endpointSecret(env.SESSION_SECRET, attempt));
    const again = /deliveries\/([\w-]+)\/again/.exec(page)?.[1];
    expect((await browser.post(`/console/webhooks/deliveries/${again}/again`, { person })).status).toBe(303);
    expect(await server.seen()).toHaveLength(2);

    const viewer = await staff('approver');
    const seen = await (await viewer.browser.get(`/console/webhooks/${attempt}`)).text();
    expect(seen).not.toContain('whsec_');
    expect(seen).not.toContain('/hook');
    expect(seen).not.toContain('/again');

    expect((await browser.post(`/console/webhooks/${attempt}`, { person, act: 'remove' })).status).toBe(303);
    expect((await browser.get(`/console/webhooks/${attempt}`)).status).toBe(404);
    expect(await eventsAbout(attempt)).toEqual(['webhook.added', 'webhook.sent-again', 'webhook.removed']);
  });

  it('1.3.6: what leads inside is refused with one sentence, and what was entered is kept', async () => {
    const { browser, person } = await staff('administrator');
    for (const url of ['http://169.254.169.254/', 'https://10.0.0.1/', 'https://metadata.google.internal/']) {
      const answer = await add(browser, person, url);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(`value="${url}"`);
    }
    const answer = await add(browser, person, 'https://hooks.example.com/', { 'kind-grant.made': 'no' });
    expect(textOf(await answer.text())).toContain('Choose at least one.');
    expect((await add(browser, person, 'https://hooks.example.com/', { attempt: 'staff' })).status).toBe(400);
  });

  it('C4: fields that are none of the form’s change nothing', async () => {
    const { browser, person } = await staff('administrator');
    const attempt = newId();
    await add(browser, person, 'https://hooks.example.com/', {
      attempt,
      cursor: '0',
      created_by: 'x',
      'kind-everything': 'yes',
    });
    const [row] = await rows<{ created_by: string; types: string }>(
      'SELECT created_by, types FROM webhook_endpoints WHERE id = ?1',
      attempt,
    );
    expect(row).toEqual({ created_by: person, types: '["grant.made"]' });
  });
});

it('D9: no page of these lists reads a whole table', async () => {
  const administrator = { person: { id: 'x' }, roles: ['administrator'] } as unknown as Staff;
  const reading = { staff: administrator, now: 0 };
  const plans: string[] = [];
  const explain = async ({ sql, values }: { sql: string; values: readonly (string | number)[] }) => {
    const plan = await rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
    plans.push(...plan.map(({ detail }) => detail));
  };
  const place = [Date.now(), 'x'] as const;
  for (const [name, value] of Object.entries({ state: 'dead', kind: 'news', returned: 'bounced', to: 'a' })) {
    const at = name === 'to' ? (['a', 'x'] as const) : place;
    await explain(listStatement(reading, mailList(administrator), new Map([[name, value]]), at, 50));
  }
  await explain(listStatement(reading, mailList(administrator), new Map(), place, 50));
  for (const [name, value] of Object.entries({ topic: 'updates', address: 'a' })) {
    const at = name === 'address' ? (['a', 'x'] as const) : place;
    await explain(listStatement(reading, subscriberList(administrator), new Map([[name, value]]), at, 50));
  }
  await explain({
    sql: 'SELECT id FROM webhook_deliveries WHERE endpoint_id = ? ORDER BY tried_at DESC, event_id DESC LIMIT 50',
    values: ['x'],
  });
  const whole = plans.filter((detail) => /^SCAN /.test(detail) || /TEMP B-TREE FOR ORDER BY/.test(detail));
  expect(whole).toEqual([]);
});
