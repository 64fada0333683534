import type { AccessRule } from '../../core/access/rules.ts';

/**
 * Who may have what: the authorisation matrix as data. Three runners read it: `test/core/access/matrix.test.ts` asks the function
 * that decides, `test/worker/access/matrix.test.ts` asks over HTTP, and `test/e2e/matrix.test.ts` asks a sample of rows in a
 * browser.
 */

/** The levels that a report behind the gate can have, each with the report that stands for it. */
export const LEVELS = {
  customers: 'customers-report',
  'customer-or-nda': 'soc2-type2',
  'on-request': 'pentest-letter',
} as const;

export type Level = keyof typeof LEVELS;

/** The rules in force for the first table. */
export const RULES: readonly Partial<AccessRule>[] = [
  {
    name: 'rivals',
    domains: ['rival.example', 'xn--rvale-zsa.example'],
    people: ['eve@acme.example', 'mal@freemail.example'],
    outcome: 'deny',
    reason: 'We do not give this report to makers of the same product.',
  },
  { name: 'watched', domains: ['watched.example'], outcome: 'review', days: 9 },
  {
    name: 'partners',
    domains: ['partner.example'],
    outcome: 'grant',
    basis: 'partner',
    days: 30,
    reason: 'A mutual NDA was signed on paper.',
    reference: 'MNDA-7',
  },
  {
    name: 'customers',
    domains: ['acme.example', 'xn--bcher-kva.example'],
    outcome: 'grant',
    basis: 'customer',
  },
  {
    name: 'disposable',
    disposable: true,
    outcome: 'deny',
    reason: 'Please use the address of your company.',
  },
  { name: 'free-mail', freeMail: true, reports: [LEVELS['customer-or-nda']], outcome: 'review' },
  // After what is more particular, and so without effect on it: the order of the rules is their meaning.
  {
    name: 'too-late',
    domains: ['acme.example'],
    people: ['ann@acme.example'],
    outcome: 'deny',
    reason: 'Never.',
  },
];

export const LISTS = {
  freeMailDomains: ['freemail.example', 'acme.example'],
  disposableDomains: ['minutes.example'],
};

/** What somebody has after all that can be done without another person. */
type Outcome =
  /** The report. */
  | 'copy'
  /** The report, after the NDA. */
  | 'nda, copy'
  /** A place in the queue of staff. */
  | 'waits'
  | 'nda, waits'
  /** Nothing, and the reason. */
  | 'denied';

/** One row of the first table: somebody with an address, and what follows for each level. */
export interface DecisionRow {
  readonly who: 'prospect' | 'customer';
  /** As it is typed, or as the identity provider says it; null where it says none. */
  readonly address: string | null;
  /** The name under which it is recorded; for reports of customers alone it may differ. */
  readonly rule: string;
  readonly outcomes: Readonly<Record<Level, Outcome>>;
  /**
   * Also asked in a browser, where the sample company's rules are in force, which say the same: under an address of the same
   * kind, which begins with the level.
   */
  readonly browser?: string;
}

const anybody = { customers: 'denied', 'customer-or-nda': 'nda, copy', 'on-request': 'nda, waits' } as const;
const nobody = { customers: 'denied', 'customer-or-nda': 'denied', 'on-request': 'denied' } as const;
const known = { customers: 'denied', 'customer-or-nda': 'copy', 'on-request': 'waits' } as const;
const customer = { customers: 'copy', 'customer-or-nda': 'copy', 'on-request': 'waits' } as const;
const watched = { customers: 'denied', 'customer-or-nda': 'nda, waits', 'on-request': 'nda, waits' } as const;
const waits = { customers: 'waits', 'customer-or-nda': 'waits', 'on-request': 'waits' } as const;

