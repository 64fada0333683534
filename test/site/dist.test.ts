import { extname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PENTEST_CANARY, SOC2_CANARY } from '../../local/reports/canary.ts';
import { loadContent } from '../../schema/load.ts';
import { LOCALES, localeOfPath, localPath, plainPath } from '../../words/locale.ts';
import { DIST, files, pages, ROOT, read, tags } from './built.ts';

const content = await loadContent(ROOT);

/** A file of another language as it would lie in English. */
const inEnglish = (file: string) => plainPath(`/${file}`).slice(1);

describe('what lies in the built site', () => {
  /** By folder: what may lie there, and nothing else may. */
  const ALLOWED: [folder: RegExp, extensions: readonly string[]][] = [
    [/^_headers$/, ['']],
    [/^_astro\//, ['.css', '.woff2', '.js']],
    [/^search\//, ['.html', '.json']],
    [/^pictures\//, ['.png']],
    [/^fonts\/marks\//, ['.ttf', '.txt', '.json']],
    [/^files\//, ['.pdf']],
    // Exact texts of the agreement, and the twins of pages.
    [/^[^_][\s\S]*\.md$/, ['.md']],
    [/^(robots|llms|\.well-known\/security)\.txt$/, ['.txt']],
    [/^(trust|trust\.schema|oscal\/[a-z-]+|questions\/questions)\.json$/, ['.json']],
    [/^questions\/questions\.csv$/, ['.csv']],
    [/^updates\/feeds\/[a-z]+\.(atom|rss|json)$/, ['.atom', '.rss', '.json']],
    [/^sitemap-(index|\d+)\.xml$/, ['.xml']],
    [/^[^/]*$/, ['.html', '.svg']],
    [/^policies\/policies\.(pdf|zip)$/, ['.pdf', '.zip']],
    [/^(reports|controls|subprocessors|policies|questions|updates|machines|nda|terms|shell)\//, ['.html']],
    [/^subprocessors\/[a-z]+\.(atom|ics)$/, ['.atom', '.ics']],
    [/^policies\/([a-z-]+\/)?changes\.atom$/, ['.atom']],
    [/^policies\/reviews\.ics$/, ['.ics']],
  ];
  const LARGEST_BYTES = 1_000_000;

  it('A13: only kinds of file that belong there', () => {
    const strangers = files.filter(
      (file) =>
        !ALLOWED.some(
          ([folder, extensions]) => folder.test(inEnglish(file)) && extensions.includes(extname(file)),
        ),
    );
    expect(strangers).toEqual([]);
  });

  it('A13: nothing hidden, no source map, nothing huge', () => {
    expect(files.filter((file) => /(^|\/)\.|\.map$/.test(file))).toEqual(['.well-known/security.txt']);
    expect(files.filter((file) => read(file).length > LARGEST_BYTES)).toEqual([]);
  });

  it('A13: of the reports only those that are public', () => {
    const publicPdfs = content.reports.flatMap(({ file }) => (file === null ? [] : [file.slice(1)]));
    expect(files.filter((file) => file.endsWith('.pdf'))).toEqual([...publicPdfs, 'policies/policies.pdf']);
    for (const report of content.reports) expect(report.file === null).toBe(report.access !== 'public');
  });

  it('A13, A21: no word of a gated report and no private rule in any file', () => {
    const { access } = content;
    const secrets = [
      SOC2_CANARY,
      PENTEST_CANARY,
      'LARKSPUR-CANARY',
      access.requestsNotify,
      access.staffGroup,
      'grantDays',
      'confirmationMinutes',
      'customerClaim',
      ...(access.customerClaim ? [access.customerClaim.claim, access.customerClaim.equals] : []),
    ];
    const leaks = files.flatMap((file) => {
      const bytes = read(file);
      return secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${file}: ${secret}`);
    });
    expect(leaks).toEqual([]);
  });

  it('N17: the agreement that readers download has the bytes that the content records', async () => {
    for (const version of content.nda.versions) {
      const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(read(version.path.slice(1))));
      expect(Buffer.from(hash).toString('hex')).toBe(version.sha256);
    }
    expect(pages.find(({ path }) => path === '/nda/')?.html).toContain(content.nda.sha256);
  });
});

describe.each(pages)('$path', ({ path, html }) => {
  const all = tags(html);

  it('H2: runs no script and carries no style of its own', () => {
    // The search, and the shell of the page that publishes, bring a program along; the policy lets it run on those pages alone.
    // JSON-LD is a data block, which no browser runs.
    const scripts = all.filter(
      ({ name, attributes }) =>
        name === 'script' && !(attributes.type === 'application/ld+json' && !attributes.src),
    );
    if (path === '/shell/publish/' || plainPath(path) === '/search/') {
      expect(scripts).toHaveLength(1);
      expect(scripts[0]?.attributes).toMatchObject({
        type: 'module',
        src: expect.stringMatching(/^\/_astro\//),
      });
      expect(html).toMatch(/<script [^>]*><\/script>/);
    } else expect(scripts).toEqual([]);
    expect(all.filter(({ name }) => ['style', 'iframe', 'object', 'embed', 'base'].includes(name))).toEqual(
      [],
    );
    const active = all.flatMap(({ attributes }) =>
      Object.keys(attributes).filter((name) => name === 'style' || name.startsWith('on')),
    );
    expect(active).toEqual([]);
    expect(html).not.toMatch(/javascript:/i);
  });

  it('loads nothing from anybody else', () => {
    const loads = all.flatMap(({ name, attributes }) => {
      // Neither is loaded: they say where this page is, and where it is in other languages.
      if (name === 'link' && (attributes.rel === 'canonical' || attributes.hreflang)) return [];
      if (name === 'link') return [attributes.href ?? ''];
      return [attributes.src, attributes.srcset, attributes.poster, attributes['xlink:href']].filter(
        (value) => value !== undefined,
      );
    });
    for (const address of loads) expect(address).toMatch(/^\/(?!\/)/);
    expect(all.filter(({ name }) => name === 'link' || name === 'img').length).toBeGreaterThan(0);
  });

  it('says its language, its title and what it is about', () => {
    expect(all.find(({ name }) => name === 'html')?.attributes.lang).toBe(localeOfPath(path));
    expect(html.match(/<title>[^<]+ · Larkspur Relay<\/title>/g)).toHaveLength(1);
    const description =
      all.find(({ attributes }) => attributes.name === 'description')?.attributes.content ?? '';
    expect(description.length).toBeGreaterThan(plainPath(path).startsWith('/shell/') ? 5 : 10);
  });

  it('has one heading of the first level and skips none', () => {
    const levels = all.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
    if (plainPath(path).startsWith('/shell/')) {
      expect(levels).toEqual([]);
      return;
    }
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, index) => {
      expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  it('uses no id twice', () => {
    const ids = all.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]));
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('shows that the company is a sample', () => {
    expect(html).toContain(content.company.notice?.text);
  });
});

describe('across pages', () => {
  it.each(LOCALES)('titles and descriptions are unique in %s', (locale) => {
    const those = pages.filter(({ path }) => localeOfPath(path) === locale);
    const titles = those.map(({ html }) => /<title>(.*?)<\/title>/.exec(html)?.[1]);
    expect(titles).toEqual([...new Set(titles)]);
    const descriptions = those.map(({ html }) => /name="description" content="(.*?)"/.exec(html)?.[1]);
    expect(descriptions).toEqual([...new Set(descriptions)]);
  });

  it('only the shell and 404 ask not to be listed', () => {
    const hidden = pages.filter(({ html }) => html.includes('content="noindex"')).map(({ path }) => path);
    expect(hidden.sort()).toEqual(
      [
        '/404.html',
        ...LOCALES.map((locale) => localPath('/shell/', locale)),
        '/shell/console/',
        '/shell/publish/',
      ].sort(),
    );
  });

  it.each(['/shell/', '/de/shell/', '/fr/shell/', '/shell/console/', '/shell/publish/'])(
    '%s has the places that the Worker fills, and they are empty',
    (path) => {
      const shell = pages.find((page) => page.path === path)?.html ?? '';
      expect(shell).toMatch(/<main id="main" class="wide (task|console)">\s*<\/main>/);
      expect(shell).toContain('<div id="session"></div>');
      expect(shell.match(/<main/g)).toHaveLength(1);
      // The Worker's pages do set a cookie.
      expect(shell).not.toContain('set no cookie');
    },
  );

  it('there is one stylesheet, and a second one that only the console asks for', () => {
    const stylesheets = (html: string) =>
      tags(html).filter(({ attributes }) => attributes.rel === 'stylesheet');
    for (const { path, html } of pages) {
      expect(stylesheets(html), path).toHaveLength(/^\/shell\/(console|publish)\//.test(path) ? 2 : 1);
    }
    expect(files.filter((file) => file.endsWith('.css'))).toHaveLength(2);
  });

  it('the build is where the tests think it is', () => {
    expect(DIST.endsWith('site/dist')).toBe(true);
    expect(pages.length).toBeGreaterThanOrEqual(12);
  });
});
