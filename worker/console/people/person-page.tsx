import { Fact } from '../../access/nda-page.tsx';
import type { Suppression, SuppressionReason } from '../../mail/suppressions.ts';
import { agreementState } from '../agreements/state.ts';
import { InvitationRecords } from '../companies/invitations.tsx';
import type { ShownInvitation } from '../companies/store.ts';
import { grantState } from '../grants/state.ts';
import { seesContacts } from '../masked.ts';
import { Day, Moment } from '../moment.tsx';
import { Records } from '../records.tsx';
import { domainOf, isPlainDomain, Unvouched } from '../requests/facts.tsx';
import type { Staff } from '../staff.ts';
import {
  AGREEMENT_STATES,
  BASES,
  GRANT_STATES,
  outcomeInWords,
  PERSON_KINDS,
  REQUEST_STATES,
  titleOf,
  wordsOf,
} from '../words.ts';
import type { PersonFacts, PersonHistory } from './store.ts';

/** What the page shows. */
interface PersonProps {
  readonly person: PersonFacts;
  readonly history: PersonHistory;
  /** Why nothing is mailed to them, if nothing is. */
  readonly suppression: Suppression | null;
  /** Whom they brought in. */
  readonly invitations: readonly ShownInvitation[];
  readonly staff: Staff;
  /** Whether whoever looks may revoke access and end sessions. */
  readonly mayAct: boolean;
  readonly now: number;
}

const CAME_BACK: Readonly<Record<SuppressionReason, string>> = {
  refused: 'a mail was refused because there is no such mailbox',
  bounced: 'a mail came back',
  complained: 'a mail was called spam',
};

/** `/console/people/:id`: one person, with all that they asked for, agreed to, have and took. */
export function PersonPage({ person, history, suppression, invitations, staff, mayAct, now }: PersonProps) {
  const staffId = staff.person.id;
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
        <Fact name="Company">
          <bdi>{person.company || 'not told'}</bdi>
          {isPlainDomain(domain) ? (
            <>
              {' '}
              (<a href={`/console/companies/${domain}`}>everybody of {domain}</a>)
            </>
          ) : null}
        </Fact>
        <Fact name="Address">
          {person.address === null ? 'not told by the identity provider' : <bdi>{person.address}</bdi>}
          {person.kind === 'customer' && person.address_unvouched === 1 ? <Unvouched /> : null}
        </Fact>
        <Fact name="Kind">{PERSON_KINDS[person.kind]}</Fact>
        {person.issuer === null ? null : (
          <Fact name={seesContacts(staff) ? 'Signs in as' : 'Signs in at'}>
            {seesContacts(staff) ? (
              <>
                <bdi>{person.subject}</bdi> at{' '}
              </>
            ) : null}
            {person.issuer}
          </Fact>
        )}
        <Fact name="Known since">
          <Moment at={person.created_at} />
        </Fact>
        <Fact name="Audit log">
          <a href={`/console/events?actor=${person.id}`}>what they did</a>,{' '}
          <a href={`/console/events?object=${person.id}`}>what was done to them</a>
        </Fact>
      </dl>
      {suppression === null ? null : (
        <div class="notice warn">
          <p>
            Nothing is mailed to this address: {CAME_BACK[suppression.reason]},{' '}
            <Moment at={suppression.since} />. It gets mail again once its reader confirms it.
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
          <a class="button quiet" href={`/console/revocations/new?scope=person&target=${person.id}`}>
            Revoke all their access
          </a>
        </p>
      ) : null}
      <Records
        id="grants"
        title="Grants"
        head={['Report', 'State', 'Because of', 'From', 'Until', 'Copy id']}
        rows={history.grants.map((grant) => [
          <a href={`/console/grants/${grant.id}`}>{titleOf(grant.report_id)}</a>,
          GRANT_STATES[grantState(grant, now)],
          wordsOf(BASES, grant.basis),
          <Day at={grant.starts_at} />,
          <Day at={grant.expires_at} />,
          <code>{grant.copy_id}</code>,
        ])}
        empty={reader ? 'They have no access to any report.' : 'None: staff need none.'}
      />
      <Records
        id="requests"
        title="Requests"
        head={['Report', 'State', 'For', 'Asked']}
        rows={history.requests.map((request) => [
          <a href={`/console/requests/${request.id}`}>{titleOf(request.report_id)}</a>,
          wordsOf(REQUEST_STATES, request.state),
          <bdi>{request.company}</bdi>,
          <Moment at={request.created_at} />,
        ])}
        empty="They asked for nothing."
      />
      <Records
        id="acceptances"
        title="Agreements"
        head={['NDA', 'State', 'Accepted by', 'When', 'SHA-256 of the text']}
        rows={[
          ...history.acceptances.map((acceptance) => [
            <a href={`/console/agreements/${acceptance.id}`}>Version {acceptance.nda_version}</a>,
            AGREEMENT_STATES[agreementState(acceptance, now)],
            'themselves',
            <Moment at={acceptance.accepted_at} />,
            <code>{acceptance.nda_sha256.slice(0, 16)}…</code>,
          ]),
          ...history.covers.map((cover) => [
            <a href={`/console/agreements/${cover.id}`}>Version {cover.nda_version}</a>,
            AGREEMENT_STATES[agreementState(cover, now)],
            <>
              <bdi>{cover.signer}</bdi>, who brought them in: it covers them
            </>,
            <Moment at={cover.accepted_at} />,
            <code>{cover.nda_sha256.slice(0, 16)}…</code>,
          ]),
        ]}
        empty="They accepted no NDA, and none covers them."
      />
      <InvitationRecords invitations={invitations} title="Colleagues" now={now} />
      <Records
        id="downloads"
        title="Downloads"
        head={['Report', 'When', 'Outcome', 'Copy id']}
        rows={history.downloads.map((download) => [
          titleOf(download.report_id),
          <Moment at={download.started_at} />,
          outcomeInWords(download.outcome),
          <code>{download.copy_id}</code>,
        ])}
        empty="They downloaded nothing."
      />
      <Records
        id="sessions"
        title="Sessions"
        head={['Signed in', 'Last used', 'Ends']}
        rows={history.sessions.map((session) => [
          <Moment at={session.created_at} />,
          <Moment at={session.seen_at} />,
          <Moment at={session.expires_at} />,
        ])}
        empty="They are signed in nowhere."
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
