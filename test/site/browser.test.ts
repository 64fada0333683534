import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../site/src/locale.ts';
import { DEFAULT_LOCALE, LOCALES, localeOfPath, localPath, plainPath } from '../../words/locale.ts';
import { launchBrowser, openReader } from '../support/browser.ts';
import { findingsOfAxe } from '../support/inspect.ts';
import { largestOfEachKind, pages } from './built.ts';
import { type SiteServer, serveSite } from './serve.ts';

/** A page of the Worker's, made of everything that the stylesheet offers it. */
const TASK = '/a-page-of-the-worker/';
const NARROWEST = 320;
const WIDTHS = [1280, 640, 390, NARROWEST];

/** Of each kind the largest page, and what the Worker fills. */
const paths = [
  ...largestOfEachKind(pages.filter(({ path }) => !plainPath(path).startsWith('/shell/'))).map(
    ({ path }) => path,
  ),
  TASK,
];
const inEnglish = paths.filter((path) => !/^\/[a-z]{2}\//.test(path));
/** Other languages have the same templates: each is looked at in one of them, turn about, and the first screen in all. */
const translated = paths.filter((path) => !inEnglish.includes(path) && plainPath(path) !== '/');
const others = LOCALES.filter((locale) => locale !== DEFAULT_LOCALE);
const looked = [
  ...inEnglish,
  ...others.map((locale) => localPath('/', locale)),
  ...[...new Set(translated.map(plainPath))]
    .map((path, index) => localPath(path, others[index % others.length] ?? DEFAULT_LOCALE))
    .filter((path) => translated.includes(path)),
];

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
});

afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
});

it('looks at pages in every language', () => {
  for (const locale of LOCALES)
    expect(looked.filter((path) => localeOfPath(path) === locale).length, locale).toBeGreaterThan(5);
});

describe.each(looked)('the largest page of its kind, %s', (path) => {
  it('has no accessibility violation, light or dark, and asks nobody else for anything', async () => {
    const { context, page, complaints } = await openReader(browser, [site.origin]);
    await page.goto(site.origin + path);
    expect(await findingsOfAxe(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

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
  });
});

describe('by keyboard', () => {
  /** More stops than this show nothing new: the list from A to Z has hundreds. */
  const MOST_STOPS = 40;

  it.each(inEnglish)(
    '%s: skip link first, then every stop in the order of the text, each seen',
    async (path) => {
      const { context, page } = await openReader(browser, [site.origin]);
      await page.goto(site.origin + path);
      const stop = () =>
        page.evaluate(() => {
          const { activeElement } = document;
          if (!activeElement || activeElement === document.body) return null;
          const page = globalThis as { stoppedAt?: Element };
          const last = page.stoppedAt;
          page.stoppedAt = activeElement;
          const { left, right, top, bottom, width } = activeElement.getBoundingClientRect();
          const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
          return {
            what: activeElement.outerHTML.slice(0, 80),
            visible: width > 0 && left >= 0 && right <= innerWidth && bottom > 0 && top < innerHeight,
            outlined: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
            onward:
              !last || !!(last.compareDocumentPosition(activeElement) & Node.DOCUMENT_POSITION_FOLLOWING),
            name: activeElement.getAttribute('aria-label') ?? activeElement.textContent ?? '',
          };
        });
      await page.keyboard.press('Tab');
      const first = await stop();
      expect(first?.name).toBe('Skip to content');
      let stops = 0;
      for (let state = first; state !== null && stops < MOST_STOPS; state = await stop()) {
        expect(state).toMatchObject({ visible: true, outlined: true, onward: true });
        stops += 1;
        await page.keyboard.press('Tab');
      }
      expect(stops).toBeGreaterThan(10);
      // The skip link leads into the main part: the next stop is none of the menu.
      await page.goto(site.origin + path);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(
        await page.evaluate(() => document.activeElement?.closest('header, nav[aria-label="Main"]') === null),
      ).toBe(true);
      await context.close();
    },
  );

  it('the controls are narrowed by criterion and by area, without a script', async () => {
    const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled: false });
    const follow = async (name: RegExp) => {
      await page.getByRole('navigation', { name: 'Narrow the list' }).getByRole('link', { name }).focus();
      await page.keyboard.press('Enter');
      await page.waitForLoadState();
    };
    for (const [name, heading] of [
      [/^CC6 /, /CC6/],
      [/^Data$/, /Data/],
    ] as const) {
      await page.goto(`${site.origin}/controls/`);
      const all = await page.getByRole('row').count();
      await follow(name);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      const shown = await page.locator('main article, main section').count();
      expect(shown).toBeGreaterThan(1);
      expect(shown).toBeLessThan(all);
    }
    await context.close();
  });
});

