import type { List } from './lists/list.ts';
import { minute } from './minute.ts';

interface Row {
  readonly id: number;
  readonly at: number;
  readonly type: string;
  readonly actor: string;
  readonly actor_name: string | null;
  readonly object: string;
  readonly detail: string;
}

/** `/console/events`: what happened, the newest first. */
export const eventList: List<Row> = {
  path: '/console/events',
  title: 'Events',
  lead: 'What happened, as it was written down together with what it speaks of. An event names nobody; who an id is, is said where that is still known.',
  empty: 'There is no such event.',
  select: `SELECT e.id, e.at, e.type, e.actor, p.name AS actor_name, e.object, e.detail
    FROM events e LEFT JOIN people p ON p.id = e.actor`,
  order: { by: 'e.id', id: 'e.id', of: (row) => [row.id, row.id] },
  filters: [
    {
      kind: 'exact',
      name: 'type',
      label: 'Type, such as grant.made',
      condition: (type) => ({ sql: 'e.type = ?', values: [type] }),
    },
    {
      kind: 'exact',
      name: 'object',
      label: 'Object: an id',
      condition: (object) => ({ sql: 'e.object = ?', values: [object] }),
    },
    {
      kind: 'exact',
      name: 'actor',
      label: 'Actor: an id',
      condition: (actor) => ({ sql: 'e.actor = ?', values: [actor] }),
    },
  ],
  columns: [
    { key: 'id', label: 'Number', value: (row) => row.id },
    { key: 'at', label: 'When', value: (row) => minute(row.at) },
    {
      key: 'type',
      label: 'Type',
      value: (row) => row.type,
      show: (row) => {
        const [kind, what] = row.type.split('.');
        return (
          <a href={`/console/events?type=${encodeURIComponent(row.type)}`}>
            {kind}.<wbr />
            {what}
          </a>
        );
      },
    },
    {
      key: 'actor',
      label: 'Actor',
      value: (row) => row.actor,
      show: (row) => (
        <a href={`/console/events?actor=${encodeURIComponent(row.actor)}`}>
          <bdi>{row.actor_name ?? row.actor}</bdi>
        </a>
      ),
    },
    {
      key: 'object',
      label: 'Object',
      value: (row) => row.object,
      show: (row) => (
        <a href={`/console/events?object=${encodeURIComponent(row.object)}`}>
          <code>{row.object}</code>
        </a>
      ),
    },
    {
      key: 'detail',
      label: 'Detail',
      value: (row) => row.detail,
      show: (row) => <Detail json={row.detail} />,
    },
  ],
};

function Detail({ json }: { json: string }) {
  const entries = Object.entries(JSON.parse(json) as Record<string, unknown>);
  if (entries.length === 0) return null;
  return (
    <ul class="detail">
      {entries.map(([name, value]) => (
        <li>
          {name}: <code>{String(value)}</code>
        </li>
      ))}
    </ul>
  );
}
