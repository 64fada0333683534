import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { content } from '../../../worker/content.ts';
import { inEnglish } from '../../../worker/localised.tsx';
import { deliverDueMail } from '../../../worker/mail/outbox.ts';
import { type Browser, openBrowser, textOf } from '../access/browser.ts';
import { mailsTo, newProspect, type Prospect } from '../access/prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';

const groups = [content.access.staffGroup];

async function staff(
  identity: { subject?: string; address?: string | null } = {},
): Promise<{ browser: Browser; person: string }> {
  const browser = openBrowser();
  return {
    browser,
    person: await signIn(browser, {
      kind: 'staff',
      name: 'Sample Staff',
      groups,
      roles: ['approver'],
      ...identity,
    }),
  };
}

/** A prospect whose request for the letter waits. */
async function waiting(
  options: Parameters<typeof newProspect>[1] = {},
): Promise<{ prospect: Prospect; form: Record<string, string>; id: string }> {
  const prospect = newProspect('pentest-letter', options);
  await prospect.ask();
  await prospect.confirm();
  const form = await prospect.agreement();
  const agreed = await prospect.browser.post('/access/pentest-letter/nda', form);
  expect(agreed.headers.get('Location')).toBe('/access/pentest-letter/pending');
  const [request] = await requestsOf(prospect.address);
  return { prospect, form, id: request?.id ?? '' };
}

/** Waits for a mail, whichever others come before or after it. */
async function mailArrives(address: string, subject: string) {
  await expect
    .poll(async () => {
      await deliverDueMail(env, Date.now());
      return (await mailsTo(address)).map((letter) => letter.subject);
    })
    .toContain(subject);
  return (await mailsTo(address)).find((letter) => letter.subject === subject);
}

describe('a report that became one for customers alone while a prospect waits for it', () => {
  const { reports } = content;
  afterEach(() => void Object.assign(content, { reports }));

  it('C1 N18: staff are told that a release would open nothing, and it is refused; a denial is not', async () => {
    const { prospect, id } = await waiting();
    const { browser, person } = await staff();
    const changed = reports.map((report) =>
      report.id === 'pentest-letter' ? { ...report, access: 'customers' } : report,
    );
    Object.assign(content, { reports: changed });
    for (const page of ['/console', `/console/requests/${id}`]) {
      const html = await (await browser.get(page)).text();
      expect(textOf(html)).toContain('a release would open nothing');
      expect(html).not.toContain(`/console/requests/${id}/release`);
    }
    const released = await browser.post(`/console/requests/${id}/release`, { person });
    expect(released.status).toBe(409);
    expect(textOf(await released.text())).toContain('Deny the request with a reason');
    expect(await grantsOf(prospect.address)).toEqual([]);
    expect((await requestsOf(prospect.address))[0]?.state).toBe('pending');
    const denied = await browser.post(`/console/requests/${id}/deny`, {
      person,
      reason: 'For customers only.',
    });
    expect(denied.status).toBe(303);
    expect((await requestsOf(prospect.address))[0]?.state).toBe('denied');
  });
});