describe('the menu', () => {
  const PLACES = [
    'Security',
    'Reports',
    'Controls',
    'Policies',
    'Subprocessors',
    'Questions',
    'Updates',
    'Search',
  ];

  it('stands open on a wide screen, for eyes, keyboard and screen reader, and has no button there', async () => {
    const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled: false });
    await page.goto(`${site.origin}/`);
    const menu = page.getByRole('navigation', { name: 'Main' });
    expect(await menu.getByRole('link').allInnerTexts()).toEqual(PLACES);
    for (const link of await menu.getByRole('link').all()) expect(await link.isVisible()).toBe(true);
    expect(await menu.locator('summary').isVisible()).toBe(false);
    const tree = await page.locator('header').ariaSnapshot();
    for (const place of PLACES) expect(tree).toContain(`link "${place}"`);
    await context.close();
  });

  it('is a button on a phone, opens by keyboard without a script, covers nothing, and marks where one is', async () => {
    const { context, page } = await openReader(browser, [site.origin], {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 844 },
    });
    await page.goto(`${site.origin}/reports/`);
    const menu = page.getByRole('navigation', { name: 'Main' });
    expect(await menu.getByRole('link').count()).toBe(0);
    const heading = page.getByRole('heading', { level: 1 });
    const before = (await heading.boundingBox())?.y ?? 0;
    for (const _ of ['skip link', 'brand', 'menu']) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await menu.getByRole('link').allInnerTexts()).toEqual(PLACES);
    const list = await menu.getByRole('list').boundingBox();
    const after = (await heading.boundingBox())?.y ?? 0;
    expect(after).toBeGreaterThan(before);
    expect(after).toBeGreaterThan((list?.y ?? 0) + (list?.height ?? 0));
    expect(await menu.getByRole('link', { name: 'Reports' }).getAttribute('aria-current')).toBe('page');
    for (const link of await menu.getByRole('link').all()) {
      // A finger needs 24 px at least (WCAG 2.2, 2.5.8).
      expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(40);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/controls/');
    await context.close();
  });
});

describe.each(
  LOCALES.flatMap((locale) => [
    { locale, width: 1280, height: 800 },
    { locale, width: 390, height: 844 },
  ]),
)('the first screen of the security page, $locale, $width × $height', ({ locale, ...viewport }) => {
  it('answers a reviewer’s first five questions', async () => {
    const { context, page } = await openReader(browser, [site.origin], { viewport });
    await page.goto(site.origin + localPath('/', locale));
    const main = page.getByRole('main');
    const { get, home, criteria } = messages(locale);
    const answers = {
      'which reports': ['SOC 2 Type II', 'SOC 3 summary', 'Penetration test letter'].map((name) =>
        main.locator('.evidence').getByRole('link', { name, exact: true }),
      ),
      'which period': ['2025-10-01', '2026-09-30'].map((day) =>
        main.locator(`.answers time[datetime="${day}"]`).first(),
      ),
      'what scope': (['Security', 'Availability', 'Confidentiality'] as const).map((name) =>
        main.locator('.criteria.in').getByText(criteria[name]),
      ),
      'any exceptions': [
        main.locator('.answers').getByText('two exceptions noted').first(),
        main.getByRole('link', { name: home.exceptions }),
      ],
      'how do I get it': [
        main.getByRole('link', { name: get.button }),
        main.locator('.get .hint'),
        ...(await main.locator('.others .hint').all()),
      ],
    };
    expect(answers['how do I get it']).toHaveLength(4);
    for (const [question, places] of Object.entries(answers)) {
      for (const place of places) {
        const box = await place.boundingBox();
        expect((box?.y ?? Infinity) + (box?.height ?? 0), question).toBeLessThanOrEqual(viewport.height);
      }
    }
    await context.close();
  });
});

describe('without JavaScript', () => {
  it('a stranger gets from the first page to the button in two clicks', async () => {
    const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled: false });
    await page.goto(`${site.origin}/`);
    await page.getByRole('link', { name: 'Reports', exact: true }).click();
    await page.getByRole('main').getByRole('link', { name: 'SOC 2 Type II', exact: true }).click();
    const button = page.getByRole('link', { name: 'Get the report' });
    expect(await button.getAttribute('href')).toBe('/en/access/soc2-type2');
    await context.close();
  });

  it('the public report is handed out by the site itself', async () => {
    const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled: false });
    await page.goto(`${site.origin}/reports/soc3-summary/`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Get the report' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('larkspur-relay-soc3-2026.pdf');
    await context.close();
  });
});

