import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { PolicyHistories } from '../../schema/history/policy-history.ts';
import { loadContent } from '../../schema/load.ts';
import { outOfDate } from '../../schema/out-of-date.ts';
import type { TrustDocument } from '../../schema/trust-schema.ts';
import { fillVariables } from '../../schema/variables.ts';
import { inWords, shortDate } from '../../words/dates.ts';
import { DEFAULT_LOCALE, localeOfPath, plainPath } from '../../words/locale.ts';
import { twinPath } from '../../words/twin-path.ts';
import { isServed, pages, ROOT, read, tags, textOf } from './built.ts';
import { loadChanged } from './mutate.ts';

const content = await loadContent(ROOT);
const { company } = content;
const json = (file: string) => JSON.parse(read(file).toString('utf8'));
const trust = json('trust.json') as TrustDocument;
const found = pages.filter(({ path }) => path !== '/404.html' && !plainPath(path).startsWith('/shell/'));
const html = (url: string) => pages.find(({ path }) => path === new URL(url).pathname)?.html ?? '';
const text = (url: string) => textOf(new URL(url).pathname);

describe('trust.json', () => {
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(json('trust.schema.json'));

  it('fits the schema that is published with it, and nothing else does', () => {
    expect(validate(trust), JSON.stringify(validate.errors)).toBe(true);
    expect(trust.$schema).toBe(`${company.trustOrigin}/trust.schema.json`);
    expect(validate({ ...trust, more: 1 })).toBe(false);
    const [report, ...rest] = trust.reports;
    expect(validate({ ...trust, reports: [{ ...report, issued: 'soon' }, ...rest] })).toBe(false);
  });

  it('says of every report what its page says', () => {
    expect(trust.reports.map(({ id }) => id).sort()).toEqual(content.reports.map(({ id }) => id).sort());
    for (const report of trust.reports) {
      const page = text(report.url);
      for (const words of [report.title, report.opinion, report.auditor, inWords(report.issued)])
        expect(page).toContain(words);
      for (const day of [report.period?.from, report.period?.to])
        if (day) expect(page).toContain(inWords(day));
      for (const name of [...(report.criteria?.inScope ?? []), ...(report.criteria?.notInScope ?? [])])
        expect(page).toContain(name);
      if (report.coverage) expect(page).toContain(`${report.coverage.uncoveredDays} days`);
      // The page leads to the way in its own language; a file has one alone.
      const { pathname } = new URL(report.get);
      const way = pathname.startsWith('/access/') ? `/${DEFAULT_LOCALE}${pathname}` : pathname;
      expect(html(report.url)).toContain(`href="${way}"`);
      for (const { title, issued } of report.supersedes) {
        expect(page).toContain(title);
        expect(page).toContain(inWords(issued));
      }
    }
  });

  it('says of every policy what its page says: version, change, approval, review', () => {
    expect(trust.policies.map(({ id }) => id)).toEqual(content.policies.map(({ id }) => id));
    const list = textOf('/policies/');
    for (const policy of trust.policies) {
      const facts = html(policy.url);
      const [control = ''] = (facts.split('<dl class="facts narrow">')[1] ?? '').split('</dl>');
      expect(control).toContain(policy.version);
      expect(control).toContain(policy.ownerRole);
      for (const day of [policy.changed?.on, policy.inForce?.since, policy.approved?.on, policy.nextReview])
        if (day) expect(control).toContain(`datetime="${day}"`);
      if (policy.reviewed) expect(control).toContain(policy.reviewed.outcome);
      expect(control.includes('overdue')).toBe(policy.overdue);
      if (policy.inForce?.version !== policy.version) expect(facts).toContain('is not approved.');
      expect(list).toContain(shortDate(policy.nextReview));
    }
  });

  it('names the subprocessor of every change, as the page does', () => {
    expect(trust.subprocessorChanges.length).toBeGreaterThan(0);
    const page = html(`${company.trustOrigin}/subprocessors/`);
    const [, changes = ''] = /id="changes"([\s\S]*?)<\/section>/.exec(page) ?? [];
    const rows = changes.split('<tr>').slice(2);
    for (const [index, change] of trust.subprocessorChanges.entries()) {
      expect(trust.subprocessors.find(({ id }) => id === change.subprocessor)?.name).toBe(change.name);
      for (const words of [`${change.name}:`, ...change.detail, `datetime="${change.announced}"`])
        expect(rows[index]).toContain(words);
      for (const day of [change.effective, change.objectUntil])
        if (day) expect(rows[index]).toContain(`datetime="${day}"`);
    }
  });

  it('has the numbers of the register of vendors that the page has, and they fit each other', () => {
    const { byStatus, byTier, overdue, on } = trust.vendors;
    const page = html(`${company.trustOrigin}/subprocessors/`);
    const [, numbers = ''] = /id="numbers"([\s\S]*?)<\/section>/.exec(page) ?? [];
    const figures = [...numbers.matchAll(/<dt>(.*?)<\/dt>\s*<dd>(\d+)<\/dd>/g)].map(([, name, value]) => [
      name,
      Number(value),
    ]);
    expect(figures.map(([, value]) => value)).toEqual([
      byStatus.active,
      byStatus.evaluating,
      byStatus.ended,
      overdue,
    ]);
    const cells = [...numbers.matchAll(/<td[^>]*>(\d+)<\/td>/g)].map(([, value]) => Number(value));
    expect(cells).toEqual(byTier.flatMap(({ count, current, withReport }) => [count, current, withReport]));
    expect(numbers).toContain(`datetime="${on}"`);
    expect(byTier.reduce((sum, { count }) => sum + count, 0)).toBe(byStatus.active);
    expect(validate({ ...trust, vendors: { ...trust.vendors, names: [] } })).toBe(false);
  });

  it('says of every control, subprocessor, question and update what the page says', () => {
    for (const control of trust.controls) {
      const at = html(control.url);
      const part = at.slice(at.indexOf(`id="${control.id}"`)).split('<h2')[0] ?? '';
      for (const words of [control.title, control.status, control.ownerRole]) expect(part).toContain(words);
      for (const day of [control.lastRun, control.nextDue, control.by])
        if (day) expect(part).toContain(`datetime="${day}"`);
      for (const criterion of control.criteria) expect(part).toContain(criterion);
    }
    const rows = tags(pages.find(({ path }) => path === '/controls/')?.html ?? '');
    const listed = new Set(rows.flatMap(({ attributes }) => attributes.href ?? []));
    for (const { url } of trust.controls) {
      const { pathname, hash } = new URL(url);
      expect(listed).toContain(pathname + hash);
    }
    for (const { name, since, now } of trust.subprocessors) {
      for (const words of [name, inWords(since), ...(now?.regions ?? [])])
        expect(textOf('/subprocessors/')).toContain(words);
    }
    expect(trust.subprocessors).toHaveLength(content.subprocessors.length);
    for (const { id, question, verified } of trust.questions) {
      const part = html(`${company.trustOrigin}/questions/`).split(`id="${id}"`)[1]?.split('</article>')[0];
      expect(part).toContain(question);
      expect(part).toContain(`datetime="${verified}"`);
    }
    for (const update of trust.updates) {
      for (const words of [update.title, update.summary, inWords(update.published), ...update.affected])
        expect(text(update.url)).toContain(words);
    }
  });
});

