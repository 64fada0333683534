import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request as forward, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../local/wrangler.ts';
import { onePage, pdfFile, streamBody, textContent } from '../support/pdf-file.ts';
import { startWorker, type WorkerProcess } from '../support/worker-process.ts';
import { excelParts, zipFile } from '../support/zip-file.ts';
import { startTrust, trust } from './terminal.ts';

/** Against the Worker in a process of its own, as an operator meets it. */

let worker: WorkerProcess;
let folder: string;
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-cli-'));
  worker = await startWorker();
  token = await makeToken('ci');
});
afterAll(async () => {
  await worker.close();
  await rm(folder, { recursive: true });
});

async function makeToken(name: string, scope = 'publish', ...more: string[]): Promise<string> {
  const { code, stdout, stderr } = await trust(
    'token',
    '--name',
    name,
    '--days',
    '2',
    '--scope',
    scope,
    ...more,
    '--persist-to',
    worker.state,
  );
  expect(code, stderr).toBe(0);
  const made = stdout.split('\n')[0] ?? '';
  expect(made).toMatch(/^trust_[A-Za-z0-9_-]{43}$/);
  return made;
}

/** A one-page PDF that says something of its own. */
async function newReport(text: string): Promise<string> {
  const file = join(folder, `${text}.pdf`);
  await writeFile(file, pdfFile(onePage({ 4: streamBody(textContent(text)) })));
  return file;
}

const publish = (file: string, url = worker.origin, secret = token) =>
  startTrust(['publish', file, '--report', 'soc2-type2', '--url', url], { TRUST_TOKEN: secret });

const live = () =>
  worker.sql("SELECT revision FROM report_pointers WHERE report_id = 'soc2-type2'")[0]?.revision;

describe('trust token', () => {
  it('A17: stores the hash alone, lists without the secret, and revokes at once', async () => {
    const secret = await makeToken('laptop of the release engineer');
    const rows = JSON.stringify(worker.sql('SELECT * FROM operator_tokens'));
    expect(rows).not.toContain(secret);
    const list = await trust('token', '--list', '--persist-to', worker.state);
    expect(list.code).toBe(0);
    expect(list.stdout).not.toContain(secret);
    const id = /^(\S+) {2}publish {2}until \d{4}-\d{2}-\d{2} {2}laptop of the release engineer$/m.exec(
      list.stdout,
    )?.[1];
    expect(id).toBeDefined();

    const revoked = await trust('token', '--revoke', id ?? '', '--persist-to', worker.state);
    expect(revoked).toMatchObject({ code: 0, stdout: `${id} works no more.\n` });
    const { code, stderr } = await publish(await newReport('revoked'), worker.origin, secret).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('401');
    expect(stderr).toContain('trust token');
  });

  it('C3: --for keeps whose acts they are, so that a second person can be somebody else', async () => {
    await makeToken('made for somebody', 'publish', '--for', 'Ann@staff.example');
    await makeToken('made for nobody');
    const madeFor = async (name: string) =>
      worker.sql(`SELECT made_for FROM operator_tokens WHERE name = '${name}'`)[0]?.made_for;
    expect(await madeFor('made for somebody')).toBe('Ann@staff.example');
    expect(await madeFor('made for nobody')).toBeNull();
    for (const address of ['Ann', "a'b@staff.example", 'ann@staff.example;', '']) {
      const refused = await trust('token', '--name', 'x', '--for', address, '--persist-to', worker.state);
      expect([refused.code, refused.stdout], address).toEqual([2, '']);
      expect(refused.stderr).toContain('--for takes an address such as ann@company.example.');
    }
    expect(await madeFor('x')).toBeUndefined();
  });

  it('says what to do without a database', async () => {
    const { code, stderr } = await trust('token', '--list', '--persist-to', join(folder, 'empty'));
    expect(code).toBe(1);
    expect(stderr).toContain('npx wrangler d1 migrations apply vitrine --local');
  });

  it('refuses to revoke what there is not', async () => {
    for (const id of ['a'.repeat(22), `-${'a'.repeat(21)}`]) {
      const { code, stderr } = await trust('token', '--revoke', id, '--persist-to', worker.state);
      expect(code, id).toBe(1);
      expect(stderr).toContain(`there is no token ${id}:`);
    }
  });
});

