import type { PolicyVersion } from '../../../schema/history/policy-history.ts';
import { inWords } from '../../../words/dates.ts';

/** What a text that bound before it came into this repository says of since when it is here, in English, after a clause. */
export function textSince({ changes: [change] }: PolicyVersion): string {
  return change ? `; its text is here since ${inWords(change.date)}` : '';
}
