import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { formats } from '../../core/formats/format.ts';
import type { Manifest } from '../../core/marks/manifest.ts';
import type { Report } from '../../schema/reports.ts';
import { formatOf } from '../../schema/unmarked.ts';
import { actOn } from '../console/proposals/act-on.ts';
import { reportOf } from '../content.ts';
import { answerJson } from '../operator/json.ts';
import { Failure } from '../problem.ts';
import { MOST_MANIFEST_BYTES, readManifest } from './manifest.ts';
import { completeVersion, MOST_PUT_BYTES, PART_BYTES, stateOf, storeObject } from './publish.ts';
import type { Publisher } from './publisher.ts';
import { objectKey, type Publication } from './store.ts';

/**
 * The API of versions, as `core/publish/upload.ts` uses it, in this order:
 *
 *     POST /:report/versions                          manifest → how far this version is, and how to send it
 *     PUT  /:report/versions/:revision/head           bytes, with Content-Digest (RFC 9530)
 *     PUT  /:report/versions/:revision/body           the same, up to 95 MB; longer ones go in parts:
 *     POST /:report/versions/:revision/parts          → an upload
 *     PUT  /:report/versions/:revision/parts/:number?upload=…
 *     POST /:report/versions/:revision/complete       manifest and parts: read back, compared, recorded
 *     POST /:report/live                              the pointer is switched, last; or a second person is asked to
 */

const REVISION = ':revision{[0-9a-f]{64}}';
const MOST_PARTS = 10_000;

/**
 * The routes, for whom a guard lets through: the command line comes with an operator's token, the console with a session.
 *
 * @param guard - says who publishes, or throws
 */
export const versionsApi = (guard: MiddlewareHandler<Publisher>) =>
  new Hono<Publisher>()
    .use('*', guard)
    .post('/:report/versions', async (c) => {
      const manifest = asManifest(await readBody(c));
      requireFormat(c, manifest);
      const state = await stateOf(stores(c), gatedReport(c).id, manifest.revision);
      return answerJson(c, {
        revision: manifest.revision,
        state,
        mostPutBytes: MOST_PUT_BYTES,
        partBytes: PART_BYTES,
      });
    })
    .put(`/:report/versions/${REVISION}/head`, async (c) => {
      const { bucket } = await openVersion(c);
      await storeObject(bucket, key(c, 'head'), readBytes(c), readDigest(c));
      return answerJson(c, {});
    })
    .put(`/:report/versions/${REVISION}/body`, async (c) => {
      const { bucket } = await openVersion(c);
      await storeObject(bucket, key(c, 'body'), readBytes(c), readDigest(c));
      return answerJson(c, {});
    })
    .post(`/:report/versions/${REVISION}/parts`, async (c) => {
      const { bucket } = await openVersion(c);
      const upload = await bucket.createMultipartUpload(key(c, 'body'));
      return answerJson(c, { upload: upload.uploadId });
    })
    .put(`/:report/versions/${REVISION}/parts/:number{[1-9][0-9]{0,4}}`, async (c) => {
      const { bucket } = await openVersion(c);
      const upload = c.req.query('upload') ?? '';
      const bytes = readBytes(c);
      try {
        const part = await bucket
          .resumeMultipartUpload(key(c, 'body'), upload)
          .uploadPart(Number(c.req.param('number')), bytes);
        return answerJson(c, { ...part });
      } catch (cause) {
        throw new Failure('conflict', {
          detail: 'Storage does not take this part; start the upload again.',
          cause,
        });
      }
    })
    .post(`/:report/versions/${REVISION}/complete`, async (c) => {
      const { manifest, upload, parts } = asCompletion(await readBody(c));
      const publication = publish(c, manifest.revision);
      if (c.req.param('revision') !== manifest.revision) throw new Failure('bad-request');
      requireFormat(c, manifest);
      if ((await stateOf(stores(c), publication.reportId, manifest.revision)) === 'new') {
        await completeVersion(stores(c), publication, manifest, upload ? { upload, parts } : null);
      }
      return answerJson(c, {});
    })
    .post('/:report/live', async (c) => {
      const { revision } = parse(
        z.strictObject({ revision: z.string().regex(/^[0-9a-f]{64}$/) }),
        await readBody(c),
      );
      const report = gatedReport(c).id;
      const acted = await actOn(c, { act: 'publish', report, revision }, c.var.publisher);
      if ('done' in acted) return answerJson(c, { revision, state: 'live' });
      const page = new URL(`/console/proposals/${acted.proposal}`, c.var.config.ORIGIN);
      return answerJson(c, { revision, state: 'proposed', proposal: page.href });
    });

