import type { RequestState } from '../../access/request-store.ts';
import { gatedReports } from '../gated-reports.ts';
import { between, type Filter, type List } from '../lists/list.ts';
import { seesContacts } from '../masked.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import type { Staff } from '../staff.ts';
import { optionsOf, REQUEST_STATES, titleOf } from '../words.ts';

interface Row {
  readonly id: string;
  readonly report_id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string;
  readonly state: RequestState;
  readonly reason: string | null;
  readonly created_at: number;
  readonly changed_at: number;
}

/**
 * `/console/requests`: every request that is kept, the newest first. Whoever only looks sees addresses in part, and cannot
 * look for one.
 *
 * @param staff - who looks
 */
export const requestList = (staff: Pick<Staff, 'roles'>): List<Row> => ({
  path: '/console/requests',
  title: 'All requests',
  lead: 'Every request that is kept, whatever became of it.',
  empty: 'There is no request of that kind.',
  select: `SELECT r.id, r.report_id, r.name, r.company, r.address, r.state, r.reason, r.created_at, r.changed_at FROM requests r`,
  order: { by: 'r.created_at', id: 'r.id', of: (row) => [row.created_at, row.id] },
  filters: [
    {
      kind: 'choice',
      name: 'state',
      label: 'State',
      options: optionsOf(REQUEST_STATES),
      condition: (state) => ({ sql: 'r.state = ?', values: [state] }),
    },
    {
      kind: 'choice',
      name: 'report',
      label: 'Report',
      options: gatedReports.map(({ id, title }) => [id, title]),
      condition: (report) => ({ sql: 'r.report_id = ?', values: [report] }),
    },
    ...(seesContacts(staff)
      ? [
          {
            kind: 'exact',
            name: 'address',
            label: 'Address',
            condition: (address) => ({ sql: 'r.address = ?', values: [address.toLowerCase()] }),
          } satisfies Filter,
        ]
      : []),
    {
      kind: 'exact',
      name: 'id',
      label: 'Number of the request (its id)',
      condition: (id) => ({ sql: 'r.id = ?', values: [id] }),
    },
    ...between('r.created_at'),
  ],
  columns: [
    {
      key: 'name',
      label: 'Who',
      value: (row) => row.name,
      show: (row) => (
        <a href={`/console/requests/${row.id}`}>
          <bdi>{row.name}</bdi>
        </a>
      ),
    },
    { key: 'company', label: 'Company', value: (row) => row.company },
    { key: 'address', label: 'Address', value: (row) => row.address },
    {
      key: 'report',
      label: 'Report',
      value: (row) => row.report_id,
      show: (row) => titleOf(row.report_id),
    },
    {
      key: 'state',
      label: 'State',
      value: (row) => row.state,
      show: (row) => REQUEST_STATES[row.state],
    },
    {
      key: 'asked',
      label: 'Asked',
      value: (row) => minute(row.created_at),
      show: (row) => <Moment at={row.created_at} />,
    },
    { key: 'changed', label: 'Changed', value: (row) => minute(row.changed_at), hidden: true },
    { key: 'reason', label: 'Reason', value: (row) => row.reason, hidden: true },
    { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
  ],
});
