import { describe, expect, it } from 'vitest';
import { renderInline, renderMarkdown } from '../../schema/markdown.ts';
import { loadChanged } from './mutate.ts';

describe('U12: what an author cannot smuggle in', () => {
  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an inline tag', 'words <b onclick="x()">more</b>'],
    ['a comment', 'words\n\n<!-- hidden -->'],
    ['a processing instruction', '<?php ?>'],
    ['a script link', '[x](javascript:alert(1))'],
    ['a script link in capitals', '[x](JaVaScRiPt:alert(1))'],
    ['a script link spelt in entities', '[x](&#106;avascript:alert(1))'],
    ['a script link with a line break in it', '[x](<java\tscript:alert(1)>)'],
    ['a script link by reference', '[x][r]\n\n[r]: javascript:alert(1)'],
    ['a script autolink', '<javascript:alert(1)>'],
    ['a data link', '[x](data:text/html,hi)'],
    ['a link without https', '[x](http://example.com)'],
    ['an autolink without https', 'see www.example.com'],
    ['a link to another host without a scheme', '[x](//example.com/a)'],
    ['a link to another host by a backslash', '[x](/\\example.com)'],
    ['a link relative to who knows what', '[x](other-page)'],
    ['a remote picture', '![x](https://example.com/a.png)'],
    ['a remote picture without a scheme', '![x](//example.com/a.png)'],
    ['a data picture', '![x](data:image/png;base64,AA)'],
    ['a picture inside a link inside a table', '| a |\n| --- |\n| [![x](https://example.com/a.png)](/a/) |'],
  ])('%s', (_, markdown) => {
    const { html, refused } = renderMarkdown(markdown);
    expect(refused.length).toBeGreaterThan(0);
    expect(html).toBe('');
    const inline = renderInline(markdown);
    expect(inline.refused.length).toBeGreaterThan(0);
    expect(inline.html).toBe('');
  });

  it.each([
    ['[x](https://example.com/a?b=c&d=e#f)', '<a href="https://example.com/a?b=c&amp;d=e#f">x</a>'],
    ['[x](mailto:a@example.com)', '<a href="mailto:a@example.com">x</a>'],
    ['[x](/policies/)', '<a href="/policies/">x</a>'],
    ['[x](#scope)', '<a href="#scope">x</a>'],
    ['`<b>` and 1 < 2', '<code>&lt;b&gt;</code> and 1 &lt; 2'],
    ['\\<b>', '&lt;b&gt;'],
  ])('%s is fine', (markdown, html) => {
    expect(renderInline(markdown)).toMatchObject({ html, headings: [], refused: [] });
  });

  it('the build names the file and what was found', async () => {
    expect(
      await loadChanged({
        file: 'policies/access-control.md',
        replace: 'A person must',
        by: '![seen](https://example.com/pixel.png) <b>A person</b> must',
      }),
    ).toBe(
      [
        'content/policies/access-control.md: expected pictures of our own under /, found "https://example.com/pixel.png" (line 4 of the text)',
        'content/policies/access-control.md: expected no HTML, found "<b>" (line 4 of the text)',
        'content/policies/access-control.md: expected no HTML, found "</b>" (line 4 of the text)',
      ].join('\n'),
    );
    expect(
      await loadChanged({
        file: 'security.yaml',
        replace: '(/policies/access-control/)',
        by: '(javascript:alert(1))',
      }),
    ).toBe(
      'content/security.yaml: areas[access].rows[2].detail: expected links to https://, mailto:, /a/path/ or #a-heading, found "javascript:alert(1)"',
    );
  });
});

it('a column without a name is refused: those who listen would not know where they are', () => {
  expect(renderMarkdown('| | High |\n| --- | --- |\n| a | b |\n').refused).toEqual([
    'expected a name for each column of a table, found one without (line 1 of the text)',
  ]);
});

describe('rendering', () => {
  it('gives headings ids of their own and lowers their level', () => {
    const { html, headings } = renderMarkdown(
      '# Scope & “limits”\n\n## Scope & “limits”\n\n## Größe\n\n## !\n',
      1,
    );
    expect(headings).toEqual([
      { id: 'scope-limits', text: 'Scope & “limits”', level: 2 },
      { id: 'scope-limits-2', text: 'Scope & “limits”', level: 3 },
      { id: 'große', text: 'Größe', level: 3 },
      { id: 'section', text: '!', level: 3 },
    ]);
    expect(html).toContain('<h2 id=');
  });

  it('writes the name of the column on each cell of a table', () => {
    const { html } = renderMarkdown('| Tier & `x` | Depth "of" review |\n| --- | --- |\n| High | Full |\n');
    expect(html).toContain(
      '<th scope="row" data-label="Tier &amp; x">High</th><td data-label="Depth &quot;of&quot; review">Full</td>',
    );
  });
});