describe('trust publish', () => {
  it('C9: publishes, and again without sending anything', async () => {
    const file = await newReport('first');
    const once = await publish(file).ended;
    expect(once.stderr).toBe('');
    expect(once.code).toBe(0);
    const revision = /revision: ([0-9a-f]{64})/.exec(once.stdout)?.[1];
    expect(once.stdout).toContain(`soc2-type2 is live at ${worker.origin} in revision ${revision}.`);
    expect(live()).toBe(revision);

    const twice = await publish(file).ended;
    expect(twice.code).toBe(0);
    expect(twice.stdout).toContain('soc2-type2 was live in this revision already.');
    expect(twice.stdout).not.toContain('sending');
  });

  it('P2: the unmarked source is nowhere in storage', async () => {
    const file = await newReport('unmarked');
    expect((await publish(file).ended).code).toBe(0);
    const source = await readFile(file);
    const files = await readdir(worker.state, { recursive: true, withFileTypes: true });
    let looked = 0;
    for (const entry of files) {
      if (!entry.isFile()) continue;
      looked += 1;
      expect((await readFile(join(entry.parentPath, entry.name))).includes(source)).toBe(false);
    }
    expect(looked).toBeGreaterThan(3);
  });

  it('C9: killed before each request in turn, leaves the old version live; run again, it is published', async () => {
    const before = live();
    const file = await newReport('interrupted');
    // versions, head, body, complete, live: the one that is not let through is the one it dies at.
    for (const allowed of [0, 1, 2, 3, 4]) {
      const proxy = await proxyTo(worker.origin, allowed);
      const running = publish(file, proxy.origin);
      await proxy.stopped;
      running.kill();
      expect((await running.ended).code).not.toBe(0);
      await proxy.close();
      expect(live()).toBe(before);
    }
    const again = await publish(file).ended;
    expect(again.code, again.stderr).toBe(0);
    expect(live()).not.toBe(before);
  }, 240_000);

  it('W3: refuses what is no PDF for a report that is one, in the same sentence as the console', async () => {
    const file = join(folder, 'workbook.xlsx');
    await writeFile(file, zipFile(excelParts()));
    const { code, stdout, stderr } = await publish(file).ended;
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'trust publish: workbook.xlsx: This file is not a PDF and can carry no visible mark: it is handed out only if content/reports/ says `unmarked:` with a reason and has its file name. (unmarkable)\n',
    );
  });

  it('gives up in one sentence where nobody answers', async () => {
    const { origin, close } = await proxyTo(worker.origin, 0);
    await close();
    const { code, stderr } = await publish(await newReport('nobody'), origin).ended;
    expect(code).toBe(1);
    expect(stderr).toBe(`trust publish: ${origin} does not answer (ECONNREFUSED).\n`);
  });

  it('A17: tells the server’s reason, and never the token', async () => {
    const wrong = `trust_${'a'.repeat(43)}`;
    const { code, stdout, stderr } = await publish(await newReport('wrong'), worker.origin, wrong).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/answered 401: .*trust token.*urn:vitrine:/);
    expect(stdout + stderr).not.toContain(wrong);
  });
});

