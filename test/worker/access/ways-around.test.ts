import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../worker/console/staff.ts';
import { content } from '../../../worker/content.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { ruleSetOf } from '../../support/access-rule.ts';
import { publish } from '../reports/exit.ts';
import { type Browser, fieldsOf, openBrowser, origin, textOf } from './browser.ts';
import { newProspect } from './prospect.ts';
import { acceptancesOf, eventsAbout, grantsOf, requestsOf, rows } from './rows.ts';
import { signIn } from './sign-in.ts';

/** Ways around what staff decided, or around the rule that two of them decide; see docs/decisions/0191. */

const DAY = 86_400_000;
const REPORT = '/access/soc2-type2';
const written = content.access;
beforeAll(async () => void (await publish({ bodyLength: 2_000 })));
afterEach(() => void Object.assign(content, { access: written }));
const withTwo = () => Object.assign(content, { access: { ...written, twoPersons: ['bulk'] } });

async function staff(roles: Role[], identity: { address?: string | null } = {}) {
  const browser = openBrowser();
  const groups = [written.staffGroup];
  return { browser, person: await signIn(browser, { kind: 'staff', groups, roles, ...identity }) };
}
type Staff = Awaited<ReturnType<typeof staff>>;
const post = ({ browser, person }: Staff, path: string, fields: Record<string, string> = {}) =>
  browser.post(path, { person, ...fields });
const revoke = (by: Staff, scope: string, target: string, more: Record<string, string> = {}) =>
  post(by, '/console/revocations', { id: newId(), scope, target, reason: 'Because.', ...more });

async function holder(address?: string) {
  const prospect = newProspect('soc2-type2', address ? { address } : {});
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  const [request] = await requestsOf(prospect.address);
  const [grant] = await grantsOf(prospect.address);
  const [acceptance] = await acceptancesOf(prospect.address);
  return {
    ...prospect,
    person: request?.person_id ?? '',
    grant: grant?.id ?? '',
    acceptance: acceptance?.id ?? '',
  };
}

async function download(browser: Browser): Promise<number> {
  const response = await browser.get(`${REPORT}/file`);
  await response.arrayBuffer();
  return response.status;
}

/** A colleague who came in under somebody’s agreement. */
async function colleagueOf(signer: { acceptance: string; person: string }) {
  const colleague = await holder();
  await env.DB.batch([
    env.DB.prepare('UPDATE grants SET acceptance_id = ?2 WHERE id = ?1').bind(
      colleague.grant,
      signer.acceptance,
    ),
    env.DB.prepare(
      `INSERT INTO invitations (id, acceptance_id, invited_by, address, person_id, invited_at, expires_at, joined_at, evidence)
       VALUES (?1, ?2, ?3, ?4, ?5, 1, 2, 1, '{}')`,
    ).bind(newId(), signer.acceptance, signer.person, colleague.address, colleague.person),
  ]);
  return colleague;
}

describe('another tag of the mailbox', () => {
  const mailbox = () => `tagged.${crypto.randomUUID().slice(0, 8)}`;

  it.each(['person', 'grant'])(
    'A5 M14: loses what is revoked by %s, with whatever it accepted',
    async (scope) => {
      const base = mailbox();
      const one = await holder(`${base}@tag.example`);
      const two = await holder(`${base}+2@tag.example`);
      const bystander = await holder(`${base}.other@tag.example`);
      const approver = await staff(['approver']);
      const target = scope === 'person' ? one.person : one.grant;
      const form = await approver.browser.get(`/console/revocations/new?scope=${scope}&target=${target}`);
      expect(textOf(await form.text())).toContain('2 grants');
      const ends = scope === 'person' ? { end_nda: 'yes' } : {};
      expect((await revoke(approver, scope, target, ends)).status).toBe(303);
      expect([await download(one.browser), await download(two.browser)]).toEqual([403, 403]);
      expect(await download(bystander.browser)).toBe(200);
      const [acceptance] = await rows<{ ended_at: number | null }>(
        'SELECT ended_at FROM acceptances WHERE id = ?1',
        two.acceptance,
      );
      expect(acceptance?.ended_at !== null).toBe(scope === 'person');
    },
  );

  it('keeps what it has where a reader ends their own access', async () => {
    const base = mailbox();
    const one = await holder(`${base}@tag.example`);
    const two = await holder(`${base}+2@tag.example`);
    const page = await (await one.browser.get('/my-access/end')).text();
    await one.browser.post('/my-access/end', fieldsOf(page));
    expect(await download(one.browser)).not.toBe(200);
    expect(await download(two.browser)).toBe(200);
  });
});

