import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../worker/console/staff.ts';
import { content } from '../../../worker/content.ts';
import { type Browser, openBrowser } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { acceptancesOf, requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { consoleRoutes } from './routes-of-roles.ts';

/** C1: who sees how a reader can be written to, and where they sat: on every page, and in whatever is taken away. */

/** In the addresses of readers and nowhere else. */
const LOCAL = 'zqxj.reader';
const UNNAMED = 'zqxj.unnamed';
const BROWSER = 'Zqxj/1.0';
const domain = `${crypto.randomUUID().slice(0, 8)}.example`;

const LISTS = consoleRoutes
  .filter(({ method, path }) => method === 'GET' && !path.includes('?'))
  .map(({ path }) => path);
const paths: string[] = [];

async function enter(role: Role | 'viewer'): Promise<Browser> {
  const browser = openBrowser();
  const roles = role === 'viewer' ? [] : [role];
  await signIn(browser, { kind: 'staff', groups: [content.access.staffGroup], roles });
  return browser;
}

beforeAll(async () => {
  const address = `${LOCAL}@${domain}`;
  const prospect = newProspect('pentest-letter', { address });
  await prospect.ask();
  await prospect.confirm();
  await prospect.browser.post('/access/pentest-letter/nda', await prospect.agreement(), {
    'User-Agent': BROWSER,
  });
  const [request] = await requestsOf(address);
  const [acceptance] = await acceptancesOf(address);
  const person = request?.person_id ?? '';
  const act = { act: 'requests', decision: 'release', requests: [request?.id], reason: null };
  await env.DB.batch([
    env.DB.prepare('UPDATE requests SET user_agent = ?2 WHERE id = ?1').bind(request?.id, BROWSER),
    env.DB.prepare(
      `INSERT INTO people (id, kind, address, name, created_at) VALUES ('unnamed', 'prospect', ?1, ?1, ?2)`,
    ).bind(`${UNNAMED}@${domain}`, Date.now()),
    env.DB.prepare(
      `INSERT INTO invitations (id, acceptance_id, invited_by, address, invited_at, expires_at) VALUES ('inv', ?1, ?2, ?3, 1, 2)`,
    ).bind(acceptance?.id, person, `${UNNAMED}@${domain}`),
    env.DB.prepare(
      `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, acceptance_id, copy_id, mark, starts_at, expires_at)
       VALUES ('contact-grant', ?1, 'pentest-letter', 'nda', '{}', ?2, 'XXXX', '{}', 1, ?3)`,
    ).bind(person, acceptance?.id, Date.now() + 1e9),
    env.DB.prepare(
      `INSERT INTO proposals (id, kind, act, made_by, made_at, state) VALUES ('contact-proposal', 'bulk', ?1, 'x', ?2, 'open')`,
    ).bind(JSON.stringify(act), Date.now()),
    ...['unnamed', person].map((target, i) =>
      env.DB.prepare(
        `INSERT INTO revocations (id, scope, target, actor, reason, created_at, total, finished_at)
         VALUES (?1, 'person', ?2, 'x', 'x', ?3, 0, 1)`,
      ).bind(`contact-revocation-${i}`, target, Date.now()),
    ),
    env.DB.prepare(
      "INSERT INTO events (at, type, actor, object) VALUES (?1, 'session.started', 'unnamed', 'unnamed')",
    ).bind(Date.now()),
    env.DB.prepare(
      `INSERT INTO mails (id, template, recipient, subject_id, state, next_at, created_at, error)
       VALUES ('contact-mail', 'receipt', ?1, 'contact', 'dead', 1, ?2, '550 no such mailbox ' || ?1)`,
    ).bind(address, Date.now()),
    env.DB.prepare("INSERT INTO subscriptions (id, address, confirmed_at) VALUES ('contact', ?1, ?2)").bind(
      address,
      Date.now(),
    ),
  ]);
  paths.push(
    ...LISTS.flatMap((path) => [path, `${path}?format=csv`, `${path}?format=json`]),
    `/console/people/${person}`,
    '/console/people/unnamed',
    `/console/requests/${request?.id}`,
    `/console/agreements/${acceptance?.id}`,
    `/console/agreements/${acceptance?.id}/evidence`,
    `/console/companies/${domain}`,
    '/console/grants/contact-grant',
    '/console/proposals/contact-proposal',
    '/console/revocations/contact-revocation-0',
    '/console/revocations/contact-revocation-1',
    `/console/people?address=${LOCAL}`,
    `/console/people?address=${LOCAL}&format=json`,
    `/console/requests?address=${LOCAL}@${domain}`,
    `/console/search?q=${domain}`,
    `/console/search?q=${LOCAL}`,
  );
});

/** Where a page or a file shows it. */
async function showing(browser: Browser, secret: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const text = await (await browser.get(path)).text();
    // The words that were typed stand in their field, and in the sentence that nothing was found.
    const said = path.includes(`q=${secret}`) ? text.split(secret).length > 3 : text.includes(secret);
    if (said) found.push(path);
  }
  return found;
}

describe('C1: addresses, networks and browsers of readers', () => {
  it.each(['viewer', 'publisher'] as const)('are nowhere whole for a %s', async (role) => {
    const browser = await enter(role);
    for (const secret of [LOCAL, UNNAMED, BROWSER])
      expect(await showing(browser, secret), secret).toEqual([]);
    const page = await (await browser.get('/console/people')).text();
    expect(page).toContain(`z…@${domain}`);
    const [first] = await rows<{ n: number }>('SELECT count(*) AS n FROM people');
    // A filter that they do not have is no filter.
    const all = JSON.parse(await (await browser.get(`/console/people?address=${LOCAL}&format=json`)).text());
    expect(all).toHaveLength(first?.n ?? -1);
  });

  it.each(['approver', 'administrator'] as const)('are what an %s decides by', async (role) => {
    const browser = await enter(role);
    const lists = ['people', 'requests', 'grants', 'agreements'].flatMap((list) => [
      `/console/${list}?format=csv`,
      `/console/${list}?format=json`,
    ]);
    expect(await showing(browser, LOCAL)).toEqual(
      expect.arrayContaining([...lists, '/console', '/console/people', `/console/companies/${domain}`]),
    );
    const subscribers = (await showing(browser, LOCAL)).filter((path) => path.includes('subscribers'));
    expect(subscribers).toHaveLength(role === 'administrator' ? 3 : 0);
  });

  it.each(['viewer', 'publisher', 'approver', 'administrator'] as const)(
    'what a %s does not see on the page of a list is not in its files',
    async (role) => {
      const browser = await enter(role);
      const addresses = (text: string) => new Set(text.match(/[\w.+-]+@[\w.-]+\.example/g) ?? []);
      for (const list of ['people', 'requests', 'mails', 'subscribers']) {
        const page = addresses(await (await browser.get(`/console/${list}`)).text());
        for (const format of ['csv', 'json']) {
          const file = addresses(await (await browser.get(`/console/${list}?format=${format}`)).text());
          expect(
            [...file].filter((address) => !page.has(address)),
            `${list} ${format}`,
          ).toEqual([]);
        }
      }
    },
  );
});
