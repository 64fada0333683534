import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { endAgreement } from '../../../worker/access/end-agreement.ts';
import { warnExpiring } from '../../../worker/access/warn-expiring.ts';
import { content } from '../../../worker/content.ts';
import { ruleSetOf } from '../../support/access-rule.ts';
import { openBrowser, textOf } from './browser.ts';
import { newAddress, newProspect, type Prospect } from './prospect.ts';
import { eventsAbout, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

/** More time, before access ends: by its reader, by the rules as they are then, and by staff. */

const DAY = 86_400_000;
const REPORT = '/access/soc2-type2';
const written = content.access;
afterEach(() => {
  Object.assign(content, { access: written });
});

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly copy_id: string;
  readonly expires_at: number;
  readonly quota: number | null;
}

const grantOf = async ({ address }: { address: string }): Promise<Row> => {
  const found = await rows<Row>(
    'SELECT g.* FROM grants g JOIN people p ON p.id = g.person_id WHERE p.address = ?1 ORDER BY g.starts_at DESC, g.rowid DESC',
    address,
  );
  if (!found[0]) throw new Error('no grant');
  return found[0];
};

/** Somebody whose access ends in some days. */
async function ending(days: number): Promise<{ prospect: Prospect; grant: Row }> {
  const prospect = newProspect();
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  const { id } = await grantOf(prospect);
  const end = Date.now() + days * DAY;
  await env.DB.prepare('UPDATE grants SET starts_at = ?2, expires_at = ?3, given_until = ?3 WHERE id = ?1')
    .bind(id, end - 90 * DAY, end)
    .run();
  return { prospect, grant: await grantOf(prospect) };
}

const renew = ({ browser }: Prospect, person: string) => browser.post(`${REPORT}/renew`, { person });
const pageOf = async ({ browser }: Prospect) => textOf(await (await browser.get(`${REPORT}/copy`)).text());
const rules = async (...list: Parameters<typeof ruleSetOf>[0]) =>
  Object.assign(content, { access: { ...written, rules: await ruleSetOf(list) } });

describe('a reader', () => {
  it('renews with one button in the days before the end: same copy, no more downloads, on record, once', async () => {
    const { prospect, grant } = await ending(5);
    await env.DB.prepare('UPDATE grants SET quota = 3 WHERE id = ?1').bind(grant.id).run();
    await warnExpiring(env, Date.now());
    expect(await pageOf(prospect)).toContain('Renew my access');
    const clicks = await Promise.all([1, 2, 3].map(() => renew(prospect, grant.person_id)));
    for (const click of clicks)
      expect([click.status, click.headers.get('Location')]).toEqual([303, `${REPORT}/copy`]);
    const renewed = await grantOf(prospect);
    expect(renewed).toMatchObject({ id: grant.id, copy_id: grant.copy_id, quota: 3 });
    expect(Math.round((renewed.expires_at - Date.now()) / DAY)).toBe(written.grantDays);
    expect((await eventsAbout(grant.id)).filter((type) => type === 'grant.renewed')).toHaveLength(1);
    const [event] = await rows<{ detail: string; actor: string }>(
      "SELECT detail, actor FROM events WHERE object = ?1 AND type = 'grant.renewed'",
      grant.id,
    );
    expect(event?.actor).toBe(grant.person_id);
    expect(JSON.parse(event?.detail ?? '')).toEqual({
      from: grant.expires_at,
      expires: renewed.expires_at,
      rule: 'default',
      rules: content.access.rules.sha256,
    });
    expect(await pageOf(prospect)).not.toContain('Renew my access');
    // The next end is told of as well.
    const { expiringDays } = written;
    await warnExpiring(env, renewed.expires_at - (expiringDays - 1) * DAY);
    expect(
      await rows("SELECT 1 FROM mails WHERE template = 'expiring' AND recipient = ?1", prospect.address),
    ).toHaveLength(2);
  });

  it('A1 A3: renews nothing too early, nor somebody else’s, nor what is over', async () => {
    const early = await ending(40);
    expect(await pageOf(early.prospect)).not.toContain('Renew my access');
    await renew(early.prospect, early.grant.person_id);
    expect((await grantOf(early.prospect)).expires_at).toBe(early.grant.expires_at);
    const other = await ending(3);
    expect((await renew(early.prospect, other.grant.person_id)).status).toBe(409);
    expect((await openBrowser().post(`${REPORT}/renew`, { person: other.grant.person_id })).status).toBe(401);
    expect((await grantOf(other.prospect)).expires_at).toBe(other.grant.expires_at);
    await env.DB.prepare('UPDATE grants SET expires_at = ?2 WHERE id = ?1')
      .bind(other.grant.id, Date.now() - 1)
      .run();
    await renew(other.prospect, other.grant.person_id);
    expect((await grantOf(other.prospect)).expires_at).toBeLessThan(Date.now());
  });

  it('C14: is decided by the rules as they are now: denied, or a person decides', async () => {
    const denied = await ending(5);
    await rules({
      name: 'no-more',
      people: [denied.prospect.address],
      outcome: 'deny',
      reason: 'No longer.',
    });
    const refused = await renew(denied.prospect, denied.grant.person_id);
    expect(refused.status).toBe(403);
    expect(textOf(await refused.text())).toContain('No longer.');
    expect((await grantOf(denied.prospect)).expires_at).toBe(denied.grant.expires_at);

    Object.assign(content, { access: written });
    const { prospect, grant } = await ending(5);
    await env.DB.prepare('UPDATE grants SET quota = 3 WHERE id = ?1').bind(grant.id).run();
    await rules({ name: 'watch', people: [prospect.address], outcome: 'review' });
    await Promise.all([1, 2].map(() => renew(prospect, grant.person_id)));
    const waiting = await rows<{ id: string }>(
      "SELECT id FROM requests WHERE person_id = ?1 AND state = 'pending'",
      grant.person_id,
    );
    expect(waiting).toHaveLength(1);
    expect(await pageOf(prospect)).toContain('You asked for more time on');
    const staff = openBrowser();
    const person = await signIn(staff, { kind: 'staff', groups: [written.staffGroup], roles: ['approver'] });
    expect((await staff.post(`/console/requests/${waiting[0]?.id}/release`, { person })).status).toBe(303);
    const renewed = await grantOf(prospect);
    expect(renewed.id).not.toBe(grant.id);
    expect(renewed.expires_at).toBeGreaterThan(grant.expires_at);
  });

  it('N19: renews nothing beyond the agreement, nor once it has ended', async () => {
    const { prospect, grant } = await ending(5);
    const end = grant.expires_at + DAY;
    await env.DB.prepare('UPDATE acceptances SET ends_at = ?2 WHERE person_id = ?1')
      .bind(grant.person_id, end)
      .run();
    expect((await renew(prospect, grant.person_id)).status).toBe(303);
    expect((await grantOf(prospect)).expires_at).toBe(end);
    const again = await renew(prospect, grant.person_id);
    expect(again.status).toBe(409);
    expect(textOf(await again.text())).toContain('with the agreement that it stands on');
    await endAgreement(
      env.DB.withSession('first-primary'),
      { personId: grant.person_id },
      'signer',
      grant.person_id,
      Date.now(),
    );
    await renew(prospect, grant.person_id);
    expect((await grantOf(prospect)).expires_at).toBeLessThanOrEqual(Date.now());
  });
});

