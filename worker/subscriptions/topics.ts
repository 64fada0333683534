/** What people may ask to be told of by mail, and the page that says the same without. */
export const TOPICS = [
  {
    id: 'updates',
    title: 'Updates',
    about: 'incidents, security bulletins, and what changed in our practice',
    page: '/updates/',
  },
  {
    id: 'subprocessors',
    title: 'Changes of subprocessors',
    about: 'who will process data for us, before they begin',
    page: '/subprocessors/',
  },
  {
    id: 'reports',
    title: 'New reports',
    about: 'when a new audit report or letter can be had',
    page: '/reports/',
  },
  {
    id: 'policies',
    title: 'Policies',
    about: 'when a new version of a policy was approved',
    page: '/policies/',
  },
] as const;

/** One of the topics. */
export type TopicId = (typeof TOPICS)[number]['id'];

/** The topics among some texts, in their usual order; whatever is none is left out. */
export function topicsOf(texts: Iterable<string>): TopicId[] {
  const wanted = new Set(texts);
  return TOPICS.map(({ id }) => id).filter((id) => wanted.has(id));
}

/** The titles of topics, as a list in a sentence. */
export function titlesOf(topics: readonly TopicId[]): string {
  const titles = TOPICS.filter(({ id }) => topics.includes(id)).map(({ title }) => title.toLowerCase());
  return [titles.slice(0, -1).join(', '), titles.at(-1)].filter(Boolean).join(' and ');
}
