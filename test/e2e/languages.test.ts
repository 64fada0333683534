import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadContent } from '../../schema/load.ts';
import { messages } from '../../site/src/locale.ts';
import { en } from '../../worker/messages/en.ts';
import { launchBrowser, openReader } from '../support/browser.ts';
import { inspect } from '../support/inspect.ts';
import { Journey } from '../support/journey.ts';

const running = inject('running');
const content = await loadContent(join(import.meta.dirname, '../..'));
const origins = [running.origin, running.issuer];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A limit for what hangs: two dozen pages are looked at, each in both colour schemes. */
const PATIENCE = 1_800_000;

/** Whole sentences of the Worker's English catalogue. */
const ENGLISH = sentences(en);
/** Words that no German and no French sentence has. */
const ENGLISH_WORDS = /\b(the|and|of|with|your|you|which|this|by|what)\b/i;

function sentences(value: object): string[] {
  return Object.values(value).flatMap((entry: unknown) => {
    if (typeof entry === 'string') return entry.includes(' ') ? [entry] : [];
    return typeof entry === 'object' ? sentences(entry ?? {}) : [];
  });
}

/** Every text that a reader sees or hears in the language of the page: what is in another one is marked so. */
async function saidIn(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const said: string[] = [];
    const visit = (element: Element) => {
      const own = element !== document.documentElement && element.getAttribute('lang');
      if (own && own !== document.documentElement.lang) return;
      if (['SCRIPT', 'STYLE', 'CODE', 'ADDRESS', 'BDI'].includes(element.tagName)) return;
      for (const name of ['aria-label', 'data-label', 'title', 'placeholder'])
        if (element.hasAttribute(name)) said.push(element.getAttribute(name) ?? '');
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE)
          said.push(child.textContent?.replace(/\s+/g, ' ').trim() ?? '');
        else if (child instanceof Element) visit(child);
      }
    };
    visit(document.body);
    return said.filter(Boolean);
  });
}

