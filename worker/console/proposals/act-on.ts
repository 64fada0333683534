import type { App } from '../../app.ts';
import { Failure } from '../../problem.ts';
import { newId } from '../../random.ts';
import { type Act, needsSecondPerson } from './act.ts';
import { carryOut, type Platform } from './carry-out.ts';
import { propose } from './decide.ts';
import { findProposal } from './store.ts';

/** What came of wanting something done: it is, or it waits for a second person. */
export type Acted = { readonly done: string } | { readonly proposal: string };

/** What of a request's context an act needs. */
export interface Acting {
  readonly env: Env;
  readonly var: Pick<App['Variables'], 'db' | 'now'>;
  readonly executionCtx: Pick<ExecutionContext, 'waitUntil'>;
}

/**
 * Does something, or proposes it where `content/access.yaml` wants a second person for it. The one way to every act
 * that may need one.
 *
 * @param c - the request's context
 * @param act - what; checked, by somebody with the role for it
 * @param actor - a person's id, or `operator:<token id>`
 * @param id - makes a doubled request one act; a new one where it is left out
 * @throws Failure where it cannot be done as things stand
 */
export async function actOn(c: Acting, act: Act, actor: string, id = newId()): Promise<Acted> {
  const { db, now } = c.var;
  const proposal = await findProposal(db, id);
  if (proposal && proposal.madeBy !== actor)
    throw new Failure('conflict', {
      detail: 'This id is of what somebody else proposed: open the form anew.',
    });
  if (await needsSecondPerson(db, act, now))
    return { proposal: await propose(c.env, db, id, act, actor, now) };
  return { done: await carryOut(platformOf(c), act, { actor, second: null }, id, now) };
}

/** The platform of a request. */
export function platformOf(c: Acting): Platform {
  return { env: c.env, db: c.var.db, waitUntil: (work) => c.executionCtx.waitUntil(work) };
}
