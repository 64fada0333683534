import { content } from '../../content.ts';
import { between, type List } from '../lists/list.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import { rolesInWords } from '../words.ts';
import { STAFF, type StaffMember } from './store.ts';

/** `/console/roles`: everybody who has signed in as staff, the newest first. */
export const staffList: List<StaffMember> = {
  path: '/console/roles',
  title: 'Roles',
  lead: `Everybody who has signed in as staff, and the roles given here. Whoever has none may look, unless the group ${content.access.administratorGroup} at the identity provider makes them an administrator.`,
  empty: 'Nobody has signed in as staff.',
  ofStaff: true,
  select: STAFF,
  where: { sql: "p.kind = 'staff'", values: [] },
  order: { by: 'p.created_at', id: 'p.id', of: (row) => [row.created_at, row.id] },
  filters: [...between('p.created_at')],
  columns: [
    {
      key: 'name',
      label: 'Who',
      value: (row) => row.name,
      show: (row) => (
        <a href={`/console/roles/${row.id}`}>
          <bdi>{row.name}</bdi>
        </a>
      ),
    },
    { key: 'address', label: 'Address', value: (row) => row.address },
    { key: 'roles', label: 'Roles', value: (row) => row.roles, show: (row) => rolesInWords(row.roles) },
    {
      key: 'since',
      label: 'First signed in',
      value: (row) => minute(row.created_at),
      show: (row) => <Moment at={row.created_at} />,
    },
    { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
  ],
};
