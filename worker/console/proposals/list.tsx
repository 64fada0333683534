import { between, type List } from '../lists/list.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import { optionsOf, PROPOSAL_STATES } from '../words.ts';
import { readAct } from './act.ts';
import { titleOfAct } from './describe.ts';
import { PROPOSALS, type ProposalState } from './store.ts';

interface Row {
  readonly id: string;
  readonly act: string;
  readonly madeBy: string;
  readonly madeByName: string | null;
  readonly madeAt: number;
  readonly state: ProposalState;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly outcome: string | null;
}

/** `/console/proposals`: what one person wants done and another one has to agree to, the newest first. */
export const proposalList: List<Row> = {
  path: '/console/proposals',
  title: 'Proposals',
  lead: 'What one person proposes, another one approves. Nobody approves what is their own.',
  empty: 'There is no proposal of that kind.',
  select: PROPOSALS,
  order: { by: 'o.made_at', id: 'o.id', of: (row) => [row.madeAt, row.id] },
  filters: [
    {
      kind: 'choice',
      name: 'state',
      label: 'State',
      options: optionsOf(PROPOSAL_STATES),
      condition: (state) => ({ sql: 'o.state = ?', values: [state] }),
    },
    {
      kind: 'exact',
      name: 'id',
      label: 'Number of the proposal (its id)',
      condition: (id) => ({ sql: 'o.id = ?', values: [id] }),
    },
    ...between('o.made_at'),
  ],
  columns: [
    {
      key: 'act',
      label: 'What',
      value: (row) => titleOfAct(readAct(row.act)),
      show: (row) => <a href={`/console/proposals/${row.id}`}>{titleOfAct(readAct(row.act))}</a>,
    },
    { key: 'state', label: 'State', value: (row) => row.state, show: (row) => PROPOSAL_STATES[row.state] },
    { key: 'proposed_by', label: 'Proposed by', value: (row) => row.madeByName ?? row.madeBy },
    {
      key: 'proposed_at',
      label: 'Proposed',
      value: (row) => minute(row.madeAt),
      show: (row) => <Moment at={row.madeAt} />,
    },
    { key: 'decided_by', label: 'Decided by', value: (row) => row.decidedByName ?? row.decidedBy ?? '' },
    { key: 'outcome', label: 'Outcome', value: (row) => row.outcome, hidden: true },
    { key: 'detail', label: 'Detail', value: (row) => row.act, hidden: true },
    { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
  ],
};
