import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { composeMark } from '../../../core/marks/compose.ts';
import { newCopyId } from '../../../core/marks/copy-id.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { findLiveGrant, type LiveGrant } from '../../../worker/access/grant.ts';
import type { App } from '../../../worker/app.ts';
import { reportOf } from '../../../worker/content.ts';
import { guardAddress, prepareRequest } from '../../../worker/guard.ts';
import { Failure } from '../../../worker/problem.ts';
import { newId } from '../../../worker/random.ts';
import { deliverCopy } from '../../../worker/reports/deliver.ts';
import { respondToFailure } from '../../../worker/respond.tsx';
import { type SyntheticVersion, syntheticVersion } from '../../support/synthetic-version.ts';

/**
 * The exit for gated bytes by itself, with bindings that a test may replace. Who is asking is in a header here: the
 * sessions before it have tests of their own.
 */

export const REPORT = 'soc2-type2';
export const ORIGIN = 'http://127.0.0.1:8787';

/** A promise of a test: what ran after the response is over too. */
export interface Exchange {
  readonly response: Response;
  /** Everything that the handler left to waitUntil. */
  readonly settled: () => Promise<void>;
}

const app = new Hono<App>()
  .use('*', prepareRequest, guardAddress)
  .get('/access/:report/file', async (c) => {
    const report = reportOf(c.req.param('report'));
    if (!report) throw new Failure('not-found');
    const grant = await findLiveGrant(c.var.db, c.req.header('X-Person') ?? '', report.id, c.var.now);
    if (!grant) throw new Failure('forbidden');
    return await deliverCopy(c, grant, report);
  })
  .onError(respondToFailure);

/**
 * Asks for a copy.
 *
 * @param person - whose
 * @param init - method and headers
 * @param bindings - in place of the real ones
 */
export async function ask(
  person: string,
  init: RequestInit = {},
  bindings: Partial<Pick<Env, 'DB' | 'REPORTS'>> = {},
  report: string = REPORT,
): Promise<Exchange> {
  const context = createExecutionContext();
  const headers = new Headers(init.headers);
  headers.set('X-Person', person);
  const view = new URL(`/access/${report}/file`, ORIGIN);
  const response = await app.fetch(
    new Request(view, { ...init, headers }),
    { ...env, ...bindings } as Env,
    context,
  );
  return { response, settled: () => waitOnExecutionContext(context) };
}

let seed = 0;

/** Stores a new synthetic version and makes it live. */
export async function publish(
  options: { bodyLength?: number; report?: string } = {},
): Promise<SyntheticVersion> {
  const { report = REPORT } = options;
  const version = await syntheticVersion(++seed, options.bodyLength);
  const { revision } = version.manifest;
  await env.REPORTS.put(`reports/${report}/${revision}/head`, version.head);
  const body = await env.REPORTS.put(`reports/${report}/${revision}/body`, version.body);
  if (!body) throw new Error('the body was not stored');
  await env.DB.batch([
    env.DB.prepare('INSERT INTO report_versions VALUES (?1, ?2, ?3, ?4, 0, ?5)').bind(
      report,
      revision,
      JSON.stringify(version.manifest),
      body.etag,
      'operator:test',
    ),
    env.DB.prepare('INSERT OR REPLACE INTO report_pointers VALUES (?1, ?2, 0)').bind(report, revision),
  ]);
  return version;
}

/** A person with a grant for an hour. */
export async function grantTo(name: string, report = REPORT): Promise<LiveGrant> {
  const personId = newId();
  const now = Date.now();
  const copyId = newCopyId(crypto.getRandomValues(new Uint8Array(16)));
  const address = `${name.toLowerCase().replace(/\W/g, '.')}@reader.example`;
  const mark = await composeMark({ name, company: 'Reader Ltd', address, date: '2026-11-20', copyId });
  const id = newId();
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO people (id, kind, address, name, company, created_at) VALUES (?1, 'prospect', ?2, ?3, ?4, ?5)",
    ).bind(personId, `${personId}@reader.example`, name, 'Reader Ltd', now),
    env.DB.prepare(
      `INSERT INTO grants (id, person_id, report_id, basis, basis_detail, copy_id, mark, starts_at, expires_at)
       VALUES (?1, ?2, ?3, 'terms', '{}', ?4, ?5, ?6, ?7)`,
    ).bind(id, personId, report, copyId, JSON.stringify(mark), now - 1000, now + 3_600_000),
  ]);
  const grant = await findLiveGrant(env.DB.withSession('first-primary'), personId, report, now);
  if (!grant) throw new Error('the grant was not made');
  return grant;
}

/** The bytes that a reader's copy must have, made without the Worker. */
export async function copyOf(version: SyntheticVersion, grant: LiveGrant): Promise<Uint8Array> {
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
export async function downloadsOf(grant: LiveGrant) {
  const { results } = await env.DB.prepare('SELECT * FROM downloads WHERE grant_id = ?1 ORDER BY started_at')
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
