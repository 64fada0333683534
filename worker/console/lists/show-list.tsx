import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { securityHeaders } from '../../../core/headers.ts';
import { pageTitle } from '../../access/field.tsx';
import type { App } from '../../app.ts';
import { eventStatement } from '../../events.ts';
import { inEnglish } from '../../localised.tsx';
import { requireRecentSignIn } from '../../login/step-up.ts';
import { Failure } from '../../problem.ts';
import { renderConsole } from '../frame.tsx';
import type { Staff } from '../staff.ts';
import { type ExportFormat, exportList, MEDIA_TYPES } from './export-list.ts';
import type { List } from './list.ts';
import { addressOf, ListPage } from './list-page.tsx';
import { type Chosen, readChosen, readList, readPlace } from './read-list.ts';

/** Rows that are looked at without going on. */
const PAGE_SIZE = 50;

/**
 * Answers the address of a list: a page of it, or the whole of it as CSV or JSON (`format`). Whoever takes a list away is
 * in the record of events.
 *
 * @param c - the request's context
 * @param staff - who asks
 * @param list - which
 * @param above - between the heading and the filters
 * @throws Failure bad-request for a place or a format that does not exist
 */
export async function showList<Row extends object>(
  c: Context<App>,
  staff: Staff,
  list: List<Row>,
  above?: Child,
): Promise<Response> {
  const { db, now } = c.var;
  const query = new URL(c.req.url).searchParams;
  const { chosen, errors } = readChosen(list.filters, query);
  const format = query.get('format');
  const place = readPlace(query.get('after'));
  if (place === undefined || (format !== null && format !== 'csv' && format !== 'json'))
    throw new Failure('bad-request', { detail: 'Open the list again from the console.' });
  if (format !== null && errors.size === 0) return await sendExport(c, staff, list, chosen, format);
  const page =
    errors.size > 0
      ? { rows: [], next: null }
      : await readList({ db, staff, now }, list, chosen, place, PAGE_SIZE);
  return await renderConsole(c, {
    title: pageTitle(inEnglish, list.title, errors.size > 0),
    status: errors.size > 0 ? 400 : 200,
    body: (
      <ListPage
        list={list}
        page={page}
        chosen={chosen}
        errors={errors}
        further={place !== null}
        above={above}
      />
    ),
  });
}

async function sendExport<Row extends object>(
  c: Context<App>,
  staff: Staff,
  list: List<Row>,
  chosen: Chosen,
  format: ExportFormat,
): Promise<Response> {
  requireRecentSignIn(c, 'exports', addressOf(list.path, chosen));
  const { db, now } = c.var;
  const name = list.path.slice(list.path.lastIndexOf('/') + 1);
  // By which filters, not by which values: those may be a name or an address.
  const detail = { format, filters: [...chosen.keys()].join(' ') };
  if (c.req.method !== 'HEAD')
    await eventStatement(db, {
      at: now,
      type: 'list.exported',
      actor: staff.person.id,
      object: `list:${name}`,
      detail,
    }).run();
  const file = `${name}-${new Date(now).toISOString().slice(0, 10)}.${format}`;
  return new Response(exportList({ db, staff, now }, list, chosen, format), {
    headers: {
      ...securityHeaders({ sandbox: true }),
      'Content-Type': MEDIA_TYPES[format],
      'Content-Disposition': `attachment; filename="${file}"`,
      'Cache-Control': 'no-store',
    },
  });
}
