import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openReader } from '../support/browser.ts';
import { Journey } from '../support/journey.ts';
import { popplerText } from '../support/second-opinion.ts';

const running = inject('running');
const origins = [running.origin, running.issuer];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('a report that staff releases on request', () => {
  it('waits, is released in the console, and then is a download', async () => {
    const asking = await openReader(browser, origins);
    const journey = new Journey(asking.page, running);
    const person = {
      name: 'Patient Reviewer',
      company: 'Meadow Example AG',
      address: 'patient@meadow.example',
    };
    await journey.openReport('pentest-letter');
    await journey.click('Get the report');
    await journey.introduce(person);
    await journey.typeCode(person.address);
    await asking.page.getByRole('checkbox').check();
    await journey.click('I agree to the NDA');
    await asking.page.getByRole('heading', { name: 'Your request is with us' }).waitFor();
    const early = await asking.page.request.get(`${running.origin}/access/pentest-letter/file`, {
      maxRedirects: 0,
    });
    expect(early.status()).toBe(403);

    const staff = await openReader(browser, origins);
    await staff.page.goto(`${running.origin}/console`);
    await staff.page.getByRole('button', { name: 'Sign in' }).click();
    await staff.page.getByRole('button', { name: 'Approver' }).click();
    await staff.page.getByRole('heading', { name: 'Requests that wait' }).waitFor();
    const waiting = staff.page.getByRole('region', { name: /Patient Reviewer/ });
    await waiting.getByRole('button', { name: 'Release' }).click();
    await waiting.waitFor({ state: 'detached' });

    const download = asking.page.waitForEvent('download');
    await asking.page.goto(`${running.origin}/access/pentest-letter`);
    expect(popplerText(await (await download).path()).join('\n')).toContain(person.address);
    expect([...asking.complaints, ...staff.complaints]).toEqual([]);
    await asking.context.close();
    await staff.context.close();
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
