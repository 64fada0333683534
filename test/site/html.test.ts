import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { localeOfPath } from '../../words/locale.ts';
import { largestOfEachKind, pages } from './built.ts';

/**
 * The recommended rules. Off is what is taste, and what Astro decides: how it writes an attribute that is true, a void
 * element, a doctype.
 */
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'attr-quotes': 'off',
    'no-raw-characters': 'off',
    'long-title': 'off',
    // Anchors are what authors' headings and versions are called: HTML allows them to begin with a digit.
    'valid-id': ['error', { relaxed: true }],
  },
});

/** All pages in English; of those in other languages, which come from the same templates, one of each kind. */
const looked = [
  ...pages.filter(({ path }) => localeOfPath(path) === 'en'),
  ...largestOfEachKind(pages.filter(({ path }) => localeOfPath(path) !== 'en')),
];

describe.each(looked)('$path', ({ path, html }) => {
  it('is valid HTML', async () => {
    const { results } = await validator.validateString(html, path);
    const found = results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`),
    );
    expect(found).toEqual([]);
  });
});

it('no cell of a table is labelled with a value that was meant as none', () => {
  const label = / data-label="(.*?)"/g;
  const labels = new Set(pages.flatMap(({ html }) => [...html.matchAll(label)].map(([, words]) => words)));
  expect(labels.size).toBeGreaterThan(1);
  for (const none of ['', 'false', 'true', 'null', 'undefined']) expect([...labels]).not.toContain(none);
});