describe('feeds', () => {
  it('what a page links to as a feed, its head names as one, with its type', () => {
    let feeds = 0;
    for (const { path, html: page } of found) {
      const links = tags(page);
      const named = links.filter(({ name, attributes }) => name === 'link' && attributes.rel === 'alternate');
      const linked = new Set(
        links.flatMap(({ name, attributes: { href = '' } }) =>
          name === 'a' && /\.(atom|rss)$/.test(href) ? [href] : [],
        ),
      );
      // The page for machines and that of updates list feeds of other pages and of single topics as well.
      if (/\/machines\/$/.test(path)) continue;
      for (const href of linked) {
        if (/\/feeds\/(?!all\.)/.test(href)) continue;
        feeds += 1;
        const entry = named.find(({ attributes }) => attributes.href === href);
        expect(entry?.attributes.type, `${path} ${href}`).toMatch(/^application\/(atom|rss)\+xml$/);
        expect(entry?.attributes.title).toBeTruthy();
        expect(isServed(href)).toBe(true);
      }
    }
    expect(feeds).toBeGreaterThan(content.policies.length);
    for (const path of ['/subprocessors/', '/de/subprocessors/', '/fr/subprocessors/'])
      expect(pages.find((page) => page.path === path)?.html).toMatch(
        /<link rel="alternate" type="application\/atom\+xml"[^>]*href="\/subprocessors\/changes\.atom"/,
      );
  });
});

