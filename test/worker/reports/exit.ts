import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { composeMark } from '../../../core/marks/compose.ts';
import { newCopyId } from '../../../core/marks/copy-id.ts';
import type { Manifest } from '../../../core/marks/manifest.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { findLiveGrant, type LiveGrant } from '../../../worker/access/grant.ts';
import worker from '../../../worker/index.ts';
import { hashOf, newId, newToken } from '../../../worker/random.ts';
import { type SyntheticVersion, syntheticVersion } from '../../support/synthetic-version.ts';

/**
 * The exit for gated bytes, through the whole Worker, with bindings that a test may replace. Readers are customers with a
 * session and a grant; how they come by those is tested where it is made.
 */

const REPORT = 'soc2-type2';
export const ORIGIN = 'http://127.0.0.1:8787';

/** A reader: a grant, and the cookie of a session. */
export interface Reader {
  readonly grant: LiveGrant;
  readonly cookie: string;
}

/** An answer, and what runs on after it. */
export interface Exchange {
  readonly response: Response;
  /** Settles when everything that the handler left to waitUntil has. */
  readonly settled: () => Promise<void>;
}

/**
 * Asks for a copy.
 *
 * @param reader - who, or nobody in particular
 * @param init - method and headers
 * @param bindings - in place of the real ones
 * @param path - where
 */
export async function ask(
  reader: Reader | null,
  init: RequestInit = {},
  bindings: Partial<Env> = {},
  path = `/access/${REPORT}/file`,
): Promise<Exchange> {
  const context = createExecutionContext();
  const headers = new Headers(init.headers);
  if (reader) headers.set('Cookie', reader.cookie);
  const request = new Request(new URL(path, ORIGIN), { ...init, headers });
  const response = await worker.fetch(request, { ...env, ...bindings }, context);
  return { response, settled: () => waitOnExecutionContext(context) };
}

let seed = 0;

/** Stores a new synthetic version and makes it live. */
export async function publish(
  options: { bodyLength?: number; report?: string; signed?: boolean; font?: string } = {},
): Promise<SyntheticVersion> {
  const { report, bodyLength, ...changes } = options;
  const plain = await syntheticVersion(++seed, bodyLength);
  const version = { ...plain, manifest: { ...plain.manifest, ...changes } };
  await store(version, report);
  return version;
}

/** A prepared report, real or synthetic. */
interface Stored {
  readonly manifest: Manifest;
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

/** Stores a version and makes it live. */
export async function store({ manifest, head, body }: Stored, report = REPORT): Promise<void> {
  const { revision } = manifest;
  await env.REPORTS.put(`reports/${report}/${revision}/head`, head);
  const stored = await env.REPORTS.put(`reports/${report}/${revision}/body`, body);
  if (!stored) throw new Error('the body was not stored');
  await env.DB.batch([
    env.DB.prepare(
      'INSERT INTO report_versions (report_id, revision, manifest, body_etag, published_at, published_by) VALUES (?1, ?2, ?3, ?4, 0, ?5)',
    ).bind(report, revision, JSON.stringify(manifest), stored.etag, 'operator:test'),
    env.DB.prepare('INSERT OR REPLACE INTO report_pointers VALUES (?1, ?2, 0)').bind(report, revision),
  ]);
}

/** A customer with a session, and a grant for an hour. */
export async function newReader(name: string, report = REPORT): Promise<Reader> {
  const personId = newId();
  const now = Date.now();
  const copyId = newCopyId(crypto.getRandomValues(new Uint8Array(16)));
  const address = `${name.toLowerCase().replace(/\W/g, '.')}@reader.example`;
  const mark = await composeMark({ name, company: 'Reader Ltd', address, date: '2026-11-20', copyId });
  const token = newToken();
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO people (id, kind, issuer, subject, name, company, created_at)
       VALUES (?1, 'customer', 'https://id.example', ?1, ?2, 'Reader Ltd', ?3)`,
    ).bind(personId, name, now),
    env.DB.prepare(
      `INSERT INTO sessions (id_hash, person_id, kind, created_at, seen_at, expires_at)
       VALUES (?1, ?2, 'customer', ?3, ?3, ?4)`,
    ).bind(await hashOf(token), personId, now, now + 7_200_000),
    env.DB.prepare(
      `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at)
       VALUES (?1, ?2, ?3, 'terms', '{}', ?4, ?5, ?6, ?7)`,
    ).bind(newId(), personId, report, copyId, JSON.stringify(mark), now - 1000, now + 3_600_000),
  ]);
  const grant = await findLiveGrant(env.DB.withSession('first-primary'), personId, report, now);
  if (!grant) throw new Error('the grant was not made');
  return { grant, cookie: `__Host-session=${token}` };
}

/** The bytes that a reader's copy must have, made without the Worker. */
export async function copyOf(version: Stored, { grant }: Reader): Promise<Uint8Array> {
  const { manifest, head, body } = version;
  const stamped = stampHead(head, manifest, await prepareStamp(manifest, grant.mark));
  const whole = new Uint8Array(manifest.length);
  whole.set(stamped);
  whole.set(body, stamped.length);
  return whole;
}

export async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

/** What the database says about a person's downloads. */
export async function downloadsOf({ grant }: Reader) {
  const { results } = await env.DB.prepare(
    'SELECT * FROM downloads WHERE grant_id = ?1 ORDER BY started_at, rowid',
  )
    .bind(grant.id)
    .all<{ id: string; first_byte: number; last_byte: number; outcome: string | null }>();
  return results;
}

/** The types of the events about a download, in order. */
export async function eventsAbout(id: string): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT type FROM events WHERE object = ?1 ORDER BY id')
    .bind(id)
    .all<{ type: string }>();
  return results.map((row) => row.type);
}
