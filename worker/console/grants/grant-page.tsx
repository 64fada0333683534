import { Fact } from '../../access/nda-page.tsx';
import { Moment } from '../moment.tsx';
import { Records } from '../records.tsx';
import { MOST_DAYS } from '../requests/decide.ts';
import { isUnruled } from '../requests/facts.tsx';
import { RuleSetLink } from '../rules/rules-pages.tsx';
import { may, type Staff } from '../staff.ts';
import { GRANT_STATES, outcomeInWords, titleOf } from '../words.ts';
import { grantState } from './state.ts';
import type { GrantDownload, GrantFacts } from './store.ts';

/** `/console/grants/:id`: one grant, what it stands on, and what was taken with it. */
export function GrantPage({
  grant,
  downloads,
  staff,
  days,
  now,
}: {
  grant: GrantFacts;
  downloads: readonly GrantDownload[];
  staff: Staff;
  /** For how many more days, as it was entered before a sign-in. */
  days: string;
  now: number;
}) {
  const state = grantState(grant, now);
  const mayAct = may(staff, 'approver');
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
        <form method="post" action={`/console/grants/${grant.id}/renew`}>
          <input type="hidden" name="person" value={staff.person.id} />
          <input type="hidden" name="ends" value={String(grant.expires_at)} />
          <div class="field">
            <label for="days">For how many more days</label>
            <p class="hint" id="days-hint">
              From <Moment at={grant.expires_at} /> on. The downloads that are left stay what they are;
              nothing outlasts the agreement that it stands on.
            </p>
            <input
              type="number"
              id="days"
              name="days"
              min="1"
              max={String(MOST_DAYS)}
              value={days}
              inputmode="numeric"
              required
              aria-describedby="days-hint"
            />
          </div>
          <p class="actions">
            <button type="submit" class="button quiet">
              Renew
            </button>
          </p>
        </form>
      ) : null}
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

/** On what a grant stands: what covers its reader, who released it, and the rule that decided. */
function Basis({ grant }: { grant: GrantFacts }) {
  const { version, clause, agreement, reason, rule, rules } = JSON.parse(grant.basis_detail) as Readonly<
    Record<string, unknown>
  >;
  const ofVersion = version === undefined ? '' : `, version ${version}`;
  const cover =
    agreement !== undefined
      ? `the agreement ${agreement}${reason === undefined ? '' : `: ${reason}`}`
      : clause !== undefined
        ? `the Terms of Service${ofVersion}, clause ${clause}`
        : `the NDA${ofVersion}, accepted`;
  return (
    <>
      <bdi>
        {grant.basis === 'staff' ? `approved by ${grant.approver ?? 'staff'}, under ${cover}` : cover}
      </bdi>
      {typeof rule === 'string' && !isUnruled(rule) ? `; the rule “${rule}”` : null}
      {typeof rules === 'string' ? (
        <>
          ; <RuleSetLink sha256={rules} /> of the rules
        </>
      ) : null}
    </>
  );
}
