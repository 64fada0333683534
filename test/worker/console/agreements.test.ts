import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endAgreement } from '../../../worker/access/end-agreement.ts';
import type { Role } from '../../../worker/console/staff.ts';
import { content } from '../../../worker/content.ts';
import { newId } from '../../../worker/random.ts';
import { type Browser, fieldsOf, openBrowser, textOf } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { comeBack } from '../my-access/coming-back.ts';
import { publish } from '../reports/exit.ts';

/** The register of agreements: who accepted the NDA, who declined it, what proves it, and how staff ends one. */

const written = content.access;
const inForce = content.nda;
afterEach(() => void Object.assign(content, { access: written, nda: inForce }));
beforeAll(async () => void (await publish({ bodyLength: 2_000 })));

interface Staff {
  readonly browser: Browser;
  readonly person: string;
}

async function staff(...roles: Role[]): Promise<Staff> {
  const browser = openBrowser();
  return { browser, person: await signIn(browser, { kind: 'staff', groups: [written.staffGroup], roles }) };
}

interface Signer {
  readonly browser: Browser;
  readonly address: string;
  readonly domain: string;
  readonly person: string;
  readonly acceptance: string;
}

async function signer(): Promise<Signer> {
  const domain = `${crypto.randomUUID().slice(0, 8)}.example`;
  const prospect = newProspect('soc2-type2', {
    address: `whole.local.part@${domain}`,
    name: 'Sigrid Signer',
    company: 'Register AG',
  });
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  const [acceptance] = await acceptancesOf(prospect.address);
  const [request] = await requestsOf(prospect.address);
  return { ...prospect, domain, person: request?.person_id ?? '', acceptance: acceptance?.id ?? '' };
}

interface Entry {
  readonly name: string;
  readonly address: string;
  readonly nda: string;
  readonly version: string;
  readonly sha256: string;
  readonly state: string;
  readonly id: string;
}

const register = async ({ browser }: Staff, query: string): Promise<Entry[]> =>
  JSON.parse(await (await browser.get(`/console/agreements?${query}&format=json`)).text()) as Entry[];

