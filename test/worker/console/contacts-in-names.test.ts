import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textOfRules } from '../../../core/access/rules.ts';
import { masked } from '../../../worker/console/masked.ts';
import { console as consoleApp } from '../../../worker/console/routes.tsx';
import type { Role } from '../../../worker/console/staff.ts';
import { content } from '../../../worker/content.ts';
import { ruleSetOf } from '../../support/access-rule.ts';
import { type Browser, openBrowser } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { acceptancesOf, eventsAbout, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { publish } from '../reports/exit.ts';

/**
 * C1: addresses where none is expected. Identity providers call somebody by their address, readers type it as their name or
 * company, mail servers repeat it, rules and reasons name it.
 */

/** The beginning of every reader's address here, in whatever case, and of nothing else. */
const SECRET = 'zqxj.';
const domain = `${crypto.randomUUID().slice(0, 8)}.example`;
const at = (local: string) => `${SECRET}${local}@${domain}`;
const written = content.access;
afterEach(() => void Object.assign(content, { access: written }));

async function enter(...roles: Role[]): Promise<{ browser: Browser; person: string }> {
  const browser = openBrowser();
  return { browser, person: await signIn(browser, { kind: 'staff', groups: [written.staffGroup], roles }) };
}

/** Ids of what there is about these readers, by the place of the console that has pages of them. */
const ids: Record<string, string[]> = {
  people: [],
  requests: [],
  grants: [],
  agreements: [],
  companies: [domain],
  revocations: [],
  proposals: [],
  rules: [],
  roles: [],
  reports: ['soc2-type2'],
  webhooks: ['none'],
};

/** Every page and file of the console that can be opened, each thing with the ids of what is about these readers. */
function addresses(): string[] {
  const patterns = consoleApp.routes
    .filter(({ method, path }) => method === 'GET' && !path.endsWith('*'))
    .map(({ path }) => path.replace(/\/$/, ''));
  const opened = [...new Set(patterns)].flatMap((pattern) => {
    const [, place = ''] = pattern.split('/');
    if (!pattern.includes('/:'))
      return [pattern, `${pattern}?format=csv`, `${pattern}?format=json`, `${pattern}?name=z`];
    const known = ids[place];
    if (!known) throw new Error(`name the ids that ${pattern} is opened with`);
    return known.map((id) => pattern.replace(/:file\{[^}]*\}+/, `${id}.json`).replace(/:\w+/, id));
  });
  return [
    ...opened,
    `/search?q=${domain}`,
    '/search?q=Nameless',
    `/search?q=${ids.grants?.[0]}`,
    `/people?domain=${domain}`,
    `/agreements?domain=${domain}&format=csv`,
  ].map((path) => `/console${path}`);
}

