import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { validateRequest } from '../../../worker/access/request.ts';
import { type Client, submitRequest } from '../../../worker/access/submit.ts';
import { deliverMail } from '../../../worker/mail/outbox.ts';
import { en } from '../../../worker/messages/en.ts';
import { hashOf, newToken } from '../../../worker/random.ts';
import { sweepExpired } from '../../../worker/retention.ts';
import { fieldsOf, openBrowser, textOf } from './browser.ts';
import { mailsTo, newAddress, newProspect } from './prospect.ts';
import { requestsOf, rows } from './rows.ts';

const now = Date.UTC(2026, 10, 23, 12, 0, 0);
const client: Client = { ip: '192.0.2.1', userAgent: '', locale: 'en' };

/** Asks through the rule, at a time and from a place of the test's choice. */
async function ask(address: string, at: number, ip = client.ip): Promise<string | null> {
  const checked = validateRequest({ name: 'Ann', company: 'Acme', address }, en.fields);
  if (!('request' in checked)) throw new Error('the address is refused');
  const db = env.DB.withSession('first-primary');
  const browser = await hashOf(newToken());
  return await submitRequest(db, 'soc2-type2', checked.request, browser, newToken(), { ...client, ip }, at);
}

describe('the form', () => {
  it('N8 M10: shows every entry again with one sentence beside each wrong field', async () => {
    const browser = openBrowser();
    const { attempt } = fieldsOf(await (await browser.get('/access/soc2-type2')).text());
    const response = await browser.post('/access/soc2-type2', {
      attempt: attempt ?? '',
      name: ' \u200b ',
      company: '"><script>alert(1)</script>',
      address: 'ann@localhost',
    });
    const html = await response.text();
    expect(response.status).toBe(400);
    expect(html).toContain('<title>Error: ');
    expect(html).not.toContain('<script>alert');
    expect(textOf(html)).toContain('Enter your full name.');
    expect(textOf(html)).toContain('Enter an address such as name@company.com.');
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect(html.match(/class="error"/g)).toHaveLength(2);
    for (const field of ['name', 'address']) {
      expect(html).toContain(`href="#${field}"`);
      expect(html).toContain(`id="${field}-error"`);
    }
    const fields = fieldsOf(html);
    expect(fields.company).toBe('"><script>alert(1)</script>');
    expect(fields.address).toBe('ann@localhost');
    expect(fields.attempt).toBe(attempt);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('N8: refuses a name of 10 kB in words, takes one of 300 characters', async () => {
    const long = newProspect('soc2-type2', { name: 'x'.repeat(10_000) });
    const refused = await long.ask();
    expect(refused.status).toBe(400);
    expect(textOf(await refused.text())).toContain('Use at most 300 characters for your name.');
    expect((await newProspect('soc2-type2', { name: '名'.repeat(300) }).ask()).status).toBe(303);
  });

  it('M9 M10: refuses doubled fields, files, other bodies and forms that are none of ours', async () => {
    const browser = openBrowser();
    const { attempt = '' } = fieldsOf(await (await browser.get('/access/soc2-type2')).text());
    const good = { attempt, name: 'Ann', company: 'Acme', address: newAddress() };
    const doubled = new URLSearchParams([...Object.entries(good), ['address', newAddress()]]);
    expect((await browser.post('/access/soc2-type2', doubled)).status).toBe(400);
    expect((await browser.post('/access/soc2-type2', { ...good, attempt: 'mine' })).status).toBe(400);
    const json = JSON.stringify({ ...good, address: ['a@example.com', { x: 1 }] });
    const type = { 'Content-Type': 'application/json' };
    expect((await browser.post('/access/soc2-type2', json, type)).status).toBe(400);
    expect((await browser.post('/access/soc2-type2', `a=${'x'.repeat(70_000)}`)).status).toBe(413);
    expect(await requestsOf(good.address)).toEqual([]);
  });

  it('S8: is taken from our own page only, whatever the content type', async () => {
    const prospect = newProspect();
    const body = new URLSearchParams({
      attempt: newToken(),
      name: 'Ann',
      company: 'Acme',
      address: prospect.address,
    });
    const foreign: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: '' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://evil.example', 'Content-Type': 'text/plain' },
    ];
    for (const path of ['', '/confirm', '/nda', '/customer']) {
      for (const headers of foreign) {
        const response = await prospect.browser.post(`/access/soc2-type2${path}`, body, headers);
        expect([path, headers, response.status]).toEqual([path, headers, 403]);
      }
    }
    expect(await requestsOf(prospect.address)).toEqual([]);
  });

  it('S9: no GET or HEAD asks for anything, whatever it carries', async () => {
    const address = newAddress();
    const query = new URLSearchParams({
      attempt: newToken(),
      name: 'Ann',
      company: 'Acme',
      address,
      _method: 'POST',
    });
    const browser = openBrowser();
    await browser.get(`/access/soc2-type2?${query}`, { 'X-HTTP-Method-Override': 'POST' });
    await browser.head(`/access/soc2-type2?${query}`);
    expect(await requestsOf(address)).toEqual([]);
  });

  it('A1: an unknown report is 404 on every page, a public one has a page of its own', async () => {
    const browser = openBrowser();
    for (const path of ['', '/confirm', '/nda', '/copy', '/file', '/pending', '/unknown'])
      expect((await browser.get(`/access/no-such-report${path}`)).status).toBe(404);
    expect((await browser.get('/access/soc2-type2/unknown')).status).toBe(404);
    const open = await browser.get('/access/soc3-summary');
    expect([open.status, open.headers.get('Location')]).toEqual([303, '/reports/soc3-summary/']);
  });

  it('keeps what was entered when the reader starts again', async () => {
    const prospect = newProspect('soc2-type2', { name: 'Ann "A" Lee' });
    await prospect.ask();
    const fields = fieldsOf(await (await prospect.browser.get('/access/soc2-type2')).text());
    expect([fields.name, fields.address]).toEqual(['Ann "A" Lee', prospect.address]);
    const stranger = fieldsOf(await (await openBrowser().get('/access/soc2-type2')).text());
    expect([stranger.name, stranger.address]).toEqual(['', '']);
  });

  it('is filled in for whoever confirmed an address for another report, in their own browser only', async () => {
    const prospect = newProspect('soc2-type2', { name: 'Ann Lee', company: 'Lee & Co' });
    await prospect.ask();
    const entered = async () => fieldsOf(await (await prospect.browser.get('/access/pentest-letter')).text());
    expect(await entered()).toMatchObject({ name: '', company: '', address: '' });
    await prospect.confirm();
    expect(await entered()).toMatchObject({
      name: 'Ann Lee',
      company: 'Lee & Co',
      address: prospect.address,
    });
    prospect.browser.cookies.delete('__Host-session');
    expect(await entered()).toMatchObject({ name: '', company: '', address: '' });
  });
});

it('S6: after signing out, what was entered is shown to nobody on this browser', async () => {
  const prospect = newProspect('soc2-type2', { name: 'Private Person' });
  await prospect.ask();
  await prospect.confirm();
  expect(await (await prospect.browser.get('/access/soc2-type2?again')).text()).toContain('Private Person');
  await prospect.browser.post('/logout', {});
  expect(prospect.browser.cookies.size).toBe(0);
  expect(await (await prospect.browser.get('/access/soc2-type2')).text()).not.toContain('Private Person');
});

describe('asking', () => {
  it('M19: a double click sends one mail, a mended entry another', async () => {
    const prospect = newProspect();
    const page = await (await prospect.browser.get('/access/soc2-type2')).text();
    const form = { ...fieldsOf(page), name: 'Ann', company: 'Acme', address: prospect.address };
    const clicks = await Promise.all([1, 2, 3].map(() => prospect.browser.post('/access/soc2-type2', form)));
    expect(clicks.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(clicks.map((click) => click.headers.get('Set-Cookie'))).size).toBe(1);
    await prospect.browser.post('/access/soc2-type2', form);
    expect(await mailsTo(prospect.address)).toHaveLength(1);
    expect(await requestsOf(prospect.address)).toHaveLength(1);
    await prospect.browser.post('/access/soc2-type2', { ...form, company: 'Acme Ltd' });
    expect(await mailsTo(prospect.address)).toHaveLength(2);
  });

  it('M19 N4: of 20 submits at the same moment one request is kept, with its mail, and one mail is counted', async () => {
    const address = newAddress();
    const checked = validateRequest({ name: 'Ann', company: 'Acme', address }, en.fields);
    if (!('request' in checked)) throw new Error('the address is refused');
    const [attempt, browser] = [newToken(), await hashOf(newToken())];
    const db = env.DB.withSession('first-primary');
    const { request } = checked;
    const submits = Array.from({ length: 20 }, () =>
      submitRequest(db, 'soc2-type2', request, browser, attempt, client, now),
    );
    const mails = new Set(await Promise.all(submits));
    const [kept, ...more] = await requestsOf(address);
    expect(more).toEqual([]);
    const queued = await rows<{ id: string }>('SELECT id FROM mails WHERE subject_id = ?1', kept?.id);
    expect([...mails]).toEqual(queued.map(({ id }) => id));
    const hour = `mail:hour:${await hashOf(request.address.mailbox)}`;
    expect(await rows('SELECT count FROM counters WHERE key = ?1', hour)).toEqual([{ count: 1 }]);
  });

  it('F2: the same form again, after the answer was lost, sends the mail that waits', async () => {
    const prospect = newProspect();
    const form = { attempt: newToken(), name: 'Ann', company: 'Acme', address: prospect.address };
    await prospect.browser.post('/access/soc2-type2', form);
    await env.DB.prepare("UPDATE mails SET state = 'queued', tries = 0, next_at = 0 WHERE recipient = ?1")
      .bind(prospect.address)
      .run();
    await prospect.browser.post('/access/soc2-type2', form);
    expect(await mailsTo(prospect.address)).toHaveLength(2);
    expect(await rows('SELECT state FROM mails WHERE recipient = ?1', prospect.address)).toEqual([
      { state: 'sent' },
    ]);
  });

  it('M8: one mailbox gets 5 mails an hour and 15 a day, whoever asks, under whatever tag', async () => {
    const name = crypto.randomUUID();
    let sent = 0;
    for (let i = 0; i < 8; i++)
      if ((await ask(`${name}+${i}@example.com`, now, `192.0.2.${i}`)) !== null) sent++;
    expect(sent).toBe(5);
    for (let hour = 1; hour < 8; hour++) {
      for (let i = 0; i < 6; i++)
        if ((await ask(`${name}@example.com`, now + hour * 3_600_000, `198.51.100.${i}`)) !== null) sent++;
    }
    expect(sent).toBe(15);
    expect(await ask(`${name}@example.com`, now + 24 * 3_600_000)).not.toBeNull();
  });

  it('M6: one network asks 60 times an hour, then is told to wait', async () => {
    for (let i = 0; i < 60; i++) await ask(newAddress(), now, '203.0.113.9');
    await expect(ask(newAddress(), now, '203.0.113.9')).rejects.toMatchObject({ code: 'too-many-requests' });
    await expect(ask(newAddress(), now, '203.0.113.10')).resolves.not.toBeNull();
  });

  it('M6: a network is a /64 where addresses are IPv6', async () => {
    for (let i = 0; i < 60; i++) await ask(newAddress(), now, `2001:db8:64:1:${i.toString(16)}::1`);
    await expect(ask(newAddress(), now, '2001:db8:64:1::')).rejects.toMatchObject({
      code: 'too-many-requests',
    });
    await expect(ask(newAddress(), now, '2001:db8:64:2::1')).resolves.not.toBeNull();
  });

  it('M7: a known, an unknown and a limited address get the same pages', async () => {
    const known = newProspect();
    await known.ask();
    await known.confirm();
    const limited = newAddress();
    for (let i = 0; i < 6; i++) await newProspect('soc2-type2', { address: limited }).ask();
    const seen = [];
    for (const address of [known.address, newAddress(), limited]) {
      const prospect = newProspect('soc2-type2', { address });
      const asked = await prospect.ask();
      const page = await prospect.browser.get('/access/soc2-type2/confirm');
      const body = (await page.text()).replaceAll(address, 'ADDRESS');
      seen.push([asked.status, asked.headers.get('Location'), await asked.text(), page.status, body]);
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]?.[4]).toContain('If mail to');
  });

  it('M11: the link leads to the configured origin, whatever the Host headers say', async () => {
    const prospect = newProspect();
    const form = { attempt: newToken(), name: 'Ann', company: 'Acme', address: prospect.address };
    await prospect.browser.post('/access/soc2-type2', form, {
      'X-Forwarded-Host': 'evil.example',
      'X-Original-URL': 'https://evil.example/',
      Forwarded: 'host=evil.example',
    });
    const [letter] = await mailsTo(prospect.address);
    expect(letter?.text).toContain(`${env.ORIGIN}/en/access/soc2-type2/confirm?token=`);
    expect(JSON.stringify(letter)).not.toContain('evil.example');
  });

  it('M9 M16: nothing that was typed is in the mail but the address it goes to', async () => {
    const prospect = newProspect('soc2-type2', {
      name: 'Win money\r\nBcc: victim@example.com\r\n\r\nhttps://evil.example',
      company: 'Click https://evil.example\u2028Subject: hello',
    });
    expect((await prospect.ask()).status).toBe(303);
    const [letter, ...more] = await mailsTo(prospect.address);
    expect(more).toEqual([]);
    expect(letter?.recipients).toEqual([prospect.address]);
    expect(letter?.headers.filter(({ key }) => key === 'subject')).toHaveLength(1);
    expect(letter?.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(letter?.subject).toBe('Confirm your address for SOC 2 Type II');
    expect(JSON.stringify(letter)).not.toMatch(/evil\.example|victim@|Win money|: hello/);
    const [request] = await rows<{ name: string; company: string }>(
      'SELECT name, company FROM requests WHERE address = ?1',
      prospect.address,
    );
    expect(request).toEqual({
      name: 'Win money Bcc: victim@example.com https://evil.example',
      company: 'Click https://evil.example Subject: hello',
    });
  });

  it('B5: what was never confirmed is forgotten after a week, whoever was confirmed is not', async () => {
    const day = 86_400_000;
    const address = newAddress();
    const mailId = await ask(address, now, '203.0.113.77');
    await deliverMail(env, mailId ?? '', now);
    await sweepExpired(env, now + 7 * day);
    expect(await requestsOf(address)).toHaveLength(1);
    await sweepExpired(env, now + 7 * day + 1);
    expect(await requestsOf(address)).toEqual([]);

    const prospect = newProspect();
    await prospect.ask();
    await prospect.confirm();
    await sweepExpired(env, Date.now() + 30 * day);
    expect(await requestsOf(prospect.address)).toHaveLength(1);
  });
});
