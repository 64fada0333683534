import { env } from 'cloudflare:workers';
import { describe, expect, inject, it } from 'vitest';
import { LOCALES, localPath } from '../../../words/locale.ts';
import type { Evidence } from '../../../worker/access/evidence.ts';
import { content } from '../../../worker/content.ts';
import { de } from '../../../worker/messages/de.ts';
import { en } from '../../../worker/messages/en.ts';
import { fr } from '../../../worker/messages/fr.ts';
import { openBrowser, textOf } from '../access/browser.ts';
import { keysOf, mailsTo, newProspect } from '../access/prospect.ts';
import { rows } from '../access/rows.ts';
import { AtProvider } from '../login/at-provider.ts';
import { serverWith } from '../login/server.ts';

const issuer = inject('realIssuer');
const CATALOGUES = { en, de, fr };
const START = '/access/soc2-type2';
const langOf = (page: string) => /<html[^>]* lang="([^"]*)"/.exec(page)?.[1];
/** As `textOf` has it: without the spaces at which no line breaks. */
const plain = (words: string) => words.replaceAll(/\s+/g, ' ');
/** Where the forms and links of the page itself lead, and not those around it. */
const leadsOf = (page: string) => {
  const main = page.slice(page.indexOf('<main'), page.indexOf('</main>'));
  return [...main.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, path = '']) => path);
};

