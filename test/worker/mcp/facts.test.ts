import { env } from 'cloudflare:workers';
import MiniSearch from 'minisearch';
import { beforeAll, describe, expect, it } from 'vitest';
import { findPlaces } from '../../../core/search/find-places.ts';
import { indexOptions, type Place } from '../../../core/search/index-options.ts';
import { PENTEST_CANARY, SOC2_CANARY } from '../../../local/reports/canary.ts';
import type { TrustDocument } from '../../../schema/trust-schema.ts';
import { content } from '../../../worker/content.ts';
import { TOOLS } from '../../../worker/mcp/tools.ts';
import { origin } from '../access/browser.ts';
import { serverWith } from '../login/server.ts';
import { ask, askNow } from './message.ts';

/** What `/mcp` says, held against the files that the pages were built with. `test/site/machines.test.ts` holds those against the pages. */

const file = async (path: string) => await (await env.ASSETS.fetch(new URL(path, origin))).text();
let trust: TrustDocument;
let index: MiniSearch<Place>;
let site: string;
beforeAll(async () => {
  trust = JSON.parse(await file('/trust.json'));
  index = MiniSearch.loadJSON<Place>(await file('/search/index.json'), indexOptions);
  site = new URL(trust.$schema).origin;
});

async function call(name: string, given: object = {}) {
  const { result } = await ask('tools/call', { name, arguments: given });
  if (result.isError) return result.content[0].text as string;
  expect(JSON.parse(result.content[0].text)).toEqual(result.structuredContent);
  const { page, built, ...facts } = result.structuredContent;
  expect(built).toEqual(trust.built);
  return { page, ...facts };
}

