import type { Frequency } from '../../../schema/calendar.ts';
import type { STATUSES } from '../../../schema/controls.ts';
import { CRITERIA_GROUPS } from '../../../schema/criteria.ts';
import type { Signature } from '../../../schema/history/policy-history.ts';
import type { SubprocessorChange } from '../../../schema/history/subprocessor-changes.ts';
import type { POLICY_AREAS } from '../../../schema/policies.ts';
import type { ReviewRecord } from '../../../schema/policy-records.ts';
import type { SHORT_ANSWERS } from '../../../schema/questions.ts';
import type { RecordsSource } from '../../../schema/records.ts';
import type { CRITERIA, Report } from '../../../schema/reports.ts';
import type { Update, UpdateTopic } from '../../../schema/updates.ts';
import type { Tier } from '../../../schema/vendors.ts';
import { type Html, html, text } from '../../../words/html.ts';
import { plurals } from '../../../words/plurals.ts';
import type { MachineFileId } from '../machines/files.ts';

/**
 * Every word of the interface, in English. The other languages are of this one's type, so that none of them can lack a message
 * or keep one that is gone. A message with markup is {@link Html}; one with a number in it asks `counted` for the form.
 */

const counted = plurals('en-GB');

const statuses: Record<(typeof STATUSES)[number] | 'overdue' | 'late' | 'failed', string> = {
  'in place': 'in place',
  planned: 'planned',
  'not in place': 'not in place',
  overdue: 'overdue',
  late: 'late',
  failed: 'failed',
};

const frequencies: Record<Frequency, string> = {
  continuous: 'continuous',
  'when it happens': 'on demand',
  daily: 'daily',
  weekly: 'weekly',
  monthly: 'monthly',
  quarterly: 'quarterly',
  'twice a year': 'twice a year',
  yearly: 'yearly',
};

const results: Record<RecordsSource['runs'][number]['result'], string> = {
  passed: 'passed',
  'passed with findings': 'passed with findings',
  failed: 'failed',
};

const criteria: Record<(typeof CRITERIA)[number], string> = {
  Security: 'Security',
  Availability: 'Availability',
  'Processing Integrity': 'Processing Integrity',
  Confidentiality: 'Confidentiality',
  Privacy: 'Privacy',
};

const criteriaGroups = Object.fromEntries(CRITERIA_GROUPS.map(({ id, title }) => [id, title])) as Record<
  (typeof CRITERIA_GROUPS)[number]['id'],
  string
>;

const signatures: Record<Signature, string> = {
  good: 'signature good',
  'unknown key': 'signed with a key that nobody vouches for',
  'not checked': 'signed, and not checked at this build',
  none: 'not signed',
  bad: 'signature does not fit',
};

const outcomes: Record<ReviewRecord['outcome'], string> = {
  'no change': 'no change',
  'change wanted': 'change wanted',
};

const policyAreas: Record<(typeof POLICY_AREAS)[number], string> = {
  personnel: 'personnel',
  'risk assessment': 'risk assessment',
  'information classification': 'information classification',
  'vendor review': 'vendor review',
  'incident response policy': 'incident response policy',
  'incident response process': 'incident response process',
  'incident disclosure': 'incident disclosure',
  'business continuity and disaster recovery': 'business continuity and disaster recovery',
  'access control': 'access control',
  password: 'password',
  'change management': 'change management',
  testing: 'testing',
  'patch management': 'patch management',
  'data retention and deletion': 'data retention and deletion',
};

const access: Record<Report['access'], string> = {
  public: 'Public',
  customers: 'Customers only',
  'customer-or-nda': 'Customers, or with an NDA',
  'on-request': 'On request',
};

const shortAnswers: Record<(typeof SHORT_ANSWERS)[number], string> = {
  yes: 'yes',
  no: 'no',
  partly: 'partly',
  'not applicable': 'not applicable',
};

const topics: Record<UpdateTopic | 'all', string> = {
  all: 'All updates',
  incidents: 'Incidents',
  bulletins: 'Security bulletins',
  reports: 'Reports',
  practice: 'Practice',
};

const severities: Record<NonNullable<Update['severity']>, string> = {
  'severity 1': 'severity 1',
  'severity 2': 'severity 2',
  'severity 3': 'severity 3',
  'severity 4': 'severity 4',
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
};

const changes: Record<SubprocessorChange['kind'], string> = {
  added: 'new subprocessor',
  extended: 'wider use',
  narrowed: 'narrower use',
  ends: 'no longer used',
  withdrawn: 'announcement withdrawn',
  renamed: 'another name',
  notice: 'another notice of changes',
};

