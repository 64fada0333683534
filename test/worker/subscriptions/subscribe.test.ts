import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../worker/localised.tsx';
import { deliverDueMail, deliverMail } from '../../../worker/mail/outbox.ts';
import { newToken } from '../../../worker/random.ts';
import { announceNews } from '../../../worker/subscriptions/announce.ts';
import { items } from '../../../worker/subscriptions/items.ts';
import { subscriptionToken } from '../../../worker/subscriptions/token.ts';
import { type Browser, fieldsOf, openBrowser as open, textOf } from '../access/browser.ts';
import { mailsTo, newAddress } from '../access/prospect.ts';
import { eventsAbout, rows } from '../access/rows.ts';
import { serverWith } from '../login/server.ts';
import { forTries } from '../mail/sweep-limits.ts';
import { quiet } from '../quiet.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const server = serverWith({ ...quiet });
const openBrowser = () => open(server);

async function ask(
  address: string,
  topics: readonly string[] = ['updates'],
  browser: Browser = openBrowser(),
): Promise<Response> {
  const { attempt = '' } = fieldsOf(await (await browser.get('/subscribe')).text());
  const chosen = Object.fromEntries(topics.map((topic) => [`topic-${topic}`, 'yes']));
  return await browser.post('/subscribe', { attempt, address, ...chosen });
}

/** Sends what waits for an address, and returns the newest mail. */
async function letterTo(address: string, now = Date.now()) {
  const due = await rows<{ id: string }>(
    "SELECT id FROM mails WHERE recipient = ?1 AND state = 'queued'",
    address,
  );
  for (const { id } of due) await deliverMail(quiet, id, now);
  return (await mailsTo(address))[0];
}

async function tokenTo(address: string): Promise<string> {
  const letter = await letterTo(address);
  return /confirm\?token=([\w-]+)/.exec(letter?.text ?? '')?.[1] ?? '';
}

async function subscriptionOf(address: string) {
  const [row] = await rows<{ id: string; topics: string }>(
    `SELECT id, (SELECT group_concat(topic, ' ' ORDER BY topic) FROM subscription_topics WHERE subscription_id = s.id) AS topics
     FROM subscriptions s WHERE address = ?1`,
    address,
  );
  return row ?? null;
}

async function subscriber(topics: readonly string[] = ['updates'], address = newAddress()) {
  await ask(address, topics);
  const token = await tokenTo(address);
  expect((await openBrowser().post('/subscribe/confirm', { token })).status).toBe(200);
  const subscription = await subscriptionOf(address);
  const id = subscription?.id ?? '';
  return { address, id, token: await subscriptionToken(env.SESSION_SECRET, id) };
}

