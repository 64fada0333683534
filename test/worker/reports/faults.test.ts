import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import type { ScriptedAnswer } from '../../support/provided.ts';
import type { SyntheticVersion } from '../../support/synthetic-version.ts';
import { faulty } from '../faulty-database.ts';
import { ask, bytesOf, copyOf, downloadsOf, eventsAbout, newReader, publish, type Reader } from './exit.ts';

/** Everything that can fail under a download, put in place of the real binding for one request. */

let version: SyntheticVersion;
let reader: Reader;

beforeEach(async () => {
  version = await publish();
  reader = await newReader('Fay Fault');
});
afterEach(() => {
  vi.useRealTimers();
});

/** A binding of which one method is another. */
function instead<T extends object>(real: T, replaced: Partial<T>): T {
  return new Proxy(real, {
    get(target, name) {
      const value = Reflect.get(replaced, name) ?? Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

type Get = (key: string, options?: R2GetOptions) => Promise<unknown>;

/** A bucket that answers for one of the two objects with something else. */
function bucketWith(part: 'head' | 'body', get: Get): R2Bucket {
  const real = env.REPORTS.get.bind(env.REPORTS) as unknown as Get;
  return instead(env.REPORTS, {
    get: ((key: string, options?: R2GetOptions) =>
      key.endsWith(`/${part}`) ? get(key, options) : real(key, options)) as unknown as R2Bucket['get'],
  });
}

/** The true answer of storage with another stream of bytes in it. */
async function withStream(
  key: string,
  options: R2GetOptions | undefined,
  change: (stream: ReadableStream) => ReadableStream | Promise<ReadableStream>,
) {
  const object = await env.REPORTS.get(key, options);
  if (!object || !('body' in object)) throw new Error('no such object');
  const body = await change(object.body);
  return instead(object, { body, arrayBuffer: () => new Response(body).arrayBuffer() });
}

/** Lets `bytes` through, then does as it is told; told nothing, it hangs. */
function through(bytes: number, then: (controller: TransformStreamDefaultController) => void) {
  let seen = 0;
  return new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      if (seen >= bytes) await new Promise(() => {});
      const share = chunk.subarray(0, bytes - seen);
      seen += share.length;
      controller.enqueue(share);
      if (seen >= bytes) then(controller);
    },
  });
}

describe('storage before the first byte', () => {
  const refuses = async (bucket: R2Bucket) => {
    const { response, settled } = await ask(reader, {}, { REPORTS: bucket });
    await settled();
    expect(response.status).toBe(503);
    expect(response.headers.get('Content-Type')).not.toContain('pdf');
    expect(await response.text()).toContain('Reference');
    for (const { id, outcome } of await downloadsOf(reader)) {
      expect(outcome).toBe('broken');
      expect(await eventsAbout(id)).toEqual(['download.started', 'download.failed']);
    }
    const again = await ask(reader);
    expect(again.response.status).toBe(200);
    expect(await bytesOf(again.response)).toEqual(await copyOf(version, reader));
    await again.settled();
  };

  it('F1 P7: a missing head', () => refuses(bucketWith('head', async () => null)));
  it('F1 P7: a missing body', () => refuses(bucketWith('body', async () => null)));
  it('F1 P7: a head that cannot be read', () =>
    refuses(bucketWith('head', () => Promise.reject(new Error('10001: internal error')))));
  it('F1 P7: a body that cannot be read', () =>
    refuses(bucketWith('body', () => Promise.reject(new Error('10001: internal error')))));
  it('F1 W18: flipped bits in the head', () =>
    refuses(
      bucketWith('head', (key) =>
        withStream(key, undefined, (stream) =>
          stream.pipeThrough(
            new TransformStream<Uint8Array, Uint8Array>({
              transform(chunk, controller) {
                const flipped = chunk.slice();
                flipped[0] = (flipped[0] ?? 0) ^ 1;
                controller.enqueue(flipped);
              },
            }),
          ),
        ),
      ),
    ));
  it('F1 P7: a store that hangs', async () => {
    const hanging = bucketWith('body', () => new Promise(() => {}));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = ask(reader, {}, { REPORTS: hanging });
    let answered = false;
    asked.then(() => (answered = true));
    while (!answered) {
      await scheduler.wait(1);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect((await asked).response.status).toBe(503);
  });
});

describe('an object that was replaced', () => {
  it('W18: a body with other bytes in its place is not served', async () => {
    const { revision } = version.manifest;
    await env.REPORTS.put(`reports/soc2-type2/${revision}/body`, version.body.slice().reverse());
    const { response, settled } = await ask(reader);
    await settled();
    expect(response.status).toBe(503);
    expect(await downloadsOf(reader)).toMatchObject([{ outcome: 'broken' }]);
  });

  it('W18 F1: one that was published again under another ETag is served, though the old one was at hand', async () => {
    const { revision } = version.manifest;
    const first = await ask(reader);
    await bytesOf(first.response);
    await first.settled();
    const key = `reports/soc2-type2/${revision}/body`;
    await env.REPORTS.delete(key);
    const upload = await env.REPORTS.createMultipartUpload(key);
    const part = await upload.uploadPart(1, version.body);
    const { etag } = await upload.complete([part]);
    await env.DB.prepare('UPDATE report_versions SET body_etag = ?2 WHERE revision = ?1')
      .bind(revision, etag)
      .run();
    const lost = await ask(reader);
    await lost.settled();
    expect(lost.response.status).toBe(503);
    const found = await ask(reader);
    expect(found.response.status).toBe(200);
    expect(await bytesOf(found.response)).toEqual(await copyOf(version, reader));
    await found.settled();
  });

  it('W18: a shorter body is not served', async () => {
    const { revision } = version.manifest;
    await env.REPORTS.put(`reports/soc2-type2/${revision}/body`, version.body.subarray(0, 1000));
    const { response } = await ask(reader);
    expect(response.status).toBe(503);
  });

  it('W18: another head is not served', async () => {
    const { revision } = version.manifest;
    await env.REPORTS.put(`reports/soc2-type2/${revision}/head`, version.head.slice().reverse());
    const { response } = await ask(reader);
    expect(response.status).toBe(503);
    expect(await downloadsOf(reader)).toHaveLength(0);
  });

  it.each([
    ['moved', (slots: { offset: number }[]) => slots.map((slot) => ({ ...slot, offset: slot.offset + 1 }))],
    ['of another table', (slots: { offset: number }[]) => slots.slice(1)],
    [
      'outside',
      (slots: { offset: number }[]) => slots.map((slot) => ({ ...slot, offset: slot.offset + 9e6 })),
    ],
  ])('W19: slots that are %s are refused, unrecorded', async (_, change) => {
    const slots = change([...version.manifest.slots]);
    await env.DB.prepare('UPDATE report_versions SET manifest = ?2 WHERE revision = ?1')
      .bind(version.manifest.revision, JSON.stringify({ ...version.manifest, slots }))
      .run();
    const { response } = await ask(reader);
    expect(response.status).toBe(503);
    expect(await downloadsOf(reader)).toHaveLength(0);
  });
});

describe('storage in the middle of the stream', () => {
  const breaks = async (change: (stream: ReadableStream) => ReadableStream | Promise<ReadableStream>) => {
    const bucket = bucketWith('body', (key, options) => withStream(key, options, change));
    const { response, settled } = await ask(reader, {}, { REPORTS: bucket });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Length')).toBe(String(version.manifest.length));
    await expect(response.arrayBuffer()).rejects.toThrow();
    await settled();
    return await downloadsOf(reader);
  };

  it('F1: an error breaks the connection, and the record says so', async () => {
    const downloads = await breaks((stream) =>
      stream.pipeThrough(through(100_000, (controller) => controller.error(new Error('reset')))),
    );
    expect(downloads).toMatchObject([{ outcome: 'broken' }]);
    expect(await eventsAbout(downloads[0]?.id ?? '')).toEqual(['download.started', 'download.failed']);
  });

  // Storage's own streams come over the network too. What such a stream does, and why nothing is counted: docs/decisions/0208.
  it.each<[string, Record<string, string>]>([
    ['less than its announced length', { 'Content-Length': '400000' }],
    ['chunks without the last one', {}],
  ])(
    'F1 F11: what came over the network as %s is broken, to the reader and on record',
    async (_, headers) => {
      const tenant = `${inject('scriptedProvider')}/${crypto.randomUUID()}`;
      const script: Record<string, ScriptedAnswer> = { '/body': { headers, padding: 100_000, cut: true } };
      await fetch(`${tenant}/script`, { method: 'PUT', body: JSON.stringify(script) });
      const downloads = await breaks(async (stream) => (await fetch(`${tenant}/body`)).body ?? stream);
      expect(downloads).toMatchObject([{ outcome: 'broken' }]);
      expect(await eventsAbout(downloads[0]?.id ?? '')).toEqual(['download.started', 'download.failed']);
    },
  );

  it('F1: a short body never looks complete', async () => {
    await breaks((stream) => stream.pipeThrough(through(100_000, (controller) => controller.terminate())));
  });

  it('F1: a body that is too long breaks too', async () => {
    const longer = () =>
      new TransformStream<Uint8Array, Uint8Array>({
        flush: (controller) => controller.enqueue(new Uint8Array(10)),
      });
    const downloads = await breaks((stream) => stream.pipeThrough(longer()));
    expect(downloads).toMatchObject([{ outcome: 'broken' }]);
  });
});

type Batch = (real: D1DatabaseSession, statements: D1PreparedStatement[]) => Promise<unknown>;

/** A database whose batches after the first, which reads who asks, are another's doing: records of downloads. */
function databaseWith(batch: Batch): D1Database {
  return instead(env.DB, {
    withSession: (() => {
      const real = env.DB.withSession('first-primary');
      let batches = 0;
      return instead(real, {
        batch: ((statements: D1PreparedStatement[]) =>
          batches++ === 0 ? real.batch(statements) : batch(real, statements)) as D1DatabaseSession['batch'],
      });
    }) as D1Database['withSession'],
  });
}

describe('the database', () => {
  it('P3 P7: where nobody can say who asks, no byte leaves and storage is not asked', async () => {
    let asked = false;
    const bucket = bucketWith('body', async () => {
      asked = true;
      return null;
    });
    const database = instead(env.DB, {
      withSession: (() =>
        instead(env.DB.withSession('first-primary'), {
          batch: () => Promise.reject(new Error('D1_ERROR: overloaded')),
        })) as D1Database['withSession'],
    });
    const { response, settled } = await ask(reader, {}, { DB: database, REPORTS: bucket });
    await settled();
    expect(response.status).toBe(503);
    expect(response.headers.get('Content-Type')).not.toContain('pdf');
    expect(asked).toBe(false);
    expect(await downloadsOf(reader)).toHaveLength(0);
  });

  it('P3: a download asks the primary twice: who asks, and the record', async () => {
    await bytesOf((await ask(reader)).response);
    const journeys: string[] = [];
    const database = instead(env.DB, {
      withSession: (() => {
        const real = env.DB.withSession('first-primary');
        return instead(real, {
          prepare: ((sql: string) => {
            const statement = real.prepare(sql);
            return instead(statement, {
              bind: ((...values: unknown[]) => {
                const bound = statement.bind(...values);
                for (const method of ['first', 'run', 'all', 'raw'] as const) {
                  const real = bound[method].bind(bound) as (...args: unknown[]) => unknown;
                  Object.assign(bound, {
                    [method]: (...args: unknown[]) => {
                      journeys.push(sql);
                      return real(...args);
                    },
                  });
                }
                return bound;
              }) as D1PreparedStatement['bind'],
            });
          }) as D1DatabaseSession['prepare'],
          batch: ((statements: D1PreparedStatement[]) => {
            journeys.push(`batch of ${statements.length}`);
            return real.batch(statements);
          }) as D1DatabaseSession['batch'],
        });
      }) as D1Database['withSession'],
    });
    const { response, settled } = await ask(reader, {}, { DB: database });
    expect(journeys).toEqual(['batch of 2', 'batch of 3']);
    await bytesOf(response);
    await settled();
  });

  it('P3 F3: where the record cannot be written, no byte leaves and storage is not read', async () => {
    let cancelled = false;
    const bucket = bucketWith('body', (key, options) =>
      withStream(
        key,
        options,
        () =>
          new ReadableStream({
            pull(controller) {
              controller.enqueue(new Uint8Array(10));
            },
            cancel() {
              cancelled = true;
            },
          }),
      ),
    );
    const database = databaseWith(() => Promise.reject(new Error('D1_ERROR: overloaded')));
    const { response, settled } = await ask(reader, {}, { DB: database, REPORTS: bucket });
    await settled();
    expect(response.status).toBe(503);
    expect(response.headers.get('Content-Type')).not.toContain('pdf');
    expect(cancelled).toBe(true);
    expect(await downloadsOf(reader)).toHaveLength(0);
  });

  it('F2: an answer that is lost after the commit is one download, and one event', async () => {
    let lost = 0;
    const database = databaseWith(async (real, statements) => {
      const results = await real.batch(statements);
      if (lost++ === 0) throw new Error('Network connection lost.');
      return results;
    });
    const { response, settled } = await ask(reader, {}, { DB: database });
    expect(response.status).toBe(200);
    const [download, ...more] = await downloadsOf(reader);
    expect(more).toHaveLength(0);
    expect(await eventsAbout(download?.id ?? '')).toEqual(['download.started']);
    await bytesOf(response);
    await settled();
  });

  it.each(['lost before', 'lost after'] as const)(
    'P3 P7 F9: a connection %s any of the calls sends no byte without its record, and a retry gets the copy',
    async (fault) => {
      const counting = faulty(() => 'none');
      const probe = await ask(reader, {}, { DB: counting.db });
      const before = counting.calls();
      await bytesOf(probe.response);
      await probe.settled();
      const statuses = new Set<number>();
      for (let call = 0; call < before; call++) {
        const someone = await newReader(`Call ${call}`);
        const { db } = faulty((n) => (n === call ? fault : 'none'));
        const { response, settled } = await ask(someone, {}, { DB: db });
        statuses.add(response.status);
        const copy = await copyOf(version, someone);
        const records = await downloadsOf(someone);
        if (response.status === 200) {
          expect(await bytesOf(response)).toEqual(copy);
          expect(records).toHaveLength(1);
        } else {
          expect(response.headers.get('Content-Type')).not.toContain('pdf');
          expect(await response.text()).toContain('Reference');
          expect(records).toHaveLength(0);
        }
        await settled();
        for (const { id } of records)
          expect(await eventsAbout(id)).toEqual(['download.started', 'download.completed']);
        const again = await ask(someone);
        expect(await bytesOf(again.response)).toEqual(copy);
        await again.settled();
      }
      expect([...statuses].sort()).toEqual([200, 503]);
    },
  );

  it('P3: download and event are both there before the first byte', async () => {
    const { response, settled } = await ask(reader);
    const [download] = await downloadsOf(reader);
    expect(await eventsAbout(download?.id ?? '')).toEqual(['download.started']);
    await response.body?.cancel();
    await settled();
  });
});

describe('a grant that ends', () => {
  const end = (assignment: string) =>
    env.DB.prepare(`UPDATE grants SET ${assignment} WHERE id = ?1`).bind(reader.grant.id).run();

  /** Ends the grant after it was read and before the record is written: the narrowest race there is. */
  const endingUnderway = (assignment: string) =>
    databaseWith(async (real, statements) => {
      await end(assignment);
      return await real.batch(statements);
    });

  it.each([
    ['revoked', 'revoked_at = 1'],
    ['expired', 'expires_at = 1'],
    ['moved to later', 'starts_at = 9999999999999'],
    ['made for another report', "report_id = 'pentest-letter'"],
  ])('P1 A3 A5: one that is %s between the check and the record lets no byte out', async (_, assignment) => {
    const { response, settled } = await ask(reader, {}, { DB: endingUnderway(assignment) });
    await settled();
    expect(response.status).toBeGreaterThanOrEqual(403);
    expect(response.headers.get('Content-Type')).not.toContain('pdf');
    expect(await downloadsOf(reader)).toHaveLength(0);
  });

  it.each([
    [-1, 200],
    [0, 403],
    [1, 403],
  ])('A3: at %i s from its end the answer is %i', async (seconds, status) => {
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now });
    await end(`expires_at = ${now - seconds * 1000}`);
    const { response, settled } = await ask(reader);
    expect(response.status).toBe(status);
    await response.body?.cancel();
    await settled();
  });

  it('P5 A4: revoking during a stream breaks it, and the record says so', async () => {
    const { response, settled } = await ask(reader);
    const stream = response.body?.getReader();
    expect((await stream?.read())?.done).toBe(false);
    await end('revoked_at = 1');
    // The reader pauses, so that the stream is still under way at the next look.
    await settled();
    const rest = async () => {
      while (!(await stream?.read())?.done);
    };
    await expect(rest()).rejects.toThrow();
    const [download] = await downloadsOf(reader);
    expect(download?.outcome).toBe('revoked');
    expect(await eventsAbout(download?.id ?? '')).toEqual(['download.started', 'download.revoked']);
  });
});