describe('the tools', () => {
  it('are listed with what a model needs to choose, and say that they only read', async () => {
    const { tools } = (await askNow('tools/list')).result;
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(TOOLS.map(({ name }) => name));
    for (const tool of tools) {
      expect(tool.description.length, tool.name).toBeGreaterThan(60);
      expect(tool.annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false });
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(tool.outputSchema.required).toEqual(expect.arrayContaining(['page', 'built']));
    }
  });

  it('list what trust.json has, all of it and nothing else', async () => {
    expect(await call('list_reports')).toEqual({ page: `${site}/reports/`, reports: trust.reports });
    expect(await call('list_controls')).toEqual({ page: `${site}/controls/`, controls: trust.controls });
    expect(await call('list_policies')).toEqual({ page: `${site}/policies/`, policies: trust.policies });
    expect(await call('list_updates')).toEqual({ page: `${site}/updates/`, updates: trust.updates });
    expect(await call('list_subprocessors')).toEqual({
      page: `${site}/subprocessors/`,
      subprocessors: trust.subprocessors,
      changes: trust.subprocessorChanges,
      vendors: trust.vendors,
    });
  });

  it('narrow a list, and name what there is where there is not what was named', async () => {
    const of = (keep: (control: TrustDocument['controls'][number]) => boolean) => trust.controls.filter(keep);
    expect(await call('list_controls', { area: 'access', status: 'in place' })).toEqual({
      page: `${site}/controls/access/`,
      controls: of(({ area, status }) => area === 'access' && status === 'in place'),
    });
    const statuses = [...new Set(trust.controls.map(({ status }) => status))];
    expect(statuses.length).toBeGreaterThan(1);
    for (const status of statuses)
      expect(await call('list_controls', { status })).toMatchObject({
        controls: of((control) => control.status === status),
      });
    for (const criterion of ['CC6.1', 'cc6.1'])
      expect(await call('list_controls', { criterion })).toMatchObject({
        controls: of(({ criteria }) => criteria.includes('CC6.1')),
      });
    const group = await call('list_controls', { criterion: 'CC6' });
    expect(group).toMatchObject({
      controls: of(({ criteria }) => criteria.some((one) => one.startsWith('CC6.'))),
    });
    // CC1 is not the beginning of CC10, nor C1 that of CC1.
    expect(await call('list_controls', { criterion: 'C' })).toMatch(
      /^There is no criterion .*A1\.2, .*CC6\.1/,
    );
    expect(await call('list_controls', { area: '../x' })).toMatch(/^There is no area .*access/);
    expect(await call('list_reports', { id: 'soc2-type2' })).toEqual({
      page: `${site}/reports/soc2-type2/`,
      reports: trust.reports.filter(({ id }) => id === 'soc2-type2'),
    });
    expect(await call('list_reports', { id: 'soc9' })).toContain('soc2-type2');
    expect(await call('list_policies', { id: 'encryption?' })).toContain(trust.policies[0]?.id);
    expect(await call('list_updates', { topic: trust.updates[0]?.topic })).toMatchObject({
      updates: trust.updates.filter(({ topic }) => topic === trust.updates[0]?.topic),
    });
  });

  it('A20: arguments that do not fit are answered with what is wrong, and nothing else', async () => {
    for (const [name, given] of [
      ['search', {}],
      ['search', { words: '  ' }],
      ['search', { words: 'x'.repeat(501) }],
      ['search', { words: 'x', most: 1e9 }],
      ['search', { words: ['x'] }],
      ['read_page', { address: '/', from: -1 }],
      ['read_page', { address: '/', from: 0.5 }],
      ['list_controls', { status: 'excellent' }],
      ['list_subprocessors', { internal: true }],
      ['list_reports', { id: { $ne: '' } }],
    ] as const)
      expect(await call(name, given), `${name} ${JSON.stringify(given)}`).toMatch(
        /^Input validation error: Invalid arguments for tool \w+: /,
      );
  });

  it('search finds what the search page finds, in its order, with what it shows', async () => {
    for (const words of ['encryption at rest', 'bridge letter', 'SSO', 'zzzzqqqq']) {
      const found = findPlaces(index, words);
      const answer = await call('search', { words, most: 5 });
      expect(answer).toMatchObject({
        page: `${site}/search/?q=${encodeURIComponent(words)}`,
        found: found.length,
      });
      const { places } = answer as {
        places: { url: string; title: string; heading: string | null; excerpt: string }[];
      };
      expect(places.map(({ url }) => url)).toEqual(found.slice(0, 5).map(({ id }) => `${site}${id}`));
      for (const [at, { title, heading, excerpt }] of places.entries()) {
        const shown = found[at];
        expect([title, heading ?? '']).toEqual([shown?.page, shown?.heading]);
        expect(shown?.text).toContain(excerpt.replace(/^… | …$/g, ''));
      }
    }
  });

  it('a question of a questionnaire gets the published answers that fit, word for word, or none', async () => {
    const answer = await call('answer_question', { question: 'Do you encrypt our data at rest?' });
    const { answers, ask: address } = answer as { answers: TrustDocument['questions']; ask: string };
    expect(answers[0]?.id).toBe('encryption');
    expect(answers).toEqual(answers.map(({ id }) => trust.questions.find((one) => one.id === id)));
    expect(answers.length).toBeLessThanOrEqual(3);
    expect(address).toBe(trust.company.contacts.security);
    expect(await call('answer_question', { question: 'zzzzqqqq' })).toMatchObject({ answers: [] });
    // Each is found by its own words.
    for (const { id, question } of trust.questions.slice(0, 12)) {
      const own = (await call('answer_question', { question })) as { answers: TrustDocument['questions'] };
      expect(own.answers.map((one) => one.id)).toContain(id);
    }
  });

  it('a page is read by any of its addresses, whole, in pieces if it is long', async () => {
    const wanted = await file('/policies/passwords.md');
    for (const address of [
      '/policies/passwords/',
      '/policies/passwords',
      '/policies/passwords.md',
      'policies/passwords/#carried-out',
      '/de/policies/passwords/?x=1',
      `${site}/policies/passwords/`,
      `${origin}/fr/policies/passwords/`,
    ])
      expect(await call('read_page', { address }), address).toEqual({
        page: `${site}/policies/passwords/`,
        markdown: `${site}/policies/passwords.md`,
        text: wanted,
        next: null,
      });
    expect(await call('read_page', { address: '/' })).toMatchObject({ text: await file('/index.md') });
    expect(await call('read_page', { address: '/index.md' })).toMatchObject({ page: `${site}/` });
    const pieces: string[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const piece = (await call('read_page', { address: '/questions/', from })) as {
        text: string;
        next: number | null;
      };
      expect(piece.text.length).toBeLessThanOrEqual(30_000);
      pieces.push(piece.text);
      from = piece.next;
    }
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(await file('/questions.md'));
    expect(await call('read_page', { address: '/questions/', from: 9e6 })).toMatchObject({
      text: '',
      next: null,
    });
  });

  it('a version of a policy is read, which search leaves out', async () => {
    const id = trust.policies[0]?.id;
    const history = await file(`/policies/${id}/history.md`);
    const [path = ''] = new RegExp(`/policies/${id}/versions/[^)/]+/`).exec(history) ?? [];
    expect(await call('read_page', { address: path })).toMatchObject({ page: `${site}${path}`, next: null });
    expect(await call('read_page', { address: `/policies/${id}/versions/0.0.0-none/` })).toMatch(
      /^There is no public page/,
    );
  });

  it('A15 A14: nothing but a page is read, however it is spelt', async () => {
    const asked: string[] = [];
    const server = serverWith({
      ASSETS: {
        fetch: (input: URL) => {
          asked.push(input.pathname);
          return env.ASSETS.fetch(input);
        },
      },
    });
    for (const address of [
      '/access/soc2-type2',
      '/access/soc2-type2/file',
      '/console',
      '/shell/console/',
      '/_headers',
      '/trust.json',
      '/search/index.json',
      '/files/soc3-summary.pdf',
      '/policies/../_headers',
      '/policies/%2e%2e/shell/',
      '/policies/passwords%00/',
      '/policies/passwords.md/',
      '/policies/passwords/versions/../../../shell/',
      '/policies/passwords/versions/..%2f..%2fshell/',
      '/policies/nothing/versions/1.0/',
      '//evil.example/policies/passwords/',
      'https://evil.example/policies/passwords/',
      'https://trust.larkspur-relay.example.evil.example/',
      'http://trust.larkspur-relay.example/policies/passwords/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'http://[',
    ]) {
      const { result } = await ask('tools/call', { name: 'read_page', arguments: { address } }, server);
      expect(result, address).toMatchObject({ isError: true });
      expect(result.content[0].text, address).toMatch(/^There is no public page at that address\./);
      const { error } = await ask('resources/read', { uri: address }, server);
      expect(error, address).toMatchObject({ code: -32602 });
    }
    expect([...new Set(asked)].toSorted()).toEqual(['/search/index.json', '/trust.json']);
  });
});

