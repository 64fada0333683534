import { afterEach, describe, expect, it } from 'vitest';
import type { AccessRule } from '../../../schema/access-rules.ts';
import { content } from '../../../worker/content.ts';
import { openBrowser, textOf } from './browser.ts';
import { mailsTo, newAddress, newProspect } from './prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

const written = content.access;
const sha256 = 'c'.repeat(64);

/** Puts one rule into force, as a deployment does; it ends with the test. */
function rule(facts: Partial<AccessRule>): void {
  const none = { domains: [], people: [], list: null, freeMail: false, everybody: false, reports: null };
  const empty = { days: null, basis: null, reason: null, reference: null };
  const one: AccessRule = { name: 'the-rule', ...none, outcome: 'nda', ...empty, ...facts };
  Object.assign(content, { access: { ...written, rules: { rules: [one], freeMailDomains: [], sha256 } } });
}
afterEach(() => {
  Object.assign(content, { access: written });
});

async function confirm(address: string, report = 'soc2-type2') {
  const prospect = newProspect(report, { address });
  const asked = await prospect.ask();
  const confirmed = await prospect.confirm();
  return { prospect, asked, next: confirmed.headers.get('Location') };
}

async function detailOf(object: string, type: string): Promise<unknown> {
  const [event] = await rows<{ detail: string }>(
    'SELECT detail FROM events WHERE object = ?1 AND type = ?2',
    object,
    type,
  );
  return JSON.parse(event?.detail ?? 'null');
}

describe('a rule', () => {
  it('M7: that denies is told after the address is confirmed, with the reason and a way to answer', async () => {
    const address = newAddress();
    rule({ people: [address], outcome: 'deny', reason: 'We cannot serve you.' });
    const plain = newProspect();
    const other = await plain.ask();
    const { prospect, asked, next } = await confirm(address);
    expect([asked.status, asked.headers.get('Location')]).toEqual([
      other.status,
      other.headers.get('Location'),
    ]);
    expect(next).toBe('/access/soc2-type2');
    const page = textOf(await (await prospect.browser.get('/access/soc2-type2')).text());
    expect(page).toContain('We cannot serve you.');
    expect(page).toContain(content.company.contacts.access);
    const [request] = await requestsOf(address);
    expect(request?.state).toBe('denied');
    expect(await detailOf(request?.id ?? '', 'request.denied')).toMatchObject({
      rules: sha256,
      rule: 'the-rule',
    });
    await expect
      .poll(async () => (await mailsTo(address)).map(({ text }) => text).join(), { timeout: 20_000 })
      .toContain('We cannot serve you.');
    expect((await prospect.browser.get('/access/soc2-type2/file')).status).toBe(403);
    expect([await grantsOf(address), await acceptancesOf(address)]).toEqual([[], []]);
  });

  it('C14: edited to a denial while the NDA is read, decides as it is now', async () => {
    const { prospect, next } = await confirm(newAddress());
    expect(next).toBe('/access/soc2-type2/nda');
    const form = await prospect.agreement();
    rule({ people: [prospect.address], outcome: 'deny', reason: 'No.' });
    const answer = await prospect.browser.post('/access/soc2-type2/nda', form);
    expect(answer.headers.get('Location')).toBe('/access/soc2-type2');
    expect([await grantsOf(prospect.address), await acceptancesOf(prospect.address)]).toEqual([[], []]);
  });

  it.each([
    [{ basis: 'customer' } as const, 'terms', { clause: content.company.terms.clause }],
    [
      { basis: 'partner', reason: 'A mutual NDA', reference: 'MNDA 12' } as const,
      'nda',
      { agreement: 'MNDA 12', reason: 'A mutual NDA' },
    ],
  ])('B20 B22: %j grants without an NDA, for its days, on its basis', async (facts, basis, detail) => {
    const address = newAddress();
    rule({ people: [address], outcome: 'grant', days: 7, ...facts });
    const { prospect, next } = await confirm(address);
    expect(next).toBe('/access/soc2-type2/copy');
    const [grant] = await rows<{ basis: string; basis_detail: string; life: number; id: string }>(
      `SELECT g.*, (expires_at - starts_at) / 86400000 AS life FROM grants g JOIN people p ON p.id = g.person_id
       WHERE p.address = ?1`,
      address,
    );
    expect(grant).toMatchObject({ basis, life: 7, acceptance_id: null });
    expect(JSON.parse(grant?.basis_detail ?? '')).toMatchObject({
      ...detail,
      rules: sha256,
      rule: 'the-rule',
    });
    expect(await eventsAbout(grant?.id ?? '')).toEqual(['grant.made']);
    expect((await prospect.browser.get('/access/soc2-type2/copy')).status).toBe(200);
  });

  it('that grants gives no report that staff releases: it waits, without an NDA', async () => {
    const address = newAddress();
    rule({ people: [address], outcome: 'grant', basis: 'customer' });
    expect((await confirm(address, 'pentest-letter')).next).toBe('/access/pentest-letter/pending');
  });

  it('that wants a person lets the request wait after the NDA', async () => {
    const address = newAddress();
    rule({ people: [address], outcome: 'review' });
    const { prospect, next } = await confirm(address);
    expect(next).toBe('/access/soc2-type2/nda');
    expect((await prospect.agree()).headers.get('Location')).toBe('/access/soc2-type2/pending');
    const [request] = await requestsOf(address);
    expect(await detailOf(request?.id ?? '', 'request.pending')).toMatchObject({ rule: 'the-rule' });
  });

  it('that denies a person or domain denies the signed-in customer too', async () => {
    rule({ domains: ['rival.example'], outcome: 'deny', reason: 'Not you.' });
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer', address: 'Cara@Rival.example' });
    const answer = await browser.post('/access/soc2-type2/customer', { person });
    expect(answer.status).toBe(403);
    expect(textOf(await answer.text())).toContain('Not you.');
  });

  it('C14: where none matches, the default is recorded with the grant', async () => {
    rule({ domains: ['rival.example'], outcome: 'deny', reason: 'No.' });
    const { prospect } = await confirm(newAddress());
    await prospect.agree();
    const [grant] = await grantsOf(prospect.address);
    expect(JSON.parse(grant?.basis_detail ?? '')).toMatchObject({ rules: sha256, rule: 'default' });
  });
});