describe('a stream that must not go on', () => {
  it('P5 A4: revoking breaks a part that lies in the head alone, too', async () => {
    const { response, settled } = await ask(reader, { headers: { Range: 'bytes=0-999' } });
    expect(response.status).toBe(206);
    await env.DB.prepare('UPDATE grants SET revoked_at = 1 WHERE id = ?1').bind(reader.grant.id).run();
    await settled();
    await expect(response.arrayBuffer()).rejects.toThrow();
    expect(await downloadsOf(reader)).toMatchObject([{ outcome: 'revoked' }]);
  });

  it('P7 A4 F1: where the database hangs and nobody can say that the grant is live, it breaks', async () => {
    const database = instead(env.DB, {
      withSession: (() => {
        const real = env.DB.withSession('first-primary');
        return instead(real, {
          prepare: ((sql: string) => {
            const statement = real.prepare(sql);
            if (!sql.startsWith('SELECT 1 FROM grants')) return statement;
            return instead(statement, {
              bind: () => instead(statement, { first: () => new Promise<never>(() => {}) }),
            });
          }) as D1DatabaseSession['prepare'],
        });
      }) as D1Database['withSession'],
    });
    const { response, settled } = await ask(reader, {}, { DB: database });
    expect(response.status).toBe(200);
    await settled();
    await expect(response.arrayBuffer()).rejects.toThrow();
    expect(await downloadsOf(reader)).toMatchObject([{ outcome: 'broken' }]);
  });
});

