import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../schema/compare/word-diff.ts';
import { type Compared, inWholeWords } from '../../site/integrations/whole-words.ts';
import { files, read } from './built.ts';

/** As Markdown marks it. */
const line = (parts: readonly Compared[]) =>
  inWholeWords(parts)
    .map(({ change, text }) =>
      change === 'added' ? `**${text}**` : change === 'removed' ? `~~${text}~~` : text,
    )
    .join('');

const diff = (before: string, after: string) =>
  wordDiff(before, after).rows.map((row) => ('parts' in row ? line(row.parts) : `… ${row.count}`));

describe('a comparison in whole words', () => {
  it.each([
    [
      "approve a role's access to it now",
      'approve a role’s access to it now',
      "approve a ~~role's~~ **role’s** access to it now",
    ],
    [
      'it ends within two days.',
      'it ends within one business day.',
      'it ends within ~~two days~~ **one business day**.',
    ],
    ['one two three four', 'one two, three four', 'one ~~two~~ **two,** three four'],
    ['one (two) three four', 'one (2) three four', 'one (~~two~~ **2**) three four'],
    ['one two three', 'one two three four', 'one two three **four**'],
    ['one two three four', 'two three four', '~~one~~ two three four'],
  ])('%s | %s', (before, after, expected) => {
    expect(diff(before, after)).toEqual([expected]);
  });

  it('what went at the end of a word, and what came after a space, are of one word', () => {
    const parts: Compared[] = [
      { change: 'same', text: 'with the customer' },
      { change: 'removed', text: '’s consent' },
      { change: 'same', text: ' ' },
      { change: 'added', text: 'has allowed' },
      { change: 'same', text: ', or not' },
    ];
    expect(line(parts)).toBe('with the ~~customer’s consent~~ **customer has allowed**, or not');
  });

  it('two changes in one word are one change', () => {
    const parts: Compared[] = [
      { change: 'removed', text: 're' },
      { change: 'added', text: 'un' },
      { change: 'same', text: 'do' },
      { change: 'added', text: 'ne' },
    ];
    expect(line(parts)).toBe('~~redo~~ **undone**');
  });

  it('loses no word: without what came it is the text before, without what went the one after', () => {
    const before = 'Nobody’s rights end (at once), it is said; see “here” – or not.';
    const after = 'Nobody rights’ ends (at once, or so) it was said: see “there” — or not!';
    for (const [change, text] of [
      ['added', before],
      ['removed', after],
    ] as const) {
      const left = wordDiff(before, after).rows.map((row) =>
        'parts' in row ? inWholeWords(row.parts).filter((part) => part.change !== change) : [],
      );
      const words = left
        .flat()
        .map((part) => part.text)
        .join('');
      // Spaces beside what is marked are more.
      expect(words.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }
  });
});

const twins = files.filter((file) => file.endsWith('.md'));

it.each(twins)('%s has no entity for a letter, and no row of a table on two lines', (file) => {
  const markdown = read(file).toString('utf8');
  expect(markdown).not.toMatch(/&#x?[0-9a-f]+;/i);
  for (const row of markdown.split('\n').filter((one) => one.startsWith('|'))) expect(row).toMatch(/\|$/);
});
