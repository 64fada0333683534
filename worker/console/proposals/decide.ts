import { isSameMailbox } from '../../../core/mail-address.ts';
import { content } from '../../content.ts';
import { enqueueMail, enqueueMails } from '../../mail/outbox.ts';
import { mailIdsOf } from '../../mail/store.ts';
import { Failure } from '../../problem.ts';
import { type Act, kindOf } from './act.ts';
import {
  decideProposal,
  findOpenProposal,
  insertProposal,
  type Proposal,
  remindOfProposals,
} from './store.ts';

/**
 * The rule of two persons: what one proposes, another one approves. Nobody approves what they proposed themselves, by hand
 * or with a token that was made for them, nor what is about themselves.
 */

/** After which an open proposal is out of date: what it was made for has changed. */
export const PROPOSAL_LIFETIME_MS = 7 * 86_400_000;
/** How long before that staff is reminded of it. */
const REMINDED_BEFORE_MS = 2 * 86_400_000;

/** Somebody on the staff, as far as the rule looks. */
export interface Decider {
  readonly id: string;
  readonly address: string | null;
}

/** Why somebody may not approve a proposal, in a sentence for them; null where they may. */
export function objectionTo(proposal: Proposal, decider: Decider, now: number): string | null {
  if (proposal.state !== 'open') return 'This proposal was decided meanwhile.';
  if (now - proposal.madeAt >= PROPOSAL_LIFETIME_MS)
    return 'This proposal is more than a week old: propose it again.';
  if (proposal.madeBy.startsWith('operator:') && proposal.madeByAddress === null)
    return 'The token that this was proposed with does not say whom it was made for: propose it again with one that does.';
  if (
    proposal.tokenRevoked ||
    [roleFor(proposal.act), 'administrator'].some((role) => proposal.lostRoles.includes(role))
  )
    return 'Whoever proposed this may no longer do so: propose it yourself, and have somebody else approve it.';
  const same = (address: string | null) =>
    address !== null && decider.address !== null && isSameMailbox(address, decider.address);
  if (proposal.madeBy.startsWith('operator:') && decider.address === null)
    return 'We cannot see that the token that this was proposed with is not your own, as your identity provider does not tell your address (the claim “email”): somebody else has to approve it.';
  if (proposal.madeBy === decider.id || same(proposal.madeByAddress))
    return 'You proposed this yourself: somebody else has to approve it.';
  if (proposal.act.act === 'roles' && proposal.act.person === decider.id)
    return 'This is about you: somebody else has to approve it.';
  return null;
}

/**
 * Keeps a proposal and tells staff of it, or finds the one that the same person made of the same act.
 *
 * @param env - bindings
 * @param db - primary database session
 * @param id - for a new one
 * @param act - what
 * @param madeBy - a person's id, or `operator:<token id>`
 * @param now - milliseconds
 * @returns its id
 */
export async function propose(
  env: Env,
  db: D1DatabaseSession,
  id: string,
  act: Act,
  madeBy: string,
  now: number,
): Promise<string> {
  const since = now - PROPOSAL_LIFETIME_MS;
  const open = await findOpenProposal(db, act, madeBy, since);
  if (open !== null) return open;
  await enqueueMail(env, await insertProposal(db, { id, act, madeBy }, since, now));
  // Of those at the same moment one was kept.
  const kept = await findOpenProposal(db, act, madeBy, since);
  if (kept === null) throw new Failure('conflict', { detail: 'This form was used already: open it anew.' });
  return kept;
}

/**
 * Reminds staff of proposals that are soon out of date, once of each: the sweep. Missed or doubled runs end in the same
 * state.
 *
 * @param env - bindings
 * @param now - milliseconds
 */
export async function remindOfOpen(env: Env, now: number): Promise<void> {
  const after = now - PROPOSAL_LIFETIME_MS;
  const made = { after, until: after + REMINDED_BEFORE_MS };
  const db = env.DB.withSession('first-primary');
  const queued = await remindOfProposals(db, made, content.access.requestsNotify, now).run();
  await enqueueMails(env, mailIdsOf(queued));
}

/**
 * Approves a proposal. What follows is to be carried out by the caller; until then the proposal says so of itself.
 *
 * @param db - primary database session
 * @param proposal - as it was read
 * @param decider - who approves, with the role that the kind asks for
 * @param now - milliseconds
 * @throws Failure forbidden where it is theirs or about them, conflict where it was decided meanwhile
 */
export async function approve(
  db: D1DatabaseSession,
  proposal: Proposal,
  decider: Decider,
  now: number,
): Promise<void> {
  const objection = objectionTo(proposal, decider, now);
  if (objection !== null)
    throw new Failure(proposal.state === 'open' ? 'forbidden' : 'conflict', { detail: objection });
  if (!(await decideProposal(db, proposal.id, 'approved', decider.id, now)))
    throw new Failure('conflict', { detail: 'This proposal was decided meanwhile.' });
}

/**
 * Turns a proposal down; its maker withdraws it.
 *
 * @throws Failure conflict where it was decided meanwhile
 */
export async function turnDown(
  db: D1DatabaseSession,
  proposal: Proposal,
  decider: Decider,
  now: number,
): Promise<void> {
  const decision = proposal.madeBy === decider.id ? 'withdrawn' : 'refused';
  if (!(await decideProposal(db, proposal.id, decision, decider.id, now)))
    throw new Failure('conflict', { detail: 'This proposal was decided meanwhile.' });
}

/** The role that proposing and approving an act asks for. */
export function roleFor(act: Act): 'publisher' | 'approver' | 'administrator' {
  if (act.act === 'revoke' && (act.scope === 'report' || act.scope === 'everything')) return 'administrator';
  return ({ publish: 'publisher', roles: 'administrator', bulk: 'approver' } as const)[kindOf(act)];
}