describe('what needs a second person', () => {
  async function token(madeFor: string): Promise<string> {
    const secret = `trust_${newToken()}`;
    await env.DB.prepare(
      `INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at, made_for)
       VALUES (?1, 't', ?2, 'revoke', ?3, ?4, ?5)`,
    )
      .bind(newId(), await hashOf(secret), Date.now(), Date.now() + DAY, madeFor)
      .run();
    return secret;
  }

  it('C3: the end of an agreement under which colleagues have a report; the form counts them', async () => {
    withTwo();
    const approver = await staff(['approver']);
    const alone = await holder();
    await revoke(approver, 'person', alone.person, { end_nda: 'yes' });
    expect(await download(alone.browser)).toBe(403);

    const signer = await holder();
    const colleague = await colleagueOf(signer);
    expect(await download(colleague.browser)).toBe(200);
    const query = `scope=person&target=${signer.person}&end_nda=yes`;
    const form = textOf(await (await approver.browser.get(`/console/revocations/new?${query}`)).text());
    expect(form).toContain('2 grants');
    const proposed = await revoke(approver, 'person', signer.person, { end_nda: 'yes' });
    const proposal = proposed.headers.get('Location') ?? '';
    expect(proposal).toMatch(/^\/console\/proposals\//);
    expect([await download(signer.browser), await download(colleague.browser)]).toEqual([200, 200]);
    await post(await staff(['approver']), `${proposal}/approve`);
    expect([await download(signer.browser), await download(colleague.browser)]).toEqual([403, 403]);
  });

  it('C3: is not approved by somebody of whom nobody can see whether the token was theirs', async () => {
    withTwo();
    const secret = await token('mallory@staff.example');
    const domain = `${crypto.randomUUID().slice(0, 8)}.example`;
    const reader = await holder(`x@${domain}`);
    const body = JSON.stringify({ scope: 'company', target: domain, reason: 'Because.', id: newId() });
    const headers = {
      Authorization: `Bearer ${secret}`,
      'Content-Type': 'application/json',
      'Content-Length': String(body.length),
    };
    const request = new Request(new URL('/api/revocations', origin), { method: 'POST', headers, body });
    const { id } = (await (await exports.default.fetch(request)).json()) as { id: string };
    const unknown = await staff(['approver'], { address: null });
    const refused = await post(unknown, `/console/proposals/${id}/approve`);
    expect(refused.status).toBe(403);
    expect(textOf(await refused.text())).toContain('does not tell your address');
    expect(await download(reader.browser)).toBe(200);
    await post(await staff(['approver']), `/console/proposals/${id}/approve`);
    expect(await download(reader.browser)).toBe(403);
  });

  it('C9: is not spoilt by an act of the same id', async () => {
    withTwo();
    const [maker, other, meddler] = [
      await staff(['approver']),
      await staff(['approver']),
      await staff(['approver']),
    ];
    const domain = `${crypto.randomUUID().slice(0, 8)}.example`;
    const reader = await holder(`x@${domain}`);
    const bystander = await holder();
    const id = newId();
    await post(maker, '/console/revocations', { id, scope: 'company', target: domain, reason: 'Because.' });
    for (const [scope, target] of [
      ['grant', bystander.grant],
      ['company', 'another.example'],
    ] as const) {
      const spoiling = await post(meddler, '/console/revocations', { id, scope, target, reason: 'Because.' });
      expect(spoiling.status).toBe(409);
    }
    expect(await download(bystander.browser)).toBe(200);
    await post(other, `/console/proposals/${id}/approve`);
    const [proposal] = await rows<{ state: string }>('SELECT state FROM proposals WHERE id = ?1', id);
    expect([proposal?.state, await download(reader.browser)]).toEqual(['done', 403]);
  });

  it('C9: proposed 20 times at the same moment, is one proposal and one mail', async () => {
    withTwo();
    const maker = await staff(['approver']);
    const domain = `${crypto.randomUUID().slice(0, 8)}.example`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => revoke(maker, 'company', domain)));
    expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1);
    const made = await rows<{ id: string }>('SELECT id FROM proposals WHERE made_by = ?1', maker.person);
    expect(made).toHaveLength(1);
    expect(await rows('SELECT 1 FROM mails WHERE subject_id = ?1', made[0]?.id)).toHaveLength(1);
  });
});

