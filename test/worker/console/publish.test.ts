import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { content } from '../../../worker/content.ts';
import { type SyntheticVersion, syntheticVersion } from '../../support/synthetic-version.ts';
import { type Browser, openBrowser, textOf } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';

/** Publishing with a staff session, through the API that the command line uses with a token. */

const REPORT = 'pentest-letter';
const groups = [content.access.staffGroup];

async function staff(name = 'Sample Publisher'): Promise<{ browser: Browser; person: string }> {
  const browser = openBrowser();
  return { browser, person: await signIn(browser, { kind: 'staff', name, groups, roles: ['publisher'] }) };
}

let seed = 5000;

interface Call {
  readonly method?: 'POST' | 'PUT';
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;

async function call(browser: Browser, person: string, { method = 'POST', path, body, headers }: Call) {
  const response = await browser.sendAsPage(method, `/console/api/reports/${REPORT}/${path}`, body, {
    'X-Publisher': person,
    'Content-Length': String(body.length),
    ...headers,
  });
  return { status: response.status, json: JSON.parse(await response.text()) as Record<string, string> };
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, string>> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { 'Content-Digest': `sha-256=:${btoa(String.fromCharCode(...hash))}:` };
}

/** Every request of a publish, in order. */
async function steps({ manifest, head, body }: SyntheticVersion): Promise<Call[]> {
  const version = `versions/${manifest.revision}`;
  return [
    { path: 'versions', body: json(manifest) },
    { method: 'PUT', path: `${version}/head`, body: head, headers: await digest(head) },
    { method: 'PUT', path: `${version}/body`, body, headers: await digest(body) },
    { path: `${version}/parts`, body: json({}) },
    { path: `${version}/complete`, body: json({ manifest }) },
    { path: 'live', body: json({ revision: manifest.revision }) },
  ];
}

const pointer = async () =>
  (await rows<{ revision: string }>('SELECT revision FROM report_pointers WHERE report_id = ?1', REPORT))[0]
    ?.revision;

async function publishWhole(browser: Browser, person: string): Promise<SyntheticVersion> {
  const version = await syntheticVersion(++seed);
  for (const step of await steps(version)) {
    if (step.path.endsWith('/parts')) continue;
    expect((await call(browser, person, step)).status, step.path).toBe(200);
  }
  return version;
}

describe('publishing with a session', () => {
  it('C9: stores, checks and switches, and the events name who did it', async () => {
    const { browser, person } = await staff();
    const { manifest } = await publishWhole(browser, person);
    expect(await pointer()).toBe(manifest.revision);
    const events = await rows<{ type: string; actor: string }>(
      "SELECT type, actor FROM events WHERE json_extract(detail, '$.revision') = ?1 ORDER BY id",
      manifest.revision,
    );
    expect(events).toEqual([
      { type: 'report.stored', actor: person },
      { type: 'report.published', actor: person },
    ]);
  });

  it('C1: is for staff of the group alone, at every step', async () => {
    const prospect = newProspect('soc2-type2');
    await prospect.ask();
    await prospect.confirm();
    const [anonymous, customer, ungrouped] = [openBrowser(), openBrowser(), openBrowser()];
    const customerId = await signIn(customer, { kind: 'customer', groups });
    const ungroupedId = await signIn(ungrouped, { kind: 'staff', groups: ['engineering'] });
    const before = await pointer();
    for (const step of await steps(await syntheticVersion(++seed))) {
      const seen = [];
      for (const [browser, person] of [
        [anonymous, ''],
        [prospect.browser, ''],
        [customer, customerId],
        [ungrouped, ungroupedId],
      ] as const)
        seen.push((await call(browser, person, step)).status);
      expect(seen, step.path).toEqual([401, 403, 403, 403]);
    }
    expect(await pointer()).toBe(before);
  });

  it.each([
    ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['a sibling site', { Origin: 'https://trust.evil.example', 'Sec-Fetch-Site': 'same-site' }],
    ['nowhere', { Origin: 'null' }],
    ['a page without an Origin', { Origin: '' }],
    ['our page, says a lie', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('S8 C12: refuses every step from %s, whatever its content type', async (_, headers) => {
    const { browser, person } = await staff();
    for (const step of await steps(await syntheticVersion(++seed)))
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/json']) {
        const answer = await call(browser, person, {
          ...step,
          headers: { ...step.headers, 'Content-Type': type, ...headers },
        });
        expect(answer.status, `${step.path} ${type}`).toBe(403);
        expect(answer.json.type).toContain('cross-site');
      }
  });

  it('C12: refuses a page that was made for somebody else, and one that does not say for whom', async () => {
    const { browser, person } = await staff();
    const other = await staff('Another Publisher');
    for (const step of await steps(await syntheticVersion(++seed))) {
      expect((await call(browser, other.person, step)).status, step.path).toBe(409);
      expect((await call(browser, '', step)).status, step.path).toBe(409);
    }
    expect(person).not.toBe(other.person);
  });

  it('A17: a token does not open the console’s API, nor a session the operator’s', async () => {
    const { browser, person } = await staff();
    const [first] = await steps(await syntheticVersion(++seed));
    if (!first) throw new Error('no step');
    const anonymous = openBrowser();
    const token = { Authorization: `Bearer trust_${'a'.repeat(43)}` };
    expect((await call(anonymous, '', { ...first, headers: token })).status).toBe(401);
    const operator = await browser.sendAsPage('POST', `/api/reports/${REPORT}/versions`, first.body, {
      'X-Publisher': person,
      'Content-Length': String(first.body.length),
    });
    expect(operator.status).toBe(401);
  });

  it('C9: a publish that stops anywhere leaves the old version live, and can be done by another', async () => {
    const { browser, person } = await staff();
    const old = await publishWhole(browser, person);
    const next = await syntheticVersion(++seed);
    const taken = (await steps(next)).filter(({ path }) => !path.endsWith('/parts'));
    for (const step of taken.slice(0, -1)) {
      expect((await call(browser, person, step)).status).toBe(200);
      expect(await pointer()).toBe(old.manifest.revision);
    }
    const other = await staff('Second Publisher');
    for (const step of taken.filter(({ path }) => path === 'versions' || path === 'live'))
      expect((await call(other.browser, other.person, step)).status).toBe(200);
    expect(await pointer()).toBe(next.manifest.revision);
  });

  it('tells whoever was signed out meanwhile how to go on', async () => {
    const { browser, person } = await staff();
    const [first] = await steps(await syntheticVersion(++seed));
    browser.cookies.clear();
    const answer = await call(browser, person, first as Call);
    expect(answer.status).toBe(401);
    expect(answer.json.detail).toBe(
      'You are signed out: sign in to the console in another tab, then go on here.',
    );
  });
});

describe('the reports of the console', () => {
  it('C1: are for staff of the group alone', async () => {
    const [anonymous, customer, ungrouped] = [openBrowser(), openBrowser(), openBrowser()];
    await signIn(customer, { kind: 'customer', groups });
    await signIn(ungrouped, { kind: 'staff', groups: ['engineering'] });
    for (const path of ['/console/reports', `/console/reports/${REPORT}/publish`]) {
      const seen = [];
      for (const browser of [anonymous, customer, ungrouped]) seen.push((await browser.get(path)).status);
      expect(seen, path).toEqual([401, 403, 403]);
    }
    const { person } = await staff();
    const form = { person, revision: 'a'.repeat(64) };
    const live = `/console/reports/${REPORT}/live`;
    expect((await anonymous.post(live, form)).status).toBe(401);
    expect((await customer.post(live, form)).status).toBe(403);
    expect((await ungrouped.post(live, form)).status).toBe(403);
  });

  it('tell what is live and stored, by whom, and take a version back with one button', async () => {
    const { browser, person } = await staff('Paula <b>Publisher</b>');
    const old = await publishWhole(browser, person);
    const next = await publishWhole(browser, person);
    await env.DB.prepare(
      `UPDATE report_versions SET manifest = json_set(manifest, '$.notes', json('["A <note>."]'), '$.pages', 8, '$.cover', json('true')) WHERE revision = ?1`,
    )
      .bind(next.manifest.revision)
      .run();
    const html = await (await browser.get('/console/reports')).text();
    const page = textOf(html);
    expect(html).not.toContain('<b>Publisher');
    expect(html).not.toContain('<script');
    expect(page).toContain('Paula <b>Publisher</b>');
    expect(page).toContain('A <note>.');
    // Of the report, as the page said that it was published from: without the cover that we add.
    expect(page).toContain('7 pages,');
    expect(page).not.toContain('8 pages,');
    for (const { manifest } of [old, next]) {
      expect(page).toContain(manifest.revision);
      expect(page).toContain(manifest.source.sha256);
    }
    expect(page).not.toContain('SOC 3 summary');
    const back = `/console/reports/${REPORT}/live`;
    const form = { person, revision: old.manifest.revision };
    expect((await browser.post(back, { ...form, person: 'another' })).status).toBe(409);
    expect((await browser.post(back, form, { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await browser.post(back, { ...form, revision: 'a'.repeat(64) })).status).toBe(409);
    expect((await browser.post(back, { ...form, revision: '../x' })).status).toBe(400);
    expect(await pointer()).toBe(next.manifest.revision);
    expect((await browser.post(back, form)).status).toBe(303);
    expect(await pointer()).toBe(old.manifest.revision);
  });

  it('C8: have no page for a public report or an unknown one', async () => {
    const { browser } = await staff();
    for (const report of ['soc3-summary', 'no-such-report'])
      expect((await browser.get(`/console/reports/${report}/publish`)).status).toBe(404);
  });

  it('H2: only the page that publishes may run a program, and only ours', async () => {
    const { browser } = await staff();
    const policyOf = async (path: string) =>
      (await browser.get(path)).headers.get('Content-Security-Policy') ?? '';
    for (const path of ['/console', '/console/reports'])
      expect(await policyOf(path)).not.toMatch(/script-src|worker-src|connect-src/);
    const policy = await policyOf(`/console/reports/${REPORT}/publish`);
    expect(policy).toContain("default-src 'none'");
    for (const directive of ['script-src', 'worker-src', 'connect-src'])
      expect(policy).toMatch(new RegExp(`${directive} 'self'(;|$)`));
    expect(policy).not.toMatch(/unsafe|blob:|data:|\*/);
  });

  it('the page says without JavaScript what to do instead', async () => {
    const { browser } = await staff();
    const html = await (await browser.get(`/console/reports/${REPORT}/publish`)).text();
    expect(textOf(html)).toContain(
      `Publishing from the browser needs JavaScript. Without it, use the command line: npm run trust -- publish larkspur-relay-pentest-letter-2026.pdf --report ${REPORT} --url`,
    );
    expect(html).toMatch(/<div id="publish"[^>]* hidden/);
  });
});
