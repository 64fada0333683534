import { z } from 'zod';
import type { TWO_PERSONS } from '../../../schema/access.ts';
import { strikesColleagues } from '../../access/revoke.ts';
import { content } from '../../content.ts';

/**
 * Acts that a company may want a second person for, as they are kept until that person has looked. Doing one twice ends in
 * the same state as doing it once.
 */

const revision = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().min(1).max(64);

const acts = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('publish'), report: z.string(), revision }),
  z.strictObject({
    act: z.literal('roles'),
    person: id,
    roles: z.array(z.enum(['approver', 'publisher', 'administrator'])),
  }),
  z.strictObject({
    act: z.literal('revoke'),
    scope: z.enum(['grant', 'person', 'company', 'version', 'report', 'everything']),
    target: z.string(),
    reason: z.string(),
    message: z.string().nullable(),
    /** The agreement of a person or a company ends too. */
    endNda: z.boolean().default(false),
  }),
  z.strictObject({
    act: z.literal('requests'),
    decision: z.enum(['release', 'deny']),
    requests: z.array(id).min(1).max(100),
    /** Of a denial: what the readers are told. */
    reason: z.string().nullable(),
  }),
]);

/** What is to be done. */
export type Act = z.infer<typeof acts>;

/** Of which kind an act is, as `twoPersons` in `content/access.yaml` names it. */
export type ProposalKind = (typeof TWO_PERSONS)[number];

/** The kind of an act. */
export function kindOf(act: Act): ProposalKind {
  return act.act === 'publish' || act.act === 'roles' ? act.act : 'bulk';
}

/** Whether acts of a kind need a second person here. */
export function asksForTwo(kind: ProposalKind): boolean {
  return content.access.twoPersons.includes(kind);
}

/**
 * Whether an act needs a second person here. To take back one grant, or what one person has, never does: that cannot wait, unless
 * colleagues lose what they have with it. What else cannot wait goes by an operator's token, said to be an emergency
 * (`worker/access/revocations.ts`).
 *
 * @param db - primary database session
 * @param act - what
 * @param now - milliseconds
 */
export async function needsSecondPerson(db: D1DatabaseSession, act: Act, now: number): Promise<boolean> {
  if (!asksForTwo(kindOf(act))) return false;
  if (act.act !== 'revoke' || (act.scope !== 'grant' && act.scope !== 'person')) return true;
  return act.scope === 'person' && act.endNda && (await strikesColleagues(db, act.target, now));
}

/** Whether a text can be the id of a request in an act. */
export const isRequestId = (text: string): boolean => id.safeParse(text).success;

/**
 * An act as its row is to have it: only what {@link readAct} reads again, or nobody could open the list of proposals any more.
 *
 * @throws z.ZodError for an act that its maker did not check
 */
export function writtenAct(act: Act): string {
  return JSON.stringify(acts.parse(act));
}

/** An act as its row has it. */
export function readAct(json: string): Act {
  return acts.parse(JSON.parse(json));
}
