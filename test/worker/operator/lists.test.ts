import { beforeAll, describe, expect, it } from 'vitest';
import { content } from '../../../worker/content.ts';
import { openBrowser } from '../access/browser.ts';
import { newProspect } from '../access/prospect.ts';
import { requestsOf, rows } from '../access/rows.ts';
import { signIn } from '../access/sign-in.ts';
import { publish } from '../reports/exit.ts';
import { type Client, newClient } from './client.ts';

/** What the console lists, for programs. */

interface Page {
  readonly items: readonly Record<string, string | number | null>[];
  readonly next: string | null;
}

const LISTS = ['requests', 'grants', 'people', 'companies', 'agreements', 'downloads', 'events'];
const prospect = newProspect('soc2-type2', { name: 'Rita Reader', company: 'Reader Ltd' });
let reads: Client;
let decides: Client;
const approver = openBrowser();
beforeAll(async () => {
  await publish({ bodyLength: 2_000 });
  await prospect.ask();
  await prospect.confirm();
  await prospect.agree();
  await (await prospect.browser.get('/access/soc2-type2/file')).arrayBuffer();
  await signIn(approver, { kind: 'staff', groups: [content.access.staffGroup], roles: ['approver'] });
  [reads, decides] = [await newClient('read'), await newClient('decide', 'desk@staff.example')];
});

async function pageOf(client: Client, path: string): Promise<Page> {
  const response = await client.get(path);
  expect(response.status, path).toBe(200);
  expect(response.headers.get('Cache-Control'), path).toBe('no-store');
  return (await response.json()) as Page;
}
const refusalOf = async (client: Client, path: string) => {
  const response = await client.get(path);
  const { detail } = (await response.json()) as { detail: string };
  return [response.status, detail] as const;
};