describe.each(['/policies/access-control/', '/policies/access-control/versions/1.4/', '/nda/'])(
  'a long text and what is known of it: %s',
  (path) => {
    it('on a phone: version and standing, then the text on the first screen, then all facts', async () => {
      const viewport = { width: 390, height: 844 };
      const { context, page } = await openReader(browser, [site.origin], {
        viewport,
        javaScriptEnabled: false,
      });
      await page.goto(site.origin + path);
      const top = async (selector: string) =>
        (await page.locator(selector).first().boundingBox())?.y ?? Infinity;
      expect(await page.locator('.essentials').innerText()).toMatch(/^Version 1\.\d .*About this/);
      const text = await top('.document > .text');
      expect(await top('.essentials')).toBeLessThan(text);
      expect(text).toBeLessThan(viewport.height);
      const heading = page.getByRole('heading', { name: /^About this / });
      expect(await top('.document > aside')).toBeGreaterThan(text);
      expect(await heading.isVisible()).toBe(true);
      await page.locator('.essentials').getByRole('link').click();
      expect((await heading.boundingBox())?.y).toBeLessThan(viewport.height);
      await context.close();
    });

    it('on a wide screen: the facts beside the text, from its top; on paper: everything', async () => {
      const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled: false });
      await page.goto(site.origin + path);
      const facts = await page.locator('.document > aside').boundingBox();
      const text = await page.locator('.document > .text').boundingBox();
      expect(facts?.y).toBe(text?.y);
      expect((facts?.x ?? 0) + (facts?.width ?? 0)).toBeLessThan(text?.x ?? 0);
      expect(await page.locator('.essentials').isVisible()).toBe(false);
      await page.emulateMedia({ media: 'print' });
      for (const fact of await page.locator('.document dt, .document dd').all())
        expect(await fact.isVisible()).toBe(true);
      expect(await page.locator('.essentials').isVisible()).toBe(true);
      expect(await page.locator('.essentials a').isVisible()).toBe(false);
      await context.close();
    });
  },
);

it('the facts of the main report stay together, and where others come between, the rest says whose it is', async () => {
  const { context, page } = await openReader(browser, [site.origin], {
    viewport: { width: 1280, height: 800 },
  });
  await page.goto(`${site.origin}/`);
  const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? Infinity;
  const [inScope, notInScope] = [page.locator('.criteria.in'), page.locator('.criteria.out')];
  expect(await inScope.locator('xpath=../../following-sibling::div[1]').innerText()).toBe(
    await notInScope.locator('xpath=../..').innerText(),
  );
  const said = () =>
    page.evaluate(() => getComputedStyle(document.querySelector('.rest') as Element, '::before').content);
  expect(await said()).toBe('none');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await top('.rest')).toBeGreaterThan(await top('.others'));
  expect(await said()).toBe('"SOC 2 Type II"');
  await page.emulateMedia({ media: 'print' });
  expect(await top('.rest')).toBeLessThan(await top('.others'));
  expect(await said()).toBe('none');
  await context.close();
});

it('404 has its languages beside each other, and on a phone little more than the search of each', async () => {
  const { context, page } = await openReader(browser, [site.origin], {
    viewport: { width: 1280, height: 900 },
  });
  await page.goto(`${site.origin}/404.html`);
  const tops = async () =>
    await page
      .locator('.not-found > section')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(new Set(await tops()).size).toBe(1);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(new Set(await tops()).size).toBe(LOCALES.length);
  const main = await page.getByRole('main').boundingBox();
  expect(main?.height).toBeLessThan(1100);
  for (const field of await page.getByRole('searchbox').all()) expect(await field.isVisible()).toBe(true);
  await context.close();
});

describe('on paper', () => {
  it('what is folded on the screen stands open', async () => {
    const { context, page } = await openReader(browser, [site.origin]);
    await page.goto(`${site.origin}/policies/access-control/history/`);
    const folded = page.locator('main details:not([open]):not(.earlier) > :not(summary)');
    expect(await folded.count()).toBeGreaterThan(1);
    expect(await folded.first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    for (const part of await folded.all()) expect(await part.isVisible()).toBe(true);
    await context.close();
  });

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
  });
});