describe('a report on request', () => {
  it('waits for staff after the NDA, tells who decides, and is theirs after the release', async () => {
    const { prospect, form, id } = await waiting({ name: 'Ann Lee' });
    expect(await grantsOf(prospect.address)).toEqual([]);
    const [acceptance] = await acceptancesOf(prospect.address);
    expect(JSON.parse(acceptance?.evidence ?? '').grant).toBeNull();
    const page = textOf(await (await prospect.browser.get('/access/pentest-letter/pending')).text());
    expect(page).toContain('The Security team decides, usually within one business day.');
    expect((await prospect.browser.get('/access/pentest-letter/file')).status).toBe(403);
    const again = await prospect.browser.post('/access/pentest-letter/nda', form);
    expect(again.headers.get('Location')).toBe('/access/pentest-letter/pending');
    expect(await eventsAbout(id)).toEqual(['address.confirmed', 'request.pending']);
    await mailArrives(content.access.requestsNotify, 'A request for Penetration test letter waits');
    const notices = await mailsTo(content.access.requestsNotify);
    expect(JSON.stringify(notices)).not.toContain('Ann Lee');
    expect(JSON.stringify(notices)).not.toContain(prospect.address);

    const { browser, person } = await staff();
    const console = await (await browser.get('/console')).text();
    expect(textOf(console)).toContain('Penetration test letter for Ann Lee');
    expect(console).not.toContain('<script');
    const release = `/console/requests/${id}/release`;
    const clicks = await Promise.all([1, 2, 3].map(() => browser.post(release, { person })));
    expect(clicks.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
    const [grant, ...more] = await grantsOf(prospect.address);
    expect(more).toEqual([]);
    expect(grant?.basis).toBe('staff');
    expect(JSON.parse(grant?.basis_detail ?? '')).toEqual({
      nda: content.nda.id,
      version: content.nda.version,
      sha256: content.nda.sha256,
      by: person,
      rule: 'default',
      rules: content.access.rules.sha256,
    });
    expect(await eventsAbout(id)).toEqual(['address.confirmed', 'request.pending', 'request.released']);
    await mailArrives(prospect.address, 'Your report is ready: Penetration test letter');
    expect((await prospect.browser.get('/access/pentest-letter')).headers.get('Location')).toBe(
      '/access/pentest-letter/copy',
    );
  });

  it('A3: is released from a day on, which the reader is told, and opens nothing before', async () => {
    const { prospect, id } = await waiting();
    const { browser, person } = await staff();
    const release = `/console/requests/${id}/release`;
    expect(await (await browser.get(`/console/requests/${id}`)).text()).toContain('name="begins"');
    for (const begins of ['2020-01-01', '31.12.2026', '2999-01-01', '2026-13-01'])
      expect((await browser.post(release, { person, begins })).status).toBe(400);
    const begins = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    expect((await browser.post(release, { person, begins })).status).toBe(303);
    const [grant] = await rows<{ starts_at: number; expires_at: number }>(
      'SELECT starts_at, expires_at FROM grants WHERE request_id = ?1',
      id,
    );
    expect(grant?.starts_at).toBe(Date.parse(`${begins}T00:00:00Z`));
    expect(grant && grant.expires_at - grant.starts_at).toBe(content.access.grantDays * 86_400_000);
    expect((await prospect.browser.get('/access/pentest-letter/file')).status).toBe(403);
    const page = textOf(await (await prospect.browser.get('/access/pentest-letter/copy')).text());
    expect(page).toContain('Your access begins later');
    await mailArrives(
      prospect.address,
      `You will have Penetration test letter on ${inEnglish.day(grant?.starts_at ?? 0)}`,
    );
  });

  it('is released for as many days as staff enters, and as many as usual where it enters none', async () => {
    const { prospect, id } = await waiting();
    const { browser, person } = await staff();
    const release = `/console/requests/${id}/release`;
    expect(await (await browser.get(`/console/requests/${id}`)).text()).toContain('name="days"');
    for (const days of ['0', '-1', '731', '1e2', '7.5', '0x10', '٣', 'many']) {
      const refused = await browser.post(release, { person, days });
      expect([refused.status, textOf(await refused.text()).includes('from 1 to 730')], days).toEqual([
        400,
        true,
      ]);
    }
    // The form comes back as it was entered, open, with what is wrong at the field.
    const returned = await browser.post(release, { person, days: 'many', begins: '2031-02-30' });
    const form = await returned.text();
    expect(form).toContain('value="many"');
    expect(form).toContain('value="2031-02-30"');
    expect(form).toMatch(/<details open[^>]*>/);
    for (const field of ['days', 'begins']) {
      expect(form).toContain(`aria-describedby="${field}-${id}-hint ${field}-${id}-error"`);
      expect(form).toContain(`<p class="error" id="${field}-${id}-error">`);
    }
    expect(await grantsOf(prospect.address)).toEqual([]);
    expect((await browser.post(release, { person, days: '7', begins: '' })).status).toBe(303);
    const [grant] = await rows<{ days: number }>(
      'SELECT (expires_at - starts_at) / 86400000.0 AS days FROM grants WHERE request_id = ?1',
      id,
    );
    expect(grant?.days).toBe(7);
  });

  it('is denied with a reason only, which the reader sees', async () => {
    const { prospect, id } = await waiting();
    const { browser, person } = await staff();
    const deny = `/console/requests/${id}/deny`;
    const refused = await browser.post(deny, { person, reason: ' \u200b' });
    expect(refused.status).toBe(400);
    expect(textOf(await refused.text())).toContain('Enter the reason; the reader will see it.');
    expect((await browser.post(deny, { person, reason: 'You are a <competitor>.' })).status).toBe(303);
    expect((await browser.post(`/console/requests/${id}/release`, { person })).status).toBe(409);
    expect((await requestsOf(prospect.address))[0]?.state).toBe('denied');
    expect(await grantsOf(prospect.address)).toEqual([]);
    const letter = await mailArrives(prospect.address, 'About your request for Penetration test letter');
    expect(letter?.text).toContain('You are a <competitor>.');
    expect(letter?.html).toContain('You are a &lt;competitor&gt;.');
    const page = await prospect.browser.get('/access/pentest-letter');
    expect(textOf(await page.text())).toContain('You are a <competitor>.');
    expect((await prospect.browser.get('/access/pentest-letter/file')).status).toBe(403);
    expect((await prospect.browser.get('/access/pentest-letter?again')).status).toBe(200);
  });

  it('waits for staff for a customer too, without an NDA', async () => {
    const customer = openBrowser();
    const address = `${crypto.randomUUID()}@customer.example`;
    const customerId = await signIn(customer, { kind: 'customer', address });
    const path = '/access/pentest-letter/customer';
    const clicks = await Promise.all([1, 2, 3].map(() => customer.post(path, { person: customerId })));
    for (const click of clicks) expect(click.headers.get('Location')).toBe('/access/pentest-letter/pending');
    const [request, ...more] = await requestsOf(address);
    expect([request?.state, more]).toEqual(['pending', []]);
    const { browser, person } = await staff();
    await browser.post(`/console/requests/${request?.id}/release`, { person });
    const [grant] = await grantsOf(address);
    expect(grant?.basis).toBe('staff');
    const { version, clause } = content.company.terms;
    expect(JSON.parse(grant?.basis_detail ?? '')).toMatchObject({ by: person, version, clause });
    expect((await customer.get('/access/pentest-letter')).headers.get('Location')).toBe(
      '/access/pentest-letter/copy',
    );
  });
});

describe('O22: an address that nobody vouches for', () => {
  it.each([true, false])('is told to whoever decides as what it is (vouched for: %s)', async (isVouched) => {
    const domain = `${crypto.randomUUID().slice(0, 8)}.example`;
    const colleague = openBrowser();
    const other = await signIn(colleague, { kind: 'customer', address: `ann@${domain}` });
    await colleague.post('/access/soc2-type2/customer', { person: other });
    const customer = openBrowser();
    const person = await signIn(customer, { kind: 'customer', address: `chief@${domain}`, isVouched });
    await customer.post('/access/pentest-letter/customer', { person });
    const [request] = await requestsOf(`chief@${domain}`);
    const { browser } = await staff();
    for (const path of ['/console', `/console/requests/${request?.id}`, `/console/people/${person}`]) {
      const page = textOf(await (await browser.get(path)).text());
      expect(page.includes('not vouched for'), path).toBe(!isVouched);
      // Nor does it make somebody of a company's people.
      if (path.includes('requests')) expect(page.includes('one other there has access')).toBe(isVouched);
    }
    await customer.post('/access/pentest-letter/withdraw', { person, request: request?.id ?? '' });
  });
});

describe('the console', () => {
  it('says what was done once, and not when the page is loaded again', async () => {
    const { id } = await waiting();
    const { browser, person } = await staff();
    const decided = await browser.post(`/console/requests/${id}/release`, { person, from: 'queue' });
    expect(decided.headers.get('Location')).toBe('/console');
    const page = async () => textOf(await (await browser.get('/console')).text());
    await browser.head('/console');
    expect(await page()).toContain('Approved. The reader is told by mail.');
    expect(await page()).not.toContain('Approved.');
    browser.cookies.set('__Host-done', 'constructor');
    expect(await page()).not.toContain('function');
  });

  it('C17: whoever opens a page about somebody is on record', async () => {
    const { prospect, id } = await waiting();
    const { browser, person } = await staff();
    await browser.post(`/console/requests/${id}/release`, { person });
    const [grant] = await grantsOf(prospect.address);
    const domain = prospect.address.slice(prospect.address.indexOf('@') + 1);
    for (const path of [`requests/${id}`, `grants/${grant?.id}`, `companies/${domain}`]) {
      await browser.head(`/console/${path}`);
      expect((await browser.get(`/console/${path}`)).status).toBe(200);
    }
    expect(
      await rows(
        "SELECT type, object FROM events WHERE actor = ?1 AND type LIKE '%.opened' ORDER BY id",
        person,
      ),
    ).toEqual([
      { type: 'request.opened', object: id },
      { type: 'grant.opened', object: grant?.id },
      { type: 'company.opened', object: `company:${domain}` },
    ]);
  });

  it('F4: warns of mail that is late or given up, not of mail on its way', async () => {
    const { browser } = await staff();
    const now = Date.now();
    const mail = (id: string, state: string, error: string | null, nextAt: number) =>
      env.DB.prepare(
        `INSERT INTO mails (id, template, recipient, subject_id, state, error, next_at, created_at)
         VALUES (?1, 'notice', 'nobody@late.example', ?1, ?2, ?3, ?4, ?4)`,
      ).bind(id, state, error, nextAt);
    const warning = async () =>
      /Mail: \d+ [^.]*\./.exec(textOf(await (await browser.get('/console')).text()))?.[0];
    await env.DB.prepare('DELETE FROM mails').run();
    await mail('on-its-way', 'queued', null, now).run();
    expect(await warning()).toBeUndefined();
    await env.DB.batch([
      mail('failed', 'queued', 'ESOCKET', now + 60_000),
      mail('forgotten', 'queued', null, now - 3_600_000),
      mail('dead', 'dead', '550', now),
    ]);
    expect(await warning()).toBe('Mail: 2 could not be sent yet and will be tried again, 1 given up.');
    await env.DB.prepare("DELETE FROM mails WHERE recipient = 'nobody@late.example'").run();
  });

  it('tells who is signed in as somebody else that they are not staff', async () => {
    const stranger = textOf(await (await openBrowser().get('/console')).text());
    expect(stranger).not.toContain('who is not one of them');
    const customer = openBrowser();
    await signIn(customer, { kind: 'customer', address: `${crypto.randomUUID()}@customer.example` });
    const page = await customer.get('/console');
    expect(page.status).toBe(403);
    expect(textOf(await page.text())).toContain('who is not one of them');
  });

  it('C1 S13: is for staff of the group alone, on every route', async () => {
    const { prospect, id } = await waiting();
    const [anonymous, customer, ungrouped] = [openBrowser(), openBrowser(), openBrowser()];
    await signIn(customer, { kind: 'customer', groups });
    await signIn(ungrouped, { kind: 'staff', groups: ['engineering'] });
    const seen = [];
    for (const browser of [anonymous, customer, prospect.browser, ungrouped]) {
      const page = await browser.get('/console');
      expect(await page.text()).not.toContain(prospect.address);
      const release = await browser.post(`/console/requests/${id}/release`, { person: 'x' });
      const deny = await browser.post(`/console/requests/${id}/deny`, { person: 'x', reason: 'no' });
      seen.push([page.status, release.status, deny.status]);
    }
    expect(seen).toEqual([
      [401, 401, 401],
      [403, 403, 403],
      [403, 403, 403],
      [403, 403, 403],
    ]);
    expect((await requestsOf(prospect.address))[0]?.state).toBe('pending');
  });

  it('C3: nobody decides about themselves, by address or by identity', async () => {
    const { prospect, id } = await waiting();
    const same = await staff({ address: prospect.address.toUpperCase() });
    const answer = await same.browser.post(`/console/requests/${id}/release`, { person: same.person });
    expect(answer.status).toBe(403);
    expect(textOf(await answer.text())).toContain('This is about your own access');
    const tagged = await staff({ address: prospect.address.replace('@', '+work@') });
    const byTag = await tagged.browser.post(`/console/requests/${id}/release`, { person: tagged.person });
    expect(byTag.status).toBe(403);
    const deny = await same.browser.post(`/console/requests/${id}/deny`, {
      person: same.person,
      reason: 'x',
    });
    expect(deny.status).toBe(403);

    const subject = crypto.randomUUID();
    const customer = openBrowser();
    const customerId = await signIn(customer, { kind: 'customer', subject, address: null });
    await customer.post('/access/pentest-letter/customer', { person: customerId });
    const [own] = await rows<{ id: string }>('SELECT id FROM requests WHERE person_id = ?1', customerId);
    const twin = await staff({ subject });
    const refused = await twin.browser.post(`/console/requests/${own?.id}/release`, { person: twin.person });
    expect(refused.status).toBe(403);
    expect(await rows('SELECT id FROM grants WHERE person_id = ?1', customerId)).toEqual([]);
  });

  it('C3: nobody decides of whom we cannot tell whether the request is theirs', async () => {
    const { id } = await waiting();
    const silent = await staff({ address: null });
    const decision = `/console/requests/${id}`;
    const { person } = silent;
    const refused = await silent.browser.post(`${decision}/release`, { person });
    expect(refused.status).toBe(403);
    expect(textOf(await refused.text())).toContain('have it tell your address');
    expect((await silent.browser.post(`${decision}/deny`, { person, reason: 'x' })).status).toBe(403);

    // A customer of the same identity provider is another account, and so somebody else.
    const customer = openBrowser();
    const customerId = await signIn(customer, { kind: 'customer', address: null });
    await customer.post('/access/pentest-letter/customer', { person: customerId });
    const [own] = await rows<{ id: string }>('SELECT id FROM requests WHERE person_id = ?1', customerId);
    expect((await silent.browser.post(`/console/requests/${own?.id}/release`, { person })).status).toBe(303);
  });

  it('C4 C12 S14: takes nothing from the form but the decision, from our own page, by whom it was made for', async () => {
    const { prospect, id } = await waiting();
    const { browser, person } = await staff();
    const release = `/console/requests/${id}/release`;
    expect((await browser.post(release, { person }, { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await browser.post(release, { person: 'another' })).status).toBe(409);
    expect((await browser.get(release)).status).toBeGreaterThanOrEqual(404);
    await browser.post(release, { person, expires_at: '9999999999999', decided_by: 'x', basis: 'terms' });
    const [grant] = await grantsOf(prospect.address);
    expect(grant?.basis).toBe('staff');
    expect(grant?.expires_at).toBeLessThan(Date.now() + (content.access.grantDays + 1) * 86_400_000);
  });

  it('C5: shows what strangers typed as text', async () => {
    await waiting({
      name: '<svg onload=alert(1)>',
      company: '"><img src=x onerror=alert(2)>\u202e',
    });
    const { browser } = await staff();
    const html = await (await browser.get('/console')).text();
    expect(html).not.toMatch(/<svg onload|<img src=x|\u202e/);
    expect(textOf(html)).toContain('<svg onload=alert(1)>');
  });
});