describe.each(['de', 'fr'] as const)('the way of a prospect in %s', (locale) => {
  /** Nothing on the page is in English, and it looks as pages have to. */
  async function read(page: Page): Promise<void> {
    const where = new URL(page.url()).pathname;
    expect(await page.locator('html').getAttribute('lang'), where).toBe(locale);
    const said = await saidIn(page);
    expect(said.length, where).toBeGreaterThan(10);
    expect(
      said.filter((text) => ENGLISH.includes(text) || ENGLISH_WORDS.test(text)),
      where,
    ).toEqual([]);
    const current = page.locator('nav.languages [aria-current]');
    expect(await current.getAttribute('hreflang'), where).toBe(locale);
    await inspect(page);
  }

  it(
    'N11 N20: from the report’s page to the copy, through every page on the way, nothing is in English',
    async () => {
      const { page, complaints, context } = await openReader(browser, origins);
      const journey = new Journey(page, running, locale);
      const { m } = journey;
      const person = {
        name: 'Ann Leser',
        company: 'Wiese AG',
        address: `walks-in-${locale}@meadow.example`,
      };
      await journey.openReport('soc2-type2');
      await journey.click(messages(locale).get.button);
      await page.getByRole('heading', { name: m.choose.heading }).waitFor();
      await read(page);
      await journey.click(m.send);
      await page.getByText(m.fields.nameMissing).first().waitFor();
      await read(page);
      await journey.introduce(person);
      await page.getByRole('heading', { name: m.confirmation.checkMail }).waitFor();
      await read(page);
      const { link } = await journey.readMail(person.address);
      expect(new URL(link).pathname).toBe(`/${locale}/access/soc2-type2/confirm`);
      for (const [wrong, heading] of [
        [link, m.confirmation.typeCode],
        [link.slice(0, -1), m.confirmation.over.cut.title],
      ] as const) {
        const elsewhere = await openReader(browser, origins);
        await elsewhere.page.goto(wrong);
        await elsewhere.page.getByRole('heading', { name: heading }).waitFor();
        await read(elsewhere.page);
        await elsewhere.context.close();
      }
      await page.goto(link);
      await page.getByRole('heading', { name: m.confirmation.title }).waitFor();
      await read(page);
      await journey.click(m.confirm);
      await page.getByRole('checkbox').waitFor();
      await read(page);
      await journey.click('I agree to the NDA');
      await page.getByText(m.agreement.unticked).first().waitFor();
      await read(page);
      await journey.click('Decline');
      await page.getByRole('heading', { name: m.agreement.declined }).waitFor();
      await read(page);
      await journey.click(m.agreement.back);
      await journey.agree();
      await page.getByRole('heading', { name: m.copy.title }).waitFor();
      await read(page);
      const another = await openReader(browser, origins);
      await another.page.goto(link);
      await another.page.getByRole('heading', { name: m.confirmation.over.used.title }).waitFor();
      await read(another.page);
      await another.context.close();

      await page.goto(`${running.origin}/${locale}/my-access`);
      await page.getByRole('heading', { name: m.myAccess.leaving }).waitFor();
      await read(page);
      await page
        .getByRole('link', { name: m.myAccess.receiptOf('').trim() })
        .first()
        .click();
      await page.getByRole('heading', { name: m.receipt.title }).waitFor();
      await read(page);
      for (const path of [
        '/my-access/end',
        '/my-access/delete',
        '/my-access/agreement/end',
        '/access/none',
        '/logout',
      ]) {
        await page.goto(`${running.origin}/${locale}${path}`);
        await read(page);
      }
      await page.getByRole('main').getByRole('button', { name: m.signOut.button }).click();
      await page.getByRole('heading', { name: m.signOut.done }).waitFor();
      await read(page);
      expect(complaints).toEqual([]);
      await context.close();
    },
    PATIENCE,
  );

  it(
    'N11: neither is anything of the other pages that readers see',
    async () => {
      const { page, complaints, context } = await openReader(browser, origins);
      const journey = new Journey(page, running, locale);
      const { m } = journey;
      await page.goto(`${running.origin}/${locale}/my-access`);
      await read(page);
      await page.goto(`${running.origin}/${locale}/subscribe?topic=updates`);
      await read(page);
      const address = `subscribes-in-${locale}@meadow.example`;
      await page.getByRole('textbox', { name: m.subscribe.address }).fill(address);
      await page.getByRole('button', { name: m.subscribe.button }).click();
      await page.getByRole('heading', { name: m.confirmation.checkMail }).waitFor();
      await read(page);
      await page.goto(await journey.readLink(address, m.mail.subscription.subject(content.company.name)));
      await read(page);
      await journey.click(m.confirm);
      await page.getByRole('heading', { name: m.subscribe.managing }).waitFor();
      await read(page);
      await page.getByRole('button', { name: m.subscribe.end }).click();
      await page.getByRole('heading', { name: m.subscribe.ended }).waitFor();
      await read(page);
      await page.goto(`${running.origin}/${locale}/subscribe/manage?token=none`);
      await read(page);
      await page.goto(`${running.origin}/${locale}/access/pentest-letter`);
      await read(page);
      expect(complaints).toEqual([]);
      await context.close();
    },
    PATIENCE,
  );

  it('the language is changed on the way by one click, and what was asked for stays', async () => {
    const { page, context } = await openReader(browser, origins);
    const journey = new Journey(page, running);
    await journey.openReport('soc2-type2');
    await journey.click(messages('en').get.button);
    await page.locator(`nav.languages a[hreflang="${locale}"]`).click();
    expect(new URL(page.url()).pathname).toBe(`/${locale}/access/soc2-type2`);
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    await context.close();
  });
});

it('a browser that prefers German is answered in German where no address says otherwise', async () => {
  const { page, context } = await openReader(browser, origins, { locale: 'de-AT' });
  await page.goto(`${running.origin}/access/soc2-type2`);
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.goto(`${running.origin}/en/access/soc2-type2`);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await context.close();
});
