import type { SubprocessorChange } from '../../schema/history/subprocessor-changes.ts';
import { inWords } from '../../words/dates.ts';
import { DEFAULT_LOCALE } from '../../words/locale.ts';
import { messages } from './locale.ts';

/** How a change of subprocessors is told in the feed and in the calendar, which are there in English. */

/** What kind of change it is, in a few words. */
export function kindWords({ kind }: SubprocessorChange): string {
  return messages(DEFAULT_LOCALE).changes[kind];
}

/** A change in a sentence or two, without its day of announcement. */
export function changeInWords(change: SubprocessorChange): string {
  const { name, detail, announced, effective, objectUntil, shortNotice } = change;
  return [
    `${name}: ${kindWords(change)}${detail.length > 0 ? ` (${detail.join('; ')})` : ''}.`,
    effective === announced ? '' : `Takes effect on ${inWords(effective)}.`,
    objectUntil === null ? '' : `You may object until ${inWords(objectUntil)}.`,
    shortNotice === null ? '' : `Short notice: ${shortNotice}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** An identifier that stays the same in every build: a tag URI (RFC 4151). */
export function changeId(change: SubprocessorChange, domain: string): string {
  const { vendor, kind, announced, effective } = change;
  return `tag:${domain},${announced}:subprocessors/${vendor}/${kind}/${effective}`;
}