describe('trust doctor', () => {
  it('says that the sample is the sample, and what the local Worker answers', async () => {
    const { code, stdout } = await trust('doctor', '--url', worker.origin);
    expect(code).toBe(1);
    expect(stdout).toContain('still the sample’s');
    expect(stdout).toContain('has no [env.production]');
    expect(stdout).toContain(`ok       ${worker.origin}/health: answers 200: {"status":"ok"}`);
    expect(stdout).toMatch(/ok {7}http:.*\/version: answers 200: \{"build"/);
    expect(stdout).toMatch(/\n2 missing\.\n$/);
  });

  it('lacks nothing but the ids with the [env.production] of docs/deployment.md', async () => {
    const root = await mkdtemp(join(folder, 'root-'));
    const local = await readFile(join(projectRoot, 'wrangler.toml'), 'utf8');
    const manual = await readFile(join(projectRoot, 'docs/deployment.md'), 'utf8');
    const production = /```toml\n(.*?)```/s.exec(manual)?.[1] ?? '';
    // What the manual repeats of the local system is the same there.
    for (const [setting] of local.matchAll(/^(?:run_worker_first = \[[^\]]*\]|(?:simple|crons|max_).*)$/gm)) {
      expect(production).toContain(setting);
    }
    await cp(join(projectRoot, 'content'), join(root, 'content'), { recursive: true });
    await writeFile(join(root, 'wrangler.toml'), `${local}\n${production}`);
    const { stdout } = await trust('doctor', '--root', root);
    expect(stdout.match(/^missing .*$/gm)).toEqual([expect.stringContaining('content: still the sample’s')]);
    expect(stdout).toContain('ok       vars');
    expect(stdout).toContain('ok       binding EMAIL');
    const mute = production.replace('[[env.production.send_email]]\nname = "EMAIL"', '');
    await writeFile(join(root, 'wrangler.toml'), `${local}\n${mute}`);
    expect((await trust('doctor', '--root', root)).stdout).toContain('missing  binding EMAIL: is not there');
  });

  it('names what a configuration lacks, and what mends it', async () => {
    const root = await mkdtemp(join(folder, 'root-'));
    await writeFile(
      join(root, 'wrangler.toml'),
      `name = "vitrine"
[env.production]
r2_buckets = [{ binding = "REPORTS", bucket_name = "r" }]
d1_databases = [{ binding = "DB", database_name = "vitrine", database_id = "00000000-0000-0000-0000-000000000000" }]
[env.production.vars]
ORIGIN = "http://127.0.0.1:8787"
OIDC_ISSUER = "http://id.example"
MAIL_PROVIDER = "smtp"
`,
    );
    const { code, stdout } = await trust('doctor', '--root', root, '--url', 'http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(stdout).toMatch(/missing {2}.*content: is not there/);
    expect(stdout).toContain('ok       binding REPORTS');
    expect(stdout).toMatch(/missing {2}binding MAIL_QUEUE: .*\n.*\[\[env\.production\.queues\.producers\]\]/);
    expect(stdout).toMatch(/missing {2}database: .*\n.*npx wrangler d1 create vitrine/);
    expect(stdout).toContain('missing  ORIGIN: is http://127.0.0.1:8787');
    expect(stdout).toContain('missing  OIDC_ISSUER: is http://id.example');
    expect(stdout).toContain('missing  STAFF_OIDC_CLIENT_ID: is not set');
    expect(stdout).toContain('missing  SMTP_HOST: is not set');
    expect(stdout).toMatch(/note {5}secrets: .*SMTP_PASSWORD/);
    expect(stdout).toContain('missing  http://127.0.0.1:9/health: does not answer');
  });
});

/** Lets some requests through to the trust center, then none. */
async function proxyTo(origin: string, allowed: number) {
  let seen = 0;
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const server: Server = createServer((request, response) => {
    if (seen++ >= allowed) return stop();
    const target = new URL(request.url ?? '/', origin);
    const headers = { ...request.headers, host: target.host };
    request.pipe(
      forward(target, { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { origin: `http://127.0.0.1:${port}`, stopped, close };
}

describe('trust revoke', () => {
  it('A17 C15: counts, takes back, says how far it has come, and lifts', async () => {
    const revoker = { TRUST_TOKEN: await makeToken('revoker', 'revoke'), TRUST_URL: worker.origin };
    const run = (...args: string[]) => startTrust(['revoke', ...args], revoker).ended;
    const series = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450)';
    worker.sql(
      `${series} INSERT INTO people (id, kind, address, name, created_at)
       SELECT printf('p%021d', i), 'prospect', 'reader' || i || '@former.example', 'Sample', 0 FROM n`,
    );
    worker.sql(
      `${series} INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at)
       SELECT 'g' || i, printf('p%021d', i), 'soc2-type2', 'nda', '{}', 'c' || i, '{}', 0, ${Date.now() + 3_600_000} FROM n`,
    );
    expect(await run('company', 'former.example', '--dry-run')).toMatchObject({
      code: 0,
      stdout: 'Dry run: it would be 450 grants. Nothing was taken back.\n',
    });
    const company = ['company', 'former.example', '--reason', 'The contract ended.'];
    // The sample company wants a second person for more than one grant.
    expect(await run(...company)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^Nothing was taken back yet: a second person has to agree to 450 grants, at \S+\/console\/proposals\/\S+\n.*--emergency/,
      ),
    });
    const done = await run(...company, '--emergency');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const id = /^Revocation (\S+) began: 450 grants\.$/m.exec(done.stdout)?.[1] ?? '';
    expect(done.stdout).toContain('company former.example is done: 450 grants.');
    expect(await run('--show', id)).toMatchObject({ code: 0, stdout: expect.stringContaining('450 grants') });
    expect(await run('--lift', id)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('may ask again'),
    });
    expect(await run('--lift', id)).toMatchObject({ code: 1, stderr: expect.stringContaining('409') });
    worker.sql(
      `INSERT INTO requests (id, report_id, person_id, name, company, address, browser_hash, state, ip, user_agent, created_at, changed_at)
       VALUES ('r1', 'soc2-type2', printf('p%021d', 1), 'Sample', 'Sample Ltd', 'reader1@former.example', '', 'granted', '', '', 0, 0)`,
    );
    worker.sql(
      `INSERT INTO acceptances (id, request_id, person_id, nda_id, nda_version, nda_sha256, evidence, accepted_at)
       VALUES ('a1', 'r1', printf('p%021d', 1), 'nda', '1', 'x', '{}', 0)`,
    );
    const ending = [
      'person',
      'reader1@former.example',
      '--reason',
      'The talks ended.',
      '--end-nda',
      '--emergency',
    ];
    expect(await run(...ending)).toMatchObject({ code: 0, stderr: '' });
    expect(worker.sql("SELECT ended_by FROM acceptances WHERE id = 'a1'")).toEqual([{ ended_by: 'us' }]);
    expect(await run('everything', '--reason', 'x', '--end-nda')).toMatchObject({ code: 1 });
    expect(await run('person', 'nobody@former.example', '--reason', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no person nobody@former.example'),
    });
    const publisher = await startTrust(['revoke', 'everything', '--reason', 'x'], {
      ...revoker,
      TRUST_TOKEN: token,
    }).ended;
    expect(publisher).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('trust token --scope revoke'),
    });
  });
});
