import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openReader } from '../support/browser.ts';
import { Journey } from '../support/journey.ts';
import { DECISIONS, LEVELS, type Level } from '../vectors/access-matrix.ts';

/** A sample of `test/vectors/access-matrix.ts`, by clicks: the rows that the sample company's rules decide alike. */

const running = inject('running');
const origins = [running.origin, running.issuer];
const levels: readonly Level[] = ['customer-or-nda', 'on-request'];
const sample = DECISIONS.flatMap(({ who, rule, outcomes, browser: address }) =>
  address === undefined
    ? []
    : levels.map((level) => ({ who, rule, address: `${level}.${address}`, level, outcome: outcomes[level] })),
);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('A2: who may have what, in a browser', () => {
  it.each(sample)('$who, $rule, $level: $outcome', async ({ who, address, level, outcome }) => {
    const report = LEVELS[level];
    const { page, context, complaints } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    await journey.openReport(report);
    await journey.click('Get the report');
    if (who === 'customer') {
      await journey.click(/^Sign in with/);
      await page.getByRole('button', { name: 'Customer One' }).click();
      if (level === 'on-request') await journey.click('Ask for the report');
    } else {
      await journey.introduce({ name: 'Matrix Reader', company: `Matrix ${level} Example`, address });
      await journey.typeCode(address);
      if (outcome.startsWith('nda')) {
        await page.getByRole('checkbox').check();
        await journey.click('I agree to the NDA');
      }
    }
    const waits = outcome.endsWith('waits');
    if (outcome === 'denied')
      await page.getByRole('heading', { name: 'We cannot give you this report' }).waitFor();
    else
      await page
        .getByRole('heading', { name: waits ? 'Your request is with us' : 'Your copy is ready' })
        .waitFor();
    const file = await page.request.get(`${running.origin}/access/${report}/file`, { maxRedirects: 0 });
    expect(file.headers()['content-type'] === 'application/pdf').toBe(outcome.endsWith('copy'));
    if (waits) {
      await page.getByRole('button', { name: 'Withdraw the request' }).press('Enter');
      await page.getByText('You withdrew that request.').waitFor();
      expect((await page.request.get(`${running.origin}/access/${report}/file`)).status()).toBe(403);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});
