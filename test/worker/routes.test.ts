import { env } from 'cloudflare:workers';
import type { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { file } from '../../worker/access/file.ts';
import { revocations } from '../../worker/access/revocations.ts';
import { access } from '../../worker/access/routes.tsx';
import { companies } from '../../worker/companies/routes.tsx';
import { console as staffConsole } from '../../worker/console/routes.tsx';
import { content } from '../../worker/content.ts';
import table from '../../worker/index.ts?raw';
import { backchannelLogout } from '../../worker/login/backchannel.ts';
import { logout } from '../../worker/login/logout.tsx';
import { login } from '../../worker/login/routes.tsx';
import { mailEvents } from '../../worker/mail/routes.ts';
import { mcp } from '../../worker/mcp/routes.ts';
import { myAccess } from '../../worker/my-access/routes.tsx';
import { operator } from '../../worker/operator/routes.ts';
import { requireOperator } from '../../worker/operator/token.ts';
import { promise } from '../../worker/promise.ts';
import { newId } from '../../worker/random.ts';
import { versionsApi } from '../../worker/reports/routes.ts';
import { health, version } from '../../worker/status.ts';
import { oneClick } from '../../worker/subscriptions/one-click.ts';
import { subscribe } from '../../worker/subscriptions/routes.tsx';
import { DOORS, isLetIn, ROLES, ROUTES, type Role } from '../vectors/access-matrix.ts';
import { type Browser, openBrowser, origin } from './access/browser.ts';
import { newProspect } from './access/prospect.ts';
import { rows } from './access/rows.ts';
import { signIn } from './access/sign-in.ts';
import { consoleRoutes } from './console/routes-of-roles.ts';
import { publish } from './reports/exit.ts';

/** Every route of the Worker, against the rows that say who is let in. */

/** What is mounted where, as `worker/index.ts` has it; the first test holds this to that file. */
const mounted: readonly (readonly [path: string, name: string, router: unknown])[] = [
  ['/access', 'file', file],
  ['/access', 'access', access],
  ['/my-access', 'myAccess', myAccess],
  ['/my-access', 'companies', companies],
  ['/login', 'login', login],
  ['/logout', 'logout', logout],
  ['/console', 'console', staffConsole],
  ['/subscribe', 'subscribe', subscribe],
  ['/api/mail/events', 'mailEvents', mailEvents],
  ['/api/unsubscribe', 'oneClick', oneClick],
  ['/api/reports', "versionsApi(requireOperator('publish'))", versionsApi(requireOperator('publish'))],
  ['/api/revocations', 'revocations', revocations],
  ['/api/backchannel-logout', 'backchannelLogout', backchannelLogout],
  ['/api/promise', 'promise', promise],
  ['/api', 'operator', operator],
  ['/mcp', 'mcp', mcp],
  ['/version', 'version', version],
  ['/health', 'health', health],
];

/** `METHOD /path` of each; patterns of parameters, and what only looks at a request that goes on, left out. */
const routes = mounted.flatMap(([at, , router]) =>
  (router as Hono).routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => {
      const whole = `${at}${path}`.replace(/\{[^/]*\}/g, '').replace(/(?<=.)\/$/, '');
      return `${method} ${whole}`;
    }),
);
const isConsole = (route: string) => /^\S+ \/console/.test(route);