const completion = z.strictObject({
  manifest: z.unknown(),
  upload: z.string().min(1).max(2048).optional(),
  parts: z
    .array(z.strictObject({ partNumber: z.int().min(1).max(MOST_PARTS), etag: z.string().min(1).max(256) }))
    .max(MOST_PARTS)
    .default([]),
});

function asCompletion(text: string) {
  const body = parse(completion, text);
  return { ...body, manifest: asManifest(JSON.stringify(body.manifest ?? null)) };
}

function asManifest(text: string): Manifest {
  const read = readManifest(text);
  if ('finding' in read) throw new Failure('bad-request', { detail: `Manifest refused: ${read.finding}.` });
  return read.manifest;
}

function parse<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Failure('bad-request', { cause });
  }
}

/** Reports that are gated: a public one is a file of the site, and is never in the bucket. */
function gatedReport(c: Context<Publisher>): Report {
  const report = reportOf(c.req.param('report') ?? '');
  if (!report || report.access === 'public') throw new Failure('not-found');
  return report;
}

/** A file without a visible mark is taken in only where the content says so, and why. */
function requireFormat(c: Context<Publisher>, { format }: Manifest): void {
  const expected = formatOf(gatedReport(c));
  if (format !== expected)
    throw new Failure('bad-request', {
      detail: `This report is handed out as ${formats[expected].name}, not as ${formats[format].name}: content/reports/ says so in fileName and unmarked.`,
    });
}

function key(c: Context<Publisher>, part: 'head' | 'body'): string {
  return objectKey(gatedReport(c).id, c.req.param('revision') ?? '', part);
}

function stores(c: Context<Publisher>) {
  return { db: c.var.db, bucket: c.env.REPORTS };
}

function publish(c: Context<Publisher>, revision: string): Publication {
  return { reportId: gatedReport(c).id, revision, actor: c.var.publisher, now: c.var.now };
}

/** What is stored completely is never written over: its readers are reading it. */
async function openVersion(c: Context<Publisher>) {
  const { db, bucket } = stores(c);
  if ((await stateOf({ db, bucket }, gatedReport(c).id, c.req.param('revision') ?? '')) !== 'new') {
    throw new Failure('conflict', { detail: 'This version is stored already.' });
  }
  return { db, bucket };
}

/** The bytes of a PUT, of announced length, so that too much is refused unread. */
function readBytes(c: Context<Publisher>): ReadableStream {
  if (lengthOf(c) > MOST_PUT_BYTES) throw new Failure('too-large');
  const bytes = c.req.raw.body;
  if (!bytes) throw new Failure('bad-request', { detail: 'Send the bytes.' });
  return bytes;
}

/** Content-Digest (RFC 9530) with one SHA-256. */
function readDigest(c: Context<Publisher>): ArrayBuffer {
  const encoded = /^sha-256=:([A-Za-z0-9+/]{43}=):$/.exec(c.req.header('Content-Digest') ?? '')?.[1];
  if (!encoded)
    throw new Failure('bad-request', { detail: 'Send `Content-Digest: sha-256=:…:` with the bytes.' });
  return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)).buffer;
}

async function readBody(c: Context<Publisher>): Promise<string> {
  if (lengthOf(c) > 2 * MOST_MANIFEST_BYTES) throw new Failure('too-large');
  return await c.req.text();
}

function lengthOf(c: Context<Publisher>): number {
  const length = c.req.header('Content-Length') ?? '';
  if (!/^(0|[1-9][0-9]{0,11})$/.test(length)) {
    throw new Failure('bad-request', { detail: 'Send a Content-Length.' });
  }
  return Number(length);
}