const tiers: Record<Tier, string> = { high: 'high', medium: 'medium', low: 'low' };

const methods: Record<NonNullable<Report['digest']>['subserviceOrganisations'][number]['method'], string> = {
  'carve-out': 'carve-out',
  inclusive: 'inclusive',
};

const machineFiles: Record<MachineFileId, { name: string; what: string }> = {
  trust: {
    name: 'trust.json',
    what: 'company, reports, policies, controls, subprocessors, questions and updates',
  },
  schema: { name: 'trust.schema.json', what: 'the JSON Schema of trust.json' },
  component: {
    name: 'OSCAL component definition',
    what: 'the controls by trust services criterion, OSCAL 1.1.2',
  },
  catalog: {
    name: 'OSCAL catalog',
    what: 'the numbers of the criteria to which the component definition refers',
  },
  table: { name: 'questions.csv', what: 'all answers, with columns as in a CAIQ' },
  answers: { name: 'questions.json', what: 'the same as data' },
  atom: { name: 'Updates (Atom)', what: 'incidents, bulletins and other news' },
  rss: { name: 'Updates (RSS)', what: 'the same' },
  feed: { name: 'Updates (JSON Feed)', what: 'the same' },
  subprocessors: {
    name: 'Subprocessors (Atom)',
    what: 'changes, computed from the history of the register',
  },
  objections: {
    name: 'Objections (iCalendar)',
    what: 'the days until which customers may object to a change',
  },
  changes: { name: 'Policies (Atom)', what: 'changes, approvals and reviews, from Git' },
  policies: { name: 'policies.zip', what: 'all policies as Markdown, and as templates' },
  security: { name: 'security.txt', what: 'where to report a vulnerability (RFC 9116)' },
  llms: { name: 'llms.txt', what: 'a table of contents for language models' },
};

