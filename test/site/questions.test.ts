import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { loadContent } from '../../schema/load.ts';
import { renderMarkdown } from '../../schema/markdown.ts';
import { outOfDate } from '../../schema/out-of-date.ts';
import { plainText } from '../../schema/plain-text.ts';
import { plainAnswer } from '../../site/src/machines/plain-answer.ts';
import { pages, ROOT, read, textOf } from './built.ts';
import { type Change, loadChanged, withChanged } from './mutate.ts';

const { questions, company } = await loadContent(ROOT);
const all = questions.flatMap((topic) => topic.questions);
const html = pages.find(({ path }) => path === '/questions/')?.html ?? '';

describe('the page', () => {
  it.each(all)('$id has an address, an owner and a day', ({ id, question, ownerRole, verified }) => {
    const part = html.slice(html.indexOf(`id="${id}"`)).split('</article>')[0] ?? '';
    expect(part).toContain(`href="#${id}"`);
    expect(part).toContain(question);
    expect(part).toContain(ownerRole);
    expect(part).toContain(`datetime="${verified}"`);
  });
});

describe('the table', () => {
  const bytes = read('questions/questions.csv').toString('utf8');

  it('C6: has a byte order mark, lines as RFC 4180 has them, and no formula', () => {
    expect(bytes.startsWith('\uFEFF')).toBe(true);
    expect(bytes).toMatch(/\r\n$/);
    const cells = (parse(bytes, { bom: true }) as string[][]).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  it('has a row for each answer, with its permalink', () => {
    const rows = parse(bytes, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map((row) => row.Question)).toEqual(all.map(({ question }) => question));
    for (const [index, { id, verified, ccm }] of all.entries()) {
      expect(rows[index]).toMatchObject({
        'Question ID': id,
        'CCM v4': ccm.join(', '),
        'Last verified': verified,
        Permalink: `${company.trustOrigin}/questions/#${id}`,
      });
    }
  });
});

describe('an answer as plain text', () => {
  const rows = parse(read('questions/questions.csv').toString('utf8'), {
    bom: true,
    columns: true,
  }) as Record<string, string>[];

  it('is the whole answer without Markdown, and every address in it is absolute', () => {
    for (const [index, { id, html: answer }] of all.entries()) {
      const words = rows[index]?.['Implementation description'] ?? '';
      expect(words, id).not.toMatch(/\]\(|\*\*|&(amp|lt|quot|#)|<\/?[a-z]/);
      expect(words, id).not.toMatch(/\((\/|#)/);
      const without = words
        .replaceAll(/ \(https:[^)]*\)/g, '')
        .replaceAll(/^- | \|(?= )/gm, '')
        .replaceAll(/\s+/g, ' ');
      expect(without, id).toBe(plainText(answer));
    }
    expect(rows.some((row) => row['Implementation description']?.includes(` (${company.trustOrigin}/`))).toBe(
      true,
    );
  });

  it('keeps paragraphs, lists and rows of tables apart', () => {
    const rendered = renderMarkdown(
      'One & *two*, [here](/controls/a/#b) or [below](#c) or <https://e.example/?a=1&b=2>.\n\n- three\n- [four](mailto:a@b.example)\n\n| A | B |\n|---|---|\n| 1 | 2 |',
    );
    expect(plainAnswer(rendered.html, 'https://t.example/questions/')).toBe(
      'One & two, here (https://t.example/controls/a/#b) or below (https://t.example/questions/#c) or https://e.example/?a=1&b=2.\n- three\n- four\nA | B\n1 | 2',
    );
  });
});

describe('what a reader finds first', () => {
  it('are the topics, and every question by its topic', () => {
    const before = html.slice(0, html.indexOf('<article'));
    for (const { id } of questions) expect(before).toContain(`href="#topic-${id}"`);
    for (const { id } of all) expect(before).toContain(`href="#${id}"`);
  });

  it('of an answer is one line on who verified it; what proves it is folded', () => {
    for (const { id } of all) {
      const part = html.slice(html.indexOf(`<h3 id="${id}"`)).split('</article>')[0] ?? '';
      const [shown = '', folded = ''] = part.split('</summary>');
      expect(shown, id).toContain('Verified on');
      expect(shown, id).not.toContain('in commit');
      expect(folded, id).toMatch(/changed on|in this repository since|not committed yet/i);
    }
  });
});

/** A slip of an author's, and the message it gets. */
type Slip = [slip: string, change: Change, message: string | RegExp];

describe('slips', () => {
  const file = 'questions/reports.yaml';
  it.each<Slip>([
    [
      'verified in the future',
      { file, replace: 'verified: 2026-11-27', by: 'verified: 2099-11-05' },
      /^content\/questions\/reports\.yaml: questions\[soc2\]\.verified: expected a day that has come, today is \d{4}-\d\d-\d\d, found "2099-11-05"$/,
    ],
    [
      'verified before the company came into being',
      { file, replace: 'verified: 2026-11-27', by: 'verified: 2019-11-05' },
      'content/questions/reports.yaml: questions[soc2].verified: expected a day after the company came into being, 2020-10-01, found "2019-11-05"',
    ],
    [
      'an id of another',
      { file, replace: 'id: public-summary', by: 'id: soc2' },
      'content/questions/reports.yaml: questions[2].id: expected an id of its own, found "soc2", which content/questions/reports.yaml: questions[1] has',
    ],
    [
      'a control that does not exist',
      { file, replace: 'controls: [penetration-tests]', by: 'controls: [pentests]' },
      /questions\[penetration-tests\]\.controls: expected the id of a control, found "pentests"; there are \d+, none near it$/,
    ],
    [
      'a control of no known matrix',
      { file, replace: 'ccm: [TVM-06]', by: 'ccm: [TVM-06, PEN-01]' },
      'content/questions/reports.yaml: questions[penetration-tests].ccm[2]: expected a control of the Cloud Controls Matrix such as IAM-14, found "PEN-01"',
    ],
    [
      'a policy that does not exist',
      { file, replace: 'policies: [testing]', by: 'policies: [tests]' },
      /questions\[penetration-tests\]\.policies: expected the id of a policy, found "tests"; did you mean testing\?$/,
    ],
    [
      'U12: a script link',
      { file, replace: '[NDA](/nda/)', by: '[NDA](javascript:alert(1))' },
      'content/questions/reports.yaml: questions[soc2].answer: expected links to https://, mailto:, /a/path/ or #a-heading, found "javascript:alert(1)" (line 1 of the text)',
    ],
  ])('%s', async (_, change, message) => {
    const said = await loadChanged(change);
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it('no question at all is no error', async () => {
    expect(await loadChanged({ file: 'questions', remove: true })).toMatchObject({ questions: [] });
  });
});

describe('an answer that was not verified again', () => {
  it('is overdue on the page from the first day, and fails the check after the grace', async () => {
    await withChanged([], async (root) => {
      const at = async (day: string) => {
        const content = await loadContent(root, day);
        const found = outOfDate(content, day).filter(({ message }) => message.includes('the answer'));
        const past = content.questions
          .flatMap((topic) => topic.questions)
          .find(({ id }) => id === 'past-incidents');
        return {
          overdue: past?.overdue,
          due: past?.due,
          found: found.map(({ field, message }) => `${field}: ${message}`),
        };
      };
      expect(await at('2027-02-27')).toEqual({ overdue: false, due: '2027-02-27', found: [] });
      expect(await at('2027-02-28')).toMatchObject({ overdue: true, found: [] });
      expect(await at('2027-03-29')).toMatchObject({ found: [] });
      expect((await at('2027-03-30')).found).toEqual([
        'questions[past-incidents].verified: expected the answer verified by 2027-02-27, found "2026-11-27", 31 days late (30 are allowed): hold it against practice, mend it, and set the day',
      ]);
    });
  });
});

it('the page counts what is overdue', () => {
  expect(textOf('/questions/')).toContain(`${all.length} answers`);
});
