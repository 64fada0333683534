import { join } from 'node:path';
import { ContentError, describeFinding, type Finding } from './finding.ts';
import { checkHistory, overdueReviews } from './history/check-history.ts';
import { loadHistory } from './history/load-history.ts';
import { loadContent } from './load.ts';
import { outOfDate } from './out-of-date.ts';

/**
 * Part of `npm run check`: document control of the policies, and claims, answers, reviews and plans that are out
 * of date.
 *
 *     node schema/check.ts [ROOT]      ROOT is the folder that holds content/, by default the project's own
 *
 * A company is judged by today. The sample company is judged by the day of the commit that is checked out, since nobody
 * reviews it any more: what has come due since is said, and does not fail.
 */

const root = process.argv[2] ?? join(import.meta.dirname, '..');
const now = new Date();

try {
  const content = await loadContent(root);
  const history = await loadHistory(root, content, now);
  const { sample } = content.company;
  const { findings, notes } = checkHistory(history, now, sample);
  const late = (day: string) => [...overdueReviews(history, day), ...outOfDate(content, day)];
  const today = late(history.asOf);
  const failing = sample && history.committed ? late(history.committed) : today;
  const since = today.filter((finding) => !failing.some(({ message }) => message === finding.message));
  say('note', notes);
  if (sample && today.length > 0) {
    say('note', since);
    console.error(
      `note: the sample company is judged by the day of its last commit, ${history.committed}. What came due since is listed and does not fail; for a company of your own, it does.`,
    );
  }
  if (findings.length + failing.length > 0) throw new ContentError([...findings, ...failing]);
} catch (error) {
  if (!(error instanceof ContentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function say(word: string, list: readonly Finding[]): void {
  for (const finding of list) console.error(`${word}: ${describeFinding(finding)}`);
}
