import { Fact } from '../../access/nda-page.tsx';
import { Moment } from '../moment.tsx';
import { Records } from '../records.tsx';
import { isUnruled } from '../requests/facts.tsx';
import { GRANT_STATES, outcomeInWords, titleOf } from '../words.ts';
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
          <strong class={state === 'revoked' ? 'tag warn' : 'tag'}>{GRANT_STATES[state]}</strong>
          {grant.revoked_at === null ? null : (
            <>
              {' '}
              <Moment at={grant.revoked_at} />
            </>
          )}
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
        <Fact name="From">
          <Moment at={grant.starts_at} />
        </Fact>
        <Fact name="Until">
          <Moment at={grant.expires_at} />
        </Fact>
        <Fact name="Because of">
          <Basis grant={grant} />
        </Fact>
        <Fact name="Copy id">
          <code class="digits">{grant.copy_id}</code>
        </Fact>
        <Fact name="Audit log">
          <a href={`/console/events?object=${grant.id}`}>what happened to this grant</a>
          {grant.request_id === null ? null : (
            <>
              , <a href={`/console/requests/${grant.request_id}`}>the request for it</a>
            </>
          )}
        </Fact>
      </dl>
      {mayAct && (state === 'live' || state === 'not-begun') ? (
        <p class="actions">
          <a class="button quiet" href={`/console/revocations/new?scope=grant&target=${grant.id}`}>
            Revoke this grant
          </a>
        </p>
      ) : null}
      <Records
        id="downloads"
        title="Downloads"
        head={['When', 'Outcome', 'Part of the file', 'Version']}
        rows={downloads.map((download) => [
          <Moment at={download.started_at} />,
          outcomeInWords(download.outcome),
          download.first_byte === 0 ? 'from the beginning' : `from byte ${download.first_byte}`,
          <code>{download.revision.slice(0, 12)}</code>,
        ])}
        empty="Nothing was downloaded."
      />
    </>
  );
}

/** On what a grant stands: what decided, with the rule that did. */
function Basis({ grant }: { grant: GrantFacts }) {
  const { version, agreement, reason, rule } = JSON.parse(grant.basis_detail) as Readonly<
    Record<string, unknown>
  >;
  const basis =
    grant.basis === 'terms'
      ? `the Terms of Service${version === undefined ? '' : `, version ${version}`}`
      : grant.basis === 'staff'
        ? `approved by ${grant.approver ?? 'staff'}`
        : agreement === undefined
          ? `the NDA${version === undefined ? '' : `, version ${version}`}, accepted`
          : `the agreement ${agreement}${reason === undefined ? '' : `: ${reason}`}`;
  return (
    <>
      <bdi>{basis}</bdi>
      {typeof rule === 'string' && !isUnruled(rule) ? `; the rule “${rule}”` : null}
    </>
  );
}
