import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadContent } from '../../schema/load.ts';
import type { TrustDocument } from '../../schema/trust-schema.ts';
import { files, ROOT, read } from '../site/built.ts';

/** The running system, asked by a program that knows nothing of it but the address of `/mcp`. */

const { origin } = inject('running');
const trust = JSON.parse(read('trust.json').toString('utf8')) as TrustDocument;

/** What a reviewer's assistant would do with each tool, and the facts that must come of it. */
const CALLS: readonly (readonly [tool: string, given: Record<string, unknown>, facts: object])[] = [
  ['search', { words: 'encryption at rest' }, {}],
  [
    'read_page',
    { address: '/policies/passwords/' },
    { text: read('policies/passwords.md').toString('utf8'), next: null },
  ],
  ['list_reports', {}, { reports: trust.reports }],
  ['list_controls', {}, { controls: trust.controls }],
  ['list_policies', {}, { policies: trust.policies }],
  ['list_subprocessors', {}, { subprocessors: trust.subprocessors, vendors: trust.vendors }],
  ['answer_question', { question: 'Do you have a SOC 2 report?' }, {}],
  ['list_updates', {}, { updates: trust.updates }],
];

/** The handshake of 2025, and the revision of 2026 that has none. */
describe.each(['legacy', 'auto'] as const)('a program of the %s kind', (mode) => {
  let client: Client;
  const said: string[] = [];
  beforeAll(async () => {
    client = new Client({ name: 'reviewer', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', origin)));
  });
  afterAll(async () => await client?.close());

  it('connects, and is told whose trust center it is', async () => {
    expect(client.getServerVersion()).toMatchObject({ name: 'vitrine' });
    expect(client.getInstructions()).toContain(trust.company.legalName);
    if (mode === 'legacy') await client.ping();
  });

  it('calls every tool, and has from each what the pages say', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(CALLS.map(([name]) => name));
    for (const [name, given, facts] of CALLS) {
      // The client holds the answer against the schema that was listed.
      const { structuredContent, isError } = await client.callTool({ name, arguments: given });
      expect(isError, name).toBeFalsy();
      expect(structuredContent, name).toMatchObject({ built: trust.built, ...facts });
      said.push(JSON.stringify(structuredContent));
    }
    await expect(client.callTool({ name: 'list_vendors', arguments: {} })).rejects.toMatchObject({
      code: -32602,
    });
  });

  it('reads resources, each of which is the file that lies beside its page', async () => {
    const uris: string[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const list = await client.listResources(cursor === undefined ? {} : { cursor });
      uris.push(...list.resources.map(({ uri }) => uri));
      cursor = list.nextCursor;
    }
    expect(uris.length).toBeGreaterThan(50);
    // One of four: whoever asks for all, twice, is over the limit of a minute.
    for (const uri of uris.filter((_, at) => at % 4 === 0)) {
      const [first] = (await client.readResource({ uri })).contents;
      expect(first, uri).toMatchObject({ text: read(new URL(uri).pathname.slice(1)).toString('utf8') });
      said.push(JSON.stringify(first));
    }
    await expect(client.readResource({ uri: `${origin}/console` })).rejects.toMatchObject({ code: -32602 });
  });

  it('A21: is told of no vendor that is not public, nor of a rule of access', async () => {
    const { vendors, access } = await loadContent(ROOT);
    const published = files.map((file) => read(file).toString('utf8')).join('\n');
    const secret = [
      ...vendors.filter(({ name }) => !published.includes(name)).map(({ name }) => name),
      access.staffGroup,
      access.rules.sha256,
    ];
    expect(secret.length).toBeGreaterThan(5);
    const all = said.join('\n');
    expect(secret.filter((word) => all.includes(word))).toEqual([]);
  });
});

it('S8: a browser on a page of another site cannot ask', async () => {
  const client = new Client({ name: 'page', version: '1' });
  const headers = { Origin: 'https://evil.example' };
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', origin), { requestInit: { headers } });
  await expect(client.connect(transport)).rejects.toThrow(/403|cross-site/);
});
