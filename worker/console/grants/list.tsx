import { parseCopyId } from '../../../core/marks/copy-id.ts';
import { gatedReports } from '../gated-reports.ts';
import { between, type List } from '../lists/list.ts';
import { minute } from '../minute.ts';
import { Day } from '../moment.tsx';
import { BASES, GRANT_STATES, optionsOf, titleOf, wordsOf } from '../words.ts';

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
  readonly report_id: string;
  readonly basis: string;
  readonly copy_id: string;
  readonly starts_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
}

const STATES = {
  live: (now: number) => ({
    sql: 'g.revoked_at IS NULL AND g.starts_at <= ? AND g.expires_at > ?',
    values: [now, now],
  }),
  'not-begun': (now: number) => ({ sql: 'g.revoked_at IS NULL AND g.starts_at > ?', values: [now] }),
  expired: (now: number) => ({ sql: 'g.revoked_at IS NULL AND g.expires_at <= ?', values: [now] }),
  revoked: () => ({ sql: 'g.revoked_at IS NOT NULL', values: [] }),
} as const;

/** `/console/grants`: who may have what, and until when; the newest first. */
export const grantList: List<Row> = {
  path: '/console/grants',
  title: 'Grants',
  lead: 'Who may have which report, because of what, and until when.',
  empty: 'There is no grant of that kind.',
  select: `SELECT g.id, g.person_id, p.name, p.company, p.address, g.report_id, g.basis, g.copy_id, g.starts_at,
      g.expires_at, g.revoked_at
    FROM grants g JOIN people p ON p.id = g.person_id`,
  order: { by: 'g.starts_at', id: 'g.id', of: (row) => [row.starts_at, row.id] },
  filters: [
    {
      kind: 'choice',
      name: 'report',
      label: 'Report',
      options: gatedReports.map(({ id, title }) => [id, title]),
      condition: (report) => ({ sql: 'g.report_id = ?', values: [report] }),
    },
    {
      kind: 'choice',
      name: 'state',
      label: 'State',
      options: optionsOf(GRANT_STATES),
      condition: (state, now) => STATES[state as keyof typeof STATES](now),
    },
    {
      kind: 'choice',
      name: 'basis',
      label: 'Because of',
      options: optionsOf(BASES),
      condition: (basis) => ({ sql: 'g.basis = ?', values: [basis] }),
    },
    {
      kind: 'exact',
      name: 'domain',
      label: 'Domain of the company',
      condition: (domain) => ({ sql: 'g.domain = ?', values: [domain.replace(/^@/, '').toLowerCase()] }),
    },
    {
      kind: 'exact',
      name: 'copy',
      label: 'Copy id, as printed on the pages',
      condition: (copy) => ({ sql: 'g.copy_id = ?', values: [parseCopyId(copy) ?? copy] }),
    },
    {
      kind: 'exact',
      name: 'id',
      label: 'Number of the grant (its id)',
      condition: (id) => ({ sql: 'g.id = ?', values: [id] }),
    },
    ...between('g.starts_at'),
  ],
  columns: [
    {
      key: 'name',
      label: 'Who',
      value: (row) => row.name,
      show: (row) => (
        <a href={`/console/grants/${row.id}`}>
          <bdi>{row.name}</bdi>
        </a>
      ),
    },
    { key: 'company', label: 'Company', value: (row) => row.company },
    {
      key: 'address',
      label: 'Address',
      value: (row) => row.address,
      hidden: true,
    },
    { key: 'report', label: 'Report', value: (row) => row.report_id, show: (row) => titleOf(row.report_id) },
    {
      key: 'basis',
      label: 'Because of',
      value: (row) => row.basis,
      show: (row) => wordsOf(BASES, row.basis),
    },
    {
      key: 'from',
      label: 'From',
      value: (row) => minute(row.starts_at),
      show: (row) => <Day at={row.starts_at} />,
    },
    {
      key: 'until',
      label: 'Until',
      value: (row) => minute(row.expires_at),
      show: (row) =>
        row.revoked_at === null ? (
          <Day at={row.expires_at} />
        ) : (
          <>
            <strong class="tag warn">{GRANT_STATES.revoked}</strong> <Day at={row.revoked_at} />
          </>
        ),
    },
    {
      key: 'revoked',
      label: 'Revoked',
      value: (row) => (row.revoked_at === null ? null : minute(row.revoked_at)),
      hidden: true,
    },
    {
      key: 'copy',
      label: 'Copy',
      value: (row) => row.copy_id,
      show: (row) => <code>{row.copy_id}</code>,
    },
    { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
  ],
};
