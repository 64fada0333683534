import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openReader } from '../support/browser.ts';
import { bytesOf, Journey } from '../support/journey.ts';
import { popplerText } from '../support/second-opinion.ts';

const running = inject('running');
const origins = [running.origin];
const prospect = {
  name: 'Reviewer Ωmega 审计',
  company: 'Meadow Example AG',
  address: 'reviewer@meadow.example',
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('a prospect', () => {
  it('has the report in at most 5 interactions and 60 seconds, mail reading included', async () => {
    const { page, complaints, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.introduce(prospect);
    await journey.typeCode(prospect.address);
    const download = await journey.agree();
    const { seconds, interactions } = journey;
    console.log(
      `prospect, first time: ${interactions} interactions, ${seconds.toFixed(1)} s to the first byte`,
    );

    const text = popplerText(await download.path()).join('\n');
    expect(text).toContain(prospect.address);
    expect(interactions).toBeLessThanOrEqual(5);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(complaints).toEqual([]);

    await page.getByRole('heading', { name: 'Your copy is ready' }).waitFor();
    const copyId = (await page.locator('code.digits').first().textContent()) ?? '';
    expect(text).toContain(copyId);
    await context.close();
  });

  it('returns: the address is confirmed again, the NDA is not asked for again, the copy is the same', async () => {
    const { page, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.introduce(prospect);
    const download = page.waitForEvent('download');
    await journey.typeCode(prospect.address);
    const again = popplerText(await (await download).path());
    console.log(`prospect, returning: ${journey.interactions} interactions, ${journey.seconds.toFixed(1)} s`);
    expect(page.url()).toBe(`${running.origin}/en/access/soc2-type2/copy`);
    expect(again.join('\n')).toContain(prospect.address);
    await context.close();
  });

  it('goes on by the link, in the same browser, with one click and without JavaScript (N11)', async () => {
    const { page, complaints, context } = await openReader(browser, origins, { javaScriptEnabled: false });
    const journey = new Journey(page, running);
    const person = { ...prospect, name: 'O’Linker', address: 'by-link@meadow.example' };
    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.introduce(person);
    const { link } = await journey.readMail(person.address);
    await page.goto(link);
    await journey.click('Confirm');
    await bytesOf(await journey.agree());
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('M1: fifty openings of the link consume nothing and set no session', async () => {
    const { page, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    const person = { ...prospect, address: 'scanned@meadow.example' };
    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.introduce(person);
    const { link } = await journey.readMail(person.address);
    for (let opening = 0; opening < 50; opening++) {
      const response = await fetch(link, {
        method: opening % 2 ? 'GET' : 'HEAD',
        headers: { 'User-Agent': `scanner/${opening}` },
      });
      expect(response.headers.getSetCookie().filter((cookie) => cookie.startsWith('__Host-session'))).toEqual(
        [],
      );
    }
    await page.goto(link);
    await journey.click('Confirm');
    await page.getByRole('checkbox').waitFor();
    await context.close();
  });

  it('M13: the link in another browser asks for the code', async () => {
    const [asking, other] = [await openReader(browser, origins), await openReader(browser, origins)];
    const journey = new Journey(asking.page, running);
    const person = { ...prospect, address: 'forwarded@meadow.example' };
    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.introduce(person);
    await other.page.goto((await journey.readMail(person.address)).link);
    await other.page.getByLabel('Code').waitFor();
    await asking.context.close();
    await other.context.close();
  });

  it('N10: may decline, gets nothing, and may come back', async () => {
    const { page, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    const person = { ...prospect, address: 'declines@meadow.example' };
    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.introduce(person);
    await journey.typeCode(person.address);
    expect(await page.getByRole('checkbox').isChecked()).toBe(false);
    await journey.click('Decline');
    await page.getByRole('heading', { name: 'You declined' }).waitFor();
    const file = await page.request.get(`${running.origin}/access/soc2-type2/file`, { maxRedirects: 0 });
    expect(file.status()).toBe(403);
    await journey.click('Back to the agreement');
    await bytesOf(await journey.agree());
    await context.close();
  });

  it('wrong fields come back with one sentence each, and what was entered', async () => {
    const { page, context } = await openReader(browser, origins);
    await page.goto(`${running.origin}/access/soc2-type2`);
    await page.getByLabel('Full name').fill('Kept Name');
    await page.getByLabel('Work e-mail').fill('not an address');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await page.getByLabel('Full name').inputValue()).toBe('Kept Name');
    expect(await page.getByLabel('Work e-mail').inputValue()).toBe('not an address');
    expect(await page.locator('.field .error').count()).toBe(2);
    await context.close();
  });
});
