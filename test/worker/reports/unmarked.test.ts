import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { type PreparedReport, prepareReport } from '../../../core/formats/prepare-report.ts';
import { prepareStamp, stampHead } from '../../../core/marks/stamp.ts';
import { content, reportOf } from '../../../worker/content.ts';
import { syntheticVersion } from '../../support/synthetic-version.ts';
import { zipFile } from '../../support/zip-file.ts';
import { openBrowser, textOf } from '../access/browser.ts';
import { signIn } from '../access/sign-in.ts';
import { ask, bytesOf, newReader, type Reader } from './exit.ts';

/** A report that is handed out without a visible mark, because its front matter says so. */

const REPORT = 'evidence';
const path = `/access/${REPORT}/file`;
const soc2 = reportOf('soc2-type2');
if (!soc2) throw new Error('the sample has no SOC 2 report');
(content.reports as (typeof soc2)[]).push({
  ...soc2,
  id: REPORT,
  title: 'Evidence of the audit',
  fileName: 'evidence.zip',
  pages: null,
  mark: null,
  cover: false,
  unmarked: { reason: 'The auditor’s spreadsheets are only of use as spreadsheets.' },
});

let seed = 0;
const newArchive = () => zipFile([{ name: 'list.txt', text: `sample ${++seed}` }]);

/** Publishes through the console’s API. */
async function publish(report: string, { head, body, manifest }: Omit<PreparedReport, 'x'>) {
  const browser = openBrowser();
  const person = await signIn(browser, {
    kind: 'staff',
    groups: [content.access.staffGroup],
    roles: ['publisher'],
  });
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;
  const send = async (method: string, rest: string, bytes: Uint8Array) => {
    const copy = new Uint8Array(bytes);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', copy));
    const response = await browser.sendAsPage(method, `/console/api/reports/${report}/${rest}`, copy, {
      'X-Publisher': person,
      'Content-Length': String(copy.length),
      'Content-Digest': `sha-256=:${btoa(String.fromCharCode(...hash))}:`,
    });
    return { status: response.status, detail: ((await response.json()) as { detail?: string }).detail };
  };
  const version = `versions/${manifest.revision}`;
  const answers = [
    await send('POST', 'versions', json(manifest)),
    await send('PUT', `${version}/head`, head),
    await send('PUT', `${version}/body`, body),
    await send('POST', `${version}/complete`, json({ manifest })),
    await send('POST', 'live', json({ revision: manifest.revision })),
  ];
  return answers;
}

async function copyOf({ head, body, manifest }: PreparedReport, { grant }: Reader): Promise<Uint8Array> {
  const whole = new Uint8Array(manifest.length);
  whole.set(stampHead(head, manifest, await prepareStamp(manifest, grant.mark)));
  whole.set(body, head.length);
  return whole;
}