describe('double opt-in', () => {
  it('the form takes an address and topics, and the mail’s link leads to one button', async () => {
    const browser = openBrowser();
    const page = await (await browser.get('/subscribe?topic=reports')).text();
    expect(page).toMatch(/id="topic-reports"[^>]*checked/);
    expect(page).not.toMatch(/id="topic-updates"[^>]*checked/);
    const address = newAddress();
    const answer = await ask(address, ['updates', 'reports'], browser);
    expect(textOf(await answer.text())).toContain(`If mail to ${address} is possible, one is on its way`);
    expect(await subscriptionOf(address)).toBeNull();
    const letter = await letterTo(address);
    expect(letter?.subject).toBe('Confirm that you want news from Larkspur Relay');
    expect(letter?.text).toContain('updates and new reports');
    const token = await tokenTo(address);
    const shown = await (await openBrowser().get(`/subscribe/confirm?token=${token}`)).text();
    expect(textOf(shown)).toContain(`We will write to ${address} about updates and new reports`);
    const confirmed = await openBrowser().post('/subscribe/confirm', { token });
    expect(textOf(await confirmed.text())).toContain('Confirmed.');
    const subscription = await subscriptionOf(address);
    expect(subscription?.topics).toBe('reports updates');
    expect(await eventsAbout(subscription?.id ?? '')).toEqual(['subscription.confirmed']);
  });

  it('M1: a scanner that opens the link fifty times confirms nothing', async () => {
    const address = newAddress();
    await ask(address);
    const token = await tokenTo(address);
    for (let i = 0; i < 25; i++) {
      expect((await openBrowser().get(`/subscribe/confirm?token=${token}`)).status).toBe(200);
      await openBrowser().head(`/subscribe/confirm?token=${token}`);
    }
    expect(await subscriptionOf(address)).toBeNull();
  });

  it('M3 M4: a link works once, also when it is pressed twenty times at once', async () => {
    const address = newAddress();
    await ask(address);
    const token = await tokenTo(address);
    const presses = Array.from({ length: 20 }, () => openBrowser().post('/subscribe/confirm', { token }));
    const done = (await Promise.all(presses)).filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    expect(await rows('SELECT 1 FROM subscriptions WHERE address = ?1', address)).toHaveLength(1);
    expect((await openBrowser().get(`/subscribe/confirm?token=${token}`)).status).toBe(404);
  });

  it('M5 M8: an older link ends with a newer mail, and every link after two days', async () => {
    const address = newAddress();
    await ask(address);
    const older = await tokenTo(address);
    await ask(address);
    const newer = await tokenTo(address);
    expect((await openBrowser().post('/subscribe/confirm', { token: older })).status).toBe(404);
    await env.DB.prepare('UPDATE subscription_requests SET expires_at = ?2 WHERE address = ?1')
      .bind(address, Date.now() - 1)
      .run();
    expect((await openBrowser().post('/subscribe/confirm', { token: newer })).status).toBe(404);
    expect(await subscriptionOf(address)).toBeNull();
  });

  it('M6: whatever is no token of ours confirms nothing', async () => {
    for (const token of ['', 'x', newToken(), `${newToken()}x`, "' OR 1=1 --"]) {
      expect((await openBrowser().post('/subscribe/confirm', { token })).status).toBe(404);
      expect((await openBrowser().get(`/subscribe/confirm?token=${encodeURIComponent(token)}`)).status).toBe(
        404,
      );
    }
  });

  it('M7: subscribed, unknown or full, an address gets the same answer', async () => {
    const known = await subscriber();
    const unknown = newAddress();
    const full = newAddress();
    for (let i = 0; i < 4; i++) await ask(full);
    const answers = [known.address, unknown, full].map(async (address) => {
      const answer = await ask(address);
      const page = textOf(await answer.text()).replaceAll(address, 'ADDRESS');
      return [answer.status, page];
    });
    const [a, b, c] = await Promise.all(answers);
    expect(b).toEqual(a);
    expect(c).toEqual(a);
  });

  it('M8 subscriber bombing: a mailbox bears three an hour, from however many networks and under every tag', async () => {
    const [local, domain] = newAddress().split('@');
    for (let i = 0; i < 8; i++) {
      const address = i % 2 === 0 ? `${local}@${domain}` : `${local}+tag${i}@${domain}`;
      expect((await ask(address)).status).toBe(200);
    }
    const mails = await rows(
      "SELECT 1 FROM mails WHERE recipient LIKE ?1 AND template = 'subscription'",
      `${local}%`,
    );
    expect(mails).toHaveLength(3);
  });

  it('M19: a doubled click is one mail', async () => {
    const address = newAddress();
    const browser = openBrowser();
    const { attempt = '' } = fieldsOf(await (await browser.get('/subscribe')).text());
    const press = () => browser.post('/subscribe', { attempt, address, 'topic-updates': 'yes' });
    await Promise.all([press(), press(), press()]);
    expect(await rows('SELECT 1 FROM mails WHERE recipient = ?1', address)).toHaveLength(1);
  });

  it('M9 M10: what is no address, and no topic, is asked for again, and kept', async () => {
    const browser = openBrowser();
    for (const address of ['', 'x', 'a@b', 'a@x.example\r\nBcc: b@x.example', 'a@x.example, b@x.example']) {
      const answer = await ask(address, ['reports'], browser);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(/id="topic-reports"[^>]*checked/);
    }
    const answer = await ask(newAddress(), [], browser);
    expect(textOf(await answer.text())).toContain('Choose at least one topic.');
  });

  it('S8: the forms are ours alone', async () => {
    const address = newAddress();
    const fields = { attempt: newToken(), address, 'topic-updates': 'yes' };
    for (const path of ['/subscribe', '/subscribe/confirm', '/subscribe/manage']) {
      const answer = await openBrowser().post(path, fields, { Origin: 'https://evil.example' });
      expect(answer.status).toBe(403);
      expect((await openBrowser().send('POST', path, {}, new URLSearchParams(fields))).status).toBe(403);
    }
    expect(await rows('SELECT 1 FROM mails WHERE recipient = ?1', address)).toEqual([]);
  });
});

