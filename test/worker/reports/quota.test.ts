import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { warnExpiring } from '../../../worker/access/warn-expiring.ts';
import { content } from '../../../worker/content.ts';
import { deliverDueMail } from '../../../worker/mail/outbox.ts';
import { announceVersions } from '../../../worker/reports/announce.ts';
import { switchPointer } from '../../../worker/reports/store.ts';
import type { SyntheticVersion } from '../../support/synthetic-version.ts';
import { mailsTo, newAddress } from '../access/prospect.ts';
import { rows } from '../access/rows.ts';
import { faulty } from '../faulty-database.ts';
import { quiet } from '../quiet.ts';
import { ask, downloadsOf, newReader, publish, type Reader } from './exit.ts';

/** What a grant's own limits do at the exit: how often, from when, until when; and who is told of what. */

let version: SyntheticVersion;
let reader: Reader;

beforeEach(async () => {
  version = await publish();
  reader = await newReader(`Quentin ${crypto.randomUUID().slice(0, 6)}`);
});
afterEach(() => {
  vi.useRealTimers();
});

const change = (assignment: string, grant = reader.grant.id) =>
  env.DB.prepare(`UPDATE grants SET ${assignment} WHERE id = ?1`).bind(grant).run();

/** Downloads, or a part, to its end. */
async function get(range?: string, bindings: Partial<Env> = {}): Promise<number> {
  const { response, settled } = await ask(reader, range ? { headers: { Range: range } } : {}, bindings);
  await response.arrayBuffer().catch(() => {});
  await settled();
  return response.status;
}

describe('a download quota', () => {
  it('A16: fifty at once are exactly as many as it allows', async () => {
    await change('quota = 7');
    const statuses = await Promise.all(Array.from({ length: 50 }, () => get()));
    expect(statuses.filter((status) => status === 200)).toHaveLength(7);
    expect(statuses.filter((status) => status === 403)).toHaveLength(43);
    expect(await downloadsOf(reader)).toHaveLength(7);
    const { response, settled } = await ask(reader);
    expect(await response.text()).toContain('You have no download left');
    await settled();
  });

  it('A16 A8: going on with a copy takes none of it, as far as something was begun', async () => {
    await change('quota = 1');
    const { length } = version.manifest;
    const middle = Math.ceil(length / 2);
    // Nothing was begun: there is nothing to go on with.
    expect(await get(`bytes=1-${length - 1}`)).toBe(403);
    expect(await get(`bytes=0-${middle - 1}`)).toBe(206);
    expect(await get(`bytes=${middle}-`)).toBe(206);
    expect(await get(`bytes=${middle}-`)).toBe(206);
    // By now it would be more than one copy.
    expect(await get(`bytes=${middle}-`)).toBe(403);
    expect(await get()).toBe(403);
    expect(await downloadsOf(reader)).toHaveLength(3);
  });

  it('A7: headers take none of it', async () => {
    await change('quota = 1');
    for (let i = 0; i < 3; i++) {
      const { response, settled } = await ask(reader, { method: 'HEAD' });
      expect(response.status).toBe(200);
      await settled();
    }
    expect(await get()).toBe(200);
  });

  it('F1: what storage did not give is not taken from it', async () => {
    await change('quota = 1');
    const REPORTS = new Proxy(env.REPORTS, {
      get(target, name) {
        if (name === 'get') return async () => null;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    expect(await get(undefined, { REPORTS })).toBe(503);
    expect(await get()).toBe(200);
    expect(await get()).toBe(403);
  });

  it('F2: a record whose answer was lost takes one', async () => {
    await change('quota = 2');
    const { db } = faulty((call) => (call === 1 ? 'lost after' : 'none'));
    await get(undefined, { DB: db });
    expect(await downloadsOf(reader)).toHaveLength(1);
    expect(await get()).toBe(200);
    expect(await get()).toBe(403);
  });
});

describe('from when and until when', () => {
  it.each([
    ['starts_at', 1, 403],
    ['starts_at', 0, 200],
    ['starts_at', -1, 200],
    ['expires_at', 1, 200],
    ['expires_at', 0, 403],
    ['expires_at', -1, 403],
  ])('A3 N12: %s %i ms from now is answered %i', async (column, offset, status) => {
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now });
    await change(`${column} = ${now + offset}`);
    expect(await get()).toBe(status);
  });

  it('A3: before it begins its reader is told the day, and nobody else is', async () => {
    await change(`starts_at = ${Date.UTC(2099, 0, 15)}, expires_at = ${Date.UTC(2099, 5, 1)}`);
    const { response } = await ask(reader);
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining('It begins on 15 January 2099'),
    ]);
    const page = await ask(reader, {}, {}, '/access/soc2-type2/copy');
    expect([page.response.status, await page.response.text()]).toEqual([
      200,
      expect.stringContaining('15 January 2099'),
    ]);
    const other = await newReader('Olga Other');
    await env.DB.prepare('DELETE FROM grants WHERE id = ?1').bind(other.grant.id).run();
    const { response: none } = await ask(other);
    expect([none.status, await none.text()]).toEqual([403, expect.not.stringContaining('2099')]);
  });

  it('N12: a clock that jumps back opens nothing that has not begun, and keeps what is over, over', async () => {
    const now = Date.now();
    await change(`starts_at = ${now - 60_000}`);
    vi.useFakeTimers({ toFake: ['Date'], now: now - 120_000 });
    expect(await get()).toBe(403);
    vi.setSystemTime(now);
    expect(await get()).toBe(200);
    await change('revoked_at = 1');
    vi.setSystemTime(now - 50_000);
    expect(await get()).toBe(403);
  });
});

