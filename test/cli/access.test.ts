import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { access } from '../../cli/access.ts';
import { type Command, Refusal, UsageError } from '../../cli/command.ts';
import { promise } from '../../cli/promise.ts';
import { projectRoot } from '../../local/wrangler.ts';
import { trust } from './terminal.ts';

/** The commands, as `trust` runs them, without a process of its own for each of many cases. */
const commands: readonly Command[] = [access, promise];

async function here(
  name: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  const stdout = () => said.mock.calls.map(([line]) => `${line}\n`).join('');
  try {
    const code = (await commands.find((one) => one.name === name)?.run(args)) ?? -1;
    return { code, stdout: stdout(), stderr: '' };
  } catch (error) {
    if (error instanceof Refusal) return { code: 1, stdout: stdout(), stderr: error.message };
    if (error instanceof UsageError || error instanceof TypeError)
      return { code: 2, stdout: stdout(), stderr: error.message };
    throw error;
  } finally {
    said.mockRestore();
  }
}

const RULES = `rules:
  - { name: rivals, domains: [rival.example], people: [eve@acme.example], outcome: deny, reason: We do not serve makers of the same. }
  - { name: partners, domains: [partner.example], outcome: grant, basis: partner, days: 30, reason: Signed on paper., reference: MNDA-7 }
  - { name: customers, list: customers.csv, outcome: grant, basis: customer }
  - { name: minutes, disposable: true, outcome: deny, reason: Use the address of your company. }
  - { name: free, freeMail: true, reports: [soc2-type2], outcome: review, days: 9 }
`;

let root: string;
let table: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'vitrine-access-'));
  table = join(root, 'table.csv');
  cpSync(join(projectRoot, 'content'), join(root, 'content'), { recursive: true });
  const access = readFileSync(join(root, 'content/access.yaml'), 'utf8');
  writeFileSync(
    join(root, 'content/access.yaml'),
    `${access.slice(0, access.indexOf('\nrules:'))}\n${RULES}`,
  );
});
afterAll(() => rmSync(root, { recursive: true }));

const list = () => readFileSync(join(root, 'content/access/customers.csv'), 'utf8');
const imported = (text: string | Uint8Array, ...more: string[]) => {
  writeFileSync(table, text);
  return here('access', 'import-customers', table, '--root', root, ...more);
};
const explained = (...args: string[]) => here('access', 'explain', ...args, '--root', root);

describe('trust access import-customers', () => {
  it('makes a list of a table, in one form, and adds to it the next time', async () => {
    const first = await imported('Company,Domain\nAcme,ACME.example\nBücher,bücher.example\n');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toBe('content/access/customers.csv: 2 domains were added, 0 removed; 2 in all.\n');
    expect(list()).toBe('domain\nacme.example\nxn--bcher-kva.example\n');
    const again = await imported('\uFEFFemail;name\r\nann@beta.example;Ann\r\nben@Acme.example;Ben\r\n');
    expect(again.stdout).toContain('1 domains were added, 0 removed; 3 in all.');
    expect(list()).toBe('domain\nacme.example\nbeta.example\nxn--bcher-kva.example\n');
  });

  it('replaces it when told to, and writes nothing on trial', async () => {
    const before = list();
    const trial = await imported('domain\nacme.example\n', '--replace', '--dry-run');
    expect(trial.stdout).toContain('0 domains would be added, 2 removed; 1 in all.');
    expect(list()).toBe(before);
    await imported('domain\nacme.example\n', '--replace');
    expect(list()).toBe('domain\nacme.example\n');
  });

  it('says which rule to write where none reads the list', async () => {
    const { stdout } = await imported('domain\ngamma.example\n', '--list', 'others.csv', '--dry-run');
    expect(stdout).toContain('No rule reads it yet.');
    expect(stdout).toContain('list: others.csv');
    expect(existsSync(join(root, 'content/access/others.csv'))).toBe(false);
  });

  it.each([
    ['no column', 'name\nAcme\n', 'expected a column "domain" or "email" in the first row, found name.'],
    ['no row', 'domain\n', 'expected at least one row below the first.'],
    ['nothing', '', 'expected a column "domain" or "email" in the first row, found nothing.'],
    [
      'what is no domain',
      'domain\nacme.example\nhttps://acme.example\nacme\n',
      'line 3: expected a domain such as example.com, or an address, found "https://acme.example"\nline 4: expected',
    ],
    [
      'M10: free mail',
      'email\nann@gmail.com\n',
      'line 2: expected the domain of a company, found "ann@gmail.com"',
    ],
    ['M18: disposable', 'domain\nMailinator.com\n', 'where anybody may have a mailbox'],
    ['bytes that are no text', new Uint8Array([0x64, 0xff, 0x0a]), 'expected text in UTF-8'],
  ])('refuses %s and writes nothing', async (_, text, message) => {
    const before = list();
    const { code, stdout, stderr } = await imported(text);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n +at /);
    expect(list()).toBe(before);
  });
});