describe('changing and ending', () => {
  it('the page behind the link changes topics; a GET changes nothing', async () => {
    const { id, token } = await subscriber(['updates']);
    const browser = openBrowser();
    const page = await (await browser.get(`/subscribe/manage?token=${token}`)).text();
    expect(page).toMatch(/id="topic-updates"[^>]*checked/);
    const change = { token, act: 'change', 'topic-reports': 'yes', 'topic-subprocessors': 'yes' };
    expect(textOf(await (await browser.post('/subscribe/manage', change)).text())).toContain('Changed.');
    expect(await rows('SELECT topic FROM subscription_topics WHERE subscription_id = ?1', id)).toHaveLength(
      2,
    );
    expect((await browser.post('/subscribe/manage', { token, act: 'change' })).status).toBe(400);
    expect(await eventsAbout(id)).toEqual(['subscription.confirmed', 'subscription.changed']);
    // L15: the same choice again is no change.
    expect(textOf(await (await browser.post('/subscribe/manage', change)).text())).toContain('Changed.');
    expect(await eventsAbout(id)).toEqual(['subscription.confirmed', 'subscription.changed']);
  });

  it('the end deletes the address, wherever it stands', async () => {
    const { address, id, token } = await subscriber();
    await ask(address);
    const answer = await openBrowser().post('/subscribe/manage', { token, act: 'end' });
    expect(textOf(await answer.text())).toContain('the address is deleted');
    for (const [table, column] of [
      ['subscriptions', 'address'],
      ['subscription_requests', 'address'],
      ['mails', 'recipient'],
    ]) {
      expect(await rows(`SELECT 1 FROM ${table} WHERE ${column} = ?1`, address)).toEqual([]);
    }
    expect(await rows('SELECT 1 FROM subscription_topics WHERE subscription_id = ?1', id)).toEqual([]);
    expect((await eventsAbout(id)).at(-1)).toBe('subscription.ended');
    expect((await openBrowser().get(`/subscribe/manage?token=${token}`)).status).toBe(404);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data'])(
    'RFC 8058: one POST of %s from a mail program’s server ends it, without cookie or Origin',
    async (type) => {
      const { address, token } = await subscriber();
      const path = `/api/unsubscribe?token=${token}`;
      const fields = { 'List-Unsubscribe': 'One-Click' };
      const body = new FormData();
      body.set('List-Unsubscribe', 'One-Click');
      const post = () =>
        openBrowser().send(
          'POST',
          path,
          {},
          type.startsWith('multipart') ? body : new URLSearchParams(fields),
        );
      expect((await post()).status).toBe(200);
      expect(await subscriptionOf(address)).toBeNull();
      // Once more is as good.
      expect((await post()).status).toBe(200);
    },
  );

  it('a GET of the same address, a scanner’s, ends nothing and leads to the page', async () => {
    const { address, token } = await subscriber();
    const answer = await openBrowser().get(`/api/unsubscribe?token=${token}`);
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      `/subscribe/manage?token=${token}`,
    ]);
    expect(await subscriptionOf(address)).not.toBeNull();
  });

  it('forged tokens end nothing, and the open path is that one alone', async () => {
    const { address, id, token } = await subscriber();
    const other = await subscriber();
    const oneClick = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    const forged = [
      '',
      id,
      `${id}.${'0'.repeat(64)}`,
      `${id}.${other.token.split('.')[1]}`,
      `${token}0`,
      await subscriptionToken('another secret', id),
    ];
    for (const wrong of forged) {
      const path = `/api/unsubscribe?token=${encodeURIComponent(wrong)}`;
      expect((await openBrowser().send('POST', path, {}, oneClick)).status).toBe(403);
      expect((await openBrowser().post('/subscribe/manage', { token: wrong, act: 'end' })).status).toBe(404);
    }
    for (const path of ['/subscribe/manage', '/subscribe/confirm', '/subscribe']) {
      expect((await openBrowser().send('POST', `${path}?token=${token}`, {}, oneClick)).status).toBe(403);
    }
    const without = await openBrowser().send(
      'POST',
      `/api/unsubscribe?token=${token}`,
      {},
      new URLSearchParams({ x: 'y' }),
    );
    expect(without.status).toBe(400);
    expect((await openBrowser().send('DELETE', `/api/unsubscribe?token=${token}`, {})).status).toBe(405);
    expect(await subscriptionOf(address)).not.toBeNull();
  });
});

