import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openReader } from '../support/browser.ts';
import { bytesOf, Journey } from '../support/journey.ts';
import { popplerText } from '../support/second-opinion.ts';

const running = inject('running');
const origins = [running.origin, running.issuer];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('a customer', () => {
  it('has the report in two clicks when signed in at the provider already; no NDA; signs out for good (S6)', async () => {
    const { page, complaints, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);

    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.click(/^Sign in with/);
    const first = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Customer One' }).click();
    await bytesOf(await first);
    const cookies = await context.cookies(running.origin);
    expect(
      cookies
        .filter(({ name }) => name.startsWith('__Host-'))
        .every(
          (cookie) => cookie.secure && cookie.httpOnly && cookie.sameSite === 'Lax' && cookie.path === '/',
        ),
    ).toBe(true);
    await page.getByRole('button', { name: 'Sign out' }).click();

    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    const second = page.waitForEvent('download');
    await journey.click(/^Sign in with/);
    const text = popplerText(await (await second).path()).join('\n');
    console.log(
      `customer, signed in at the provider: ${journey.interactions} clicks, ${journey.seconds.toFixed(1)} s`,
    );
    expect(journey.interactions).toBe(2);
    expect(text).toContain('customer.one@alder.example');
    expect(await page.getByText('Terms of Service').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);

    const stolen = await context.cookies(running.origin);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await context.addCookies(stolen);
    const file = await page.request.get(`${running.origin}/access/soc2-type2/file`, { maxRedirects: 0 });
    expect(file.status()).toBe(401);
    await context.close();
  });

  it('a name in two scripts is on the copy and can be read from it (W6)', async () => {
    const { page, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    await journey.openReport('soc2-type2');
    await journey.click('Get the report');
    await journey.click(/^Sign in with/);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Kundin Zwei' }).click();
    const text = popplerText(await (await download).path()).join('\n');
    expect(text).toContain('お客様');
    await context.close();
  });
});
