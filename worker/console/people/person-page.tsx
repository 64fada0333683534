import type { Child } from 'hono/jsx';
import { Fact } from '../../access/nda-page.tsx';
import type { Suppression, SuppressionReason } from '../../mail/suppressions.ts';
import { grantState } from '../grants/state.ts';
import { minute } from '../minute.ts';
import { domainOf } from '../requests/facts.tsx';
import { titleOf } from '../requests/request-page.tsx';
import type { PersonFacts, PersonHistory } from './store.ts';

/** What the page shows. */
interface PersonProps {
  readonly person: PersonFacts;
  readonly history: PersonHistory;
  /** Why nothing is mailed to them, if nothing is. */
  readonly suppression: Suppression | null;
  readonly staffId: string;
  /** Whether whoever looks may take back access and end sessions. */
  readonly mayAct: boolean;
  readonly now: number;
}

const CAME_BACK: Readonly<Record<SuppressionReason, string>> = {
  refused: 'a mail was refused because there is no such mailbox',
  bounced: 'a mail came back',
  complained: 'a mail was called spam',
};

/** `/console/people/:id`: one person, with all that they asked for, agreed to, have and took. */
export function PersonPage({ person, history, suppression, staffId, mayAct, now }: PersonProps) {
  const domain = domainOf(person.address ?? '');
  const reader = person.kind !== 'staff';
  return (
    <>
      <p class="above">
        <a href="/console/people">People</a>
      </p>
      <h1>
        <bdi>{person.name}</bdi>
      </h1>
      <dl class="facts">
        <Fact name="Kind">{person.kind}</Fact>
        <Fact name="Company">
          <bdi>{person.company || 'not told'}</bdi>
        </Fact>
        <Fact name="Address">
          {person.address === null ? (
            'not told by the identity provider'
          ) : (
            <>
              <bdi>{person.address}</bdi>
              {/^[a-z0-9.-]+$/.test(domain) ? (
                <>
                  {' '}
                  (<a href={`/console/companies/${domain}`}>everybody of {domain}</a>)
                </>
              ) : null}
            </>
          )}
        </Fact>
        {person.issuer === null ? null : (
          <Fact name="Identity">
            <bdi>{person.subject}</bdi> at {person.issuer}
          </Fact>
        )}
        <Fact name="Known since">{minute(person.created_at)}</Fact>
        <Fact name="On record">
          <a href={`/console/events?actor=${person.id}`}>what they did</a>,{' '}
          <a href={`/console/events?object=${person.id}`}>what was done to them</a>
        </Fact>
      </dl>
      {suppression === null ? null : (
        <div class="notice warn">
          <p>
            Nothing is mailed to this address: {CAME_BACK[suppression.reason]} on {minute(suppression.since)}.
            It gets mail again once its reader confirms it.
          </p>
          {mayAct ? (
            <form method="post" action={`/console/people/${person.id}/allow-mail`}>
              <input type="hidden" name="person" value={staffId} />
              <p class="actions">
                <button type="submit" class="button quiet">
                  Allow mail to it again
                </button>
              </p>
            </form>
          ) : null}
        </div>
      )}
      {mayAct && reader ? (
        <p class="actions">
          <a class="button" href={`/console/revocations/new?scope=person&target=${person.id}`}>
            Take back all their access
          </a>
        </p>
      ) : null}
      <Part
        id="grants"
        title="Grants"
        head={['Report', 'State', 'Basis', 'From', 'Until', 'Copy']}
        rows={history.grants.map((grant) => [
          <a href={`/console/grants/${grant.id}`}>{titleOf(grant.report_id)}</a>,
          grantState(grant, now),
          grant.basis,
          minute(grant.starts_at),
          minute(grant.expires_at),
          <code>{grant.copy_id}</code>,
        ])}
      />
      <Part
        id="requests"
        title="Requests"
        head={['Report', 'State', 'For', 'Asked']}
        rows={history.requests.map((request) => [
          <a href={`/console/requests/${request.id}`}>{titleOf(request.report_id)}</a>,
          request.state,
          <bdi>{request.company}</bdi>,
          minute(request.created_at),
        ])}
      />
      <Part
        id="acceptances"
        title="Agreements"
        head={['NDA, version', 'Accepted', 'SHA-256 of the text']}
        rows={history.acceptances.map((acceptance) => [
          acceptance.nda_version,
          minute(acceptance.accepted_at),
          <code>{acceptance.nda_sha256.slice(0, 16)}…</code>,
        ])}
      />
      <Part
        id="downloads"
        title="Downloads"
        head={['Report', 'When', 'Outcome', 'Copy']}
        rows={history.downloads.map((download) => [
          titleOf(download.report_id),
          minute(download.started_at),
          download.outcome ?? 'under way, or not told',
          <code>{download.copy_id}</code>,
        ])}
      />
      <Part
        id="sessions"
        title="Sessions"
        head={['Signed in', 'Last used', 'Ends']}
        rows={history.sessions.map((session) => [
          minute(session.created_at),
          minute(session.seen_at),
          minute(session.expires_at),
        ])}
      />
      {mayAct && history.sessions.length > 0 ? (
        <form method="post" action={`/console/people/${person.id}/sign-out`}>
          <input type="hidden" name="person" value={staffId} />
          <p class="actions">
            <button type="submit" class="button quiet">
              Sign them out everywhere
            </button>
          </p>
        </form>
      ) : null}
    </>
  );
}

function Part({
  id,
  title,
  head,
  rows,
}: {
  id: string;
  title: string;
  head: readonly string[];
  rows: readonly (readonly Child[])[];
}) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 ? (
        <p class="hint">None.</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              {head.map((label) => (
                <th scope="col">{label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {row.map((cell, index) =>
                  index === 0 ? <th scope="row">{cell}</th> : <td data-label={head[index]}>{cell}</td>,
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
