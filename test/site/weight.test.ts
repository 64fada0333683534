import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LOCALES, localPath, plainPath } from '../../words/locale.ts';
import { files, pages, read, tags } from './built.ts';

/** What a reader's browser loads for one policy, at most: page, stylesheet, font, icon. */
const MOST_BYTES = 40_000;

const stylesheet = files.find((file) => /^_astro\/Page\..*\.css$/.test(file)) ?? '';
const fonts = files.filter((file) => file.startsWith('_astro/') && file.endsWith('.woff2'));
const policies = pages.filter(({ path }) => /^\/policies\/[^/]+\/$/.test(plainPath(path)));

describe('the weight of a page', () => {
  it('of a policy is at most 40 kB, as gzip carries it, with stylesheet, font and icon', () => {
    expect(policies.length).toBeGreaterThanOrEqual(15 * LOCALES.length);
    expect(fonts).toHaveLength(1);
    const shared =
      gzipSync(read(stylesheet)).length +
      gzipSync(read('favicon.svg')).length +
      fonts.reduce((sum, font) => sum + read(font).length, 0);
    for (const { path, html } of policies) {
      expect(shared + gzipSync(html).length, path).toBeLessThanOrEqual(MOST_BYTES);
    }
  });

  it('has no byte of JavaScript outside the search and the console', () => {
    const withScript = pages.filter(({ html }) =>
      tags(html).some(
        ({ name, attributes }) => name === 'script' && attributes.type !== 'application/ld+json',
      ),
    );
    const searches = LOCALES.map((locale) => localPath('/search/', locale));
    expect(withScript.map(({ path }) => path).sort()).toEqual([...searches, '/shell/publish/'].sort());
  });
});
