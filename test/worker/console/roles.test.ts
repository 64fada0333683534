import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../../schema/access.ts';
import { remindOfOpen } from '../../../worker/console/proposals/decide.ts';
import { setRoles } from '../../../worker/console/roles/store.ts';
import type { Role } from '../../../worker/console/staff.ts';
import { content } from '../../../worker/content.ts';
import { deliverMail } from '../../../worker/mail/outbox.ts';
import { newId } from '../../../worker/random.ts';
import { type Browser, openBrowser, textOf } from '../access/browser.ts';
import { mailsTo, newProspect } from '../access/prospect.ts';
import { eventsAbout, grantsOf, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { quiet } from '../quiet.ts';
import { publish } from '../reports/exit.ts';
import { consoleRoutes } from './routes-of-roles.ts';

const groups = [content.access.staffGroup];
const written: Access = content.access;
const withTwo = (...twoPersons: Access['twoPersons']) =>
  Object.assign(content, { access: { ...written, twoPersons } });
afterEach(() => void Object.assign(content, { access: written }));

interface Staff {
  readonly browser: Browser;
  readonly person: string;
}

async function staff(roles: readonly Role[] = [], identity: { address?: string } = {}): Promise<Staff> {
  const browser = openBrowser();
  return { browser, person: await signIn(browser, { kind: 'staff', groups, roles, ...identity }) };
}

const rolesOf = async (person: string) =>
  (
    await rows<{ role: string }>('SELECT role FROM staff_roles WHERE person_id = ?1 ORDER BY role', person)
  ).map(({ role }) => role);

/** Posts a form of the console, made for whoever sends it. */
const post = ({ browser, person }: Staff, path: string, fields: Record<string, string> = {}) =>
  browser.post(path, { person, ...fields });

const bytesOf = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

const proposalIn = (response: Response) => {
  const location = response.headers.get('Location') ?? '';
  expect(location).toMatch(/^\/console\/proposals\/[\w-]{22}$/);
  return location;
};

async function waiting(address?: string): Promise<{ id: string; address: string }> {
  const prospect = newProspect('pentest-letter', address ? { address } : {});
  await prospect.ask();
  await prospect.confirm();
  await prospect.browser.post('/access/pentest-letter/nda', await prospect.agreement());
  const [request] = await requestsOf(prospect.address);
  return { id: request?.id ?? '', address: prospect.address };
}

describe('C1: who may do what in the console', () => {
  beforeAll(async () => {
    const acts = {
      publish: { act: 'publish', report: 'soc2-type2', revision: 'f'.repeat(64) },
      roles: { act: 'roles', person: 'member', roles: ['approver'] },
      bulk: { act: 'requests', decision: 'release', requests: ['none'], reason: null },
    };
    await env.DB.batch([
      env.DB.prepare(
        "INSERT INTO people (id, kind, issuer, subject, name, created_at) VALUES ('member', 'staff', 'i', 'm', 'Member', 1)",
      ),
      env.DB.prepare(
        "INSERT INTO people (id, kind, address, name, created_at) VALUES ('reader', 'prospect', 'r@m.example', 'R', 1)",
      ),
      ...Object.entries(acts).map(([kind, act]) =>
        env.DB.prepare(
          "INSERT INTO proposals (id, kind, act, made_by, made_at, state) VALUES (?1, ?2, ?3, 'somebody', ?4, 'open')",
        ).bind(`proposal-${kind}`, kind, JSON.stringify(act), Date.now()),
      ),
    ]);
  });

  it.each(consoleRoutes.map((route) => [route.method, route.path, route.role] as const))(
    '%s %s is for the role %s',
    async (method, path, role) => {
      const anonymous = openBrowser();
      const customer = openBrowser();
      const ungrouped = openBrowser();
      const bootstrap = openBrowser();
      const people: [string, Browser, string, boolean][] = [
        ['nobody', anonymous, '', false],
        ['customer', customer, await signIn(customer, { kind: 'customer', groups }), false],
        [
          'staff without the group',
          ungrouped,
          await signIn(ungrouped, { kind: 'staff', groups: ['x'], roles: ['administrator'] }),
          false,
        ],
        [
          'administrator by group',
          bootstrap,
          await signIn(bootstrap, { kind: 'staff', groups: [...groups, written.administratorGroup] }),
          true,
        ],
      ];
      for (const own of ['viewer', 'approver', 'publisher', 'administrator'] as const) {
        const { browser, person } = await staff(own === 'viewer' ? [] : [own]);
        people.push([own, browser, person, role === 'viewer' || own === role || own === 'administrator']);
      }
      for (const [name, browser, person, allowed] of people) {
        const api = path.startsWith('/console/api/');
        const response =
          method === 'GET'
            ? await browser.get(path)
            : api
              ? await browser.sendAsPage('POST', path, bytesOf('{}'), {
                  'X-Publisher': person,
                  'Content-Length': '2',
                })
              : await browser.post(path, { person: `${person}!` });
        const { status } = response;
        await response.arrayBuffer();
        if (!allowed) expect(status, name).toBe(name === 'nobody' ? 401 : 403);
        // Whoever may is stopped by the form, which was made for somebody else, and not by who they are.
        else if (method === 'POST') expect(api ? 400 : 409, name).toBe(status);
        else expect([200, 404], name).toContain(status);
      }
    },
  );
});

describe('roles', () => {
  it('C2: a change counts from the next request on, and names in the events who made it', async () => {
    withTwo();
    const administrator = await staff(['administrator']);
    const member = await staff();
    expect((await member.browser.get('/console/revocations/new')).status).toBe(403);
    await post(administrator, `/console/roles/${member.person}`, { approver: 'given' });
    expect((await member.browser.get('/console/revocations/new')).status).toBe(200);
    await post(administrator, `/console/roles/${member.person}`, { publisher: 'given' });
    expect((await member.browser.get('/console/revocations/new')).status).toBe(403);
    expect(await rolesOf(member.person)).toEqual(['publisher']);
    expect((await eventsAbout(member.person)).filter((type) => type.startsWith('role.'))).toEqual([
      'role.given',
      'role.taken',
      'role.given',
    ]);
    await post(administrator, `/console/people/${member.person}/sign-out`);
    expect((await member.browser.get('/console')).status).toBe(401);
  });

  it('C3, C4, C18: nobody changes their own, only what the form has is taken, only staff have any', async () => {
    withTwo();
    const administrator = await staff(['administrator']);
    const own = await post(administrator, `/console/roles/${administrator.person}`, {});
    expect(own.status).toBe(403);
    expect(await rolesOf(administrator.person)).toEqual(['administrator']);
    const member = await staff();
    await post(administrator, `/console/roles/${member.person}`, {
      role: 'administrator',
      given_by: 'x',
      approver: 'yes',
      administrator: 'true',
    });
    expect(await rolesOf(member.person)).toEqual([]);
    expect((await post(administrator, '/console/roles/reader', { approver: 'given' })).status).toBe(404);
    expect((await member.browser.get(`/console/roles/${member.person}`)).status).toBe(200);
  });

  it('C18: two who take each other’s role at the same moment: one of them keeps it', async () => {
    withTwo();
    for (let round = 0; round < 3; round++) {
      await env.DB.batch([
        env.DB.prepare("DELETE FROM staff_roles WHERE role = 'administrator'"),
        env.DB.prepare("DELETE FROM sessions WHERE kind = 'staff'"),
      ]);
      const pair = [
        await staff(['administrator', 'approver']),
        await staff(['administrator', 'approver']),
      ] as const;
      const [one, two] = pair;
      const answers = await Promise.all([
        post(one, `/console/roles/${two.person}`, {}),
        post(two, `/console/roles/${one.person}`, {}),
      ]);
      // Whoever is asked second may have lost the role already, or is refused since nobody would be left.
      expect(answers.map(({ status }) => status).sort()).toEqual([303, expect.toBeOneOf([403, 409])]);
      const left = await rows("SELECT 1 FROM staff_roles WHERE role = 'administrator'");
      expect(left).toHaveLength(1);
    }
  });

  it('C18: the last one goes only while somebody is signed in who is one by the group; otherwise nothing changes', async () => {
    await env.DB.batch([
      env.DB.prepare("DELETE FROM staff_roles WHERE role = 'administrator'"),
      env.DB.prepare("DELETE FROM sessions WHERE kind = 'staff'"),
    ]);
    const last = await staff(['administrator', 'publisher']);
    const db = env.DB.withSession('first-primary');
    expect(await setRoles(db, last.person, ['approver'], 'another', Date.now())).toBe(false);
    expect(await rolesOf(last.person)).toEqual(['administrator', 'publisher']);
    expect(await eventsAbout(last.person)).toEqual([]);
    expect(await setRoles(db, last.person, ['administrator'], 'another', Date.now())).toBe(true);
    await signIn(openBrowser(), { kind: 'staff', groups: [...groups, written.administratorGroup] });
    expect(await setRoles(db, last.person, [], 'another', Date.now())).toBe(true);
    expect(await rolesOf(last.person)).toEqual([]);
  });

  it('C3: where two are asked for, another administrator approves, neither the maker nor whom it is about', async () => {
    withTwo('roles');
    const [maker, second] = [await staff(['administrator']), await staff(['administrator'])];
    const member = await staff(['administrator']);
    const proposal = proposalIn(
      await post(maker, `/console/roles/${member.person}`, { approver: 'given', administrator: 'given' }),
    );
    expect(
      proposalIn(
        await post(maker, `/console/roles/${member.person}`, { approver: 'given', administrator: 'given' }),
      ),
    ).toBe(proposal);
    expect(await rolesOf(member.person)).toEqual(['administrator']);
    expect(textOf(await (await second.browser.get(proposal)).text())).toContain(
      'Roles then Approver, Administrator',
    );
    for (const refused of [maker, member]) {
      expect((await refused.browser.get(proposal)).status).toBe(200);
      expect((await post(refused, `${proposal}/approve`)).status).toBe(403);
    }
    expect((await post(await staff(['approver', 'publisher']), `${proposal}/approve`)).status).toBe(403);
    const clicks = await Promise.all([1, 2, 3].map(() => post(second, `${proposal}/approve`)));
    expect(clicks.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
    expect(await rolesOf(member.person)).toEqual(['administrator', 'approver']);
    expect(textOf(await (await maker.browser.get(proposal)).text())).toContain('Carried out');
    expect(await eventsAbout(proposal.slice('/console/proposals/'.length))).toEqual([
      'proposal.made',
      'proposal.approved',
      'proposal.carried-out',
    ]);
  });

  it('a proposal is withdrawn by its maker, refused by others, and too old after a week', async () => {
    withTwo('roles');
    const [maker, second] = [await staff(['administrator']), await staff(['administrator'])];
    const member = await staff();
    const propose = async () =>
      proposalIn(await post(maker, `/console/roles/${member.person}`, { publisher: 'given' }));
    const withdrawn = await propose();
    await post(maker, `${withdrawn}/turn-down`);
    const refused = await propose();
    await post(second, `${refused}/turn-down`);
    const old = await propose();
    await env.DB.prepare('UPDATE proposals SET made_at = made_at - 604800000 WHERE id = ?1')
      .bind(old.slice('/console/proposals/'.length))
      .run();
    expect((await post(second, `${withdrawn}/approve`)).status).toBe(409);
    expect((await post(second, `${refused}/approve`)).status).toBe(409);
    const late = await post(second, `${old}/approve`);
    expect([late.status, textOf(await late.text()).includes('more than a week old')]).toEqual([403, true]);
    expect(await rolesOf(member.person)).toEqual([]);
    expect((await second.browser.get('/console/proposals?state=refused')).status).toBe(200);
  });
});

describe('a proposal of somebody who may no longer propose', () => {
  it('C2 C3: is not approved after its maker lost the role, nor after its token was revoked', async () => {
    withTwo('bulk');
    const [maker, second] = [await staff(['approver']), await staff(['approver'])];
    const boss = await staff(['administrator']);
    const { id, address } = await waiting();
    const chosen = { decision: 'release', [`request.${id}`]: 'chosen' };
    const propose = async () => proposalIn(await post(maker, '/console/requests/several', chosen));
    const proposal = await propose();
    await post(boss, `/console/roles/${maker.person}`, {});
    expect(await rolesOf(maker.person)).toEqual([]);
    const refused = await post(second, `${proposal}/approve`);
    expect([refused.status, textOf(await refused.text()).includes('may no longer')]).toEqual([403, true]);
    expect((await requestsOf(address))[0]?.state).toBe('pending');
    expect(textOf(await (await second.browser.get(proposal)).text())).toContain('may no longer');
    await post(boss, `/console/roles/${maker.person}`, { approver: 'given' });
    expect((await post(second, `${proposal}/approve`)).status).toBe(303);
    expect((await requestsOf(address))[0]?.state).toBe('granted');

    const token = crypto.randomUUID();
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at, made_for, revoked_at)
         VALUES (?1, 'a token', ?1, 'publish', 1, 2, 'maker@staff.example', 3)`,
      ).bind(token),
      env.DB.prepare(
        `INSERT INTO proposals (id, kind, act, made_by, made_at, state) VALUES (?1, 'publish', ?2, ?3, ?4, 'open')`,
      ).bind(
        token,
        JSON.stringify({ act: 'publish', report: 'soc2-type2', revision: '0'.repeat(64) }),
        `operator:${token}`,
        Date.now(),
      ),
    ]);
    const publisher = await staff(['publisher']);
    expect((await post(publisher, `/console/proposals/${token}/approve`)).status).toBe(403);
  });
});

describe('publishing with two persons', () => {
  it('C3, C9: readers get a version when somebody else has approved it', async () => {
    const before = await publish({ bodyLength: 2_000 });
    const wanted = await publish({ bodyLength: 3_000 });
    const live = async () =>
      (
        await rows<{ revision: string }>(
          "SELECT revision FROM report_pointers WHERE report_id = 'soc2-type2'",
        )
      )[0]?.revision;
    expect(await live()).toBe(wanted.manifest.revision);
    withTwo('publish');
    const [maker, second] = [await staff(['publisher']), await staff(['publisher'])];
    const { revision } = before.manifest;
    const proposal = proposalIn(await post(maker, '/console/reports/soc2-type2/live', { revision }));
    const body = JSON.stringify({ revision });
    const answer = await maker.browser.sendAsPage(
      'POST',
      '/console/api/reports/soc2-type2/live',
      bytesOf(body),
      {
        'X-Publisher': maker.person,
        'Content-Length': String(body.length),
      },
    );
    const told = (await answer.json()) as { state: string; proposal: string };
    expect([told.state, new URL(told.proposal).pathname]).toEqual(['proposed', proposal]);
    expect((await post(maker, `${proposal}/approve`)).status).toBe(403);
    expect(await live()).toBe(wanted.manifest.revision);
    expect((await post(second, `${proposal}/approve`)).status).toBe(303);
    expect(await live()).toBe(revision);
  });

  it('C3: what is done with a token is its maker’s, and a token without one proposes what nobody may approve', async () => {
    withTwo('publish');
    const own = await staff(['publisher'], { address: 'Maker@staff.example' });
    const other = await staff(['publisher'], { address: 'other@staff.example' });
    const proposed = async (madeFor: string | null) => {
      const id = crypto.randomUUID();
      await env.DB.batch([
        env.DB.prepare(
          `INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at, made_for)
           VALUES (?1, 'a token', ?1, 'publish', 1, 2, ?2)`,
        ).bind(id, madeFor),
        env.DB.prepare(
          `INSERT INTO proposals (id, kind, act, made_by, made_at, state) VALUES (?1, 'publish', ?2, ?3, ?4, 'open')`,
        ).bind(
          id,
          JSON.stringify({ act: 'publish', report: 'soc2-type2', revision: '0'.repeat(64) }),
          `operator:${id}`,
          Date.now(),
        ),
      ]);
      return `/console/proposals/${id}`;
    };
    const theirs = await proposed('maker@staff.example');
    expect((await post(own, `${theirs}/approve`)).status).toBe(403);
    expect((await post(other, `${theirs}/approve`)).status).toBe(303);
    expect(textOf(await (await other.browser.get(theirs)).text())).toContain(
      'This version is not completely stored; publish it again.',
    );
    expect((await post(other, `${await proposed(null)}/approve`)).status).toBe(403);
  });
});

describe('acts on many at once', () => {
  it('release and deny what was chosen; what is somebody’s own, or was decided meanwhile, stays', async () => {
    withTwo();
    const address = `${crypto.randomUUID()}@own.example`;
    const approver = await staff(['approver'], { address });
    const [one, two, own] = [await waiting(), await waiting(), await waiting(address)];
    const chosen = Object.fromEntries([one, two, own].map(({ id }) => [`request.${id}`, 'chosen']));
    const none = await post(approver, '/console/requests/several', { decision: 'release' });
    expect([none.status, textOf(await none.text()).includes('Choose at least one request.')]).toEqual([
      400,
      true,
    ]);
    const silent = await post(approver, '/console/requests/several', { decision: 'deny', ...chosen });
    expect(silent.status).toBe(400);
    await post(approver, '/console/requests/several', { decision: 'release', ...chosen });
    expect((await grantsOf(one.address)).length + (await grantsOf(two.address)).length).toBe(2);
    expect((await requestsOf(address))[0]?.state).toBe('pending');
  });

  it('C3: with two persons, the request of either of them stays', async () => {
    withTwo('bulk');
    const address = `${crypto.randomUUID()}@second.example`;
    const [maker, second] = [await staff(['approver']), await staff(['approver'], { address })];
    const [one, own] = [await waiting(), await waiting(address)];
    const proposal = proposalIn(
      await post(maker, '/console/requests/several', {
        decision: 'deny',
        reason: 'Not this year.',
        [`request.${one.id}`]: 'chosen',
        [`request.${own.id}`]: 'chosen',
      }),
    );
    expect((await requestsOf(one.address))[0]?.state).toBe('pending');
    await post(second, `${proposal}/approve`);
    expect((await requestsOf(one.address))[0]?.state).toBe('denied');
    expect((await requestsOf(address))[0]?.state).toBe('pending');
    expect(textOf(await (await maker.browser.get(proposal)).text())).toContain('1 denied, 1 left');
  });

  it('C3: staff is told that a proposal waits, once, and reminded once before it lapses', async () => {
    withTwo('bulk');
    const desk = content.access.requestsNotify;
    const maker = await staff(['approver']);
    const fields = { scope: 'company', target: 'told-of.example', reason: 'Not for the mail.' };
    const propose = async () =>
      proposalIn(await post(maker, '/console/revocations', { ...fields, id: newId() })).slice(-22);
    const id = await propose();
    expect(await propose()).toBe(id);
    const sendAll = async (now: number) => {
      const due = await rows<{ id: string }>(
        "SELECT id FROM mails WHERE template LIKE 'proposal%' AND state = 'queued'",
      );
      for (const mail of due) await deliverMail(quiet, mail.id, now);
      return (await mailsTo(desk)).filter(({ text }) => text.includes(`/console/proposals/${id}`));
    };
    const now = Date.now();
    await sendAll(now);
    await expect.poll(async () => (await sendAll(now)).length).toBe(1);
    const [letter] = await sendAll(now);
    expect(letter?.subject).toBe('Waits for a second person: Revoke access: a company');
    for (const secret of ['Sample', 'told-of', 'Not for the mail'])
      expect(letter?.text).not.toContain(secret);
    const DAY = 86_400_000;
    await remindOfOpen(quiet, now + 4 * DAY);
    expect(await sendAll(now + 4 * DAY)).toHaveLength(1);
    for (const day of [5.1, 5.2, 6.9, 7.1]) await remindOfOpen(quiet, now + day * DAY);
    const [again, ...before] = await sendAll(now + 5.1 * DAY);
    expect([again?.subject, before.length]).toEqual([
      'Still waits for a second person: Revoke access: a company',
      1,
    ]);
  });

  it('C15 N19: what a token proposes to take back is approved here, and ends the agreement if that was asked for', async () => {
    withTwo('bulk');
    const [approver, { id, address }] = [await staff(['approver']), await waiting('ann@taken-back.example')];
    await post(await staff(['approver']), `/console/requests/${id}/release`);
    const [token, proposal] = [crypto.randomUUID(), crypto.randomUUID()];
    const [{ person } = {}] = await rows<{ person: string }>(
      'SELECT id AS person FROM people WHERE address = ?1',
      address,
    );
    const domain = address.slice(address.indexOf('@') + 1);
    const act = { act: 'revoke', scope: 'company', target: domain, reason: 'x', message: null, endNda: true };
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at, made_for)
         VALUES (?1, 'a token', ?1, 'revoke', 1, 2, 'maker@staff.example')`,
      ).bind(token),
      env.DB.prepare(
        "INSERT INTO proposals (id, kind, act, made_by, made_at, state) VALUES (?1, 'bulk', ?2, ?3, ?4, 'open')",
      ).bind(proposal, JSON.stringify(act), `operator:${token}`, Date.now()),
    ]);
    const page = `/console/proposals/${proposal}`;
    expect(textOf(await (await approver.browser.get(page)).text())).toContain('what they accepted ends, too');
    expect((await post(approver, `${page}/approve`)).status).toBe(303);
    expect(
      await rows(
        `SELECT g.revoked_at IS NOT NULL AS revoked, a.ended_by FROM grants g
         JOIN acceptances a ON a.person_id = g.person_id WHERE g.person_id = ?1`,
        person,
      ),
    ).toEqual([{ revoked: 1, ended_by: 'us' }]);
  });

  it('C1: what only an administrator takes back, only an administrator lifts', async () => {
    withTwo();
    const [boss, approver] = [await staff(['administrator']), await staff(['approver'])];
    const id = 'report-taken-back-test';
    await post(boss, '/console/revocations', {
      id,
      scope: 'report',
      target: 'iso27001-statement',
      reason: 'A test.',
    });
    const lifted = async () =>
      (await rows<{ at: number | null }>('SELECT lifted_at AS at FROM revocations WHERE id = ?1', id))[0]?.at;
    expect(await lifted()).toBeNull();
    expect((await post(approver, `/console/revocations/${id}/lift`)).status).toBe(403);
    expect(await lifted()).toBeNull();
    expect((await post(boss, `/console/revocations/${id}/lift`)).status).toBe(303);
    expect(await lifted()).not.toBeNull();
  });

  it('C3: nobody lifts what was taken back from themselves, whichever identity and tag they had', async () => {
    withTwo();
    const local = crypto.randomUUID().slice(0, 8);
    const { id: request, address } = await waiting(`${local}+reader@prospect.example`);
    const colleague = await staff(['approver']);
    await post(colleague, `/console/requests/${request}/release`);
    const [grant] = await grantsOf(address);
    const [reader] = await requestsOf(address);
    const own = await staff(['approver'], { address: `${local}@prospect.example` });
    const lifted = async (id: string) =>
      (await rows<{ at: number | null }>('SELECT lifted_at AS at FROM revocations WHERE id = ?1', id))[0]?.at;
    for (const [scope, target] of [
      ['grant', grant?.id ?? ''],
      ['person', reader?.person_id ?? ''],
    ] as const) {
      const id = newId();
      await post(colleague, '/console/revocations', { id, scope, target, reason: 'They left the customer.' });
      expect((await post(own, `/console/revocations/${id}/lift`)).status).toBe(403);
      expect(await lifted(id)).toBeNull();
      expect((await post(colleague, `/console/revocations/${id}/lift`)).status).toBe(303);
      expect(await lifted(id)).not.toBeNull();
    }
  });

  it.each(['', 'x'.repeat(65)])(
    'C4 C16: a choice that is no request (%j) leaves every page readable',
    async (id) => {
      withTwo('bulk');
      const approver = await staff(['approver']);
      const fields = { decision: 'deny', reason: 'A test.', [`request.${id}`]: 'yes' };
      const answer = await post(approver, '/console/requests/several', fields);
      expect(answer.status).toBe(400);
      expect(textOf(await answer.text())).toContain('Choose at least one request.');
      for (const path of ['/console/proposals', '/console/proposals?format=json', '/console'])
        expect((await approver.browser.get(path)).status, path).toBe(200);
    },
  );

  it('C15: take back a company with a second person, and one grant without', async () => {
    withTwo('bulk');
    const [maker, second] = [await staff(['approver']), await staff(['approver'])];
    const target = `${crypto.randomUUID().slice(0, 8)}-company.example`;
    const { id, address } = await waiting(`ann@${target}`);
    await post(maker, `/console/requests/${id}/release`);
    const [grant] = await grantsOf(address);
    const form = textOf(
      await (await maker.browser.get(`/console/revocations/new?scope=company&target=${target}`)).text(),
    );
    expect(form).toContain('1 grant, live or yet to begin');
    const fields = { id: 'revocation-of-the-test', scope: 'company', target, reason: 'A test.' };
    const refused = await post(maker, '/console/revocations', { ...fields, reason: '' });
    const returned = await refused.text();
    expect([
      refused.status,
      returned.includes('id="reason-error"'),
      returned.includes(`value="${target}"`),
    ]).toEqual([400, true, true]);
    const proposal = proposalIn(await post(maker, '/console/revocations', fields));
    // Whoever has to agree sees what it would do, as things stand.
    const shown = textOf(await (await second.browser.get(proposal)).text());
    expect(shown).toContain('Would end 1 grant');
    const revoked = async () =>
      (await rows<{ at: number | null }>('SELECT revoked_at AS at FROM grants WHERE id = ?1', grant?.id))[0]
        ?.at;
    expect(await revoked()).toBeNull();
    await post(second, `${proposal}/approve`);
    expect(await revoked()).not.toBeNull();

    const other = await waiting();
    await post(maker, `/console/requests/${other.id}/release`);
    const [single] = await grantsOf(other.address);
    const done = await post(maker, '/console/revocations', {
      id: 'revocation-of-onegrant',
      scope: 'grant',
      target: single?.id ?? '',
      reason: 'A test.',
    });
    expect(done.headers.get('Location')).toBe('/console/revocations/revocation-of-onegrant');
    expect((await maker.browser.get('/console/revocations/revocation-of-onegrant')).status).toBe(200);
    expect((await post(maker, '/console/revocations/revocation-of-onegrant/lift')).status).toBe(303);
    // Nor does one person: that is one reader, and it cannot wait.
    const person = {
      id: 'revocation-of-aperson1',
      scope: 'person',
      target: other.address,
      reason: 'A test.',
    };
    const at = (await post(maker, '/console/revocations', person)).headers.get('Location');
    expect(at).toBe('/console/revocations/revocation-of-aperson1');
    const everything = { id: 'revocation-of-the-lot', scope: 'everything', target: '', reason: 'A test.' };
    expect(
      (await post(maker, '/console/revocations', { ...everything, id: 'revocation-of-it-all-x' })).status,
    ).toBe(403);
  });
});