describe('a report without a visible mark', () => {
  it('is published, and each reader’s copy has the copy id, its own tag, its type, and nothing that runs', async () => {
    const prepared = await prepareReport(newArchive(), 'zip');
    expect((await publish(REPORT, prepared)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const tags = [];
    for (const name of ['Zoe Zip', 'Yan Zip']) {
      const reader = await newReader(name, REPORT);
      const { response, settled } = await ask(reader, {}, {}, path);
      expect(response.status).toBe(200);
      expect(await bytesOf(response)).toEqual(await copyOf(prepared, reader));
      await settled();
      const { headers } = response;
      expect(headers.get('Content-Type')).toBe('application/zip');
      expect(headers.get('Content-Disposition')).toBe('attachment; filename="evidence.zip"');
      expect(headers.get('Content-Length')).toBe(String(prepared.manifest.length));
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Content-Security-Policy')).toBe(
        "sandbox; default-src 'none'; frame-ancestors 'none'",
      );
      tags.push(headers.get('ETag'));
    }
    expect(new Set(tags).size).toBe(2);
  });

  it('W8: is served in parts that make up the same copy, with the slots cut at every offset', async () => {
    const prepared = await prepareReport(newArchive(), 'zip');
    await publish(REPORT, prepared);
    const reader = await newReader('Rae Range', REPORT);
    const whole = await copyOf(prepared, reader);
    const [copy] = prepared.manifest.slots;
    for (let at = copy?.offset ?? 0; at <= (copy?.offset ?? 0) + (copy?.length ?? 0); at += 3) {
      for (const [range, from, to] of [
        [`bytes=0-${at - 1}`, 0, at],
        [`bytes=${at}-`, at, whole.length],
      ] as const) {
        const { response, settled } = await ask(reader, { headers: { Range: range } }, {}, path);
        expect(response.status).toBe(206);
        expect(await bytesOf(response)).toEqual(whole.slice(from, to));
        await settled();
      }
    }
  });

  it('is never shown in the browser, whatever is asked for', async () => {
    await publish(REPORT, await prepareReport(newArchive(), 'zip'));
    const reader = await newReader('Ivo Inline', REPORT);
    const { response, settled } = await ask(reader, {}, {}, `${path}?view=inline`);
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment/);
    await bytesOf(response);
    await settled();
  });

  it('comes after a page that says what it is, and does not start by itself', async () => {
    const reader = await newReader('Nina Notice', REPORT);
    const { response } = await ask(reader, {}, {}, `/access/${REPORT}/copy`);
    expect(response.headers.get('Refresh')).toBeNull();
    const page = textOf(await response.text());
    expect(page).toContain('nothing that you see in it says whose copy it is');
    expect(page).toContain('It is confidential all the same');
    expect(page).toContain('The auditor’s spreadsheets are only of use as spreadsheets.');
    expect(page).toContain(reader.grant.copyId);
    expect(page).not.toContain('Open in the browser');
  });

  it('W3: takes in no PDF, and a report that is a PDF takes in nothing else', async () => {
    const marked = await syntheticVersion(9000);
    const [refused, , , completed, live] = await publish(REPORT, marked);
    expect([refused?.status, completed?.status, live?.status]).toEqual([400, 400, 409]);
    expect(refused?.detail).toContain('This report is handed out as ZIP archive, not as PDF');
    const archive = await prepareReport(newArchive(), 'zip');
    const answers = await publish('soc2-type2', archive);
    expect([answers[0]?.status, answers[3]?.status, answers[4]?.status]).toEqual([400, 400, 409]);
  });

  it('P2: is not handed out once the content no longer says so', async () => {
    await publish(REPORT, await prepareReport(newArchive(), 'zip'));
    const reader = await newReader('Carl Changed', REPORT);
    const report = reportOf(REPORT) as { unmarked: unknown };
    const { unmarked } = report;
    report.unmarked = null;
    try {
      expect((await ask(reader, {}, {}, path)).response.status).toBe(503);
    } finally {
      report.unmarked = unmarked;
    }
    const { response, settled } = await ask(reader, {}, {}, path);
    expect(response.status).toBe(200);
    await bytesOf(response);
    await settled();
  });

  it.each<[string, (manifest: PreparedReport['manifest']) => unknown]>([
    ['of an unknown format', (manifest) => ({ ...manifest, format: 'exe' })],
    ['of no format', ({ format, ...manifest }) => manifest],
    ['without a slot for the copy id', (manifest) => ({ ...manifest, slots: manifest.slots.slice(1) })],
    ['without its check', (manifest) => ({ ...manifest, slots: manifest.slots.slice(0, 1) })],
    [
      'with a slot too many',
      (manifest) => ({ ...manifest, slots: [...manifest.slots, { kind: 'id', offset: 400, length: 1 }] }),
    ],
    [
      'with a slot of another length',
      (manifest) => ({ ...manifest, slots: manifest.slots.map((slot) => ({ ...slot, length: 8 })) }),
    ],
    ['with pages', (manifest) => ({ ...manifest, pages: 3 })],
  ])('W19: a manifest %s is refused', async (_, change) => {
    const prepared = await prepareReport(newArchive(), 'zip');
    const manifest = change(prepared.manifest) as PreparedReport['manifest'];
    const [answer] = await publish(REPORT, { ...prepared, manifest });
    expect(answer?.status).toBe(400);
    expect(answer?.detail).toContain('Manifest refused');
  });

  it('is listed in the console as what it is', async () => {
    const browser = openBrowser();
    await signIn(browser, {
      kind: 'staff',
      groups: [content.access.staffGroup],
      roles: ['publisher'],
    });
    expect(textOf(await (await browser.get('/console/reports')).text())).toContain('ZIP archive,');
    const page = await (await browser.get(`/console/reports/${REPORT}/publish`)).text();
    expect(textOf(page)).toContain('Copies carry no visible mark');
    expect(page).toContain('data-format="zip"');
    expect(
      await env.DB.prepare("SELECT 1 FROM report_pointers WHERE report_id = 'evidence'").first(),
    ).not.toBeNull();
  });
});
