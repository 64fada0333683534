import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMailAddress } from '../../../core/mail-address.ts';
import { composeMark } from '../../../core/marks/compose.ts';
import { newCopyId } from '../../../core/marks/copy-id.ts';
import { masked } from '../../../worker/console/masked.ts';
import { content } from '../../../worker/content.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { ruleSetOf } from '../../support/access-rule.ts';
import {
  allowedEffect,
  DECISIONS,
  DOORS,
  type Door,
  type Effect,
  LEVELS,
  type Level,
  LISTS,
  levelsOf,
  NO_ADDRESSES,
  ROLES,
  type Role,
  RULES,
  type State,
  statesOf,
} from '../../vectors/access-matrix.ts';
import { publish } from '../reports/exit.ts';
import { type Browser, fieldsOf, openBrowser, origin, textOf } from './browser.ts';
import { newProspect } from './prospect.ts';
import { rows } from './rows.ts';
import { signIn } from './sign-in.ts';

/** The matrix of `test/vectors/access-matrix.ts`, over HTTP. */

const HOUR = 3_600_000;
const NOW = Date.now();
const levels = Object.keys(LEVELS) as Level[];
const { access: writtenAccess, reports: writtenReports } = content;

beforeAll(async () => {
  const report = writtenReports.find(({ id }) => id === LEVELS['customer-or-nda']);
  const customers = { ...report, id: LEVELS.customers, access: 'customers', title: 'For customers' };
  Object.assign(content, { reports: [...writtenReports, customers] });
  for (const id of Object.values(LEVELS)) await publish({ bodyLength: 2_000, report: id });
});
afterAll(() => {
  Object.assign(content, { access: writtenAccess, reports: writtenReports });
});

