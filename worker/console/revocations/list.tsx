import { between, type List } from '../lists/list.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import { SCOPES, titleOf, wordsOf } from '../words.ts';

interface Row {
  readonly id: string;
  readonly scope: string;
  readonly target: string;
  /** The name of the person that it is about, or whose grant it was; null of anything else. */
  readonly target_name: string | null;
  readonly target_address: string | null;
  readonly actor: string;
  readonly actor_name: string | null;
  readonly actor_address: string | null;
  readonly reason: string;
  readonly created_at: number;
  readonly total: number;
  readonly done: number;
  readonly finished_at: number | null;
  readonly lifted_at: number | null;
}

/** Never an id alone: a name, a domain, or the title of a report. */
function targetInWords({ scope, target, target_name }: Row): string {
  if (scope === 'person' || scope === 'grant') return target_name ?? 'somebody no longer known';
  const [report = '', revision] = target.split('/');
  if (scope === 'company' || scope === 'everything') return target;
  return revision === undefined ? titleOf(report) : `${titleOf(report)}, version ${revision.slice(0, 12)}`;
}

/** `/console/revocations`: what was taken back, the newest first. */
export const revocationList: List<Row> = {
  path: '/console/revocations',
  title: 'Revocations',
  lead: 'What was revoked, by whom and why. To revoke access, open the person, the company or the grant.',
  empty: 'Nothing was revoked.',
  select: `SELECT v.id, v.scope, v.target, v.actor, p.name AS actor_name, p.address AS actor_address, v.reason, v.created_at, v.total, v.done,
      v.finished_at, v.lifted_at, t.name AS target_name, t.address AS target_address
    FROM revocations v LEFT JOIN people p ON p.id = v.actor
      LEFT JOIN grants g ON v.scope = 'grant' AND g.id = v.target
      LEFT JOIN people t ON t.id = coalesce(g.person_id, v.target)`,
  order: { by: 'v.created_at', id: 'v.id', of: (row) => [row.created_at, row.id] },
  filters: [
    {
      kind: 'exact',
      name: 'id',
      label: 'Number of the revocation (its id)',
      condition: (id) => ({ sql: 'v.id = ?', values: [id] }),
    },
    ...between('v.created_at'),
  ],
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
    {
      key: 'target',
      label: 'Of',
      value: (row) => row.target,
      show: (row) => <bdi>{targetInWords(row)}</bdi>,
    },
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
