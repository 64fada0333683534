import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { hashOfCode, readCode } from '../../../worker/access/code.ts';
import { type Attempt, confirmAddress } from '../../../worker/access/confirm.ts';
import { inEnglish } from '../../../worker/localised.tsx';
import { deliverMail } from '../../../worker/mail/outbox.ts';
import { detailIn, Failure } from '../../../worker/problem.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { faulty } from '../faulty-database.ts';
import { copyOf, serverWith } from '../login/server.ts';
import { openBrowser, textOf } from './browser.ts';
import { keysOf, mailsTo, newProspect, type Prospect } from './prospect.ts';
import { eventsAbout, requestsOf, rows } from './rows.ts';

const path = '/access/soc2-type2/confirm';
const wrong = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

async function asked(): Promise<Prospect> {
  const prospect = newProspect();
  await prospect.ask();
  return prospect;
}

async function stateOf(prospect: Prospect): Promise<string | undefined> {
  return (await requestsOf(prospect.address))[0]?.state;
}

/** A confirmation sent at a moment of the test's choice. */
async function sentAt(
  now: number,
): Promise<{ token: string; code: string; browserHash: string; requestId: string }> {
  const [requestId, mailId, browser] = [newId(), newId(), newToken()];
  const address = `${requestId.toLowerCase().replace(/[^a-z0-9]/g, 'x')}@clock.example`;
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO requests (id, report_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
       VALUES (?1, 'soc2-type2', 'Ann', 'Acme', ?2, ?3, 'confirming', '', '', ?4, ?4)`,
    ).bind(requestId, address, await hashOf(browser), now),
    env.DB.prepare(
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at)
       VALUES (?1, 'confirmation', ?2, ?3, 'queued', ?4, ?4)`,
    ).bind(mailId, address, requestId, now),
  ]);
  expect(await deliverMail(env, mailId, now)).toBe('sent');
  const [letter] = await mailsTo(address);
  return { ...keysOf(letter), browserHash: await hashOf(browser), requestId };
}

function confirmAt(attempt: Partial<Attempt>, now: number, ip = newId()) {
  const whole = { reportId: 'soc2-type2', browserHash: null, token: null, code: null, ...attempt };
  return confirmAddress(env.DB.withSession('first-primary'), env.SESSION_SECRET, whole, ip, now);
}