describe('A2: every route has a row', () => {
  it('what is mounted here is what the Worker mounts', () => {
    const written = [...table.matchAll(/\.route\('([^']+)', (.+)\)\n/g)].map(([, at, name]) => [at, name]);
    expect(written).toEqual(mounted.map(([at, name]) => [at, name]));
    expect(table).not.toMatch(/\.(get|post|put|delete|patch|all|on|mount)\(/);
  });

  it('in the matrix, or among the console’s', () => {
    expect([...new Set(routes)].filter((route) => !isConsole(route)).toSorted()).toEqual(
      Object.keys(ROUTES).toSorted(),
    );
    const matches = (route: string) => {
      const [method, path = ''] = route.split(' ');
      const pattern = new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`);
      return consoleRoutes.some((row) => row.method === method && pattern.test(row.path.split('?')[0] ?? ''));
    };
    // A version is sent in pieces by whoever may begin to send it: one guard stands before all of them.
    const pieces = /\/console\/api\/reports\/:report\/versions\/:revision\//;
    expect(routes.filter((route) => isConsole(route) && !pieces.test(route) && !matches(route))).toEqual([]);
  });

  it('and what the first table says of has its doors', () => {
    const doors = Object.values<{ path: string; methods: readonly string[] }>(DOORS);
    const missing = Object.entries(ROUTES).filter(([route, entry]) => {
      const [method = '', path] = route.split(' ');
      return entry === 'doors' && !doors.some((door) => door.path === path && door.methods.includes(method));
    });
    expect(missing).toEqual([]);
  });
});

/** Somebody who has everything that the routes are about. */
let owner: { browser: Browser; address: string; ids: Record<string, string> };

beforeAll(async () => {
  await publish();
  const prospect = newProspect('soc2-type2', { name: 'Olive Owner', company: 'Owner Ltd' });
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  const [acceptance] = await rows<{ id: string; person_id: string }>('SELECT id, person_id FROM acceptances');
  const invitation = newId();
  await env.DB.prepare(
    `INSERT INTO invitations (id, acceptance_id, invited_by, address, invited_at, expires_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
  )
    .bind(
      invitation,
      acceptance?.id,
      acceptance?.person_id,
      `colleague.of.${prospect.address}`,
      Date.now(),
      Date.now() + 1e8,
    )
    .run();
  owner = {
    browser: prospect.browser,
    address: prospect.address,
    ids: { receipts: acceptance?.id ?? '', colleagues: invitation, invitations: invitation },
  };
});

async function enter(role: Role): Promise<{ browser: Browser; person: string }> {
  const browser = openBrowser();
  if (role === 'nobody') return { browser, person: newId() };
  if (role === 'customer') return { browser, person: await signIn(browser, { kind: 'customer' }) };
  if (role === 'prospect') {
    const prospect = newProspect('soc2-type2');
    await prospect.ask();
    await prospect.confirm();
    const [person] = await rows<{ id: string }>('SELECT id FROM people WHERE address = ?1', prospect.address);
    return { browser: prospect.browser, person: person?.id ?? '' };
  }
  const groups = role === 'staff of another group' ? ['engineering'] : [content.access.staffGroup];
  const roles = role === 'staff of another group' || role === 'viewer' ? [] : [role];
  return { browser, person: await signIn(browser, { kind: 'staff', groups, roles }) };
}

/** Everything on record, but for counters, events and when a session was last seen. */
async function standing(): Promise<string> {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'
       AND name NOT IN ('counters', 'events', 'mails', 'd1_migrations')`,
  );
  const all = await Promise.all(tables.map(async ({ name }) => [name, await rows(`SELECT * FROM ${name}`)]));
  return JSON.stringify(all, (key, value) => (key === 'seen_at' ? undefined : (value as unknown)));
}

function pathOf(route: string): string {
  const [, path = ''] = route.split(' ');
  const noun = /\/(receipts|colleagues|invitations)\//.exec(path)?.[1] ?? '';
  return path
    .replace(':report', 'soc2-type2')
    .replace(':revision', '0'.repeat(64))
    .replace(':number', '1')
    .replace(':provider', 'customer')
    .replace(':id', owner.ids[noun] ?? newId());
}

/** What somebody is told who is not let in: to sign in, that it is not theirs, that it does not exist, or is used up. */
const REFUSALS = [400, 401, 403, 404, 410];

const asked = Object.entries(ROUTES).filter(([, entry]) => entry !== 'doors');

describe.each(ROLES)('A1 A2 S13: %s', (role) => {
  it('is let in where a row says so, and nowhere else', async () => {
    const wrong: string[] = [];
    let { browser, person } = await enter(role);
    for (const [route, entry] of asked) {
      const [method = 'GET'] = route.split(' ');
      const letIn = isLetIn(entry, role);
      // Whoever is let in sends a form that was made for somebody else: it must not be who they are that stops it.
      const form = new URLSearchParams({
        person: letIn ? newId() : person,
        colleague: 'another@owner.example',
        address: 'somebody@owner.example',
        name: 'Somebody',
        acknowledge: 'yes',
        sha256: content.nda.sha256,
        token: 'x'.repeat(43),
        act: 'end',
        'List-Unsubscribe': 'One-Click',
        logout_token: 'e30.e30.x',
      });
      const before = await standing();
      const headers = { Origin: origin, 'Sec-Fetch-Site': 'same-origin', 'Content-Length': '0' };
      const response = await browser.send(
        method,
        pathOf(route),
        headers,
        method === 'GET' ? undefined : form,
      );
      if ((await response.text()).includes(owner.address)) wrong.push(`${route}: shows the owner`);
      const refused = REFUSALS.includes(response.status);
      if (letIn && [401, 403].includes(response.status)) wrong.push(`${route}: ${response.status}`);
      if (!letIn && !refused) wrong.push(`${route}: ${response.status}`);
      if (!letIn && (await standing()) !== before) wrong.push(`${route}: changes something`);
      if (route === 'POST /logout') ({ browser, person } = await enter(role));
    }
    expect(wrong).toEqual([]);
  });
});

it('A1: the owner is let in to all of it', async () => {
  for (const path of ['receipts', 'colleagues'])
    expect((await owner.browser.get(`/my-access/${path}/${owner.ids[path]}`)).status).toBe(200);
  expect(await (await owner.browser.get('/my-access/export')).text()).toContain(owner.address);
});
