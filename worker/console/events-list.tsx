import type { Child } from 'hono/jsx';
import type { List } from './lists/list.ts';
import { minute } from './minute.ts';
import { Moment } from './moment.tsx';
import { BASES, EVENTS, optionsOf, PERSON_KINDS, ROLE_NAMES, SCOPES, titleOf, wordsOf } from './words.ts';

interface Row {
  readonly id: number;
  readonly at: number;
  readonly type: string;
  readonly actor: string;
  readonly actor_name: string | null;
  readonly actor_address: string | null;
  readonly object: string;
  readonly detail: string;
}

/** `/console/events`: what happened, the newest first. */
export const eventList: List<Row> = {
  path: '/console/events',
  title: 'Audit log',
  lead: 'What happened, written down together with what it speaks of. The log itself names nobody; who an id is, is said where that is still known.',
  empty: 'Nothing of that kind happened.',
  select: `SELECT e.id, e.at, e.type, e.actor, p.name AS actor_name, p.address AS actor_address, e.object, e.detail
    FROM events e LEFT JOIN people p ON p.id = e.actor`,
  order: { by: 'e.id', id: 'e.id', of: (row) => [row.id, row.id] },
  filters: [
    {
      kind: 'choice',
      name: 'type',
      label: 'What happened',
      options: optionsOf(EVENTS),
      condition: (type) => ({ sql: 'e.type = ?', values: [type] }),
    },
    {
      kind: 'exact',
      name: 'object',
      label: 'About (an id)',
      condition: (object) => ({ sql: 'e.object = ?', values: [object] }),
    },
    {
      kind: 'exact',
      name: 'actor',
      label: 'By (an id)',
      condition: (actor) => ({ sql: 'e.actor = ?', values: [actor] }),
    },
  ],
  columns: [
    { key: 'id', label: 'Number', value: (row) => row.id, hidden: true },
    {
      key: 'type',
      label: 'What',
      value: (row) => row.type,
      show: (row) => wordsOf(EVENTS, row.type),
    },
    { key: 'at', label: 'When', value: (row) => minute(row.at), show: (row) => <Moment at={row.at} /> },
    {
      key: 'actor',
      label: 'By',
      value: (row) => row.actor,
      show: (row) => (
        <a href={`/console/events?actor=${encodeURIComponent(row.actor)}`}>
          <bdi>{row.actor_name ?? actorInWords(row.actor)}</bdi>
        </a>
      ),
    },
    {
      key: 'object',
      label: 'About',
      value: (row) => row.object,
      show: (row) => <About row={row} />,
    },
    {
      key: 'detail',
      label: 'More',
      value: (row) => row.detail,
      show: (row) => <Detail json={row.detail} />,
    },
  ],
};

/** Where the page of an object is, by the noun of the event. */
const PAGES: Readonly<Record<string, readonly [path: string, name: string]>> = {
  request: ['/console/requests', 'the request'],
  grant: ['/console/grants', 'the grant'],
  agreement: ['/console/agreements', 'the agreement'],
  acceptance: ['/console/agreements', 'the agreement'],
  person: ['/console/people', 'the person'],
  session: ['/console/people', 'the person'],
  role: ['/console/roles', 'the member'],
  rules: ['/console/rules', 'the rules'],
  revocation: ['/console/revocations', 'the revocation'],
  proposal: ['/console/proposals', 'the proposal'],
  webhook: ['/console/webhooks', 'the webhook'],
};

const OPAQUE = /^([A-Za-z0-9_-]{22}|[0-9a-f]{32,64})$/;

/** What an event is about: its page, and all that happened to it. */
function About({ row }: { row: Row }) {
  const { type, object } = row;
  const log = `/console/events?object=${encodeURIComponent(object)}`;
  const noun = type.slice(0, type.indexOf('.'));
  if (noun === 'company' || noun === 'list' || noun === 'report')
    return <a href={log}>{noun === 'report' ? titleOf(object) : object.slice(object.indexOf(':') + 1)}</a>;
  // An acceptance that was not given, or not to our page, is about a request.
  const page =
    noun === 'nda'
      ? PAGES[type === 'nda.accepted' || type === 'nda.ended' ? 'agreement' : 'request']
      : PAGES[noun];
  return (
    <>
      {page ? (
        <>
          <a href={`${page[0]}/${encodeURIComponent(object)}`}>{page[1]}</a>,{' '}
        </>
      ) : null}
      <a href={log}>{OPAQUE.test(object) ? 'its history' : object}</a>
    </>
  );
}

/** Whoever is no person of ours. */
const actorInWords = (actor: string): string =>
  actor === 'system'
    ? 'the system'
    : actor.startsWith('operator:')
      ? 'a token of the operator'
      : OPAQUE.test(actor)
        ? 'somebody no longer known'
        : actor;

/** The words of codes in the details, by the name of the detail. */
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  basis: BASES,
  kind: PERSON_KINDS,
  scope: SCOPES,
  role: ROLE_NAMES,
};

function Detail({ json }: { json: string }) {
  const entries = Object.entries(JSON.parse(json) as Record<string, unknown>).filter(
    ([, value]) => value !== null && value !== '',
  );
  if (entries.length === 0) return null;
  return (
    <ul class="detail">
      {entries.map(([name, value]) => (
        <li>
          {name}: <bdi>{isTime(value) ? <Moment at={value} /> : detailInWords(name, String(value))}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** Milliseconds of our times. Nothing else that is counted gets as large: no file has a terabyte. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= Date.UTC(2001, 8, 10) && value < Date.UTC(2100, 0, 1);

function detailInWords(name: string, value: string): Child {
  if (name === 'report') return titleOf(value);
  const page = PAGES[name];
  if (page && OPAQUE.test(value)) return <a href={`${page[0]}/${value}`}>open</a>;
  if (OPAQUE.test(value)) return <code>{value.slice(0, 12)}</code>;
  return wordsOf(VALUES[name] ?? {}, value);
}
