import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projectRoot } from '../../local/wrangler.ts';
import { launchBrowser, openReader } from '../support/browser.ts';
import { inspect } from '../support/inspect.ts';
import { Journey } from '../support/journey.ts';
import { sqlIn } from '../support/local-database.ts';
import { onePage, pdfFile, streamBody, textContent } from '../support/pdf-file.ts';
import { popplerText, qpdfCheck } from '../support/second-opinion.ts';
import { zipFile } from '../support/zip-file.ts';

/** Publishing from the browser, beside the command line that does the same. */

const running = inject('running');
const origins = [running.origin, running.issuer];
const REPORT = 'pentest-letter';

let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-publish-'));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  // Other tests read the report as it was.
  await publishByCommand(running.pentest);
  await rm(folder, { recursive: true });
});

const trust = async (...args: string[]) =>
  (
    await promisify(execFile)(
      process.execPath,
      ['--no-warnings', join(projectRoot, 'cli/trust.ts'), ...args],
      { env: { ...process.env, TRUST_TOKEN: running.token } },
    )
  ).stdout;
const publishByCommand = (file: string, ...more: string[]) =>
  trust('publish', file, '--report', REPORT, '--url', running.origin, ...more);

/** A PDF with fonts, a form and links, of several pages, that says something of its own. */
async function newReport(name: string, changes: Parameters<typeof onePage>[0] = {}): Promise<string> {
  const file = join(folder, `${name}.pdf`);
  await writeFile(file, pdfFile(onePage({ 4: streamBody(textContent(`About ${name}`)), ...changes })));
  return file;
}

async function signInAsStaff(options = {}) {
  const staff = await openReader(browser, origins, options);
  await staff.page.goto(`${running.origin}/console`);
  await staff.page.getByRole('button', { name: 'Sign in' }).click();
  await staff.page.getByRole('button', { name: 'Administrator One' }).click();
  await staff.page.getByRole('heading', { name: 'Requests that wait' }).waitFor();
  return staff;
}

async function openPublish(page: Page): Promise<void> {
  await page.goto(`${running.origin}/console/reports`);
  await page
    .getByRole('region', { name: 'Penetration test letter' })
    .getByRole('link', { name: 'Publish a new version' })
    .click();
  await page.getByRole('heading', { name: 'Publish Penetration test letter' }).waitFor();
}

async function prepare(page: Page, file: string): Promise<string> {
  await page.getByLabel('The report').setInputFiles(file);
  await page.getByRole('button', { name: 'Prepare' }).click();
  await page.getByRole('heading', { name: 'What would be published' }).waitFor();
  return await revisionOn(page);
}

const revisionOn = async (page: Page) => (await page.locator('#fact-revision').textContent()) ?? '';
const liveRevision = () =>
  sqlIn(running.state, `SELECT revision FROM report_pointers WHERE report_id = '${REPORT}'`)[0]?.revision;