/** Who asks, which rule decides, what follows. */
export const DECISIONS: readonly DecisionRow[] = [
  {
    who: 'prospect',
    address: 'reader@prospect.example',
    rule: 'default',
    outcomes: anybody,
    browser: 'x@matrix.example',
  },
  {
    who: 'prospect',
    address: 'x@rival.example',
    rule: 'rivals',
    outcomes: nobody,
    browser: 'x@rival.example',
  },
  { who: 'prospect', address: 'X@RIVAL.Example', rule: 'rivals', outcomes: nobody },
  { who: 'prospect', address: 'x+tag@rival.example', rule: 'rivals', outcomes: nobody },
  { who: 'prospect', address: 'x@rívale.example', rule: 'rivals', outcomes: nobody },
  { who: 'prospect', address: 'EVE@acme.example', rule: 'rivals', outcomes: nobody },
  { who: 'prospect', address: 'Eve+new@acme.example', rule: 'rivals', outcomes: nobody },
  { who: 'prospect', address: 'mal+x@freemail.example', rule: 'rivals', outcomes: nobody },
  { who: 'prospect', address: 'w@watched.example', rule: 'watched', outcomes: watched },
  {
    who: 'prospect',
    address: 'p@partner.example',
    rule: 'partners',
    outcomes: known,
    browser: 'p@partner.example',
  },
  {
    who: 'prospect',
    address: 'ann@acme.example',
    rule: 'customers',
    outcomes: known,
    browser: 'bo@acme.example',
  },
  { who: 'prospect', address: 'ann+tag@ACME.example', rule: 'customers', outcomes: known },
  { who: 'prospect', address: 'x@bücher.example', rule: 'customers', outcomes: known },
  { who: 'prospect', address: 'x@ＡＣＭＥ.example', rule: 'customers', outcomes: known },
  {
    who: 'prospect',
    address: 'x@minutes.example',
    rule: 'disposable',
    outcomes: nobody,
    browser: 'x@mailinator.com',
  },
  {
    who: 'prospect',
    address: 'x@freemail.example',
    rule: 'free-mail',
    outcomes: { customers: 'denied', 'customer-or-nda': 'nda, waits', 'on-request': 'nda, waits' },
    browser: 'x@gmail.com',
  },
  // What only looks like a domain of the list.
  { who: 'prospect', address: 'x@evil-acme.example', rule: 'default', outcomes: anybody },
  { who: 'prospect', address: 'x@acme.example.evil.example', rule: 'default', outcomes: anybody },
  { who: 'prospect', address: 'x@mail.acme.example', rule: 'default', outcomes: anybody },
  { who: 'prospect', address: 'x@аcme.example', rule: 'default', outcomes: anybody },
  { who: 'prospect', address: 'x@acmе.example', rule: 'default', outcomes: anybody },
  { who: 'prospect', address: 'x@bucher.example', rule: 'default', outcomes: anybody },
  { who: 'prospect', address: 'acme.example@elsewhere.example', rule: 'default', outcomes: anybody },
  { who: 'prospect', address: 'eve@elsewhere.example', rule: 'default', outcomes: anybody },
  { who: 'prospect', address: 'x@sub.minutes.example', rule: 'default', outcomes: anybody },

  {
    who: 'customer',
    address: 'c@customer.example',
    rule: 'customer',
    outcomes: customer,
    browser: 'one of the demo accounts',
  },
  { who: 'customer', address: null, rule: 'customer', outcomes: customer },
  { who: 'customer', address: 'not an address', rule: 'customer', outcomes: customer },
  { who: 'customer', address: 'C@Rival.example', rule: 'rivals', outcomes: nobody },
  { who: 'customer', address: 'eve+x@acme.example', rule: 'rivals', outcomes: nobody },
  { who: 'customer', address: 'c@watched.example', rule: 'watched', outcomes: waits },
  { who: 'customer', address: 'c@partner.example', rule: 'partners', outcomes: customer },
  { who: 'customer', address: 'c@acme.example', rule: 'customers', outcomes: customer },
  // A customer is known by the identity provider, whatever kind of mailbox it names.
  { who: 'customer', address: 'c@freemail.example', rule: 'customer', outcomes: customer },
  { who: 'customer', address: 'c@minutes.example', rule: 'customer', outcomes: customer },
];

