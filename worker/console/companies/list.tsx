import { DOMAIN } from '../domain.ts';
import type { List } from '../lists/list.ts';
import { isPlainDomain } from '../requests/facts.tsx';

interface Row {
  readonly domain: string;
  readonly company: string;
  readonly people: number;
}

/** Sorts after every character of a domain. */
const LAST = '\u{10FFFF}';

/**
 * `/console/companies`: the domains of the addresses that people confirmed, or that an identity provider tells, from
 * A to Z. A page reads the people of its own companies in the index and no others.
 */
export const companyList: List<Row> = {
  path: '/console/companies',
  title: 'Companies',
  lead: 'By the domain of the addresses that people confirmed. What they say their company is called stands beside it.',
  empty: 'Nobody has an address of such a domain.',
  select: `SELECT ${DOMAIN} AS domain, min(p.company) AS company, count(*) AS people FROM people p`,
  where: { sql: 'p.address IS NOT NULL', values: [] },
  group: `GROUP BY ${DOMAIN}`,
  order: { by: DOMAIN, id: DOMAIN, of: (row) => [row.domain, row.domain], ascending: true },
  filters: [
    {
      kind: 'exact',
      name: 'domain',
      label: 'Domain begins with',
      condition: (domain) => ({
        sql: `${DOMAIN} >= ? AND ${DOMAIN} < ?`,
        values: [domain.toLowerCase(), domain.toLowerCase() + LAST],
      }),
    },
  ],
  columns: [
    {
      key: 'domain',
      label: 'Domain',
      value: (row) => row.domain,
      show: (row) =>
        isPlainDomain(row.domain) ? (
          <a href={`/console/companies/${row.domain}`}>{row.domain}</a>
        ) : (
          <bdi>{row.domain}</bdi>
        ),
    },
    { key: 'company', label: 'Company, as somebody there wrote it', value: (row) => row.company },
    { key: 'people', label: 'People', value: (row) => row.people },
  ],
};
