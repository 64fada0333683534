import type { Context } from 'hono';
import { parseCopyId } from '../../../core/marks/copy-id.ts';
import type { App } from '../../app.ts';
import { eventStatement } from '../../events.ts';
import { agreementList } from '../agreements/list.tsx';
import { companyList } from '../companies/list.tsx';
import { DOMAIN } from '../domain.ts';
import { renderConsole } from '../frame.tsx';
import { grantList } from '../grants/list.tsx';
import type { List } from '../lists/list.ts';
import { RowTable } from '../lists/list-page.tsx';
import { type Reading, readList } from '../lists/read-list.ts';
import { asSeenBy, seesContacts } from '../masked.ts';
import { peopleList } from '../people/list.tsx';
import { proposalList } from '../proposals/list.tsx';
import { requestList } from '../requests/request-list.tsx';
import { revocationList } from '../revocations/list.tsx';
import { requireRole, type Staff } from '../staff.ts';
import { findingDomains, findingPeople } from './find.ts';
import { indexPeople } from './index-people.ts';

const LONGEST = 320;
const MOST_OF_EACH = 10;

/** Something found: a list, and the rows of it. */
interface Found {
  readonly list: List<object>;
  readonly title: string;
  readonly rows: readonly object[];
  /** Where all of them are; null where more words find fewer. */
  readonly href: string | null;
}

/**
 * `/console/search`: people by every word of their name and company and by parts of the domain, companies by parts of their
 * domain, for those who may see addresses people and requests by address, anything by its id, and whose a copy is by its
 * copy id. Everything is looked up in an index. Looking for a copy's reader is in the record of events.
 */
export async function showSearch(c: Context<App>): Promise<Response> {
  const staff = await requireRole(c, 'viewer');
  const { db, now } = c.var;
  const typed = (c.req.query('q') ?? '').trim();
  const tooLong = typed.length > LONGEST;
  // Whoever is new, or new by name, is found as well.
  if (c.req.method === 'GET' && typed !== '') await indexPeople(db, 4, now);
  const found = typed === '' || tooLong ? [] : await search(db, staff, typed, now);
  if (parseCopyId(typed) !== null && c.req.method !== 'HEAD') {
    await eventStatement(db, {
      at: now,
      type: 'copy.traced',
      actor: staff.person.id,
      object: parseCopyId(typed) ?? '',
      detail: { found: found.length > 0 },
    }).run();
  }
  return await renderConsole(c, {
    title: 'Search',
    status: tooLong ? 400 : 200,
    body: (
      <>
        <h1>Search</h1>
        <form method="get" action="/console/search" class="search">
          <div class="field">
            <label for="q">
              Words of a name or a company, part of a domain, a copy id, or the id of anything
            </label>
            <p class="hint" id="q-hint">
              The beginning of each word is enough; case and accents do not matter.
              {seesContacts(staff) ? ' An address is found by how it begins.' : ''}
            </p>
            <input
              id="q"
              name="q"
              type="search"
              value={typed}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="q-hint"
            />
          </div>
          <p class="actions">
            <button type="submit" class="button">
              Search
            </button>
          </p>
        </form>
        {tooLong ? <p role="alert">Use at most {LONGEST} characters.</p> : null}
        {typed !== '' && !tooLong && found.length === 0 ? (
          <p role="status">Nothing is found by “{typed}”. Try fewer words, or shorter ones.</p>
        ) : null}
        {found.map(({ list, title, rows, href }) => (
          <section aria-label={title}>
            <h2>{title}</h2>
            <RowTable list={list} rows={rows} />
            {rows.length === MOST_OF_EACH ? (
              <p>{href === null ? 'There may be more: add a word.' : <a href={href}>More of them</a>}</p>
            ) : null}
          </section>
        ))}
      </>
    ),
  });
}

/** The forms that ids have. */
const ID = /^([A-Za-z0-9_-]{22}|[0-9a-f]{32})$/;

async function search(db: D1DatabaseSession, staff: Staff, typed: string, now: number): Promise<Found[]> {
  const at = { db, staff, typed, now };
  const looked = await Promise.all([
    lookForPeople(at),
    lookForCompanies(at),
    look(at, peopleList(staff), 'People by address', 'address'),
    look(at, requestList(staff), 'Requests of this address', 'address'),
    look(at, grantList, 'Whose copy this is', 'copy'),
    ...(ID.test(typed)
      ? [
          look(at, peopleList(staff), 'The person with this id', 'id'),
          look(at, requestList(staff), 'The request with this id', 'id'),
          look(at, grantList, 'The grant with this id', 'id'),
          look(at, agreementList(now), 'The agreement with this id', 'id'),
          look(at, revocationList, 'The revocation with this id', 'id'),
          look(at, proposalList, 'The proposal with this id', 'id'),
        ]
      : []),
  ]);
  return looked.filter(({ rows }) => rows.length > 0);
}

/** What is looked for, and in what. */
interface Looking extends Reading {
  readonly typed: string;
}

async function lookForPeople({ db, staff, typed }: Looking): Promise<Found> {
  const list = peopleList(staff);
  const finding = findingPeople(typed, MOST_OF_EACH);
  const { results } = finding
    ? await db
        .prepare(`${list.select} WHERE p.id IN (${finding.sql}) ORDER BY p.created_at DESC`)
        .bind(...finding.values)
        .all()
    : { results: [] };
  return {
    list: list as unknown as List<object>,
    title: 'People',
    rows: asSeenBy(staff, results),
    href: null,
  };
}

async function lookForCompanies({ db, staff, typed }: Looking): Promise<Found> {
  const list = companyList as unknown as List<object>;
  const finding = findingDomains(typed);
  const { results } = finding
    ? await db
        .prepare(
          `${list.select} WHERE p.address IS NOT NULL AND ${DOMAIN} IN (
             SELECT DISTINCT ${DOMAIN} FROM people p WHERE p.id IN (${finding.sql}) LIMIT ${MOST_OF_EACH}
           ) ${list.group}`,
        )
        .bind(...finding.values)
        .all()
    : { results: [] };
  return { list, title: 'Companies', rows: asSeenBy(staff, results), href: null };
}

async function look<Row extends object>(
  { typed, ...reading }: Looking,
  list: List<Row>,
  title: string,
  filter: string,
): Promise<Found> {
  // Whoever may not look for it has no such filter.
  const { rows } = list.filters.some(({ name }) => name === filter)
    ? await readList(reading, list, new Map([[filter, typed]]), null, MOST_OF_EACH)
    : { rows: [] };
  return {
    list: list as unknown as List<object>,
    title,
    rows,
    href: `${list.path}?${new URLSearchParams({ [filter]: typed })}`,
  };
}
