import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openReader } from '../support/browser.ts';
import { inspect } from '../support/inspect.ts';
import { bytesOf, Journey } from '../support/journey.ts';
import { popplerText } from '../support/second-opinion.ts';

const running = inject('running');
const origins = [running.origin, running.issuer];
const company = 'Heather Example AG';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A folder to look at the pages in; nothing is compared. */
const pictures = process.env.VITRINE_PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  for (const [suffix, width, colorScheme] of [
    ['desktop', 1280, 'light'],
    ['phone', 390, 'light'],
    ['dark', 1280, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${pictures}/${name}-${suffix}.png`, fullPage: true });
  }
}

/** The report, as a prospect of the sample company gets it. */
async function getReport(journey: Journey, person: { name: string; address: string }): Promise<void> {
  await journey.openReport('soc2-type2');
  await journey.click('Get the report');
  await journey.introduce({ ...person, company });
  await journey.typeCode(person.address);
  await bytesOf(await journey.agree());
}

describe('My access', () => {
  it('N11: a prospect comes back by address, takes their data, ends their access and deletes their data, without JavaScript', async () => {
    const person = { name: 'Reviewer Heather', address: 'reviewer@heather.example' };
    const first = await openReader(browser, origins);
    await getReport(new Journey(first.page, running), person);
    await first.page.getByRole('main').getByRole('link', { name: 'My access' }).click();
    await first.page.getByRole('heading', { name: 'My access' }).waitFor();
    await first.context.close();

    const { page, complaints, context } = await openReader(browser, origins, { javaScriptEnabled: false });
    const journey = new Journey(page, running);
    await page.goto(running.origin);
    await page.getByRole('contentinfo').getByRole('link', { name: 'My access' }).click();
    await picture(page, 'entry');
    await page.getByRole('textbox', { name: 'Work e-mail' }).fill(person.address);
    await journey.click('Send');
    await journey.typeCode(person.address);
    await page.getByRole('link', { name: 'Get SOC 2 Type II' }).waitFor();
    await picture(page, 'my-access');

    const download = page.waitForEvent('download');
    await journey.click('Download your data');
    const data = JSON.parse(new TextDecoder().decode(await bytesOf(await download)));
    expect(data.person.address).toBe(person.address);
    expect(data.downloads.length).toBeGreaterThan(0);

    await journey.click('Receipt');
    await picture(page, 'receipt');
    await page.goto(`${running.origin}/my-access`);
    await journey.click('End my access');
    await picture(page, 'end');
    await journey.click('End my access');
    await page.getByRole('heading', { name: 'Your access has ended' }).waitFor();
    const file = await page.request.get(`${running.origin}/access/soc2-type2/file`, { maxRedirects: 0 });
    expect(file.status()).toBe(401);

    await page.goto(`${running.origin}/my-access`);
    await page.getByRole('textbox', { name: 'Work e-mail' }).fill(person.address);
    await journey.click('Send');
    await page.goto((await journey.readMail(person.address)).link);
    await journey.click('Confirm');
    await journey.click('Delete my data');
    await picture(page, 'delete');
    await journey.click('Delete my data');
    await page.getByRole('heading', { name: 'Your data is deleted' }).waitFor();
    await picture(page, 'deleted');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('a signer invites a colleague, who has a copy of their own in at most 6 interactions and 60 seconds', async () => {
    const signer = await openReader(browser, origins);
    const lead = new Journey(signer.page, running);
    const address = 'colleague@heather.example';
    await getReport(lead, { name: 'Signer Heather', address: 'signer@heather.example' });
    await signer.page.goto(`${running.origin}/my-access`);
    await signer.page
      .getByRole('textbox', { name: 'Colleague’s work e-mail' })
      .fill('somebody@elsewhere.example');
    await lead.click(/^Invite$/);
    await signer.page.getByText('You can invite addresses at heather.example only').first().waitFor();
    await signer.page.getByRole('textbox', { name: 'Colleague’s work e-mail' }).fill(address);
    await lead.click(/^Invite$/);
    await signer.page.getByText('an invitation is on its way').waitFor();

    const { page, complaints, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    await journey.openLink(await journey.readLink(address, 'A colleague invites you'));
    await journey.click('Send');
    await journey.typeCode(address);
    await page.getByRole('textbox', { name: 'Full name' }).fill('Colleague Heather');
    await picture(page, 'invitation');
    await page.getByRole('checkbox').check();
    const download = page.waitForEvent('download');
    await journey.click('Acknowledge and get the report');
    const text = popplerText(await (await download).path()).join('\n');
    // The box is one more.
    const [interactions, seconds] = [journey.interactions + 1, journey.seconds];
    console.log(
      `colleague of a signer: ${interactions} interactions, ${seconds.toFixed(1)} s to the first byte`,
    );
    expect(text).toContain(address);
    expect(text).toContain('Colleague Heather');
    expect(interactions).toBeLessThanOrEqual(6);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(complaints).toEqual([]);

    await signer.page.goto(`${running.origin}/my-access`);
    await signer.page.getByText(address).first().waitFor();
    await picture(signer.page, 'signer');
    await signer.page.getByRole('link', { name: `Take out ${address}` }).click();
    await picture(signer.page, 'take-out');
    await lead.click('Take out');
    const file = await page.request.get(`${running.origin}/access/soc2-type2/file`, { maxRedirects: 0 });
    expect(file.status()).toBe(403);
    await context.close();
    await signer.context.close();
  });

  it('a customer signs in and comes back to their own page', async () => {
    const { page, complaints, context } = await openReader(browser, origins);
    await page.goto(`${running.origin}/my-access`);
    await page.getByRole('button', { name: /^Sign in with/ }).click();
    await page.getByRole('button', { name: 'Customer One' }).click();
    await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/my-access');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('N11, H2: has no finding of axe on any of its pages, and fits a phone', async () => {
    const { page, complaints, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    const address = 'axe@heather.example';
    await page.goto(`${running.origin}/my-access`);
    await journey.click('Send');
    await inspect(page);
    await getReport(journey, { name: 'Axe Heather', address });
    await page.goto(`${running.origin}/my-access`);
    await page.getByRole('textbox', { name: 'Colleague’s work e-mail' }).fill('axe-too@heather.example');
    await journey.click(/^Invite$/);
    await inspect(page);
    await page.getByRole('link', { name: 'Take out axe-too@heather.example' }).click();
    await inspect(page);
    await page.goto(`${running.origin}/my-access`);
    await journey.click('Receipt');
    await inspect(page);
    const other = await openReader(browser, origins);
    const invited = new Journey(other.page, running);
    await invited.openLink(await invited.readLink('axe-too@heather.example', 'A colleague invites you'));
    await invited.click('Send');
    await invited.typeCode('axe-too@heather.example');
    await invited.click('Acknowledge and get the report');
    await inspect(other.page);
    await other.page.goto(`${running.origin}/my-access/invitations/none`);
    await inspect(other.page);
    expect(other.complaints).toEqual([]);
    await other.context.close();
    for (const act of ['End my access', 'Delete my data']) {
      await page.goto(`${running.origin}/my-access`);
      await journey.click(act);
      await inspect(page);
    }
    await journey.click('Delete my data');
    await page.getByRole('heading', { name: 'Your data is deleted' }).waitFor();
    await inspect(page);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
