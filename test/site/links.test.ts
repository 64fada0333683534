import { describe, expect, it } from 'vitest';
import { plainPath } from '../../words/locale.ts';
import { isServed, pages, tags } from './built.ts';

/** What the Worker answers; everything else has to be in the built site. */
const WORKER = /^\/(access|my-access|subscribe|login|logout|console|api)(\/|$)/;

const anchors = new Map(
  pages.map(({ path, html }) => [path, new Set(tags(html).flatMap(({ attributes }) => attributes.id ?? []))]),
);

describe.each(pages)('links of $path', ({ path, html }) => {
  const links = tags(html).flatMap(({ attributes }) => attributes.href ?? []);

  it('lead somewhere', () => {
    const broken = links.filter((link) => {
      if (/^(https:|mailto:)/.test(link)) return false;
      if (!/^[/#]/.test(link)) return true;
      const target = new URL(link, `https://site.invalid${path}`);
      if (WORKER.test(plainPath(target.pathname))) return false;
      if (!isServed(target.pathname)) return true;
      return (
        target.hash !== '' && !anchors.get(target.pathname)?.has(decodeURIComponent(target.hash.slice(1)))
      );
    });
    expect(broken).toEqual([]);
    expect(links.length).toBeGreaterThan(5);
  });
});

it('every page but the shell and 404 can be reached from the first by links', () => {
  const reached = new Set<string>();
  const queue = ['/'];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const page = pages.find((entry) => entry.path === path);
    if (!page || reached.has(path)) continue;
    reached.add(path);
    for (const { attributes } of tags(page.html)) {
      if (attributes.href?.startsWith('/')) queue.push(attributes.href.split('#')[0] ?? '');
    }
  }
  const all = pages
    .map(({ path }) => path)
    .filter((path) => path !== '/404.html' && !plainPath(path).startsWith('/shell/'));
  expect([...reached].sort()).toEqual(all.sort());
});