describe('a reader who leaves', () => {
  it.each([0, 50, 99])('F11: at %i %% the download is recorded as broken', async (percent) => {
    const { response, settled } = await ask(reader);
    const stream = response.body?.getReader();
    let read = 0;
    while (read < (version.manifest.length * percent) / 100)
      read += (await stream?.read())?.value?.length ?? 0;
    await stream?.cancel();
    await settled();
    const [download] = await downloadsOf(reader);
    expect(download?.outcome).toBe('broken');
  });
});

describe('a new version', () => {
  it('C8: published in the middle of a stream leaves that stream whole, and the next one is new', async () => {
    const old = version;
    const { response, settled } = await ask(reader);
    version = await publish();
    expect(await bytesOf(response)).toEqual(await copyOf(old, reader));
    await settled();
    const next = await ask(reader);
    expect(await bytesOf(next.response)).toEqual(await copyOf(version, reader));
    await next.settled();
  });

  it('C8: published between the check and the record is the one that is sent', async () => {
    const first = await ask(reader);
    await bytesOf(first.response);
    await first.settled();
    let published = false;
    const database = databaseWith(async (real, statements) => {
      if (!published) version = await publish();
      published = true;
      return await real.batch(statements);
    });
    const { response, settled } = await ask(reader, {}, { DB: database });
    expect(await bytesOf(response)).toEqual(await copyOf(version, reader));
    await settled();
  });
});

describe('too many', () => {
  it('A16 D3: of 50 at once, with 20 left in the hour, exactly 20 are served', async () => {
    const windowEnd = (Math.floor(Date.now() / 3_600_000) + 1) * 3_600_000;
    await env.DB.prepare('INSERT INTO counters VALUES (?1, ?2, 4980)')
      .bind(`download:grant:${reader.grant.id}`, windowEnd)
      .run();
    const exchanges = await Promise.all(Array.from({ length: 50 }, () => ask(reader)));
    const statuses = exchanges.map(({ response }) => response.status).sort();
    await Promise.all(exchanges.map(({ response }) => bytesOf(response)));
    await Promise.all(exchanges.map(({ settled }) => settled()));
    expect(statuses).toEqual([...Array(20).fill(200), ...Array(30).fill(429)]);
    expect(await downloadsOf(reader)).toHaveLength(20);
  });
});