describe('the register of agreements', () => {
  it('N: has who accepted which exact text, and each state by its filter', async () => {
    const viewer = await staff();
    const approver = await staff('approver');
    const lead = await signer();
    const [entry, ...more] = await register(approver, `domain=${lead.domain}`);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      name: 'Sigrid Signer',
      address: lead.address,
      nda: inForce.id,
      version: inForce.version,
      sha256: inForce.sha256,
      state: 'in-force',
      id: lead.acceptance,
    });
    const page = textOf(await (await viewer.browser.get(`/console/agreements?domain=${lead.domain}`)).text());
    expect(page).toContain('Sigrid Signer');
    expect(page).toContain(`${inForce.id} ${inForce.version} ${inForce.sha256.slice(0, 12)}`);
    expect(page).toContain('In force');
    expect(await register(viewer, `domain=${lead.domain}&version=${inForce.version}`)).toHaveLength(1);
    expect(await register(viewer, `id=${lead.acceptance}`)).toHaveLength(1);

    const statesOf = async () => {
      const states: string[] = [];
      for (const state of ['in-force', 'over', 'withdrawn', 'ended', 'superseded', 'declined'])
        for (const found of await register(viewer, `domain=${lead.domain}&state=${state}`)) {
          expect(found.state).toBe(state);
          states.push(state);
        }
      return states;
    };
    expect(await statesOf()).toEqual(['in-force']);
    Object.assign(content, { nda: { ...inForce, sha256: 'f'.repeat(64) } });
    expect(await statesOf()).toEqual(['superseded']);
    Object.assign(content, { nda: inForce });
    const set = (sql: string) =>
      env.DB.prepare(`UPDATE acceptances SET ${sql} WHERE id = ?1`).bind(lead.acceptance).run();
    await set('ends_at = 1');
    expect(await statesOf()).toEqual(['over']);
    await set('ends_at = NULL');
    await endAgreement(
      env.DB.withSession('first-primary'),
      { personId: lead.person },
      'signer',
      lead.person,
      Date.now(),
    );
    expect(await statesOf()).toEqual(['withdrawn']);
    await set("ended_by = 'us'");
    expect(await statesOf()).toEqual(['ended']);
  });

  it('N: has refusals, with the request that they are about, and whoever agrees later has both', async () => {
    const viewer = await staff();
    const prospect = newProspect('soc2-type2', { address: `no@${crypto.randomUUID().slice(0, 8)}.example` });
    await prospect.ask();
    await prospect.confirm();
    const fields = await prospect.agreement();
    await prospect.browser.post('/access/soc2-type2/nda', { ...fields, decision: 'decline' });
    const [, domain] = prospect.address.split('@');
    const [request] = await requestsOf(prospect.address);
    expect(await register(viewer, `domain=${domain}`)).toMatchObject([
      { state: 'declined', version: inForce.version, sha256: inForce.sha256, id: request?.id },
    ]);
    const html = await (await viewer.browser.get(`/console/agreements?domain=${domain}`)).text();
    expect(html).toContain(`href="/console/requests/${request?.id}"`);
    await prospect.agree();
    expect((await register(viewer, `domain=${domain}`)).map(({ state }) => state)).toEqual([
      'in-force',
      'declined',
    ]);
  });

  it('D9: its pages come one after the other, acceptances and refusals in the order of time, each once', async () => {
    const viewer = await staff();
    const id = (i: number) => `paged-${String(i).padStart(3, '0')}`;
    await env.DB.batch(
      Array.from({ length: 70 }, (_, i) => [
        env.DB.prepare(
          `INSERT INTO people (id, kind, address, name, created_at) VALUES (?1, 'prospect', ?1 || '@paged.example', ?1, 1)`,
        ).bind(id(i)),
        env.DB.prepare(
          `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
           VALUES (?1, 'soc2-type2', ?1, ?1, 'Paged', ?1 || '@paged.example', 'x', 'declined', 'x', 'x', 1, 1)`,
        ).bind(id(i)),
        i % 2 === 0
          ? env.DB.prepare(
              `INSERT INTO acceptances (id, request_id, person_id, nda_id, nda_version, nda_sha256, evidence, accepted_at)
               VALUES (?1, ?1, ?1, 'n', '0', 's', json_object('signer', json_object('name', ?1, 'company', 'Paged', 'address', ?1 || '@paged.example')), ?2)`,
            ).bind(id(i), 1000 + Math.floor(i / 4))
          : env.DB.prepare(
              "INSERT INTO events (at, type, actor, object, detail) VALUES (?2, 'nda.declined', ?1, ?1, '{}')",
            ).bind(id(i), 1000 + Math.floor(i / 4)),
      ]).flat(),
    );
    const seen: string[] = [];
    let path: string | undefined = '/console/agreements?domain=paged.example';
    for (let pages = 0; path !== undefined && pages < 4; pages++) {
      const html = await (await viewer.browser.get(path)).text();
      seen.push(
        ...[...html.matchAll(/\/console\/(?:agreements|requests)\/(paged-\d+)"/g)].map(([, n]) => n ?? ''),
      );
      path = /<a rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    const inOrder = Array.from({ length: 70 }, (_, i) => i).toSorted(
      (a, b) => Math.floor(b / 4) - Math.floor(a / 4) || b - a,
    );
    expect(seen).toEqual(inOrder.map(id));
  });
});

describe('the page of one acceptance', () => {
  it('N: has the whole evidence; whoever only looks sees neither address, nor network, nor the file', async () => {
    const [viewer, approver] = [await staff(), await staff('approver')];
    const lead = await signer();
    const path = `/console/agreements/${lead.acceptance}`;
    const whole = await (await approver.browser.get(path)).text();
    for (const sentence of [inForce.consentSentence, inForce.authoritySentence, inForce.agreeLabel])
      expect(textOf(whole)).toContain(sentence);
    expect(whole).toContain(`href="${inForce.path}"`);
    expect(textOf(whole)).toContain(inForce.sha256);
    for (const contact of [lead.address, 'Test browser', '2001:db8:']) {
      expect(textOf(whole), contact).toContain(contact);
      expect(textOf(await (await viewer.browser.get(path)).text()), contact).not.toContain(contact);
    }
    expect((await viewer.browser.get(`${path}/evidence`)).status).toBe(403);
    const answer = await approver.browser.get(`${path}/evidence`);
    expect(answer.headers.get('Content-Disposition')).toBe(
      `attachment; filename="agreement-${lead.acceptance}.json"`,
    );
    const [stored] = await acceptancesOf(lead.address);
    const [grant] = await grantsOf(lead.address);
    expect(await answer.json()).toMatchObject({
      format: 'vitrine-agreement',
      id: lead.acceptance,
      state: 'in-force',
      text: new URL(inForce.path, env.ORIGIN).href,
      evidence: JSON.parse(stored?.evidence ?? ''),
      receipt: { state: expect.stringMatching(/^(queued|sending|sent)$/) },
      grants: [{ copyId: grant?.copy_id }],
    });
    expect((await eventsAbout(lead.acceptance)).filter((type) => type.startsWith('agreement.'))).toEqual([
      'agreement.opened',
      'agreement.opened',
      'agreement.opened',
      'agreement.opened',
      'agreement.exported',
    ]);
    expect((await approver.browser.get('/console/agreements/nobody')).status).toBe(404);
  });
});

describe('staff ends an agreement', () => {
  const revoke = async ({ browser, person }: Staff, query: string, more: Record<string, string> = {}) => {
    const form = fieldsOf(await (await browser.get(`/console/revocations/new?${query}`)).text());
    return await browser.post('/console/revocations', {
      ...form,
      person,
      reason: 'The talks ended.',
      ...more,
    });
  };

  it('N: from its page, with a reason; access ends, the reader is told, and the page says who, when and why', async () => {
    const approver = await staff('approver');
    const lead = await signer();
    const path = `/console/agreements/${lead.acceptance}`;
    const page = await (await approver.browser.get(path)).text();
    const link =
      /href="(\/console\/revocations\/new\?[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const form = await (await approver.browser.get(link)).text();
    expect(form).toMatch(/name="end_nda"[^>]*checked/);
    const refused = await revoke(approver, link.split('?')[1] ?? '', { end_nda: 'yes', reason: '' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toMatch(/name="end_nda"[^>]*checked/);
    const done = await revoke(approver, link.split('?')[1] ?? '', { end_nda: 'yes' });
    const why = done.headers.get('Location') ?? '';
    expect(why).toMatch(/^\/console\/revocations\/[\w-]{22}$/);
    expect((await lead.browser.get('/access/soc2-type2/file')).status).toBe(403);
    expect(await rows('SELECT ended_by FROM acceptances WHERE id = ?1', lead.acceptance)).toEqual([
      { ended_by: 'us' },
    ]);
    expect(await eventsAbout(lead.acceptance)).toContain('nda.ended');
    expect(
      await rows("SELECT 1 AS told FROM mails WHERE recipient = ?1 AND template = 'revoked'", lead.address),
    ).toHaveLength(1);
    const after = await (await approver.browser.get(path)).text();
    expect(textOf(after)).toContain('Ended by us ( Sample Customer )');
    expect(after).toContain(`href="${why}"`);
    expect(after).not.toContain('End this agreement');
    expect(textOf(await (await approver.browser.get(why)).text())).toContain('what they accepted ends, too');
  });

  it('leaves the agreement alone where nobody ticks it, and refuses it of anything but a person or a company', async () => {
    const approver = await staff('approver');
    const lead = await signer();
    expect((await revoke(approver, `scope=person&target=${lead.person}`)).status).toBe(303);
    expect(await rows('SELECT ended_by FROM acceptances WHERE id = ?1', lead.acceptance)).toEqual([
      { ended_by: null },
    ]);
    const [grant] = await grantsOf(lead.address);
    const other = await revoke(approver, `scope=grant&target=${grant?.id}`, { end_nda: 'yes' });
    expect(other.status).toBe(400);
    expect(textOf(await other.text())).toContain('An agreement is ended with a person or a company.');
  });

  it('C3: of a whole company two persons do it, where the configuration wants two', async () => {
    Object.assign(content, { access: { ...written, twoPersons: ['bulk'] } });
    const [maker, second] = [await staff('approver'), await staff('approver')];
    const lead = await signer();
    const proposed = await revoke(maker, `scope=company&target=${lead.domain}`, { end_nda: 'yes' });
    const proposal = proposed.headers.get('Location') ?? '';
    expect(proposal).toMatch(/^\/console\/proposals\//);
    const ended = () => rows('SELECT ended_by FROM acceptances WHERE id = ?1', lead.acceptance);
    expect(await ended()).toEqual([{ ended_by: null }]);
    expect(textOf(await (await second.browser.get(proposal)).text())).toContain(
      'what they accepted ends, too',
    );
    expect((await maker.browser.post(`${proposal}/approve`, { person: maker.person })).status).toBe(403);
    expect((await second.browser.post(`${proposal}/approve`, { person: second.person })).status).toBe(303);
    expect(await ended()).toEqual([{ ended_by: 'us' }]);
  });

  it('C1: whoever only looks has neither the button nor the act', async () => {
    const viewer = await staff();
    const lead = await signer();
    expect(await (await viewer.browser.get(`/console/agreements/${lead.acceptance}`)).text()).not.toContain(
      'End this agreement',
    );
    const act = {
      person: viewer.person,
      id: newId(),
      scope: 'person',
      target: lead.person,
      reason: 'x',
      end_nda: 'yes',
    };
    expect((await viewer.browser.post('/console/revocations', act)).status).toBe(403);
  });
});

describe('colleagues of a signer', () => {
  it('stand on the pages of company and person as covered by the NDA that the signer accepted', async () => {
    const viewer = await staff();
    const lead = await signer();
    const own = fieldsOf(await (await lead.browser.get('/my-access')).text());
    const invite = (local: string) =>
      lead.browser.post('/my-access/colleagues', {
        person: lead.person,
        attempt: own.attempt ?? '',
        colleague: `${local}@${lead.domain}`,
      });
    await invite('colleague');
    const { browser } = await comeBack(`colleague@${lead.domain}`);
    const [invitation] = await rows<{ id: string }>(
      'SELECT id FROM invitations WHERE address = ?1',
      `colleague@${lead.domain}`,
    );
    const path = `/my-access/invitations/${invitation?.id}`;
    const company = async () =>
      textOf(await (await viewer.browser.get(`/console/companies/${lead.domain}`)).text());
    expect(await company()).toContain('Invited Sigrid Signer');
    expect(await company()).not.toContain('covered by');
    await browser.post(path, {
      ...fieldsOf(await (await browser.get(path)).text()),
      name: 'Cornelia Colleague',
      acknowledge: 'yes',
    });
    expect(await company()).toMatch(
      /Cornelia Colleague.* covered by the NDA that Sigrid Signer accepted on \d/,
    );
    expect(await company()).toContain('Joined Sigrid Signer');
    const [person] = await rows<{ id: string }>(
      'SELECT id FROM people WHERE name = ?1',
      'Cornelia Colleague',
    );
    const page = textOf(await (await viewer.browser.get(`/console/people/${person?.id}`)).text());
    expect(page).toContain('In force Sigrid Signer , who brought them in: it covers them');
    const signerPage = textOf(await (await viewer.browser.get(`/console/people/${lead.person}`)).text());
    expect(signerPage).toMatch(/Colleagues .*Cornelia Colleague Joined/);
    const agreement = textOf(
      await (await viewer.browser.get(`/console/agreements/${lead.acceptance}`)).text(),
    );
    expect(agreement).toMatch(/Colleagues under it .*Cornelia Colleague Joined/);

    await env.DB.prepare("UPDATE acceptances SET ended_at = 1, ended_by = 'us' WHERE id = ?1")
      .bind(lead.acceptance)
      .run();
    expect(await company()).not.toContain('covered by');
    expect(await company()).toContain('ended since');
  });
});
