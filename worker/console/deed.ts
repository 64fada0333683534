import type { Context } from 'hono';
import type { App } from '../app.ts';
import { readForm } from '../form.ts';
import { requireSamePerson } from '../login/session.ts';
import type { Staff } from './staff.ts';

/**
 * Reads the form of an act, which was made for whoever sends it.
 *
 * @param c - the request's context
 * @param staff - who acts
 * @returns the fields; whoever reads them takes those that the act has and ignores the others
 * @throws Failure conflict where the form was made for somebody else
 */
export async function readDeed(c: Context<App>, staff: Staff): Promise<ReadonlyMap<string, string>> {
  const fields = await readForm(c);
  requireSamePerson(staff, fields.get('person'));
  return fields;
}