describe('the language of a page', () => {
  it.each([
    ['/de/access/soc2-type2', 'fr', 'de'],
    ['/en/access/soc2-type2', 'de', 'en'],
    [START, undefined, 'en'],
    [START, 'fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'fr'],
    [START, 'en;q=0.1, de-AT', 'de'],
    [START, 'de;q=0, fr;q=0.5', 'fr'],
    // The company's own language is for whoever prefers none of ours.
    [START, 'ja, zh;q=0.8', 'en'],
    [START, ';;q=,,=', 'en'],
    ['/fr/my-access', 'de', 'fr'],
    ['/de/subscribe', undefined, 'de'],
    ['/fr/logout', undefined, 'fr'],
  ])('%s for a browser that prefers %s is %s', async (path, preferred, locale) => {
    const response = await openBrowser().get(path, preferred ? { 'Accept-Language': preferred } : {});
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(langOf(page)).toBe(locale);
    expect(response.headers.get('Content-Language')).toBe(locale);
    const isNamed = path !== START;
    // An answer that depends on the browser says so; one that does not, does not.
    expect(response.headers.get('Vary')).toBe(isNamed ? null : 'Accept-Language');
    const prefix = isNamed ? `/${locale}` : '';
    for (const lead of leadsOf(page).filter((each) => /\/(access|my-access|login|subscribe)\b/.test(each)))
      expect(lead.startsWith(`${prefix}/`), lead).toBe(true);
  });

  it.each([
    '/console',
    '/de/console',
    '/fr/api/promise',
    '/en/reports',
    '/de/de/access/soc2-type2',
    '/es/access/soc2-type2',
  ])('%s is not there in another language', async (path) => {
    const response = await openBrowser().get(path, { 'Accept-Language': 'de' });
    if (path === '/console') expect(langOf(await response.text())).toBe('en');
    else expect(response.status).toBe(404);
  });

  it('is changed by a plain link on every page, which keeps the rest of its address', async () => {
    const page = await (await openBrowser().get(`/de${START}?again&x=%22`)).text();
    const [, nav = ''] = /<nav class="languages"[^>]*>(.*?)<\/nav>/s.exec(page) ?? [];
    const links = [
      ...nav.matchAll(/href="([^"]*)"[^>]*hreflang="([^"]*)"|hreflang="([^"]*)"[^>]*href="([^"]*)"/g),
    ];
    expect(links.map(([, a, , , b]) => (a ?? b)?.replaceAll('&amp;', '&'))).toEqual(
      LOCALES.map((locale) => `/${locale}${START}?again&x=%22`),
    );
  });

  it('is that of the terms to which a customer’s way leads', async () => {
    for (const locale of LOCALES) {
      const page = await (await openBrowser().get(`/${locale}${START}`)).text();
      const terms = localPath('/terms/', locale);
      const [customers = ''] = /<section>.*?<\/section>/s.exec(page) ?? [];
      expect(customers).toContain(`href="${terms}"`);
      const there = await env.ASSETS.fetch(new URL(terms, env.ORIGIN));
      expect([there.status, langOf(await there.text())]).toEqual([200, locale]);
    }
  });

  it('is that of an error, and of a page that never was', async () => {
    for (const locale of LOCALES) {
      const response = await openBrowser().get(`/${locale}/access/no-such-report`);
      const { title, detail } = CATALOGUES[locale].problems['not-found'];
      expect(response.status).toBe(404);
      const shown = textOf(await response.text());
      expect(shown).toContain(title);
      expect(shown).toContain(detail);
    }
  });

  it('N8: is that of what is to be entered again', async () => {
    for (const locale of LOCALES) {
      const browser = openBrowser();
      const page = await (await browser.get(`/${locale}${START}`)).text();
      const attempt = /name="attempt" value="([^"]*)"/.exec(page)?.[1] ?? '';
      const entries = { attempt, name: '', company: 'x'.repeat(301), address: 'nobody' };
      const response = await browser.post(`/${locale}${START}`, entries);
      expect(response.status).toBe(400);
      const shown = textOf(await response.text());
      const { fields, error, choose } = CATALOGUES[locale];
      for (const sentence of [fields.nameMissing, fields.companyTooLong(300), fields.addressWrong])
        expect(shown).toContain(sentence);
      expect(shown).toContain(plain(error(choose.title('SOC 2 Type II'))));
    }
  });

  it('B5: no cookie remembers it', async () => {
    const response = await openBrowser().get('/de/my-access', { 'Accept-Language': 'fr' });
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe('the way to a report in another language', () => {
  it.each([
    ['de', de],
    ['fr', fr],
  ] as const)(
    'N20: in %s leads from page to page and through the mail, to the one text that binds',
    async (locale, m) => {
      const prospect = newProspect('soc2-type2', { locale });
      const asked = await prospect.ask();
      expect(asked.headers.get('Location')).toBe(`/${locale}${START}/confirm`);
      const [letter] = await mailsTo(prospect.address);
      expect(letter?.subject).toBe(m.mail.confirmation.subject('SOC 2 Type II'));
      expect(keysOf(letter).path).toMatch(new RegExp(`^/${locale}${START}/confirm\\?token=`));
      const confirmed = await prospect.confirm();
      expect(confirmed.headers.get('Location')).toBe(`/${locale}${START}/nda`);

      const page = await (await prospect.browser.get(`/${locale}${START}/nda`)).text();
      const { nda } = content;
      expect(langOf(page)).toBe(locale);
      expect(page).toContain(`<article class="agreement" lang="${nda.locale}">`);
      expect(page).toContain(`href="/${locale}/nda/"`);
      const translation = nda.translations.find((one) => one.locale === locale);
      const shown = textOf(page);
      for (const sentence of [
        nda.consentSentence,
        nda.agreeLabel,
        translation?.consentSentence ?? '-',
        translation?.agreeLabel ?? '-',
      ])
        expect(shown).toContain(sentence);

      const agreed = await prospect.agree();
      expect(agreed.headers.get('Location')).toBe(`/${locale}${START}/copy`);
      const [row] = await rows<{ evidence: string }>(
        `SELECT a.evidence FROM acceptances a JOIN requests r ON r.id = a.request_id WHERE r.address = ?1 AND r.locale = ?2`,
        prospect.address,
        locale,
      );
      const evidence = JSON.parse(row?.evidence ?? '{}') as Evidence;
      expect(evidence.nda).toMatchObject({ locale: nda.locale, sha256: nda.sha256 });
      expect(evidence.shown).toEqual({
        consent: nda.consentSentence,
        authority: nda.authoritySentence,
        button: nda.agreeLabel,
      });
      const copy = await (await prospect.browser.get(`/${locale}${START}/copy`)).text();
      expect(textOf(copy)).toContain(m.copy.title);
    },
  );

  it('a sign-in leads back to the page in the language that it was started in, and so does one that failed', async () => {
    const browser = openBrowser(serverWith({ OIDC_ISSUER: issuer, STAFF_OIDC_ISSUER: issuer }));
    const provider = new AtProvider(issuer);
    const started = await browser.post('/fr/login/customer', { report: 'soc2-type2' });
    const back = await provider.choose(
      await provider.follow(started.headers.get('Location') ?? ''),
      'customer-one',
    );
    const path = new URL(back.url).pathname + new URL(back.url).search;
    const late = openBrowser(serverWith({ OIDC_ISSUER: issuer, STAFF_OIDC_ISSUER: issuer }));
    for (const [name, value] of browser.cookies) late.cookies.set(name, value);
    expect((await browser.get(path)).headers.get('Location')).toBe('/fr/access/soc2-type2/copy');
    const refused = await (await late.get(path)).text();
    expect(langOf(refused)).toBe('fr');
    expect(textOf(refused)).toContain(plain(fr.signIn.rejections['code-refused']));
    expect(leadsOf(refused)).toContain('/fr/login/customer');
  });
});