beforeAll(async () => {
  await publish({ bodyLength: 2_000 });
  const typed = newProspect('soc2-type2', {
    address: at('typed'),
    name: `Zqxj.Typed@${domain.toUpperCase()}`,
    company: `Nameless, see ZQXJ.typed@${domain}`,
  });
  await typed.ask();
  await typed.confirm();
  await typed.agree();
  await (await typed.browser.get('/access/soc2-type2/file')).arrayBuffer();
  const [typedRequest] = await requestsOf(typed.address);
  const signer = typedRequest?.person_id ?? '';
  await typed.browser.post('/access/pentest-letter/prospect', { person: signer });

  // As identityOf() calls them: by `preferred_username`, or by `email`.
  const called = await Promise.all(
    [
      { name: at('called'), address: at('called') },
      { name: at('upn'), address: null, subject: at('subject') },
    ].map(async (identity) => {
      const browser = openBrowser();
      const person = await signIn(browser, { kind: 'customer', company: 'Nameless AG', ...identity });
      await browser.post('/access/soc2-type2/customer', { person });
      await (await browser.get('/access/soc2-type2/file')).arrayBuffer();
      await browser.post('/access/pentest-letter/customer', { person });
      return person;
    }),
  );
  // As their provider's `preferred_username`, or their own hand, has it: the address without its domain.
  const short = newProspect('soc2-type2', {
    address: at('short+x'),
    name: `${SECRET.toUpperCase()}Short`,
    company: `Nameless, see ${SECRET}wide\uff20${domain}`,
  });
  await short.ask();
  await short.confirm();
  await short.agree();
  await (await short.browser.get('/access/soc2-type2/file')).arrayBuffer();
  const shortSigner = (await requestsOf(short.address))[0]?.person_id ?? '';
  await short.browser.post('/access/pentest-letter/prospect', { person: shortSigner });
  const username = openBrowser();
  called.push(
    await signIn(username, {
      kind: 'customer',
      company: 'Nameless AG',
      name: `${SECRET}username`,
      address: at('Username'),
    }),
  );
  await username.post('/access/soc2-type2/customer', { person: called.at(-1) ?? '' });
  await (await username.get('/access/soc2-type2/file')).arrayBuffer();
  await username.post('/access/pentest-letter/customer', { person: called.at(-1) ?? '' });
  called.push(shortSigner);
  const everybody = JSON.stringify([signer, ...called]);
  const idsOf = async (sql: string) => (await rows<{ id: string }>(sql, everybody)).map(({ id }) => id);
  const OF = 'person_id IN (SELECT value FROM json_each(?1))';
  ids.people = [signer, ...called];
  ids.requests = await idsOf(`SELECT id FROM requests WHERE ${OF}`);
  ids.grants = await idsOf(`SELECT id FROM grants WHERE ${OF}`);
  ids.agreements = [...(await acceptancesOf(typed.address)), ...(await acceptancesOf(short.address))].map(
    ({ id }) => id,
  );
  const rules = await ruleSetOf([
    { name: `not-${at('rule')}`, people: [at('denied')], outcome: 'deny', reason: `Ask ${at('reason')}.` },
  ]);
  ids.rules = [rules.sha256];
  ids.roles = [(await enter('approver')).person];
  const revoke = { act: 'revoke', reason: `for ${at('acted')}`, message: null, endNda: false };
  const acts = [
    { act: 'requests', decision: 'deny', requests: ids.requests, reason: `see ${at('why')}` },
    ...ids.people.map((target) => ({ ...revoke, scope: 'person', target })),
    ...ids.grants.map((target) => ({ ...revoke, scope: 'grant', target })),
  ];
  ids.proposals = acts.map((_, i) => `named-proposal-${i}`);
  const revoked = [
    ...ids.people.map((target) => ({ scope: 'person', target })),
    ...ids.grants.map((target) => ({ scope: 'grant', target })),
  ];
  ids.revocations = revoked.map((_, i) => `named-revocation-${i}`);
  const now = Date.now();
  await env.DB.batch([
    env.DB.prepare('INSERT INTO rule_sets (sha256, contents, first_seen) VALUES (?1, ?2, 1)').bind(
      rules.sha256,
      textOfRules(rules),
    ),
    env.DB.prepare(
      `INSERT INTO invitations (id, acceptance_id, invited_by, address, person_id, evidence, invited_at, expires_at, joined_at)
       VALUES ('named-invitation', ?1, ?2, ?3, ?4, '{}', 1, 2, 2)`,
    ).bind(ids.agreements[0], signer, at('invited'), called[0]),
    env.DB.prepare(
      `INSERT INTO invitations (id, acceptance_id, invited_by, address, person_id, evidence, invited_at, expires_at, joined_at)
       VALUES ('short-invitation', ?1, ?2, ?3, ?4, '{}', 1, 2, 2)`,
    ).bind(ids.agreements.at(-1), shortSigner, at('username'), signer),
    env.DB.prepare(
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at, error)
       VALUES ('named-mail', 'receipt', ?1, 'named', 'dead', 1, ?2, ?3)`,
    ).bind(at('mailed'), now, `550 5.1.1 <${at('mailed').toUpperCase()}>: no such user: <${SECRET}Mailed>`),
    ...acts.map((act, i) =>
      env.DB.prepare(
        `INSERT INTO proposals (id, kind, act, made_by, made_at, state, outcome) VALUES (?1, 'bulk', ?2, 'x', ?3, 'open', ?4)`,
      ).bind(`named-proposal-${i}`, JSON.stringify(act), now, `It failed for ${at('outcome')}.`),
    ),
    ...revoked.map(({ scope, target }, i) =>
      env.DB.prepare(
        `INSERT INTO revocations (id, scope, target, actor, reason, created_at, total, finished_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 1)`,
      ).bind(`named-revocation-${i}`, scope, target, called[0], `asked by ${at('asked')}`, now),
    ),
    env.DB.prepare('UPDATE requests SET reason = ?2 WHERE id = ?1').bind(
      ids.requests[0],
      `you are ${at('told')}`,
    ),
  ]);
});

/** Where somebody reads the part before the at-sign. */
async function showing(browser: Browser): Promise<string[]> {
  const found: string[] = [];
  for (const path of addresses()) {
    const response = await browser.get(path);
    expect(response.status, path).toBeLessThan(500);
    if ((await response.text()).toLowerCase().includes(SECRET)) found.push(path);
  }
  return found;
}

describe('C1: an address that stands for a name', () => {
  it.each(['viewer', 'publisher'] as const)('is whole on no page and in no file for a %s', async (role) => {
    const { browser } = await enter(...(role === 'viewer' ? [] : [role]));
    expect(await showing(browser)).toEqual([]);
    expect(await (await browser.get('/console/grants')).text()).toContain(`z…@${domain}`);
  });

  it('is what an approver reads', async () => {
    const { browser } = await enter('approver');
    const found = await showing(browser);
    for (const [place, known] of Object.entries(ids))
      if (!['roles', 'reports', 'webhooks', 'companies'].includes(place))
        for (const id of known) expect(found, place).toContain(`/console/${place}/${id}`);
    expect(found).toContain(`/console/rules/${ids.rules?.[0]}.json`);
    expect(found).toContain('/console/mails?format=json');
  });

  it('is found by no word and by no beginning of it, except by whoever sees it', async () => {
    const { browser: viewer } = await enter();
    const { browser: approver } = await enter('approver');
    for (const query of ['q=zqxj', 'q=called', 'q=username', 'q=short', `q=${at('called')}`, 'q=typed']) {
      const page = await (await viewer.get(`/console/search?${query}`)).text();
      for (const id of ids.people ?? []) expect(page.includes(id) && !query.includes('@'), query).toBe(false);
    }
    const count = async (browser: Browser, query: string) =>
      (JSON.parse(await (await browser.get(`/console/people?${query}&format=json`)).text()) as unknown[])
        .length;
    for (const query of [
      'name=z',
      'name=zqxj.c',
      'name=zqxj.u',
      'name=zqxj.sh',
      `name=${at('called')}`,
      'company=Nameless%2C',
    ])
      expect([await count(viewer, query), (await count(approver, query)) > 0], query).toEqual([0, true]);
    expect(await count(viewer, 'company=Nameless%20A')).toBe(3);
  });

  it('is not in the link to the next page', async () => {
    const insert = (id: string, name: string) =>
      env.DB.prepare(
        `INSERT INTO people (id, kind, address, name, created_at) VALUES (?1, 'prospect', ?2, ?3, ?4)`,
      ).bind(id, `${id}@paged.example`, name, Date.now());
    await env.DB.batch(
      Array.from({ length: 60 }, (_, i) => [
        insert(`paged-a${i}`, `paged-a${i}@paged.example`),
        insert(`paged-b${i}`, `Pagedz ${i}`),
      ]).flat(),
    );
    const { browser } = await enter();
    for (const query of ['', '?name=p', '?company=N']) {
      const html = await (await browser.get(`/console/people${query}`)).text();
      const next = /<a rel="next" href="([^"]+)"/.exec(html)?.[1];
      if (query !== '?company=N') expect(next, query).toBeDefined();
      expect(decodeURIComponent(next ?? ''), query).not.toContain('@');
    }
  });
});

describe('C14: the file of the rules', () => {
  const path = () => `/console/rules/${ids.rules?.[0]}.json`;

  it('is for approvers, and each time on record', async () => {
    const { browser: viewer } = await enter();
    expect((await viewer.get(path())).status).toBe(403);
    expect(await (await viewer.get(`/console/rules/${ids.rules?.[0]}`)).text()).not.toContain('.json"');
    const { browser } = await enter('approver');
    const before = (await eventsAbout(ids.rules?.[0] ?? '')).length;
    expect((await browser.get(path())).status).toBe(200);
    expect((await eventsAbout(ids.rules?.[0] ?? '')).slice(before)).toEqual(['rules.exported']);
  });

  it('O24: needs a recent proof, as every export', async () => {
    const staffSignIn = { acr: [], amr: [], maxAgeMinutes: 15, recentFor: ['exports'] };
    Object.assign(content, { access: { ...written, staffSignIn } });
    const { browser } = await enter('approver');
    expect((await browser.get(path())).status).toBe(401);
  });
});

describe('what looks like an address', () => {
  it.each([
    ['ada@lovelace.example', 'a…@lovelace.example'],
    ['<ADA@Lovelace.example>: no', '<A…@Lovelace.example>: no'],
    ['mailto:ada@a.example,bob@b.example', 'mailto:a…@a.example,b…@b.example'],
    ['ada@one@two.example', 'a…@two.example'],
    ['"a b"@quoted.example', '"…@quoted.example'],
    ['{"a":"ada@a.example","b":"no"}', '{"a":"a…@a.example","b":"no"}'],
    ['ädä@umlaut.example', 'ä…@umlaut.example'],
    ['a…@masked.example', 'a…@masked.example'],
    ['ada\uff20wide.example', 'a…\uff20wide.example'],
    ['ada\ufe6bsmall.example', 'a…\ufe6bsmall.example'],
    ['ada @ spaced.example', 'a… @ spaced.example'],
    ['https://crm.example/?who=ada%40a.example', 'https:/…%40a.example'],
    ['Ada Lovelace @ Engines', 'Ada Lovelace @ Engines'],
    ['@company.example', '@company.example'],
    ['Ada O’Hara & Söhne', 'Ada O’Hara & Söhne'],
    ['', ''],
  ])('%j is seen as %j', (text, seen) => expect(masked(text)).toBe(seen));
});
