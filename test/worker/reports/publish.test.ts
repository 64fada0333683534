import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { Manifest } from '../../../core/marks/manifest.ts';
import worker from '../../../worker/index.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { type SyntheticVersion, syntheticVersion } from '../../support/synthetic-version.ts';
import { ask, bytesOf, copyOf, newReader, ORIGIN } from './exit.ts';

/** The operator's API, step by step as `trust publish` takes them, and with every step left out or done wrong. */

const REPORT = 'soc2-type2';

async function newOperator(row: { scopes?: string; expires?: number; revoked?: number } = {}) {
  const token = `trust_${newToken()}`;
  await env.DB.prepare(
    'INSERT INTO operator_tokens (id, name, token_hash, scopes, created_at, expires_at, revoked_at) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)',
  )
    .bind(
      newId(),
      'test',
      await hashOf(token),
      row.scopes ?? 'publish',
      row.expires ?? Date.now() + 1e6,
      row.revoked ?? null,
    )
    .run();
  return token;
}

async function call(
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  bindings: Partial<Env> = {},
) {
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body ?? {}));
  const context = createExecutionContext();
  const response = await worker.fetch(
    new Request(`${ORIGIN}/api/reports${path}`, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        'Content-Length': String(bytes.length),
        ...headers,
      },
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: bytes as Uint8Array<ArrayBuffer> }),
    }),
    { ...env, ...bindings },
    context,
  );
  const text = await response.text();
  await waitOnExecutionContext(context);
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
}

async function contentDigest(bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, string>> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { 'Content-Digest': `sha-256=:${btoa(String.fromCharCode(...hash))}:` };
}

const at = (version: SyntheticVersion, rest: string) =>
  `/${REPORT}/versions/${version.manifest.revision}/${rest}`;

async function putHead(token: string, version: SyntheticVersion) {
  return await call(token, 'PUT', at(version, 'head'), version.head, await contentDigest(version.head));
}
async function putBody(token: string, version: SyntheticVersion) {
  return await call(token, 'PUT', at(version, 'body'), version.body, await contentDigest(version.body));
}
const complete = (token: string, version: SyntheticVersion, rest = {}) =>
  call(token, 'POST', at(version, 'complete'), { manifest: version.manifest, ...rest });
const live = (token: string, version: SyntheticVersion) =>
  call(token, 'POST', `/${REPORT}/live`, { revision: version.manifest.revision });

async function pointer(): Promise<string | null> {
  const row = await env.DB.prepare('SELECT revision FROM report_pointers WHERE report_id = ?1')
    .bind(REPORT)
    .first<{ revision: string }>();
  return row?.revision ?? null;
}

let seed = 1000;
const newVersion = (length?: number) => syntheticVersion(++seed, length);

async function publishWhole(token: string, version: SyntheticVersion) {
  for (const step of [putHead, putBody, complete, live]) {
    const { status, text } = await step(token, version);
    expect(status, text).toBe(200);
  }
}

describe('operator tokens', () => {
  it.each([
    ['expired', { expires: 1 }, 401],
    ['revoked', { revoked: 1 }, 401],
    ['of another scope', { scopes: 'read' }, 403],
    ['of a scope that only begins like it', { scopes: 'publishing' }, 403],
  ])('A17: one that is %s is refused', async (_, row, status) => {
    const version = await newVersion();
    const answer = await call(await newOperator(row), 'POST', `/${REPORT}/versions`, version.manifest);
    expect(answer.status).toBe(status);
    expect(answer.json.type).toContain(status === 401 ? 'operator-token' : 'forbidden');
  });

  it('A17: missing, malformed, unknown, or anywhere but in the header', async () => {
    const token = await newOperator();
    const path = `/${REPORT}/versions`;
    const { manifest } = await newVersion();
    for (const header of [
      undefined,
      token,
      `Basic ${token}`,
      `Bearer ${token}x`,
      `Bearer trust_${newToken()}`,
      'Bearer ',
      `Bearer ${token}, Bearer ${token}`,
    ]) {
      const answer = await call(null, 'POST', path, manifest, header ? { Authorization: header } : {});
      expect(answer.status, header).toBe(401);
      expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
    }
    for (const query of [`?token=${token}`, `?access_token=${token}`, `?authorization=Bearer%20${token}`]) {
      expect((await call(null, 'POST', path + query, manifest)).status, query).toBe(401);
    }
  });

  it('A17: is never logged', async () => {
    const lines: unknown[] = [];
    const spies = (['log', 'error', 'warn', 'info'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...line) => void lines.push(...line)),
    );
    const token = await newOperator({ revoked: 1 });
    await call(token, 'POST', `/${REPORT}/versions?token=${token}`, {});
    for (const spy of spies) spy.mockRestore();
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain(token);
  });

  it('A17: a session is no operator', async () => {
    const { cookie } = await newReader('Carla Customer');
    const answer = await call(null, 'POST', `/${REPORT}/versions`, {}, { Cookie: cookie });
    expect(answer.status).toBe(401);
  });
});