/** What cannot even ask: the form refuses it. */
export const NO_ADDRESSES = [
  'x@acme.example.',
  'x@acme。example',
  'x@acme.example@evil.example',
  'x@[192.0.2.1]',
  '"x"@acme.example',
  'x@acme\u200d.example',
  'x@acme.example\r\nBcc: y@acme.example',
  'x@evil.example#@acme.example',
  'x@acme%2eexample',
];

/** Who stands at a door. Staff, and nobody, are not the owner of what is behind it. */
export const ROLES = [
  'nobody',
  'prospect',
  'customer',
  'staff of another group',
  'viewer',
  'approver',
  'publisher',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** The levels that a role is tried with: what staff may do does not depend on them. */
export function levelsOf(role: Role): readonly Level[] {
  const readers: readonly Role[] = ['nobody', 'prospect', 'customer'];
  return readers.includes(role) ? (Object.keys(LEVELS) as Level[]) : ['on-request'];
}

/**
 * In what state the matter is, for one report: the request and the grant of whoever stands at the door if that is a prospect or
 * a customer, else of a prospect.
 */
const STATES = [
  'nothing',
  'to read the NDA',
  'pending',
  'denied',
  'withdrawn',
  'expired',
  'granted',
  'granted, ended',
  'granted, not begun',
  'granted, revoked',
  'granted another report',
  'pending, of somebody else',
  'granted to somebody else',
] as const;
export type State = (typeof STATES)[number];

/** The states that a role is tried with: those of a reader's past make no difference to staff. */
export function statesOf(role: Role): readonly State[] {
  const readers: readonly Role[] = ['nobody', 'prospect', 'customer'];
  return readers.includes(role) ? STATES : ['nothing', 'to read the NDA', 'pending', 'denied', 'granted'];
}

/** The doors. `:report` and `:request` are those of the state. */
export const DOORS = {
  file: { path: '/access/:report/file', methods: ['GET', 'HEAD', 'POST'] },
  'first page': { path: '/access/:report', methods: ['GET', 'POST'] },
  'confirm page': { path: '/access/:report/confirm', methods: ['GET', 'POST'] },
  'copy page': { path: '/access/:report/copy', methods: ['GET', 'POST'] },
  'pending page': { path: '/access/:report/pending', methods: ['GET'] },
  customer: { path: '/access/:report/customer', methods: ['GET', 'POST'] },
  prospect: { path: '/access/:report/prospect', methods: ['GET', 'POST'] },
  nda: { path: '/access/:report/nda', methods: ['GET', 'POST'] },
  withdraw: { path: '/access/:report/withdraw', methods: ['GET', 'POST'] },
  queue: { path: '/console', methods: ['GET'] },
  'request page': { path: '/console/requests/:request', methods: ['GET', 'POST'] },
  release: { path: '/console/requests/:request/release', methods: ['GET', 'POST'] },
  deny: { path: '/console/requests/:request/deny', methods: ['GET', 'POST'] },
} as const;
export type Door = keyof typeof DOORS;

/**
 * What a door can do: hand out bytes of the file, show whose request waits, with the address whole or in part, or change a
 * request or a grant.
 */
export type Effect = 'bytes' | 'shows' | 'shows in part' | 'changes';

/** A set of ways through the doors. A list that is left out means all. */
interface Allowed {
  readonly effect: Effect;
  readonly doors: readonly Door[];
  readonly methods: readonly string[];
  readonly roles: readonly Role[];
  readonly levels?: readonly Level[];
  readonly states: readonly State[];
}

/** In which a reader has nothing, waits for nothing, and was not shut out: they may ask, for the first time or again. */
const MAY_ASK: readonly State[] = [
  'nothing',
  'denied',
  'withdrawn',
  'expired',
  'granted, ended',
  'granted another report',
  'pending, of somebody else',
  'granted to somebody else',
];

/** Everything that is allowed. Whatever is not in here must give nothing, show nothing and change nothing. */
const ALLOWED: readonly Allowed[] = [
  { effect: 'bytes', doors: ['file'], methods: ['GET', 'HEAD'], roles: ['customer'], states: ['granted'] },
  {
    effect: 'bytes',
    doors: ['file'],
    methods: ['GET', 'HEAD'],
    roles: ['prospect'],
    levels: ['customer-or-nda', 'on-request'],
    states: ['granted'],
  },
  {
    effect: 'changes',
    doors: ['customer'],
    methods: ['POST'],
    roles: ['customer'],
    states: MAY_ASK,
  },
  {
    // Nobody has such a request; what a customer is covered by is given all the same.
    effect: 'changes',
    doors: ['customer'],
    methods: ['POST'],
    roles: ['customer'],
    levels: ['customers', 'customer-or-nda'],
    states: ['to read the NDA'],
  },
  {
    // The level became one for customers alone while a prospect read the NDA: the request is denied, and they are told.
    effect: 'changes',
    doors: ['first page'],
    methods: ['GET'],
    roles: ['prospect'],
    levels: ['customers'],
    states: ['to read the NDA'],
  },
  {
    effect: 'changes',
    doors: ['prospect'],
    methods: ['POST'],
    roles: ['prospect'],
    levels: ['customer-or-nda', 'on-request'],
    states: MAY_ASK,
  },
  {
    effect: 'changes',
    doors: ['nda'],
    methods: ['POST'],
    roles: ['prospect'],
    levels: ['customer-or-nda', 'on-request'],
    states: ['to read the NDA'],
  },
  { effect: 'changes', doors: ['withdraw'], methods: ['POST'], roles: ['customer'], states: ['pending'] },
  {
    effect: 'changes',
    doors: ['withdraw'],
    methods: ['POST'],
    roles: ['prospect'],
    levels: ['customer-or-nda', 'on-request'],
    states: ['pending'],
  },
  ...(
    [
      { effect: 'shows', roles: ['approver', 'administrator'] },
      { effect: 'shows in part', roles: ['viewer', 'publisher'] },
    ] as const
  ).flatMap((whom): Allowed[] => [
    { ...whom, doors: ['queue'], methods: ['GET'], states: ['pending', 'pending, of somebody else'] },
    {
      ...whom,
      doors: ['request page'],
      methods: ['GET'],
      states: ['to read the NDA', 'pending', 'denied', 'withdrawn', 'expired', 'pending, of somebody else'],
    },
  ]),
  {
    effect: 'changes',
    doors: ['release', 'deny'],
    methods: ['POST'],
    roles: ['approver', 'administrator'],
    states: ['pending', 'pending, of somebody else'],
  },
];

/** Whether a way through a door is allowed, and what it does. */
export function allowedEffect(
  role: Role,
  level: Level,
  state: State,
  door: Door,
  method: string,
): Effect | null {
  const row = ALLOWED.find(
    ({ roles, levels, states, doors, methods }) =>
      roles.includes(role) &&
      (levels === undefined || levels.includes(level)) &&
      states.includes(state) &&
      doors.includes(door) &&
      methods.includes(method),
  );
  return row?.effect ?? null;
}

/** What ends a colleague's cover: whatever of it they were given, by rule or by release, opens nothing from then on. */
export const COVER_ENDS = ['taken out', 'notice of the signer', 'end of the term', 'newer text'] as const;

/** Who is let in by a route: everybody, a session of a kind, or somebody who brings what no session has. */
export type Entry =
  /** Whoever comes. What it shows of a person, it shows of the one whose session or secret it is. */
  | 'everybody'
  /** A prospect or a customer, each to what is their own. */
  | 'reader'
  /** The one reader whose object it is; to all others it does not exist. */
  | 'owner'
  /** An operator's token. */
  | 'operator'
  /** A signature of the identity provider or of the mail service, or the token of a mail. */
  | 'signature'
  /** The first table says it. */
  | 'doors';

/**
 * Every route of the Worker but the console's, whose rows are in `test/worker/console/routes-of-roles.ts`. A route that is in
 * neither fails `test/worker/routes.test.ts`.
 */
export const ROUTES: Readonly<Record<string, Entry>> = {
  'GET /access/:report': 'doors',
  'POST /access/:report': 'doors',
  'GET /access/:report/file': 'doors',
  'POST /access/:report/customer': 'doors',
  'POST /access/:report/prospect': 'doors',
  'GET /access/:report/confirm': 'doors',
  'POST /access/:report/confirm': 'doors',
  'GET /access/:report/nda': 'doors',
  'POST /access/:report/nda': 'doors',
  'GET /access/:report/copy': 'doors',
  'GET /access/:report/pending': 'doors',
  'POST /access/:report/withdraw': 'doors',
  'POST /access/:report/renew': 'reader',

  'GET /my-access': 'everybody',
  'POST /my-access': 'everybody',
  'GET /my-access/confirm': 'everybody',
  'POST /my-access/confirm': 'everybody',
  'GET /my-access/export': 'reader',
  'GET /my-access/receipts/:id': 'owner',
  'GET /my-access/agreement/end': 'reader',
  'POST /my-access/agreement/end': 'reader',
  'POST /my-access/sessions': 'reader',
  'GET /my-access/end': 'reader',
  'POST /my-access/end': 'reader',
  'GET /my-access/delete': 'reader',
  'POST /my-access/delete': 'reader',
  'POST /my-access/colleagues': 'owner',
  'GET /my-access/colleagues/:id': 'owner',
  'POST /my-access/colleagues/:id': 'owner',
  'GET /my-access/invitations/:id': 'owner',
  'POST /my-access/invitations/:id': 'owner',

  'POST /login/customer': 'everybody',
  'POST /login/staff': 'everybody',
  'POST /login/providers/:provider': 'everybody',
  'GET /login/callback': 'signature',
  'GET /login/staff/callback': 'signature',
  'GET /login/providers/:provider/callback': 'signature',
  'GET /logout': 'everybody',
  'POST /logout': 'everybody',

  'GET /subscribe': 'everybody',
  'POST /subscribe': 'everybody',
  'GET /subscribe/confirm': 'signature',
  'POST /subscribe/confirm': 'signature',
  'GET /subscribe/manage': 'signature',
  'POST /subscribe/manage': 'signature',

  'POST /api/mail/events': 'signature',
  'GET /api/unsubscribe': 'everybody',
  'POST /api/unsubscribe': 'signature',
  'POST /api/reports/:report/versions': 'operator',
  'PUT /api/reports/:report/versions/:revision/head': 'operator',
  'PUT /api/reports/:report/versions/:revision/body': 'operator',
  'POST /api/reports/:report/versions/:revision/parts': 'operator',
  'PUT /api/reports/:report/versions/:revision/parts/:number': 'operator',
  'POST /api/reports/:report/versions/:revision/complete': 'operator',
  'POST /api/reports/:report/live': 'operator',
  'POST /api/revocations': 'operator',
  'GET /api/revocations/:id': 'operator',
  'POST /api/revocations/:id/lift': 'operator',
  'POST /api/backchannel-logout/:provider': 'signature',
  'GET /api/promise': 'everybody',
  'GET /api/openapi.json': 'everybody',
  'GET /api/requests': 'operator',
  'GET /api/requests/:id': 'operator',
  'POST /api/requests/:id/release': 'operator',
  'POST /api/requests/:id/deny': 'operator',
  'GET /api/grants': 'operator',
  'GET /api/grants/:id': 'operator',
  'GET /api/people': 'operator',
  'GET /api/people/:id': 'operator',
  'GET /api/companies': 'operator',
  'GET /api/agreements': 'operator',
  'GET /api/downloads': 'operator',
  'GET /api/events': 'operator',
  'POST /mcp': 'everybody',
  'GET /version': 'everybody',
  'GET /health': 'everybody',
};

/** Whether a route lets a role in that owns nothing and brings nothing but its session. */
export function isLetIn(entry: Entry, role: Role): boolean {
  return entry === 'everybody' || (entry === 'reader' && (role === 'prospect' || role === 'customer'));
}