describe('publishing from the browser', () => {
  it('C8, P2: shows what it would do, publishes, and a reader downloads it; the file itself never leaves', async () => {
    const file = running.soc2;
    const source = await readFile(file);
    const { page, complaints, context } = await signInAsStaff();
    const sent: Buffer[] = [];
    page.on('request', (request) => void sent.push(request.postDataBuffer() ?? Buffer.alloc(0)));
    await openPublish(page);
    for (const id of ['signed', 'prepared', 'under-way', 'done', 'without-script'])
      await page.locator(`#${id}`).waitFor({ state: 'hidden' });
    const before = liveRevision();
    const revision = await prepare(page, file);
    expect(revision).toMatch(/^[0-9a-f]{64}$/);
    expect(await page.locator('#fact-copy').textContent()).toMatch(/^10\d pages/);
    expect(await page.getByRole('status').textContent()).toBe('Prepared. Nothing has been uploaded yet.');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('prepared-heading');
    expect(Buffer.concat(sent).length).toBe(0);
    expect(liveRevision()).toBe(before);

    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published: readers get this version from now on.').waitFor();
    expect(liveRevision()).toBe(revision);
    const uploaded = Buffer.concat(sent);
    expect(uploaded.length).toBeGreaterThan(source.length / 4);
    expect(uploaded.includes(source.subarray(0, 4096))).toBe(false);
    await page.getByRole('link', { name: 'See what is live' }).click();
    await page.getByText(revision).waitFor();
    expect(complaints).toEqual([]);

    // The command line finds the very same revision there already.
    const said = await publishByCommand(file);
    expect(said).toContain(`revision: ${revision}`);
    expect(said).toContain('was live in this revision already');
    await context.close();
  });

  it('W1: a reader’s copy of it is clean for qpdf and carries the reader’s name', async () => {
    const staff = await signInAsStaff();
    await openPublish(staff.page);
    await prepare(staff.page, await newReport('clean'));
    await staff.page.getByRole('button', { name: 'Publish' }).click();
    await staff.page.getByText('Published:').waitFor();

    const asking = await openReader(browser, origins);
    const journey = new Journey(asking.page, running);
    const person = { name: 'Browser Published', company: 'Meadow AG', address: 'published@meadow.example' };
    await journey.ask(REPORT, person);
    await staff.page.goto(`${running.origin}/console`);
    const waiting = staff.page.getByRole('region', { name: /Browser Published/ });
    await waiting.getByRole('button', { name: 'Approve' }).click();
    await waiting.waitFor({ state: 'detached' });
    const download = asking.page.waitForEvent('download');
    await asking.page.goto(`${running.origin}/access/${REPORT}`);
    const path = await (await download).path();
    expect(qpdfCheck(path)).toEqual({ status: 0, words: '' });
    const text = popplerText(path).join('\n');
    expect(text).toContain('About clean');
    expect(text).toContain(person.address);
    expect([...staff.complaints, ...asking.complaints]).toEqual([]);
    await asking.context.close();
    await staff.context.close();
  });

  it('C7: tells in one sentence why a file is refused, and asks before it drops a signature', async () => {
    const { page, context } = await signInAsStaff();
    await openPublish(page);
    const archive = join(folder, 'archive.pdf');
    await writeFile(archive, zipFile([{ name: 'a.txt', text: 'a' }]));
    await page.getByLabel('The report').setInputFiles(archive);
    await page.getByRole('button', { name: 'Prepare' }).click();
    await page.getByText('This file is not a PDF and can carry no visible mark').waitFor();
    const said = await publishByCommand(archive, '--dry-run').catch(({ stderr }) => stderr);
    expect(said).toContain(`${await page.getByRole('alert').textContent()} (unmarkable)`);

    const text = join(folder, 'text.pdf');
    await writeFile(text, 'This is not a PDF at all.');
    await page.getByLabel('The report').setInputFiles(text);
    await page.getByRole('button', { name: 'Prepare' }).click();
    await page.getByText('This is not a PDF file').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe(
      'This is not a PDF file: export or print the document as PDF and publish that.',
    );
    expect(await page.getByRole('button', { name: 'Publish' }).isVisible()).toBe(false);

    const signed = await newReport('signed', {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [7 0 R] >> >>',
      7: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /V 8 0 R /Rect [0 0 0 0] /P 3 0 R >>',
      8: '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 1 2 3] /Contents <00> >>',
    });
    await page.getByLabel('The report').setInputFiles(signed);
    await page.getByRole('button', { name: 'Prepare' }).click();
    await page.getByText('This PDF is digitally signed').waitFor();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Prepare' }).click();
    await page.getByText('1 digital signature was removed').waitFor();
    await context.close();
  });

  it('C9: stopped on the way leaves the old version live, and goes on from there', async () => {
    const { page, context } = await signInAsStaff();
    await openPublish(page);
    const before = liveRevision();
    const revision = await prepare(page, await newReport('stopped'));
    let held = true;
    await page.route('**/body', async (route) => {
      if (held) return;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Sending the body.').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(1);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. Nothing has changed for readers.').waitFor();
    expect(liveRevision()).toBe(before);
    held = false;
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published:').waitFor();
    expect(liveRevision()).toBe(revision);
    await context.close();
  });

  it('opens a copy made out to whoever publishes, marked, before anything is uploaded', async () => {
    const { page, context, complaints } = await signInAsStaff();
    await openPublish(page);
    await prepare(page, await newReport('preview'));
    await page.evaluate(() => {
      const original = URL.createObjectURL;
      URL.createObjectURL = (made: Blob) => {
        Object.assign(globalThis, { made });
        return original(made);
      };
    });
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: 'Open a copy made out to you' }).click();
    const tab = await opened;
    expect(tab.url()).toMatch(/^blob:/);
    const bytes = await page.evaluate(async () => [
      ...new Uint8Array(await (globalThis as unknown as { made: Blob }).made.arrayBuffer()),
    ]);
    const path = join(folder, 'preview-copy.pdf');
    await writeFile(path, Uint8Array.from(bytes));
    expect(popplerText(path).join('\n')).toContain('not handed out');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('N11: has no finding of axe and fits a phone, at every step', async () => {
    const { page, context } = await signInAsStaff();
    await page.goto(`${running.origin}/console/reports`);
    await inspect(page);
    await openPublish(page);
    await inspect(page);
    await prepare(page, await newReport('axe'));
    await inspect(page);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published:').waitFor();
    await inspect(page);
    await context.close();
  });

  it('without JavaScript names the command', async () => {
    const { page, context } = await signInAsStaff({ javaScriptEnabled: false });
    await openPublish(page);
    expect(await page.getByRole('main').textContent()).toContain(
      'Publishing from the browser needs JavaScript.',
    );
    expect(
      await page.getByText('npm run trust -- publish larkspur-relay-pentest-letter-2026.pdf').isVisible(),
    ).toBe(true);
    expect(await page.getByLabel('The report').isVisible()).toBe(false);
    await context.close();
  });
});