describe('publishing', () => {
  it('C9: nothing is live before the last step, and everything after it', async () => {
    const token = await newOperator();
    const reader = await newReader('Paula Published');
    const first = await newVersion();
    await publishWhole(token, first);
    const second = await newVersion();
    for (const step of [putHead, putBody, complete]) {
      expect((await step(token, second)).status).toBe(200);
      expect(await pointer()).toBe(first.manifest.revision);
      const { response, settled } = await ask(reader);
      expect(await bytesOf(response)).toEqual(await copyOf(first, reader));
      await settled();
    }
    expect((await live(token, second)).status).toBe(200);
    const { response, settled } = await ask(reader);
    expect(await bytesOf(response)).toEqual(await copyOf(second, reader));
    await settled();
  });

  it('C9: doing it again, at every step, ends in the same state', async () => {
    const token = await newOperator();
    const version = await newVersion();
    const state = async () => (await call(token, 'POST', `/${REPORT}/versions`, version.manifest)).json.state;
    expect(await state()).toBe('new');
    for (const step of [putHead, putHead, putBody, putBody, complete]) {
      expect((await step(token, version)).status).toBe(200);
    }
    expect(await state()).toBe('stored');
    expect((await complete(token, version)).status).toBe(200);
    expect((await live(token, version)).status).toBe(200);
    expect(await state()).toBe('live');
    expect((await live(token, version)).status).toBe(200);
    const { results } = await env.DB.prepare(
      "SELECT type FROM events WHERE json_extract(detail, '$.revision') = ?1 ORDER BY id",
    )
      .bind(version.manifest.revision)
      .all();
    expect(results).toEqual([{ type: 'report.stored' }, { type: 'report.published' }]);
  });

  it('C9: an older version can be made live again', async () => {
    const token = await newOperator();
    const [old, next] = [await newVersion(), await newVersion()];
    await publishWhole(token, old);
    await publishWhole(token, next);
    expect((await live(token, old)).status).toBe(200);
    expect(await pointer()).toBe(old.manifest.revision);
  });

  it('a long body comes in parts, and is the same body', async () => {
    const token = await newOperator();
    const version = await newVersion(11 * 1024 * 1024);
    const part = 5 * 1024 * 1024;
    await putHead(token, version);
    const { upload } = (await call(token, 'POST', at(version, 'parts'))).json;
    const parts = [];
    for (let i = 0; i * part < version.body.length; i++) {
      const bytes = version.body.subarray(i * part, (i + 1) * part);
      const path = at(version, `parts/${i + 1}?upload=${encodeURIComponent(upload)}`);
      parts.push((await call(token, 'PUT', path, bytes)).json);
    }
    expect((await complete(token, version, { upload, parts })).status).toBe(200);
    // The answer was lost and the step is done again: the upload is gone, the object is there.
    expect((await complete(token, version, { upload, parts })).status).toBe(200);
    expect((await live(token, version)).status).toBe(200);
    const reader = await newReader('Lena Large');
    const { response, settled } = await ask(reader);
    const whole = await copyOf(version, reader);
    expect((await bytesOf(response)).every((byte, i) => byte === whole[i])).toBe(true);
    expect(response.headers.get('Content-Length')).toBe(String(whole.length));
    await settled();
  });

  it('a version of which an object was lost can be mended by publishing it again', async () => {
    const token = await newOperator();
    const version = await newVersion();
    await publishWhole(token, version);
    await env.REPORTS.delete(`reports/${REPORT}/${version.manifest.revision}/body`);
    const reader = await newReader('Mia Mended');
    expect((await ask(reader)).response.status).toBe(503);
    await publishWhole(token, version);
    const { response, settled } = await ask(reader);
    expect(response.status).toBe(200);
    await bytesOf(response);
    await settled();
  });
});

