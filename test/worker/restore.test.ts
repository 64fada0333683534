import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { Server } from './access/browser.ts';
import { newProspect, type Prospect } from './access/prospect.ts';
import { acceptancesOf, rows } from './access/rows.ts';
import { publish } from './reports/exit.ts';

/** A restore, as docs/deployment.md has it: from a copy of the database and one of the bucket, into a place with nothing in it. */

interface Backup {
  readonly tables: ReadonlyMap<string, Record<string, unknown>[]>;
  readonly objects: ReadonlyMap<string, ArrayBuffer>;
}

/** Tables of ours, in any order. */
async function tableNames(): Promise<string[]> {
  const found = await rows<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name <> 'd1_migrations'`,
  );
  return found.map(({ name }) => name);
}

async function backUp(): Promise<Backup> {
  const tables = new Map<string, Record<string, unknown>[]>();
  for (const name of await tableNames()) {
    // Without what is reckoned from other columns, as a dump has it.
    const columns = await rows<{ name: string }>('SELECT name FROM pragma_table_info(?1)', name);
    const list = columns.map((column) => `"${column.name}"`).join(', ');
    tables.set(name, await rows(`SELECT ${list} FROM "${name}"`));
  }
  const objects = new Map<string, ArrayBuffer>();
  for (const { key } of (await env.REPORTS.list()).objects)
    objects.set(key, (await (await env.REPORTS.get(key))?.arrayBuffer()) ?? new ArrayBuffer(0));
  return { tables, objects };
}

const wipeTables = async () =>
  await env.DB.batch([
    env.DB.prepare('PRAGMA defer_foreign_keys = on'),
    ...(await tableNames()).map((name) => env.DB.prepare(`DELETE FROM "${name}"`)),
  ]);
const wipeObjects = async () => {
  for (const { key } of (await env.REPORTS.list()).objects) await env.REPORTS.delete(key);
};

const restoreTables = async ({ tables }: Backup) =>
  await env.DB.batch([
    env.DB.prepare('PRAGMA defer_foreign_keys = on'),
    ...[...tables].flatMap(([name, list]) =>
      list.map((row) => {
        const columns = Object.keys(row);
        const places = columns.map((_, i) => `?${i + 1}`).join(', ');
        return env.DB.prepare(
          `INSERT INTO "${name}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${places})`,
        ).bind(...Object.values(row));
      }),
    ),
  ]);
const restoreObjects = async ({ objects }: Backup) => {
  for (const [key, bytes] of objects) await env.REPORTS.put(key, bytes);
};

/** The environment that was restored knows nothing of the one before. */
const anew: Server = async (request) => {
  vi.resetModules();
  const { default: worker } = await import('../../worker/index.ts');
  return await worker.fetch(request, env, createExecutionContext());
};

const HOLDERS_COPY = '/access/soc2-type2/file';

async function holder(): Promise<Prospect> {
  const prospect = newProspect('soc2-type2', { server: anew });
  await prospect.ask();
  await prospect.confirm();
  expect((await prospect.agree()).headers.get('Location')).toBe('/access/soc2-type2/copy');
  return prospect;
}

const bytesOf = async ({ browser }: Prospect): Promise<Uint8Array> => {
  const response = await browser.get(HOLDERS_COPY);
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
};

describe('F15: a restore', () => {
  it('gives the same copy, the same receipt and the same record as before; without it nothing is handed out', async () => {
    await publish({ bodyLength: 2_000 });
    const reader = await holder();
    const before = await bytesOf(reader);
    const [acceptance] = await acceptancesOf(reader.address);
    const receipt = async () =>
      await (await reader.browser.get(`/my-access/receipts/${acceptance?.id}`)).text();
    const shown = await receipt();
    expect(shown).toContain(acceptance?.nda_sha256);
    const backup = await backUp();
    const events = await rows('SELECT * FROM events ORDER BY id');

    await wipeTables();
    await wipeObjects();
    expect((await reader.browser.get(HOLDERS_COPY)).status).toBe(401);
    expect((await env.REPORTS.list()).objects).toEqual([]);

    await restoreTables(backup);
    // The database alone: who may have it is known, and no byte of it is there.
    expect((await reader.browser.get(HOLDERS_COPY)).status).toBe(503);
    await restoreObjects(backup);
    expect(await bytesOf(reader)).toEqual(before);
    expect(await receipt()).toBe(shown);
    expect((await rows('SELECT * FROM events ORDER BY id')).slice(0, events.length)).toEqual(events);
    // What happens next is recorded behind what happened before.
    const last = Number(events.at(-1)?.id);
    const [next] = await rows<{ id: number }>('SELECT max(id) AS id FROM events');
    expect(next?.id).toBeGreaterThan(last);
    expect(await rows('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('of a database that is older than the bucket hands out what was live then; of a bucket that is older, nothing of what it lacks', async () => {
    const first = await publish({ bodyLength: 2_000 });
    const reader = await holder();
    const before = await backUp();
    const second = await publish({ bodyLength: 3_000 });
    const after = await backUp();
    expect((await bytesOf(reader)).length).toBe(second.manifest.length);

    await wipeTables();
    await restoreTables(before);
    expect((await bytesOf(reader)).length).toBe(first.manifest.length);

    await wipeTables();
    await wipeObjects();
    await restoreTables(after);
    await restoreObjects(before);
    expect((await reader.browser.get(HOLDERS_COPY)).status).toBe(503);
    expect(
      await rows(
        "SELECT 1 FROM downloads WHERE outcome = 'complete' AND revision = ?1",
        second.manifest.revision,
      ),
    ).toEqual(await rows("SELECT 1 FROM downloads WHERE outcome = 'complete' AND revision = ?1 AND 0", ''));
  });
});
