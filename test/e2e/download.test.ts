import type { APIResponse, Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openReader, type Reader } from '../support/browser.ts';
import { bytesOf, Journey } from '../support/journey.ts';
import { sqlIn } from '../support/local-database.ts';
import { popplerText, qpdfCheck } from '../support/second-opinion.ts';

const running = inject('running');
const file = `${running.origin}/access/soc2-type2/file`;
const person = {
  name: ') Tj ET Q \u202e/x\u0000 <b>',
  company: 'Ümlaut & Söhne',
  address: 'copies@meadow.example',
};

let browser: Browser;
let reader: Reader;
let copy: Uint8Array;
let copyPath: string;
beforeAll(async () => {
  browser = await launchBrowser();
  reader = await openReader(browser, [running.origin]);
  const journey = new Journey(reader.page, running);
  await journey.openReport('soc2-type2');
  await journey.click('Get the report');
  await journey.introduce(person);
  await journey.typeCode(person.address);
  const download = await journey.agree();
  copyPath = await download.path();
  copy = await bytesOf(download);
});
afterAll(() => browser.close());

const get = (headers: Record<string, string> = {}, url = file): Promise<APIResponse> =>
  reader.context.request.get(url, { headers, maxRedirects: 0 });
const bodyOf = async (response: APIResponse) => new Uint8Array(await response.body());
const sql = (statement: string) => sqlIn(running.state, statement);

describe('a stranger', () => {
  it('P1, A6: is given no byte, however the address is spelt', async () => {
    const spellings = [
      '',
      '/',
      '?view=inline',
      '%00',
      '/..%2ffile',
      ';x',
      '.pdf',
      '/%2e%2e/file',
      '//',
      '%20',
    ];
    for (const spelling of spellings) {
      const response = await fetch(`${file}${spelling}`, { redirect: 'manual' });
      expect([401, 404], spelling).toContain(response.status);
      expect((await response.text()).slice(0, 4), spelling).not.toBe('%PDF');
    }
    for (const path of [
      '/reports/soc2-type2/head',
      '/reports/soc2-type2.pdf',
      '/reports/soc2-type2/file',
      '/Access/soc2-type2/file',
    ]) {
      const response = await fetch(`${running.origin}${path}`, { redirect: 'manual' });
      expect(response.status, path).toBe(404);
    }
  });

  it('A1: an unknown report is answered like a missing page', async () => {
    const response = await fetch(`${running.origin}/access/no-such-report/file`);
    expect(response.status).toBe(404);
  });
});

describe('a copy', () => {
  it('W1, W2: is clean for qpdf, has one %%EOF, and is marked on every page with the original text beneath', async () => {
    expect(qpdfCheck(copyPath)).toEqual({ status: 0, words: '' });
    const latin1 = Buffer.from(copy).toString('latin1');
    expect(latin1.split('%%EOF').length).toBe(2);
    expect(latin1).not.toMatch(/\/Prev\s+\d/);

    const [[cover = '', ...marked], original] = [popplerText(copyPath), popplerText(running.soc2)];
    for (const said of [
      'This copy was made for',
      person.address,
      'Mutual Non-Disclosure Agreement, version',
      'Write to',
    ])
      expect(cover).toContain(said);
    expect(marked.length).toBe(original.length);
    expect(marked.length).toBeGreaterThanOrEqual(100);
    const words = (text: string) => text.split(/\s+/).filter(Boolean);
    for (const [index, page] of marked.entries()) {
      expect(page, `page ${index + 1}`).toContain(person.address);
      const [have, want] = [new Set(words(page)), words(original[index] ?? '')];
      expect(
        want.filter((word) => !have.has(word)),
        `page ${index + 1}`,
      ).toEqual([]);
    }
  });

  it('opens in pdf.js, with the mark on the first and last page', async () => {
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const document = await getDocument({ data: copy.slice(), verbosity: 0 }).promise;
    for (const number of [1, document.numPages]) {
      const content = await (await document.getPage(number)).getTextContent();
      const text = content.items.map((item) => ('str' in item ? item.str : '')).join(' ');
      expect(text).toContain(person.address);
    }
    await document.loadingTask.destroy();
  });

  it('A7, A10, H3: is announced exactly, private, and never cached; HEAD counts as no download', async () => {
    const count = () => sql('SELECT count(*) AS n FROM downloads');
    const before = count();
    const head = await reader.context.request.head(file);
    expect(head.status()).toBe(200);
    expect(head.headers()).toMatchObject({
      'content-length': String(copy.length),
      'content-type': 'application/pdf',
      'cache-control': 'private, no-store',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(head.headers()['content-disposition']).toMatch(/^attachment; filename="[\x20-\x7e]+\.pdf"/);
    expect(count()).toEqual(before);
  });

  it('A8, W9: ranges come from the same copy; a resumed download is the same bytes', async () => {
    const etag = (await get({ Range: 'bytes=0-0' })).headers().etag ?? '';
    const middle = Math.floor(copy.length / 3);
    for (const [range, first, last] of [
      ['bytes=0-0', 0, 0],
      [`bytes=${middle}-`, middle, copy.length - 1],
      ['bytes=-500', copy.length - 500, copy.length - 1],
      [`bytes=100-${copy.length * 2}`, 100, copy.length - 1],
    ] as const) {
      const response = await get({ Range: range, 'If-Range': etag });
      expect(response.status(), range).toBe(206);
      expect(response.headers()['content-range']).toBe(`bytes ${first}-${last}/${copy.length}`);
      expect(Buffer.compare(await response.body(), Buffer.from(copy.subarray(first, last + 1))), range).toBe(
        0,
      );
    }
    expect((await get({ Range: `bytes=${copy.length}-` })).status()).toBe(416);
    expect((await bodyOf(await get({ Range: 'bytes=0-1', 'If-Range': '"another"' }))).length).toBe(
      copy.length,
    );
  });

  it('is shown by the browser’s own viewer in the inline variant', async () => {
    const response = await get({}, `${file}?view=inline`);
    expect(response.headers()['content-disposition']).toMatch(/^inline/);
    expect(Buffer.compare(await response.body(), Buffer.from(copy))).toBe(0);
  });
});

describe('access that ended', () => {
  it('A3, P5: an expired grant is refused, and says so to its owner only', async () => {
    sql("UPDATE grants SET expires_at = 1 WHERE basis = 'nda'");
    const response = await get();
    expect(response.status()).toBe(403);
    expect(await response.text()).toContain('Your access has ended');
  });

  it('A3, P5: a revoked grant is refused on the next request', async () => {
    sql("UPDATE grants SET expires_at = 9999999999999, revoked_at = 1 WHERE basis = 'nda'");
    const response = await get();
    expect(response.status()).toBe(403);
    expect(await response.text()).toContain('withdrawn');
  });
});
