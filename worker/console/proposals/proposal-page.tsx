import { Fact } from '../../access/nda-page.tsx';
import { Moment } from '../moment.tsx';
import { PROPOSAL_STATES } from '../words.ts';
import type { Described } from './describe.ts';
import type { Proposal } from './store.ts';

/** What the page shows. */
interface ProposalProps {
  readonly proposal: Proposal;
  readonly described: Described;
  readonly personId: string;
  /** Why whoever looks may not approve; null where they may. */
  readonly objection: string | null;
  /** Whether they may turn it down, or withdraw it. */
  readonly mayTurnDown: boolean;
  /** Whether they may carry out what was approved and then stopped half-way. */
  readonly mayResume: boolean;
}

/** `/console/proposals/:id`: what is proposed, in words, and the decision about it. */
export function ProposalPage(props: ProposalProps) {
  const { proposal, described, personId, objection, mayTurnDown, mayResume } = props;
  const own = proposal.madeBy === personId;
  return (
    <>
      <p class="above">
        <a href="/console/proposals">Proposals</a>
      </p>
      <h1 id="proposal">{described.title}</h1>
      <p class="lead">
        <bdi>{proposal.madeByName ?? proposal.madeBy}</bdi> proposed this, <Moment at={proposal.madeAt} />.
      </p>
      <p>
        <strong class="tag">{PROPOSAL_STATES[proposal.state]}</strong>
        {proposal.decidedBy === null ? null : (
          <>
            {' '}
            by <bdi>{proposal.decidedByName ?? proposal.decidedBy}</bdi>
          </>
        )}
      </p>
      {proposal.outcome === null ? null : (
        <div class={proposal.state === 'failed' ? 'notice warn' : 'notice'} role="status">
          <p>{proposal.outcome}</p>
        </div>
      )}
      <dl class="facts">
        {described.facts.map(([name, value, href]) => (
          <Fact name={name}>
            {href ? (
              <a href={href}>
                <bdi>{value}</bdi>
              </a>
            ) : (
              <bdi>{value}</bdi>
            )}
          </Fact>
        ))}
      </dl>
      {proposal.state === 'open' && objection !== null ? <p class="hint">{objection}</p> : null}
      <div class="actions">
        {proposal.state === 'open' && objection === null ? (
          <Act id={proposal.id} act="approve" personId={personId} label="Approve" />
        ) : null}
        {mayTurnDown ? (
          <Act
            id={proposal.id}
            act="turn-down"
            personId={personId}
            label={own ? 'Withdraw it' : 'Refuse'}
            quiet
          />
        ) : null}
        {mayResume ? <Act id={proposal.id} act="carry-out" personId={personId} label="Carry it out" /> : null}
      </div>
    </>
  );
}

function Act({
  id,
  act,
  personId,
  label,
  quiet = false,
}: {
  id: string;
  act: string;
  personId: string;
  label: string;
  quiet?: boolean;
}) {
  return (
    <form method="post" action={`/console/proposals/${id}/${act}`}>
      <input type="hidden" name="person" value={personId} />
      <button type="submit" class={quiet ? 'button quiet' : 'button'} aria-describedby="proposal">
        {label}
      </button>
    </form>
  );
}