describe('telling what is new', () => {
  beforeAll(async () => {
    await env.DB.prepare('DELETE FROM subscriptions').run();
  });

  /** As if the site had said an item for the first time now. */
  async function say(item: string, at: number) {
    await env.DB.prepare('UPDATE news SET seen_at = ?2, told_to = ?3, done_at = NULL WHERE item = ?1')
      .bind(item, at, '')
      .run();
  }
  const update = items.find(({ topic }) => topic === 'updates');

  it('what stood there at the first look, or when somebody subscribed, is not told', async () => {
    const early = await subscriber(['updates', 'reports', 'subprocessors']);
    expect(await announceNews(quiet, Date.now())).toBe(0);
    const [seen] = await rows<{ n: number; open: number }>(
      'SELECT count(*) AS n, sum(done_at IS NULL) AS open FROM news',
    );
    expect(seen?.n).toBeGreaterThan(3);
    expect(seen?.open).toBe(0);
    await say(update?.id ?? '', Date.now() - DAY);
    expect(await announceNews(quiet, Date.now())).toBe(0);
    expect(await mailsTo(early.address)).toHaveLength(1);
  });

  it('a new item is told to each subscriber of its topic, once, with one click to end it', async () => {
    const one = await subscriber(['updates']);
    const two = await subscriber(['updates', 'reports']);
    const other = await subscriber(['reports']);
    const now = Date.now() + 1;
    await say(update?.id ?? '', now);
    await Promise.all([announceNews(quiet, now), announceNews(quiet, now)]);
    await announceNews(quiet, now + HOUR);
    await deliverDueMail(quiet, now + 2 * HOUR);
    await deliverDueMail(quiet, now + 2 * HOUR);
    for (const { address, token } of [one, two]) {
      const letters = (await mailsTo(address)).filter(
        ({ subject }) => subject === update?.say(inEnglish).title,
      );
      expect(letters).toHaveLength(1);
      const header = (name: string) => letters[0]?.headers.find(({ key }) => key === name)?.value;
      expect(header('list-unsubscribe')).toBe(`<${env.ORIGIN}/api/unsubscribe?token=${token}>`);
      expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
      expect(letters[0]?.text).toContain(`${env.ORIGIN}/updates/`);
    }
    expect(await mailsTo(other.address)).toHaveLength(1);
    // A mail that one asked for has no such header.
    const [confirmation] = (await mailsTo(one.address)).slice(-1);
    expect(confirmation?.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(false);
  });

  it('a version of a policy that was approved is told, with the way to what changed word by word', async () => {
    const item = items.find(({ id }) => id === 'policies:access-control:1-5');
    const reader = await subscriber(['policies']);
    const other = await subscriber(['updates']);
    const now = Date.now() + 5;
    await say(item?.id ?? '', now);
    await announceNews(quiet, now);
    const letter = await letterTo(reader.address, now);
    expect(letter?.subject).toBe('Access control: version 1.5 was approved');
    expect(letter?.text).toContain('The change is substantive.');
    expect(letter?.text).toContain(`${env.ORIGIN}/policies/access-control/history/#v1.5`);
    expect(await mailsTo(other.address)).toHaveLength(1);
    for (const { id } of items) expect(id).not.toContain('.');
  });

  it('whoever ended it between queueing and sending gets nothing, and neither does a topic that was left', async () => {
    const left = await subscriber(['updates']);
    const changed = await subscriber(['updates']);
    const now = Date.now() + 10;
    await say(update?.id ?? '', now);
    await announceNews(quiet, now);
    await openBrowser().post('/subscribe/manage', { token: left.token, act: 'end' });
    await openBrowser().post('/subscribe/manage', {
      token: changed.token,
      act: 'change',
      'topic-reports': 'yes',
    });
    await deliverDueMail(quiet, now);
    expect(await mailsTo(left.address)).toHaveLength(1);
    expect(await mailsTo(changed.address)).toHaveLength(1);
  });

  it('a gated report is news once its file is live, and not while an older one is', async () => {
    const report = 'reports:soc2-type2:2026-11-02';
    expect(await rows('SELECT 1 FROM news WHERE item = ?1', report)).toEqual([]);
    const reader = await subscriber(['reports']);
    const revision = 'ab'.repeat(32);
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO report_versions (report_id, revision, manifest, body_etag, published_at, published_by)
         VALUES ('soc2-type2', ?1, '{}', '', 0, '')`,
      ).bind(revision),
      env.DB.prepare(
        "INSERT INTO report_pointers (report_id, revision, switched_at) VALUES ('soc2-type2', ?1, ?2)",
      ).bind(revision, Date.UTC(2026, 5, 1)),
    ]);
    const now = Date.now() + 20;
    await announceNews(quiet, now);
    expect(await rows('SELECT 1 FROM news WHERE item = ?1', report)).toEqual([]);
    await env.DB.prepare('UPDATE report_pointers SET switched_at = ?1')
      .bind(Date.UTC(2026, 10, 3))
      .run();
    await announceNews(quiet, now);
    const letter = await letterTo(reader.address, now);
    expect(letter?.subject).toBe('New: SOC 2 Type II');
  });

  it('ten thousand subscribers: each run is bounded, the next goes on, each is told once', async () => {
    const now = Date.now() + 30;
    await env.DB.batch([
      env.DB.prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
         INSERT INTO subscriptions (id, address, confirmed_at)
         SELECT printf('many-%05d', i), printf('reader%d@many.example', i), 0 FROM n`,
      ),
      env.DB.prepare(
        `INSERT INTO subscription_topics (topic, subscription_id, since)
         SELECT 'updates', id, 0 FROM subscriptions WHERE id LIKE 'many-%'`,
      ),
    ]);
    await say(update?.id ?? '', now);
    const runs: number[] = [];
    do runs.push(await announceNews(quiet, now));
    while (runs.at(-1) !== 0);
    expect(Math.max(...runs)).toBe(500);
    const [told] = await rows<{ n: number; each: number }>(
      `SELECT count(*) AS n, count(DISTINCT recipient) AS each FROM mails
       WHERE template = 'news' AND recipient LIKE '%@many.example'`,
    );
    expect(told).toEqual({ n: 10_000, each: 10_000 });
    // What one person waits for is sent before the rest of them.
    const address = newAddress();
    await ask(address);
    await deliverDueMail(quiet, Date.now() + HOUR, forTries(25));
    expect(await mailsTo(address)).toHaveLength(1);
  });
});
