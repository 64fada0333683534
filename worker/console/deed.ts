import type { Context } from 'hono';
import type { StepUp } from '../../schema/staff-sign-in.ts';
import type { App } from '../app.ts';
import { readForm } from '../form.ts';
import { requireSamePerson } from '../login/session.ts';
import { isTooLongAgo } from '../login/step-up.ts';
import { Failure } from '../problem.ts';
import { holdForm } from './held-forms.ts';
import type { Staff } from './staff.ts';

/** What somebody is told whose entries wait for them. */
const KEPT =
  'What you were about to do needs a recent sign-in: sign in again. What you entered is in the form again afterwards; it is kept for half an hour.';

/** What staff may have to prove again who they are for. */
interface Sensitive {
  /** What the form does: one of these is enough. */
  readonly acts: readonly StepUp[];
  /** Where its form is: they come back there, and it has their entries. */
  readonly page: string;
}

/**
 * Reads the form of an act, which was made for whoever sends it.
 *
 * @param c - the request's context
 * @param staff - who acts
 * @param sensitive - what it is, where that needs a recent sign-in
 * @returns the fields; whoever reads them takes those that the act has and ignores the others
 * @throws Failure conflict where the form was made for somebody else, sign-in-again where the proof of who they are is too old
 */
export async function readDeed(
  c: Context<App>,
  staff: Staff,
  sensitive: Sensitive | null = null,
): Promise<ReadonlyMap<string, string>> {
  const fields = await readForm(c);
  requireSamePerson(staff, fields.get('person'));
  if (sensitive === null || !sensitive.acts.some((act) => isTooLongAgo(c, act))) return fields;
  const returnTo = await holdForm(c, staff, fields, sensitive.page);
  throw new Failure('sign-in-again', returnTo === sensitive.page ? { returnTo } : { returnTo, detail: KEPT });
}
