import { between, type List } from '../lists/list.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import { SCOPES, wordsOf } from '../words.ts';

interface Row {
  readonly id: string;
  readonly scope: string;
  readonly target: string;
  readonly actor: string;
  readonly actor_name: string | null;
  readonly reason: string;
  readonly created_at: number;
  readonly total: number;
  readonly done: number;
  readonly finished_at: number | null;
  readonly lifted_at: number | null;
}

/** `/console/revocations`: what was taken back, the newest first. */
export const revocationList: List<Row> = {
  path: '/console/revocations',
  title: 'Revocations',
  lead: 'What was revoked, by whom and why. To revoke access, open the person, the company or the grant.',
  empty: 'Nothing was revoked.',
  select: `SELECT v.id, v.scope, v.target, v.actor, p.name AS actor_name, v.reason, v.created_at, v.total, v.done,
      v.finished_at, v.lifted_at
    FROM revocations v LEFT JOIN people p ON p.id = v.actor`,
  order: { by: 'v.created_at', id: 'v.id', of: (row) => [row.created_at, row.id] },
  filters: [...between('v.created_at')],
  columns: [
    {
      key: 'begun',
      label: 'When',
      value: (row) => minute(row.created_at),
      show: (row) => <Moment at={row.created_at} />,
    },
    {
      key: 'scope',
      label: 'What',
      value: (row) => row.scope,
      show: (row) => <a href={`/console/revocations/${row.id}`}>{wordsOf(SCOPES, row.scope)}</a>,
    },
    { key: 'target', label: 'Of', value: (row) => row.target },
    { key: 'by', label: 'By', value: (row) => row.actor_name ?? row.actor },
    { key: 'reason', label: 'Reason', value: (row) => row.reason },
    {
      key: 'done',
      label: 'Grants',
      value: (row) => row.done,
      show: (row) => (row.finished_at === null ? `${row.done} of ${row.total}, going on` : `${row.done}`),
    },
    { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
  ],
};
