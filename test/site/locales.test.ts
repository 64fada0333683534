import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Element, Nodes } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { loadContent } from '../../schema/load.ts';
import { messages } from '../../site/src/locale.ts';
import { inWords, shortDate } from '../../words/dates.ts';
import {
  DEFAULT_LOCALE,
  isForReaders,
  LOCALES,
  type Locale,
  localeOfPath,
  localPath,
  namedLocale,
  plainPath,
  READER_PLACES,
} from '../../words/locale.ts';
import { plurals } from '../../words/plurals.ts';
import { de } from '../../worker/messages/de.ts';
import { en } from '../../worker/messages/en.ts';
import { fr } from '../../worker/messages/fr.ts';
import { isServed, pages, ROOT, read, tags } from './built.ts';

const { company } = await loadContent(ROOT);
const listed = pages.filter(({ html }) => !html.includes('content="noindex"'));
const paths = new Set(listed.map(({ path }) => path));
const others = LOCALES.filter((locale) => locale !== DEFAULT_LOCALE);
const parser = unified().use(rehypeParse);
const [, WORKER_FIRST = ''] =
  /run_worker_first = \[([^\]]*)\]/.exec(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')) ?? [];

/** Words that a message may share with English; every other message that is the same was forgotten. */
const SHARED =
  /^(|NDA|SHA-|Version|Format|Region|Feeds|Carve-out|Tester|Organisation|Bridge Letter|Type|Menu|Date|pages PDF|Name|Browser|Downloads|Code|Link|Trust Center|:)$/i;
const SHARED_WITH_FRENCH =
  /^(Questions?|Exceptions?\.?|Incidents|Opinion|Service|Causes|commit|Public|minutes?|personnel|version SHA-)$/i;

/** What the site says, and what the Worker says to readers. */
const CATALOGUES = {
  site: messages,
  worker: (locale: Locale) => ({ en, de, fr })[locale],
} as const;

describe.each(Object.entries(CATALOGUES))('the catalogues of the %s', (_, catalogue) => {
  it.each(others)('%s leaves no message in English', (locale) => {
    const english = leaves(catalogue(DEFAULT_LOCALE));
    const same = [...leaves(catalogue(locale))].filter(([key, text]) => english.get(key) === text);
    const forgotten = same.filter(([key, text]) => {
      const words = text
        .replaceAll(/[\d,·]/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim();
      const isShared = SHARED.test(words) || (locale === 'fr' && SHARED_WITH_FRENCH.test(words));
      return !isShared && !key.startsWith('machineFiles.');
    });
    expect(forgotten).toEqual([]);
  });

  it('French has no-break spaces where a line must not break', () => {
    for (const [key, text] of leaves(catalogue('fr'))) expect(text, key).not.toMatch(/ [:;!?»]|« /);
  });

  it('German and French speak to their reader as Sie and vous', () => {
    const familiar = {
      de: /(?<!\p{L})(du|dein\p{L}*|dich|dir|euch|euer|eure\p{L}*)(?!\p{L})/iu,
      fr: /(?<!\p{L})(tu|toi|ton|tes)(?!\p{L})/iu,
    };
    for (const [locale, words] of Object.entries(familiar))
      for (const [key, text] of leaves(catalogue(locale as Locale))) expect(text, key).not.toMatch(words);
  });
});

describe('the catalogues', () => {
  it('the Worker says every message that it has', async () => {
    const files = (await readdir(join(ROOT, 'worker'), { recursive: true }))
      .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('messages'))
      .map((file) => `worker/${file}`);
    // The kinds of a change are named where changes are computed, and where versions are read.
    const sources = await Promise.all(
      [...files, 'schema/history/subprocessor-changes.ts', 'schema/policies.ts'].map((file) =>
        readFile(join(ROOT, file), 'utf8'),
      ),
    );
    const said = new Set(sources.join('\n').match(/[\w-]+/g));
    const keys = new Set([...leaves(en).keys()].flatMap((key) => key.split('.')));
    expect([...keys].filter((key) => !said.has(key))).toEqual([]);
  });

  it.each([
    ['en', 0, '0 reviews'],
    ['en', 1, '1 review'],
    ['en', 1234, '1,234 reviews'],
    ['de', 1234, '1.234 reviews'],
    // French counts none as one.
    ['fr', 0, '0 review'],
    ['fr', 2, '2 reviews'],
  ])('%s counts %i', (tag, count, words) => {
    expect(plurals(tag)(count, { one: '# review', other: '# reviews' })).toBe(words);
  });

  it('a language with more forms gets the one it needs, and `none` stands for zero', () => {
    const counted = plurals('pl');
    const forms = { one: '# plik', few: '# pliki', many: '# plików', other: '# pliku', none: 'brak' };
    expect([0, 1, 2, 5, 22].map((count) => counted(count, forms))).toEqual([
      'brak',
      '1 plik',
      '2 pliki',
      '5 plików',
      '22 pliki',
    ]);
  });
});

describe('the addresses', () => {
  it.each([
    ['/', '/de/'],
    ['/#gaps', '/de/#gaps'],
    ['/policies/testing/#scope', '/de/policies/testing/#scope'],
    ['/search/?q=a/b', '/de/search/?q=a/b'],
    ['/policies/testing/history/', '/policies/testing/history/'],
    ['/policies/policies.pdf', '/policies/policies.pdf'],
    ['/subprocessors/changes.atom', '/subprocessors/changes.atom'],
  ])('%s in German is %s', (path, german) => {
    expect(localPath(path, 'de')).toBe(german);
    expect(plainPath(german)).toBe(path);
    expect(localPath(path, 'en')).toBe(path);
  });

  it.each([
    '/access/soc2-type2',
    '/access/soc2-type2?again',
    '/my-access',
    '/subscribe?topic=updates',
    '/logout',
  ])('%s, which the Worker answers, names every language, English as well', (path) => {
    for (const locale of LOCALES) {
      expect(localPath(path, locale)).toBe(`/${locale}${path}`);
      expect(plainPath(`/${locale}${path}`)).toBe(path);
      expect(localeOfPath(`/${locale}${path}`)).toBe(locale);
    }
    expect(namedLocale(path)).toBeUndefined();
  });

  it('the Worker is asked first for every place of readers, in every language', () => {
    const there = new Set(JSON.parse(`[${WORKER_FIRST.replace(/,\s*$/, '')}]`) as string[]);
    for (const place of READER_PLACES)
      for (const path of [`/${place}`, ...LOCALES.map((locale) => localPath(`/${place}`, locale))])
        expect(there, path).toContain(path);
    for (const path of there) if (/^\/\w\w\//.test(path)) expect(isForReaders(plainPath(path))).toBe(true);
  });

  it('every reading page is there in every language, and history alone is not', () => {
    const plain = [...paths].filter((path) => localeOfPath(path) === DEFAULT_LOCALE);
    const untranslated = plain.filter((path) => others.some((locale) => !paths.has(`/${locale}${path}`)));
    expect(untranslated.every((path) => /^\/policies\/[^/]+\/(history|versions)\//.test(path))).toBe(true);
    expect(paths.size).toBe(LOCALES.length * (plain.length - untranslated.length) + untranslated.length);
  });
});

describe.each(listed)('$path', ({ path, html }) => {
  const locale = localeOfPath(path);
  const all = tags(html);
  const alternates = all.filter(
    ({ name, attributes }) => name === 'link' && attributes.rel === 'alternate' && attributes.hreflang,
  );
  const isThere = (one: Locale) => paths.has(localPath(plainPath(path), one));
  const translated = others.every((one) => localPath(plainPath(path), one) !== plainPath(path));

  it('says its language and names its own address as the canonical one', () => {
    expect(all.find(({ name }) => name === 'html')?.attributes.lang).toBe(locale);
    const canonical = all.find(({ attributes }) => attributes.rel === 'canonical');
    expect(canonical?.attributes.href).toBe(`${company.trustOrigin}${path}`);
  });

  it('names the same page in every language, itself included, and English for everybody else', () => {
    const expected = translated
      ? [
          ...LOCALES.map((one) => [one, `${company.trustOrigin}${localPath(plainPath(path), one)}`]),
          ['x-default', `${company.trustOrigin}${plainPath(path)}`],
        ]
      : [];
    expect(alternates.map(({ attributes }) => [attributes.hreflang, attributes.href])).toEqual(expected);
    if (translated) expect(LOCALES.every(isThere)).toBe(true);
  });

  it('leads to pages in its own language only, but for those that say otherwise', () => {
    const astray = all
      .filter(({ name, attributes }) => name === 'a' && attributes.href?.startsWith('/'))
      .filter(({ attributes: { href = '', hreflang } }) => {
        const target = new URL(href, 'https://site.invalid').pathname;
        if (!paths.has(target)) return false;
        const language = localeOfPath(target);
        if (language === locale) return false;
        // What the build knows to be in another language says so, unless it is a text in English alone that a list names.
        return hreflang !== language && localPath(plainPath(target), locale) !== target;
      });
    expect(astray.map(({ attributes }) => attributes.href)).toEqual([]);
  });

  it('changes the language by plain links, and says which one is on', () => {
    const [, nav = ''] = /<nav class="languages"[^>]*>(.*?)<\/nav>/s.exec(html) ?? [];
    const links = tags(nav).filter(({ name }) => name === 'a');
    expect(links.map(({ attributes: a }) => [a.href, a.lang, a.hreflang, a['aria-current'] ?? null])).toEqual(
      translated
        ? LOCALES.map((one) => [localPath(plainPath(path), one), one, one, one === locale ? 'true' : null])
        : [],
    );
  });
});

describe.each(listed.filter(({ path }) => localeOfPath(path) !== DEFAULT_LOCALE))(
  '$path',
  ({ path, html }) => {
    it('has no English but in what is marked as English', () => {
      const main = find(parser.parse(html), 'body');
      const text = ownText(main).replaceAll(/\s+/g, ' ');
      const english = text.match(/.{0,30}\b(the|and|of|which|with|is|are|by|for|what)\b.{0,30}/gi) ?? [];
      expect(
        english.filter((piece) => !NAMES.test(piece)),
        path,
      ).toEqual([]);
    });

    it('says in one line in which language the company’s own texts are', () => {
      // Who made a change is a name, and no text.
      const texts = html
        .slice(html.indexOf('<main'))
        .replaceAll(/<span data-nosnippet>[^<]*<span lang="[^"]*">/g, '');
      const marked = tags(texts).some(
        ({ name, attributes }) => attributes.lang === company.language && name !== 'a' && name !== 'html',
      );
      expect(html.includes('class="wide hint content-in"'), path).toBe(marked);
    });
  },
);

it('404 says what it says in every language', () => {
  const html = read('404.html').toString('utf8');
  for (const locale of LOCALES) {
    expect(html).toContain(messages(locale).notFound.heading);
    expect(html).toContain(`href="${localPath('/reports/', locale)}"`);
  }
  expect(html).toContain('lang="de"');
});

it('the sitemap names each page in every language', () => {
  const entries = [
    ...read('sitemap-0.xml')
      .toString('utf8')
      .matchAll(/<url>(.*?)<\/url>/gs),
  ].map(([, entry = '']) => entry);
  expect(entries).toHaveLength(listed.filter(({ html }) => !html.includes('name="robots"')).length);
  for (const entry of entries) {
    const path = new URL(/<loc>(.*?)<\/loc>/.exec(entry)?.[1] ?? '').pathname;
    const found = [...entry.matchAll(/hreflang="(.*?)" href="(.*?)"/g)].map(([, tag, href = '']) => [
      tag,
      new URL(href).pathname,
    ]);
    const alone = localPath(plainPath(path), 'de') === plainPath(path);
    const expected = alone ? [] : LOCALES.map((one) => [one, localPath(plainPath(path), one)]);
    expect(found.sort(), path).toEqual(expected.sort());
  }
});

it('what is made for machines is there once, with the pages in English', () => {
  for (const locale of others) {
    expect(isServed(`/${locale}.md`)).toBe(false);
    expect(isServed(`/${locale}/reports.md`)).toBe(false);
    expect(isServed(`/${locale}/trust.json`)).toBe(false);
  }
  const translated = listed.filter(({ path }) => localeOfPath(path) !== DEFAULT_LOCALE);
  for (const { path, html } of translated)
    expect(html.includes('application/ld+json') || html.includes('text/markdown'), path).toBe(false);
});

/** Names that have an English word in them. */
const NAMES = /Trust of|Section IV|complementary user|trust services|subservice/i;

/** Every message that is words, by its place; those that take something are asked with signs in its place. */
function leaves(value: object, at = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, entry] of Object.entries(value)) {
    const place = at === '' ? key : `${at}.${key}`;
    if (typeof entry === 'string') found.set(place, entry);
    else if (typeof entry === 'function') found.set(place, String(entry('3', '4', '5', '6')));
    else for (const [deeper, text] of leaves(entry as object, place)) found.set(deeper, text);
  }
  return found;
}

/** The text of an element without what is marked as being in another language, or is no text. */
function ownText(node: Nodes | undefined): string {
  if (!node) return '';
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return '';
  if (
    node.properties.lang ||
    node.properties.ariaHidden ||
    ['code', 'address', 'script', 'svg'].includes(node.tagName)
  )
    return ' ';
  if (node.properties.id === 'everything-list') return ' ';
  return node.children.map((child) => ownText(child)).join('');
}

function find(node: Nodes, tagName: string): Element | undefined {
  if (node.type === 'element' && node.tagName === tagName) return node;
  if (!('children' in node)) return undefined;
  for (const child of node.children) {
    const found = find(child, tagName);
    if (found) return found;
  }
  return undefined;
}

describe('what a reader meets who does not read English', () => {
  it('is told why a search in another language finds nothing', () => {
    expect(read('de/search/index.html').toString('utf8')).toMatch(
      /data-none="[^"]*steht auf dieser Seite auf Englisch\./,
    );
    expect(read('search/index.html').toString('utf8')).not.toMatch(/data-none="[^"]*English/);
  });

  it('has the first of a month as French writes it', () => {
    expect(inWords('2025-10-01', 'fr')).toBe('1er octobre 2025');
    expect(shortDate('2025-10-01', 'fr')).toMatch(/^1er oct/);
    expect(inWords('2025-10-11', 'fr')).toBe('11 octobre 2025');
    expect(inWords('2025-10', 'fr')).toBe('octobre 2025');
  });
});
