import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { expireRequests } from '../../../worker/access/expire.ts';
import { overdueSince } from '../../../worker/access/overdue.ts';
import { remindStaff } from '../../../worker/access/remind-staff.ts';
import { content } from '../../../worker/content.ts';
import { deliverDueMail, deliverMail } from '../../../worker/mail/outbox.ts';
import { quiet } from '../quiet.ts';
import { fieldsOf, openBrowser, textOf } from './browser.ts';
import { mailsTo, newProspect, type Prospect } from './prospect.ts';
import { eventsAbout, grantsOf, requestsOf, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

/** The life of a request that waits for staff, and what a reader sees of it. */

const DAY = 86_400_000;
const letter = 'pentest-letter';
const written = content.access;

afterEach(() => {
  Object.assign(content, { access: written });
});

async function waiting(address?: string): Promise<{ prospect: Prospect; id: string }> {
  const prospect = newProspect(letter, address ? { address } : {});
  await prospect.ask();
  const confirmed = await prospect.confirm();
  if (confirmed.headers.get('Location') === `/access/${letter}/nda`) await prospect.agree();
  const requests = await requestsOf(prospect.address);
  return { prospect, id: requests.find(({ state }) => state === 'pending')?.id ?? '' };
}

async function staff() {
  const browser = openBrowser();
  const groups = [content.access.staffGroup];
  return { browser, person: await signIn(browser, { kind: 'staff', groups, roles: ['approver'] }) };
}

/** Presses the button of the page. */
async function withdraw({ browser }: Prospect, changes: Record<string, string> = {}): Promise<Response> {
  const page = await (await browser.get(`/access/${letter}/pending`)).text();
  return await browser.post(`/access/${letter}/withdraw`, { ...fieldsOf(page), ...changes });
}

async function lettersTo(address: string, subject: RegExp): Promise<string[]> {
  for (let tries = 0; tries < 50; tries++) {
    // The mail may have been queued by a clock that was moved on.
    await deliverDueMail(env, Date.now() + DAY);
    const found = (await mailsTo(address)).filter((mail) => subject.test(mail.subject));
    if (found.length > 0) return found.map(({ text }) => text);
  }
  return [];
}

/** As if a request had waited for so long. */
async function age(id: string, milliseconds: number): Promise<void> {
  await env.DB.prepare('UPDATE requests SET changed_at = ?2, created_at = ?2 WHERE id = ?1')
    .bind(id, Date.now() - milliseconds)
    .run();
}

describe('a reader who waits', () => {
  it('withdraws with one button; what they see then says so, and asking again is linked to it', async () => {
    const { prospect, id } = await waiting();
    const clicks = await Promise.all([1, 2, 3].map(() => withdraw(prospect)));
    for (const click of clicks)
      expect([click.status, click.headers.get('Location')]).toEqual([303, `/access/${letter}`]);
    expect(await requestsOf(prospect.address)).toMatchObject([{ state: 'withdrawn' }]);
    expect(await eventsAbout(id)).toEqual(['address.confirmed', 'request.pending', 'request.withdrawn']);
    const page = textOf(await (await prospect.browser.get(`/access/${letter}`)).text());
    expect(page).toContain('You asked for this report before, on');
    expect(page).toContain('You withdrew that request.');
    const { browser, person } = await staff();
    expect((await browser.post(`/console/requests/${id}/release`, { person })).status).toBe(409);

    const again = await prospect.browser.post(`/access/${letter}/prospect`, {
      person: (await requestsOf(prospect.address))[0]?.person_id ?? '',
    });
    expect(again.headers.get('Location')).toBe(`/access/${letter}/pending`);
    const [, second] = await rows(
      'SELECT * FROM requests WHERE address = ?1 ORDER BY created_at, rowid',
      prospect.address,
    );
    expect(second).toMatchObject({ state: 'pending', earlier_id: id });
    const waits = textOf(await (await prospect.browser.get(`/access/${letter}/pending`)).text());
    expect(waits).toContain('You withdrew that request.');
    const seen = textOf(await (await browser.get(`/console/requests/${second?.id}`)).text());
    expect(seen).toMatch(/For this report Withdrawn by the reader, \d{1,2} \w{3} \d{4}, \d\d:\d\d UTC/);
  });

  it('A1 S8 S14: withdraws nothing but their own, from our page, as themselves', async () => {
    const { prospect, id } = await waiting();
    const other = await waiting();
    const [own] = await requestsOf(prospect.address);
    const post = (fields: Record<string, string>, headers = {}) =>
      prospect.browser.post(`/access/${letter}/withdraw`, fields, headers);
    const person = own?.person_id ?? '';
    expect((await post({ person, request: other.id })).status).toBe(403);
    expect((await post({ person, request: 'missing' })).status).toBe(403);
    expect((await post({ person: 'another', request: id })).status).toBe(409);
    expect((await post({ person, request: id }, { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await openBrowser().post(`/access/${letter}/withdraw`, { person, request: id })).status).toBe(
      401,
    );
    expect((await prospect.browser.get(`/access/${letter}/withdraw`)).status).toBe(405);
    expect((await prospect.browser.post('/access/soc2-type2/withdraw', { person, request: id })).status).toBe(
      403,
    );
    expect([
      ...(await requestsOf(prospect.address)),
      ...(await requestsOf(other.prospect.address)),
    ]).toMatchObject([{ state: 'pending' }, { state: 'pending' }]);
  });

  it('after a decision is told that there is nothing left to withdraw', async () => {
    const { prospect, id } = await waiting();
    const form = fieldsOf(await (await prospect.browser.get(`/access/${letter}/pending`)).text());
    const { browser, person } = await staff();
    await browser.post(`/console/requests/${id}/deny`, { person, reason: 'We do not know you.' });
    const late = await prospect.browser.post(`/access/${letter}/withdraw`, form);
    expect(late.status).toBe(409);
    expect(textOf(await late.text())).toContain('This request was decided meanwhile');
  });

  it('a denial is in words, with a way to answer, and the next request knows of it', async () => {
    const { prospect, id } = await waiting();
    const { browser, person } = await staff();
    await browser.post(`/console/requests/${id}/deny`, { person, reason: 'We do not know your company.' });
    const page = textOf(await (await prospect.browser.get(`/access/${letter}`)).text());
    expect(page).toContain('We do not know your company.');
    expect(page).toContain(content.company.contacts.access);
    const [mail] = await lettersTo(prospect.address, /About your request/);
    expect(mail).toContain('We do not know your company.');
    expect(mail).toContain(content.company.contacts.access);
    // The link in the mail leads to the form, in the reader's browser and in any other.
    const link = /https?:\S+/.exec(mail ?? '')?.[0].replace(env.ORIGIN, '') ?? '';
    expect(link).toBe(`/en/access/${letter}?again`);
    const form = await (await prospect.browser.get(link)).text();
    expect(textOf(form)).toContain('It was denied: We do not know your company.');
    expect(form).toContain(`action="/en/access/${letter}/prospect"`);
    expect(await (await openBrowser().get(link)).text()).toContain(`action="/en/access/${letter}"`);
    const own = fieldsOf(form);
    await prospect.browser.post(`/access/${letter}/prospect`, { person: own.person ?? '' });
    const [next] = (await requestsOf(prospect.address)).toReversed();
    expect([next?.id === id, next?.state]).toEqual([false, 'pending']);
    expect(await rows('SELECT earlier_id FROM requests WHERE id = ?1', next?.id ?? '')).toEqual([
      { earlier_id: id },
    ]);
    await browser.post(`/console/requests/${next?.id}/deny`, { person, reason: 'We still do not know it.' });
    const again = await waiting(prospect.address);
    const [second] = await rows('SELECT * FROM requests WHERE id = ?1', again.id);
    expect(second).toMatchObject({ earlier_id: next?.id });
    const waits = textOf(await (await again.prospect.browser.get(`/access/${letter}/pending`)).text());
    expect(waits).toContain('It was denied: We still do not know it.');
    const seen = textOf(await (await browser.get('/console')).text());
    expect(seen).toMatch(/For this report Denied, .* UTC : “ We still do not know it\. ”/);
  });

  it('M10 C5: the reason is text', async () => {
    const { prospect, id } = await waiting();
    const { browser, person } = await staff();
    await browser.post(`/console/requests/${id}/deny`, { person, reason: '<img src=x onerror=alert(1)>' });
    await waiting(prospect.address);
    for (const page of [await prospect.browser.get(`/access/${letter}`), await browser.get('/console')])
      expect(await page.text()).not.toContain('<img src=x');
  });
});

describe('a request that nobody decides', () => {
  it('F8 A3: expires after its days and not a moment before, once; the reader is told and may ask again', async () => {
    const { prospect, id } = await waiting();
    await age(id, written.waitingDays * DAY - 60_000);
    await expireRequests(env, Date.now());
    expect(await requestsOf(prospect.address)).toMatchObject([{ state: 'pending' }]);
    const later = Date.now() + 60_000;
    await Promise.all([expireRequests(env, later), expireRequests(env, later)]);
    await expireRequests(env, later);
    expect(await requestsOf(prospect.address)).toMatchObject([{ state: 'expired' }]);
    expect((await eventsAbout(id)).filter((type) => type === 'request.expired')).toHaveLength(1);
    const mails = await lettersTo(prospect.address, /not decided in time/);
    expect(mails).toHaveLength(1);
    const page = textOf(await (await prospect.browser.get(`/access/${letter}`)).text());
    expect(page).toContain('Nobody decided in time, and that request ran out.');
    const { browser, person } = await staff();
    expect((await browser.post(`/console/requests/${id}/release`, { person })).status).toBe(409);
    expect(await grantsOf(prospect.address)).toEqual([]);
  });

  it('as many days as access.yaml says', async () => {
    const { prospect, id } = await waiting();
    await age(id, 2 * DAY);
    Object.assign(content, { access: { ...written, waitingDays: 3 } });
    await expireRequests(env, Date.now());
    expect(await requestsOf(prospect.address)).toMatchObject([{ state: 'pending' }]);
    expect(textOf(await (await prospect.browser.get(`/access/${letter}/pending`)).text())).toContain(
      'after 3 days',
    );
    Object.assign(content, { access: { ...written, waitingDays: 2 } });
    await expireRequests(env, Date.now());
    expect(await requestsOf(prospect.address)).toMatchObject([{ state: 'expired' }]);
  });

  it('of a customer without an address expires without a mail', async () => {
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer', address: null });
    await browser.post(`/access/${letter}/customer`, { person });
    const [request] = await rows<{ id: string }>('SELECT id FROM requests WHERE person_id = ?1', person);
    await age(request?.id ?? '', 400 * DAY);
    await expireRequests(env, Date.now());
    expect(await rows('SELECT state FROM requests WHERE person_id = ?1', person)).toEqual([
      { state: 'expired' },
    ]);
    expect(
      await rows("SELECT id FROM mails WHERE subject_id = ?1 AND template = 'expired'", request?.id),
    ).toEqual([]);
  });

  it('F8: hundreds take several runs and end in the same state', async () => {
    const { id } = await waiting();
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
       INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
       SELECT 'old' || i, report_id, person_id, name, company, '', '', 'pending', ip, user_agent, i, i FROM requests, n WHERE id = ?1`,
    )
      .bind(id)
      .run();
    const left = async () =>
      (await rows("SELECT id FROM requests WHERE state = 'pending' AND id LIKE 'old%'")).length;
    await expireRequests(env, Date.now());
    expect(await left()).toBe(150);
    for (let run = 0; run < 3; run++) await expireRequests(env, Date.now());
    expect(await left()).toBe(0);
    expect(
      await rows("SELECT count(*) AS n FROM events WHERE type = 'request.expired' AND object LIKE 'old%'"),
    ).toEqual([{ n: 250 }]);
    expect(await rows('SELECT state FROM requests WHERE id = ?1', id)).toEqual([{ state: 'pending' }]);
  });
});

describe('at the same moment', () => {
  it.each([
    ['withdrawn', 'request.withdrawn'],
    ['expired', 'request.expired'],
  ])(
    'A5 N4: 20 releases against as many who would have it %s: one of both, never half',
    async (state, event) => {
      for (let round = 0; round < 3; round++) {
        const { prospect, id } = await waiting();
        if (state === 'expired') await age(id, 400 * DAY);
        const { browser, person } = await staff();
        const form = fieldsOf(await (await prospect.browser.get(`/access/${letter}/pending`)).text());
        const end = () =>
          state === 'expired'
            ? expireRequests(env, Date.now())
            : prospect.browser.post(`/access/${letter}/withdraw`, form);
        await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            (i + round) % 2 ? end() : browser.post(`/console/requests/${id}/release`, { person }),
          ),
        );
        const [request] = await requestsOf(prospect.address);
        const grants = await grantsOf(prospect.address);
        const events = (await eventsAbout(id)).slice(2);
        if (request?.state === 'granted') {
          expect([grants.length, events]).toEqual([1, ['request.released']]);
        } else {
          expect([request?.state, grants.length, events]).toEqual([state, 0, [event]]);
        }
        const file = await prospect.browser.get(`/access/${letter}`);
        expect(file.headers.get('Location') === `/access/${letter}/copy`).toBe(request?.state === 'granted');
      }
    },
  );
});

describe('a request that waits for too long', () => {
  const HOUR = 3_600_000;
  const at = (text: string) => Date.parse(`${text}:00Z`);

  it.each([
    ['2026-11-27T12:00', 24, '2026-11-26T12:00'],
    // Friday afternoon is followed by Monday.
    ['2026-11-30T12:00', 24, '2026-11-27T12:00'],
    ['2026-11-28T12:00', 24, '2026-11-27T00:00'],
    ['2026-11-30T00:00', 1, '2026-11-27T23:00'],
    ['2026-11-27T12:00', 240, '2026-11-13T12:00'],
  ])('at %s, %i hours of working days began on %s', (now, hours, began) => {
    expect(new Date(overdueSince(at(now), hours)).toISOString()).toBe(new Date(at(began)).toISOString());
  });

  /** Noon of a day with working days about it: what comes to be overdue on a weekend is not told before it is over. */
  const wednesdayAfter = (now: number) => {
    const day = new Date(now);
    return Date.UTC(
      day.getUTCFullYear(),
      day.getUTCMonth(),
      day.getUTCDate() + ((10 - day.getUTCDay()) % 7),
      12,
    );
  };

  it('is marked in the queue, and staff is reminded of it once, of all of them at once', async () => {
    await env.DB.prepare("UPDATE requests SET state = 'denied' WHERE state = 'pending'").run();
    const reminders = () =>
      rows<{ id: string }>("SELECT id FROM mails WHERE template = 'reminder' ORDER BY created_at, rowid");
    const [one, two] = [await waiting(), await waiting()];
    const now = Date.now();
    const later = wednesdayAfter(now + 7 * DAY);
    const waited = (id: string, since: number) =>
      env.DB.prepare('UPDATE requests SET changed_at = ?2 WHERE id = ?1').bind(id, since).run();
    const since = overdueSince(later, 24);
    await waited(one.id, since + HOUR);
    await waited(two.id, since + HOUR);
    await remindStaff(quiet, later);
    expect(await reminders()).toEqual([]);
    await waited(one.id, since - 2 * HOUR);
    await waited(two.id, since);
    await Promise.all([remindStaff(quiet, later), remindStaff(quiet, later)]);
    for (const hours of [1, 5, 30]) await remindStaff(quiet, later + hours * HOUR);
    const [mail, ...more] = await reminders();
    expect(more).toEqual([]);
    expect(await deliverMail(quiet, mail?.id ?? '', later)).toBe('sent');
    const [letter] = (await mailsTo(written.requestsNotify)).filter(({ subject }) =>
      subject.includes('still'),
    );
    expect(letter?.subject).toBe('2 requests still wait');
    expect(letter?.text).not.toContain(one.prospect.address);

    // One that comes to be overdue later is a reason for one more mail; one that was in a mail is none.
    const third = await waiting();
    await waited(third.id, overdueSince(later + 6 * HOUR, 24));
    await remindStaff(quiet, later + 7 * HOUR);
    await remindStaff(quiet, later + 12 * HOUR);
    expect(await reminders()).toHaveLength(2);

    await waited(one.id, overdueSince(now, 24) - 1000);
    const { browser } = await staff();
    expect(textOf(await (await browser.get(`/console/requests/${one.id}`)).text())).toMatch(
      /ago, [\w ,]+, \d\d:\d\d UTC overdue/,
    );
    await waited(third.id, now);
    expect(textOf(await (await browser.get(`/console/requests/${third.id}`)).text())).not.toContain(
      'overdue',
    );
  });
});
