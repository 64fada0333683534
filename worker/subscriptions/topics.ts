import type { Messages } from '../messages/en.ts';

/** What people may ask to be told of by mail. */
export const TOPICS = ['updates', 'subprocessors', 'reports', 'policies'] as const;

/** One of the topics. */
export type TopicId = (typeof TOPICS)[number];

/** The topics among some texts, in their usual order; whatever is none is left out. */
export function topicsOf(texts: Iterable<string>): TopicId[] {
  const wanted = new Set(texts);
  return TOPICS.filter((id) => wanted.has(id));
}

/** What topics are called, as a list in a sentence. */
export function namesOf(m: Messages, topics: readonly TopicId[]): string {
  return m.listed(TOPICS.filter((id) => topics.includes(id)).map((id) => m.topics[id].inSentence));
}
