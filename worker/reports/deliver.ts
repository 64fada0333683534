import type { Context } from 'hono';
import { formats } from '../../core/formats/format.ts';
import { securityHeaders } from '../../core/headers.ts';
import { parseRange, segments } from '../../core/marks/range.ts';
import { prepareStamp, type Stamp, stampHead } from '../../core/marks/stamp.ts';
import type { Report } from '../../schema/reports.ts';
import type { LiveGrant } from '../access/grant.ts';
import { keepMark } from '../access/issue-grant.ts';
import type { App } from '../app.ts';
import { fittingMark } from '../marks/mark.ts';
import { Failure } from '../problem.ts';
import { newId } from '../random.ts';
import { isMatch, isUnchanged, rangeCounts } from './conditions.ts';
import { contentDisposition } from './disposition.ts';
import {
  type Download,
  endDownload,
  explainRefusal,
  isRevoked,
  type Outcome,
  recordDownload,
} from './downloads.ts';
import { guardEmbedding } from './embedding.ts';
import { sendSegments } from './stream.ts';
import {
  forgetVersion,
  loadKeptVersion,
  loadLiveVersion,
  notKept,
  openBody,
  type Version,
  versionAtHand,
} from './version.ts';

/**
 * The one exit for gated bytes. Whoever comes here has a session and a live grant; from here on the order is: where the
 * request comes from, what it asks for, the record in the primary, the first byte.
 */

/** One reader's copy of one version. */
interface Copy {
  readonly grant: LiveGrant;
  readonly report: Report;
  readonly version: Version;
  /** Whether it is an older version, which its reader had before. */
  readonly kept: boolean;
  readonly stamp: Stamp;
}

/** What a request asks for, of one copy. Positions are inclusive. */
type Answer =
  | { readonly kind: 'other-version' | 'unchanged' | 'unsatisfiable' | 'headers' }
  | { readonly kind: 'bytes'; readonly first: number; readonly last: number; readonly partial: boolean };

/** Nobody waits for the record of an ending: the last bytes, handed over and still on their way out, go before it. */
const LAST_BYTES_MS = 50;

/** A version can be superseded between reading the pointer and writing the record: then the next one is taken. */
const MOST_TRIES = 3;

/**
 * Answers a request for a copy: the whole, one part, or its headers. `?version=` asks for an older version, which is given
 * where content/ keeps it for whoever had it.
 *
 * @param c - the request's context; method GET or HEAD
 * @param grant - read from the primary during this request
 * @param report - of the catalogue; gated
 * @returns the reader's own copy, streamed
 * @throws Failure cross-site, precondition-failed, range-not-satisfiable, too-many-requests, grant-revoked,
 * grant-expired, not-found before the first publish and for a version that is not theirs to have, storage-unavailable; in every case before the first byte
 */
export async function deliverCopy(c: Context<App>, grant: LiveGrant, report: Report): Promise<Response> {
  guardEmbedding(c.req.raw.headers);
  const older = c.req.query('version');
  if (older !== undefined) return await deliverKept(c, grant, report, older);
  let atHand = versionAtHand(report);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const version = atHand ?? (await loadLiveVersion(c.var.db, c.env.REPORTS, report));
    const copy = await copyFor(c, grant, report, version, false);
    if (!copy && atHand) {
      atHand = undefined;
      continue;
    }
    if (!copy) throw unknownFont(version);
    const answer = decide(c.req.raw, copy);
    if (answer.kind === 'bytes') {
      const response = await send(c, copy, answer);
      if (response) return response;
    } else if (!atHand) {
      // Without a record to prove it, only a version that was read just now is known to be the live one.
      return withoutBytes(c, copy, answer.kind);
    }
    atHand = undefined;
  }
  throw new Failure('storage-unavailable', { cause: 'the version was superseded again and again' });
}

/** The same door, checks, mark and record for an older version; but it is never one at hand. */
async function deliverKept(
  c: Context<App>,
  grant: LiveGrant,
  report: Report,
  revision: string,
): Promise<Response> {
  const version = await loadKeptVersion(c.var.db, c.env.REPORTS, report, grant.personId, revision);
  const copy = await copyFor(c, grant, report, version, true);
  if (!copy) throw unknownFont(version);
  const answer = decide(c.req.raw, copy);
  if (answer.kind !== 'bytes') return withoutBytes(c, copy, answer.kind);
  const response = await send(c, copy, answer);
  // It was taken back since it was looked up.
  if (!response) throw notKept();
  return response;
}

/** @returns null where this build has not the font that the version was prepared for */
async function copyFor(
  c: Context<App>,
  grant: LiveGrant,
  report: Report,
  version: Version,
  kept: boolean,
): Promise<Copy | null> {
  const mark = await fittingMark(c.env, grant.mark, version.manifest);
  if (mark === undefined) return null;
  if (mark !== grant.mark) c.executionCtx.waitUntil(keepMark(c.var.db, grant, mark, c.var.now));
  return { grant, report, version, kept, stamp: await prepareStamp(version.manifest, mark) };
}

function unknownFont({ manifest }: Version): Failure {
  return new Failure('storage-unavailable', {
    cause: `version ${manifest.revision} has a font that this build does not know: publish it again`,
  });
}