describe('trust access explain', () => {
  it.each([
    [
      ['X@Rival.example', '--report', 'soc2-type2'],
      [
        'rule "rivals", number 1 of 5, because it names the domain rival.example.',
        'nothing is given',
        'makers of the same',
      ],
    ],
    [
      ['eve+new@acme.example', '--report', 'soc2-type2'],
      ['because it names the mailbox of eve+new@acme.example, which has a tag'],
    ],
    [
      ['p@partner.example', '--report', 'soc2-type2'],
      ['rule "partners"', 'at once, without the NDA, for 30 days', 'Basis: MNDA-7. Signed on paper.'],
    ],
    [
      ['ann@acme.example', '--report', 'soc2-type2'],
      [
        'its list content/access/customers.csv, names the domain acme.example',
        'Above it, and not matching: rivals, partners.',
        'for 90 days. Basis: the terms of service.',
      ],
    ],
    [
      ['ann@acme.example', '--report', 'pentest-letter'],
      ['on request: a person releases it', 'at once a person decides', 'within 30 days expires'],
    ],
    [
      ['x@mailinator.com', '--report', 'soc2-type2'],
      ['kept list of disposable domains', 'Use the address of your company.'],
    ],
    [
      ['x@gmail.com', '--report', 'soc2-type2'],
      ['kept list of free-mail domains', 'the NDA; then a person decides', '9 days'],
    ],
    [
      ['x@gmail.com', '--report', 'pentest-letter'],
      ['no rule: none of the 5 rules matches.', 'Recorded: rule default'],
    ],
    [
      ['x@evil-acme.example', '--report', 'soc2-type2'],
      ['no rule: none of the 5 rules matches.', 'the NDA; then they have it'],
    ],
    [
      ['x@gmail.com', '--report', 'soc2-type2', '--customer'],
      [
        'signed in as a customer',
        'only those that name a person or a domain count',
        'Recorded: rule customer',
      ],
    ],
    [
      ['x@rival.example', '--report', 'soc2-type2', '--customer'],
      ['rule "rivals"', 'nothing is given'],
    ],
    [['x@gmail.com', '--report', 'soc3-summary'], ['soc3-summary is public: anyone has it']],
  ])('A2 C14: %j', async (args, parts) => {
    const { code, stdout, stderr } = await explained(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of parts) expect(stdout).toContain(part);
  });

  it.each([
    [['ann@acme', '--report', 'soc2-type2'], 2, '"ann@acme" is no address such as ann@example.com'],
    [['ann@acme.example.', '--report', 'soc2-type2'], 2, 'is no address'],
    [['ann@acme.example'], 2, 'expected --report ID'],
    [['--report', 'soc2-type2'], 2, 'expected one ADDRESS.'],
    [['a@b.example', 'c@d.example', '--report', 'soc2-type2'], 2, 'expected one ADDRESS.'],
    [['a@b.example', '--report', 'soc2-type2', '--plan', 'x'], 2, "Unknown option '--plan'"],
    [
      ['a@b.example', '--report', 'soc4'],
      1,
      'there is no report "soc4"; the reports are pentest-letter, soc2-type2, soc3-summary.',
    ],
  ])('%j ends with %i and says why', async (args, code, message) => {
    const said = await explained(...args);
    expect([said.code, said.stdout]).toEqual([code, '']);
    expect(said.stderr).toContain(message);
  });

  it('C14: a rule file with an error is said by file, field and expectation, and nothing is explained', async () => {
    const path = join(root, 'content/access.yaml');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace('outcome: review', 'outcome: perhaps'));
    const { code, stdout, stderr } = await explained('a@b.example', '--report', 'soc2-type2');
    writeFileSync(path, before);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('the content is not sound; mend it first:');
    expect(stderr).toContain(
      'content/access.yaml: rules[5].outcome: expected one of nda, grant, review, deny, found "perhaps"',
    );
  });

  it.each([[[]], [['list']]])('%j is not understood', async (args) => {
    expect(await here('access', ...args)).toMatchObject({
      code: 2,
      stderr: 'expected explain or import-customers.',
    });
  });
});

