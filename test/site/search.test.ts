import { execFileSync } from 'node:child_process';
import MiniSearch from 'minisearch';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { excerpt } from '../../core/search/excerpt.ts';
import { findPlaces } from '../../core/search/find-places.ts';
import { indexOptions, type Place } from '../../core/search/index-options.ts';
import { messages } from '../../site/src/locale.ts';
import { indexPath } from '../../words/index-path.ts';
import { LOCALES, type Locale, localPath, plainPath } from '../../words/locale.ts';
import { launchBrowser, openReader } from '../support/browser.ts';
import { isServed, pages, ROOT, read, tags } from './built.ts';
import { type SiteServer, serveSite } from './serve.ts';

/** Texts of versions are found in the history. */
const all = pages
  .filter(({ html, path }) => !html.includes('name="robots"') && !/\/versions\//.test(path))
  .map(({ path }) => path);
const indexOf = (locale: Locale) =>
  MiniSearch.loadJSON<Place>(read(indexPath(locale).slice(1)).toString('utf8'), indexOptions);
const english = indexOf('en');

describe.each(LOCALES)('the index in %s', (locale) => {
  const index = indexOf(locale);
  const here = localPath('/search/', locale);
  const listed = all.filter((path) => localPath(plainPath(path), locale) === path);

  it('has every public page of the language, what is in English alone, and nothing else', () => {
    const found = new Set(
      index.search(MiniSearch.wildcard).map(({ id }) => new URL(String(id), 'https://site.invalid').pathname),
    );
    expect([...found].sort()).toEqual(listed.filter((path) => path !== here).sort());
  });

  it('A21: says no word that is not on the page it leads to', () => {
    const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
    for (const { id, text } of index.search(MiniSearch.wildcard)) {
      const { pathname } = new URL(String(id), 'https://site.invalid');
      const page = pages.find(({ path }) => path === pathname);
      const shown = words(
        (page?.html ?? '')
          .replace(/<[^>]+>/g, ' ')
          .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
          .replaceAll('&amp;', '&')
          .replaceAll('&quot;', '"'),
      );
      for (const part of String(text).match(/.{1,60}/g) ?? []) {
        // A comparison is left out, and so words that stand apart on the page may be neighbours here.
        if (part.split(' ').every((word) => shown.includes(words(word)))) continue;
        expect.fail(`${id} has "${part}", which its page does not say`);
      }
    }
  });

  it('holds no commit: neither its name nor its subject', () => {
    const subjects = execFileSync('git', ['log', '--format=%s', '--', 'content'], {
      cwd: ROOT,
      encoding: 'utf8',
    })
      .split('\n')
      .filter((subject) => subject.split(' ').length > 3);
    const shown = subjects.filter((subject) => pages.some(({ html }) => html.includes(`“${subject}”`)));
    expect(shown.length).toBeGreaterThan(0);
    const texts = index.search(MiniSearch.wildcard).map(({ heading, text }) => `${heading} ${text}`);
    for (const text of texts) {
      expect(text).not.toMatch(/\b(?=[a-f]*\d)[0-9a-f]{10}\b/);
      for (const subject of subjects) expect(text).not.toContain(subject);
    }
  });

  it('its page lists all of them from A to Z, without a script, and names the index', () => {
    const html = pages.find(({ path }) => path === here)?.html ?? '';
    const links = tags(html.slice(html.indexOf('everything-list'))).flatMap(
      ({ attributes }) => attributes.href ?? [],
    );
    for (const path of listed.filter((path) => path !== here)) expect(links).toContain(path);
    for (const link of links.filter((link) => link.startsWith('/') && !/^\/[a-z]{2}\/my-access$/.test(link)))
      expect(isServed(link.replace(/#.*/, '')), link).toBe(true);
    expect(html).toContain(`data-index="${indexPath(locale)}"`);
  });
});

describe('what is found', () => {
  it.each([
    ['encryption at rest', '/controls/data/'],
    ['passwords', '/policies/passwords/'],
    ['object to a subprocessor', '/subprocessors/'],
    ['bridge letter', '/reports/soc2-type2/'],
    ['incidnet response', 'incidents'],
    ['MFA', '/questions/#staff-sign-in'],
    ['2FA', '/questions/#customer-mfa'],
    ['SSO', '/questions/#customer-sso'],
    ['DPA', '/questions/#dpa'],
    ['GDPR', '/questions/#dpa'],
    ['HIPAA', '/questions/#health-and-cards'],
    ['uptime', '/questions/#availability'],
    ['RTO', '/questions/#rto-rpo'],
    ['AI', '/questions/#artificial-intelligence'],
    ['SBOM', '/questions/#libraries'],
  ])('finds %s among the first five', (words, start) => {
    const first = findPlaces(english, words).slice(0, 5);
    expect(first.map(({ id }) => String(id)).join(' ')).toContain(start);
  });

  it.each([
    ['subprocessor', '/subprocessors/'],
    ['policies', '/policies/'],
    ['updates', '/updates/'],
  ])('finds the page %s itself first', (words, path) => {
    expect(findPlaces(english, words)[0]?.id).toBe(path);
  });

  it.each(['SSO', 'MFA'])('finds the control that is also called %s', (words) => {
    const ids = findPlaces(english, words)
      .slice(0, 8)
      .map(({ id }) => String(id));
    expect(ids).toContain('/controls/access/#single-sign-on');
  });

  it.each([
    ['de', 'Unterauftragsverarbeiter', '/de/subprocessors/'],
    ['de', 'restore test', '/de/controls/data/'],
    ['fr', 'lettre de transition', '/fr/reports/soc2-type2/'],
  ] as const)('in %s: %s', (locale, words, start) => {
    const first = findPlaces(indexOf(locale), words).slice(0, 5);
    expect(first.map(({ id }) => String(id)).join(' ')).toContain(start);
  });
});

describe('an excerpt', () => {
  const text = `${'before '.repeat(40)}the Sealed (key) is here ${'after '.repeat(60)}`;
  it('is cut at spaces around the first word found, which is marked', () => {
    const pieces = excerpt(text, ['sealed']);
    const whole = pieces.map((piece) => piece.text).join('');
    expect(pieces.filter(({ found }) => found)).toEqual([{ text: 'Sealed', found: true }]);
    expect(whole).toMatch(/^… before .* after …$/);
    expect(whole.length).toBeLessThan(200);
  });
  it.each(['(key', '[', '\\', 'a{9999}', '.*', '$&'])('takes %s as letters', (word) => {
    expect(() => excerpt(text, [word])).not.toThrow();
    expect(excerpt(text, ['.*']).some(({ found }) => found)).toBe(false);
  });
  it('marks the whole word of which the beginning was looked for', () => {
    expect(excerpt('It is restored.', ['restore'])).toContainEqual({ text: 'restored', found: true });
  });
  it('of a short text is the text', () => {
    expect(excerpt('All of it.', [])).toEqual([{ text: 'All of it.', found: false }]);
  });
});

describe('in a browser', () => {
  let site: SiteServer;
  let browser: Browser;
  beforeAll(async () => {
    site = await serveSite();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
  });

  it('is found, read and left by keyboard alone; the index is asked for only when something is typed', async () => {
    const { context, page, complaints } = await openReader(browser, [site.origin]);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${site.origin}/`);
    expect(asked.filter((path) => /\.(js|json)$/.test(path))).toEqual([]);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Search' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search/');
    const field = page.getByRole('searchbox', { name: 'Search these pages' });
    await field.waitFor();
    // By the skip link: the field is the first stop of the main part.
    for (const key of ['Tab', 'Enter', 'Tab']) await page.keyboard.press(key);
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(asked).not.toContain('/search/index.json');
    await page.keyboard.type('restore test');
    await page.getByRole('status').getByText('found').waitFor();
    expect(asked).toContain('/search/index.json');
    expect(page.url()).toContain('?q=restore');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href') ?? null);
    await page.keyboard.press('ArrowDown');
    const first = await focused();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe(first);
    await page.keyboard.press('Escape');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${first}`);
    await page.goBack();
    await page.getByRole('status').getByText('found').waitFor();
    expect(await field.inputValue()).toBe('restore test');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('C5: shows what is typed as text, says when nothing is found, and leaves the list then', async () => {
    const { context, page, complaints } = await openReader(browser, [site.origin]);
    const typed = '<img zzqa="zzqb" onerror=zzqc>\'`$&[(';
    await page.goto(`${site.origin}/search/?q=${encodeURIComponent(typed)}`);
    await page.getByText('Nothing was found').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe(typed);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'From A to Z' }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each(LOCALES)('in %s, a page that is not there offers it, without a script as well', async (locale) => {
    for (const javaScriptEnabled of [true, false]) {
      const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled });
      await page.goto(`${site.origin}/no/such/page`);
      const search = page.getByRole('search', { name: messages(locale).search.title, exact: true });
      await search.getByRole('searchbox').fill('restore');
      await search.getByRole('button').click();
      await page.waitForURL(`${site.origin}${localPath('/search/', locale)}?q=restore`);
      if (javaScriptEnabled) {
        await page.locator('#search-results a').first().waitFor();
        expect(await page.locator('#search-field').inputValue()).toBe('restore');
      } else expect(await page.locator('#everything-list a').count()).toBeGreaterThan(50);
      await context.close();
    }
  });

  it('without a script there is the list, and no field that does nothing', async () => {
    const { context, page } = await openReader(browser, [site.origin], { javaScriptEnabled: false });
    await page.goto(`${site.origin}/search/?q=restore`);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Access control policy', exact: true }).click();
    await page.getByRole('heading', { name: 'Access control', level: 1 }).waitFor();
    await context.close();
  });
});
