/** The files for machines, as the page about them and llms.txt list them; what they hold is in the catalogue of messages. */
export const MACHINE_FILES = [
  { id: 'trust', path: '/trust.json' },
  { id: 'schema', path: '/trust.schema.json' },
  { id: 'component', path: '/oscal/component-definition.json' },
  { id: 'catalog', path: '/oscal/catalog.json' },
  { id: 'table', path: '/questions/questions.csv' },
  { id: 'answers', path: '/questions/questions.json' },
  { id: 'atom', path: '/updates/feeds/all.atom' },
  { id: 'rss', path: '/updates/feeds/all.rss' },
  { id: 'feed', path: '/updates/feeds/all.json' },
  { id: 'subprocessors', path: '/subprocessors/changes.atom' },
  { id: 'objections', path: '/subprocessors/objections.ics' },
  { id: 'changes', path: '/policies/changes.atom' },
  { id: 'policies', path: '/policies/policies.zip' },
  { id: 'security', path: '/.well-known/security.txt' },
  { id: 'llms', path: '/llms.txt' },
] as const;

/** What a file is called here. */
export type MachineFileId = (typeof MACHINE_FILES)[number]['id'];
