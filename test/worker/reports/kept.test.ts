import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { content } from '../../../worker/content.ts';
import type { SyntheticVersion } from '../../support/synthetic-version.ts';
import { textOf } from '../access/browser.ts';
import { rows } from '../access/rows.ts';
import { ask, bytesOf, copyOf, downloadsOf, eventsAbout, newReader, publish, type Reader } from './exit.ts';

/** An older version, for whoever had it: `superseded` in content/reports/. */

const { reports: written } = content;
const FILE = '/access/soc2-type2/file';

let old: SyntheticVersion;
let live: SyntheticVersion;
let reader: Reader;

const superseded = (rule: 'keep' | 'withdraw') =>
  Object.assign(content, {
    reports: written.map((report) => (report.id === 'soc2-type2' ? { ...report, superseded: rule } : report)),
  });

/** Asks for a version, to the end of the answer. */
async function get(
  of: SyntheticVersion | null,
  {
    who = reader,
    init = {},
    bindings = {},
  }: { who?: Reader; init?: RequestInit; bindings?: Partial<Env> } = {},
) {
  const path = of ? `${FILE}?version=${of.manifest.revision}` : FILE;
  const { response, settled } = await ask(who, init, bindings, path);
  const bytes = await bytesOf(response);
  await settled();
  return { status: response.status, etag: response.headers.get('ETag'), bytes };
}

const withdraw = ({ manifest }: SyntheticVersion) =>
  env.DB.prepare('UPDATE report_versions SET withdrawn_at = 1 WHERE revision = ?1')
    .bind(manifest.revision)
    .run();

async function copyPage(who = reader): Promise<string> {
  const { response, settled } = await ask(who, {}, {}, '/access/soc2-type2/copy');
  const page = await response.text();
  await settled();
  return page;
}

beforeEach(async () => {
  superseded('keep');
  old = await publish();
  reader = await newReader(`Kept ${crypto.randomUUID().slice(0, 6)}`);
  await get(null);
  live = await publish();
});
afterEach(() => {
  Object.assign(content, { reports: written });
});

describe('A3 A8: a superseded version that is kept', () => {
  it('is given to whoever had it: marked as theirs, under an ETag of its own, and recorded', async () => {
    const [newer, older] = [await get(null), await get(old)];
    expect([newer.status, older.status]).toEqual([200, 200]);
    expect(older.bytes).toEqual(await copyOf(old, reader));
    expect(newer.bytes).toEqual(await copyOf(live, reader));
    expect(older.etag).not.toBe(newer.etag);
    const recorded = await rows<{ id: string; revision: string; outcome: string }>(
      'SELECT * FROM downloads WHERE grant_id = ?1 ORDER BY rowid',
      reader.grant.id,
    );
    expect(recorded.map(({ revision, outcome }) => [revision, outcome])).toEqual([
      [old.manifest.revision, 'complete'],
      [live.manifest.revision, 'complete'],
      [old.manifest.revision, 'complete'],
    ]);
    expect(await eventsAbout(recorded[2]?.id ?? '')).toEqual(['download.started', 'download.completed']);
    // Conditions and parts are of the version that is asked for.
    const headers = { Range: 'bytes=10-', 'If-Range': older.etag ?? '' };
    const part = await get(old, { init: { headers } });
    expect([part.status, part.bytes]).toEqual([206, older.bytes.subarray(10)]);
    expect((await get(null, { init: { headers } })).status).toBe(200);
    expect((await get(old, { init: { headers: { 'If-None-Match': older.etag ?? '' } } })).status).toBe(304);
    expect((await get(old, { init: { headers: { 'If-Match': newer.etag ?? '' } } })).status).toBe(412);
    expect((await get(old, { init: { method: 'HEAD' } })).etag).toBe(older.etag);
  });

  it('stands on the page of the copy for them alone, in words', async () => {
    expect(await copyPage()).toContain(`${FILE}?version=${old.manifest.revision}`);
    expect(textOf(await copyPage())).toContain('the version of 1 January 1970');
    const newcomer = await newReader('Has the new one alone');
    expect(await copyPage(newcomer)).not.toContain('?version=');
    superseded('withdraw');
    expect(await copyPage()).not.toContain('?version=');
  });

  it('is kept for the person, whose grant was renewed since', async () => {
    const again = await newReader('The grant that follows');
    await env.DB.prepare('UPDATE grants SET person_id = ?2 WHERE id = ?1')
      .bind(again.grant.id, reader.grant.personId)
      .run();
    await env.DB.prepare('UPDATE grants SET expires_at = starts_at + 1 WHERE id = ?1')
      .bind(reader.grant.id)
      .run();
    expect((await get(old)).status).toBe(200);
  });

  it.each<[string, (other: Reader) => unknown, number]>([
    ['the rule is another', () => superseded('withdraw'), 404],
    ['it was taken back', () => withdraw(old), 404],
    ['the grant was revoked', ({ grant }) => change(grant.id, 'revoked_at = 1'), 403],
    ['the grant has ended', ({ grant }) => change(grant.id, 'expires_at = starts_at'), 403],
    ['the grant has no download left', ({ grant }) => change(grant.id, 'quota = 1'), 403],
    ['nothing is live', () => env.DB.prepare('DELETE FROM report_pointers').run(), 404],
  ])('is given to nobody where %s', async (_, change_, status) => {
    expect((await get(old)).status).toBe(200);
    const before = await downloadsOf(reader);
    await change_(reader);
    for (const method of ['GET', 'HEAD']) {
      const answer = await get(old, { init: { method } });
      if (method === 'GET' || status === 404) expect(answer.status).toBe(status);
      expect(new TextDecoder('latin1').decode(answer.bytes)).not.toContain('%PDF');
    }
    expect(await downloadsOf(reader)).toHaveLength(before.length);
  });

  it.each([
    ['another reader', () => old.manifest.revision],
    ['a version that never was', () => 'a'.repeat(64)],
    ['no revision at all', () => '../x'],
    ['nothing', () => ''],
  ])('is given to nobody who had none: %s', async (_, revision) => {
    const newcomer = await newReader('Had none');
    const { response, settled } = await ask(
      newcomer,
      {},
      {},
      `${FILE}?version=${encodeURIComponent(revision())}`,
    );
    expect([response.status, textOf(await response.text())]).toEqual([
      404,
      expect.stringContaining('This version is not handed out.'),
    ]);
    await settled();
    expect(await downloadsOf(newcomer)).toEqual([]);
  });

  it('P1: is not given where it is taken back between the look and the record', async () => {
    const REPORTS = new Proxy(env.REPORTS, {
      get(bucket, name) {
        if (name !== 'get') return Reflect.get(bucket, name);
        // The head is read after the look and before the record.
        return async (...args: Parameters<R2Bucket['get']>) => {
          await withdraw(old);
          return await bucket.get(...args);
        };
      },
    });
    expect((await get(old, { bindings: { REPORTS } })).status).toBe(404);
    expect(await downloadsOf(reader)).toHaveLength(1);
  });

  it('A16: parts of one version are not counted against what was begun of another', async () => {
    await change(reader.grant.id, 'quota = 2');
    const part = { init: { headers: { Range: 'bytes=1-' } } };
    // Nothing of the live one was begun.
    expect((await get(null, part)).status).toBe(403);
    expect((await get(old, part)).status).toBe(206);
    expect((await get(null)).status).toBe(200);
    expect((await get(null, part)).status).toBe(206);
  });
});

async function change(grant: string, assignment: string): Promise<void> {
  await env.DB.prepare(`UPDATE grants SET ${assignment} WHERE id = ?1`).bind(grant).run();
}
