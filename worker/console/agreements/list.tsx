import { content } from '../../content.ts';
import { between, type List } from '../lists/list.ts';
import { minute } from '../minute.ts';
import { Moment } from '../moment.tsx';
import { isPlainDomain } from '../requests/facts.tsx';
import { AGREEMENT_STATES, optionsOf } from '../words.ts';
import { type AgreementState, agreementState, havingState } from './state.ts';

interface Row {
  readonly id: string;
  readonly at: number;
  readonly kind: 'accepted' | 'declined';
  readonly name: string;
  readonly company: string;
  readonly address: string;
  readonly domain: string;
  readonly nda_id: string;
  readonly nda_version: string;
  readonly nda_sha256: string;
  readonly ends_at: number | null;
  readonly ended_at: number | null;
  readonly ended_by: string | null;
}

/**
 * Acceptances as their evidence has them, and refusals as their event and their request have them, of the same columns of the
 * same types: so SQLite merges two indexes in the order of time, and sorts nothing.
 */
const REGISTER = `SELECT x.* FROM (
    SELECT a.id AS id, a.accepted_at AS at, 'accepted' AS kind, a.person_id AS person_id,
      CAST(a.evidence ->> '$.signer.name' AS TEXT) AS name, CAST(a.evidence ->> '$.signer.company' AS TEXT) AS company,
      CAST(a.evidence ->> '$.signer.address' AS TEXT) AS address, a.domain AS domain, a.nda_id AS nda_id,
      a.nda_version AS nda_version, a.nda_sha256 AS nda_sha256, a.ends_at AS ends_at, a.ended_at AS ended_at,
      a.ended_by AS ended_by
    FROM acceptances a
    UNION ALL
    SELECT e.object, e.at, 'declined', r.person_id, r.name, r.company, r.address,
      CAST(lower(substr(r.address, instr(r.address, '@') + 1)) AS TEXT), CAST(coalesce(e.detail ->> '$.nda', '') AS TEXT),
      CAST(coalesce(e.detail ->> '$.version', '') AS TEXT), CAST(coalesce(e.detail ->> '$.sha256', '') AS TEXT), CAST(NULL AS INTEGER),
      CAST(NULL AS INTEGER), CAST(NULL AS TEXT)
    FROM events e INDEXED BY events_declined JOIN requests r ON r.id = e.object WHERE e.type = 'nda.declined'
  ) x`;

/**
 * `/console/agreements`: who accepted the NDA and who declined it, the newest first. A refusal is here for as long as its
 * request is kept.
 *
 * @param now - milliseconds
 */
export function agreementList(now: number): List<Row> {
  const stateOf = (row: Row): AgreementState =>
    row.kind === 'declined' ? 'declined' : agreementState(row, now);
  return {
    path: '/console/agreements',
    title: 'Agreements',
    lead: 'Who accepted the NDA, and who declined it. Each acceptance has its evidence.',
    empty: 'There is no agreement of that kind.',
    select: REGISTER,
    order: { by: 'x.at', id: 'x.id', of: (row) => [row.at, row.id] },
    filters: [
      {
        kind: 'choice',
        name: 'state',
        label: 'State',
        options: optionsOf(AGREEMENT_STATES),
        condition: (state, now) => havingState(state as AgreementState, now),
      },
      {
        kind: 'choice',
        name: 'version',
        label: 'Version of the NDA',
        options: content.nda.versions.map(({ version }) => [version, version]),
        condition: (version) => ({ sql: 'x.nda_version = ?', values: [version] }),
      },
      {
        kind: 'exact',
        name: 'domain',
        label: 'Domain of the company',
        condition: (domain) => ({ sql: 'x.domain = ?', values: [domain.replace(/^@/, '').toLowerCase()] }),
      },
      {
        kind: 'exact',
        name: 'id',
        label: 'Number of the acceptance (its id)',
        condition: (id) => ({ sql: 'x.id = ?', values: [id] }),
      },
      ...between('x.at'),
    ],
    columns: [
      {
        key: 'name',
        label: 'Who',
        value: (row) => row.name,
        show: (row) => (
          <a href={`/console/${row.kind === 'declined' ? 'requests' : 'agreements'}/${row.id}`}>
            <bdi>{row.name}</bdi>
          </a>
        ),
      },
      {
        key: 'company',
        label: 'Company',
        value: (row) => row.company,
        show: (row) => (
          <>
            <bdi>{row.company}</bdi>
            <span class="line">
              {isPlainDomain(row.domain) ? (
                <a href={`/console/companies/${row.domain}`}>{row.domain}</a>
              ) : (
                <bdi>{row.domain}</bdi>
              )}
            </span>
          </>
        ),
      },
      { key: 'address', label: 'Address', value: (row) => row.address, hidden: true },
      { key: 'domain', label: 'Domain', value: (row) => row.domain, hidden: true },
      { key: 'nda', label: 'Agreement', value: (row) => row.nda_id, hidden: true },
      {
        key: 'version',
        label: 'Agreement',
        value: (row) => row.nda_version,
        show: (row) => (
          <>
            {row.nda_id} {row.nda_version} <code title={row.nda_sha256}>{row.nda_sha256.slice(0, 12)}</code>
          </>
        ),
      },
      { key: 'sha256', label: 'SHA-256 of the text', value: (row) => row.nda_sha256, hidden: true },
      {
        key: 'state',
        label: 'State',
        value: stateOf,
        show: (row) => AGREEMENT_STATES[stateOf(row)],
      },
      {
        key: 'at',
        label: 'When',
        value: (row) => minute(row.at),
        show: (row) => <Moment at={row.at} />,
      },
      {
        key: 'term_ends',
        label: 'Term ends',
        value: (row) => (row.ends_at === null ? null : minute(row.ends_at)),
        hidden: true,
      },
      {
        key: 'ended',
        label: 'Ended',
        value: (row) => (row.ended_at === null ? null : minute(row.ended_at)),
        hidden: true,
      },
      { key: 'id', label: 'Id', value: (row) => row.id, hidden: true },
    ],
  };
}