/** The catalogue. */
export const en = {
  /** The language's own name. */
  language: 'English',

  statuses,
  frequencies,
  results,
  criteria,
  criteriaGroups,
  signatures,
  outcomes,
  policyAreas,
  access,
  shortAnswers,
  topics,
  severities,
  changes,
  tiers,
  methods,
  machineFiles,

  page: {
    asOf: (day: string) => `as of ${day}`,
    skip: 'Skip to content',
    brand: (company: string) => `${company}, security`,
    main: 'Main',
    menu: 'Menu',
    languages: 'Language',
    contents: 'Contents',
    onThisPage: 'On this page',
    /** @param language - as {@link Intl.DisplayNames} has it */
    contentIn: (language: string) => `What the company itself says is in ${language} on this page.`,
  },

  places: {
    security: 'Security',
    reports: 'Reports',
    controls: 'Controls',
    policies: 'Policies',
    subprocessors: 'Subprocessors',
    questions: 'Questions',
    updates: 'Updates',
    nda: 'NDA',
    search: 'Search',
  },

  /** Leads to the form in which an address is left. */
  newsByMail: 'Get news of this by mail',

  foot: {
    vulnerability: 'Report a vulnerability',
    trouble: 'Trouble getting a report',
    held: 'What you have, and what we hold about you',
    myAccess: 'My access',
    personalData: 'Personal data',
    service: 'The service',
    status: 'Status page',
    dpa: 'Data processing agreement (DPA)',
    sla: 'Service levels (SLA)',
    agreements: 'What you may have to agree to',
    terms: 'Terms of Service',
    note: (search: Html, machines: Html) =>
      html`These pages set no cookie, load nothing from anybody else, and run no script but that of the <a href="${search}">search</a>. What they say can be had <a href="${machines}">as data</a> as well.`,
  },

  /** What Git knows of a text that is no policy. */
  history: {
    changed: 'Changed',
    textChanged: 'Text changed',
    newer: 'What stands here is newer, and not committed yet.',
    notCommittedYet: 'Not committed yet',
    earlier: (changes: number) => counted(changes, { one: 'One earlier change', other: '# earlier changes' }),
    /** Of the commit that brought a text: it is no change of it. */
    hereSince: (day: Html, hand: Html) => html`in this repository since ${day}, ${hand}`,
    notSince: 'Not since it came into this repository:',
    broughtBy: 'Came into this repository:',
    changedOn: (day: Html, hand: Html) => html`changed on ${day} ${hand}`,
    /** @param signature - one of {@link signatures} */
    by: (authors: Html, commit: Html, signature: Html) =>
      html`by ${authors} in commit ${commit}, ${signature}`,
    /** @param signature - one of {@link signatures} */
    recordedBy: (authors: Html, commit: Html, signature: Html) =>
      html`recorded by ${authors} in commit ${commit}, ${signature}`,
    notCommitted: 'not committed yet',
    andSince: ', and since, not committed yet',
    entry: 'This entry',
    entryLead: 'Facts and digest on this page are ours, not the auditor’s. Their text changed:',
  },

  notFound: {
    title: 'Not found',
    description: 'There is no page at this address.',
    heading: 'There is no page here',
    lead: 'The address is wrong, or the page has moved. Most people look for one of these:',
    reports: (to: Html) => html`<a href="${to}">Reports</a>, and how to get them`,
    security: 'How we protect your data',
    policies: 'Our policies',
  },

  home: {
    title: 'Security',
    description: (company: string, product: string) =>
      `How ${company} protects your data, and how to get its audit reports. ${product}`,
    examined: 'Examined by others',
    patching: 'Patch times',
    negatives: 'What we do not do',
    gaps: 'Known gaps',
    vulnerabilities: 'Report a vulnerability',
    exceptions: 'What they were, and what we did',
    others: 'Also available',
    what: 'What',
    since: 'Covered since',
    detail: 'Detail',
    claim: 'Claim',
    lastDone: (last: Html, due: Html) => html`Last done on ${last}, due again by ${due}`,
    /** Of a control that is many reviews, each with a day of its own. */
    lastOfMany: (last: Html, due: Html) => html`Latest one on ${last}; earliest open one due by ${due}`,
    severity: 'Severity',
    fixedWithin: 'Fixed within',
    ensuredBy: 'What sees to it',
    negativesLead: 'Each with the reason that does us credit, and the one that does not.',
    goodReason: 'The good reason',
    badReason: 'The bad reason',
    instead: 'Meanwhile',
    willChange: 'What will change',
    gap: 'Gap',
    effect: 'What it means for you',
    plan: 'Plan',
    by: 'By',
    noDate: 'No date yet',
    weDo: 'What you may expect of us',
    youDo: 'What we ask of you',
    /** Of a page that nobody read again by its day. */
    expired: (until: Html) =>
      html`This page was good until ${until}, and nobody has read it against practice since. Our security.txt expired on the same day.`,
    closing: (reviewed: Html, role: Html, until: Html, mail: Html) =>
      html`Read against practice on ${reviewed} by the ${role}, and good until ${until}. Trouble getting what you need? ${mail}`,
  },

  reports: {
    title: 'Reports',
    description: (company: string) =>
      `Audit reports and letters about ${company}: what each covers, and who may have it.`,
    lead: 'What each covers, what it does not, and what came out is public. A report that is not says why, and how to get it.',
    period: 'Period',
    opinion: 'Opinion',
    auditor: 'Auditor',
    tested: 'Tested',
    result: 'Result',
    tester: 'Tester',
    sinceThen: 'Since then',
    issued: 'Issued',
    who: 'Who may have it',
    before: 'Before it',
    wholeSeries: (title: Html) => html`${title}: the whole series`,
    span: (from: Html, to: Html, length: string) =>
      html`${from} to ${to} <span class="hint brief">(${length as Html})</span>`,
    inScope: 'In scope',
    notInScope: 'Not in scope',
    bridged: (to: Html) => html`Our bridge letter reaches to ${to}.`,
    bridgedIn: (report: Html, to: Html) => html`The bridge letter in ${report} reaches to ${to}.`,
    notBridged: (from: Html) => html`No letter covers the time after ${from}.`,
    /** @param days - how many, in words */
    uncovered: (days: number, on: Html) =>
      html`${
        counted(days, {
          none: 'No day was uncovered',
          one: '# day was covered by neither',
          other: '# days were covered by neither',
        }) as Html
      } on ${on}, the day on which this page was built.`,
  },

  get: {
    button: 'Get the report',
    atOnce: 'At once. No name, no address, nothing to sign.',
    aMinute: (nda: Html) =>
      html`Customers sign in. Everybody else confirms a work address and accepts the <a href="${nda}">NDA</a>. Either takes about a minute, at any hour; nobody has to approve it.`,
    customersOnly: 'Customers sign in and have it at once. It is given to nobody else, and no NDA opens it.',
    decided: (nda: Html, role: Html, time: Html) =>
      html`Customers sign in. Everybody else confirms a work address and accepts the <a href="${nda}">NDA</a>. Then the ${role} decides, usually ${time}, and you hear by mail.`,
  },

  promise: {
    unmeasured: 'How long that took others has not been counted yet.',
    sample: 'These figures are made up, as the company is.',
    nobody: (days: number, on: Html) =>
      html`No request led to it in the ${days} days before ${on}, so that there is no figure.`,
    /** @param length - from {@link promise.lengths} */
    measured: (given: number, length: string, on: Html) =>
      html`${text(counted(given, { one: 'The last one who was given it on request', other: 'Of the last # who were given it on request, half' }))} had it within ${text(length)}, as of ${on}.`,
    waiting: (count: number) =>
      counted(count, { none: 'No request waited.', one: '1 request waited.', other: '# requests waited.' }),
    lengths: {
      day: (count: number) => counted(count, { one: '# day', other: '# days' }),
      hour: (count: number) => counted(count, { one: '# hour', other: '# hours' }),
      minute: (count: number) => counted(count, { one: '# minute', other: '# minutes' }),
      second: (count: number) => counted(count, { one: '# second', other: '# seconds' }),
    },
  },

  report: {
    types: {
      I: 'I: how the controls were designed, on one day',
      II: 'II: how the controls worked, over a period',
    },
    facts: 'Facts',
    scope: 'Scope',
    exceptions: 'Exceptions',
    customers: 'What we expect of you',
    subservice: 'Subservice organisations',
    where: 'Where to look',
    bridge: 'Bridge letter',
    series: 'The series',
    how: 'How to get it',
    scopeTitle: 'In scope, and not',
    examined: 'What was examined',
    notExamined: 'Not examined',
    leftOut: 'What',
    whyLeftOut: 'Why not',
    insteadOf: 'What stands in for it',
    type: 'Type',
    asOf: 'As of',
    next: 'Next one expected',
    format: 'Format',
    length: 'Length',
    unmarked: (format: string) => `${format}, which carries no visible mark`,
    pages: (count: number) => counted(count, { one: '# page, PDF', other: '# pages, PDF' }),
    cover: ', and a page in front that says whose copy it is',
    sample: '; a sample, marked as such on each page',
    unmarkedSample: '; a sample',
    kind: 'What kind of report this is',
    soc2: 'In a SOC 2 report an independent accountant says whether a company’s description of its own controls is fair and whether the controls meet the trust services criteria. It is an opinion about one company for careful readers, not a certificate and not a seal.',
    soc3: 'A SOC 3 report comes from the same kind of examination as SOC 2, cut down to the opinion and a short description, so that it can be given to anybody. In it the auditor does not say how a control was tested or what came out; what else the company says there is its own word.',
    pentest:
      'In a penetration test people who were hired for it attack the service and write down how far they came. The letter is their summary. A test shows what was found in the days it took; it does not show that there is nothing else.',
    typeII: html`<strong>Type II</strong> means that the auditor looked at how the controls worked over a period, and tested samples from all of it. Type I would look at their design on a single day.`,
    typeI: html`<strong>Type I</strong> means that the auditor looked at the design of the controls on a single day. Type II would test how they worked over a period.`,
    inside: 'What is inside',
    speaksOf: 'Speaks of',
    signed: 'Signed',
    says: 'Says',
    changes: 'Changes it names',
    renewed: 'Renewed',
    whereIsIt: 'Where it is',
    superseded: (mail: Html) =>
      html`Superseded reports are listed so that you see how often we were examined and with what result. We do not hand them out: each describes controls as they were. If your own audit covers an older period, write to ${mail}.`,
    why: 'Why it is not public',
    customer: 'You are a customer',
    customerHow: (company: Html, clause: Html, terms: Html, version: Html) =>
      html`Sign in with your ${company} account and the report is yours. No NDA: <a href="${terms}">clause ${clause} of our Terms of Service</a>, version ${version}, covers it. Any account will do.`,
    prospect: 'You are not',
    prospectHow: (nda: Html) =>
      html`Give your name, your company and a work address; open the mail; accept the <a href="${nda}">NDA</a>, which you can read before you give us anything. Then the report is yours as well. No account, no ticket, no call.`,
    copy: 'Your copy',
    copyHow:
      'Each copy is made for one reader. Every page shows that reader’s name, address, company, the date and a copy number, and the copy can be told from all others. We record who received what, when and on what ground, and use it for nothing else.',
  },

  digest: {
    exception: 'The exception',
    exceptions: 'Exceptions',
    tested: (count: number) =>
      counted(count, { one: '# control was tested.', other: '# controls were tested.' }),
    excepted: (count: number) =>
      counted(count, {
        none: 'No test had an exception.',
        one: 'One of the tests had an exception. Here it is in our words; the auditor’s are in the report.',
        other:
          '# of the tests had an exception. Here they are in our words; the auditor’s are in the report.',
      }),
    found: 'What was found',
    effect: 'What it could mean',
    answer: 'What we did',
    customersLead:
      'Complementary user entity controls: some criteria are met only if you do your part. In short; the report has the exact words.',
    number: 'No.',
    customersDo: 'What customers do',
    criteria: 'Criteria',
    subserviceLead:
      'Suppliers whose own controls are needed to meet a criterion. Carve-out means that theirs were not examined here: ask for their reports as well.',
    organisation: 'Organisation',
    service: 'Service',
    maySee: 'May see',
    method: 'Method',
    whereLead: (pages: number) =>
      counted(pages, {
        one: '# page is quicker read by whoever knows where.',
        other: '# pages are quicker read by whoever knows where.',
      }),
    part: 'Part',
    fromPage: 'From page',
    stands: 'What stands there',
  },

  series: {
    report: 'Report',
    covers: 'Covers',
    result: 'Result',
    issued: 'Issued',
    superseded: 'superseded',
    current: 'current',
    oneDay: '(one day)',
    expected: 'expected',
    nextTest: 'The next test',
    nextPeriod: 'The period that follows',
    notKnown: 'Not known yet',
  },

  controls: {
    title: 'Controls',
    description: (company: string) =>
      `The controls of ${company}: what is done, how often, by which role, and when it was done last.`,
    lead: 'What we do, in our own words, with the criteria it serves, the policy it comes from, and the day on which it was done last. What is only planned, or not done, is listed as well.',
    /** @param dated - how many have dates, by which they can be overdue */
    overdueOn: (day: Html, dated: number) => html`overdue on ${day}, of ${dated} with published dates`,
    areUnrecorded: 'done at set times, no record published',
    alsoCalled: (names: Html) => html`Also called: ${names}`,
    unrecorded: 'no record published',
    datesFrom: {
      policies: 'Last is the latest review of any policy, next the earliest that is due.',
      vendors: 'Last is the latest review of any active vendor, next the earliest day on which one is due.',
    },
    more: 'These are the ones that reviewers ask about most. The audit report has many more, with the tests of each.',
    none: 'No control is published yet.',
    narrow: 'Narrow the list',
    byArea: 'By area',
    byCriterion: 'By trust services criterion',
    reckoned: (day: Html) =>
      html`What is done monthly, quarterly or twice a year is due by the end of the next month, quarter or half-year; what is done yearly, twelve months after the last time. Reckoned on ${day}, the day on which this page was built.`,
    control: 'Control',
    status: 'Status',
    frequency: 'How often',
    lastDone: 'Last done',
    nextDue: 'Next due',
    criteria: 'Criteria',
    /** @param area - in the content's words */
    areaTitle: (area: string) => `Controls: ${area.toLowerCase()}`,
    areaDescription: (area: string) =>
      `The controls for ${area.toLowerCase()} in full: statement, owner, evidence and dates.`,
    areaLead: (count: number, page: Html) =>
      html`${
        counted(count, {
          one: '# control, with its owner and evidence.',
          other: '# controls, each with its owner and evidence.',
        }) as Html
      } What we say about this in short is on the <a href="${page}">security page</a>.`,
    groupTitle: (id: string, title: string) => `Controls: ${id} ${title.toLowerCase()}`,
    groupDescription: (id: string, title: string) =>
      `The controls that serve the trust services criteria ${id}, ${title.toLowerCase()}.`,
    groupLead:
      'The numbers are those of the trust services criteria of the AICPA (TSP section 100), where their wording can be read. A control stands under each criterion that it serves.',
    groupNone:
      'None of the controls on this site. Those that only the audit report lists are in its Section IV.',
    overdue: (day: Html) => html`This is overdue: it was due by ${day}.`,
    by: (day: Html) => html`by ${day}`,
    last: (day: Html, due: Html) => html`last ${day} · next due by ${due}`,
    owner: 'Owner',
    comesFrom: 'Comes from',
    noPolicy: 'No policy asks for it.',
    inReport: 'In the report',
    listed: (name: Html, report: Html) => html`${name} in Section IV of the ${report} report`,
    listedFrom: (name: Html, page: number, report: Html) =>
      html`${name} in Section IV (from page ${page}) of the ${report} report`,
    exception: 'Exception.',
    shownBy: 'Shown by',
    date: 'Date',
    result: 'Result',
    cameOut: 'What came out',
    target: (value: string) => ` (target ${value})`,
  },

  policies: {
    title: 'Policies',
    description: (company: string) =>
      `The security policies of ${company}, in full, with the proof of who changed and approved them.`,
    lead: 'The rules we hold ourselves to, word for word as our own people read them. You need not ask for them.',
    pdf: 'All as one PDF',
    zip: 'All as Markdown',
    licence: 'CC0: take them as a start for your own.',
    all: 'All policies',
    inAll: (count: number) => counted(count, { one: 'policy or process', other: 'policies and processes' }),
    areOverdue: (count: number) => counted(count, { one: 'review overdue', other: 'reviews overdue' }),
    areUnapproved: (count: number) =>
      counted(count, { one: 'text not approved', other: 'texts not approved' }),
    areSamples: (count: number) =>
      counted(count, { one: 'text with a sample approval only', other: 'texts with sample approvals only' }),
    areMissing: (count: number) =>
      counted(count, { one: 'area without a policy', other: 'areas without a policy' }),
    sample: html`<strong>Sample records:</strong> the company is made up, and nobody reviewed or approved anything: whoever wrote a text may have recorded its sample approval.`,
    policy: 'Policy',
    version: 'Version',
    owner: 'Owner',
    changed: 'Changed',
    reviewed: 'Reviewed',
    approved: 'Approved',
    next: 'Next review',
    historyOf: (version: string, title: string) => `${version}, history of ${title}`,
    notCommitted: 'not committed',
    notYet: 'not yet',
    earlier: 'earlier',
    notApproved: 'not approved',
    overdue: 'overdue',
    missing: 'Missing',
    missingLead: 'A whole set has a policy for these areas as well. We have none:',
    withdrawn: 'Withdrawn',
    withdrawnOn: (title: Html, day: Html) => html`${title}, on ${day}`,
    about: 'How this list comes about',
    aboutText: html`Nobody types these dates. <em>Changed</em> is the last commit that touched the text. <em>Reviewed</em> and <em>approved</em> are records in the same repository, each bound to the exact text by its hash, each dated by the commit that brought it; an approval by somebody who wrote the text does not count. When a text changes, its approval no longer fits, and the list says so.`,
    calendar: 'Reviews as a calendar (iCalendar)',
    feed: 'Changes of policies',
    built: (feed: Html, commit: Html, day: Html) =>
      html`Every change, approval and review is in <a href="${feed}">a feed (Atom)</a>; each policy has one of its own as well. Built from commit ${commit}; due dates as of ${day}.`,
    noCommit: 'none yet',
  },

  policy: {
    /** @param kind - whether the title lacks the word for what it is */
    fullTitle: (title: string, kind: 'policy' | 'process') => (kind === 'policy' ? `${title} policy` : title),
    edition: (version: string, blob: string) => `version ${version} · ${blob}`,
    about: 'About this policy',
    history: 'Every version, word by word',
    feed: 'Follow as a feed (Atom)',
    feedTitle: (title: string) => `Changes of ${title}`,
    suggest: 'Suggest a change',
    suggestSubject: (title: string, version: string) => `Policy “${title}”, version ${version}: a suggestion`,
    carriedOut: 'Carried out by',
    carriedOutLead:
      'The controls that put this text into practice, each with its owner, evidence and the day on which it was done last:',
    notCarriedOut: 'No control on these pages names this text.',
    notApproved: (version: string) => `Version ${version} is not approved.`,
    stillBinds: (version: string, since: string) =>
      `Version ${version}, in force since ${since}, still binds.`,
    notBinding: 'It does not bind yet.',
    wouldChange: 'What it would change',
    inForce: 'In force',
    since: (day: Html) => html`since ${day}`,
    /** From a day that only records from before the repository know. */
    sinceEarlier: (day: Html) => html`since ${day} (earlier records)`,
    approvedHere: 'Approved here',
    versionSince: (version: string, since: Html) => html`version ${version as Html}, ${since}`,
    earlierRecords: 'As records from before this repository say.',
    /** Of a day that was not always stated. */
    otherDays: (history: Html) => html`Not the only day that was stated: <a href="${history}">history</a>`,
    notYet: 'Not yet',
    notCommitted: 'Not committed yet',
    sampleRecord: 'sample record',
    lookedAt: (version: string) => `Version ${version} was looked at.`,
    notReviewed: 'Not since it came into this repository',
    overdueBy: (days: number) => counted(days, { one: 'overdue by # day', other: 'overdue by # days' }),
    byRole: (role: Html) => html`by the ${role}`,
    provenNames: (verify: Html) =>
      html`Signed commits prove who recorded this. <a href="${verify}">Check it yourself</a>`,
    unprovenNames: (verify: Html) =>
      html`Names are what commits say; only a good signature proves one. <a href="${verify}">Check it yourself</a>`,
    onlyWriter: 'Only by somebody who wrote it:',
    beforeRepository: 'Before it came into this repository, as earlier records say',
    textNotCommitted: 'This text is not committed yet.',
    noRecord: 'There is no record for exactly this text.',
    same: (summary: string) => `${summary}: the words are the same.`,
    words: (added: number, removed: number) =>
      `${counted(added, { one: '# word', other: '# words' })} added, ${counted(removed, { one: '# word', other: '# words' })} removed`,
    unchanged: (paragraphs: number) =>
      counted(paragraphs, { one: '# paragraph unchanged', other: '# paragraphs unchanged' }),
  },

  subprocessors: {
    title: 'Subprocessors',
    /** May say where a long word breaks. */
    heading: 'Subprocessors',
    description: (company: string) =>
      `Who processes data of customers on behalf of ${company}, where, since when, and what will change.`,
    lead: (days: number) =>
      `Companies that process data of our customers on our behalf. A new one, or a wider use of one, is announced here at least ${days} days before it begins.`,
    feed: 'Changes as a feed (Atom)',
    calendar: 'Deadlines as a calendar (iCalendar)',
    list: 'Who they are',
    others: 'Others that hold data about customers',
    othersLead:
      'They work for us and not for our customers on our behalf, so they are no subprocessors. They are rated and reviewed as those are.',
    objecting: 'If you object',
    changes: 'What changed',
    numbers: 'All vendors, in numbers',
    reviews: 'How we review them',
    open: 'Announced, and not in effect yet',
    effectOn: (day: Html) => html`Takes effect on ${day}`,
    mayObject: (day: Html) => html`You may object until <strong>${day}</strong>`,
    none: 'There are none: nobody processes data of our customers on our behalf.',
    name: 'Name and purpose',
    data: 'Data',
    region: 'Region',
    since: 'Since',
    announcedTag: 'announced',
    until: (day: Html) => html`until ${day}`,
    noChange: 'Nothing has changed since this register is kept in public.',
    announced: 'Announced',
    what: 'What',
    effect: 'Takes effect',
    objectUntil: 'Object until',
    shortNotice: (reason: Html) => html`Short notice: ${reason}`,
    asksNothing: 'asks nothing of you',
    computed:
      'Computed from the history of the register in Git, where a change counts from the day on which it was there for everybody. Nobody writes this list by hand.',
    numbersLead:
      'Whoever else works for us is rated and reviewed as well. The names of those that hold no data of customers are internal; the numbers are not.',
    active: 'active',
    evaluating: 'under evaluation',
    ended: 'ended',
    withOverdue: 'with something overdue',
    tier: 'Tier',
    activeVendors: 'Active vendors',
    current: 'Review current',
    withReport: 'Gave us an audit report',
    counted: (day: Html) => html`Counted on ${day}, the day on which this page was built.`,
    reviewsLead: (policy: Html) =>
      html`The highest kind of data or access that a vendor has decides its tier, and the tier how deep we look. The rules are in the <a href="${policy}">vendor management policy</a>.`,
    reaches: 'Reaches',
    weDo: 'What we do',
    again: 'Again after',
  },

  questions: {
    title: 'Questions',
    description: (company: string) =>
      `What reviewers ask about the security of ${company}, with answers, owners and the day each was verified.`,
    lead: 'What reviewers ask, answered once for everybody. Each answer has an owner, and a day on which it was last held against practice.',
    csv: 'All as a table (CSV)',
    json: 'All as data (JSON)',
    counted: (answers: number, overdue: number) =>
      `${counted(answers, { one: '# answer', other: '# answers' })}, ${counted(overdue, { none: 'none overdue', other: '# overdue' })}. Columns as in a CAIQ, for your own questionnaire; CCM names the controls of the Cloud Controls Matrix, version 4, that an answer belongs to.`,
    all: 'All questions by topic',
    none: 'No question has been answered here yet.',
    leftToYou: 'Left to you:',
    verified: (role: Html, day: Html) => html`Verified on ${day} by the ${role}`,
    overdue: (day: Html) => html`verification overdue since ${day}`,
  },

  updates: {
    title: 'Updates',
    description: (company: string) =>
      `Incidents, security bulletins and other news about the security of ${company}, with feeds.`,
    lead: 'Incidents with their post-mortems, flaws that you have to act on, new reports, and what we changed. Published texts stay; what is put right later is marked with its day.',
    none: 'Nothing has been published yet.',
    amendedOn: (day: Html) => html`Amended on ${day}`,
    follow: 'Follow',
    followLead: 'Every feed reader will do. No account, no address.',
    topic: 'Topic',
    updates: 'Updates',
    feeds: 'Feeds',
    feedOf: (format: string, topic: string) => `${format}, ${topic.toLowerCase()}`,
    subprocessors: (changes: Html) =>
      html`Changes of subprocessors have <a href="${changes}">a log, a feed and a calendar</a> of their own.`,
    about: 'About this update',
    published: 'Published',
    isAbout: 'About',
    severity: 'Severity',
    affected: 'Affected',
    action: 'What you have to do',
    noAction: 'You need not do anything.',
    impact: 'Impact',
    timeline: 'Timeline',
    happened: 'What happened',
    causes: 'Causes',
    wentWell: 'What went well',
    followUps: 'Follow-ups',
    noFollowUps: 'None.',
    what: 'What',
    owner: 'Owner',
    by: 'By',
    done: 'Done',
    notYet: 'Not yet',
  },

  nda: {
    title: 'NDA',
    description: (company: string) =>
      `The non-disclosure agreement under which ${company} shows reports, in full, before you give us any data.`,
    edition: (version: string, hash: string) => `version ${version} · SHA-256 ${hash}`,
    heading: 'Our NDA',
    about: 'About this agreement',
    version: 'Version',
    since: 'Offered since',
    term: 'Term',
    law: 'Law',
    decides: 'Language that decides',
    hash: 'SHA-256',
    download: 'Download the text',
    exact: (terms: Html) =>
      html`These are the exact bytes that are recorded when somebody accepts. Customers need no NDA: our <a href="${terms}">Terms of Service</a> cover them.`,
    /** @param binding - a link called {@link nda.bindingText} */
    translated: (binding: Html) =>
      html`This is a translation, for convenience. What binds, and what is shown and recorded when somebody accepts, is ${binding} alone.`,
    bindingText: (language: string) => `the text in ${language}`,
    translationEdition: (version: string) => `translation of version ${version}`,
    untranslated: (language: string) => `The agreement is there in ${language} alone.`,
    hashOf: (language: string) => `SHA-256 of the text in ${language}`,
    downloadBinding: (language: string) => `Download the text in ${language}`,
    earlier: 'Earlier versions',
    earlierVersion: (version: string) => `Version ${version}`,
    of: (version: Html, day: Html) => html`${version} of ${day}.`,
  },

  terms: {
    description: (company: string) =>
      `The clause by which the terms of service of ${company} cover its reports, word for word, and since when.`,
    lead: 'Customers sign no NDA. One clause of what they agreed to already covers the reports, and here it is word for word.',
    clause: (number: string) => `Clause ${number}`,
    allows: 'What it allows',
    whole: 'The whole text',
  },

  machines: {
    title: 'For machines',
    description: (company: string) =>
      `What the pages of ${company} say about security, as data: JSON with a schema, OSCAL, Markdown, feeds.`,
    lead: 'What these pages say, as data. Both are made from the same files in one build, so neither is a copy that can fall behind.',
    files: 'Files',
    file: 'File',
    holds: 'What it holds',
    markdown: html`Each page has a twin in Markdown: put <code>.md</code> in place of the slash at the end of its address, as in <a href="/controls.md">/controls.md</a>. The first page is <a href="/index.md">/index.md</a>.`,
    assistants: 'For assistants',
    mcp: (address: Html) =>
      html`A program that speaks the Model Context Protocol (MCP) can search, read pages and list reports, controls, policies, subprocessors and answers at <code>${address}</code>: over Streamable HTTP, without a key, read only. It says what these pages say, names the page for each fact, and takes 120 messages a minute from one network.`,
    rules: 'Rules',
    rulesText:
      'No key, no limit but that of the network, no robot is turned away. Reports that are not public are not in any of these files: only their facts, and where to get them.',
  },

  search: {
    title: 'Search',
    description: (company: string) =>
      `Everything that ${company} says in public about its security, to search, and from A to Z.`,
    none: 'Nothing was found for these words. Try others, or look in the list below.',
    /** `{count}` is filled in the browser. */
    one: '{count} place found',
    many: '{count} places found',
    failed: 'The search could not be loaded. The pages are in the list below.',
    label: 'Search these pages',
    hint: 'Arrow keys go through what is found. What you type is looked up in your browser and sent nowhere.',
    button: 'Search',
    found: 'What was found',
    below: 'The pages are in the list below. Older versions of a policy are on the page of its history.',
    everything: 'From A to Z',
  },
};

/** What a language has to say. */
export type Messages = typeof en;
