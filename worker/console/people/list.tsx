import { DOMAIN } from '../domain.ts';
import { between, type List } from '../lists/list.ts';
import { seesContacts, tellsAddress } from '../masked.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import type { Staff } from '../staff.ts';
import { optionsOf, PERSON_KINDS, wordsOf } from '../words.ts';

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly company: string;
  readonly address: string | null;
  readonly created_at: number;
}

/**
 * `/console/people`: everybody who confirmed an address or signed in, the newest first. Whoever only looks sees addresses
 * in part, and cannot look for one.
 *
 * @param staff - who looks
 */
export const peopleList = (staff: Pick<Staff, 'roles'>): List<Row> => ({
  path: '/console/people',
  title: 'People',
  lead: 'Everybody who confirmed an address or signed in.',
  empty: 'There is nobody of that kind.',
  select: 'SELECT p.id, p.kind, p.name, p.company, p.address, p.created_at FROM people p',
  order: { by: 'p.created_at', id: 'p.id', of: (row) => [row.created_at, row.id] },
  textOf: (row, filter) =>
    filter === 'address' ? (row.address ?? '') : filter === 'company' ? row.company : row.name,
  filters: [
    ...(seesContacts(staff)
      ? [{ kind: 'prefix', name: 'address', label: 'Address', column: 'p.address' } as const]
      : []),
    {
      kind: 'prefix',
      name: 'name',
      label: 'Name',
      column: 'p.name',
      masked: tellsAddress('p.name', 'p.address'),
    },
    {
      kind: 'prefix',
      name: 'company',
      label: 'Company',
      column: 'p.company',
      masked: tellsAddress('p.company', 'p.address'),
    },
    {
      kind: 'exact',
      name: 'domain',
      label: 'Domain of the address',
      condition: (domain) => ({
        sql: `p.address IS NOT NULL AND ${DOMAIN} = ?`,
        values: [domain.toLowerCase()],
      }),
    },
    {
      kind: 'choice',
      name: 'kind',
      label: 'Kind',
      options: optionsOf(PERSON_KINDS),
      condition: (kind) => ({ sql: 'p.kind = ?', values: [kind] }),
    },
    {
      kind: 'exact',
      name: 'id',
      label: 'Number of the person (its id)',
      condition: (id) => ({ sql: 'p.id = ?', values: [id] }),
    },
    ...between('p.created_at'),
  ],
  columns: [
    {
      key: 'name',
      label: 'Who',
      value: (row) => row.name,
      show: (row) => (
        <a href={`/console/people/${row.id}`}>
          <bdi>{row.name}</bdi>
        </a>
      ),
    },
    { key: 'company', label: 'Company', value: (row) => row.company },
    { key: 'address', label: 'Address', value: (row) => row.address },
    { key: 'kind', label: 'Kind', value: (row) => row.kind, show: (row) => wordsOf(PERSON_KINDS, row.kind) },
    {
      key: 'since',
      label: 'Known since',
      value: (row) => minute(row.created_at),
      show: (row) => <Moment at={row.created_at} />,
    },
    { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
  ],
});
