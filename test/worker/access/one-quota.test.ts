import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { content } from '../../../worker/content.ts';
import { copyOf } from '../login/server.ts';
import { overtaken } from '../overtaken.ts';
import { publish } from '../reports/exit.ts';
import { type Browser, openBrowser, textOf } from './browser.ts';
import { newProspect, type Prospect } from './prospect.ts';

/** One quota for one mailbox: however many tags its address is written with, and however often its reader starts anew. */

const REPORT = '/access/soc2-type2';
const { nda: inForce, access: rules } = content;

beforeAll(async () => void (await publish()));
afterEach(() => {
  vi.useRealTimers();
  Object.assign(content, { nda: inForce, access: rules });
});

/** Puts a newer text into force beside the older one, which opens as before for the days of grace. */
function putInForce(): void {
  const newer = { version: '2.0', effective: new Date().toISOString().slice(0, 10), sha256: 'b'.repeat(64) };
  const text = {
    path: '/nda/newer.md',
    markdown: '# Newer',
    html: '<h2>The newer text</h2>',
    toCurrent: null,
  };
  Object.assign(content, {
    nda: { ...inForce, ...newer, ...text, versions: [...inForce.versions, { ...newer, ...text }] },
    access: { ...content.access, ndaGraceDays: 10 },
  });
}

async function granted(address?: string): Promise<Prospect> {
  const prospect = newProspect('soc2-type2', address === undefined ? {} : { address });
  await prospect.ask();
  await prospect.confirm();
  expect((await prospect.agree()).headers.get('Location')).toBe(`${REPORT}/copy`);
  return prospect;
}

/** An address, and the same with two tags. */
function tagged(): [string, string, string] {
  const local = `tagged.${crypto.randomUUID().slice(0, 8)}`;
  return [`${local}@prospect.example`, `${local}+one@prospect.example`, `${local}+2@prospect.example`];
}

async function download(browser: Browser): Promise<number> {
  const response = await browser.get(`${REPORT}/file`);
  await response.arrayBuffer();
  return response.status;
}

const left = async ({ browser }: Prospect): Promise<string | undefined> =>
  /\d+ of \d+ left/.exec(textOf(await (await browser.get(`${REPORT}/copy`)).text()))?.[0];

describe('a newer text that is accepted', () => {
  it('A16 N6: a download that begins meanwhile is one of the same quota', async () => {
    Object.assign(content, { access: { ...rules, downloads: 2 } });
    const reader = await granted();
    expect(await download(reader.browser)).toBe(200);
    putInForce();
    const form = await reader.agreement();
    const meanwhile: number[] = [];
    const agreeing = overtaken(async (batch) => {
      if (batch === 0) meanwhile.push(await download(reader.browser));
    });
    const answer = await copyOf(reader.browser, agreeing).post(`${REPORT}/nda`, form);
    expect([answer.status, meanwhile]).toEqual([303, [200]]);
    expect(await left(reader)).toBe('0 of 2 left');
    expect(await download(reader.browser)).toBe(403);
  });

  it('A16 N6: a download that was asked for before, and is recorded after, is one of the same quota', async () => {
    Object.assign(content, { access: { ...rules, downloads: 2 } });
    const reader = await granted();
    putInForce();
    const form = await reader.agreement();
    // By its own clock it comes before the renewal, so that the older grant still opens to it.
    const now = Date.now();
    const slow = overtaken(async (batch) => {
      if (batch > 0) return;
      vi.useFakeTimers({ toFake: ['Date'], now: now + 1000 });
      await reader.browser.post(`${REPORT}/nda`, form);
      expect(await download(reader.browser)).toBe(200);
    });
    vi.useFakeTimers({ toFake: ['Date'], now });
    expect(await download(copyOf(reader.browser, slow))).toBe(200);
    expect(await left(reader)).toBe('0 of 2 left');
    expect(await download(reader.browser)).toBe(403);
  });
});

describe('a mailbox', () => {
  it('A16: has one quota, whichever tags its address is written with', async () => {
    Object.assign(content, { access: { ...rules, downloads: 2 } });
    const [plain, one, two] = tagged();
    // All three have their grant before anybody downloads.
    const readers = [await granted(plain), await granted(one), await granted(two)];
    const [first, second, third] = readers as [Prospect, Prospect, Prospect];
    expect(await download(first.browser)).toBe(200);
    expect(await left(second)).toBe('1 of 2 left');
    expect(await download(second.browser)).toBe(200);
    for (const { browser } of readers) expect(await download(browser)).toBe(403);
    expect(await left(third)).toBe('0 of 2 left');
    // A grant that is made later is one of the same quota too.
    const late = await granted(plain.replace('@', '+late@'));
    expect(await download(late.browser)).toBe(403);
  });

  it('A16 N6: ten at once, from three tags, are as many as it allows', async () => {
    Object.assign(content, { access: { ...rules, downloads: 4 } });
    const readers: Prospect[] = [];
    for (const address of tagged()) readers.push(await granted(address));
    const statuses = await Promise.all(
      Array.from({ length: 10 }, (_, i) => download(readers[i % 3]?.browser ?? openBrowser())),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(4);
  });

  it('A16: is not one that a dot or the domain tells apart', async () => {
    Object.assign(content, { access: { ...rules, downloads: 1 } });
    const [plain] = tagged();
    for (const address of [plain, plain.replace('tagged.', 'tagged'), plain.replace('prospect.', 'other.')])
      expect([address, await download((await granted(address)).browser)]).toEqual([address, 200]);
  });
});
