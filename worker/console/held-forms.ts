import type { Context } from 'hono';
import type { App } from '../app.ts';
import { newId } from '../random.ts';
import type { Staff } from './staff.ts';

/**
 * Forms that wait while whoever filled them in proves again who they are. The address that leads back has a reference and no
 * entry: it opens nothing to anybody else, and soon nothing at all.
 */

/** Longer than a sign-in may take at the provider. */
const LIFETIME_MS = 30 * 60_000;

/** Of one person: the newest. */
const MOST_HELD = 10;

/** A form as it waits. */
interface Held {
  /** Where it is, and nowhere else. */
  readonly page: string;
  readonly entries: Readonly<Record<string, string>>;
}

/** The parameter of the address of a form that has its entries again. */
const HELD = 'held';

/** Fields that a form has of itself: they are made anew with it. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['person', 'id', 'from', 'revision', 'ends']);

/**
 * Keeps what was entered.
 *
 * @param c - the request's context
 * @param staff - who entered it
 * @param fields - of the form
 * @param page - the form's address
 * @returns the address at which the form has its entries again
 */
export async function holdForm(
  c: Context<App>,
  staff: Staff,
  fields: ReadonlyMap<string, string>,
  page: string,
): Promise<string> {
  const entries = [...fields].filter(([name, value]) => !OWN_FIELDS.has(name) && value !== '');
  if (entries.length === 0) return page;
  const id = newId();
  const { db, now } = c.var;
  const held: Held = { page, entries: Object.fromEntries(entries) };
  await db.batch([
    db
      .prepare('INSERT INTO held_forms (id, person_id, fields, expires_at) VALUES (?1, ?2, ?3, ?4)')
      .bind(id, staff.person.id, JSON.stringify(held), now + LIFETIME_MS),
    db
      .prepare(
        `DELETE FROM held_forms WHERE person_id = ?1 AND id NOT IN (
           SELECT id FROM held_forms WHERE person_id = ?1 ORDER BY expires_at DESC, rowid DESC LIMIT ${MOST_HELD})`,
      )
      .bind(staff.person.id),
  ]);
  return `${page}?${HELD}=${id}`;
}

/**
 * What was entered in the form of a page before its reader had to sign in again.
 *
 * @param c - the request's context
 * @param staff - who looks
 * @returns the fields; null where nothing was held for them, or it is too long ago
 */
export async function heldForm(c: Context<App>, staff: Staff): Promise<ReadonlyMap<string, string> | null> {
  const id = c.req.query(HELD);
  if (id === undefined) return null;
  const row = await c.var.db
    .prepare('SELECT fields FROM held_forms WHERE id = ?1 AND person_id = ?2 AND expires_at > ?3')
    .bind(id, staff.person.id, c.var.now)
    .first<{ fields: string }>();
  if (!row) return null;
  const { page, entries } = JSON.parse(row.fields) as Held;
  return page === c.req.path ? new Map(Object.entries(entries)) : null;
}