describe('A2 M7 M10 N18: whom the rules give what', () => {
  beforeAll(async () => {
    Object.assign(content, { access: { ...writtenAccess, rules: await ruleSetOf(RULES, LISTS) } });
  });
  afterAll(() => {
    Object.assign(content, { access: writtenAccess });
  });

  /** Everything that can be done without another person, and where that ends. */
  async function asProspect(address: string, report: string): Promise<string> {
    // An acceptance covers further reports of the same company: each level is asked for by a company of its own.
    const ascii = parseMailAddress(address)?.address ?? '';
    // The mailbox is asked as it shows addresses.
    const kept = ascii.includes('xn--') ? address.toLowerCase() : ascii;
    const prospect = newProspect(report, { address: kept, company: `Sample ${report} Ltd` });
    const asked = await prospect.ask({ address });
    if (asked.status === 403) return textOf(await asked.text());
    const ledTo = async (response: Response) =>
      response.headers.get('Location')?.slice(`/access/${report}`.length);
    let at = await ledTo(await prospect.confirm());
    const nda = at === '/nda' ? 'nda, ' : '';
    if (nda !== '') at = await ledTo(await prospect.agree());
    if (at === '/copy') return `${nda}copy`;
    if (at === '/pending') return `${nda}waits`;
    return textOf(await (await prospect.browser.get(`/access/${report}`)).text());
  }

  async function asCustomer(address: string | null, report: string): Promise<string> {
    const browser = openBrowser();
    const person = await signIn(browser, { kind: 'customer', address });
    const answer = await browser.post(`/access/${report}/customer`, { person });
    const at = answer.headers.get('Location') ?? '';
    if (at.endsWith('/copy')) return 'copy';
    return at.endsWith('/pending') ? 'waits' : textOf(await answer.text());
  }

  it.each(DECISIONS)('$who $address', async ({ who, address, rule, outcomes }) => {
    for (const level of levels) {
      // One mailbox takes only so many mails an hour: that is another test's matter.
      await env.DB.prepare('DELETE FROM counters').run();
      const ends =
        who === 'customer'
          ? await asCustomer(address, LEVELS[level])
          : await asProspect(address ?? '', LEVELS[level]);
      if (outcomes[level] === 'denied') {
        const reason = RULES.find(({ name }) => name === rule)?.reason;
        const only = level === 'customers' && who === 'prospect';
        expect(ends).toContain(only || !reason ? 'given to signed-in customers only' : reason);
        expect(ends).toContain(content.company.contacts.access);
      } else expect(`${level}: ${ends}`).toBe(`${level}: ${outcomes[level]}`);
    }
  });

  it.each(NO_ADDRESSES)('M10: %j is asked for again, and nothing is kept', async (address) => {
    const before = await rows('SELECT id FROM requests');
    const answer = await newProspect(LEVELS['customer-or-nda'], { address }).ask();
    expect(answer.status).toBe(400);
    expect(await rows('SELECT id FROM requests')).toHaveLength(before.length);
  });

  it('M7: the form tells of no rule: one answer for everybody', async () => {
    const seen = [];
    for (const address of ['a@rival.example', 'a@minutes.example', 'a@acme.example', 'a@nobody.example']) {
      const answer = await newProspect(LEVELS['customer-or-nda'], { address }).ask();
      seen.push([answer.status, answer.headers.get('Location'), await answer.text()]);
    }
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('N18 A2: a report for customers alone says so before anything is asked, and asks nobody else', async () => {
    const report = LEVELS.customers;
    const page = await (await openBrowser().get(`/access/${report}`)).text();
    expect(textOf(page)).toContain('This report is given to signed-in customers only.');
    expect(fieldsOf(page)).not.toHaveProperty('address');
    const before = await rows('SELECT id FROM requests');
    for (const way of ['', '/confirm', '/nda', '/prospect', '/withdraw'])
      expect((await openBrowser().post(`/access/${report}${way}`, { attempt: newToken() })).status).toBe(403);
    expect(await rows('SELECT id FROM requests')).toHaveLength(before.length);
  });
});

/** What stands behind the doors for one subject. */
interface Subject {
  readonly person: string;
  readonly address: string;
  readonly request: string;
}

async function newPerson(kind: 'prospect' | 'customer' | 'staff'): Promise<Omit<Subject, 'request'>> {
  const id = newId();
  const address = `${id.toLowerCase()}@matrix.example`;
  const identity = kind === 'prospect' ? [null, null] : ['https://id.example', id];
  await env.DB.prepare(
    `INSERT INTO people (id, kind, issuer, subject, address, name, company, created_at)
     VALUES (?1, ?2, ?3, ?4, ?5, 'M', 'M Ltd', 0)`,
  )
    .bind(id, kind, ...identity, address)
    .run();
  return { person: id, address };
}

const mark = await composeMark({
  name: 'M',
  company: 'M',
  address: '',
  date: '2026-11-24',
  copyId: newCopyId(new Uint8Array(16)),
});

function insertRequest(owner: Omit<Subject, 'request'>, id: string, report: string, state: string) {
  return env.DB.prepare(
    `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, reason, ip, user_agent, created_at, changed_at)
     VALUES (?1, ?2, ?3, ?3, 'M Ltd', ?4, '', ?5, 'Because.', 'ip', 'ua', 0, 0)`,
  ).bind(id, report, owner.person, owner.address, state);
}

function insertAcceptance(owner: Omit<Subject, 'request'>, request: string) {
  const { id, version, sha256 } = content.nda;
  return env.DB.prepare(
    `INSERT INTO acceptances (id, request_id, person_id, nda_id, nda_version, nda_sha256, evidence, accepted_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, '{"signer":{"company":"M Ltd"}}', 0)`,
  ).bind(newId(), request, owner.person, id, version, sha256);
}

function insertGrant(personId: string, report: string, from: number, to: number, revokedAt: number | null) {
  return env.DB.prepare(
    `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at, revoked_at)
     VALUES (?1, ?2, ?3, 'terms', '{}', ?4, ?5, ?6, ?7, ?8)`,
  ).bind(
    newId(),
    personId,
    report,
    newCopyId(crypto.getRandomValues(new Uint8Array(16))),
    JSON.stringify(mark),
    from,
    to,
    revokedAt,
  );
}

const REQUEST_STATES: Partial<Record<State, string>> = {
  'to read the NDA': 'confirmed',
  pending: 'pending',
  denied: 'denied',
  withdrawn: 'withdrawn',
  expired: 'expired',
  'pending, of somebody else': 'pending',
};

/** Brings the matter into a state. @returns whom the request or grant belongs to */
async function bring(own: Omit<Subject, 'request'>, level: Level, state: State): Promise<Subject> {
  const report = LEVELS[level];
  const owner = state.includes('somebody else') ? await newPerson('prospect') : own;
  const request = newId();
  const requestState = REQUEST_STATES[state];
  if (requestState) await insertRequest(owner, request, report, requestState).run();
  // Whoever waits has accepted the NDA: nothing is released otherwise.
  if (requestState === 'pending') await insertAcceptance(owner, request).run();
  if (state.startsWith('granted')) {
    const other = Object.values(LEVELS).find((id) => id !== report) ?? '';
    const [from, to] = [
      state.includes('not begun') ? NOW + HOUR : NOW - HOUR,
      state.includes('ended') ? NOW - 1 : NOW + 2 * HOUR,
    ];
    const revoked = state.includes('revoked') ? NOW - 1 : null;
    await insertGrant(
      owner.person,
      state.includes('another report') ? other : report,
      from,
      to,
      revoked,
    ).run();
  }
  return { ...owner, request };
}

async function enter(browser: Browser, personId: string, role: Role, session = 'live'): Promise<void> {
  const token = newToken();
  const kind = role === 'prospect' || role === 'customer' ? role : 'staff';
  const groups = role === 'staff of another group' ? ['engineering'] : [content.access.staffGroup];
  if (role === 'approver' || role === 'publisher' || role === 'administrator')
    await env.DB.prepare(
      'INSERT INTO staff_roles (person_id, role, given_by, given_at) VALUES (?1, ?2, ?1, 0)',
    )
      .bind(personId, role)
      .run();
  if (session !== 'deleted')
    await env.DB.prepare(
      `INSERT INTO sessions (id_hash, person_id, kind, claims, created_at, seen_at, expires_at)
       VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)`,
    )
      .bind(
        await hashOf(token),
        personId,
        kind,
        JSON.stringify({ groups }),
        session === 'idle' ? NOW - 3 * HOUR : NOW,
        session === 'ended' ? NOW - 1 : NOW + HOUR,
      )
      .run();
  browser.cookies.set('__Host-session', token);
}

/** All that can be changed behind the doors. */
async function standing(): Promise<string> {
  const [row] = await rows(
    `SELECT (SELECT count(*) FROM grants) AS grants, (SELECT count(*) FROM grants WHERE revoked_at IS NULL) AS live,
            (SELECT count(*) FROM acceptances) AS acceptances,
            (SELECT group_concat(state || n) FROM (SELECT state, count(*) AS n FROM requests GROUP BY state)) AS requests`,
  );
  return JSON.stringify(row);
}

/** Ways through all doors. */
const WAYS = Object.values(DOORS).reduce((sum, { methods }) => sum + methods.length, 0);

/** One way through one door, as whoever made this page's form would send it. */
async function pass(
  browser: Browser,
  door: Door,
  method: string,
  level: Level,
  actor: string,
  subject: Subject,
): Promise<Effect | null> {
  const path = DOORS[door].path.replace(':report', LEVELS[level]).replace(':request', subject.request);
  const { nda } = content;
  const form = new URLSearchParams({
    person: actor,
    request: subject.request,
    reason: 'Because.',
    nda: nda.id,
    version: nda.version,
    sha256: nda.sha256,
    consent: nda.consentSentence,
    authority: nda.authoritySentence,
    agree: 'yes',
    decision: 'agree',
  });
  const body = method === 'GET' || method === 'HEAD' ? undefined : form;
  const before = await standing();
  // A browser of its own for each: nothing that one door sets opens the next.
  const copy = openBrowser();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  const response = await copy.send(method, path, { Origin: origin, 'Sec-Fetch-Site': 'same-origin' }, body);
  // A long address may be broken where it says so.
  const text = (await response.text()).replaceAll('<wbr/>', '');
  if (response.headers.get('Content-Type') === 'application/pdf') return 'bytes';
  if ((await standing()) !== before) return 'changes';
  if (actor === subject.person) return null;
  if (text.includes(subject.address)) return 'shows';
  return text.includes(masked(subject.address)) ? 'shows in part' : null;
}

describe.each(ROLES)('A2 C1 P1 S13: %s', (role) => {
  it.each(levelsOf(role))('at the doors of a report at the level %s', async (level) => {
    const wrong: string[] = [];
    let ways = 0;
    for (const state of statesOf(role)) {
      const kind =
        role === 'customer' || role === 'prospect' ? role : role === 'nobody' ? 'prospect' : 'staff';
      const fresh = async () => {
        // What other ways have left behind would only be read along.
        const tables = [
          'downloads',
          'grants',
          'acceptances',
          'confirmations',
          'requests',
          'mails',
          'counters',
        ];
        await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
        const actor = await newPerson(kind);
        const own = kind === 'staff' || role === 'nobody' ? await newPerson('prospect') : actor;
        const subject = await bring(own, level, state);
        const browser = openBrowser();
        if (role !== 'nobody') await enter(browser, actor.person, role);
        return { actor: actor.person, subject, browser };
      };
      const doors = (Object.keys(DOORS) as Door[]).flatMap((door) =>
        DOORS[door].methods.map((method) => ({
          door,
          method,
          effect: allowedEffect(role, level, state, door, method),
        })),
      );
      // What changes nothing goes first; what changes something is tried on a matter of its own.
      const shared = await fresh();
      for (const { door, method, effect } of doors.toSorted(
        (a, b) => Number(a.effect === 'changes') - Number(b.effect === 'changes'),
      )) {
        const { browser, actor, subject } = effect === 'changes' ? await fresh() : shared;
        const seen = await pass(browser, door, method, level, actor, subject);
        ways++;
        if (seen !== effect) wrong.push(`${state}: ${method} ${door}: expected ${effect}, seen ${seen}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(ways).toBe(statesOf(role).length * WAYS);
  });
});

it.each(['prospect', 'customer'] as const)(
  'S5 S7: %s with a live grant, without a live session',
  async (role) => {
    for (const session of ['live', 'ended', 'idle', 'deleted']) {
      const actor = await newPerson(role);
      const subject = await bring(actor, 'customer-or-nda', 'granted');
      const browser = openBrowser();
      await enter(browser, actor.person, role, session);
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) {
        const seen = await pass(browser, 'file', method, 'customer-or-nda', actor.person, subject);
        const gives = session === 'live' && (method === 'GET' || method === 'HEAD');
        expect(`${session} ${method} ${seen}`).toBe(`${session} ${method} ${gives ? 'bytes' : null}`);
      }
    }
  },
);