describe('the link', () => {
  it('M1: opening it 50 times, by whatever, consumes nothing and starts no session', async () => {
    const prospect = await asked();
    const { path: link } = await prospect.keys();
    const before = await rows('SELECT * FROM confirmations WHERE address = ?1', prospect.address);
    for (let i = 0; i < 25; i++) {
      const scanner = openBrowser();
      const got = await scanner.get(link, { 'User-Agent': `scanner ${i}` });
      const head = await scanner.head(link);
      expect([got.status, head.status]).toEqual([200, 200]);
      expect([...got.headers.getSetCookie(), ...head.headers.getSetCookie()]).toEqual([]);
    }
    expect(await rows('SELECT * FROM confirmations WHERE address = ?1', prospect.address)).toEqual(before);
    const [request] = await requestsOf(prospect.address);
    expect(request?.state).toBe('confirming');
    expect(await eventsAbout(request?.id ?? '')).toEqual([]);
  });

  it('confirms with one click in the browser that asked', async () => {
    const prospect = await asked();
    const { path: link, token } = await prospect.keys();
    const page = await (await prospect.browser.get(link)).text();
    expect(textOf(page)).toContain('Confirm your address');
    expect(page).not.toContain('name="code"');
    const confirmed = await prospect.browser.post(path, { token });
    expect([confirmed.status, confirmed.headers.get('Location')]).toEqual([303, '/access/soc2-type2/nda']);
    expect(confirmed.headers.getSetCookie().some((cookie) => cookie.startsWith('__Host-session='))).toBe(
      true,
    );
    expect(await stateOf(prospect)).toBe('confirmed');
  });

  it('M2 M13: in any other browser it takes the code, and says whose address it is', async () => {
    const prospect = await asked();
    const { path: link, token, code } = await prospect.keys();
    const other = openBrowser();
    const page = await (await other.get(link)).text();
    expect(page).toContain('name="code"');
    expect(textOf(page)).toContain(`do so only if ${prospect.address} is your own address`);
    const scanned = await other.post(path, { token });
    expect([scanned.status, other.cookies.has('__Host-session')]).toEqual([400, false]);
    expect(await stateOf(prospect)).toBe('confirming');
    expect((await other.post(path, { token, code: wrong(code) })).status).toBe(400);
    expect((await other.post(path, { token, code })).status).toBe(303);
    expect(await stateOf(prospect)).toBe('confirmed');
  });

  it('M3: the second use is told so and gets no session', async () => {
    const prospect = await asked();
    const { path: link, token, code } = await prospect.keys();
    await prospect.browser.post(path, { token });
    prospect.browser.cookies.delete('__Host-session');
    for (const again of [
      await prospect.browser.post(path, { token }),
      await prospect.browser.post(path, { code }),
      await prospect.browser.get(link),
      await openBrowser().get(link),
    ]) {
      expect(again.status).toBe(410);
      expect(textOf(await again.text())).toContain('This was used already');
      expect(again.headers.getSetCookie()).toEqual([]);
    }
  });

  it('M4: of 50 parallel confirmations one succeeds', async () => {
    const prospect = await asked();
    const { token, code } = await prospect.keys();
    const tries = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const browser = openBrowser();
        browser.cookies.set('__Host-browser', prospect.browser.cookies.get('__Host-browser') ?? '');
        return browser.post(path, i % 2 ? { token } : { code });
      }),
    );
    expect(tries.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await rows('SELECT * FROM people WHERE address = ?1', prospect.address)).toHaveLength(1);
    const [request] = await requestsOf(prospect.address);
    expect(await eventsAbout(request?.id ?? '')).toEqual(['address.confirmed']);
  });

  it('M5: works until the last millisecond of the ten minutes, by the server’s clock', async () => {
    const now = Date.now();
    const late = await sentAt(now);
    expect(await confirmAt(late, now + 600_000)).toEqual({ refused: 'over' });
    expect(await confirmAt({ ...late, token: null }, now + 600_000)).toEqual({ refused: 'over' });
    expect(
      await confirmAt({ token: late.token, browserHash: late.browserHash }, now + 599_999),
    ).toHaveProperty('confirmed');
  });

  it('M8: a newer mail ends the older one', async () => {
    const prospect = await asked();
    const older = await prospect.keys();
    await prospect.ask();
    const newer = await prospect.keys();
    expect(newer.token).not.toBe(older.token);
    expect((await prospect.browser.post(path, { token: older.token })).status).toBe(410);
    expect((await prospect.browser.post(path, { code: older.code })).status).toBe(400);
    expect((await prospect.browser.post(path, { code: newer.code })).status).toBe(303);
  });

  it('M14: the link and the code of one request confirm no other', async () => {
    const [one, other] = [await asked(), await asked()];
    const { token, code } = await one.keys();
    expect((await other.browser.post(path, { token })).status).toBe(400);
    expect((await other.browser.post(path, { code })).status).toBe(400);
    const foreign = await one.browser.post('/access/pentest-letter/confirm', { token, code });
    expect(foreign.status).toBe(410);
    expect([await stateOf(one), await stateOf(other)]).toEqual(['confirming', 'confirming']);
  });

  it('M12: tokens and codes are stored as hashes, and no page is told the address of this one', async () => {
    const prospect = await asked();
    const { path: link, token, code } = await prospect.keys();
    for (const table of ['requests', 'confirmations', 'mails', 'events', 'counters']) {
      const dump = JSON.stringify(await rows(`SELECT * FROM ${table}`));
      expect(dump).not.toContain(token);
      // Hashes and moments are digits as well, and may spell any code.
      expect(dump.replaceAll(/\b(?:[0-9a-f]{64}|\d{13})\b/g, '')).not.toContain(code);
    }
    const page = await prospect.browser.get(link);
    expect(page.headers.get('Referrer-Policy')).toBe('strict-origin');
    const refused = await prospect.browser.post(path, { token, code: wrong(code) });
    const over = await prospect.browser.get(`${path}?token=${newToken()}`);
    for (const { headers } of [refused, over]) expect(headers.get('Referrer-Policy')).toBe('strict-origin');
    expect(page.headers.get('Cache-Control')).toBe('no-store');
  });

  it('M12: whatever fails on the way, no token, code, cookie or address is in the log', async () => {
    const lines: string[] = [];
    for (const level of ['log', 'error', 'warn'] as const)
      vi.spyOn(console, level).mockImplementation((...line) => void lines.push(line.map(String).join(' ')));
    const prospect = await asked();
    const { path: link, token, code } = await prospect.keys();
    const { cookies } = prospect.browser;
    const secrets = [token, code, prospect.address, ...cookies.values()];
    const { db } = faulty(() => 'lost before');
    const broken = copyOf(prospect.browser, serverWith({ DB: db }));
    await broken.get(link);
    await broken.post(path, { token, code });
    await prospect.browser.get(`${link}x`);
    await prospect.browser.get(link.replace('confirm', 'nothing'));
    await prospect.browser.post(link, { token }, { Origin: 'https://evil.example' });
    await prospect.browser.get(`/login/callback?code=${token}&state=${code}`);
    const session = newToken();
    await prospect.browser.get('/console', { Cookie: `__Host-session=${session}; __Host-session=${token}` });
    vi.restoreAllMocks();
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const secret of [...secrets, session]) expect(lines.join('\n')).not.toContain(secret);
  });

  it('a cut link is refused before anything is looked up, and says what to do', async () => {
    const prospect = await asked();
    const { token } = await prospect.keys();
    for (const bad of [token.slice(1), `${token}x`, "' OR 1=1 --", '']) {
      const page = await prospect.browser.get(`${path}?token=${encodeURIComponent(bad)}`);
      expect(page.status).toBe(400);
      const html = await page.text();
      expect(textOf(html)).toContain('This link is not whole');
      expect(html).toContain(`href="${path}"`);
      expect((await prospect.browser.post(path, { token: bad })).status).toBe(400);
    }
    expect((await prospect.browser.get(`${path}?token=${newToken()}`)).status).toBe(410);
  });
});