describe('staff', () => {
  async function approver(identity: { address?: string | null } = {}) {
    const browser = openBrowser();
    const groups = [written.staffGroup];
    return {
      browser,
      person: await signIn(browser, { kind: 'staff', groups, roles: ['approver'], ...identity }),
    };
  }

  it('C1 C3: renews for some more days, on record, nobody their own, and nothing that was taken back', async () => {
    const { prospect, grant } = await ending(40);
    const { browser, person } = await approver();
    const path = `/console/grants/${grant.id}`;
    expect(textOf(await (await browser.get(path)).text())).toContain('For how many more days');
    const ends = String(grant.expires_at);
    for (const days of ['', '0', '-1', '1.5', 'x', '999', '700'])
      expect((await browser.post(`${path}/renew`, { person, days, ends })).status, days).toBe(400);
    expect((await browser.post(`${path}/renew`, { person, days: '30', ends })).status).toBe(303);
    expect((await grantOf(prospect)).expires_at).toBe(grant.expires_at + 30 * DAY);
    const [event] = await rows<{ actor: string; detail: string }>(
      "SELECT actor, detail FROM events WHERE object = ?1 AND type = 'grant.renewed'",
      grant.id,
    );
    expect(event?.actor).toBe(person);
    expect(JSON.parse(event?.detail ?? '')).toEqual({
      from: grant.expires_at,
      expires: grant.expires_at + 30 * DAY,
      days: 30,
    });
    for (const address of [prospect.address.replace('@', '+x@'), null]) {
      const own = await approver({ address });
      const refused = await own.browser.post(`${path}/renew`, { person: own.person, days: '1' });
      expect(refused.status).toBe(403);
    }
    await env.DB.prepare('UPDATE grants SET revoked_at = 1 WHERE id = ?1').bind(grant.id).run();
    const later = String(grant.expires_at + 30 * DAY);
    expect((await browser.post(`${path}/renew`, { person, days: '1', ends: later })).status).toBe(409);
  });
});

describe('C14: the rules that decided', () => {
  it('are on record under their hash, and can be reckoned anew from the file', async () => {
    await rules({ name: 'the-rule', people: [newAddress()], outcome: 'review', days: 9 });
    const { sha256 } = content.access.rules;
    await openBrowser().get(REPORT);
    const browser = openBrowser();
    await signIn(browser, { kind: 'staff', groups: [written.staffGroup], roles: ['approver'] });
    await expect.poll(async () => (await browser.get(`/console/rules/${sha256}`)).status).toBe(200);
    Object.assign(content, { access: written });
    const page = textOf(await (await browser.get(`/console/rules/${sha256}`)).text());
    expect(page).toContain('the-rule');
    expect(page).toContain('a person decides; 9 days');
    expect(page).toContain('No longer in force');
    const file = await (await browser.get(`/console/rules/${sha256}.json`)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', file));
    expect([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(sha256);
    expect(textOf(await (await browser.get('/console/rules')).text())).toContain(sha256.slice(0, 12));
    expect((await browser.get(`/console/rules/${'0'.repeat(64)}`)).status).toBe(404);
  });
});
