import { afterEach, describe, expect, it } from 'vitest';
import type { AccessRule, RuleSet } from '../../../core/access/rules.ts';
import { content } from '../../../worker/content.ts';
import { ruleSetOf } from '../../support/access-rule.ts';
import { ScriptedProvider } from '../login/scripted-login.ts';
import { openBrowser, textOf } from './browser.ts';
import { mailsTo, newAddress, newProspect } from './prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

const written = content.access;
let sha256 = '';

/** Puts rules into force, as a deployment does; they end with the test. */
async function rules(...list: Partial<AccessRule>[]): Promise<void> {
  const ruleSet = await ruleSetOf(list);
  sha256 = ruleSet.sha256;
  Object.assign(content, { access: { ...written, rules: ruleSet } });
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
    await rules({ people: [address], outcome: 'deny', reason: 'We cannot serve you.' });
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
      .poll(async () => (await mailsTo(address)).map(({ text }) => text).join())
      .toContain('We cannot serve you.');
    expect((await prospect.browser.get('/access/soc2-type2/file')).status).toBe(403);
    expect([await grantsOf(address), await acceptancesOf(address)]).toEqual([[], []]);
  });

  it('C14: edited to a denial while the NDA is read, decides as it is now', async () => {
    const { prospect, next } = await confirm(newAddress());
    expect(next).toBe('/access/soc2-type2/nda');
    const form = await prospect.agreement();
    await rules({ people: [prospect.address], outcome: 'deny', reason: 'No.' });
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
    await rules({ people: [address], outcome: 'grant', days: 7, ...facts });
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
    await rules({ people: [address], outcome: 'grant', basis: 'customer' });
    expect((await confirm(address, 'pentest-letter')).next).toBe('/access/pentest-letter/pending');
  });

  it.each([
    [
      { basis: 'customer' } as const,
      { clause: content.company.terms.clause, version: content.company.terms.version },
      'Terms of Service, version',
    ],
    [
      { basis: 'partner', reason: 'A mutual NDA', reference: 'MNDA 12' } as const,
      { agreement: 'MNDA 12', reason: 'A mutual NDA' },
      'an NDA between us',
    ],
  ])(
    'a release to whom it covers stands on what it says: %j; once withdrawn it covers nobody',
    async (facts, detail, words) => {
      const staff = openBrowser();
      const groups = [content.access.staffGroup];
      const person = await signIn(staff, { kind: 'staff', groups, roles: ['approver'] });
      const [address, late] = [newAddress(), newAddress()];
      const rule = { people: [address, late], outcome: 'grant', ...facts } as const;
      await rules(rule);
      const { prospect } = await confirm(address, 'pentest-letter');
      await confirm(late, 'pentest-letter');
      const [[request], [second]] = [await requestsOf(address), await requestsOf(late)];
      const page = textOf(await (await staff.get(`/console/requests/${request?.id}`)).text());
      expect(page).toContain('by the rule “the-rule”');
      await staff.post(`/console/requests/${request?.id}/release`, { person });
      const [grant] = await grantsOf(address);
      expect(grant?.basis).toBe('staff');
      expect(JSON.parse(grant?.basis_detail ?? '')).toMatchObject({
        ...detail,
        by: person,
        coverRule: 'the-rule',
        coverRules: sha256,
      });
      expect((await prospect.browser.get('/access/pentest-letter')).headers.get('Location')).toBe(
        '/access/pentest-letter/copy',
      );
      const copy = textOf(await (await prospect.browser.get('/access/pentest-letter/copy')).text());
      expect(copy).toContain('and we released it to you');
      expect(textOf(await (await prospect.browser.get('/my-access')).text())).toContain(words);

      await rules({ ...rule, people: [], domains: ['elsewhere.example'] });
      const refused = await staff.post(`/console/requests/${second?.id}/release`, { person });
      expect(refused.status).toBe(409);
      expect(await grantsOf(late)).toEqual([]);
    },
  );

  it('that wants a person lets the request wait after the NDA', async () => {
    const address = newAddress();
    await rules({ people: [address], outcome: 'review' });
    const { prospect, next } = await confirm(address);
    expect(next).toBe('/access/soc2-type2/nda');
    expect((await prospect.agree()).headers.get('Location')).toBe('/access/soc2-type2/pending');
    const [request] = await requestsOf(address);
    expect(await detailOf(request?.id ?? '', 'request.pending')).toMatchObject({ rule: 'the-rule' });
  });

  it('A2: that denies a person or domain denies the signed-in customer too, and the ledger has it', async () => {
    await rules({ domains: ['rival.example'], outcome: 'deny', reason: 'Not you.' });
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer', address: 'Cara@Rival.example' });
    for (const report of ['soc2-type2', 'pentest-letter']) {
      const answer = await browser.post(`/access/${report}/customer`, { person });
      expect(answer.status).toBe(403);
      const page = textOf(await answer.text());
      expect(page).toContain('Not you.');
      expect(page).toContain(content.company.contacts.access);
    }
    const events = await rows<{ detail: string }>(
      `SELECT detail FROM events WHERE object = ?1 AND type = 'access.refused' ORDER BY id`,
      person,
    );
    expect(events.map(({ detail }) => JSON.parse(detail))).toEqual([
      { report: 'soc2-type2', rules: sha256, rule: 'the-rule' },
      { report: 'pentest-letter', rules: sha256, rule: 'the-rule' },
    ]);
    expect(await rows('SELECT id FROM grants WHERE person_id = ?1', person)).toEqual([]);
    expect(await rows('SELECT id FROM requests WHERE person_id = ?1', person)).toEqual([]);
  });

  it('O22: an address that no provider vouches for earns nothing, and still keeps its bearer out', async () => {
    const daysOf = async (isVouched: boolean, address: string) => {
      const browser = openBrowser();
      const person = await signIn(browser, { kind: 'customer', address, isVouched });
      const { status } = await browser.post('/access/soc2-type2/customer', { person });
      const [grant] = await rows<{ days: number }>(
        'SELECT (expires_at - starts_at) / 86400000 AS days FROM grants WHERE person_id = ?1',
        person,
      );
      return grant?.days ?? status;
    };
    await rules({ domains: ['partner.example'], outcome: 'grant', basis: 'customer', days: 3 });
    expect(await daysOf(true, 'a@partner.example')).toBe(3);
    expect(await daysOf(false, 'b@partner.example')).toBe(content.access.grantDays);
    await rules({ domains: ['rival.example'], outcome: 'deny', reason: 'Not you.' });
    expect(await daysOf(false, 'c@rival.example')).toBe(403);
  });

  it('A2: that denies is not walked around by signing in for the report', async () => {
    await rules({ domains: ['rival.example'], outcome: 'deny', reason: 'Not you.' });
    const provider = await ScriptedProvider.start();
    const { browser, response } = await provider.login({
      form: { report: 'soc2-type2' },
      token: ({ claims }) => provider.sign({ ...claims, email: 'cara@rival.example' }),
    });
    expect(response.status).toBe(403);
    expect(textOf(await response.text())).toContain('Not you.');
    expect((await browser.get('/access/soc2-type2/file')).status).toBe(403);
    const grants = await rows(
      `SELECT g.id FROM grants g JOIN people p ON p.id = g.person_id WHERE p.issuer = ?1`,
      provider.issuer,
    );
    expect(grants).toEqual([]);
  });

  it('N18: a customer whom a rule names for a person waits, without an NDA; a rule for free mail is not about them', async () => {
    const address = newAddress();
    const ruleSet = await ruleSetOf(
      [
        { name: 'free', freeMail: true, outcome: 'deny', reason: 'No.' },
        { name: 'watched', people: [address], outcome: 'review', days: 3 },
      ],
      { freeMailDomains: ['prospect.example'] },
    );
    Object.assign(content, { access: { ...written, rules: ruleSet } });
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer', address });
    const answer = await browser.post('/access/soc2-type2/customer', { person });
    expect(answer.headers.get('Location')).toBe('/access/soc2-type2/pending');
    const [request] = await rows('SELECT * FROM requests WHERE person_id = ?1', person);
    expect(request).toMatchObject({ rule: 'watched', rule_set: ruleSet.sha256, grant_days: 3 });
    const other = openBrowser();
    const free = await signIn(other, { kind: 'customer', address: newAddress() });
    expect((await other.post('/access/soc2-type2/customer', { person: free })).headers.get('Location')).toBe(
      '/access/soc2-type2/copy',
    );
  });

  it('C14: edited while a request waits, changes nothing for it: it is released by the version recorded', async () => {
    const address = newAddress();
    await rules({ name: 'two-days', people: [address], outcome: 'review', days: 2, downloads: 3 });
    const before = sha256;
    const { prospect } = await confirm(address);
    await prospect.agree();
    for (const edit of [
      { name: 'two-days', people: [address], outcome: 'review', days: 300, downloads: 900 },
      { name: 'now-granted', people: [address], outcome: 'grant', basis: 'customer' },
      { name: 'now-denied', people: [address], outcome: 'deny', reason: 'No.' },
    ] as const) {
      await rules(edit);
      const page = await prospect.browser.get('/access/soc2-type2');
      expect(page.headers.get('Location')).toBe('/access/soc2-type2/pending');
    }
    const [request] = await rows('SELECT * FROM requests WHERE address = ?1', address);
    expect(request).toMatchObject({ state: 'pending', rule: 'two-days', rule_set: before, grant_days: 2 });
    const staff = openBrowser();
    const person = await signIn(staff, {
      kind: 'staff',
      groups: [content.access.staffGroup],
      roles: ['approver'],
    });
    await staff.post(`/console/requests/${request?.id}/release`, { person });
    const [grant] = await rows(
      'SELECT *, (expires_at - starts_at) / 86400000 AS life FROM grants WHERE request_id = ?1',
      request?.id,
    );
    expect(grant).toMatchObject({ basis: 'staff', life: 2, quota: 3 });
    expect(JSON.parse(String(grant?.basis_detail))).toMatchObject({
      by: person,
      rule: 'two-days',
      rules: before,
    });
    expect(await detailOf(String(request?.id), 'request.released')).toMatchObject({
      rule: 'two-days',
      rules: before,
    });
  });

  it.each(['grant', 'review'] as const)(
    'A16: a rule that says nothing of downloads leaves what the report says: %s',
    async (outcome) => {
      const address = newAddress();
      const ruleSet = await ruleSetOf([
        { people: [address], outcome, ...(outcome === 'grant' ? { basis: 'customer' } : {}) },
      ]);
      Object.assign(content, { access: { ...written, downloads: 4, rules: ruleSet } });
      const { prospect } = await confirm(address);
      if (outcome === 'review') {
        await prospect.agree();
        const [request] = await rows('SELECT * FROM requests WHERE address = ?1', address);
        const staff = openBrowser();
        const person = await signIn(staff, {
          kind: 'staff',
          groups: [content.access.staffGroup],
          roles: ['approver'],
        });
        await staff.post(`/console/requests/${request?.id}/release`, { person });
      }
      expect(
        await rows(
          'SELECT quota FROM grants WHERE person_id = (SELECT id FROM people WHERE address = ?1)',
          address,
        ),
      ).toEqual([{ quota: 4 }]);
    },
  );

  it('C14: a prospect’s NDA and days: both come from the rule', async () => {
    const address = newAddress();
    await rules({ people: [address], outcome: 'nda', days: 5 });
    const { prospect } = await confirm(address);
    await prospect.agree();
    const [grant] = await grantsOf(address);
    expect(Math.round(((grant?.expires_at ?? 0) - Date.now()) / 86_400_000)).toBe(5);
    const [request] = await rows('SELECT * FROM requests WHERE address = ?1', address);
    expect(request).toMatchObject({ rule: 'the-rule', rule_set: sha256, grant_days: 5 });
  });

  it.each([
    ['a rule that is gone', (set: RuleSet) => ({ ...set, rules: set.rules.slice(1) })],
    ['a list cut short', (set: RuleSet) => ({ ...set, freeMailDomains: set.freeMailDomains.slice(1) })],
    ['a list that is not there', ({ disposableDomains: _, ...set }: RuleSet) => set],
    ['another hash', (set: RuleSet) => ({ ...set, sha256: 'c'.repeat(64) })],
  ])('C14: the Worker serves nothing on half a rule set: %s', async (_, break_) => {
    const whole = await ruleSetOf(
      [
        { name: 'rivals', domains: ['rival.example'], outcome: 'deny', reason: 'No.' },
        { name: 'free', freeMail: true, outcome: 'review' },
      ],
      { freeMailDomains: ['free.example', 'mail.example'] },
    );
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer' });
    Object.assign(content, { access: { ...written, rules: break_(whole) } });
    expect((await browser.post('/access/soc2-type2/customer', { person })).status).toBe(503);
    expect((await browser.get('/access/soc2-type2/file')).status).toBe(503);
    expect((await browser.get('/health')).status).toBe(503);
    Object.assign(content, { access: { ...written, rules: whole } });
    expect((await browser.post('/access/soc2-type2/customer', { person })).status).toBe(303);
  });

  it('C14: where none matches, the default is recorded with the grant', async () => {
    await rules({ domains: ['rival.example'], outcome: 'deny', reason: 'No.' });
    const { prospect } = await confirm(newAddress());
    await prospect.agree();
    const [grant] = await grantsOf(prospect.address);
    expect(JSON.parse(grant?.basis_detail ?? '')).toMatchObject({ rules: sha256, rule: 'default' });
  });
});
