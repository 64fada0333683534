import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sweep } from '../../local/stack.ts';
import { launchBrowser, openReader } from '../support/browser.ts';
import { Journey } from '../support/journey.ts';
import { until } from '../support/patience.ts';
import { popplerText } from '../support/second-opinion.ts';

const running = inject('running');
const origins = [running.origin, running.issuer];
const PHONE = { viewport: { width: 390, height: 844 } };
const APPROVER = /^Approver approver@/;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The link of the mail that tells staff of a request. */
function noticeOf(requestId: string): Promise<string> {
  return until(`a mail that tells of the request ${requestId}`, async () => {
    const letters = (await (await fetch(`${running.mailbox}/mails.json`)).json()) as { text: string }[];
    return letters
      .flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? [])
      .find((url) => url.endsWith(`/console/requests/${requestId}`));
  });
}

async function openConsole(account: string) {
  const staff = await openReader(browser, origins);
  await staff.page.goto(`${running.origin}/console`);
  await staff.page.getByRole('button', { name: 'Sign in' }).click();
  await staff.page.getByRole('button', { name: account }).click();
  await staff.page.getByRole('heading', { name: 'Requests that wait' }).waitFor();
  return staff;
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('a report that staff releases on request', () => {
  it('waits, is released on a phone from the mail that tells of it, and then is a download', async () => {
    const asking = await openReader(browser, origins);
    const journey = new Journey(asking.page, running);
    const person = {
      name: 'Patient Reviewer',
      company: 'Paddock Example AG',
      address: 'patient@paddock.example',
    };
    await journey.ask('pentest-letter', person);
    const early = await asking.page.request.get(`${running.origin}/access/pentest-letter/file`, {
      maxRedirects: 0,
    });
    expect(early.status()).toBe(403);
    const requestId = await asking.page.locator('input[name=request]').inputValue();
    const link = await noticeOf(requestId);

    const staff = await openReader(browser, origins, PHONE);
    const deciding = new Journey(staff.page, running);
    await deciding.openLink(link);
    await deciding.click(APPROVER);
    await staff.page.getByRole('heading', { name: `Penetration test letter for ${person.name}` }).waitFor();
    expect(await overflow(staff.page)).toBeLessThanOrEqual(0);
    // In reach of the thumb, whatever the page has above it.
    const approve = staff.page.getByRole('button', { name: 'Approve' });
    const box = await approve.boundingBox();
    expect(box && box.y + box.height).toBeLessThanOrEqual(PHONE.viewport.height);
    expect(box?.height).toBeGreaterThanOrEqual(44);
    await deciding.click('Approve');
    await staff.page.getByText('Approved. The reader is told by mail.').waitFor();
    console.log(
      `staff approving from the mail, on a phone: ${deciding.interactions} clicks, ${deciding.seconds.toFixed(1)} s`,
    );
    expect(deciding.interactions).toBe(3);

    const download = asking.page.waitForEvent('download');
    await asking.page.goto(`${running.origin}/access/pentest-letter`);
    expect(popplerText(await (await download).path()).join('\n')).toContain(person.address);
    expect([...asking.complaints, ...staff.complaints]).toEqual([]);

    // Taking all of a company's access back needs two: readers notice when the second one has approved.
    const [maker, second] = [await openConsole('Administrator One'), await openConsole('Administrator Two')];
    await maker.page.goto(`${running.origin}/console/revocations/new?scope=company&target=paddock.example`);
    await maker.page.getByLabel('Reason').fill('The talks ended.');
    await maker.page.getByRole('button', { name: 'Propose it' }).click();
    await maker.page.waitForURL('**/console/proposals/*');
    expect(await maker.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    const file = () =>
      asking.page.request.get(`${running.origin}/access/pentest-letter/file`, { maxRedirects: 0 });
    expect((await file()).status()).toBe(200);
    await second.page.goto(maker.page.url());
    await second.page.getByRole('button', { name: 'Approve' }).click();
    await second.page.getByText('Carried out').first().waitFor();
    expect((await file()).status()).toBe(403);
    await sweep(running.origin);
    await journey.readLetter(person.address, 'Your access to Penetration test letter was withdrawn');
    expect([...maker.complaints, ...second.complaints]).toEqual([]);
    for (const { context } of [asking, staff, maker, second]) await context.close();
  });

  it('C1, S13: neither staff without the group nor a prospect sees the console', async () => {
    const { page, context } = await openReader(browser, origins);
    await page.goto(`${running.origin}/console`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Support' }).click();
    await page.goto(`${running.origin}/console`);
    expect(await page.getByRole('heading', { name: 'Requests that wait' }).count()).toBe(0);
    await context.close();
  });
});