describe('Markdown twins', () => {
  const english = found.filter(({ path }) => localeOfPath(path) === DEFAULT_LOCALE);

  it.each(english)('$path has one, and says where it is', ({ path, html: page }) => {
    const link = tags(page).find(({ attributes }) => attributes.type === 'text/markdown');
    expect(link?.attributes).toMatchObject({ rel: 'alternate', href: twinPath(path) });
    const twin = read(twinPath(path).slice(1)).toString('utf8');
    const [, heading = ''] = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(page) ?? [];
    const words =
      heading
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim()
        .split(' ')[0] ?? '';
    expect(/^# .*$/m.exec(twin)?.[0]).toContain(words);
    expect(twin).toContain(company.notice?.text);
    expect(twin).not.toMatch(/\]\(\/|<\/?(div|span|table|dl|dd|dt|time)\b/);
  });

  it('of the security page has the facts of the main report above the other reports', () => {
    const twin = read('index.md').toString('utf8');
    const others = twin.indexOf('### Also available');
    expect(others).toBeGreaterThan(0);
    const [below = ''] = twin.slice(others + 1).split(/^#/m);
    for (const name of ['Period', 'Opinion', 'In scope', 'Since then', 'Not in scope', 'Auditor']) {
      expect(twin.slice(0, others)).toContain(`**${name}**`);
      expect(below).not.toContain(`**${name}**`);
    }
  });

  it('of a policy has every heading and every paragraph of the policy', () => {
    for (const { id, headings } of content.policies) {
      const twin = read(`policies/${id}.md`).toString('utf8');
      for (const heading of headings) expect(twin.replaceAll('\\', '')).toContain(`# ${heading.text}`);
    }
  });

  it('of a version is its text as it was written, with what the page says on top', () => {
    const { policies } = JSON.parse(
      readFileSync(join(ROOT, '.generated/policy-history.json'), 'utf8'),
    ) as PolicyHistories;
    for (const { id, versions } of policies) {
      for (const { version, markdown } of versions) {
        const path = `/policies/${id}/versions/${version}/`;
        const twin = read(twinPath(path).slice(1)).toString('utf8');
        const written = fillVariables(markdown, company).trim();
        expect(twin).toContain(written.replaceAll('](/', `](${company.trustOrigin}/`));
        expect(twin).toMatch(new RegExp(`^# .*, version ${version}$`, 'm'));
        expect(twin).toContain(`](${company.trustOrigin}/policies/${id}/history/)`);
        const said = /This version is [^.<]*\./.exec(textOf(path))?.[0];
        if (said) expect(twin).toContain(said);
      }
    }
  });
});

describe('llms.txt, sitemap, robots.txt', () => {
  it('llms.txt leads to files that are there, every policy and report included', () => {
    const links = [
      ...read('llms.txt')
        .toString('utf8')
        .matchAll(/\]\((.*?)\)/g),
    ].map(([, url = '']) => new URL(url));
    for (const { origin, pathname } of links) {
      expect(origin).toBe(company.trustOrigin);
      expect(isServed(pathname), pathname).toBe(true);
    }
    const paths = links.map(({ pathname }) => pathname);
    for (const { id } of content.policies) expect(paths).toContain(`/policies/${id}.md`);
    for (const { id } of content.reports) expect(paths).toContain(`/reports/${id}.md`);
  });

  it('trust.json, llms.txt and the page for machines say where assistants ask', () => {
    const address = `${company.trustOrigin}/mcp`;
    expect(trust.mcp).toBe(address);
    for (const file of ['llms.txt', 'machines.md', 'de/machines/index.html', 'fr/machines/index.html'])
      expect(read(file).toString('utf8'), file).toContain(address);
  });

  it('the sitemap has every page but the shell, 404, and changed texts that nobody approved', () => {
    const listed = [
      ...read('sitemap-0.xml')
        .toString('utf8')
        .matchAll(/<loc>(.*?)<\/loc>/g),
    ].map(([, url = '']) => new URL(url).pathname);
    const unlisted = found
      .filter(({ html }) => html.includes('content="noindex, follow"'))
      .map(({ path }) => path);
    expect(unlisted.length).toBeGreaterThan(0);
    expect(unlisted.every((path) => /\/versions\/[^/]*-changed/.test(path))).toBe(true);
    expect(listed.sort()).toEqual(found.flatMap(({ path }) => (unlisted.includes(path) ? [] : path)).sort());
    expect(read('robots.txt').toString('utf8')).toContain(
      `Sitemap: ${company.trustOrigin}/sitemap-index.xml`,
    );
  });
});

describe('JSON-LD', () => {
  const blocks = (path: string) =>
    [
      ...(pages.find((page) => page.path === path)?.html ?? '').matchAll(
        /<script type="application\/ld\+json">([\s\S]*?)<\/script>/g,
      ),
    ].map(([, block = '']) => JSON.parse(block));

  it('names the company, the questions, the policies and the updates', () => {
    expect(blocks('/')).toMatchObject([
      { '@context': 'https://schema.org', '@type': 'Organization', legalName: company.legalName },
    ]);
    expect(blocks('/questions/')[0].mainEntity).toHaveLength(trust.questions.length);
    for (const { id, version } of trust.policies)
      expect(blocks(`/policies/${id}/`)).toMatchObject([{ version }]);
    for (const { id, published } of trust.updates)
      expect(blocks(`/updates/${id}/`)).toMatchObject([{ datePublished: published }]);
  });

  it('cannot end its own element', () => {
    for (const { html: page } of pages) {
      for (const [, block = ''] of page.matchAll(/ld\+json">([\s\S]*?)<\/script>/g))
        expect(block).not.toContain('<');
    }
  });
});

describe('security.txt', () => {
  const fields = new Map(
    read('.well-known/security.txt')
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/, 2) as [string, string]),
  );

  it('has the fields of RFC 9116, each once', () => {
    expect([...fields.keys()]).toEqual(['Contact', 'Expires', 'Preferred-Languages', 'Canonical', 'Policy']);
    expect(fields.get('Contact')).toBe(`mailto:${company.contacts.security}`);
    expect(fields.get('Canonical')).toBe(`${company.trustOrigin}/.well-known/security.txt`);
    const { pathname, hash } = new URL(fields.get('Policy') ?? '');
    expect(pages.find(({ path }) => path === pathname)?.html).toContain(`id="${hash.slice(1)}"`);
    expect(read('_headers').toString('utf8')).toMatch(
      /^\/\.well-known\/security\.txt\n {2}Content-Type: text\/plain; charset=utf-8$/m,
    );
  });

  it('ends with the security page, and the check fails when that is near', () => {
    expect(fields.get('Expires')).toBe(`${content.security.verifiedUntil}T00:00:00Z`);
    const near = (day: string) =>
      outOfDate(content, day).filter(({ message }) => message.includes('security.txt'));
    expect(near('2027-10-27')).toEqual([]);
    expect(near('2027-10-28')).toEqual([
      {
        file: 'content/security.yaml',
        field: 'verifiedUntil',
        message:
          'expected a day more than 30 days ahead, found "2027-11-27": security.txt expires then; read the page against practice, and set a new day',
      },
    ]);
  });

  it('never ends more than a year after somebody read the page', async () => {
    expect(
      await loadChanged({
        file: 'security.yaml',
        replace: 'verifiedUntil: 2027-11-27',
        by: 'verifiedUntil: 2027-11-28',
      }),
    ).toBe(
      'content/security.yaml: verifiedUntil: expected a day within a year of 2026-11-27, found "2027-11-28"',
    );
  });
});

describe('OSCAL', () => {
  const folder = join(ROOT, 'test/vectors/oscal');
  const compile = (file: string) => {
    const ajv = new Ajv({ allErrors: true, strict: false });
    formats.default(ajv);
    return ajv.compile(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  };
  const definition = json('oscal/component-definition.json');
  const catalog = json('oscal/catalog.json');

  const validate = compile('subset.schema.json');

  it('both files follow our transcription of the rules of the model', () => {
    expect(validate(definition), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(catalog), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each<[slip: string, spoil: (root: Record<string, unknown>) => void]>([
    ['a field that is missing', (root) => delete root.uuid],
    ['a field that the model does not know', (root) => Object.assign(root, { owner: 'me' })],
    ['an identifier that is none', (root) => Object.assign(root, { uuid: '1' })],
    ['a list without an entry', (root) => Object.assign(root, { components: [] })],
    [
      'a day where a moment with its zone belongs',
      (root) => Object.assign(root.metadata as object, { 'last-modified': '2026-11-27' }),
    ],
    ['a version that is a number', (root) => Object.assign(root.metadata as object, { version: 1 })],
  ])('%s is seen', (_, spoil) => {
    const spoilt = structuredClone(definition);
    spoil(spoilt['component-definition']);
    expect(validate(spoilt)).toBe(false);
  });

  it('names every control under each of its criteria, and only criteria of the catalog', () => {
    const known = catalog.catalog.groups.flatMap((group: { controls: { id: string }[] }) =>
      group.controls.map(({ id }) => id),
    );
    const [implementation] = definition['component-definition'].components[0]['control-implementations'];
    const requirements = implementation['implemented-requirements'] as {
      'control-id': string;
      props: { name: string; value: string }[];
    }[];
    expect(requirements.map((one) => one['control-id'])).toEqual(known);
    for (const { id, criteria } of trust.controls) {
      for (const criterion of criteria) {
        const there = requirements.find((one) => one['control-id'] === criterion.toLowerCase());
        expect(there?.props).toContainEqual(expect.objectContaining({ name: 'control', value: id }));
      }
    }
  });
});