describe('what is refused', () => {
  it('C9: going live with a version that is not completely stored', async () => {
    const token = await newOperator();
    const before = await pointer();
    const version = await newVersion();
    expect((await live(token, version)).status).toBe(409);
    await putHead(token, version);
    await putBody(token, version);
    expect((await live(token, version)).status).toBe(409);
    expect(await pointer()).toBe(before);
  });

  it('completing without the head, without the body, or with parts that do not exist', async () => {
    const token = await newOperator();
    const version = await newVersion();
    expect((await complete(token, version)).status).toBe(409);
    await putHead(token, version);
    expect((await complete(token, version)).status).toBe(409);
    expect((await complete(token, version, { upload: 'nothing', parts: [] })).status).toBe(409);
  });

  it('W18: bytes other than the announced, and objects other than the manifest’s', async () => {
    const token = await newOperator();
    const [version, other] = [await newVersion(), await newVersion()];
    const digest = await contentDigest(other.head);
    expect((await call(token, 'PUT', at(version, 'head'), version.head, digest)).status).toBe(400);
    expect((await call(token, 'PUT', at(version, 'head'), version.head)).status).toBe(400);
    expect(await env.REPORTS.head(`reports/${REPORT}/${version.manifest.revision}/head`)).toBeNull();

    await putHead(token, version);
    const foreign = await contentDigest(other.body);
    expect((await call(token, 'PUT', at(version, 'body'), other.body, foreign)).status).toBe(200);
    expect((await complete(token, version)).status).toBe(409);
    await putBody(token, version);
    expect((await complete(token, version)).status).toBe(200);
  });

  it('W19: a head whose slots are not blank where the manifest has them', async () => {
    const token = await newOperator();
    const version = await newVersion();
    const slots = version.manifest.slots.map((slot) => ({ ...slot, offset: slot.offset - 1 }));
    await putHead(token, version);
    await putBody(token, version);
    const manifest = { ...version.manifest, slots };
    const answer = await call(token, 'POST', at(version, 'complete'), { manifest });
    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain('blank');
  });

  it('a stored version is not written over', async () => {
    const token = await newOperator();
    const version = await newVersion();
    await publishWhole(token, version);
    expect((await putHead(token, version)).status).toBe(409);
    expect((await putBody(token, version)).status).toBe(409);
    expect((await call(token, 'POST', at(version, 'parts'))).status).toBe(409);
  });

  type Change = (manifest: Manifest) => unknown;
  it.each<[string, Change]>([
    ['an unknown field', (manifest) => ({ ...manifest, public: true })],
    ['another version of the format', (manifest) => ({ ...manifest, v: 2 })],
    ['a revision that is a path', (manifest) => ({ ...manifest, revision: '../../etc' })],
    ['lengths that do not add up', (manifest) => ({ ...manifest, length: manifest.length + 1 })],
    ['slots out of order', (manifest) => ({ ...manifest, slots: [...manifest.slots].reverse() })],
    [
      'slots that overlap',
      ({ slots: [slot, ...slots], ...rest }) => ({ ...rest, slots: [slot, slot, ...slots] }),
    ],
    [
      'a slot outside the head',
      ({ slots, ...rest }) => ({ ...rest, slots: [...slots, { kind: 'id', offset: 9e6, length: 1 }] }),
    ],
    [
      'a slot of no length',
      ({ slots, ...rest }) => ({ ...rest, slots: slots.map((slot) => ({ ...slot, length: 0 })) }),
    ],
    ['no slots at all: nothing would be marked', (manifest) => ({ ...manifest, slots: [] })],
    ['no foot', ({ slots, ...rest }) => ({ ...rest, slots: slots.filter(({ kind }) => kind !== 'foot') })],
    [
      'a head that fills the memory',
      (manifest) => ({ ...manifest, head: { ...manifest.head, length: 2 ** 30 } }),
    ],
    ['a number that is a text', (manifest) => ({ ...manifest, pages: '100' })],
    ['nothing', () => null],
    ['a prototype', () => JSON.parse('{"__proto__": {"v": 1}}')],
  ])('a manifest with %s', async (_, change) => {
    const { manifest } = await newVersion();
    const answer = await call(await newOperator(), 'POST', `/${REPORT}/versions`, change(manifest));
    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain('Manifest refused');
  });

  it('A6: reports that are unknown or public, and revisions that are none', async () => {
    const token = await newOperator();
    const version = await newVersion();
    const digest = await contentDigest(version.head);
    for (const path of [
      `/no-such-report/versions/${version.manifest.revision}/head`,
      `/soc3-summary/versions/${version.manifest.revision}/head`,
      `/${REPORT}/versions/${'A'.repeat(64)}/head`,
      `/${REPORT}/versions/abc/head`,
      `/${REPORT}/versions/..%2f..%2fx/head`,
      `/${REPORT}/versions/${version.manifest.revision}/source`,
    ]) {
      expect((await call(token, 'PUT', path, version.head, digest)).status, path).toBe(404);
    }
    expect((await call(token, 'POST', '/soc3-summary/versions', version.manifest)).status).toBe(404);
  });

  it('more bytes than one request may carry, unread; and bytes of unknown length', async () => {
    const token = await newOperator();
    const version = await newVersion();
    const digest = await contentDigest(version.head);
    const tooLong = { ...digest, 'Content-Length': String(96 * 1024 * 1024) };
    expect((await call(token, 'PUT', at(version, 'body'), version.head, tooLong)).status).toBe(413);
    const long = { 'Content-Length': '99999999' };
    expect((await call(token, 'POST', `/${REPORT}/versions`, {}, long)).status).toBe(413);
    const unknown = { ...digest, 'Content-Length': '' };
    expect((await call(token, 'PUT', at(version, 'head'), version.head, unknown)).status).toBe(400);
  });

  it('P7: a store that fails is told as such, and nothing goes live', async () => {
    const token = await newOperator();
    const version = await newVersion();
    const before = await pointer();
    const broken = new Proxy(env.REPORTS, {
      get: (target, name) =>
        name === 'put'
          ? () => Promise.reject(new Error('10001: internal error'))
          : Reflect.get(target, name).bind(target),
    });
    const digest = await contentDigest(version.head);
    const answer = await call(token, 'PUT', at(version, 'head'), version.head, digest, { REPORTS: broken });
    expect(answer.status).toBe(503);
    expect(await pointer()).toBe(before);
  });
});

