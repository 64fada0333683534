import { describe, expect, it } from 'vitest';
import { ApiClient, ApiError } from '../../../core/publish/api-client.ts';
import { Upload } from '../../../core/publish/upload.ts';
import { syntheticVersion } from '../../support/synthetic-version.ts';

/** The trust center's side, as far as an upload sees it; it notes each request, and may be told to fail one. */
function trustCenter(options: { partBytes?: number; mostPutBytes?: number } = {}) {
  const seen: string[] = [];
  let uploads = 0;
  const fail = new Map<string, () => Response | Promise<Response>>();
  const answers = (path: string): object => {
    if (path.endsWith('/versions'))
      return {
        state: 'new',
        mostPutBytes: options.mostPutBytes ?? 100_000,
        partBytes: options.partBytes ?? 100_000,
      };
    if (path.endsWith('/parts')) return { upload: `upload-${++uploads}` };
    return { partNumber: 1, etag: path };
  };
  const client = new ApiClient(async (path, { method, body }) => {
    const short = path.replace(/[0-9a-f]{64}/, 'R');
    seen.push(`${method} ${short} ${body instanceof Uint8Array ? body.length : ''}`.trim());
    const failing = fail.get(short);
    if (failing) {
      fail.delete(short);
      return await failing();
    }
    return Response.json(answers(path));
  }, 'The trust center');
  return { client, seen, fail };
}

const refuse = (status: number) => () =>
  Response.json({ detail: 'Not now.', instance: 'urn:vitrine:1' }, { status });

describe('an upload', () => {
  it('C9: sends head, body, check, pointer, in this order', async () => {
    const version = await syntheticVersion(1, 5000);
    const { client, seen } = trustCenter();
    expect(await new Upload(client, 'report', version).run(() => {})).toEqual({
      before: 'new',
      proposal: null,
    });
    expect(seen).toEqual([
      'POST report/versions',
      `PUT report/versions/R/head ${version.head.length}`,
      'PUT report/versions/R/body 5000',
      'POST report/versions/R/complete',
      'POST report/live',
    ]);
  });

  it('C9: run again, goes on with the part it had come to', async () => {
    const version = await syntheticVersion(2, 350_000);
    const { client, seen, fail } = trustCenter();
    fail.set('report/versions/R/parts/3?upload=upload-1', refuse(400));
    const upload = new Upload(client, 'report', version);
    await expect(upload.run(() => {})).rejects.toThrow(
      'the trust center answered 400: Not now. (urn:vitrine:1)',
    );
    expect(seen.at(-1)).toBe('PUT report/versions/R/parts/3?upload=upload-1 100000');
    seen.length = 0;
    await upload.run(() => {});
    expect(seen.slice(2)).toEqual([
      'PUT report/versions/R/parts/3?upload=upload-1 100000',
      'PUT report/versions/R/parts/4?upload=upload-1 50000',
      'POST report/versions/R/complete',
      'POST report/live',
    ]);
  });

  it.each(['report/versions/R/parts/2?upload=upload-1', 'report/versions/R/complete'])(
    'begins anew where storage has forgotten the parts (%s)',
    async (path) => {
      const { client, seen, fail } = trustCenter();
      fail.set(path, refuse(409));
      const upload = new Upload(client, 'report', await syntheticVersion(3, 150_000));
      await expect(upload.run(() => {})).rejects.toThrow(ApiError);
      await upload.run(() => {});
      expect(seen).toContain('PUT report/versions/R/parts/1?upload=upload-2 100000');
    },
  );

  it('C9: stops at once when it is told to, and switches nothing', async () => {
    const stop = new AbortController();
    const { client, seen, fail } = trustCenter();
    fail.set('report/versions/R/body', () => {
      stop.abort();
      throw new Error('aborted');
    });
    const upload = new Upload(client, 'report', await syntheticVersion(4, 5000));
    await expect(upload.run(() => {}, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen.at(-1)).toBe('PUT report/versions/R/body 5000');
  });

  it('tells how far it has come', async () => {
    const version = await syntheticVersion(5, 250_000);
    const { client } = trustCenter();
    const steps: number[] = [];
    await new Upload(client, 'report', version).run(({ sent, total }) => void steps.push(sent / total));
    expect(steps.length).toBe(5);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
  });

  it('tries again what the store could not do, and gives up in a sentence where nobody answers', async () => {
    const { client, fail } = trustCenter();
    fail.set('report/live', refuse(503));
    await new Upload(client, 'report', await syntheticVersion(6, 10)).run(() => {});
    const nobody = new ApiClient(() => Promise.reject(new TypeError('fetch failed')), 'The trust center');
    await expect(nobody.post('x', {})).rejects.toThrow('The trust center does not answer (fetch failed).');
  });
});
