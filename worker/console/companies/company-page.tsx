import { seesContacts } from '../masked.ts';
import { Day } from '../moment.tsx';
import { Records } from '../records.tsx';
import type { Staff } from '../staff.ts';
import { PERSON_KINDS, wordsOf } from '../words.ts';
import { InvitationRecords } from './invitations.tsx';
import { type Member, MOST_MEMBERS, type ShownInvitation } from './store.ts';

/** `/console/companies/:domain`: who of a company there is, and what is open to them. */
export function CompanyPage({
  domain,
  members,
  invitations,
  staff,
  now,
}: {
  domain: string;
  members: readonly Member[];
  invitations: readonly ShownInvitation[];
  staff: Staff;
  now: number;
}) {
  const names = [...new Set(members.map(({ company }) => company).filter((name) => name !== ''))];
  return (
    <>
      <p class="above">
        <a href="/console/companies">Companies</a>
      </p>
      <h1>{domain}</h1>
      <p class="lead">
        {names.length === 0 ? (
          'Nobody there said what the company is called.'
        ) : (
          <>
            {names.length === 1 ? 'Called' : 'Called by its people'}{' '}
            {names.slice(0, 5).map((name, index) => (
              <>
                {index > 0 ? ', ' : ''}
                <bdi>{name}</bdi>
              </>
            ))}
            .
          </>
        )}
      </p>
      {seesContacts(staff) ? (
        <p class="actions">
          <a class="button quiet" href={`/console/revocations/new?scope=company&target=${domain}`}>
            Revoke all their access
          </a>
        </p>
      ) : null}
      <Records
        id="people"
        title="People"
        head={['Who', 'Address', 'Kind', 'Live grants', 'NDA']}
        rows={members.map((member) => [
          <a href={`/console/people/${member.id}`}>
            <bdi>{member.name}</bdi>
          </a>,
          <bdi>{member.address}</bdi>,
          wordsOf(PERSON_KINDS, member.kind),
          member.live,
          <Nda member={member} />,
        ])}
      />
      <p>
        <a href={`/console/agreements?domain=${domain}`}>All agreements of {domain}</a>
      </p>
      {members.length === MOST_MEMBERS ? (
        <p>
          Here are {MOST_MEMBERS} of them. <a href={`/console/people?domain=${domain}`}>All of them</a>
        </p>
      ) : null}
      <InvitationRecords invitations={invitations} title="Colleagues under the NDA of a signer" now={now} />
    </>
  );
}

/** Under which NDA somebody stands: their own, or that of whoever brought them in. */
function Nda({ member }: { member: Member }) {
  const { accepted_at, acceptance_id, cover_name, cover_at, cover_id, over_at } = member;
  if (accepted_at !== null)
    return (
      <a href={`/console/agreements/${acceptance_id}`}>
        accepted on <Day at={accepted_at} />
      </a>
    );
  if (cover_at !== null)
    return (
      <>
        covered by{' '}
        <a href={`/console/agreements/${cover_id}`}>
          the NDA that <bdi>{cover_name}</bdi> accepted on <Day at={cover_at} />
        </a>
      </>
    );
  if (over_at === null) return <>not accepted</>;
  return (
    <>
      accepted on <Day at={over_at} />, ended since
    </>
  );
}