describe('a list', () => {
  it.each(LISTS)('%s: has the same entries, with the same fields, as its export', async (name) => {
    const { items } = await pageOf(decides, `/api/${name}?limit=1000`);
    expect(items.length).toBeGreaterThan(0);
    const exported = await (await approver.get(`/console/${name}?format=json`)).json();
    // The export itself is an event.
    const isThatExport = (entry: unknown) =>
      name === 'events' && JSON.stringify(entry).includes('list.exported');
    expect((exported as unknown[]).filter((entry) => !isThatExport(entry))).toEqual(
      items.filter((entry) => !isThatExport(entry)),
    );
    for (const value of items.flatMap((item) => Object.values(item)))
      expect(value === null || Number.isInteger(value) || typeof value === 'string').toBe(true);
  });

  it('goes on where it ended, by its own link, until the end, and has each entry once', async () => {
    const whole = await pageOf(decides, '/api/events?limit=1000');
    expect(whole.next).toBeNull();
    const seen: unknown[] = [];
    let path: string | null = '/api/events?limit=2';
    while (path !== null) {
      const response = await decides.get(path);
      const page = (await response.json()) as Page;
      expect(response.headers.get('Link')).toBe(page.next === null ? null : `<${page.next}>; rel="next"`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      path = page.next;
    }
    expect(seen).toEqual(whole.items);
  });

  it('is filtered as in the console', async () => {
    const waiting = await pageOf(decides, '/api/requests?state=pending');
    expect(waiting.items).toEqual([]);
    const granted = await pageOf(decides, `/api/requests?state=granted&address=${prospect.address}`);
    expect(granted.items).toMatchObject([{ address: prospect.address, company: 'Reader Ltd' }]);
  });

  it('gives one entry by its id, and says so where there is none', async () => {
    const [request] = await requestsOf(prospect.address);
    const one = await decides.get(`/api/requests/${request?.id}`);
    expect(await one.json()).toMatchObject({ id: request?.id, report: 'soc2-type2', state: 'granted' });
    expect(await refusalOf(decides, '/api/grants/nobody')).toEqual([
      404,
      'There is no such entry, or it is no longer kept.',
    ]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['/api/requests?sate=pending', /^There is no parameter sate here; there are: state, report, address/],
    ['/api/requests?state=waiting', /^state: State: choose one of the list\.$/],
    ['/api/requests?state=pending&state=denied', /^The parameter state is there twice\.$/],
    ['/api/requests?limit=0', /^The parameter limit is a whole number from 1 to 1000\.$/],
    ['/api/requests?limit=1001', /^The parameter limit is/],
    ['/api/requests?after=yesterday', /^The parameter after is not from the `next` of an answer\.$/],
    ['/api/downloads?since=2026-02-30', /^since: From: enter a day such as/],
  ])('%s is told in a sentence, and nothing is guessed', async (path, sentence) => {
    const [status, detail] = await refusalOf(decides, path);
    expect([status, detail]).toEqual([400, expect.stringMatching(sentence)]);
  });
});

describe('who reads', () => {
  it('C1: whoever may only read sees no address whole, in no list, and cannot look for one', async () => {
    for (const name of LISTS) {
      const page = JSON.stringify(await pageOf(reads, `/api/${name}?limit=1`));
      expect(page, name).not.toContain(prospect.address);
      const all = JSON.stringify(await pageOf(reads, `/api/${name}?limit=1000`));
      expect(all, name).not.toContain(prospect.address);
    }
    expect(await refusalOf(reads, `/api/requests?address=${prospect.address}`)).toEqual([
      400,
      expect.stringContaining('There is no parameter address here'),
    ]);
    expect(JSON.stringify(await pageOf(decides, '/api/people'))).toContain(prospect.address);
  });

  it.each(['publish', 'revoke'])('A17: a token that may %s reads nothing', async (scope) => {
    const client = await newClient(scope, 'desk@staff.example');
    for (const name of LISTS)
      expect(await refusalOf(client, `/api/${name}`), name).toEqual([
        403,
        'This token may not read; make one with `trust token --scope read`.',
      ]);
  });

  it('A17: a token that may read publishes nothing, revokes nothing, decides nothing', async () => {
    for (const path of ['/api/revocations', '/api/reports/soc2-type2/live', '/api/requests/x/deny'])
      expect((await reads.post(path, { reason: 'x' })).status, path).toBe(403);
  });

  it('A17: one that has ended or is revoked reads nothing', async () => {
    const client = await newClient('read');
    await rows('UPDATE operator_tokens SET revoked_at = 1 WHERE id = ?1', client.actor.slice(9));
    expect((await client.get('/api/requests')).status).toBe(401);
    await rows(
      'UPDATE operator_tokens SET revoked_at = NULL, expires_at = 1 WHERE id = ?1',
      client.actor.slice(9),
    );
    const response = await client.get('/api/requests');
    expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
  });

  it('C17: is on record though it begins with a page further on', async () => {
    const client = await newClient('read');
    const after = encodeURIComponent(JSON.stringify([Number.MAX_SAFE_INTEGER, '~']));
    expect((await client.get(`/api/people?after=${after}`)).status).toBe(200);
    expect(
      await rows("SELECT object FROM events WHERE actor = ?1 AND type = 'list.exported'", client.actor),
    ).toEqual([{ object: 'list:people' }]);
  });

  it('C17: is on record with the list and the filters, once an hour, and never with what was looked for', async () => {
    const client = await newClient('decide', 'desk@staff.example');
    for (let i = 0; i < 3; i++) await pageOf(client, `/api/people?company=Reader`);
    await pageOf(client, '/api/grants');
    const events = await rows<{ object: string; detail: string }>(
      "SELECT object, detail FROM events WHERE actor = ?1 AND type = 'list.exported' ORDER BY id",
      client.actor,
    );
    expect(events.map(({ object, detail }) => [object, JSON.parse(detail)])).toEqual([
      ['list:people', { format: 'api', filters: 'company' }],
      ['list:grants', { format: 'api', filters: '' }],
    ]);
  });
});
