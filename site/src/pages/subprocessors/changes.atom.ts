import { company, origin, subprocessorChanges, today } from '../../content.ts';
import { escapeHtml, feedOf } from '../../feed.ts';
import { changeId, changeInWords, kindWords } from '../../subprocessor-words.ts';

/** Changes of subprocessors as an Atom feed. */
export function GET(): Response {
  const feed = feedOf({
    id: 'subprocessors',
    title: 'changes of subprocessors',
    page: '/subprocessors/',
    updated: subprocessorChanges[0]?.announced ?? today,
    paths: { atom: '/subprocessors/changes.atom' },
  });
  for (const change of subprocessorChanges) {
    feed.addItem({
      id: changeId(change, company.domain),
      title: escapeHtml(`${change.name}: ${kindWords(change)}`),
      link: `${origin}/subprocessors/#changes`,
      date: new Date(change.announced),
      description: escapeHtml(changeInWords(change)),
    });
  }
  return new Response(feed.atom1());
}
