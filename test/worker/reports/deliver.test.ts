import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SyntheticVersion } from '../../support/synthetic-version.ts';
import { ask, bytesOf, copyOf, downloadsOf, eventsAbout, newReader, publish, type Reader } from './exit.ts';

let version: SyntheticVersion;
let ada: Reader;
let bob: Reader;

beforeAll(async () => {
  version = await publish();
  ada = await newReader('Ada Reader');
  bob = await newReader('Bob Reader');
});

describe('who may not', () => {
  const refused = async (status: number, reader: Reader | null, path?: string) => {
    for (const method of ['GET', 'HEAD']) {
      const { response } = await ask(reader, { method }, {}, path);
      expect(response.status, `${method} ${path}`).toBe(status);
      expect(response.headers.get('Content-Type')).not.toContain('pdf');
      expect(response.headers.get('ETag')).toBeNull();
    }
  };

  it('P1: nobody without a session', () => refused(401, null));

  it('P1 A1: nobody with a grant for another report', async () => {
    const reader = await newReader('Otto Other', 'pentest-letter');
    await refused(403, reader);
    expect(await downloadsOf(reader)).toHaveLength(0);
  });

  it.each([
    ['past its idle limit', 'seen_at = 0'],
    ['past its absolute limit', 'expires_at = 1'],
  ])('P1 S5: nobody whose session is %s, though the grant lives', async (_, assignment) => {
    const reader = await newReader('Sven Session');
    await env.DB.prepare(`UPDATE sessions SET ${assignment} WHERE person_id = ?1`)
      .bind(reader.grant.personId)
      .run();
    await refused(401, reader);
    expect(await downloadsOf(reader)).toHaveLength(0);
  });

  it('P1 S13: no member of staff, though a grant names them', async () => {
    const reader = await newReader('Stella Staff');
    await env.DB.prepare("UPDATE sessions SET kind = 'staff' WHERE person_id = ?1")
      .bind(reader.grant.personId)
      .run();
    await refused(403, reader);
  });

  it('A1: a report that is gated but was never published is the same as a missing one', async () => {
    await refused(404, await newReader('Petra Pentest', 'pentest-letter'), '/access/pentest-letter/file');
    await refused(404, ada, '/access/no-such-report/file');
  });

  it('A6 A10: odd spellings of the path are nothing', async () => {
    for (const path of [
      '/access/soc2-type2/file/x.css',
      '/access/soc2-type2/file.pdf',
      '/access//soc2-type2/file',
      '/access/soc2-type2%2ffile',
      '/access/SOC2-TYPE2/file',
      '/access/soc2-type2;x/file',
      '/access/%2e%2e%2fsoc2-type2/file',
      '/access/soc2-type2%00/file',
      `/access/${'a'.repeat(16_000)}/file`,
    ]) {
      await refused(404, ada, path);
    }
  });
});

