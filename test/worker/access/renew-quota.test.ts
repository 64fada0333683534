import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endAgreement } from '../../../worker/access/end-agreement.ts';
import { liftRevocation, startRevocation } from '../../../worker/access/revoke.ts';
import { warnExpiring } from '../../../worker/access/warn-expiring.ts';
import { content } from '../../../worker/content.ts';
import { ruleSetOf } from '../../support/access-rule.ts';
import { comeBack } from '../my-access/coming-back.ts';
import { quiet } from '../quiet.ts';
import { publish } from '../reports/exit.ts';
import { type Browser, openBrowser, textOf } from './browser.ts';
import { newAddress, newProspect, type Prospect } from './prospect.ts';
import { eventsAbout, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

/** More time is more time: it brings no download back, loses none that is under way, and gives nothing that was taken. */

const DAY = 86_400_000;
const REPORT = '/access/soc2-type2';
const { nda: inForce, access: rules } = content;
const primary = () => env.DB.withSession('first-primary');

beforeAll(async () => void (await publish({ bodyLength: 2_000_000 })));
afterEach(() => {
  Object.assign(content, { nda: inForce, access: rules });
});

interface Grant {
  readonly id: string;
  readonly person_id: string;
  readonly copy_id: string;
  readonly starts_at: number;
  readonly expires_at: number;
  readonly quota_since: number;
}

/** The newest grant of an address. */
async function grantOf(address: string): Promise<Grant> {
  const [found] = await rows<Grant>(
    'SELECT g.* FROM grants g JOIN people p ON p.id = g.person_id WHERE p.address = ?1 ORDER BY g.starts_at DESC, g.rowid DESC',
    address,
  );
  if (!found) throw new Error('no grant');
  return found;
}

async function granted(address = newAddress()): Promise<Prospect> {
  Object.assign(content, { access: { ...content.access, downloads: 2 } });
  const prospect = newProspect('soc2-type2', { address });
  await prospect.ask();
  let next = (await prospect.confirm()).headers.get('Location');
  if (next === `${REPORT}/nda`) next = (await prospect.agree()).headers.get('Location');
  expect(next).toBe(`${REPORT}/copy`);
  return prospect;
}

/** As if a grant had been given some days ago, for as long as the rules give. */
async function began(address: string, daysAgo: number): Promise<Grant> {
  const { id } = await grantOf(address);
  const start = Date.now() - daysAgo * DAY;
  await env.DB.prepare(
    'UPDATE grants SET starts_at = ?2, quota_since = ?2, expires_at = ?3, given_until = ?3 WHERE id = ?1',
  )
    .bind(id, start, start + rules.grantDays * DAY)
    .run();
  return await grantOf(address);
}

/** Somebody who renewed in the last days of their access, so many days ago, and may have two downloads of which they had some. */
async function renewed(downloads: number, daysAgo: number): Promise<{ prospect: Prospect; grant: Grant }> {
  const prospect = await granted();
  const { person_id } = await began(prospect.address, rules.grantDays - 5);
  for (let i = 0; i < downloads; i++) expect(await download(prospect.browser)).toBe(200);
  await renew(prospect.browser, person_id);
  const { id, starts_at, expires_at } = await grantOf(prospect.address);
  expect(expires_at).toBeGreaterThan(Date.now() + 5 * DAY);
  await env.DB.prepare(
    `UPDATE grants SET starts_at = ?2, quota_since = ?2, expires_at = ?3, given_until = ?3 WHERE id = ?1`,
  )
    .bind(id, starts_at - daysAgo * DAY, expires_at - daysAgo * DAY)
    .run();
  return { prospect, grant: await grantOf(prospect.address) };
}

const renew = (browser: Browser, person: string) => browser.post(`${REPORT}/renew`, { person });
const pageOf = async (browser: Browser) => textOf(await (await browser.get(`${REPORT}/copy`)).text());
const left = async (browser: Browser) => /\d+ of \d+ left/.exec(await pageOf(browser))?.[0];

async function download(browser: Browser): Promise<number> {
  const response = await browser.get(`${REPORT}/file`);
  await response.arrayBuffer();
  return response.status;
}

/** Puts a newer text into force; the older one opens as before for the days of grace. */
function putInForce(graceDays: number): void {
  const newer = { version: '2.0', effective: new Date().toISOString().slice(0, 10), sha256: 'b'.repeat(64) };
  const text = {
    path: '/nda/newer.md',
    markdown: '# Newer',
    html: '<h2>The newer text</h2>',
    toCurrent: null,
  };
  Object.assign(content, {
    nda: { ...inForce, ...newer, ...text, versions: [...inForce.versions, { ...newer, ...text }] },
    access: { ...content.access, ndaGraceDays: graceDays },
  });
}

describe('A16: a quota, when access is renewed', () => {
  it('stays what it is: nothing comes back, and what is under way arrives and counts once', async () => {
    const { browser, address } = await granted();
    const { id, person_id, quota_since } = await began(address, rules.grantDays - 5);
    const slow = await browser.get(`${REPORT}/file`);
    const [second] = await Promise.all([renew(browser, person_id), renew(browser, person_id)]);
    expect(second?.status).toBe(303);
    expect((await slow.arrayBuffer()).byteLength).toBe(Number(slow.headers.get('Content-Length')));
    await expect
      .poll(() => rows('SELECT outcome FROM downloads WHERE grant_id = ?1', id))
      .toEqual([{ outcome: 'complete' }]);
    expect(await left(browser)).toBe('1 of 2 left');
    expect(await download(browser)).toBe(200);
    expect(await download(browser)).toBe(403);
    // What was begun may still be gone on with, as before.
    const rest = await browser.get(`${REPORT}/file`, { Range: 'bytes=1000-1999' });
    expect([rest.status, (await rest.arrayBuffer()).byteLength]).toEqual([206, 1_000]);
    expect(await grantOf(address)).toMatchObject({ id, quota_since });
  });

  it('is not renewed where none of it is left: the page says so, and so does the answer', async () => {
    const { browser, address } = await granted();
    const grant = await began(address, rules.grantDays - 5);
    for (let i = 0; i < 2; i++) expect(await download(browser)).toBe(200);
    const page = await pageOf(browser);
    expect(page).toContain('no download is left: more time would give none');
    expect(page).not.toContain('Renew my access');
    const refused = await renew(browser, grant.person_id);
    expect(refused.status).toBe(409);
    expect(textOf(await refused.text())).toContain('Nothing was renewed: no download is left');
    expect((await grantOf(address)).expires_at).toBe(grant.expires_at);
    // Where a person decides, they may give others.
    Object.assign(content, {
      access: {
        ...content.access,
        rules: await ruleSetOf([{ name: 'watch', people: [address], outcome: 'review' }]),
      },
    });
    expect(await pageOf(browser)).toContain('Renew my access');
    expect((await renew(browser, grant.person_id)).status).toBe(303);
    expect(await pageOf(browser)).toContain('You asked for more time');
  });

  it.each([
    [
      'ends their access',
      async ({ browser }: Prospect, person: string) => {
        await browser.post('/my-access/end', { person });
      },
    ],
    [
      'ends the agreement',
      async (_: Prospect, person: string) => {
        await endAgreement(primary(), { personId: person }, 'signer', person, Date.now());
      },
    ],
  ])('is no second one for whoever %s long after they began, and asks again', async (_, ends) => {
    const { prospect, grant } = await renewed(1, 60);
    await ends(prospect, grant.person_id);
    expect(await download(prospect.browser)).not.toBe(200);
    const again = await granted(prospect.address);
    expect((await grantOf(prospect.address)).id).not.toBe(grant.id);
    expect(await left(again.browser)).toBe('1 of 2 left');
    expect(await download(again.browser)).toBe(200);
    expect(await download(again.browser)).toBe(403);
  });

  it('is no second one for another tag of the mailbox, long after the first began', async () => {
    const { prospect } = await renewed(1, 60);
    const tag = await granted(prospect.address.replace('@', '+tag@'));
    expect(await left(tag.browser)).toBe('1 of 2 left');
    expect(await download(tag.browser)).toBe(200);
    expect(await download(prospect.browser)).toBe(403);
  });

  it('is a new one after the end that the renewal gave, and after a newer rule gave more days', async () => {
    const { prospect } = await renewed(1, rules.grantDays + 1);
    Object.assign(content, { access: { ...content.access, grantDays: 4 * rules.grantDays } });
    const again = await granted(prospect.address);
    expect(await left(again.browser)).toBe('2 of 2 left');
  });
});

describe('what is not renewed', () => {
  it('A3 P5: what was taken back, by whomever, and it stays so after the block is lifted', async () => {
    const { browser, address } = await granted();
    const grant = await began(address, rules.grantDays - 5);
    const by = { actor: 'staff', reason: 'Leaked.', own: false, message: null };
    const act = await startRevocation(
      quiet,
      primary(),
      { scope: 'person', target: grant.person_id },
      by,
      Date.now(),
    );
    const staff = openBrowser();
    const approver = await signIn(staff, { kind: 'staff', groups: [rules.staffGroup], roles: ['approver'] });
    for (const lifted of [false, true]) {
      if (lifted) await liftRevocation(primary(), act.id, 'staff', Date.now());
      const answer = await renew(browser, grant.person_id);
      expect(answer.status).toBe(lifted ? 303 : 403);
      const days = { person: approver, days: '30', ends: String(grant.expires_at) };
      expect((await staff.post(`/console/grants/${grant.id}/renew`, days)).status).toBe(409);
      expect((await grantOf(address)).expires_at).toBe(grant.expires_at);
      expect(await download(browser)).toBe(403);
    }
    expect(await eventsAbout(grant.id)).not.toContain('grant.renewed');
  });

  it('C14: a reader at a domain that is denied by now: why is said and on record, and what they have stays', async () => {
    const { browser, address } = await granted(`ann@${crypto.randomUUID().slice(0, 8)}.example`);
    const grant = await began(address, rules.grantDays - 5);
    const domain = address.slice(address.indexOf('@') + 1);
    Object.assign(content, {
      access: {
        ...content.access,
        rules: await ruleSetOf([{ name: 'rival', domains: [domain], outcome: 'deny', reason: 'A rival.' }]),
      },
    });
    const refused = await renew(browser, grant.person_id);
    expect(refused.status).toBe(403);
    expect(textOf(await refused.text())).toContain('A rival.');
    expect(await eventsAbout(grant.person_id)).toContain('access.refused');
    expect(await grantOf(address)).toEqual(grant);
    expect(await download(browser)).toBe(200);
  });

  it('C14: what the rules of today would end sooner', async () => {
    const { browser, address } = await granted();
    const grant = await began(address, rules.grantDays - 5);
    Object.assign(content, {
      access: {
        ...content.access,
        rules: await ruleSetOf([{ name: 'briefly', people: [address], outcome: 'nda', days: 3 }]),
      },
    });
    const refused = await renew(browser, grant.person_id);
    expect(refused.status).toBe(409);
    expect(textOf(await refused.text())).toContain('what is given today would not last beyond');
    expect(await grantOf(address)).toEqual(grant);
    expect(await download(browser)).toBe(200);
  });

  it('S5: with a session that is over; after coming back it is', async () => {
    const { browser, address } = await granted();
    const grant = await began(address, rules.grantDays - 5);
    await env.DB.prepare('UPDATE sessions SET seen_at = seen_at - ?2 WHERE person_id = ?1')
      .bind(grant.person_id, 3 * 3_600_000)
      .run();
    const refused = await renew(browser, grant.person_id);
    expect(refused.status).toBe(401);
    expect(await grantOf(address)).toEqual(grant);
    const { browser: back } = await comeBack(address);
    expect((await renew(back, grant.person_id)).headers.get('Location')).toBe(`${REPORT}/copy`);
    expect((await grantOf(address)).expires_at).toBeGreaterThan(grant.expires_at);
  });
});

describe('under a newer text of the NDA', () => {
  it.each([0, 10])(
    'N1: the text comes first, with %i days of grace; then there is the button, and one notice',
    async (grace) => {
      const { browser, address, agreement } = await granted();
      const grant = await began(address, rules.grantDays - 5);
      expect(await download(browser)).toBe(200);
      putInForce(grace);
      expect((await renew(browser, grant.person_id)).headers.get('Location')).toBe(`${REPORT}/nda`);
      expect((await grantOf(address)).expires_at).toBe(grant.expires_at);
      await browser.post(`${REPORT}/nda`, await agreement());
      const signed = await grantOf(address);
      expect([signed.id === grant.id, signed.expires_at]).toEqual([false, grant.expires_at]);
      await warnExpiring(quiet, Date.now());
      expect(
        await rows("SELECT 1 FROM mails WHERE template = 'expiring' AND recipient = ?1", address),
      ).toEqual([]);
      expect(await pageOf(browser)).toContain('Renew my access');
      expect((await renew(browser, grant.person_id)).headers.get('Location')).toBe(`${REPORT}/copy`);
      const longer = await grantOf(address);
      expect([longer.id, Math.round((longer.expires_at - Date.now()) / DAY)]).toEqual([
        signed.id,
        rules.grantDays,
      ]);
      expect(await left(browser)).toBe('1 of 2 left');
      await warnExpiring(quiet, longer.expires_at - DAY);
      expect(
        await rows("SELECT 1 FROM mails WHERE template = 'expiring' AND recipient = ?1", address),
      ).toHaveLength(1);
    },
  );

  it('that came in the last third: the end is still told of, and can be moved', async () => {
    const { browser, address, agreement } = await granted();
    const grant = await began(address, rules.grantDays - 20);
    putInForce(0);
    await browser.post(`${REPORT}/nda`, await agreement());
    await warnExpiring(quiet, grant.expires_at - DAY);
    expect(
      await rows("SELECT 1 FROM mails WHERE template = 'expiring' AND recipient = ?1", address),
    ).toHaveLength(1);
  });
});

describe('at the same moment', () => {
  it('a reader and staff renew: each adds to what it saw, or nothing', async () => {
    for (let i = 0; i < 4; i++) {
      const { browser, address } = await granted();
      const grant = await began(address, rules.grantDays - 5);
      const staff = openBrowser();
      const person = await signIn(staff, { kind: 'staff', groups: [rules.staffGroup], roles: ['approver'] });
      await Promise.all([
        renew(browser, grant.person_id),
        staff.post(`/console/grants/${grant.id}/renew`, {
          person,
          days: '30',
          ends: String(grant.expires_at),
        }),
      ]);
      const events = await rows<{ detail: string }>(
        "SELECT detail FROM events WHERE object = ?1 AND type = 'grant.renewed' ORDER BY id",
        grant.id,
      );
      const ends = events.map(({ detail }) => JSON.parse(detail) as { from: number; expires: number });
      let from = grant.expires_at;
      for (const end of ends) {
        expect(end.from).toBe(from);
        expect(end.expires).toBeGreaterThan(from);
        from = end.expires;
      }
      expect(ends.length).toBeGreaterThan(0);
      expect((await grantOf(address)).expires_at).toBe(from);
    }
  });
});
