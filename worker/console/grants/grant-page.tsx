import { Fact } from '../../access/nda-page.tsx';
import { minute } from '../minute.ts';
import { titleOf } from '../requests/request-page.tsx';
import { grantState } from './state.ts';
import type { GrantDownload, GrantFacts } from './store.ts';

/** `/console/grants/:id`: one grant, what it stands on, and what was taken with it. */
export function GrantPage({
  grant,
  downloads,
  mayAct,
  now,
}: {
  grant: GrantFacts;
  downloads: readonly GrantDownload[];
  mayAct: boolean;
  now: number;
}) {
  const state = grantState(grant, now);
  const detail = Object.entries(JSON.parse(grant.basis_detail) as Record<string, unknown>);
  return (
    <>
      <p class="above">
        <a href="/console/grants">Grants</a>
      </p>
      <h1>
        {titleOf(grant.report_id)} for <bdi>{grant.name}</bdi>
      </h1>
      <dl class="facts">
        <Fact name="State">
          {state === 'revoked' ? <strong class="tag warn">revoked</strong> : state}
          {grant.revoked_at === null ? null : `, ${minute(grant.revoked_at)}`}
          {grant.revocation_id === null ? null : (
            <>
              {' '}
              (<a href={`/console/revocations/${grant.revocation_id}`}>why</a>)
            </>
          )}
        </Fact>
        <Fact name="Who">
          <a href={`/console/people/${grant.person_id}`}>
            <bdi>{grant.name}</bdi>
          </a>
          , <bdi>{grant.company}</bdi>
          {grant.address === null ? null : (
            <>
              , <bdi>{grant.address}</bdi>
            </>
          )}
        </Fact>
        <Fact name="From">{minute(grant.starts_at)}</Fact>
        <Fact name="Until">{minute(grant.expires_at)}</Fact>
        <Fact name="Copy">
          <code class="digits">{grant.copy_id}</code>
        </Fact>
        <Fact name="Basis">
          {grant.basis}
          <ul class="detail">
            {detail.map(([name, value]) => (
              <li>
                {name}: <bdi>{String(value)}</bdi>
              </li>
            ))}
          </ul>
        </Fact>
        <Fact name="On record">
          <a href={`/console/events?object=${grant.id}`}>its events</a>
          {grant.request_id === null ? null : (
            <>
              , <a href={`/console/requests/${grant.request_id}`}>its request</a>
            </>
          )}
        </Fact>
      </dl>
      {mayAct && (state === 'live' || state === 'not begun') ? (
        <p class="actions">
          <a class="button" href={`/console/revocations/new?scope=grant&target=${grant.id}`}>
            Take it back
          </a>
        </p>
      ) : null}
      <section aria-labelledby="downloads">
        <h2 id="downloads">Downloads</h2>
        {downloads.length === 0 ? (
          <p class="hint">None.</p>
        ) : (
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Outcome</th>
                <th scope="col">Bytes</th>
                <th scope="col">Revision</th>
              </tr>
            </thead>
            <tbody>
              {downloads.map((download) => (
                <tr>
                  <th scope="row">{minute(download.started_at)}</th>
                  <td data-label="Outcome">{download.outcome ?? 'under way, or not told'}</td>
                  <td data-label="Bytes">
                    {download.first_byte} to {download.last_byte}
                  </td>
                  <td data-label="Revision">
                    <code>{download.revision.slice(0, 12)}…</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}
