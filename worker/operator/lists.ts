import type { Context } from 'hono';
import type { App } from '../app.ts';
import { agreementList } from '../console/agreements/list.tsx';
import { companyList } from '../console/companies/list.tsx';
import { downloadList } from '../console/downloads-list.tsx';
import { eventList } from '../console/events-list.tsx';
import { grantList } from '../console/grants/list.tsx';
import { type Column, type Filter, type List, recordOf } from '../console/lists/list.ts';
import { readChosen, readList, readPlace } from '../console/lists/read-list.ts';
import { peopleList } from '../console/people/list.tsx';
import { requestList } from '../console/requests/request-list.tsx';
import type { Staff } from '../console/staff.ts';
import { withinLimit } from '../counters.ts';
import { eventStatement } from '../events.ts';
import { Failure } from '../problem.ts';
import { answerJson } from './json.ts';
import { type OperatorToken, requireToken } from './token.ts';

/** The console's lists for programs: the same rows, filters and fields as its pages and exports have, a page at a time. */

/** Rows of a page, unless `limit` says otherwise. */
export const USUAL_ROWS = 100;
export const MOST_ROWS = 1_000;

/** Who reads, as far as a list cares, and when. */
interface Reader {
  readonly staff: Pick<Staff, 'roles'>;
  /** Milliseconds. */
  readonly now: number;
}

/** What of a list there is to be described. */
interface Described {
  readonly lead: string;
  readonly filters: readonly Filter[];
  readonly columns: readonly Pick<Column<never>, 'key' | 'label'>[];
}

interface Served {
  /** As a reader sees it. */
  readonly describe: (reader: Reader) => Described;
  /** Answers a request for a page. */
  readonly answer: (c: Context<App>) => Promise<Response>;
  /** Answers a request for one row by its id. */
  readonly answerOne: (c: Context<App>, id: string) => Promise<Response>;
}

const serve = <Row extends object>(name: string, listFor: (reader: Reader) => List<Row>): Served => ({
  describe: (reader) => {
    const { lead, title, filters, columns } = listFor(reader);
    return { lead: lead ?? `${title}.`, filters, columns };
  },

  answer: async (c) => {
    const { token, reader } = await readerOf(c);
    const list = listFor(reader);
    const query = new URL(c.req.url).searchParams;
    const { chosen, place, limit } = readQuery(list.filters, query);
    await recordReading(c, token, name, [...chosen.keys()]);
    const { rows, next } = await readList({ db: c.var.db, ...reader }, list, chosen, place, limit);
    const items = rows.map((row) => recordOf(list.columns, row));
    if (next === null) return answerJson(c, { items, next });
    const further = new URLSearchParams(query);
    further.set('after', JSON.stringify(next));
    const href = `/api/${name}?${further}`;
    return answerJson(c, { items, next: href }, { Link: `<${href}>; rel="next"` });
  },

  answerOne: async (c, id) => {
    const { token, reader } = await readerOf(c);
    const list = listFor(reader);
    await recordReading(c, token, name, ['id']);
    const { rows } = await readList({ db: c.var.db, ...reader }, list, new Map([['id', id]]), null, 1);
    const [row] = rows;
    if (!row) throw new Failure('not-found', { detail: 'There is no such entry, or it is no longer kept.' });
    return answerJson(c, recordOf(list.columns, row));
  },
});

/** Every list that a token may read, by the end of its address below `/api`. */
export const LISTS = {
  requests: serve('requests', ({ staff }) => requestList(staff)),
  grants: serve('grants', () => grantList),
  people: serve('people', ({ staff }) => peopleList(staff)),
  companies: serve('companies', () => companyList),
  agreements: serve('agreements', ({ now }) => agreementList(now)),
  downloads: serve('downloads', () => downloadList),
  events: serve('events', () => eventList),
} as const satisfies Record<string, Served>;

/** What a token sees: whoever may decide sees how readers can be written to, and who only reads does not. */
export function rolesOf(scopes: OperatorToken['scopes']): Pick<Staff, 'roles'> {
  return { roles: scopes.includes('decide') ? ['approver'] : [] };
}

async function readerOf(c: Context<App>): Promise<{ token: OperatorToken; reader: Reader }> {
  const token = await requireToken(c, ['read', 'decide']);
  return { token, reader: { staff: rolesOf(token.scopes), now: c.var.now } };
}

/** A program has mistyped what it asks for rather than meant nothing by it: it is told, and nothing is guessed. */
function readQuery(filters: readonly Filter[], query: URLSearchParams) {
  const refuse = (detail: string) => new Failure('bad-request', { detail });
  const names = [...filters.map(({ name }) => name), 'after', 'limit'];
  for (const name of new Set(query.keys())) {
    if (!names.includes(name))
      throw refuse(`There is no parameter ${name} here; there are: ${names.join(', ')}.`);
    if (query.getAll(name).length > 1) throw refuse(`The parameter ${name} is there twice.`);
  }
  const { chosen, errors } = readChosen(filters, query);
  if (errors.size > 0) throw refuse([...errors].map(([name, error]) => `${name}: ${error}`).join(' '));
  const place = readPlace(query.get('after'));
  if (place === undefined) throw refuse('The parameter after is not from the `next` of an answer.');
  const limit = query.get('limit') ?? String(USUAL_ROWS);
  if (!/^[1-9][0-9]{0,3}$/.test(limit) || Number(limit) > MOST_ROWS)
    throw refuse(`The parameter limit is a whole number from 1 to ${MOST_ROWS}.`);
  return { chosen, place, limit: Number(limit) };
}

const ONCE_AN_HOUR = { most: 1, windowMs: 3_600_000 };

/**
 * Whoever takes a list away is on record, as in the console; but a program that asks every minute is so once an hour, lest what
 * it asks drown what others did.
 */
async function recordReading(
  c: Context<App>,
  { id, actor }: OperatorToken,
  name: string,
  filters: readonly string[],
): Promise<void> {
  const { db, now } = c.var;
  if (!(await withinLimit(db, `read:${id}:${name}`, ONCE_AN_HOUR, now))) return;
  const detail = { format: 'api', filters: filters.join(' ') };
  await eventStatement(db, { at: now, type: 'list.exported', actor, object: `list:${name}`, detail }).run();
}