/** Range counts for GET alone (RFC 9110 section 14.2), and after the preconditions (section 13.2.2). */
function decide(request: Request, { version, stamp }: Copy): Answer {
  const { length } = version.manifest;
  if (!isMatch(request.headers.get('If-Match'), stamp.etag)) return { kind: 'other-version' };
  if (isUnchanged(request.headers.get('If-None-Match'), stamp.etag)) return { kind: 'unchanged' };
  if (request.method === 'HEAD') return { kind: 'headers' };
  const counts = rangeCounts(request.headers.get('If-Range'), stamp.etag);
  const range = parseRange(counts ? request.headers.get('Range') : null, length);
  switch (range.kind) {
    case 'whole':
      return { kind: 'bytes', first: 0, last: length - 1, partial: false };
    case 'part':
      return { kind: 'bytes', first: range.first, last: range.last, partial: true };
    case 'unsatisfiable':
      return { kind: 'unsatisfiable' };
  }
}

/**
 * Records the download, then streams it.
 *
 * @returns null where the version is not, or no longer, handed out: nothing was recorded, nothing left
 */
async function send(
  c: Context<App>,
  copy: Copy,
  { first, last, partial }: Extract<Answer, { kind: 'bytes' }>,
): Promise<Response | null> {
  const { db } = c.var;
  const { grant, report, version, kept, stamp } = copy;
  const { manifest } = version;
  const part = segments(first, last, manifest.head.length);
  const head =
    part.head && stampHead(version.template, manifest, stamp).subarray(part.head.start, part.head.end);
  const download: Download = {
    id: newId(),
    grantId: grant.id,
    personId: grant.personId,
    reportId: report.id,
    revision: manifest.revision,
    kept,
    copyId: grant.copyId,
    first,
    last,
    length: manifest.length,
    view: viewOf(c, report),
    startedAt: c.var.now,
  };
  const ended = async (outcome: Outcome, began = true) => {
    const at = Date.now();
    await scheduler.wait(LAST_BYTES_MS);
    const end = () => endDownload(db, download, outcome, at, began);
    // Writing an end twice ends it once, so a connection that was lost costs no record.
    await end()
      .catch(end)
      .catch((error: unknown) => {
        const { correlation } = c.var;
        console.error(JSON.stringify({ correlation, download: download.id, outcome, cause: String(error) }));
      });
  };

  // Storage is asked while the record is written; nothing is read of its answer before that has succeeded.
  const [recorded, opened] = await Promise.allSettled([
    recordDownload(db, download),
    part.body ? openBody(c.env.REPORTS, version, part.body) : null,
  ]);
  const body = opened.status === 'fulfilled' ? opened.value : null;
  if (recorded.status === 'rejected' || !recorded.value) {
    c.executionCtx.waitUntil(Promise.resolve(body?.cancel()));
    if (recorded.status === 'rejected') throw recorded.reason;
    const refusal = await explainRefusal(db, download);
    if (refusal === 'superseded') return null;
    throw new Failure(refusal);
  }
  if (opened.status === 'rejected') {
    forgetVersion(version);
    c.executionCtx.waitUntil(ended('broken', false));
    throw opened.reason;
  }
  const stream = sendSegments({ head, body, length: last - first + 1 }, () => isRevoked(db, download));
  c.executionCtx.waitUntil(stream.ended.then((outcome) => ended(outcome)));

  const headers = copyHeaders(c, copy, last - first + 1);
  if (partial) headers.set('Content-Range', `bytes ${first}-${last}/${manifest.length}`);
  return new Response(stream.readable, { status: partial ? 206 : 200, headers });
}

function withoutBytes(c: Context<App>, copy: Copy, kind: Exclude<Answer['kind'], 'bytes'>): Response {
  const { length } = copy.version.manifest;
  switch (kind) {
    case 'other-version':
      throw new Failure('precondition-failed');
    case 'unchanged':
      return new Response(null, { status: 304, headers: copyHeaders(c, copy) });
    case 'headers':
      return new Response(null, { status: 200, headers: copyHeaders(c, copy, length) });
    case 'unsatisfiable':
      throw new Failure('range-not-satisfiable', {
        headers: { 'Content-Range': `bytes */${length}`, 'Accept-Ranges': 'bytes' },
      });
  }
}

/** Only a PDF, which is marked, is shown in the browser. */
function viewOf(c: Context<App>, report: Report): Download['view'] {
  return c.req.query('view') === 'inline' && report.unmarked === null ? 'inline' : 'attachment';
}

function copyHeaders(c: Context<App>, { report, version, stamp }: Copy, length?: number): Headers {
  const headers = new Headers({
    ...securityHeaders({ sandbox: true }),
    'Content-Type': formats[version.manifest.format].mediaType,
    'Content-Disposition': contentDisposition(viewOf(c, report), report.fileName),
    'Cache-Control': 'private, no-store',
    'Accept-Ranges': 'bytes',
    ETag: stamp.etag,
    'X-Robots-Tag': 'noindex',
  });
  if (length !== undefined) headers.set('Content-Length', String(length));
  return headers;
}