describe('trust promise', () => {
  let server: Server;
  let origin: string;
  let answer: { status: number; body: string };
  const figures = {
    asOf: '2026-11-20T10:00:00.000Z',
    days: 90,
    reports: [{ report: 'soc2-type2', given: 12, medianSeconds: 95, waiting: 1 }],
  };
  const file = () => join(root, 'content/promise.json');
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.writeHead(request.url === '/api/promise' ? answer.status : 404, { Location: '/api/promise' });
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => rmSync(file(), { force: true }));

  const fetched = (...more: string[]) => here('promise', '--url', origin, '--root', root, ...more);

  it('writes what the trust center answers, and the content is sound with it', async () => {
    answer = { status: 200, body: JSON.stringify(figures) };
    const trial = await fetched('--dry-run');
    expect(trial.stdout).toBe('soc2-type2: half within 2 minutes, of 12 in 90 days; 1 waiting\n');
    expect(existsSync(file())).toBe(false);
    const { code, stdout, stderr } = await fetched();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('wrote content/promise.json, as of 2026-11-20T10:00:00.000Z');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(figures);
    expect((await explained('a@b.example', '--report', 'soc2-type2')).code).toBe(0);
  });

  it.each([
    ['an error', 503, '{}', 'answers 503; nothing was written.'],
    ['a page', 200, '<h1>Hello</h1>', 'the answer is none of a trust center; nothing was written.'],
    ['a redirect', 302, '', 'does not answer'],
    ['a field too many', 200, JSON.stringify({ ...figures, names: ['Ann'] }), 'names: is not a field here'],
    ['no moment', 200, JSON.stringify({ ...figures, asOf: 'now' }), 'asOf: expected a moment in UTC'],
    [
      'a number below nothing',
      200,
      JSON.stringify({ ...figures, reports: [{ ...figures.reports[0], waiting: -1 }] }),
      'reports[1].waiting: expected a whole number from 0',
    ],
  ])('refuses %s and writes nothing', async (_, status, body, message) => {
    answer = { status, body };
    const { code, stderr } = await fetched();
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n +at /);
    expect(existsSync(file())).toBe(false);
  });

  it('a snapshot by hand that cannot be is a finding', async () => {
    const wrong = {
      ...figures,
      asOf: '2099-01-01T00:00:00.000Z',
      reports: [{ report: 'soc3-summary', given: 0, medianSeconds: 5, waiting: 0 }],
    };
    writeFileSync(file(), JSON.stringify(wrong));
    const { code, stderr } = await explained('a@b.example', '--report', 'soc2-type2');
    expect(code).toBe(1);
    expect(stderr).toContain('content/promise.json: asOf: expected a moment that has come');
    expect(stderr).toContain(
      'content/promise.json: reports[1].report: expected the id of a report that is not public',
    );
    expect(stderr).toContain(
      'content/promise.json: reports[1].medianSeconds: expected a median where some were given',
    );
    writeFileSync(file(), '{');
    expect((await explained('a@b.example', '--report', 'soc2-type2')).stderr).toContain('expected JSON');
  });

  it.each([
    [['promise'], 2, 'expected --url ORIGIN.'],
    [['promise', '--url', 'trust.example'], 2, '"trust.example" is not an origin.'],
    [['promise', '--url', 'http://trust.example'], 2, 'figures are not fetched over plain http'],
    [['promise', '--url', 'http://127.0.0.1:9'], 1, 'does not answer'],
  ])('%j ends with %i', async (args, code, message) => {
    const said = await here(...(args as [string, ...string[]]));
    expect([said.code, said.stdout]).toEqual([code, '']);
    expect(said.stderr).toContain(message);
  });
});

describe('in a terminal', () => {
  it('explains, and ends with 0, 1 or 2', async () => {
    const explain = (...args: string[]) => trust('access', 'explain', ...args, '--root', root);
    const [denied, unknown, unread] = await Promise.all([
      explain('x@rival.example', '--report', 'soc2-type2'),
      explain('x@rival.example', '--report', 'soc4'),
      explain('nobody', '--report', 'soc2-type2'),
    ]);
    expect(denied).toMatchObject({ code: 0, stderr: '' });
    expect(denied.stdout).toContain('Decides:  rule "rivals"');
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toMatch(/^trust access: there is no report "soc4"/);
    expect(unread).toMatchObject({ code: 2, stdout: '' });
    expect(unread.stderr).toContain('trust access explain ADDRESS --report ID');
  });
});
