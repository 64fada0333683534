/** The files for machines, as the page about them and llms.txt list them. */
export const MACHINE_FILES: readonly { path: string; name: string; what: string }[] = [
  {
    path: '/trust.json',
    name: 'trust.json',
    what: 'company, reports, policies, controls, subprocessors, questions and updates',
  },
  { path: '/trust.schema.json', name: 'trust.schema.json', what: 'the JSON Schema of trust.json' },
  {
    path: '/oscal/component-definition.json',
    name: 'OSCAL component definition',
    what: 'the controls by trust services criterion, OSCAL 1.1.2',
  },
  {
    path: '/oscal/catalog.json',
    name: 'OSCAL catalog',
    what: 'the numbers of the criteria to which the component definition refers',
  },
  { path: '/questions/questions.csv', name: 'questions.csv', what: 'all answers, with columns as in a CAIQ' },
  { path: '/questions/questions.json', name: 'questions.json', what: 'the same as data' },
  { path: '/updates/feeds/all.atom', name: 'Updates (Atom)', what: 'incidents, bulletins and other news' },
  { path: '/updates/feeds/all.json', name: 'Updates (JSON Feed)', what: 'the same' },
  {
    path: '/subprocessors/changes.atom',
    name: 'Subprocessors (Atom)',
    what: 'changes, computed from the history of the register',
  },
  {
    path: '/subprocessors/objections.ics',
    name: 'Objections (iCalendar)',
    what: 'the days until which customers may object to a change',
  },
  {
    path: '/policies/changes.atom',
    name: 'Policies (Atom)',
    what: 'changes, approvals and reviews, from Git',
  },
  {
    path: '/policies/policies.zip',
    name: 'policies.zip',
    what: 'all policies as Markdown, and as templates',
  },
  {
    path: '/.well-known/security.txt',
    name: 'security.txt',
    what: 'where to report a vulnerability (RFC 9116)',
  },
  { path: '/llms.txt', name: 'llms.txt', what: 'a table of contents for language models' },
];
