import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openReader } from '../support/browser.ts';
import { pages } from './built.ts';
import { type SiteServer, serveSite } from './serve.ts';

/** A page of the Worker's, made of everything that the stylesheet offers it. */
const TASK = '/a-page-of-the-worker/';
const NARROWEST = 320;
const WIDTHS = [1280, 640, 390, NARROWEST];
const paths = [...pages.map(({ path }) => path).filter((path) => !path.startsWith('/shell/')), TASK];

let site: SiteServer;
let browser: Browser;

beforeAll(async () => {
  site = await serveSite();
  const shell = pages.find(({ path }) => path === '/shell/')?.html ?? '';
  const body = readFileSync(join(import.meta.dirname, 'pages/task.html'), 'utf8');
  site.add(
    TASK,
    shell
      .replace(/(<main[^>]*>)\s*(<\/main>)/, (_, open: string, close: string) => open + body + close)
      .replace(
        '<div id="session"></div>',
        '<div id="session"><form method="post" action="/logout"><span>Sample Reader</span><button class="button quiet">Sign out</button></form></div>',
      ),
  );
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
});

describe.each(paths)('%s', (path) => {
  it('has no accessibility violation, light or dark, and asks nobody else for anything', async () => {
    const { context, page, complaints } = await openReader(browser, [site.origin]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(site.origin + path);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html}`);
      expect(found).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);

  it('fits every width down to 320 px, which is 1280 px enlarged four times', async () => {
    const { context, page } = await openReader(browser, [site.origin]);
    await page.goto(site.origin + path);
    const excess = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const clipped = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('main :not(.visually-hidden)')]
          .filter((element) => getComputedStyle(element).overflowX === 'hidden')
          .filter((element) => element.scrollWidth > element.clientWidth)
          .map((element) => element.className),
      );
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect(await excess(), `${width} px`).toBeLessThanOrEqual(0);
      expect(await clipped(), `${width} px`).toEqual([]);
    }
    await context.close();
  }, 60_000);
});

describe('by keyboard', () => {
  it('the first stop is the link that skips to the content, and every stop can be seen', async () => {
    const { context, page } = await openReader(browser, [site.origin]);
    await page.goto(`${site.origin}/reports/soc2-type2/`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    const seen = () =>
      page.evaluate(() => {
        const { activeElement } = document;
        if (!activeElement || activeElement === document.body) return null;
        const { left, right, width } = activeElement.getBoundingClientRect();
        const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
        return {
          visible: width > 0 && left >= 0 && right <= window.innerWidth,
          outlined: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
        };
      });
    let stops = 0;
    for (let state = await seen(); state !== null; state = await seen()) {
      expect(state).toEqual({ visible: true, outlined: true });
      stops += 1;
      await page.keyboard.press('Tab');
    }
    expect(stops).toBeGreaterThan(10);
    await context.close();
  }, 60_000);
});

describe('without JavaScript', () => {
  it('a stranger gets from the first page to the button in two clicks', async () => {
    const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled: false });
    await page.goto(`${site.origin}/`);
    await page.getByRole('link', { name: 'Reports', exact: true }).click();
    await page.getByRole('main').getByRole('link', { name: 'SOC 2 Type II', exact: true }).click();
    const button = page.getByRole('link', { name: 'Get the report' });
    expect(await button.getAttribute('href')).toBe('/access/soc2-type2');
    await context.close();
  }, 60_000);

  it('the public report is handed out by the site itself', async () => {
    const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled: false });
    await page.goto(`${site.origin}/reports/soc3-summary/`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Get the report' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('larkspur-relay-soc3-2026.pdf');
    await context.close();
  }, 60_000);
});

describe('on paper', () => {
  it('an agreement keeps its words and the addresses of its links, and loses the navigation', async () => {
    const { context, page } = await openReader(browser, [site.origin]);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.goto(`${site.origin}/nda/`);
    expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
    expect(await page.getByRole('heading', { name: 'Mutual Non-Disclosure Agreement' }).isVisible()).toBe(
      true,
    );
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    await context.close();
  }, 60_000);
});