/** The address of a reader of these tests, who is a customer. */
async function addressed(): Promise<string> {
  const address = `reader.${crypto.randomUUID().slice(0, 8)}@customer.example`;
  await env.DB.prepare('UPDATE people SET address = ?2 WHERE id = ?1')
    .bind(reader.grant.personId, address)
    .run();
  return address;
}

describe('what readers are told', () => {
  const DAY = 86_400_000;

  it('F8: of the end, once and in time, however often the sweep runs', async () => {
    const address = await addressed();
    const now = Date.now();
    await change(`starts_at = ${now - 80 * DAY}, expires_at = ${now + 15 * DAY}`);
    await warnExpiring(quiet, now);
    expect(await rows("SELECT 1 FROM mails WHERE template = 'expiring'")).toEqual([]);
    const later = now + 2 * DAY;
    await Promise.all([warnExpiring(quiet, later), warnExpiring(quiet, later)]);
    await warnExpiring(quiet, later + DAY);
    await deliverDueMail(quiet, later + DAY);
    expect((await mailsTo(address)).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('ends on'),
    ]);
    // What was given for a few days ends without notice.
    await change(`starts_at = ${now - 5 * DAY}, expires_at = ${now + 5 * DAY}`, reader.grant.id);
    await env.DB.prepare('DELETE FROM mails').run();
    await warnExpiring(quiet, now);
    expect(await rows("SELECT 1 FROM mails WHERE template = 'expiring'")).toEqual([]);
  });

  it('C10 F9: of a new version, if they hold an older one, once, and after any crash', async () => {
    const address = await addressed();
    expect(await get()).toBe(200);
    const stranger = await newReader('Has nothing yet');
    await env.DB.prepare('UPDATE people SET address = ?2 WHERE id = ?1')
      .bind(stranger.grant.personId, 'stranger@customer.example')
      .run();
    const next = await publish();
    const { revision } = next.manifest;
    const db = env.DB.withSession('first-primary');
    await db.prepare('DELETE FROM report_pointers').run();
    await switchPointer(db, { reportId: 'soc2-type2', revision, actor: 'operator:test', now: 1 });
    for (const at of [0, 1, 2]) {
      for (const fault of ['lost before', 'lost after'] as const) {
        const { db: DB } = faulty((call) => (call === at ? fault : 'none'));
        await announceVersions({ ...quiet, DB }, Date.now()).catch(() => {});
      }
    }
    await announceVersions(quiet, Date.now());
    const queued = await rows<{ subject_id: string }>("SELECT * FROM mails WHERE template = 'new-version'");
    expect(queued.map(({ subject_id }) => subject_id)).toEqual([`${reader.grant.id}.${revision}`]);
    await deliverDueMail(quiet, Date.now() + 1000);
    expect((await mailsTo(address)).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('new version'),
    ]);
    expect(await rows('SELECT 1 FROM announcements WHERE finished_at IS NULL')).toEqual([]);
    // Back and forth between two versions is no news.
    await switchPointer(db, { reportId: 'soc2-type2', revision, actor: 'operator:test', now: 2 });
    await announceVersions(quiet, Date.now());
    expect(await rows("SELECT 1 FROM mails WHERE template = 'new-version'")).toHaveLength(1);
  });

  it('C10: of a new version long after their access has ended, once each, with a way to ask again', async () => {
    const address = await addressed();
    expect(await get()).toBe(200);
    const now = Date.now();
    // Two grants over the years, a reader of long ago, one from whom staff took it back, one whose data is deleted.
    const second = await newReader('Second grant');
    const [old, barred, erased] = [
      await newReader('Old'),
      await newReader('Barred'),
      await newReader('Erased'),
    ];
    const untold: string[] = [];
    for (const other of [second, old, barred, erased]) {
      const { response, settled } = await ask(other);
      await response.arrayBuffer();
      await settled();
      const theirs = newAddress();
      untold.push(theirs);
      await env.DB.prepare('UPDATE people SET address = ?2 WHERE id = ?1')
        .bind(other.grant.personId, other === erased ? null : theirs)
        .run();
    }
    await env.DB.prepare('UPDATE grants SET person_id = ?2 WHERE id = ?1')
      .bind(second.grant.id, reader.grant.personId)
      .run();
    await change(`revoked_at = ${now}`, barred.grant.id);
    await env.DB.prepare('UPDATE grants SET expires_at = ?1')
      .bind(now - 300 * DAY)
      .run();
    await env.DB.prepare('UPDATE downloads SET started_at = ?1')
      .bind(now - 400 * DAY)
      .run();
    await env.DB.prepare('UPDATE downloads SET started_at = ?1 WHERE grant_id = ?2')
      .bind(now - 500 * DAY, old.grant.id)
      .run();
    await env.DB.prepare("DELETE FROM mails WHERE template = 'new-version'").run();

    const { revision } = (await publish()).manifest;
    const db = env.DB.withSession('first-primary');
    await db.prepare('DELETE FROM report_pointers').run();
    await switchPointer(db, { reportId: 'soc2-type2', revision, actor: 'operator:test', now });
    await announceVersions(env, now);
    await announceVersions(env, now);
    const queued = await rows<{ recipient: string }>("SELECT * FROM mails WHERE template = 'new-version'");
    const told = queued.map(({ recipient }) => recipient);
    expect(told.filter((recipient) => recipient === address)).toHaveLength(1);
    expect(told.filter((recipient) => untold.includes(recipient))).toEqual([]);
    await deliverDueMail(env, now + 1000);
    const [letter] = (await mailsTo(address)).filter(({ subject }) => subject.includes('new version'));
    expect(letter?.text).toContain('ask for it again from its page');
    expect(letter?.text).toContain('/access/soc2-type2');
  });

  it('C10: of a report under an id of its own that took the place of theirs', async () => {
    const address = await addressed();
    expect(await get()).toBe(200);
    const now = Date.now();
    const { supersededReports } = content;
    const [entry] = supersededReports;
    Object.assign(content, {
      supersededReports: [
        { ...entry, id: 'soc2-2020', supersededBy: 'soc2-2021' },
        { ...entry, id: 'soc2-2021', supersededBy: 'soc2-type2' },
      ],
    });
    try {
      await env.DB.prepare("UPDATE grants SET report_id = 'soc2-2020', expires_at = ?2 WHERE id = ?1")
        .bind(reader.grant.id, now - 300 * DAY)
        .run();
      await env.DB.prepare("DELETE FROM mails WHERE template = 'new-version'").run();
      const { revision } = (await publish()).manifest;
      const db = env.DB.withSession('first-primary');
      await db.prepare('DELETE FROM report_pointers').run();
      await switchPointer(db, { reportId: 'soc2-type2', revision, actor: 'operator:test', now });
      await announceVersions(env, now);
      await deliverDueMail(env, now + 1000);
      const [letter] = (await mailsTo(address)).filter(({ subject }) => subject.includes('new version'));
      expect(letter?.text).toContain('/access/soc2-type2');
    } finally {
      Object.assign(content, { supersededReports });
    }
  });
});