describe('again and again', () => {
  it('the same form of staff renews once', async () => {
    const reader = await holder();
    const [before] = await grantsOf(reader.address);
    const approver = await staff(['approver']);
    const page = await (await approver.browser.get(`/console/grants/${reader.grant}`)).text();
    const ends = /name="ends" value="(\d+)"/.exec(page)?.[1] ?? '';
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++)
      statuses.push(
        (await post(approver, `/console/grants/${reader.grant}/renew`, { ends, days: '10' })).status,
      );
    expect(statuses).toEqual([303, 409, 409]);
    const [after] = await grantsOf(reader.address);
    expect(((after?.expires_at ?? 0) - (before?.expires_at ?? 0)) / DAY).toBe(10);
    expect((await eventsAbout(reader.grant)).filter((type) => type === 'grant.renewed')).toHaveLength(1);
  });

  /** How many mails staff had, and what the last answer was. */
  async function insist(browser: Browser, person: string, report: string, ask: string) {
    let status = 0;
    for (let i = 0; i < 12; i++) {
      status = (await browser.post(`${report}/${ask}`, { person })).status;
      const [open] = await rows<{ id: string }>(
        "SELECT id FROM requests WHERE person_id = ?1 AND state = 'pending'",
        person,
      );
      if (open) await browser.post(`${report}/withdraw`, { person, request: open.id });
    }
    const notices = await rows(
      "SELECT 1 FROM mails m JOIN requests r ON r.id = m.subject_id WHERE r.person_id = ?1 AND m.template = 'notice'",
      person,
    );
    return { status, notices: notices.length };
  }

  it('C16: a reader who withdraws and asks again fills nobody’s mailbox', async () => {
    const reader = await holder();
    const soon = Date.now() + 5 * DAY;
    await env.DB.prepare('UPDATE grants SET starts_at = ?2, expires_at = ?3, given_until = ?3 WHERE id = ?1')
      .bind(reader.grant, soon - written.grantDays * DAY, soon)
      .run();
    const rules = await ruleSetOf([{ name: 'waits', people: [reader.address], outcome: 'review' }]);
    Object.assign(content, { access: { ...written, rules } });
    expect(await insist(reader.browser, reader.person, REPORT, 'renew')).toEqual({ status: 429, notices: 5 });
  });

  it('C16: nor does a customer', async () => {
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer' });
    const asked = await insist(browser, person, '/access/pentest-letter', 'customer');
    expect(asked).toEqual({ status: 429, notices: 5 });
  });
});

describe('a recent sign-in', () => {
  const asks = (recentFor: string[]) =>
    Object.assign(content, {
      access: { ...written, twoPersons: [], staffSignIn: { acr: [], amr: [], maxAgeMinutes: 15, recentFor } },
    });

  it('C7: is asked for a release in a batch of one, too', async () => {
    asks(['releases']);
    const approver = await staff(['approver']);
    const prospect = newProspect('pentest-letter');
    await prospect.ask();
    await prospect.confirm();
    await prospect.browser.post('/access/pentest-letter/nda', await prospect.agreement());
    const [request] = await requestsOf(prospect.address);
    const chosen = { decision: 'release', [`request.${request?.id}`]: 'yes' };
    expect((await post(approver, '/console/requests/several', chosen)).status).toBe(401);
    const [left] = await requestsOf(prospect.address);
    expect(left?.state).toBe('pending');
  });

  it('C7: what was entered comes back in its own form alone, and no more of it is kept than somebody needs', async () => {
    asks(['revocations']);
    const approver = await staff(['approver']);
    const page = await (await revoke(approver, 'person', 'ann@secret.example')).text();
    const back = fieldsOf(page).return_to ?? '';
    expect(await (await approver.browser.get(back)).text()).toContain('ann@secret.example');
    const query = back.split('?')[1] ?? '';
    expect(await (await approver.browser.get(`/console?${query}`)).text()).not.toContain(
      'ann@secret.example',
    );
    await Promise.all(Array.from({ length: 30 }, () => revoke(approver, 'person', 'x'.repeat(900))));
    const held = await rows('SELECT 1 FROM held_forms WHERE person_id = ?1', approver.person);
    expect(held.length).toBeLessThanOrEqual(10);
  });
});
