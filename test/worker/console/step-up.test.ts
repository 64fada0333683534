import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STEP_UPS, type StaffSignIn, staffSignInSchema } from '../../../schema/staff-sign-in.ts';
import type { Role } from '../../../worker/console/staff.ts';
import { content } from '../../../worker/content.ts';
import { sweepExpired } from '../../../worker/retention.ts';
import { type Browser, fieldsOf, openBrowser, origin, textOf } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { acceptancesOf, grantsOf, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { publish } from '../reports/exit.ts';

/** O24: acts for which staff prove again who they are, and what they had entered; and the way back from what went wrong. */

const written = content.access;
const asks = (staffSignIn: Partial<StaffSignIn> = {}) =>
  Object.assign(content, {
    access: {
      ...written,
      twoPersons: [],
      staffSignIn: { acr: [], amr: [], maxAgeMinutes: 15, recentFor: [...STEP_UPS], ...staffSignIn },
    },
  });
beforeAll(async () => void (await publish({ bodyLength: 2_000 })));
beforeEach(() => void asks());
afterEach(() => void Object.assign(content, { access: written }));

interface Staff {
  readonly browser: Browser;
  readonly person: string;
  /** Proves again who they are. */
  prove(): Promise<unknown>;
}

/** Staff whose proof is too old. */
async function staff(...roles: Role[]): Promise<Staff> {
  const browser = openBrowser();
  const person = await signIn(browser, { kind: 'staff', groups: [written.staffGroup], roles });
  const prove = () =>
    env.DB.prepare("UPDATE sessions SET claims = json_set(claims, '$.auth_time', ?2) WHERE person_id = ?1")
      .bind(person, Math.floor(Date.now() / 1000))
      .run();
  return { browser, person, prove };
}

async function waiting(): Promise<{ id: string; address: string }> {
  const prospect = newProspect('pentest-letter');
  await prospect.ask();
  await prospect.confirm();
  await prospect.browser.post('/access/pentest-letter/nda', await prospect.agreement());
  const [request] = await requestsOf(prospect.address);
  return { id: request?.id ?? '', address: prospect.address };
}

async function reader() {
  const prospect = newProspect('soc2-type2');
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  const [[request], [grant], [acceptance]] = await Promise.all([
    requestsOf(prospect.address),
    grantsOf(prospect.address),
    acceptancesOf(prospect.address),
  ]);
  return { person: request?.person_id ?? '', grant: grant?.id ?? '', acceptance: acceptance?.id ?? '' };
}

/** Sends a form with too old a proof: told to sign in again, and led back to an address. */
async function refused({ browser, person }: Staff, path: string, fields: Record<string, string>) {
  const response = await browser.post(path, { person, ...fields });
  expect(response.status, path).toBe(401);
  const page = await response.text();
  const back = fieldsOf(page).return_to ?? '';
  expect(textOf(page)).toContain('What you entered is in the form again afterwards');
  for (const value of Object.values(fields)) if (value.length > 8) expect(back).not.toContain(value);
  return back;
}

describe('O24: what needs a recent proof', () => {
  it('is every act that the schema names, unless content/access.yaml names fewer', () => {
    expect(staffSignInSchema.parse({}).recentFor).toEqual([...STEP_UPS]);
    expect(staffSignInSchema.parse({ recentFor: ['exports'] }).recentFor).toEqual(['exports']);
    expect(staffSignInSchema.safeParse({ recentFor: ['reading'] }).success).toBe(false);
  });

  it('a single release: nothing is given, the entries are in the form again, and then it is', async () => {
    const approver = await staff('approver');
    const { id, address } = await waiting();
    const path = `/console/requests/${id}/release`;
    const back = await refused(approver, path, { begins: '2031-02-03', days: '17' });
    expect(back).toMatch(new RegExp(`^/console/requests/${id}\\?held=[\\w-]{22}$`));
    expect((await requestsOf(address))[0]?.state).toBe('pending');
    await approver.prove();
    const form = await (await approver.browser.get(back)).text();
    expect(textOf(form)).toContain('What you entered is still here');
    expect(fieldsOf(form)).toMatchObject({ begins: '2031-02-03', days: '17' });
    await approver.browser.post(path, { person: approver.person });
    expect((await requestsOf(address))[0]?.state).toBe('granted');
  });

  it('C3: to approve a proposed batch of releases, whichever of the two is named; not to approve denials', async () => {
    const propose = async (decision: string) => {
      asks({ recentFor: [] });
      Object.assign(content, { access: { ...content.access, twoPersons: ['bulk'] } });
      const maker = await staff('approver');
      const { id } = await waiting();
      const fields = { person: maker.person, decision, reason: 'A test.', [`request.${id}`]: 'yes' };
      const proposed = await maker.browser.post('/console/requests/several', fields);
      return proposed.headers.get('Location') ?? '';
    };
    for (const [decision, recentFor, status] of [
      ['release', 'releases', 401],
      ['release', 'bulk', 401],
      ['deny', 'bulk', 401],
      ['deny', 'releases', 303],
    ] as const) {
      const proposal = await propose(decision);
      asks({ recentFor: [recentFor] });
      const second = await staff('approver');
      const answer = await second.browser.post(`${proposal}/approve`, { person: second.person });
      expect(answer.status, `${decision} ${recentFor}`).toBe(status);
    }
  });

  it('a revocation: reason, message, whose, and the agreement are in the form again', async () => {
    const approver = await staff('approver');
    const { person: target } = await reader();
    const entries = { scope: 'person', target, reason: 'They have left.', message: 'Goodbye & thanks' };
    const id = 'a'.repeat(22);
    const back = await refused(approver, '/console/revocations', { ...entries, id, end_nda: 'yes' });
    expect(back).toMatch(/^\/console\/revocations\/new\?held=[\w-]{22}$/);
    expect(await rows('SELECT 1 FROM revocations WHERE target = ?1', target)).toEqual([]);
    await approver.prove();
    const form = await (await approver.browser.get(back)).text();
    expect(form).toContain('They have left.</textarea>');
    expect(form).toContain('Goodbye &amp; thanks</textarea>');
    expect(form).toMatch(/name="end_nda"[^>]*checked/);
    const { id: made, ...kept } = fieldsOf(form);
    expect(kept).toMatchObject({ scope: 'person', target });
    expect(made).not.toBe(id);
    const { reason, message } = entries;
    const sent = await approver.browser.post('/console/revocations', {
      ...fieldsOf(form),
      reason,
      message,
      end_nda: 'yes',
    });
    expect(sent.status).toBe(303);
    expect(await rows('SELECT reason FROM revocations WHERE target = ?1', target)).toEqual([{ reason }]);
  });

  it('several requests, roles and a renewal keep what was chosen', async () => {
    const administrator = await staff('administrator');
    const [one, two] = [await waiting(), await waiting()];
    const several = await refused(administrator, '/console/requests/several', {
      decision: 'deny',
      reason: 'Not this year.',
      [`request.${one.id}`]: 'chosen',
    });
    const member = await staff();
    const roles = await refused(administrator, `/console/roles/${member.person}`, { publisher: 'given' });
    const { grant } = await reader();
    const renewal = await refused(administrator, `/console/grants/${grant}/renew`, { days: '23' });
    await administrator.prove();
    const queue = await (await administrator.browser.get(several)).text();
    expect(queue).toMatch(new RegExp(`name="request.${one.id}"[^>]*checked`));
    expect(queue).not.toMatch(new RegExp(`name="request.${two.id}"[^>]*checked`));
    expect(queue).toContain('Not this year.</textarea>');
    const memberPage = await (await administrator.browser.get(roles)).text();
    expect(memberPage).toMatch(/name="publisher"[^>]*checked/);
    expect(memberPage).not.toMatch(/name="approver"[^>]*checked/);
    expect(fieldsOf(await (await administrator.browser.get(renewal)).text()).days).toBe('23');
  });

  it('what is held is for whoever entered it, for half an hour, and then gone', async () => {
    const [approver, other] = [await staff('approver'), await staff('approver')];
    const { person: target } = await reader();
    const back = await refused(approver, '/console/revocations', {
      id: 'b'.repeat(22),
      scope: 'person',
      target,
      reason: 'Between us.',
    });
    expect(await (await approver.browser.get(back)).text()).toContain('Between us.');
    const page = await other.browser.get(back);
    expect([page.status, (await page.text()).includes('Between us.')]).toEqual([200, false]);
    const id = back.split('held=')[1];
    await env.DB.prepare('UPDATE held_forms SET expires_at = ?2 WHERE id = ?1').bind(id, Date.now()).run();
    expect(await (await approver.browser.get(back)).text()).not.toContain('Between us.');
    await sweepExpired(env, Date.now() + 1);
    expect(await rows('SELECT 1 FROM held_forms WHERE id = ?1', id)).toEqual([]);
  });

  it('a list taken away, in each format, and evidence: it leads back to where they are, with the filters', async () => {
    const approver = await staff('approver');
    const { acceptance } = await reader();
    for (const format of ['csv', 'json']) {
      const query = 'company=A+%26+B&kind=prospect';
      const response = await approver.browser.get(`/console/people?${query}&format=${format}`);
      expect(response.status).toBe(401);
      const back = fieldsOf(await response.text()).return_to;
      expect(back).toBe(`/console/people?${query}`);
      expect((await approver.browser.get(back ?? '')).status).toBe(200);
    }
    const evidence = `/console/agreements/${acceptance}/evidence`;
    const response = await approver.browser.get(evidence);
    expect(response.status).toBe(401);
    expect(fieldsOf(await response.text()).return_to).toBe(`/console/agreements/${acceptance}`);
    expect(
      await rows("SELECT 1 FROM events WHERE type = 'list.exported' AND actor = ?1", approver.person),
    ).toEqual([]);
    await approver.prove();
    expect((await approver.browser.get('/console/people?format=csv')).status).toBe(200);
    expect((await approver.browser.get(evidence)).status).toBe(200);
  });

  it('and nothing that is not named; a denial never', async () => {
    const approver = await staff('approver');
    const [one, two] = [await waiting(), await waiting()];
    const deny = (id: string) =>
      approver.browser.post(`/console/requests/${id}/deny`, { person: approver.person, reason: 'No.' });
    expect((await deny(one.id)).status).toBe(303);
    asks({ recentFor: ['revocations'] });
    const release = `/console/requests/${two.id}/release`;
    expect((await approver.browser.post(release, { person: approver.person })).status).toBe(303);
    expect((await approver.browser.get('/console/people?format=json')).status).toBe(200);
  });
});

describe('an error page of the console', () => {
  const linkOf = async (response: Response) =>
    /Go on at <a href="([^"]*)">([^<]*)</.exec(await response.text());

  it.each([
    ['a list with filters', '/console/people?company=A+%26+B', '/console/people?company=A+%26+B', 'People'],
    [
      'the page of a thing',
      '/console/companies/a.example',
      '/console/companies/a.example',
      'the page before',
    ],
    ['a form that came back', '/console/grants/abc/renew', '/console/grants/abc', 'the page before'],
    ['a page that is none of the console', '/reports/', '/console/people', 'People'],
    ['another site', 'https://evil.example/console/people?x', '/console/people', 'People'],
    ['nowhere', null, '/console/people', 'People'],
  ])('leads back to %s', async (_, from, href, name) => {
    asks({ maxAgeMinutes: null });
    const { browser } = await staff();
    const headers: Record<string, string> = from === null ? {} : { Referer: new URL(from, origin).href };
    const response = await browser.get('/console/people/nobody', headers);
    expect(response.status).toBe(404);
    const [, found, label] = (await linkOf(response)) ?? [];
    expect([found?.replaceAll('&amp;', '&'), label]).toEqual([href, name]);
  });

  it('leads to the console where the list itself went wrong, and back from an act', async () => {
    const { browser, person } = await staff('approver');
    expect((await linkOf(await browser.get('/console/people?after=x')))?.slice(1)).toEqual([
      '/console',
      'the console',
    ]);
    const queue = { Referer: `${origin}/console` };
    const act = await browser.post('/console/requests/none/deny', { person, reason: 'x' }, queue);
    expect(act.status).toBe(409);
    expect((await linkOf(act))?.slice(1)).toEqual(['/console', 'Requests that wait']);
  });
});
