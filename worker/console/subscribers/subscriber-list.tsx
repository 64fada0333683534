import { inEnglish } from '../../localised.tsx';
import { TOPICS, type TopicId } from '../../subscriptions/topics.ts';
import { between, type List } from '../lists/list.ts';
import { masked } from '../masked.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import { may, type Staff } from '../staff.ts';

interface Row {
  readonly id: string;
  readonly address: string;
  readonly topics: string;
  readonly confirmed_at: number;
}

/**
 * `/console/subscribers`: who has news by mail, and about what, the newest first. Only administrators see whole addresses
 * and can look for one.
 *
 * @param staff - who looks
 */
export function subscriberList(staff: Staff): List<Row> {
  const seesAddresses = may(staff, 'administrator');
  return {
    path: '/console/subscribers',
    title: 'Subscribers',
    lead: 'Who confirmed that they want news by mail. They end it themselves, and their address is deleted with it.',
    empty: 'Nobody subscribes to that.',
    select: `SELECT s.id, s.address, s.confirmed_at,
        coalesce((SELECT group_concat(topic, ' ' ORDER BY topic) FROM subscription_topics WHERE subscription_id = s.id), '') AS topics
      FROM subscriptions s`,
    order: { by: 's.confirmed_at', id: 's.id', of: (row) => [row.confirmed_at, row.id] },
    textOf: (row) => row.address,
    filters: [
      {
        kind: 'choice',
        name: 'topic',
        label: 'Topic',
        options: TOPICS.map((id) => [id, inEnglish.m.topics[id].title]),
        condition: (topic) => ({
          sql: 'EXISTS (SELECT 1 FROM subscription_topics t WHERE t.topic = ? AND t.subscription_id = s.id)',
          values: [topic],
        }),
      },
      ...(seesAddresses
        ? [{ kind: 'prefix', name: 'address', label: 'Address', column: 's.address' } as const]
        : []),
      ...between('s.confirmed_at'),
    ],
    columns: [
      {
        key: 'address',
        label: 'Address',
        value: (row) => (seesAddresses ? row.address : masked(row.address)),
      },
      {
        key: 'topics',
        label: 'Topics',
        value: (row) => row.topics,
        show: (row) =>
          TOPICS.filter((id) => row.topics.split(' ').includes(id))
            .map((id) => inEnglish.m.topics[id].title)
            .join(', '),
      },
      {
        key: 'since',
        label: 'Since',
        value: (row) => minute(row.confirmed_at),
        show: (row) => <Moment at={row.confirmed_at} />,
      },
      { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
    ],
  };
}

/** How many subscribers each topic has, and all of them together. */
export async function countSubscribers(
  db: D1DatabaseSession,
): Promise<{ all: number; topics: ReadonlyMap<TopicId, number> }> {
  const [all, topics] = await db.batch<{ topic: TopicId; n: number }>([
    db.prepare('SELECT count(*) AS n FROM subscriptions'),
    db.prepare('SELECT topic, count(*) AS n FROM subscription_topics GROUP BY topic'),
  ]);
  return {
    all: all?.results[0]?.n ?? 0,
    topics: new Map(topics?.results.map(({ topic, n }) => [topic, n])),
  };
}