describe('the code', () => {
  it('M6: is burnt after five wrong tries, and the link with it', async () => {
    const prospect = await asked();
    const { code, token } = await prospect.keys();
    for (let left = 4; left > 0; left--) {
      const page = textOf(await (await prospect.browser.post(path, { code: wrong(code) })).text());
      expect(page).toContain(left === 1 ? 'One try is left' : `${left} tries are left`);
    }
    expect((await prospect.browser.post(path, { code: wrong(code) })).status).toBe(410);
    expect((await prospect.browser.post(path, { code })).status).toBe(410);
    expect((await prospect.browser.post(path, { token })).status).toBe(410);
    expect(await stateOf(prospect)).toBe('confirming');
  });

  it('M6: parallel guesses share no try', async () => {
    const now = Date.now();
    const { browserHash, code, requestId } = await sentAt(now);
    const guesses = await Promise.all(
      Array.from({ length: 30 }, () => confirmAt({ browserHash, code: wrong(code) }, now)),
    );
    expect(guesses.filter((guess) => 'refused' in guess && guess.refused === 'wrong-code')).toHaveLength(4);
    const [row] = await rows<{ tries: number }>(
      'SELECT tries FROM confirmations WHERE request_id = ?1',
      requestId,
    );
    expect(row?.tries).toBe(5);
  });

  it('M6: one network guesses 60 times an hour, at whatever requests', async () => {
    const now = Date.UTC(2026, 10, 23, 12);
    for (let i = 0; i < 60; i++)
      expect(await confirmAt({ token: newToken() }, now, 'guesser')).toEqual({ refused: 'unknown' });
    await expect(confirmAt({ token: newToken() }, now, 'guesser')).rejects.toMatchObject({
      code: 'too-many-requests',
    });
    await expect(confirmAt({ token: newToken() }, now, 'somebody else')).resolves.toBeDefined();
  });

  it('M6: all networks together try 2,000 codes an hour; after that the link still confirms', async () => {
    const now = Date.UTC(2026, 10, 23, 15);
    const windowEnd = now + 3_600_000;
    const spend = (count: number) =>
      env.DB.prepare("INSERT OR REPLACE INTO counters VALUES ('confirm:codes', ?1, ?2)").bind(
        windowEnd,
        count,
      );
    const [typed, clicked] = [await sentAt(now), await sentAt(now)];
    await spend(1_999).run();
    expect(await confirmAt({ ...typed, token: null }, now)).toHaveProperty('confirmed');
    const { browserHash, code, token } = clicked;
    const refused = await confirmAt({ browserHash, code }, now).catch((error: unknown) => error as Failure);
    expect(refused).toMatchObject({ code: 'too-many-requests' });
    expect(refused instanceof Failure && detailIn(refused, inEnglish)).toContain('Open the link');
    expect(await confirmAt({ browserHash, token }, now)).toHaveProperty('confirmed');
  });

  it('M6: a flood from one network is told to wait', async () => {
    const { browser } = await asked();
    // More than two windows take, so that it does not matter when the second one begins.
    const flood = await Promise.all(Array.from({ length: 121 }, () => browser.post(path, { code: '' })));
    const stopped = flood.filter(({ status }) => status === 429);
    expect(stopped.length).toBeGreaterThan(0);
    for (const { headers } of stopped) expect(headers.get('Retry-After')).toMatch(/^(60|3600)$/);
  });

  it('what is no code costs no try', async () => {
    const prospect = await asked();
    const { code } = await prospect.keys();
    for (const typed of ['', ' ', '1234', 'forty-two', '123456789', 'x'.repeat(9_000)]) {
      const page = await prospect.browser.post(path, { code: typed });
      expect([typed, page.status]).toEqual([typed, 400]);
      expect(textOf(await page.text())).toContain('Type the eight digits');
    }
    expect((await prospect.browser.post(path, { code: `${code.slice(0, 4)} ${code.slice(4)}` })).status).toBe(
      303,
    );
  });

  it('is nothing without the browser that asked', async () => {
    const prospect = await asked();
    const { code } = await prospect.keys();
    expect((await openBrowser().post(path, { code })).status).toBe(410);
    expect(await stateOf(prospect)).toBe('confirming');
  });

  it.each([
    ['1234 5678', '12345678'],
    [' 1234-5678 ', '12345678'],
    ['１２３４５６７８', '12345678'],
    ['1234567', null],
    ['123456789', null],
    ['1234567a', null],
    ['', null],
  ])('%j is read as %j', (typed, code) => {
    expect(readCode(typed)).toBe(code);
  });

  it('M12: its hash is of this confirmation and this deployment alone', async () => {
    const hash = await hashOfCode('secret', 'one', '12345678');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOfCode('secret', 'two', '12345678')).not.toBe(hash);
    expect(await hashOfCode('other', 'one', '12345678')).not.toBe(hash);
  });
});
