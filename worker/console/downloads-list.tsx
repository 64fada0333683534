import { gatedReports } from './gated-reports.ts';
import { between, type List } from './lists/list.ts';
import { minute } from './minute.ts';
import { Moment } from './moment.tsx';
import { OUTCOMES, optionsOf, outcomeInWords, titleOf } from './words.ts';

interface Row {
  readonly id: string;
  readonly grant_id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
  readonly report_id: string;
  readonly copy_id: string;
  readonly revision: string;
  readonly first_byte: number;
  readonly last_byte: number;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly outcome: string | null;
}

/** `/console/downloads`: every response that carried a report, the newest first. */
export const downloadList: List<Row> = {
  path: '/console/downloads',
  title: 'Downloads',
  lead: 'Every time that a copy, or a part of one, was handed out. It is on record before the first byte.',
  empty: 'Nobody has downloaded anything of that kind.',
  select: `SELECT d.id, d.grant_id, p.name, p.company, p.address, g.report_id, g.copy_id, d.revision, d.first_byte, d.last_byte,
      d.started_at, d.ended_at, d.outcome
    FROM downloads d JOIN grants g ON g.id = d.grant_id JOIN people p ON p.id = g.person_id`,
  order: { by: 'd.started_at', id: 'd.id', of: (row) => [row.started_at, row.id] },
  filters: [
    {
      kind: 'choice',
      name: 'report',
      label: 'Report',
      options: gatedReports.map(({ id, title }) => [id, title]),
      condition: (report) => ({ sql: 'd.report_id = ?', values: [report] }),
    },
    {
      kind: 'choice',
      name: 'outcome',
      label: 'Outcome',
      options: optionsOf(OUTCOMES),
      condition: (outcome) => ({ sql: 'd.outcome = ?', values: [outcome] }),
    },
    ...between('d.started_at'),
  ],
  columns: [
    {
      key: 'at',
      label: 'When',
      value: (row) => minute(row.started_at),
      show: (row) => <Moment at={row.started_at} />,
    },
    {
      key: 'name',
      label: 'Who',
      value: (row) => row.name,
      show: (row) => (
        <a href={`/console/grants/${row.grant_id}`}>
          <bdi>{row.name}</bdi>
        </a>
      ),
    },
    { key: 'company', label: 'Company', value: (row) => row.company },
    { key: 'report', label: 'Report', value: (row) => row.report_id, show: (row) => titleOf(row.report_id) },
    {
      key: 'outcome',
      label: 'Outcome',
      value: (row) => row.outcome,
      show: (row) => outcomeInWords(row.outcome),
    },
    {
      key: 'copy',
      label: 'Copy',
      value: (row) => row.copy_id,
      show: (row) => <code>{row.copy_id}</code>,
    },
    { key: 'first_byte', label: 'First byte', value: (row) => row.first_byte, hidden: true },
    { key: 'last_byte', label: 'Last byte', value: (row) => row.last_byte, hidden: true },
    { key: 'revision', label: 'Revision', value: (row) => row.revision, hidden: true },
    {
      key: 'ended',
      label: 'Ended',
      value: (row) => (row.ended_at === null ? null : minute(row.ended_at)),
      hidden: true,
    },
    { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
  ],
};
