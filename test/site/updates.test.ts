import { describe, expect, it } from 'vitest';
import { loadContent } from '../../schema/load.ts';
import { outOfDate } from '../../schema/out-of-date.ts';
import { UPDATE_TOPICS } from '../../schema/updates.ts';
import { inWords } from '../../words/dates.ts';
import { pages, ROOT, read, textOf } from './built.ts';
import { type Change, loadChanged } from './mutate.ts';

const { updates, company } = await loadContent(ROOT);

describe('pages', () => {
  it.each(updates)('$id tells severity, affected, timeline and follow-ups', (update) => {
    const text = textOf(`/updates/${update.id}/`);
    expect(textOf('/updates/')).toContain(update.title);
    expect(text).toContain(inWords(update.published));
    for (const words of [update.severity ?? '', ...update.affected]) expect(text).toContain(words);
    const html = pages.find(({ path }) => path === `/updates/${update.id}/`)?.html ?? '';
    for (const { at } of update.timeline) expect(html).toContain(`datetime="${at}"`);
    for (const { done } of update.postMortem?.followUps ?? []) expect(html).toContain(`datetime="${done}"`);
  });
});

describe('feeds', () => {
  const ids = (list: typeof updates) =>
    list.map(({ id, published }) => `tag:${company.domain},${published}:updates/${id}`);
  const feeds = ['all', ...UPDATE_TOPICS];

  it.each(feeds)('%s: the same entries in Atom, RSS and JSON Feed', (feed) => {
    const expected = ids(updates.filter(({ topic }) => feed === 'all' || topic === feed));
    const atom = read(`updates/feeds/${feed}.atom`).toString('utf8');
    expect([...atom.matchAll(/<entry>.*?<id>(.*?)<\/id>/gs)].map(([, id]) => id)).toEqual(expected);
    const rss = read(`updates/feeds/${feed}.rss`).toString('utf8');
    expect(rss.match(/<item>/g)?.length ?? 0).toBe(expected.length);
    expect(`${atom}${rss}`).not.toMatch(
      /<(description|summary|subtitle)[^>]*>\s*(<!\[CDATA\[\s*\]\]>)?\s*<\//,
    );
    const json = JSON.parse(read(`updates/feeds/${feed}.json`).toString('utf8')) as {
      version: string;
      items: { id: string }[];
    };
    expect(json.version).toMatch(/^https:\/\/jsonfeed\.org\/version\/1/);
    expect(json.items.map(({ id }) => id)).toEqual(expected);
  });

  it.each(updates)('$id is told in every format: how bad, whom it is about, what to do', (update) => {
    const words = (text = '') =>
      text
        .replaceAll(/<!\[CDATA\[|\]\]>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&amp;', '&');
    const id = `tag:${company.domain},${update.published}:updates/${update.id}`;
    const entry = (format: string, element: string) =>
      read(`updates/feeds/${update.topic}.${format}`)
        .toString('utf8')
        .split(`<${element}>`)
        .find((one) => one.includes(id));
    const items = JSON.parse(read(`updates/feeds/${update.topic}.json`).toString('utf8')).items as {
      id: string;
      content_html?: string;
    }[];
    const said = [
      words(/<summary[^>]*>(.*?)<\/summary>/s.exec(entry('atom', 'entry') ?? '')?.[1]),
      words(/<description>(.*?)<\/description>/s.exec(entry('rss', 'item') ?? '')?.[1]),
      words(items.find((one) => one.id === id)?.content_html),
    ];
    const page = textOf(`/updates/${update.id}/`);
    for (const description of said) {
      expect(description).toContain(update.summary);
      for (const fact of [update.severity ?? '', ...update.affected]) expect(description).toContain(fact);
      if (update.severity === null) continue;
      const [, action = ''] = /What you have to do: (.*?)( Follow-ups: |$)/.exec(description) ?? [];
      expect(action === '' ? description : page).toContain(action || 'You need not do anything.');
      expect(action === '').toBe(update.action === null);
      const { followUps = [] } = update.postMortem ?? {};
      const done = followUps.filter((one) => one.done).length;
      if (followUps.length > 0) expect(description).toContain(`: ${done} of ${followUps.length} done.`);
    }
  });

  it('every link is absolute and leads to a page', () => {
    const atom = read('updates/feeds/all.atom').toString('utf8');
    for (const [, href = ''] of atom.matchAll(/<entry>.*?<link href="(.*?)"/gs)) {
      expect(href.startsWith(`${company.trustOrigin}/updates/`)).toBe(true);
      expect(pages.some(({ path }) => path === new URL(href).pathname)).toBe(true);
    }
  });
});

/** A slip of an author's, and the message it gets. */
type Slip = [slip: string, change: Change, message: string | RegExp];

describe('slips', () => {
  const file = 'updates/late-deliveries.md';
  it.each<Slip>([
    [
      'dated before the company existed',
      { file: 'updates/codes-switched-off.md', replace: '2026-01-20', by: '2020-09-30' },
      'content/updates/codes-switched-off.md: published: expected a day after the company came into being, 2020-10-01, found "2020-09-30"',
    ],
    [
      'dated in the future',
      { file: 'updates/codes-switched-off.md', replace: '2026-01-20', by: '2099-01-20' },
      /^content\/updates\/codes-switched-off\.md: published: expected a day that has come, today is \d{4}-\d\d-\d\d, found "2099-01-20"$/,
    ],
    [
      'a moment that does not exist',
      { file, replace: '2026-03-17T08:41Z', by: '2026-03-17T24:41Z' },
      'content/updates/late-deliveries.md: timeline[1].at: expected a minute in UTC such as 2026-03-17T09:12Z, found "2026-03-17T24:41Z"',
    ],
    [
      'moments out of order',
      { file, replace: '2026-03-17T09:03Z', by: '2026-03-17T08:03Z' },
      'content/updates/late-deliveries.md: timeline[3].at: expected the oldest first, found "2026-03-17T08:03Z" below 2026-03-17T08:49Z',
    ],
    [
      'an incident without its post-mortem',
      { file, replace: /postMortem:[\s\S]*?amended:/, by: 'amended:' },
      'content/updates/late-deliveries.md: postMortem: is missing; an incident is told with impact, causes and follow-ups',
    ],
    [
      'a severity of something else',
      { file, replace: 'severity: severity 2', by: 'severity: high' },
      'content/updates/late-deliveries.md: severity: expected one of severity 1, severity 2, severity 3, severity 4, found "high"',
    ],
    [
      'a bulletin that says not who is affected',
      { file: 'updates/verify-library-2-4.md', replace: /affected:\n.*\n/, by: '' },
      'content/updates/verify-library-2-4.md: affected: is missing; readers are told who or what was affected',
    ],
    [
      'an amendment before publication',
      { file, replace: '- on: 2026-04-30', by: '- on: 2026-03-01' },
      'content/updates/late-deliveries.md: amended[1].on: expected a day after 2026-03-27, found "2026-03-01"',
    ],
    [
      'a file name with a space',
      { file: 'updates/Größere Störung.md', write: 'words' },
      [
        'content/updates/Größere Störung.md: expected to begin with fields between two lines of ---',
        'content/updates/Größere Störung.md: expected a file name in lower case such as late-deliveries.md: it is part of an address',
      ].join('\n'),
    ],
    [
      'U12: HTML',
      { file: 'updates/codes-switched-off.md', replace: 'A false page', by: '<b>A</b> false page' },
      /expected no HTML, found "<b>"/,
    ],
  ])('%s', async (_, change, message) => {
    const said = await loadChanged(change);
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it('no update at all is no error', async () => {
    const content = await loadChanged({ file: 'updates', remove: true }, { file: 'questions', remove: true });
    expect(content).toMatchObject({ updates: [] });
  });
});

it('a follow-up that stays open fails the check after the grace', async () => {
  const content = await loadChanged({
    file: 'updates/late-deliveries.md',
    replace: '      done: 2026-04-09\n',
    by: '',
  });
  if (typeof content === 'string') throw new Error(content);
  expect(outOfDate(content, '2026-05-30')).toEqual([]);
  expect(outOfDate(content, '2026-05-31')).toEqual([
    {
      file: 'content/updates/late-deliveries.md',
      field: 'postMortem.followUps[1].done',
      message:
        'expected it done by 2026-04-30, found it open 31 days later (30 are allowed): do it, or amend the update with a new day and the reason',
    },
  ]);
});