it.each([
  ['R2 itself', new Error('head: We encountered an internal error. Please try again. (10001)')],
  ['the connection to R2', Object.assign(new Error('internal error'), { retryable: true })],
])('F1 P7: where %s fails, the operator is told to try again, with a number', async (_, error) => {
  const token = await newOperator();
  const { manifest, head, body } = await syntheticVersion(77);
  await env.REPORTS.put(`reports/${REPORT}/${manifest.revision}/head`, head);
  const stored = await env.REPORTS.put(`reports/${REPORT}/${manifest.revision}/body`, body);
  await env.DB.prepare(
    'INSERT OR IGNORE INTO report_versions (report_id, revision, manifest, body_etag, published_at, published_by) VALUES (?1, ?2, ?3, ?4, 0, ?5)',
  )
    .bind(REPORT, manifest.revision, JSON.stringify(manifest), stored?.etag, 'operator:test')
    .run();
  const failing = { head: () => Promise.reject(error) } as unknown as R2Bucket;
  const live = { revision: manifest.revision };
  const answer = await call(token, 'POST', `/${REPORT}/live`, live, {}, { REPORTS: failing });
  expect([answer.status, answer.json.instance]).toEqual([503, expect.stringMatching(/^urn:vitrine:.{22}$/)]);
  expect(answer.text).not.toContain('internal error');
});
