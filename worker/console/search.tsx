import type { Context } from 'hono';
import { parseCopyId } from '../../core/marks/copy-id.ts';
import type { App } from '../app.ts';
import { eventStatement } from '../events.ts';
import { companyList } from './companies/list.tsx';
import { renderConsole } from './frame.tsx';
import { grantList } from './grants/list.tsx';
import type { List } from './lists/list.ts';
import { RowTable } from './lists/list-page.tsx';
import { readList } from './lists/read-list.ts';
import { peopleList } from './people/list.tsx';
import { requestList } from './requests/request-list.tsx';
import { requireRole, type Staff } from './staff.ts';

const LONGEST = 320;
const MOST_OF_EACH = 10;

/** Something found: a list, and the rows of it. */
interface Found {
  readonly list: List<object>;
  readonly title: string;
  readonly rows: readonly object[];
  /** Where all of them are. */
  readonly href: string;
}

/**
 * `/console/search`: whoever or whatever begins with what was typed: people by address, name and company, companies by
 * domain, requests by address and id, grants by id, and whose a copy is by its copy id. Everything is looked up in an
 * index. Looking for a copy's reader is in the record of events.
 */
export async function showSearch(c: Context<App>): Promise<Response> {
  const staff = await requireRole(c, 'viewer');
  const { db, now } = c.var;
  const typed = (c.req.query('q') ?? '').trim();
  const tooLong = typed.length > LONGEST;
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
            <label for="q">A person, a company, an address, a copy id, or the id of anything</label>
            <p class="hint" id="q-hint">
              By how it begins; upper and lower case are the same.
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
          <p role="status">Nothing begins with “{typed}”.</p>
        ) : null}
        {found.map(({ list, title, rows, href }) => (
          <section aria-label={title}>
            <h2>{title}</h2>
            <RowTable list={list} rows={rows} />
            {rows.length === MOST_OF_EACH ? (
              <p>
                <a href={href}>More of them</a>
              </p>
            ) : null}
          </section>
        ))}
      </>
    ),
  });
}

async function search(db: D1DatabaseSession, staff: Staff, typed: string, now: number): Promise<Found[]> {
  const looked = await Promise.all([
    look(db, peopleList(staff), 'People by address', 'address', typed, now),
    look(db, peopleList(staff), 'People by name', 'name', typed, now),
    look(db, peopleList(staff), 'People by company', 'company', typed, now),
    look(db, companyList, 'Companies by domain', 'domain', typed.replace(/^@/, ''), now),
    look(db, requestList(staff), 'Requests of this address', 'address', typed, now),
    look(db, requestList(staff), 'The request with this id', 'id', typed, now),
    look(db, grantList(staff), 'Whose copy this is', 'copy', typed, now),
    look(db, grantList(staff), 'The grant with this id', 'id', typed, now),
  ]);
  return looked.filter(({ rows }) => rows.length > 0);
}

async function look<Row extends object>(
  db: D1DatabaseSession,
  list: List<Row>,
  title: string,
  filter: string,
  typed: string,
  now: number,
): Promise<Found> {
  // Whoever may not look for it has no such filter.
  const { rows } = list.filters.some(({ name }) => name === filter)
    ? await readList(db, list, new Map([[filter, typed]]), null, MOST_OF_EACH, now)
    : { rows: [] };
  return {
    list: list as unknown as List<object>,
    title,
    rows,
    href: `${list.path}?${new URLSearchParams({ [filter]: typed })}`,
  };
}