describe('a whole copy', () => {
  it('P2 W7: is the reader’s own, of the announced length, which is the same for every reader', async () => {
    const hers = await ask(ada);
    const his = await ask(bob);
    expect(hers.response.status).toBe(200);
    expect(hers.response.headers.get('Content-Length')).toBe(String(version.manifest.length));
    expect(his.response.headers.get('Content-Length')).toBe(String(version.manifest.length));
    const [herBytes, hisBytes] = [await bytesOf(hers.response), await bytesOf(his.response)];
    expect(herBytes).toEqual(await copyOf(version, ada));
    expect(hisBytes).toEqual(await copyOf(version, bob));
    expect(herBytes).not.toEqual(hisBytes);
    expect(herBytes.subarray(0, version.head.length)).not.toEqual(version.head);
    await Promise.all([hers.settled(), his.settled()]);
  });

  it('W11: is the same bytes and the same validator at every download of one grant', async () => {
    const [first, second] = [await ask(ada), await ask(ada)];
    expect(first.response.headers.get('ETag')).toBe(second.response.headers.get('ETag'));
    expect(await bytesOf(first.response)).toEqual(await bytesOf(second.response));
    await Promise.all([first.settled(), second.settled()]);
  });

  it('A10 A19 H2 H3 W20: is framed and kept by nobody, indexed by nobody, and named without personal data', async () => {
    const { response, settled } = await ask(ada);
    await bytesOf(response);
    await settled();
    const { headers } = response;
    expect(headers.get('Content-Type')).toBe('application/pdf');
    expect(headers.get('Cache-Control')).toBe('private, no-store');
    expect(headers.get('Content-Disposition')).toBe(
      'attachment; filename="larkspur-relay-soc2-type2-2026.pdf"',
    );
    expect(headers.get('Content-Security-Policy')).toBe(
      "sandbox; default-src 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(headers.get('X-Robots-Tag')).toBe('noindex');
    expect(headers.get('Accept-Ranges')).toBe('bytes');
    // As a word: the validator's hexadecimal digits may well spell it.
    expect(JSON.stringify([...headers])).not.toMatch(/\bada\b|reader/i);
  });

  it('P3: is recorded, with its event, and ends as complete', async () => {
    const reader = await newReader('Rita Record');
    const { response, settled } = await ask(reader);
    const [started] = await downloadsOf(reader);
    expect(started).toMatchObject({ first_byte: 0, last_byte: version.manifest.length - 1 });
    expect(await eventsAbout(started?.id ?? '')).toEqual(['download.started']);
    await bytesOf(response);
    await settled();
    expect(await downloadsOf(reader)).toMatchObject([{ outcome: 'complete' }]);
    expect(await eventsAbout(started?.id ?? '')).toEqual(['download.started', 'download.completed']);
  });

  it('A7: HEAD has the same headers and no body, and counts as nothing', async () => {
    const reader = await newReader('Hedda Head');
    const get = await ask(reader);
    await bytesOf(get.response);
    await get.settled();
    const { response, settled } = await ask(reader, { method: 'HEAD' });
    await settled();
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toHaveLength(0);
    expect([...response.headers]).toEqual([...get.response.headers]);
    expect(await downloadsOf(reader)).toHaveLength(1);
  });
});

describe('a part', () => {
  const part = async (range: string, headers: Record<string, string> = {}) => {
    const exchange = await ask(ada, { headers: { Range: range, ...headers } });
    const bytes = await bytesOf(exchange.response);
    await exchange.settled();
    return { ...exchange, bytes };
  };

  it('A8: first byte, last byte, suffix, open end, across the seam of head and body', async () => {
    const whole = await copyOf(version, ada);
    const { length, head } = version.manifest;
    const ranges: [string, number, number][] = [
      ['bytes=0-0', 0, 0],
      [`bytes=${length - 1}-`, length - 1, length - 1],
      ['bytes=-1', length - 1, length - 1],
      ['bytes=-1000000000', 0, length - 1],
      [`bytes=0-${length * 2}`, 0, length - 1],
      [`bytes=${head.length - 1}-${head.length}`, head.length - 1, head.length],
      [`bytes=0-${head.length - 1}`, 0, head.length - 1],
      [`bytes=${head.length}-`, head.length, length - 1],
    ];
    for (const [range, first, last] of ranges) {
      const { response, bytes } = await part(range);
      expect(response.status, range).toBe(206);
      expect(response.headers.get('Content-Range'), range).toBe(`bytes ${first}-${last}/${length}`);
      expect(response.headers.get('Content-Length'), range).toBe(String(last - first + 1));
      expect(bytes, range).toEqual(whole.subarray(first, last + 1));
    }
  });

  it('W8 W9: cut at either edge of any slot, both sides are that reader’s', async () => {
    const whole = await copyOf(version, ada);
    const { length, slots } = version.manifest;
    for (const slot of slots) {
      for (const cut of [
        slot.offset,
        slot.offset + 1,
        slot.offset + slot.length - 1,
        slot.offset + slot.length,
      ]) {
        const [before, after] = [
          await part(`bytes=${cut - 20}-${cut - 1}`),
          await part(`bytes=${cut}-${cut + 40}`),
        ];
        expect(before.bytes, `${slot.kind} at ${cut}`).toEqual(whole.subarray(cut - 20, cut));
        expect(after.bytes, `${slot.kind} at ${cut}`).toEqual(
          whole.subarray(cut, Math.min(length, cut + 41)),
        );
      }
    }
  });

  it('A8 F11: a download that broke off is taken up where it broke, and is the same copy', async () => {
    const whole = await copyOf(version, ada);
    for (const broken of [1, 30_000, version.manifest.head.length, 200_000, version.manifest.length - 1]) {
      const first = await ask(ada);
      const etag = first.response.headers.get('ETag') ?? '';
      const kept: number[] = [];
      const stream = first.response.body?.getReader();
      while (kept.length < broken) kept.push(...((await stream?.read())?.value ?? []));
      await stream?.cancel();
      await first.settled();
      const rest = await part(`bytes=${broken}-`, { 'If-Range': etag });
      expect(rest.response.status).toBe(206);
      expect(rest.response.headers.get('ETag')).toBe(etag);
      expect(new Uint8Array([...kept.slice(0, broken), ...rest.bytes])).toEqual(whole);
    }
  });

  it('A8 C8: one that broke off before a new version is not taken up in the middle of that', async () => {
    const etag = (await part('bytes=0-0')).response.headers.get('ETag') ?? '';
    version = await publish();
    const { response, bytes } = await part('bytes=1000-', { 'If-Range': etag });
    expect(response.status).toBe(200);
    expect(response.headers.get('ETag')).not.toBe(etag);
    expect(bytes).toEqual(await copyOf(version, ada));
  });

  it('A8: HEAD with a Range is HEAD', async () => {
    const { response } = await ask(ada, { method: 'HEAD', headers: { Range: 'bytes=0-9' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Length')).toBe(String(version.manifest.length));
    expect(response.headers.get('Content-Range')).toBeNull();
  });

  it('A8: beyond the end is 416 with the length, and no download', async () => {
    const reader = await newReader('Uma Unsatisfied');
    for (const range of [`bytes=${version.manifest.length}-`, 'bytes=-0', `bytes=99999999999999999999-`]) {
      const { response } = await ask(reader, { headers: { Range: range } });
      expect(response.status, range).toBe(416);
      expect(response.headers.get('Content-Range')).toBe(`bytes */${version.manifest.length}`);
    }
    expect(await downloadsOf(reader)).toHaveLength(0);
  });

  it('A8: several ranges, other units and nonsense get the whole personal copy', async () => {
    const whole = await copyOf(version, ada);
    const overlapping = `bytes=${Array.from({ length: 100 }, () => '0-99').join(',')}`;
    for (const range of ['bytes=0-1,5-6', overlapping, 'lines=1-2', 'bytes=5-2', 'bytes=', 'bytes=a-b']) {
      const { response, bytes } = await part(range);
      expect(response.status, range).toBe(200);
      expect(bytes, range).toEqual(whole);
    }
  });

  it('A8: If-Range counts with this copy’s validator only', async () => {
    const etag = (await part('bytes=0-0')).response.headers.get('ETag') ?? '';
    const other = await ask(bob, { method: 'HEAD' });
    expect((await part('bytes=0-9', { 'If-Range': etag })).response.status).toBe(206);
    for (const wrong of [
      other.response.headers.get('ETag') ?? '',
      `W/${etag}`,
      'Fri, 20 Nov 2026 00:00:00 GMT',
    ]) {
      expect((await part('bytes=0-9', { 'If-Range': wrong })).response.status, wrong).toBe(200);
    }
  });

  it('W8 W9: a thousand random parts, laid together, are the whole, and each carries its reader’s mark', async () => {
    const small = await publish({ bodyLength: 40_000 });
    const hers = await copyOf(small, ada);
    const his = await copyOf(small, bob);
    const { length } = small.manifest;
    let state = 7;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      return state % below;
    };
    const stitched = new Uint8Array(length);
    const cuts = [...new Set([0, length, ...Array.from({ length: 999 }, () => random(length))])].sort(
      (a, b) => a - b,
    );
    const jobs = cuts.slice(0, -1).map((first, i) => [first, (cuts[i + 1] as number) - 1] as const);
    const batches = Array.from({ length: Math.ceil(jobs.length / 25) }, (_, i) =>
      jobs.slice(25 * i, 25 * i + 25),
    );
    for (const batch of batches) {
      await Promise.all(
        batch.map(async ([first, last], i) => {
          const reader = i % 5 === 0 ? bob : ada;
          const { response, settled } = await ask(
            reader,
            { headers: { Range: `bytes=${first}-${last}` } },
            { DOWNLOAD_LIMIT: { limit: async () => ({ success: true }) } },
          );
          const bytes = await bytesOf(response);
          await settled();
          expect(bytes).toEqual((reader === bob ? his : hers).subarray(first, last + 1));
          stitched.set(reader === bob ? hers.subarray(first, last + 1) : bytes, first);
        }),
      );
    }
    expect(stitched).toEqual(hers);
    version = await publish();
  });
});

describe('validators', () => {
  it('A9: differ between readers, and from storage’s', async () => {
    const hers = (await ask(ada, { method: 'HEAD' })).response.headers.get('ETag') ?? '';
    const his = (await ask(bob, { method: 'HEAD' })).response.headers.get('ETag') ?? '';
    expect(hers).toMatch(/^"[\x21\x23-\x7e]+"$/);
    expect(hers).not.toBe(his);
    const { revision } = version.manifest;
    for (const part of ['head', 'body']) {
      const object = await env.REPORTS.head(`reports/soc2-type2/${revision}/${part}`);
      expect(hers).not.toContain(object?.etag);
    }
  });

  it('A9: a resumed copy of another version is refused, not mixed: If-Match', async () => {
    const { response } = await ask(ada);
    const etag = response.headers.get('ETag') ?? '';
    await bytesOf(response);
    const resume = async (tag: string) => {
      const resumed = await ask(ada, { headers: { 'If-Match': tag, Range: 'bytes=0-9' } });
      await resumed.response.body?.cancel();
      await resumed.settled();
      return resumed.response;
    };
    for (const tag of [etag, '*', `"other", ${etag}`]) expect((await resume(tag)).status, tag).toBe(206);
    const before = (await downloadsOf(ada)).length;
    for (const tag of ['"other"', `W/${etag}`, '']) {
      const refused = await resume(tag);
      expect(refused.status, tag).toBe(412);
      expect(refused.headers.get('Content-Type')).not.toContain('pdf');
    }
    expect(await downloadsOf(ada)).toHaveLength(before);
  });

  it('A9: 304 comes after the grant was checked, for one’s own copy only', async () => {
    const own = (await ask(ada, { method: 'HEAD' })).response.headers.get('ETag') ?? '';
    const status = async (person: Reader | null, tag: string) =>
      (await ask(person, { headers: { 'If-None-Match': tag }, method: 'HEAD' })).response.status;
    expect(await status(ada, own)).toBe(304);
    expect(await status(ada, `"other", W/${own}`)).toBe(304);
    expect(await status(ada, '*')).toBe(304);
    expect(await status(bob, own)).toBe(200);
    expect(await status(null, '*')).toBe(401);
    expect(await status(null, own)).toBe(401);
    expect(await status(await newReader('Otto Other', 'pentest-letter'), '*')).toBe(403);
  });

  it('C8: after a new version the old validator no longer answers, though this isolate still holds that version', async () => {
    const before = await ask(ada);
    await bytesOf(before.response);
    await before.settled();
    const etag = before.response.headers.get('ETag') ?? '';
    version = await publish();
    const after = await ask(ada, { headers: { 'If-None-Match': etag } });
    expect(after.response.status).toBe(200);
    expect(await bytesOf(after.response)).toEqual(await copyOf(version, ada));
    await after.settled();
  });
});

describe('another site', () => {
  it.each([
    ['iframe', 'cross-site'],
    ['iframe', 'same-origin'],
    ['embed', 'cross-site'],
    ['object', 'same-site'],
    ['script', 'cross-site'],
    ['image', 'cross-site'],
    ['document', 'cross-site'],
    ['empty', 'same-site'],
  ])('A19: a request for use as %s from %s is refused', async (destination, site) => {
    const headers = { 'Sec-Fetch-Dest': destination, 'Sec-Fetch-Site': site };
    const { response } = await ask(ada, { headers });
    expect(response.status).toBe(403);
  });

  it('A19: one’s own page, the address bar and clients that are no browsers are served', async () => {
    for (const headers of [
      { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'none' },
      { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Site': 'same-origin' },
    ]) {
      const { response, settled } = await ask(ada, { headers });
      expect(response.status).toBe(200);
      await bytesOf(response);
      await settled();
    }
  });
});
