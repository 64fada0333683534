import { type Context, Hono } from 'hono';
import type { StepUp } from '../../../schema/staff-sign-in.ts';
import { countStruck } from '../../access/revoke.ts';
import type { App } from '../../app.ts';
import { inEnglish } from '../../localised.tsx';
import { detailIn, Failure } from '../../problem.ts';
import { readDeed } from '../deed.ts';
import { renderConsole } from '../frame.tsx';
import { showList } from '../lists/show-list.tsx';
import { asSeenBy } from '../masked.ts';
import { may, requireRole, type Staff } from '../staff.ts';
import { type Act, kindOf } from './act.ts';
import { platformOf } from './act-on.ts';
import { carryOut } from './carry-out.ts';
import { approve, type Decider, objectionTo, roleFor, turnDown } from './decide.ts';
import { describeAct } from './describe.ts';
import { proposalList } from './list.tsx';
import { ProposalPage } from './proposal-page.tsx';
import { findProposal, type Proposal, settleProposal } from './store.ts';

/** `/console/proposals`: what waits for a second person. */
export const consoleProposals = new Hono<App>()
  .get('/', async (c) => await showList(c, await requireRole(c, 'viewer'), proposalList))

  .get('/:id', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const proposal = await proposalOf(c);
    const described = await describeAct(c.var.db, proposal.act, staff);
    const trusted = may(staff, roleFor(proposal.act));
    const objection = trusted
      ? objectionTo(proposal, deciderOf(staff), c.var.now)
      : `To approve this you need the role ${roleFor(proposal.act)}.`;
    const own = proposal.madeBy === staff.person.id;
    return await renderConsole(c, {
      title: described.title,
      body: (
        <ProposalPage
          proposal={asSeenBy(staff, proposal)}
          described={{ ...described, facts: [...described.facts, ...(await struckFacts(c, proposal))] }}
          personId={staff.person.id}
          objection={objection}
          mayTurnDown={proposal.state === 'open' && (trusted || own)}
          mayResume={proposal.state === 'approved' && trusted}
        />
      ),
    });
  })

  .post('/:id/approve', async (c) => {
    const { staff, proposal } = await readDecision(c);
    await approve(c.var.db, proposal, deciderOf(staff), c.var.now);
    await resume(c, proposal, staff.person.id);
    return backTo(c, proposal);
  })

  .post('/:id/carry-out', async (c) => {
    const { proposal } = await readDecision(c);
    if (proposal.state !== 'approved' || proposal.decidedBy === null) throw new Failure('conflict');
    await resume(c, proposal, proposal.decidedBy);
    return backTo(c, proposal);
  })

  .post('/:id/turn-down', async (c) => {
    const viewer = await requireRole(c, 'viewer');
    const proposal = await proposalOf(c);
    // Whoever made a proposal may withdraw it, though their role be gone.
    if (proposal.madeBy !== viewer.person.id) await requireRole(c, roleFor(proposal.act));
    await readDeed(c, viewer);
    await turnDown(c.var.db, proposal, deciderOf(viewer), c.var.now);
    return backTo(c, proposal);
  });

async function readDecision(c: Context<App>): Promise<{ staff: Staff; proposal: Proposal }> {
  const viewer = await requireRole(c, 'viewer');
  const proposal = await proposalOf(c);
  const staff = await requireRole(c, roleFor(proposal.act));
  await readDeed(c, viewer, { acts: stepUpsOf(proposal.act), page: `/console/proposals/${proposal.id}` });
  return { staff, proposal };
}

/** What approving an act is, as `recentFor` in `content/access.yaml` names it: of several names, any. A batch of releases is a release too. */
function stepUpsOf(act: Act): readonly StepUp[] {
  if (act.act === 'revoke') return ['revocations'];
  return act.act === 'requests' && act.decision === 'release' ? ['bulk', 'releases'] : [kindOf(act)];
}

/** Carries out what was approved. Where that stops half-way the proposal says so, and can be gone on with. */
async function resume(c: Context<App>, proposal: Proposal, second: string): Promise<void> {
  const { db, now } = c.var;
  try {
    const by = { actor: proposal.madeBy, second };
    const outcome = await carryOut(platformOf(c), proposal.act, by, proposal.id, now);
    await settleProposal(db, proposal.id, 'done', outcome, now);
  } catch (error) {
    // What cannot be done as things stand is not tried for ever; a store that is down is another matter.
    if (!(error instanceof Failure) || error.code === 'storage-unavailable') throw error;
    const why = error.detail ? detailIn(error, inEnglish) : 'It cannot be done as things stand.';
    await settleProposal(db, proposal.id, 'failed', why, now);
  }
}

/** What an open proposal to take access back would strike as things stand. */
async function struckFacts(
  c: Context<App>,
  { act, state }: Proposal,
): Promise<readonly (readonly [string, string])[]> {
  if (act.act !== 'revoke' || state !== 'open') return [];
  const { scope, target, endNda } = act;
  const struck = await countStruck(c.var.db, { scope, target, endNda }, c.var.now);
  const grants = `${struck} ${struck === 1 ? 'grant' : 'grants'}`;
  return [scope === 'version' ? ['Would tell', `the holders of ${grants}`] : ['Would end', grants]];
}

async function proposalOf(c: Context<App>): Promise<Proposal> {
  const proposal = await findProposal(c.var.db, c.req.param('id') ?? '');
  if (!proposal) throw new Failure('not-found', { detail: 'There is no such proposal.' });
  return proposal;
}

const deciderOf = ({ person }: Staff): Decider => ({ id: person.id, address: person.address });

const backTo = (c: Context<App>, { id }: Proposal) => c.redirect(`/console/proposals/${id}`, 303);