describe('the resources', () => {
  async function all() {
    const uris: string[] = [];
    let cursor: string | undefined;
    let lists = 0;
    do {
      const { result } = await askNow('resources/list', cursor === undefined ? {} : { cursor });
      uris.push(...result.resources.map(({ uri }: { uri: string }) => uri));
      cursor = result.nextCursor;
      lists += 1;
    } while (cursor !== undefined);
    return { uris, lists };
  }

  it('are the Markdown of every page that search knows, in lists of fifty', async () => {
    const { uris, lists } = await all();
    const pages = index.search(MiniSearch.wildcard).map(({ id }) => String(id).replace(/#.*/, ''));
    expect(uris.length).toBe(new Set(pages).size);
    expect(new Set(uris).size).toBe(uris.length);
    expect(lists).toBe(Math.ceil(uris.length / 50));
    expect(lists).toBeGreaterThan(1);
    for (const uri of uris) {
      const { result } = await askNow('resources/read', { uri });
      expect(result).toMatchObject({ cacheScope: 'public', ttlMs: 300_000 });
      expect(result.contents).toEqual([
        {
          uri,
          mimeType: 'text/markdown',
          text: await file(new URL(uri).pathname),
          _meta: { built: trust.built },
        },
      ]);
    }
  });

  it('have one name each: that which was listed', async () => {
    for (const uri of [
      `${site}/policies/passwords/`,
      `${origin}/policies/passwords.md`,
      '/policies/passwords.md',
    ])
      expect((await ask('resources/read', { uri })).error, uri).toMatchObject({
        code: -32602,
        data: { uri },
      });
    expect((await ask('resources/read', { uri: `${site}/policies/passwords.md` })).error).toBeUndefined();
  });

  it('a cursor that was not given is refused', async () => {
    for (const cursor of ['nonsense', '', '50', '/policies/passwords.md'])
      expect((await ask('resources/list', { cursor })).error?.code, cursor).toBe(-32602);
  });
});

it('A13 A21: of a gated report its facts and the way to it are said, and nothing that is in it; of the rules of access nothing', async () => {
  const { rules, staffGroup } = content.access;
  const secrets = [SOC2_CANARY, PENTEST_CANARY, staffGroup, rules.sha256, 'rival.example', 'mailinator.com'];
  const words = [...secrets, 'canary', 'penetration test finding', 'exception'];
  const calls: [string, object][] = [
    ...TOOLS.filter(({ name }) => name.startsWith('list_')).map(({ name }): [string, object] => [name, {}]),
    ...words.map((word): [string, object] => ['search', { words: word, most: 30 }]),
    ...words.map((word): [string, object] => ['answer_question', { question: word, most: 10 }]),
    ...trust.reports.map(({ url }): [string, object] => ['read_page', { address: url }]),
  ];
  const said = [JSON.stringify(await askNow('server/discover')), JSON.stringify(await askNow('tools/list'))];
  // The address of a search has the words that were looked for.
  for (const [name, given] of calls)
    said.push(
      JSON.stringify({ ...((await call(name, given)) as object), page: name === 'search' ? '' : undefined }),
    );
  for (const secret of secrets) expect(said.filter((answer) => answer.includes(secret))).toEqual([]);
  const gated = trust.reports.filter(({ access }) => access !== 'public');
  expect(gated.length).toBeGreaterThan(0);
  for (const { id, get } of gated) expect(new URL(get).pathname).toBe(`/access/${id}`);
});
